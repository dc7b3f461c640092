"""Writes small models with LightGBM, and all outputs that they have for some rows.

    pip install lightgbm==4.6.0
    python write_outputs.py ../resources/outputs
"""

import json
import pathlib
import sys

import lightgbm as lgb
import numpy as np

random = np.random.RandomState(11)
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)


def rows(count):
    values = np.round(random.normal(size=(count, 5)), 2)
    values[random.random_sample(values.shape) < 0.1] = np.nan
    values[random.random_sample(values.shape) < 0.1] = 0
    return values


TRAIN, UNSEEN = rows(400), rows(8)
FILLED = np.nan_to_num(TRAIN)
TARGET = FILLED[:, 0] * 2 - FILLED[:, 1] * FILLED[:, 2] + np.abs(FILLED[:, 3])
CLASSES = np.digitize(TARGET, [-0.5, 1.5])
FOREST = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}


def flat(values):
    return [None if np.isnan(v) else float(v) for v in np.ravel(values)]


def write(name, parameters, label, train=TRAIN, unseen=UNSEEN, rounds=6, **how):
    fixed = {"verbose": -1, "num_leaves": 9, "min_data_in_leaf": 5, "num_threads": 1}
    booster = lgb.train({**fixed, **parameters}, lgb.Dataset(train, label, **how), rounds)
    booster.save_model(str(folder / f"{name}.txt"))
    predictions = booster.predict(unseen)
    expected = {
        "row_count": len(unseen),
        "rows": flat(unseen),
        "predict": flat(predictions),
        "margin": flat(booster.predict(unseen, raw_score=True)),
        "leaf": flat(booster.predict(unseen, pred_leaf=True)),
    }
    if parameters["objective"] == "binary":
        # As LGBMClassifier.predict_proba makes two columns of them.
        expected["predict_proba"] = flat(np.vstack((1 - predictions, predictions)).transpose())
    if parameters["objective"].startswith("multiclass"):
        expected["predict_proba"] = flat(predictions)
    if "linear_tree" not in parameters:
        expected["contributions"] = flat(booster.predict(unseen, pred_contrib=True))
    (folder / f"{name}.expected.json").write_text(json.dumps(expected) + "\n")


BINARY, MULTI = {"objective": "binary"}, {"objective": "multiclass", "num_class": 3}
REGRESSION = {"objective": "regression"}
write("binary", {**BINARY, "sigmoid": 0.7}, (TARGET > 0).astype(int))
write("multiclass", MULTI, CLASSES)
write("multiclass-ova", {**MULTI, "objective": "multiclassova"}, CLASSES)
write("forest", {**BINARY, **FOREST}, (TARGET > 0).astype(int))
write("forest-multiclass", {**MULTI, **FOREST}, CLASSES)
write("dart", {**REGRESSION, "boosting": "dart", "drop_rate": 0.5}, TARGET)
write("poisson", {"objective": "poisson"}, np.abs(TARGET).round())
write("deep", {**REGRESSION, "num_leaves": 60, "min_data_in_leaf": 1}, TARGET)
write("zero-as-missing", {**REGRESSION, "zero_as_missing": True}, TARGET)
write("stumps", {**REGRESSION, "min_data_in_leaf": 1000}, TARGET)
write("linear", {**REGRESSION, "linear_tree": True}, TARGET)
train, unseen = TRAIN.copy(), UNSEEN.copy()
train[:, 0], unseen[:, 0] = random.randint(0, 60, 400), random.randint(-1, 70, 8)
label = np.isin(train[:, 0], [1, 5, 33, 50]) * 3 + TARGET
one_hot = {**REGRESSION, "max_cat_to_onehot": 1}
write("categorical", one_hot, label, train, unseen, categorical_feature=[0])
unseen = UNSEEN.copy()
unseen[0] = 1e308  # thresholds are infinite
write("two-bins", {**REGRESSION, "max_bin": 2}, TARGET, TRAIN, unseen)
