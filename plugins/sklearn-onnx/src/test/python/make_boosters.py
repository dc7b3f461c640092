"""Makes more files under src/test/resources/fixtures/wrappers: boosters alone, several labels, votes and calibration.

    python make_boosters.py ../resources/fixtures/wrappers

The committed files were made with scikit-learn 1.9.1, XGBoost 3.2.0, LightGBM 4.7.0 and CatBoost 1.2.10.
"""

import json
import pathlib
import sys

import joblib
import lightgbm
import numpy as np
import xgboost
from catboost import CatBoost, CatBoostClassifier
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import BaggingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(8)
ROWS = RANDOM.rand(240, 4)
ASK = RANDOM.rand(25, 4)
TWO = (ROWS[:, 0] + ROWS[:, 1] > 1).astype(int)
THREE = (ROWS[:, 0] * 3).astype(int)
NAMES = np.array(["low", "middle", "high"])[THREE]
BOTH = ("predict", "predict_proba")
LGBM = {"n_estimators": 6, "num_leaves": 7, "verbose": -1}
CAT = {"iterations": 6, "depth": 3, "verbose": 0, "allow_writing_files": False}


def models():
    data = xgboost.DMatrix(ROWS, THREE)
    booster = xgboost.train({"objective": "multi:softprob", "num_class": 3, "max_depth": 3}, data, 4)
    asked = xgboost.DMatrix(ASK)
    yield "booster-xgb", booster, {
        "predict": booster.predict(asked), "margin": booster.predict(asked, output_margin=True),
        "leaf": booster.predict(asked, pred_leaf=True).astype(np.int32),
    }
    booster = lightgbm.train({"objective": "binary", "num_leaves": 7, "verbose": -1}, lightgbm.Dataset(ROWS, TWO), 6)
    yield "booster-lgbm", booster, {
        "predict": booster.predict(ASK), "contributions": booster.predict(ASK, pred_contrib=True),
    }
    plain = CatBoost({"loss_function": "Logloss", **CAT}).fit(ROWS, TWO)
    yield "booster-cat", plain, {"predict": plain.predict(ASK)}
    labels = xgboost.XGBClassifier(n_estimators=4, max_depth=3).fit(ROWS, np.c_[TWO, ROWS[:, 2] > 0.5].astype(int))
    yield "xgb-labels", labels, answers(labels)
    for name, model, target in (
        ("lgbm-calibrated", CalibratedClassifierCV(lightgbm.LGBMClassifier(**LGBM), cv=2), THREE),
        ("cat-calibrated", CalibratedClassifierCV(CatBoostClassifier(**CAT), cv=2), TWO),
        ("cat-bagged", BaggingClassifier(CatBoostClassifier(**CAT), n_estimators=2), THREE),
        ("cat-voting", VotingClassifier([("a", CatBoostClassifier(**CAT)), ("b", LogisticRegression())], voting="soft"), NAMES),
    ):
        model.fit(ROWS, target)
        yield name, model, answers(model)


def answers(model):
    return {name: np.asarray(getattr(model, name)(ASK)) for name in BOTH}


def written(values):
    dtype = values.dtype.name if values.dtype.kind in "fi" else "str"
    return {"dtype": dtype, "shape": list(values.shape), "values": values.ravel().tolist()}


expected = {}
for name, model, outputs in models():
    joblib.dump(model, TARGET / f"{name}.joblib", compress=3)
    expected[name] = {
        "shape": list(ASK.shape), "input": ASK.ravel().tolist(),
        "answers": {key: written(values) for key, values in outputs.items()},
    }
(TARGET / "expected-boosters.json").write_text(json.dumps(expected, indent=0))
