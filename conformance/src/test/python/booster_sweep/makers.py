"""CatBoost's models, and pickles of all three libraries' estimators; used by `make.py`."""

import pickle

import numpy as np

from make import ROWS, TARGET, asked, attempt, numbers, random, save

WORDS = "the quick brown fox jumps over lazy dogs while Ärger und Übermut tanzen 42 3.14 don't e-mail x".split()


def frame(count, seed, unseen=False):
    import pandas as pd

    rng = np.random.default_rng(seed)
    colours = ["red", "green", "Grün", "x" * 40] + (["never", ""] if unseen else [])
    return pd.DataFrame({
        "f0": rng.normal(size=count).astype(np.float32).astype(float),
        "colour": np.array(colours, dtype=object)[rng.integers(0, len(colours), count)],
        "f1": np.where(rng.random(count) < 0.1, np.nan, rng.random(count).astype(np.float32)).astype(float),
        "number": rng.integers(0, 30 if unseen else 20, count),
        "text": [" ".join(rng.choice(WORDS, rng.integers(0, 9))) + (" new word" if unseen and i % 7 == 0 else "")
                 for i in range(count)],
        "title": [" ".join(rng.choice(WORDS[:6], rng.integers(1, 4))) for _ in range(count)],
        "place": [rng.normal(size=5).astype(np.float32) for _ in range(count)],
    })


def catboost_models():
    import catboost as cb
    from catboost import CatBoost, CatBoostClassifier, CatBoostRanker, CatBoostRegressor, Pool

    version = cb.__version__
    settings = dict(iterations=15, verbose=0, allow_writing_files=False, thread_count=1, random_seed=1)
    x = numbers().astype(np.float32).astype(float)
    clean = np.nan_to_num(x)
    rng = random()
    y = clean[:, 0] * 2 + np.sin(clean[:, 1] * 2) + clean[:, 2] * clean[:, 3] + rng.normal(size=ROWS) * 0.1
    two = (y > 0).astype(int)
    three = np.digitize(y, [-1, 1])
    positive = np.exp(y / 4)
    rows = asked().astype(np.float32).astype(float)

    def outputs(model, data, shares=True):
        data = data if isinstance(data, Pool) else Pool(data)
        out = {"margin": CatBoost.predict(model, data, prediction_type="RawFormulaVal"), "predict": model.predict(data)}
        if isinstance(model, CatBoostClassifier):
            out["predict_proba"] = model.predict_proba(data)
        out["leaf"] = model.calc_leaf_indexes(data)
        if shares:
            try:
                out["contributions"] = model.get_feature_importance(data, type="ShapValues")
            except Exception as e:
                print("no contributions", str(e)[:150])
            try:
                out["interactions"] = model.get_feature_importance(data, type="ShapInteractionValues")
            except Exception as e:
                print("no interactions", str(e)[:150])
        return out

    def read_again(model, format, train):
        """What the file holds: trees that are not symmetric have other nodes in JSON."""
        file = str(TARGET / ("again." + format))
        model.save_model(file, format=format, pool=train)
        return type(model)().load_model(file, format=format)

    def one(name, model, label, group=None, formats=("cbm", "json"), **how):
        model.set_params(**settings)
        train = Pool(x, label, group_id=group)
        model.fit(train)
        for format in formats:
            expected = outputs(read_again(model, format, train), rows)
            save(f"cb{version}-{name}-{format}", "model." + format, "catboost",
                 lambda f: model.save_model(f, format=format, pool=train), rows, expected)

    for loss in ("RMSE", "MAE", "Quantile:alpha=0.3", "LogLinQuantile", "Poisson", "Tweedie:variance_power=1.5", "MAPE",
                 "Expectile:alpha=0.3", "Huber:delta=1", "Lq:q=3", "LogCosh", "RMSEWithUncertainty", "MultiQuantile:alpha=0.1,0.5,0.9"):
        label = positive if loss in ("Poisson", "Tweedie:variance_power=1.5", "LogLinQuantile") else y
        attempt(loss.split(":")[0], lambda n, l=loss, t=label: one(n, CatBoostRegressor(loss_function=l), t))
    attempt("MultiRMSE", lambda n: one(n, CatBoostRegressor(loss_function="MultiRMSE"), np.stack([y, -y], 1)))
    attempt("MultiRMSEWithMissingValues", lambda n: one(n, CatBoostRegressor(loss_function="MultiRMSEWithMissingValues"),
                                                        np.stack([y, -y], 1)))
    attempt("Cox", lambda n: one(n, CatBoostRegressor(loss_function="Cox"), positive))
    attempt("SurvivalAft", lambda n: one(n, CatBoostRegressor(loss_function="SurvivalAft:dist=Normal"),
                                         np.stack([positive, positive * 1.5], 1)))
    for loss in ("Logloss", "CrossEntropy", "Focal:focal_alpha=0.4;focal_gamma=1"):
        attempt(loss.split(":")[0], lambda n, l=loss: one(n, CatBoostClassifier(loss_function=l), two))
    for loss in ("MultiClass", "MultiClassOneVsAll"):
        attempt(loss, lambda n, l=loss: one(n, CatBoostClassifier(loss_function=l), three))
    labels = np.stack([two, (y > 1).astype(int)], 1)
    for loss in ("MultiLogloss", "MultiCrossEntropy"):
        attempt(loss, lambda n, l=loss: one(n, CatBoostClassifier(loss_function=l), labels))
    group = np.repeat(np.arange(20), ROWS // 20)
    for loss in ("YetiRank", "QueryRMSE", "PairLogit", "QuerySoftMax", "LambdaMart", "StochasticRank:metric=DCG", "QueryCrossEntropy", "YetiRankPairwise"):
        attempt(loss.split(":")[0], lambda n, l=loss: one(n, CatBoostRanker(loss_function=l), two, group=group))
    for policy in ("Depthwise", "Lossguide"):
        attempt(policy, lambda n, p=policy: one(n, CatBoostRegressor(grow_policy=p), y))
        attempt(policy + "Multi", lambda n, p=policy: one(n, CatBoostClassifier(grow_policy=p), three))
    attempt("words", lambda n: one(n, CatBoostClassifier(), np.array(["yes", "no"], dtype=object)[two]))
    attempt("deep", lambda n: one(n, CatBoostRegressor(depth=10), y))
    attempt("no-trees", lambda n: one(n, CatBoostRegressor(learning_rate=1e-30), np.ones(ROWS)))
    attempt("posterior", lambda n: one(n, CatBoostRegressor(posterior_sampling=True), y))
    attempt("nan-max", lambda n: one(n, CatBoostRegressor(nan_mode="Max"), y))
    attempt("many-borders", lambda n: one(n, CatBoostRegressor(border_count=500), y))

    def table(name, model, label, used, formats=("cbm",), **how):
        train_frame, test_frame = frame(ROWS, 5)[used], frame(150, 6, True)[used]
        kinds = dict(cat_features=[c for c in used if c in ("colour", "number")],
                     text_features=[c for c in used if c in ("text", "title")],
                     embedding_features=[c for c in used if c == "place"])
        model.set_params(**settings)
        train, test = Pool(train_frame, label, **kinds), Pool(test_frame, **kinds)
        model.fit(train)
        wide = not kinds["text_features"] and not kinds["embedding_features"]
        columns = {c: np.stack(test_frame[c].to_list()) if c == "place" else test_frame[c].to_numpy() for c in used}
        for format in formats:
            save(f"cb{version}-{name}-{format}", "model." + format, "catboost",
                 lambda f: model.save_model(f, format=format, pool=train), None,
                 outputs(read_again(model, format, train), test), columns)

    base = frame(ROWS, 5)
    signal = (base["f0"] + (base["colour"] == "red") * 2 + base["number"] % 3
              + base["text"].str.contains("fox") * 2 + base["title"].str.contains("quick")
              + np.stack(base["place"])[:, 0]).to_numpy()
    binary, classes = (signal > 1.5).astype(int), np.digitize(signal, [1, 3])
    plain = ["f0", "colour", "f1", "number"]
    both = ("cbm", "json")
    attempt("categories", table, CatBoostRegressor(), signal, plain, both)
    attempt("categories-two", table, CatBoostClassifier(), binary, plain, both)
    attempt("categories-three", table, CatBoostClassifier(), classes, plain, both)
    attempt("categories-onehot", table, CatBoostClassifier(one_hot_max_size=50), binary, plain, both)
    attempt("categories-depthwise", table, CatBoostClassifier(grow_policy="Depthwise"), binary, plain, both)
    attempt("categories-lossguide", table, CatBoostClassifier(grow_policy="Lossguide"), binary, plain, both)
    attempt("categories-complex", table, CatBoostClassifier(max_ctr_complexity=3, depth=6), binary, plain, both)
    attempt("text-two", table, CatBoostClassifier(), binary, ["f0", "text"])
    attempt("text-three", table, CatBoostClassifier(), classes, ["f0", "text", "colour"])
    attempt("text-number", table, CatBoostRegressor(), signal, ["f0", "text"])
    attempt("texts-two", table, CatBoostClassifier(), binary, ["f0", "text", "number", "title"])
    attempt("text-only", table, CatBoostClassifier(), binary, ["text"])
    for calcer in ("BoW:top_tokens_count=100", "NaiveBayes", "BM25"):
        attempt("text-" + calcer.split(":")[0], table, CatBoostClassifier(feature_calcers=[calcer]), classes, ["f0", "text"])
    processing = {
        "tokenizers": [{"tokenizer_id": "Sense", "separator_type": "BySense", "lowercasing": "true",
                        "token_types": ["Word", "Number"], "number_process_policy": "Replace"},
                       {"tokenizer_id": "Space", "delimiter": " ", "skip_empty": "false", "lowercasing": "true"}],
        "dictionaries": [{"dictionary_id": "Word", "gram_order": "1", "occurrence_lower_bound": "2"},
                         {"dictionary_id": "Pair", "gram_order": "2", "occurrence_lower_bound": "1", "max_dictionary_size": "200"},
                         {"dictionary_id": "Letter", "token_level_type": "Letter", "gram_order": "3", "occurrence_lower_bound": "1"}],
        "feature_processing": {"default": [
            {"tokenizers_names": ["Sense"], "dictionaries_names": ["Word", "Pair"], "feature_calcers": ["BoW", "NaiveBayes"]},
            {"tokenizers_names": ["Space"], "dictionaries_names": ["Letter"], "feature_calcers": ["BM25", "BoW"]}]},
    }
    attempt("text-processing", table, CatBoostClassifier(text_processing=processing), binary, ["f0", "text", "title"])
    attempt("embedding-two", table, CatBoostClassifier(), binary, ["f0", "place"])
    attempt("embedding-three", table, CatBoostClassifier(), classes, ["f0", "place", "colour"])
    attempt("embedding-number", table, CatBoostRegressor(), signal, ["f0", "place"])
    attempt("embedding-text", table, CatBoostClassifier(), binary, ["f0", "place", "text", "colour"])


def pickles():
    import catboost
    import cloudpickle
    import joblib
    import lightgbm as lgb
    import xgboost as xgb
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import BaggingClassifier, StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.model_selection import GridSearchCV
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    version = f"{xgb.__version__}-{lgb.__version__}-{catboost.__version__}"
    x = np.nan_to_num(numbers())
    y = x[:, 0] * 2 + np.sin(x[:, 1] * 2) + x[:, 2] * x[:, 3]
    two, three = (y > 0).astype(int), np.digitize(y, [-1, 1])
    words = np.array(["low", "mid", "top"])[three]
    rows = np.nan_to_num(asked(infinities=False))
    few = dict(n_estimators=8, max_depth=3, n_jobs=1)
    quiet = dict(n_estimators=8, max_depth=3, n_jobs=1, verbose=-1)
    still = dict(iterations=8, verbose=0, allow_writing_files=False, thread_count=1)

    def one(name, model, label=None, dump=joblib.dump, file="model.joblib", rows=rows, keys=None, data=x):
        if label is not None:
            model.fit(data, label)
        out = {}
        for key in keys or ("predict", "predict_proba"):
            if hasattr(model, key):
                out[key] = np.asarray(getattr(model, key)(rows))
        save(f"pickle{version}-{name}", file, "sklearn", lambda f: dump(model, f), rows, out)

    def pickled(protocol):
        return lambda model, file: pickle.dump(model, open(file, "wb"), protocol)

    def cloud(model, file):
        cloudpickle.dump(model, open(file, "wb"))

    kinds = {"xgb": lambda: xgb.XGBClassifier(**few), "lgb": lambda: lgb.LGBMClassifier(**quiet),
             "cb": lambda: catboost.CatBoostClassifier(**still)}
    numbers_of = {"xgb": lambda: xgb.XGBRegressor(**few), "lgb": lambda: lgb.LGBMRegressor(**quiet),
                  "cb": lambda: catboost.CatBoostRegressor(**still)}
    for k, make in kinds.items():
        attempt(k + "-two", lambda n: one(n, make(), two))
        attempt(k + "-three", lambda n: one(n, make(), three))
        attempt(k + "-nan", lambda n: one(n, make(), three, data=numbers(), rows=asked(infinities=False)))
        if k != "xgb":
            attempt(k + "-words", lambda n: one(n, make(), words))
        attempt(k + "-cloud", lambda n: one(n, make(), two, cloud, "model.pkl"))
        attempt(k + "-p2", lambda n: one(n, make(), two, pickled(2), "model.pkl"))
        attempt(k + "-gz", lambda n: one(n, make(), two, lambda m, f: joblib.dump(m, f, compress=("gzip", 3))))
        attempt(k + "-pipeline", lambda n: one(n, make_pipeline(StandardScaler(), make()), three))
        attempt(k + "-voting", lambda n: one(n, VotingClassifier([("a", make()), ("b", LogisticRegression())], voting="soft"), three))
        attempt(k + "-voting-hard", lambda n: one(n, VotingClassifier([("a", make()), ("b", LogisticRegression())]), three))
        attempt(k + "-stacking", lambda n: one(n, StackingClassifier([("a", make()), ("b", LogisticRegression())], cv=2), three))
        attempt(k + "-calibrated", lambda n: one(n, CalibratedClassifierCV(make(), cv=2), three))
        attempt(k + "-isotonic", lambda n: one(n, CalibratedClassifierCV(make(), cv=2, method="isotonic"), two))
        attempt(k + "-ovr", lambda n: one(n, OneVsRestClassifier(make()), three))
        attempt(k + "-outputs", lambda n: one(n, MultiOutputClassifier(make()), np.stack([two, three], 1), keys=("predict",)))
        attempt(k + "-chain", lambda n: one(n, ClassifierChain(make()), np.stack([two, (y > 1).astype(int)], 1), keys=("predict",)))
        attempt(k + "-bagging", lambda n: one(n, BaggingClassifier(make(), n_estimators=3), three))
        attempt(k + "-grid", lambda n: one(n, GridSearchCV(make(), {"max_depth": [2, 3]}, cv=2), two))
        attempt(k + "-as-final", lambda n: one(n, StackingClassifier([("b", LogisticRegression())], final_estimator=make(), cv=2), three))
    for k, make in numbers_of.items():
        attempt(k + "-number", lambda n: one(n, make(), y))
        attempt(k + "-numbers", lambda n: one(n, MultiOutputRegressor(make()), np.stack([y, -y], 1)))
        attempt(k + "-voting-number", lambda n: one(n, VotingRegressor([("a", make()), ("b", Ridge())]), y))
        attempt(k + "-stacking-number", lambda n: one(n, StackingRegressor([("a", make()), ("b", Ridge())], cv=2), y))
    attempt("xgb-labels", lambda n: one(n, xgb.XGBClassifier(**few), np.stack([two, (y > 1).astype(int)], 1)))
    attempt("xgb-targets", lambda n: one(n, xgb.XGBRegressor(**few), np.stack([y, -y], 1)))
    attempt("xgb-targets-tree", lambda n: one(n, xgb.XGBRegressor(multi_strategy="multi_output_tree", **few), np.stack([y, -y], 1)))
    attempt("xgb-labels-tree", lambda n: one(n, xgb.XGBClassifier(multi_strategy="multi_output_tree", **few),
                                             np.stack([two, (y > 1).astype(int)], 1)))
    attempt("xgb-softmax", lambda n: one(n, xgb.XGBClassifier(objective="multi:softmax", **few), three))
    attempt("xgb-hinge", lambda n: one(n, xgb.XGBClassifier(objective="binary:hinge", **few), two))
    attempt("xgb-dart", lambda n: one(n, xgb.XGBClassifier(booster="dart", rate_drop=0.3, **few), two))
    attempt("xgb-linear", lambda n: one(n, xgb.XGBRegressor(booster="gblinear", n_estimators=8), y))
    attempt("xgb-forest", lambda n: one(n, xgb.XGBRFClassifier(**few), three))
    attempt("xgb-poisson", lambda n: one(n, xgb.XGBRegressor(objective="count:poisson", **few), np.round(np.exp(y / 4))))
    attempt("xgb-quantiles", lambda n: one(n, xgb.XGBRegressor(objective="reg:quantileerror", quantile_alpha=[0.1, 0.9], **few), y))
    attempt("xgb-missing", lambda n: one(n, xgb.XGBRegressor(missing=-1.0, **few), y))

    def early(name):
        model = xgb.XGBClassifier(n_estimators=100, learning_rate=0.6, early_stopping_rounds=3, n_jobs=1)
        model.fit(x[:300], three[:300], eval_set=[(x[300:], three[300:])], verbose=False)
        one(name, model)

    attempt("xgb-early", early)

    def early_light(name):
        model = lgb.LGBMClassifier(**{**quiet, "n_estimators": 100, "learning_rate": 0.6})
        model.fit(x[:300], three[:300], eval_set=[(x[300:], three[300:])], callbacks=[lgb.early_stopping(3, verbose=False)])
        one(name, model)

    attempt("lgb-early", early_light)
    attempt("lgb-ova", lambda n: one(n, lgb.LGBMClassifier(objective="multiclassova", **quiet), three))
    attempt("lgb-rf", lambda n: one(n, lgb.LGBMClassifier(boosting_type="rf", subsample=0.6, subsample_freq=1, **quiet), three))
    attempt("lgb-dart", lambda n: one(n, lgb.LGBMRegressor(boosting_type="dart", **quiet), y))
    attempt("lgb-poisson", lambda n: one(n, lgb.LGBMRegressor(objective="poisson", **quiet), np.exp(y / 4)))
    attempt("cb-ova", lambda n: one(n, catboost.CatBoostClassifier(loss_function="MultiClassOneVsAll", **still), three))
    attempt("cb-labels", lambda n: one(n, catboost.CatBoostClassifier(loss_function="MultiLogloss", **still),
                                       np.stack([two, (y > 1).astype(int)], 1)))
    attempt("cb-targets", lambda n: one(n, catboost.CatBoostRegressor(loss_function="MultiRMSE", **still), np.stack([y, -y], 1)))
    attempt("cb-poisson", lambda n: one(n, catboost.CatBoostRegressor(loss_function="Poisson", **still), np.exp(y / 4)))

    def boosters(suffix, dump, file):
        def xgboost_booster(name, parameters, label):
            booster = xgb.train({"max_depth": 3, "nthread": 1, **parameters}, xgb.DMatrix(x, label), 8)
            out = {"predict": booster.predict(xgb.DMatrix(rows))}
            save(f"pickle{version}-{name}", file, "sklearn", lambda f: dump(booster, f), rows, out)

        def lightgbm_booster(name, parameters, label):
            booster = lgb.train({"verbosity": -1, "num_threads": 1, **parameters}, lgb.Dataset(x, label), 8)
            save(f"pickle{version}-{name}", file, "sklearn", lambda f: dump(booster, f), rows, {"predict": booster.predict(rows)})

        def catboost_model(name, parameters, label):
            model = catboost.CatBoost({**still, **parameters})
            model.fit(x, label)
            save(f"pickle{version}-{name}", file, "sklearn", lambda f: dump(model, f), rows, {"predict": model.predict(rows)})

        attempt("xgb-booster-" + suffix, xgboost_booster, {"objective": "binary:logistic"}, two)
        attempt("xgb-booster-multi-" + suffix, xgboost_booster, {"objective": "multi:softprob", "num_class": 3}, three)
        attempt("lgb-booster-" + suffix, lightgbm_booster, {"objective": "binary"}, two)
        attempt("lgb-booster-multi-" + suffix, lightgbm_booster, {"objective": "multiclass", "num_class": 3}, three)
        attempt("cb-booster-" + suffix, catboost_model, {"loss_function": "Logloss"}, two)
        attempt("cb-booster-number-" + suffix, catboost_model, {"loss_function": "RMSE"}, y)
        attempt("cb-booster-multi-" + suffix, catboost_model, {"loss_function": "MultiClass"}, three)

    boosters("joblib", joblib.dump, "model.joblib")
    boosters("pickle", pickled(pickle.HIGHEST_PROTOCOL), "model.pkl")
    boosters("cloud", cloud, "model.pickle")

    def categories(name):
        import pandas as pd

        data = pd.DataFrame({"a": x[:, 0], "b": pd.Categorical(np.array(["u", "v", "w"])[three])})
        test = pd.DataFrame({"a": rows[:, 0], "b": pd.Categorical(np.array(["u", "v", "w", "new"])[np.arange(len(rows)) % 4],
                                                                categories=["u", "v", "w", "new"])})
        model = lgb.LGBMClassifier(**quiet).fit(data, two)
        out = {"predict": model.predict(test), "predict_proba": model.predict_proba(test)}
        columns = {"a": test["a"].to_numpy(), "b": test["b"].astype(object).to_numpy()}
        save(f"pickle{version}-{name}", "model.joblib", "sklearn", lambda f: joblib.dump(model, f), None, out, columns)
        booster = model.booster_
        save(f"lgb{lgb.__version__}-pandas-categories", "model.txt", "lightgbm", booster.save_model, None,
             {"predict": booster.predict(test)}, columns)

    attempt("lgb-pandas-categories", categories)
