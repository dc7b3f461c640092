"""Writes small models, and how the installed version of XGBoost explains what they predict.

    pip install xgboost==2.1.2
    python write_attributions.py ../resources/attributions
"""

import json
import pathlib
import sys

import numpy as np
import xgboost as xgb

random = np.random.RandomState(11)
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def rows(count):
    values = np.round(random.normal(size=(count, 5)), 2).astype("float32")
    values[random.random_sample(values.shape) < 0.1] = np.nan
    return values


TRAIN, UNSEEN = rows(400), rows(8)
FILLED = np.nan_to_num(TRAIN)
TARGET = FILLED[:, 0] * 2 - FILLED[:, 1] * FILLED[:, 2] + np.abs(FILLED[:, 3])
CLASSES = np.digitize(TARGET, [-0.5, 1.5])


def flat(values):
    return [None if np.isnan(v) else float(f"{v:.9g}") for v in np.ravel(values)]


def write(name, parameters, label, train=TRAIN, unseen=UNSEEN, types=None, rounds=6, **how):
    described = {} if types is None else {"feature_types": types, "enable_categorical": True}
    data = xgb.DMatrix(train, label, **described)
    if "early_stopping_rounds" in how:
        how["evals"] = [(xgb.DMatrix(train[:100], -label[:100], **described), "bad")]
    booster = xgb.train({"max_depth": 4, "nthread": 1, **parameters}, data, rounds, **how)
    limit = {}
    best = booster.attributes().get("best_iteration")
    if best is not None:
        limit = {"iteration_range": (0, int(best) + 1)}
    asked = xgb.DMatrix(unseen, **described)
    expected = {
        "row_count": len(unseen),
        "rows": flat(unseen),
        "margins": flat(booster.predict(asked, output_margin=True, **limit)),
        "contributions": flat(booster.predict(asked, pred_contribs=True, **limit)),
    }
    if parameters.get("booster") != "gblinear":
        interactions = booster.predict(asked, pred_interactions=True, **limit)
        expected["interactions"] = flat(interactions)
        expected["leaves"] = flat(booster.predict(asked, pred_leaf=True, **limit))
    booster.save_model(str(folder / f"{name}.ubj"))
    (folder / f"{name}.expected.json").write_text(json.dumps(expected) + "\n")


SOFTPROB = {"objective": "multi:softprob", "num_class": 3}
write("numeric", {"objective": "binary:logistic", "base_score": 0.3}, TARGET > 0)
write("deep", {"max_depth": 14, "min_child_weight": 0}, TARGET)
write("multi", SOFTPROB, CLASSES)
write("forest", {**SOFTPROB, "num_parallel_tree": 2, "subsample": 0.7}, CLASSES)
write("dart", {"booster": "dart", "rate_drop": 0.5}, TARGET)
write("early", {"eta": 1}, TARGET, early_stopping_rounds=2, verbose_eval=False)
write("stump", {"min_child_weight": 10000}, TARGET)
write("linear", {"booster": "gblinear"}, TARGET)
write("linear-multi", {"booster": "gblinear", **SOFTPROB}, CLASSES)
train, unseen = TRAIN.copy(), UNSEEN.copy()
train[:, 0], unseen[:, 0] = random.randint(0, 40, 400), random.randint(0, 40, 8)
unseen[0, 0] = np.nan
label = np.isin(train[:, 0], [1, 5, 33]) * 3 + TARGET
types = ["c", "q", "q", "q", "q"]
for name, onehot in [("categorical", 1), ("onehot", 100)]:
    write(name, {"tree_method": "hist", "max_cat_to_onehot": onehot}, label, train, unseen, types)
