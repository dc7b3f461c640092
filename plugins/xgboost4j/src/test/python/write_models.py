"""Writes small models with the installed version of XGBoost, and what it predicts with them.

    pip install xgboost==1.7.6 'numpy<1.24' scipy
    python write_models.py ../resources/written-by

Each model is saved in every format of that version. NAME.expected.json beside it holds
rows and predictions. The models of 3.1 and later have their base scores in a list, those of
0.90 have no version, and so on: this is what the reader is tested on.
"""

import json
import pathlib
import sys

import numpy as np
import xgboost as xgb

VERSION = tuple(int(part) for part in xgb.__version__.split(".")[:2])
FORMATS = [
    name
    for name, since, until in [
        ("json", (1, 0), (99, 0)),
        ("ubj", (1, 6), (99, 0)),
        ("deprecated", (0, 0), (2, 2)),
    ]
    if since <= VERSION < until
]

random = np.random.RandomState(7)
folder = pathlib.Path(sys.argv[1]) / xgb.__version__
folder.mkdir(parents=True, exist_ok=True)


def rows(count):
    values = np.round(random.normal(size=(count, 5)), 2).astype("float32")
    values[random.random_sample(values.shape) < 0.1] = np.nan
    return values


TRAIN, UNSEEN = rows(400), rows(12)
TARGET = np.nan_to_num(TRAIN[:, 0] * 2 - TRAIN[:, 1])
CLASSES = np.digitize(TARGET, [-1, 1])


def write(name, parameters, label, train=TRAIN, unseen=UNSEEN, types=None, formats=FORMATS, **how):
    described = {} if types is None else {"feature_types": types, "enable_categorical": True}
    parameters = {"max_depth": 3, "nthread": 1, **parameters}
    data = xgb.DMatrix(train, label, **described)
    if "early_stopping_rounds" in how:
        how["evals"] = [(xgb.DMatrix(train[:100], -np.asarray(label)[:100]), "bad")]
    booster = xgb.train(parameters, data, 4, **how)
    best = booster.attributes().get("best_iteration") if how else None
    limit = {}
    if best is not None:
        end = int(best) + 1
        limit = {"iteration_range": (0, end)} if VERSION >= (1, 4) else {"ntree_limit": end}
    predictions = booster.predict(xgb.DMatrix(unseen, **described), **limit)
    for suffix in formats:
        booster.save_model(str(folder / f"{name}.{suffix}"))
    numbers = [[None if np.isnan(v) else float(v) for v in row] for row in unseen]
    expected = {"rows": numbers, "predictions": predictions.ravel().tolist()}
    (folder / f"{name}.expected.json").write_text(json.dumps(expected) + "\n")


write("logistic", {"objective": "binary:logistic", "base_score": 0.3}, TARGET > 0)
write("softprob", {"objective": "multi:softprob", "num_class": 3}, CLASSES)
write("forest", {"objective": "multi:softprob", "num_class": 3, "num_parallel_tree": 2}, CLASSES)
write("linear", {"booster": "gblinear", "objective": "reg:squarederror"}, TARGET)
write("poisson", {"objective": "count:poisson"}, np.abs(TARGET).round())
write("early", {"objective": "reg:squarederror", "eta": 1}, TARGET, early_stopping_rounds=2, verbose_eval=False)
if VERSION >= (1, 0):
    write("dart", {"booster": "dart", "rate_drop": 0.5, "objective": "reg:squarederror"}, TARGET)
if VERSION >= (1, 6):
    train, unseen = TRAIN.copy(), UNSEEN.copy()
    train[:, 0], unseen[:, 0] = random.randint(0, 40, 400), random.randint(0, 40, 12)
    write(
        "categorical",
        {"tree_method": "hist", "max_cat_to_onehot": 1},
        np.isin(train[:, 0], [1, 5, 33]) * 3 + TARGET,
        train,
        unseen,
        ["c", "q", "q", "q", "q"],
        [name for name in FORMATS if name != "deprecated"],
    )
if VERSION >= (2, 0):
    targets = np.stack([TARGET, -2 * TARGET], 1)
    trees = {"tree_method": "hist"}
    write("multi-target", trees, targets)
    vectors = {**trees, "multi_strategy": "multi_output_tree"}
    write("vector-leaf", vectors, targets, formats=["json", "ubj"])
    write("quantile", {**trees, "objective": "reg:quantileerror", "quantile_alpha": [0.1, 0.9]}, TARGET)
