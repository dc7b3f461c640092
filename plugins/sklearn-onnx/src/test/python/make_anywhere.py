"""Makes src/test/resources/fixtures/anywhere: boosters anywhere in scikit-learn's models, and over tables.

    python make_anywhere.py ../resources/fixtures/anywhere

The committed files were made with scikit-learn 1.9.1, XGBoost 3.2.0, LightGBM 4.7.0, CatBoost 1.2.10 and pandas 3.1.1.
"""

import json
import pathlib
import sys

import joblib
import lightgbm
import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, CatBoostRegressor
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import TransformedTargetRegressor, make_column_selector, make_column_transformer
from sklearn.ensemble import (
    AdaBoostRegressor, BaggingRegressor, StackingClassifier, StackingRegressor, VotingClassifier, VotingRegressor)
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier, MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier, XGBRegressor

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(12)
ROWS = RANDOM.normal(size=(160, 4)).round(3)
ASK = RANDOM.normal(size=(20, 4)).round(3)
SCORE = ROWS[:, 0] * 2 - ROWS[:, 1] + np.sin(ROWS[:, 2] * 3)
TWO, THREE = (SCORE > 0).astype(int), np.digitize(SCORE, [-1, 1])
NAMES = np.array(["low", "middle", "high"])[THREE]
BOTH = ("predict", "predict_proba")
ALL = (*BOTH, "predict_log_proba")
XGB = dict(n_estimators=4, max_depth=3)
LGBM = dict(n_estimators=4, num_leaves=7, min_child_samples=3, verbose=-1)
CAT = dict(iterations=4, max_depth=3, verbose=0, allow_writing_files=False)
CITIES = ["Lyon", "Oslo", "Köln", "Bern", "a b"]


def table(count, cities):
    size = RANDOM.normal(size=count).round(3)
    size[::7] = np.nan
    return pd.DataFrame({
        "size": size,
        "city": pd.Categorical(RANDOM.choice(cities, count), categories=cities),
        "level": pd.Categorical(RANDOM.choice([1, 3, 5, 70], count), categories=[5, 1, 70, 3]),
        "flag": pd.Categorical(RANDOM.uniform(size=count) > 0.4),
        "age": RANDOM.randint(18, 90, count),
    })


FRAME, ASKED, SEEN = table(160, CITIES[:4]), table(20, CITIES), table(20, CITIES[:4])
LOUD = (FRAME["city"].cat.codes % 3 + (FRAME["level"].astype(int) > 3) + FRAME["size"].fillna(0) / 2).to_numpy()
F_NAMES = np.array(["low", "middle", "high"])[np.digitize(LOUD, [0.8, 2.0])]
F_THREE = np.digitize(LOUD, [0.8, 2.0])


def texts(frame):
    return frame[["size", "city", "level"]].assign(
        city=frame["city"].astype(str).astype(object), level=frame["level"].astype(int))


def arrays():
    def logistic():
        return [("a", LogisticRegression())]

    yield "cat-final-two", StackingClassifier(logistic(), CatBoostClassifier(**CAT), cv=2), TWO, BOTH
    yield "cat-final-names", StackingClassifier(logistic(), CatBoostClassifier(**CAT), cv=2, passthrough=True), NAMES, BOTH
    piped = make_pipeline(StandardScaler(), CatBoostClassifier(**CAT))
    yield "cat-final-piped", StackingClassifier(logistic(), piped, cv=2), NAMES, BOTH
    yield "cat-final-flags", StackingClassifier(logistic(), CatBoostClassifier(**CAT), cv=2), TWO > 0, BOTH
    yield "cat-final-number", StackingRegressor([("a", Ridge())], CatBoostRegressor(**CAT), cv=2), SCORE, ("predict",)
    yield "cat-logs-two", CatBoostClassifier(**CAT), TWO, ALL
    yield "cat-logs-names", make_pipeline(StandardScaler(), CatBoostClassifier(**CAT)), NAMES, ALL
    yield "cat-logs-all", CatBoostClassifier(loss_function="MultiClassOneVsAll", **CAT), THREE, ALL
    yield "cat-flags", CalibratedClassifierCV(CatBoostClassifier(**CAT), cv=2), TWO > 0, BOTH
    yield "cat-outputs", MultiOutputClassifier(CatBoostClassifier(**CAT)), np.c_[TWO, ROWS[:, 3] > 0].astype(int), ("predict",)
    yield "xgb-selected", make_pipeline(SelectFromModel(XGBClassifier(**XGB)), LogisticRegression()), TWO, BOTH
    for kind in ("weight", "cover", "total_gain", "total_cover"):
        chosen = SelectFromModel(XGBClassifier(importance_type=kind, **XGB), threshold="median")
        yield f"xgb-selected-{kind}", make_pipeline(chosen, Ridge()), THREE, ("predict",)
    yield "lgbm-selected", make_pipeline(SelectFromModel(LGBMRegressor(**LGBM)), Ridge()), SCORE, ("predict",)
    gains = SelectFromModel(LGBMClassifier(importance_type="gain", **LGBM), max_features=2)
    yield "lgbm-selected-gain", make_pipeline(gains, LGBMClassifier(**LGBM)), NAMES, BOTH
    yield "cat-selected", make_pipeline(SelectFromModel(CatBoostClassifier(**CAT)), CatBoostClassifier(**CAT)), NAMES, BOTH
    yield "lgbm-one", LGBMClassifier(**LGBM), np.ones(160, dtype=int), BOTH
    yield "xgb-rest", OneVsRestClassifier(XGBClassifier(**XGB)), NAMES, BOTH
    yield "xgb-bagged", BaggingRegressor(XGBRegressor(**XGB), n_estimators=2), SCORE, ("predict",)
    yield "xgb-ada", AdaBoostRegressor(XGBRegressor(**XGB), n_estimators=2), SCORE, ("predict",)
    members = [("a", XGBClassifier(**XGB)), ("b", XGBClassifier(n_estimators=2))]
    yield "xgb-voting", VotingClassifier(members, voting="soft"), NAMES, (*BOTH, "transform")
    yield "xgb-voting-weighed", VotingClassifier(members, voting="soft", weights=[1, 2]), NAMES, BOTH
    numbers = [("a", XGBRegressor(**XGB)), ("b", XGBRegressor(n_estimators=2))]
    yield "xgb-votes", VotingRegressor(numbers), SCORE, ("predict", "transform")
    yield "xgb-stack", StackingRegressor(numbers, cv=2), SCORE, ("predict", "transform")
    yield "xgb-outputs", MultiOutputRegressor(XGBRegressor(**XGB)), np.c_[SCORE, -SCORE], ("predict",)


def tables():
    yield "lgbm-table", LGBMClassifier(**LGBM), FRAME, ASKED, F_NAMES, BOTH
    yield "lgbm-table-number", TransformedTargetRegressor(LGBMRegressor(**LGBM), transformer=StandardScaler()), FRAME, ASKED, LOUD, ("predict",)
    members = [("a", LGBMClassifier(**LGBM)), ("b", LGBMClassifier(n_estimators=2, verbose=-1))]
    yield "lgbm-table-voting", VotingClassifier(members, voting="soft"), FRAME, ASKED, F_NAMES, BOTH
    columns = make_column_transformer((StandardScaler(), ["age"]), remainder="passthrough").set_output(transform="pandas")
    yield "lgbm-columns", make_pipeline(columns, LGBMClassifier(**LGBM)), FRAME, ASKED, F_NAMES, BOTH
    # XGBoost 3.2 cuts names in its files where they would end if letters were bytes.
    ascii_frame, seen = (part.assign(city=part["city"].cat.rename_categories({"Köln": "Rome"})) for part in (FRAME, SEEN))
    some = ascii_frame[["size", "city", "level"]]
    options = dict(enable_categorical=True, tree_method="hist", **XGB)
    yield "xgb-table", XGBClassifier(**options), some, seen[list(some)], F_THREE, BOTH
    yield "xgb-table-whole", XGBRegressor(max_cat_to_onehot=2, **options), ascii_frame[["age", "level"]], seen[["age", "level"]], LOUD, ("predict",)
    kept = make_column_transformer(
        (StandardScaler(), ["size"]), ("passthrough", make_column_selector(dtype_include="category")),
        verbose_feature_names_out=False).set_output(transform="pandas")
    yield "xgb-columns", make_pipeline(kept, XGBRegressor(**options)), some, seen[list(some)], LOUD, ("predict",)
    cats = ["city", "level"]
    yield "cat-table", CatBoostClassifier(cat_features=cats, **CAT), texts(FRAME), texts(ASKED), F_NAMES, ALL
    yield "cat-table-number", make_pipeline("passthrough", CatBoostRegressor(cat_features=cats, **CAT)), texts(FRAME), texts(ASKED), LOUD, ("predict",)
    mixed = make_column_transformer((StandardScaler(), ["size"]), ("passthrough", cats))
    yield "cat-mixed", make_pipeline(mixed, CatBoostClassifier(cat_features=[1, 2], **CAT)), texts(FRAME), texts(ASKED), F_NAMES, BOTH


def went_on():
    train, known = lightgbm.Dataset(ROWS[:80], SCORE[:80]), lightgbm.Dataset(ROWS[80:], SCORE[80:])
    return lightgbm.train(
        {"objective": "regression", "num_leaves": 7, "learning_rate": 1.0, "verbose": -1}, train, 20, valid_sets=[known],
        callbacks=[lightgbm.early_stopping(3, verbose=False)], keep_training_booster=True)


def tensor(name, values, shape):
    kind = {"f": "FP64", "i": "INT64", "b": "BOOL"}.get(values.dtype.kind, "BYTES")
    return {"name": name, "datatype": kind, "shape": shape, "data": [None if v != v else v for v in values.ravel().tolist()]}


def inputs_of(ask):
    if isinstance(ask, pd.DataFrame):
        return {"parameters": {"content_type": "pd"}, "inputs": [tensor(c, ask[c].to_numpy(), [len(ask)]) for c in ask]}
    return {"parameters": {"content_type": "np"}, "inputs": [tensor("x", ask, list(ask.shape))]}


def written(values):
    values = np.asarray(values)
    dtype = values.dtype.name if values.dtype.kind in "fib" else "str"
    return {"dtype": dtype, "shape": list(values.shape), "values": values.ravel().tolist()}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    cases = [(name, model.fit(ROWS, target), ASK, methods) for name, model, target, methods in arrays()]
    cases += [(name, model.fit(rows, target), ask, methods) for name, model, rows, ask, target, methods in tables()]
    cases.append(("lgbm-went-on", went_on(), ASK, ("predict",)))
    lines = []
    for name, model, ask, methods in cases:
        joblib.dump(model, TARGET / f"{name}.joblib", compress=("xz", 6))
        answers = {method: written(getattr(model, method)(ask)) for method in methods}
        lines.append(f" {json.dumps(name)}: {json.dumps({**inputs_of(ask), 'answers': answers})}")
    (TARGET / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
