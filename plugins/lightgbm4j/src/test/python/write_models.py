"""Writes small models with the installed version of LightGBM, and what it predicts with them.

    pip install lightgbm==3.3.5 'numpy<1.24' 'scipy<1.10'
    python write_models.py ../resources/written-by

NAME.expected.json beside each model holds rows and predictions.
"""

import json
import pathlib
import sys

import lightgbm as lgb
import numpy as np

VERSION = tuple(int(part) for part in lgb.__version__.split(".")[:2])

random = np.random.RandomState(7)
folder = pathlib.Path(sys.argv[1]) / lgb.__version__
folder.mkdir(parents=True, exist_ok=True)


def rows(count):
    values = np.round(random.normal(size=(count, 5)), 2)
    values[random.random_sample(values.shape) < 0.1] = np.nan
    values[random.random_sample(values.shape) < 0.1] = 0
    return values


TRAIN, UNSEEN = rows(400), rows(12)
TARGET = np.nan_to_num(TRAIN[:, 0] * 2 - TRAIN[:, 1])
CLASSES = np.digitize(TARGET, [-1, 1])
FOREST = {"boosting": "rf", "bagging_freq": 1, "bagging_fraction": 0.6}


def write(name, parameters, label, train=TRAIN, unseen=UNSEEN, **how):
    fixed = {"verbose": -1, "num_leaves": 7, "min_data_in_leaf": 5, "num_threads": 1}
    booster = lgb.train({**fixed, **parameters}, lgb.Dataset(train, label, **how), 4)
    predictions = booster.predict(unseen)
    booster.save_model(str(folder / f"{name}.txt"))
    numbers = [[None if np.isnan(v) else float(v) for v in row] for row in unseen]
    expected = {"rows": numbers, "predictions": predictions.ravel().tolist()}
    (folder / f"{name}.expected.json").write_text(json.dumps(expected) + "\n")


write("regression", {"objective": "regression"}, TARGET)
write("binary", {"objective": "binary", "sigmoid": 0.7}, (TARGET > 0).astype(int))
write("multiclass", {"objective": "multiclass", "num_class": 3}, CLASSES)
write("multiclass-ova", {"objective": "multiclassova", "num_class": 3, "sigmoid": 1.3}, CLASSES)
write("forest", {"objective": "binary", **FOREST}, (TARGET > 0).astype(int))
write("forest-multiclass", {"objective": "multiclass", "num_class": 3, **FOREST}, CLASSES)
write("zero-as-missing", {"zero_as_missing": True}, TARGET)
write("stumps", {"min_data_in_leaf": 1000}, TARGET)
if VERSION >= (3, 2):
    write("linear", {"linear_tree": True}, TARGET)
train, unseen = TRAIN.copy(), UNSEEN.copy()
train[:, 0], unseen[:, 0] = random.randint(0, 60, 400), random.randint(-1, 70, 12)
label = np.isin(train[:, 0], [1, 5, 33, 50]) * 3 + TARGET
write("categorical", {"max_cat_to_onehot": 1}, label, train, unseen, categorical_feature=[0])
