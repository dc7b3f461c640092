"""Estimators of XGBoost, LightGBM and CatBoost within those of scikit-learn, and over tables with categories."""

import warnings

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, CatBoostRanker, CatBoostRegressor
from lightgbm import LGBMClassifier, LGBMRanker, LGBMRegressor
import lightgbm
import xgboost
from sklearn import (
    calibration as cal, compose as com, ensemble as ens, feature_selection as fsel, linear_model as lin,
    model_selection as sel, multiclass as mcl, multioutput as mou, pipeline as pip, preprocessing as pre,
    semi_supervised as sem)
from xgboost import XGBClassifier, XGBRanker, XGBRegressor, XGBRFClassifier, XGBRFRegressor

XGB = dict(n_estimators=6, max_depth=3, n_jobs=1)
LGBM = dict(n_estimators=6, num_leaves=7, min_child_samples=3, verbose=-1, n_jobs=1)
CAT = dict(iterations=6, max_depth=3, verbose=0, allow_writing_files=False, thread_count=1)
CLASSIFIERS = {"xgb": lambda **k: XGBClassifier(**{**XGB, **k}), "lgbm": lambda **k: LGBMClassifier(**{**LGBM, **k}),
               "cat": lambda **k: CatBoostClassifier(**{**CAT, **k})}
REGRESSORS = {"xgb": lambda **k: XGBRegressor(**{**XGB, **k}), "lgbm": lambda **k: LGBMRegressor(**{**LGBM, **k}),
              "cat": lambda **k: CatBoostRegressor(**{**CAT, **k})}
# Files of XGBoost before 3.1 do not hold the names of categories, only codes.
NAMES_IN_FILES = tuple(map(int, xgboost.__version__.split(".")[:2])) >= (3, 1)
CITIES = ["Lyon", "Oslo", "Rome", "Bern", "Köln", "x y"]


class Fitting:
    """An estimator that is fitted in a way of its own."""

    def __init__(self, fit):
        self.fit = fit


def extend(source):
    """Adds tables with pandas' categories to what there is to fit and to ask."""
    rng = np.random.RandomState(11)
    fitted = sample(rng, len(source.fit["plain"]))
    asked = sample(rng, len(source.ask["plain"]), unseen=True)
    seen = sample(rng, len(source.ask["plain"]))
    for name, columns in {
        "frame": ["size", "city", "age", "level"], "frame-text": ["size", "city"], "frame-whole": ["age", "level"],
        "frame-flags": ["size", "flag"], "frame-floats": ["part", "size"], "frame-all": list(fitted.columns),
        "frame-odd": ["c d", "size", "größe m²"],
    }.items():
        names = {"c d": "city", "größe m²": "kind"}
        pick = [names.get(c, c) for c in columns]
        source.fit[name] = fitted[pick].set_axis(columns, axis=1)
        source.ask[name] = asked[pick].set_axis(columns, axis=1)
        # XGBoost refuses what it has not seen, truth values and fractions as categories
        plain = [c for c in columns if c not in ("flag", "part")]
        source.fit[f"seen-{name}"] = source.fit[name][plain]
        source.ask[f"seen-{name}"] = seen[pick].set_axis(columns, axis=1)[plain]
    for part, table in ((source.fit, fitted), (source.ask, asked)):
        # what CatBoost wants: categories as text or whole numbers, none of them missing
        texts = table[["size", "city", "age", "level"]].copy()
        texts["city"] = texts["city"].astype(object).where(texts["city"].notna(), "none").astype(str).astype(object)
        texts["level"] = texts["level"].astype(int)
        part["texts"] = texts
    source.targets["f-one"] = np.ones(len(fitted), dtype=int)
    target = (fitted["city"].cat.codes % 3 + (fitted["level"].astype(int) > 3) + fitted["size"].fillna(0)).to_numpy()
    three = np.digitize(target, [0.8, 2.0])
    source.targets.update({
        "f-two": (target > 1.4).astype(int), "f-three": three, "f-number": target,
        "f-numbers": np.column_stack([target, target ** 2]),
        "f-tree": np.array(["ash", "birch", "cédar"])[three], "f-yes": np.array(["no", "yes"])[(target > 1.4).astype(int)]})


def sample(rng, count, unseen=False):
    size = rng.normal(size=count).round(3)
    size[rng.uniform(size=count) < 0.1] = np.nan
    city = rng.choice(CITIES[:4 + 2 * unseen], count).astype(object)
    city[rng.uniform(size=count) < 0.05] = None
    return pd.DataFrame({
        "size": size,
        "city": pd.Categorical(city, categories=CITIES[:4 + 2 * unseen]),
        "age": rng.randint(18, 90, count),
        "level": pd.Categorical(rng.choice([1, 3, 5, 70], count), categories=[5, 1, 70, 3]),
        "flag": pd.Categorical(rng.uniform(size=count) > 0.4),
        "part": pd.Categorical(rng.choice([0.5, 2.0, 1e6], count)),
        "kind": pd.Categorical(rng.choice(["a", "b", "c d"], count)),
    })


def all_cases():
    cases = {}
    for kind, made in CLASSIFIERS.items():
        cases.update(around_classifier(kind, made))
    for kind, made in REGRESSORS.items():
        cases.update(around_regressor(kind, made))
    cases.update(options())
    cases.update(tables())
    return cases


def around_classifier(kind, made):
    c = {}
    other = lambda: lin.LogisticRegression()  # noqa: E731
    holders = {
        "final": lambda: ens.StackingClassifier([("a", other()), ("b", made())], final_estimator=made(), cv=2),
        "final-pass": lambda: ens.StackingClassifier([("a", other())], final_estimator=made(), cv=2, passthrough=True),
        "final-pipe": lambda: ens.StackingClassifier(
            [("a", other())], final_estimator=pip.make_pipeline(pre.StandardScaler(), made()), cv=2),
        "stacked": lambda: ens.StackingClassifier([("a", made()), ("b", other())], cv=2),
        "stacked-predict": lambda: ens.StackingClassifier([("a", made()), ("b", other())], cv=2, stack_method="predict"),
        "soft": lambda: ens.VotingClassifier([("a", made()), ("b", other())], voting="soft"),
        "hard": lambda: ens.VotingClassifier([("a", made()), ("b", other()), ("c", made(max_depth=2))]),
        "hard-own": lambda: ens.VotingClassifier([("a", made()), ("c", made(max_depth=2))]),
        "sigmoid": lambda: cal.CalibratedClassifierCV(made(), cv=2),
        "isotonic": lambda: cal.CalibratedClassifierCV(made(), cv=2, method="isotonic"),
        "together": lambda: cal.CalibratedClassifierCV(made(), cv=2, ensemble=False),
        "rest": lambda: mcl.OneVsRestClassifier(made()),
        "pairs": lambda: mcl.OneVsOneClassifier(made()),
        "code": lambda: mcl.OutputCodeClassifier(made(), random_state=0),
        "bagged": lambda: ens.BaggingClassifier(made(), n_estimators=3, random_state=0),
        "bagged-features": lambda: ens.BaggingClassifier(made(), n_estimators=3, max_features=0.6, random_state=0),
        "ada": lambda: ens.AdaBoostClassifier(made(), n_estimators=3, random_state=0),
        "grid": lambda: sel.GridSearchCV(made(), {"max_depth": [2, 3]}, cv=2),
        "grid-pipe": lambda: sel.GridSearchCV(pip.Pipeline([("s", pre.StandardScaler()), ("m", made())]), {"m__max_depth": [2]}, cv=2),
        "random": lambda: sel.RandomizedSearchCV(made(), {"max_depth": [2, 3]}, n_iter=2, cv=2, random_state=0),
        "pipe-pipe": lambda: pip.make_pipeline(pip.make_pipeline(pre.StandardScaler()), pip.make_pipeline(pre.MinMaxScaler(), made())),
        "selected": lambda: pip.make_pipeline(fsel.SelectFromModel(made()), made()),
        "rfe": lambda: fsel.RFE(made(), n_features_to_select=3),
        "rfecv": lambda: fsel.RFECV(made(), cv=2, min_features_to_select=2),
        "sequential": lambda: pip.make_pipeline(fsel.SequentialFeatureSelector(made(iterations=2) if kind == "cat" else made(), n_features_to_select=2, cv=2), made()),
        "fixed": lambda: sel.FixedThresholdClassifier(made(), threshold=0.3),
        "tuned": lambda: sel.TunedThresholdClassifierCV(made(), cv=2),
        "gb-init": lambda: ens.GradientBoostingClassifier(n_estimators=3, init=made(), random_state=0),
        "frame-output": lambda: pip.make_pipeline(pre.StandardScaler().set_output(transform="pandas"), made()),
    }
    for holder, build in holders.items():
        for target in ("two", "three", "yes", "tree", "object", "odd", "flag", "float"):
            c[f"{kind}-{holder}-{target}"] = (build, "plain", target)
    for target in ("two", "three", "yes", "tree", "object", "odd", "flag", "float", "byte"):
        c[f"{kind}-alone-{target}"] = (made, "plain", target)
        c[f"{kind}-single-{target}"] = (made, "single", target)
    for data in ("numbers", "integers", "holes", "booleans", "counts", "whole"):
        c[f"{kind}-on-{data}"] = (made, data, "tree" if kind != "xgb" else "three")
        c[f"{kind}-piped-{data}"] = (lambda: pip.make_pipeline("passthrough", made()), data, "three")
    c[f"{kind}-outputs"] = (lambda: mou.MultiOutputClassifier(made()), "plain", "pairs")
    c[f"{kind}-outputs-three"] = (lambda: mou.MultiOutputClassifier(made()), "plain", "triples")
    c[f"{kind}-outputs-names"] = (lambda: mou.MultiOutputClassifier(made()), "plain", "names")
    c[f"{kind}-outputs-grid"] = (lambda: mou.MultiOutputClassifier(sel.GridSearchCV(made(), {"max_depth": [2]}, cv=2)), "plain", "pairs")
    c[f"{kind}-chain"] = (lambda: mou.ClassifierChain(made()), "plain", "pairs")
    c[f"{kind}-chain-order"] = (lambda: mou.ClassifierChain(made(), order=[1, 0], cv=2), "plain", "pairs")
    c[f"{kind}-chain-three"] = (lambda: mou.ClassifierChain(made()), "plain", "triples")
    c[f"{kind}-chain-proba"] = (lambda: mou.ClassifierChain(made(), chain_method="predict_proba"), "plain", "pairs")
    c[f"{kind}-labels-rest"] = (lambda: mcl.OneVsRestClassifier(made()), "plain", "pairs")
    c[f"{kind}-self"] = (lambda: sem.SelfTrainingClassifier(made()), "plain", "partial")
    return c


def around_regressor(kind, made):
    c = {}
    holders = {
        "alone": made,
        "final": lambda: ens.StackingRegressor([("a", lin.Ridge()), ("b", made())], final_estimator=made(), cv=2),
        "final-pass": lambda: ens.StackingRegressor([("a", lin.Ridge())], final_estimator=made(), cv=2, passthrough=True),
        "stacked": lambda: ens.StackingRegressor([("a", made()), ("b", lin.Ridge())], cv=2),
        "voting": lambda: ens.VotingRegressor([("a", made()), ("b", lin.Ridge())]),
        "bagged": lambda: ens.BaggingRegressor(made(), n_estimators=3, random_state=0),
        "ada": lambda: ens.AdaBoostRegressor(made(), n_estimators=3, random_state=0),
        "grid": lambda: sel.GridSearchCV(made(), {"max_depth": [2, 3]}, cv=2),
        "log": lambda: com.TransformedTargetRegressor(made(), func=np.log1p, inverse_func=np.expm1, check_inverse=False),
        "scaled": lambda: com.TransformedTargetRegressor(made(), transformer=pre.StandardScaler()),
        "quantiles": lambda: com.TransformedTargetRegressor(made(), transformer=pre.QuantileTransformer(n_quantiles=30)),
        "scaled-pipe": lambda: pip.make_pipeline(pre.StandardScaler(), com.TransformedTargetRegressor(
            pip.make_pipeline(pre.MinMaxScaler(), made()), transformer=pre.PowerTransformer())),
        "selected": lambda: pip.make_pipeline(fsel.SelectFromModel(made()), lin.Ridge()),
        "rfe": lambda: fsel.RFE(made(), n_features_to_select=3),
        "gb-init": lambda: ens.GradientBoostingRegressor(n_estimators=3, init=made(), random_state=0),
        "ransac": lambda: lin.RANSACRegressor(made(), min_samples=40, random_state=0),
    }
    for holder, build in holders.items():
        for data, target in (("plain", "positive"), ("single", "number"), ("numbers", "positive")):
            c[f"{kind}-r-{holder}-{data}-{target}"] = (build, data, target)
    c[f"{kind}-r-outputs"] = (lambda: mou.MultiOutputRegressor(made()), "plain", "numbers")
    c[f"{kind}-r-chain"] = (lambda: mou.RegressorChain(made()), "plain", "numbers")
    c[f"{kind}-r-scaled-outputs"] = (lambda: com.TransformedTargetRegressor(
        mou.MultiOutputRegressor(made()), transformer=pre.StandardScaler()), "plain", "numbers")
    return c


def options():
    c = {}
    for objective, target in (
            ("reg:squarederror", "number"), ("reg:absoluteerror", "number"), ("reg:pseudohubererror", "number"),
            ("reg:squaredlogerror", "positive"), ("reg:logistic", "unit"), ("reg:gamma", "positive"),
            ("reg:tweedie", "positive"), ("count:poisson", "frequency"), ("survival:cox", "positive"),
            ("binary:logistic", "unit"), ("binary:logitraw", "two"), ("reg:quantileerror", "number"), ("rank:pairwise", "number")):
        more = dict(quantile_alpha=0.7) if "quantile" in objective else {}
        c[f"xgb-{objective.replace(':', '-')}"] = (lambda o=objective, m=more: XGBRegressor(objective=o, **XGB, **m), "plain", target)
    c["xgb-quantiles"] = (lambda: XGBRegressor(objective="reg:quantileerror", quantile_alpha=[.1, .5, .9], **XGB), "plain", "number")
    for objective, target in (("binary:logistic", "two"), ("binary:logitraw", "two"), ("binary:hinge", "two"),
                              ("multi:softmax", "three"), ("multi:softprob", "three"), ("multi:softprob", "two")):
        c[f"xgb-c-{objective.replace(':', '-')}-{target}"] = (lambda o=objective: XGBClassifier(objective=o, **XGB), "plain", target)
    for booster in ("gblinear", "dart"):
        c[f"xgb-{booster}-number"] = (lambda b=booster: XGBRegressor(booster=b, n_estimators=6), "plain", "number")
        c[f"xgb-{booster}-three"] = (lambda b=booster: XGBClassifier(booster=b, n_estimators=6), "plain", "three")
    c["xgb-several"] = (lambda: XGBRegressor(**XGB), "plain", "numbers")
    c["xgb-several-tree"] = (lambda: XGBRegressor(multi_strategy="multi_output_tree", tree_method="hist", **XGB), "plain", "numbers")
    c["xgb-labels"] = (lambda: XGBClassifier(**XGB), "plain", "pairs")
    c["xgb-forest"] = (lambda: XGBRFClassifier(**XGB), "plain", "three")
    c["xgb-forest-number"] = (lambda: XGBRFRegressor(**XGB), "plain", "number")
    c["xgb-missing"] = (lambda: XGBClassifier(missing=0.0, **XGB), "counts", "three")
    c["xgb-base"] = (lambda: XGBClassifier(base_score=0.2, **XGB), "plain", "two")
    c["xgb-rank"] = (lambda: Fitting(lambda x, y: XGBRanker(**XGB).fit(x, y, group=[10] * 15)), "plain", "three")
    c["xgb-stopped"] = (lambda: Fitting(lambda x, y: XGBClassifier(n_estimators=60, learning_rate=1.0, early_stopping_rounds=2).fit(
        x[:100], y[:100], eval_set=[(x[100:], y[100:])], verbose=False)), "plain", "three")
    c["xgb-stopped-r"] = (lambda: Fitting(lambda x, y: XGBRegressor(n_estimators=60, learning_rate=1.0, early_stopping_rounds=2).fit(
        x[:100], y[:100], eval_set=[(x[100:], y[100:])], verbose=False)), "plain", "number")
    for objective, target in (
            ("regression", "number"), ("regression_l1", "number"), ("huber", "number"), ("fair", "number"),
            ("poisson", "frequency"), ("quantile", "number"), ("mape", "positive"), ("gamma", "positive"),
            ("tweedie", "positive"), ("cross_entropy", "unit")):
        c[f"lgbm-{objective}"] = (lambda o=objective: LGBMRegressor(objective=o, **LGBM), "plain", target)
    for objective, target in (("binary", "yes"), ("multiclass", "tree"), ("multiclassova", "tree"), ("cross_entropy", "two")):
        c[f"lgbm-c-{objective}"] = (lambda o=objective: LGBMClassifier(objective=o, **LGBM), "plain", target)
    for boosting in ("dart", "rf", "goss"):
        more = dict(subsample=0.7, subsample_freq=1) if boosting == "rf" else {}
        c[f"lgbm-{boosting}"] = (lambda b=boosting, m=more: LGBMClassifier(boosting_type=b, **LGBM, **m), "plain", "tree")
    c["lgbm-linear"] = (lambda: LGBMRegressor(linear_tree=True, **LGBM), "plain", "number")
    c["lgbm-extra"] = (lambda: LGBMRegressor(extra_trees=True, **LGBM), "plain", "number")
    c["lgbm-sqrt"] = (lambda: LGBMRegressor(reg_sqrt=True, **LGBM), "plain", "number")
    c["lgbm-zero"] = (lambda: LGBMClassifier(zero_as_missing=True, **LGBM), "sparse", "three")
    c["lgbm-callable"] = (lambda: LGBMRegressor(objective=squares, **LGBM), "plain", "number")
    c["lgbm-callable-two"] = (lambda: LGBMClassifier(objective=logistic, **LGBM), "plain", "two")
    c["lgbm-one"] = (lambda: LGBMClassifier(**LGBM), "plain", "f-one")
    c["lgbm-balanced"] = (lambda: LGBMClassifier(class_weight="balanced", **LGBM), "plain", "tree")
    c["lgbm-rank"] = (lambda: Fitting(lambda x, y: LGBMRanker(**LGBM).fit(x, y, group=[10] * 15)), "plain", "three")
    c["lgbm-stopped"] = (lambda: Fitting(lambda x, y: LGBMClassifier(**{**LGBM, "n_estimators": 60, "learning_rate": 1.0}).fit(
        x[:100], y[:100], eval_set=[(x[100:], y[100:])], callbacks=[lightgbm.early_stopping(2, verbose=False)])), "plain", "tree")
    c["lgbm-booster-stopped"] = (lambda: Fitting(booster_that_stopped), "plain", "number")
    for loss, target in (
            ("RMSE", "number"), ("MAE", "number"), ("Quantile:alpha=0.3", "number"), ("Poisson", "frequency"),
            ("Tweedie:variance_power=1.5", "positive"), ("Huber:delta=1", "number"), ("Expectile:alpha=0.3", "number"),
            ("MultiRMSE", "numbers"), ("RMSEWithUncertainty", "number"), ("MultiQuantile:alpha=0.1,0.5", "number"), ("Cox", "positive")):
        c[f"cat-{loss.split(':')[0]}"] = (lambda o=loss: CatBoostRegressor(loss_function=o, **CAT), "plain", target)
    for loss, target in (("Logloss", "yes"), ("CrossEntropy", "unit"), ("MultiClass", "tree"), ("MultiClassOneVsAll", "tree"),
                         ("MultiClass", "yes"), ("MultiLogloss", "pairs"), ("MultiCrossEntropy", "pairs")):
        c[f"cat-c-{loss}-{target}"] = (lambda o=loss: CatBoostClassifier(loss_function=o, **CAT), "plain", target)
    c["cat-names"] = (lambda: CatBoostClassifier(class_names=["cédar", "ash", "birch"], **CAT), "plain", "tree")
    c["cat-rank"] = (lambda: Fitting(lambda x, y: CatBoostRanker(**CAT).fit(x, y, group_id=np.repeat(np.arange(15), 10))), "plain", "three")
    c["cat-stopped"] = (lambda: Fitting(lambda x, y: CatBoostClassifier(**{**CAT, "iterations": 60, "learning_rate": 1.0}).fit(
        x[:100], y[:100], eval_set=(x[100:], y[100:]), early_stopping_rounds=2)), "plain", "tree")
    return c


def squares(wanted, given):
    return given - wanted, np.ones_like(given)


def logistic(wanted, given):
    share = 1 / (1 + np.exp(-given))
    return share - wanted, share * (1 - share)


def booster_that_stopped(x, y):
    train, known = lightgbm.Dataset(x[:100], y[:100]), lightgbm.Dataset(x[100:], y[100:])
    return lightgbm.train(
        {"objective": "regression", "num_leaves": 7, "learning_rate": 1.0, "verbose": -1}, train, 60, valid_sets=[known],
        callbacks=[lightgbm.early_stopping(2, verbose=False)], keep_training_booster=True)


def tables():
    c = {}
    light = {"two": "f-two", "tree": "f-tree", "yes": "f-yes"}
    for data in ("frame", "frame-text", "frame-whole", "frame-flags", "frame-floats", "frame-all", "frame-odd"):
        for label, target in light.items():
            c[f"lgbm-{data}-{label}"] = (lambda: LGBMClassifier(**LGBM), data, target)
        c[f"lgbm-{data}-number"] = (lambda: LGBMRegressor(**LGBM), data, "f-number")
        c[f"lgbm-{data}-rank"] = (lambda: Fitting(lambda x, y: LGBMRanker(**LGBM).fit(x, y, group=[10] * 15)), data, "f-three")
        c[f"lgbm-{data}-piped"] = (lambda: pip.Pipeline([("p", "passthrough"), ("m", LGBMClassifier(**LGBM))]), data, "f-tree")
        c[f"lgbm-{data}-searched"] = (lambda: sel.GridSearchCV(LGBMClassifier(**LGBM), {"max_depth": [2]}, cv=2), data, "f-tree")
        c[f"lgbm-{data}-voting"] = (lambda: ens.VotingClassifier(
            [("a", LGBMClassifier(**LGBM)), ("b", LGBMClassifier(**{**LGBM, "max_depth": 2}))], voting="soft"), data, "f-tree")
        c[f"lgbm-{data}-votes"] = (lambda: ens.VotingRegressor(
            [("a", LGBMRegressor(**LGBM)), ("b", LGBMRegressor(**{**LGBM, "max_depth": 2}))]), data, "f-number")
        c[f"lgbm-{data}-stack"] = (lambda: ens.StackingClassifier(
            [("a", LGBMClassifier(**LGBM))], final_estimator=LGBMClassifier(**LGBM), cv=2), data, "f-tree")
        c[f"lgbm-{data}-calibrated"] = (lambda: cal.CalibratedClassifierCV(LGBMClassifier(**LGBM), cv=2), data, "f-tree")
        c[f"lgbm-{data}-target"] = (lambda: com.TransformedTargetRegressor(
            LGBMRegressor(**LGBM), transformer=pre.StandardScaler()), data, "f-number")
        c[f"lgbm-{data}-outputs"] = (lambda: mou.MultiOutputRegressor(LGBMRegressor(**LGBM)), data, "f-numbers")
        c[f"lgbm-{data}-rest"] = (lambda: mcl.OneVsRestClassifier(LGBMClassifier(**LGBM)), data, "f-tree")
        if not NAMES_IN_FILES:
            continue
        c[f"xgb-{data}-two"] = (lambda: XGBClassifier(enable_categorical=True, tree_method="hist", **XGB), f"seen-{data}", "f-two")
        c[f"xgb-{data}-three"] = (lambda: XGBClassifier(enable_categorical=True, tree_method="hist", max_cat_to_onehot=2, **XGB), f"seen-{data}", "f-three")
        c[f"xgb-{data}-number"] = (lambda: XGBRegressor(enable_categorical=True, tree_method="hist", **XGB), f"seen-{data}", "f-number")
        c[f"xgb-{data}-piped"] = (lambda: pip.Pipeline(
            [("p", "passthrough"), ("m", XGBRegressor(enable_categorical=True, tree_method="hist", **XGB))]), f"seen-{data}", "f-number")
        c[f"xgb-{data}-voting"] = (lambda: ens.VotingClassifier(
            [("a", XGBClassifier(enable_categorical=True, tree_method="hist", **XGB)),
             ("b", XGBClassifier(enable_categorical=True, tree_method="hist", max_cat_to_onehot=2, **XGB))], voting="soft"), f"seen-{data}", "f-tree")

    def kept(final):
        columns = com.make_column_transformer(
            (pre.StandardScaler(), ["size"]), ("passthrough", ["city", "level"]), remainder="passthrough")
        return pip.make_pipeline(columns.set_output(transform="pandas"), final)

    def plain_names(final):
        columns = com.ColumnTransformer(
            [("s", pre.MinMaxScaler(), ["age"]), ("k", "passthrough", com.make_column_selector(dtype_include="category"))],
            verbose_feature_names_out=False)
        return pip.make_pipeline(columns.set_output(transform="pandas"), final)

    for label, way in (("kept", kept), ("plain", plain_names)):
        c[f"lgbm-columns-{label}-tree"] = (lambda w=way: w(LGBMClassifier(**LGBM)), "frame", "f-tree")
        c[f"lgbm-columns-{label}-number"] = (lambda w=way: w(LGBMRegressor(**LGBM)), "frame-all", "f-number")
        if NAMES_IN_FILES:
            c[f"xgb-columns-{label}-three"] = (
                lambda w=way: w(XGBClassifier(enable_categorical=True, tree_method="hist", **XGB)), "seen-frame", "f-three")
    words = ["city", "level"]
    c["cat-texts"] = (lambda: CatBoostClassifier(cat_features=words, **CAT), "texts", "f-tree")
    c["cat-texts-number"] = (lambda: CatBoostRegressor(cat_features=words, **CAT), "texts", "f-number")
    c["cat-texts-piped"] = (lambda: pip.Pipeline([("p", "passthrough"), ("m", CatBoostClassifier(cat_features=words, **CAT))]), "texts", "f-yes")
    c["cat-texts-places"] = (lambda: CatBoostClassifier(cat_features=[1, 3], **CAT), "texts", "f-tree")
    c["cat-texts-voting"] = (lambda: ens.VotingClassifier(
        [("a", CatBoostClassifier(cat_features=words, **CAT)), ("b", CatBoostClassifier(cat_features=words, **{**CAT, "max_depth": 2}))],
        voting="soft"), "texts", "f-tree")
    c["cat-texts-searched"] = (lambda: sel.GridSearchCV(CatBoostClassifier(cat_features=words, **CAT), {"max_depth": [2]}, cv=2), "texts", "f-tree")
    c["cat-texts-stack"] = (lambda: ens.StackingRegressor(
        [("a", CatBoostRegressor(cat_features=words, **CAT))], final_estimator=CatBoostRegressor(**CAT), cv=2), "texts", "f-number")
    c["cat-texts-target"] = (lambda: com.TransformedTargetRegressor(
        CatBoostRegressor(cat_features=words, **CAT), transformer=pre.StandardScaler()), "texts", "f-number")
    c["cat-texts-calibrated"] = (lambda: cal.CalibratedClassifierCV(CatBoostClassifier(cat_features=words, **CAT), cv=2), "texts", "f-tree")
    c["cat-texts-columns"] = (lambda: pip.make_pipeline(
        com.make_column_transformer((pre.StandardScaler(), ["size", "age"]), ("passthrough", words)),
        CatBoostClassifier(cat_features=[2, 3], **CAT)), "texts", "f-tree")
    c["cat-texts-columns-frame"] = (lambda: pip.make_pipeline(
        com.make_column_transformer((pre.StandardScaler(), ["size", "age"]), ("passthrough", words)).set_output(transform="pandas"),
        CatBoostClassifier(cat_features=["passthrough__city", "passthrough__level"], **CAT)), "texts", "f-tree")
    c["cat-texts-encoded"] = (lambda: pip.make_pipeline(
        com.make_column_transformer((pre.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), words), remainder="passthrough"),
        CatBoostClassifier(**CAT)), "texts", "f-tree")
    c["lgbm-texts-encoded"] = (lambda: pip.make_pipeline(
        com.make_column_transformer((pre.OneHotEncoder(handle_unknown="ignore"), words), remainder="passthrough"),
        LGBMClassifier(**LGBM)), "texts", "f-tree")
    c["xgb-texts-encoded"] = (lambda: pip.make_pipeline(
        com.make_column_transformer((pre.OneHotEncoder(handle_unknown="ignore"), words), remainder="passthrough"),
        XGBClassifier(**XGB)), "texts", "f-three")
    return c


warnings.simplefilter("ignore")
