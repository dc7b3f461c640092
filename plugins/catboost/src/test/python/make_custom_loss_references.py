"""Makes classifiers with a loss of their own, and what Python answers, under src/test/resources/reference.

    python make_custom_loss_references.py ../resources/reference

The committed files were made with CatBoost 1.2.10.
"""

import json
import pathlib
import sys

import numpy as np
from catboost import CatBoost, CatBoostClassifier, CatBoostRegressor

RANDOM = np.random.default_rng(13)
ROWS = RANDOM.normal(size=(100, 3)).astype(np.float32).astype(float)
YES = (ROWS[:, 0] > 0).astype(int)
TRAINING = {"iterations": 5, "depth": 3, "verbose": 0, "allow_writing_files": False, "thread_count": 1}


class LogisticLoss:
    def calc_ders_range(self, approxes, targets, weights):
        p = 1 / (1 + np.exp(-np.array(approxes)))
        return list(zip((np.array(targets) - p).tolist(), (-p * (1 - p)).tolist()))


def save(name, kind, target):
    metric = "RMSE" if kind is CatBoostRegressor else "Logloss"
    trained = kind(loss_function=LogisticLoss(), eval_metric=metric, **TRAINING).fit(ROWS, target)
    folder = pathlib.Path(sys.argv[1]) / f"custom-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    trained.save_model(str(folder / "model.cbm"))
    model = kind().load_model(str(folder / "model.cbm"))
    asked = ROWS[:15]
    answers = {"raw": CatBoost.predict(model, asked, prediction_type="RawFormulaVal"), "predict": model.predict(asked)}
    if kind is CatBoostClassifier:
        answers["predict_proba"] = model.predict_proba(asked)
    expected = {key: {"shape": list(v.shape), "data": np.asarray(v).ravel().tolist()} for key, v in answers.items()}
    (folder / "expected.json").write_text(json.dumps({"rows": asked.tolist(), "expected": expected}))


save("regressor", CatBoostRegressor, YES)
save("numbers", CatBoostClassifier, np.array([5, 7])[YES])
save("fractions", CatBoostClassifier, np.array([0.5, 1.5])[YES])
save("texts", CatBoostClassifier, np.array(["no", "yes"])[YES])
save("flags", CatBoostClassifier, YES.astype(bool))
