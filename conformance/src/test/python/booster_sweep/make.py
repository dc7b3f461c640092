"""Trains models of every kind that XGBoost, LightGBM and CatBoost know, and asks them in Python.

    python make.py FOLDER [xgboost|lightgbm|catboost|pickles ...]

Each model gets a folder with its file, a `model-settings.json` and `expected.pickle`: what was asked and
answered. `compare.py` asks a server the same. Run it with as many versions of the libraries as there are:
names of models begin with the version.
"""

import json
import pathlib
import pickle
import sys
import traceback
import warnings

import numpy as np

warnings.filterwarnings("ignore")
TARGET = pathlib.Path(sys.argv[1])
ROWS = 400


def random():
    return np.random.default_rng(11)


def numbers(count=ROWS, width=8, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, width))
    x[:, 2] = np.round(x[:, 2] * 3)
    x[rng.random(x.shape) < 0.07] = np.nan
    return x


def asked(width=8, infinities=True):
    x = numbers(200, width, 2)
    if infinities:
        x[3, 0] = np.inf
        x[4, 1] = -np.inf
        x[5, 3] = 1e30
        x[6, 3] = 0
        x[7, 4] = -0.0
    return x


def save(name, file, runtime, write, rows, expected, columns=None, extra=None):
    folder = TARGET / name
    folder.mkdir(parents=True, exist_ok=True)
    write(str(folder / file))
    settings = {"name": name, "implementation": runtime, "parameters": {"uri": "./" + file}}
    if extra:
        settings["parameters"]["extra"] = extra
    (folder / "model-settings.json").write_text(json.dumps(settings))
    with open(folder / "expected.pickle", "wb") as out:
        pickle.dump({"rows": rows, "columns": columns, "expected": expected}, out, protocol=4)


def attempt(name, work, *args):
    try:
        work(name, *args)
    except Exception as e:
        print("NOT MADE", name, type(e).__name__, str(e)[:200].replace("\n", " "))


def xgboost_models():
    import xgboost as xgb

    version = xgb.__version__
    x = numbers()
    rng = random()
    clean = np.nan_to_num(x)
    y = clean[:, 0] * 2 + np.sin(clean[:, 1] * 2) + clean[:, 2] * clean[:, 3] + rng.normal(size=ROWS) * 0.1
    two = (y > 0).astype(int)
    three = np.digitize(y, [-1, 1])
    positive = np.exp(y / 4)
    rows = asked(infinities=False)

    def booster_outputs(booster, rows, wide=True, **how):
        data = xgb.DMatrix(rows, **how)
        best = getattr(booster, "best_iteration", None) if booster.attr("best_iteration") else None
        limit = {"iteration_range": (0, best + 1)} if best is not None else {}
        out = {"predict": booster.predict(data, **limit), "margin": booster.predict(data, output_margin=True, **limit)}
        for key, option in (("leaf", "pred_leaf"), ("contributions", "pred_contribs"),
                            ("interactions", "pred_interactions")):
            if not wide:
                break
            try:
                out[key] = booster.predict(data, **{option: True}, **limit)
            except Exception:
                pass
        return out

    def one(name, parameters, label, rounds=12, rows=rows, data=None, wide=True, group=None, file="model.json", **how):
        train = xgb.DMatrix(x if data is None else data, label, **how)
        if group:
            train.set_group(group)
        if parameters.get("objective") == "survival:aft":
            train.set_float_info("label_lower_bound", label)
            train.set_float_info("label_upper_bound", label * 1.5)
        booster = xgb.train({"max_depth": 4, "nthread": 1, "seed": 3, "verbosity": 0, **parameters}, train, rounds)
        save(f"xgb{version}-{name}", file, "xgboost", booster.save_model, rows,
             booster_outputs(booster, rows, wide, **how))

    objectives = {
        "reg:squarederror": y, "reg:squaredlogerror": positive, "reg:logistic": 1 / (1 + np.exp(-y)),
        "reg:pseudohubererror": y, "reg:absoluteerror": y, "reg:gamma": positive, "reg:tweedie": positive,
        "count:poisson": np.round(positive), "survival:cox": positive, "survival:aft": positive,
        "binary:logistic": two, "binary:logitraw": two, "binary:hinge": two,
    }
    for objective, label in objectives.items():
        attempt(objective.replace(":", "-"), one, {"objective": objective}, label)
    for objective in ("multi:softmax", "multi:softprob"):
        attempt(objective.replace(":", "-"), one, {"objective": objective, "num_class": 3}, three)
    for objective in ("rank:pairwise", "rank:ndcg", "rank:map"):
        attempt(objective.replace(":", "-"),
                lambda name, o=objective: one(name, {"objective": o}, two if o == "rank:map" else three, group=[100] * 4))
    attempt("expectile", one, {"objective": "reg:expectileerror", "expectile_alpha": [0.2, 0.8]}, y)
    attempt("quantile", one, {"objective": "reg:quantileerror", "quantile_alpha": 0.3}, y)
    attempt("quantiles", one, {"objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.5, 0.9], "tree_method": "hist"}, y)
    attempt("multi-target", one, {"objective": "reg:squarederror"}, np.stack([y, -y, y * y], 1))
    attempt("multi-output-tree", one, {"multi_strategy": "multi_output_tree", "tree_method": "hist"},
            np.stack([y, -y, y * y], 1))
    attempt("multi-label", one, {"objective": "binary:logistic"}, np.stack([two, y > 1], 1))
    attempt("multi-label-tree", one, {"objective": "binary:logistic", "multi_strategy": "multi_output_tree",
                                      "tree_method": "hist"}, np.stack([two, y > 1], 1))
    attempt("dart", one, {"booster": "dart", "rate_drop": 0.3, "one_drop": 1}, y)
    attempt("dart-softprob", one, {"booster": "dart", "rate_drop": 0.3, "objective": "multi:softprob", "num_class": 3}, three)
    attempt("linear", lambda name: one(name, {"booster": "gblinear"}, y, wide=True))
    attempt("linear-softprob", one, {"booster": "gblinear", "objective": "multi:softprob", "num_class": 3}, three)
    attempt("forest", one, {"num_parallel_tree": 5, "subsample": 0.6, "colsample_bynode": 0.7}, y, 4)
    attempt("forest-softprob", one, {"num_parallel_tree": 3, "subsample": 0.6, "objective": "multi:softprob", "num_class": 3}, three, 4)
    attempt("base-score", one, {"base_score": 0.7, "objective": "binary:logistic"}, two)
    attempt("lossguide", one, {"grow_policy": "lossguide", "max_leaves": 20, "max_depth": 0, "tree_method": "hist"}, y)
    attempt("exact", one, {"tree_method": "exact"}, y)
    attempt("approx", one, {"tree_method": "approx"}, y)
    attempt("one-stump", one, {"max_depth": 1}, y, 1)
    attempt("no-split", one, {"gamma": 1e12}, y, 3)
    attempt("deep", one, {"max_depth": 14, "min_child_weight": 0}, y, 3)
    for file in ("model.ubj", "model.bst", "model.deprecated", "model.model"):
        attempt("as-" + file[6:], lambda name, f=file: one(name, {"objective": "multi:softprob", "num_class": 3}, three, file=f))

    categories = np.abs(np.nan_to_num(x[:, 2])).astype(int)
    mixed = x.copy()
    mixed[:, 2] = categories
    mixed_rows = rows.copy()
    mixed_rows[:, 2] = np.abs(np.nan_to_num(mixed_rows[:, 2])).astype(int)
    mixed_rows[9, 2] = np.nan
    mixed_rows[10, 2] = 40
    types = ["q", "q", "c", "q", "q", "q", "q", "q"]
    for name, most in (("partition", 1), ("onehot", 100)):
        attempt("categorical-" + name, lambda n, m=most: one(
            n, {"tree_method": "hist", "max_cat_to_onehot": m}, y, data=mixed, rows=mixed_rows,
            feature_types=types, enable_categorical=True))

    def stopped(name):
        model = xgb.XGBClassifier(n_estimators=200, max_depth=3, early_stopping_rounds=3, learning_rate=0.5, n_jobs=1)
        model.fit(x[:300], three[:300], eval_set=[(x[300:], three[300:])], verbose=False)
        save(f"xgb{version}-{name}", "model.json", "xgboost", model.save_model, rows,
             {"predict": model.predict(rows), "predict_proba": model.predict_proba(rows), "leaf": model.apply(rows)})

    attempt("early-stopped", stopped)

    def wrapped(name, model, label, keys=("predict", "predict_proba")):
        model.fit(x, label)
        out = {key: getattr(model, key)(rows) for key in keys if hasattr(model, key)}
        save(f"xgb{version}-{name}", "model.json", "xgboost", model.save_model, rows, out)

    few = dict(n_estimators=8, max_depth=3, n_jobs=1)
    attempt("wrapped-two", wrapped, xgb.XGBClassifier(**few), two)
    attempt("wrapped-three", wrapped, xgb.XGBClassifier(**few), three)
    attempt("wrapped-labels", wrapped, xgb.XGBClassifier(**few), np.stack([two, y > 1], 1).astype(int))
    attempt("wrapped-number", wrapped, xgb.XGBRegressor(**few), y)
    attempt("wrapped-numbers", wrapped, xgb.XGBRegressor(**few), np.stack([y, -y], 1))
    attempt("wrapped-hinge", wrapped, xgb.XGBClassifier(objective="binary:hinge", **few), two)
    attempt("wrapped-softmax", wrapped, xgb.XGBClassifier(objective="multi:softmax", **few), three)
    attempt("wrapped-forest", wrapped, xgb.XGBRFClassifier(**few), three)
    attempt("wrapped-dart", wrapped, xgb.XGBClassifier(booster="dart", rate_drop=0.4, **few), two)
    attempt("wrapped-linear", wrapped, xgb.XGBClassifier(booster="gblinear", n_estimators=8, n_jobs=1), three)


def lightgbm_models():
    import lightgbm as lgb

    version = lgb.__version__
    x = numbers()
    rng = random()
    clean = np.nan_to_num(x)
    y = clean[:, 0] * 2 + np.sin(clean[:, 1] * 2) + clean[:, 2] * clean[:, 3] + rng.normal(size=ROWS) * 0.1
    two = (y > 0).astype(int)
    three = np.digitize(y, [-1, 1])
    positive = np.exp(y / 4)
    rows = asked()

    def one(name, parameters, label, rounds=12, data=None, rows=rows, group=None, **how):
        train = lgb.Dataset(x if data is None else data, label, group=group, **how)
        common = {"verbosity": -1, "num_threads": 1, "seed": 2, "num_leaves": 15, "min_data_in_leaf": 5}
        booster = lgb.train({**common, **parameters}, train, rounds)
        write(name, booster, rows, parameters)

    def write(name, booster, rows, parameters, **limit):
        out = {"predict": booster.predict(rows, **limit), "margin": booster.predict(rows, raw_score=True, **limit),
               "leaf": booster.predict(rows, pred_leaf=True, **limit)}
        if not parameters.get("linear_tree"):
            shares = booster.predict(rows, pred_contrib=True, **limit)
            classes = parameters.get("num_class", 1)
            out["contributions"] = shares.reshape(len(rows), classes, -1) if classes > 1 else shares
        save(f"lgb{version}-{name}", "model.txt", "lightgbm", booster.save_model, rows, out)

    objectives = {
        "regression": y, "regression_l1": y, "huber": y, "fair": y, "poisson": positive, "quantile": y, "mape": y,
        "gamma": positive, "tweedie": positive, "binary": two, "cross_entropy": 1 / (1 + np.exp(-y)),
        "cross_entropy_lambda": 1 / (1 + np.exp(-y)),
    }
    for objective, label in objectives.items():
        attempt(objective, one, {"objective": objective}, label)
    attempt("sqrt", one, {"objective": "regression", "reg_sqrt": True}, y)
    attempt("sigmoid", one, {"objective": "binary", "sigmoid": 2.5, "is_unbalance": True}, two)
    for objective in ("multiclass", "multiclassova"):
        attempt(objective, one, {"objective": objective, "num_class": 3}, three)
    for objective in ("lambdarank", "rank_xendcg"):
        attempt(objective, lambda name, o=objective: one(name, {"objective": o}, three, group=[100] * 4))
    attempt("dart", one, {"boosting": "dart", "drop_rate": 0.4}, y)
    attempt("goss", one, {"data_sample_strategy": "goss"}, y)
    attempt("forest", one, {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}, y)
    attempt("forest-binary", one, {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6, "objective": "binary"}, two)
    attempt("forest-multi", one, {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6,
                                  "objective": "multiclass", "num_class": 3}, three)
    attempt("linear", one, {"linear_tree": True}, y)
    attempt("linear-binary", one, {"linear_tree": True, "objective": "binary"}, two)
    attempt("zero-as-missing", one, {"zero_as_missing": True}, y)
    attempt("no-missing", one, {"use_missing": False}, y)
    attempt("clean", lambda name: one(name, {}, y, data=clean))
    attempt("constant", lambda name: one(name, {}, np.ones(ROWS), rounds=3))
    attempt("deep", one, {"num_leaves": 200, "min_data_in_leaf": 1, "min_sum_hessian_in_leaf": 0}, y)
    attempt("monotone", one, {"monotone_constraints": [1] + [0] * 7}, y)
    mixed = x.copy()
    mixed[:, 2] = np.abs(np.nan_to_num(x[:, 2]))
    mixed_rows = rows.copy()
    mixed_rows[:, 2] = np.abs(np.nan_to_num(mixed_rows[:, 2]))
    mixed_rows[9, 2] = np.nan
    mixed_rows[10, 2] = 400
    mixed_rows[11, 2] = -3
    mixed_rows[12, 2] = 1.5
    attempt("categorical", lambda name: one(name, {}, y, data=mixed, rows=mixed_rows, categorical_feature=[2]))
    attempt("categorical-many", lambda name: one(name, {"min_data_per_group": 1, "cat_smooth": 0, "max_cat_threshold": 64},
                                                 y, data=mixed, rows=mixed_rows, categorical_feature=[2]))
    attempt("categorical-onehot", lambda name: one(name, {"max_cat_to_onehot": 64}, y, data=mixed, rows=mixed_rows,
                                                   categorical_feature=[2]))

    def stopped(name):
        train = lgb.Dataset(x[:300], two[:300])
        booster = lgb.train({"objective": "binary", "verbosity": -1, "learning_rate": 0.5, "num_threads": 1}, train, 200,
                            valid_sets=[lgb.Dataset(x[300:], two[300:], reference=train)],
                            callbacks=[lgb.early_stopping(3, verbose=False)])
        write(name, booster, rows, {})

    attempt("early-stopped", stopped)

    def custom(name):
        train = lgb.Dataset(x, y)
        def own(p, d):
            return p - d.get_label(), np.ones_like(p)
        booster = lgb.train({"verbosity": -1, "objective": own, "num_threads": 1}, train, 5)
        write(name, booster, rows, {})

    attempt("own-objective", custom)


if __name__ == "__main__":
    import makers

    wanted = sys.argv[2:] or ["xgboost", "lightgbm", "catboost", "pickles"]
    known = {"xgboost": xgboost_models, "lightgbm": lightgbm_models,
             "catboost": makers.catboost_models, "pickles": makers.pickles}
    for one in wanted:
        try:
            known[one]()
        except ImportError:
            traceback.print_exc()
