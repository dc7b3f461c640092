"""Makes the model files and expectations under src/test/resources/fixtures/wrappers.

    python make_wrappers.py ../resources/fixtures/wrappers

The committed files were made with scikit-learn 1.5.2, XGBoost 2.1.2, LightGBM 4.6.0 and CatBoost 1.2.7. The
models were not fitted on the rows that are asked for.
"""

import json
import pathlib
import sys

import joblib
import numpy as np
from catboost import CatBoostClassifier, CatBoostRanker, CatBoostRegressor
from lightgbm import LGBMClassifier, LGBMRanker, LGBMRegressor
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from xgboost import XGBClassifier, XGBRanker, XGBRegressor, XGBRFClassifier

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(7)
ROWS = RANDOM.rand(240, 4)
ASK = RANDOM.rand(25, 4)
TWO = (ROWS[:, 0] + ROWS[:, 1] > 1).astype(int)
THREE = (ROWS[:, 0] * 3).astype(int)
NAMES = np.array(["low", "middle", "high"])[THREE]
NUMBER = ROWS @ [1.0, -2.0, 3.0, 0.5]
GROUPS = [24] * 10
PREDICT = ["predict"]
BOTH = ["predict", "predict_proba"]

XGB = {"n_estimators": 8, "max_depth": 3}
LGBM = {"n_estimators": 8, "num_leaves": 7, "verbose": -1}
CAT = {"iterations": 8, "depth": 3, "verbose": 0, "allow_writing_files": False}


def with_gaps(rows):
    gaps = rows.copy()
    gaps[::3, 1] = -999.0
    return gaps


def alone():
    yield "xgb-two", XGBClassifier(**XGB).fit(ROWS, TWO), BOTH
    yield "xgb-three", XGBClassifier(**XGB).fit(ROWS, THREE), BOTH
    yield "xgb-softmax", XGBClassifier(objective="multi:softmax", **XGB).fit(ROWS, THREE), BOTH
    yield "xgb-forest", XGBRFClassifier(**XGB).fit(ROWS, THREE), BOTH
    yield "xgb-number", XGBRegressor(**XGB).fit(ROWS, NUMBER), PREDICT
    yield "xgb-ranks", XGBRanker(**XGB).fit(ROWS, THREE, group=GROUPS), PREDICT
    stopped = XGBClassifier(n_estimators=60, learning_rate=1.0, early_stopping_rounds=2)
    yield "xgb-stopped", stopped.fit(ROWS, TWO, eval_set=[(ASK, (ASK[:, 0] > 0.5).astype(int))], verbose=False), BOTH
    yield "lgbm-two", LGBMClassifier(**LGBM).fit(ROWS, TWO), BOTH
    yield "lgbm-names", LGBMClassifier(**LGBM).fit(ROWS, NAMES), BOTH
    yield "lgbm-number", LGBMRegressor(**LGBM).fit(ROWS, NUMBER), PREDICT
    yield "lgbm-ranks", LGBMRanker(**LGBM).fit(ROWS, THREE, group=GROUPS), PREDICT
    yield "cat-two", CatBoostClassifier(**CAT).fit(ROWS, TWO), BOTH
    yield "cat-names", CatBoostClassifier(**CAT).fit(ROWS, NAMES), BOTH
    yield "cat-number", CatBoostRegressor(**CAT).fit(ROWS, NUMBER), PREDICT
    ids = np.repeat(np.arange(10), 24)
    yield "cat-ranks", CatBoostRanker(**CAT).fit(ROWS, THREE, group_id=ids), PREDICT


def composed():
    def columns():
        return ColumnTransformer([("a", StandardScaler(), [0, 2]), ("b", MinMaxScaler(), [1, 3])])

    yield "pipeline-xgb", make_pipeline(StandardScaler(), XGBClassifier(**XGB)).fit(ROWS, THREE), BOTH
    yield "pipeline-xgb-number", make_pipeline(columns(), XGBRegressor(**XGB)).fit(ROWS, NUMBER), PREDICT
    yield "pipeline-lgbm", make_pipeline(columns(), LGBMClassifier(**LGBM)).fit(ROWS, NAMES), BOTH
    yield "pipeline-cat", make_pipeline(columns(), CatBoostClassifier(**CAT)).fit(ROWS, NAMES), BOTH
    search = GridSearchCV(make_pipeline(columns(), XGBClassifier(**XGB)), {"xgbclassifier__max_depth": [2, 3]}, cv=2)
    yield "search-xgb", search.fit(ROWS, TWO), BOTH
    members = [("x", XGBClassifier(**XGB)), ("l", LGBMClassifier(**LGBM)), ("r", LogisticRegression())]
    yield "voting-soft", VotingClassifier(members, voting="soft").fit(ROWS, NAMES), BOTH
    yield "voting-hard", VotingClassifier(members, voting="hard").fit(ROWS, NAMES), PREDICT


def answer(model, method, ask):
    given = np.asarray(getattr(model, method)(ask))
    return {"shape": list(given.shape), "dtype": given.dtype.name, "values": given.ravel().tolist()}


def expectation(model, methods, ask):
    asked = {"shape": list(ask.shape), "dtype": ask.dtype.name, "input": ask.ravel().tolist()}
    return {**asked, "answers": {method: answer(model, method, ask) for method in methods}}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    cases = [(name, model, methods, ASK) for group in (alone, composed) for name, model, methods in group()]
    gaps = XGBClassifier(missing=-999.0, **XGB).fit(with_gaps(ROWS), THREE)
    cases.append(("xgb-missing", gaps, BOTH, with_gaps(ASK)))
    lines = []
    for name, model, methods, ask in cases:
        joblib.dump(model, TARGET / f"{name}.joblib", compress=3)
        lines.append(f" {json.dumps(name)}: {json.dumps(expectation(model, methods, ask))}")
    (TARGET / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
