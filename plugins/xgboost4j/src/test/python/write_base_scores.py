"""Writes models of few trees or none, whose base score is all or most of what they answer.

    pip install xgboost==3.2.0
    python write_base_scores.py ../resources/attributions
"""

import json
import pathlib
import sys

import numpy as np
import xgboost as xgb

random = np.random.RandomState(5)
folder = pathlib.Path(sys.argv[1])
ROWS = np.round(random.normal(size=(50, 3)), 2).astype("float32")


def flat(values):
    return [float(f"{v:.9g}") for v in np.ravel(values)]


def write(name, parameters, label, rounds):
    booster = xgb.train({"nthread": 1, **parameters}, xgb.DMatrix(ROWS, label), rounds)
    asked = xgb.DMatrix(ROWS[:4])
    expected = {"row_count": 4, "rows": flat(ROWS[:4]), "margins": flat(booster.predict(asked, output_margin=True))}
    for key, option in (("contributions", "pred_contribs"), ("interactions", "pred_interactions"), ("leaves", "pred_leaf")):
        expected[key] = flat(booster.predict(asked, **{option: True}))
    booster.save_model(str(folder / f"{name}.ubj"))
    (folder / f"{name}.expected.json").write_text(json.dumps(expected) + "\n")


write("one-class", {"objective": "binary:logistic"}, np.ones(50), 3)
write("untrained", {"objective": "binary:logistic"}, ROWS[:, 0] > 0, 0)
write("untrained-multi", {"objective": "multi:softprob", "num_class": 3}, np.digitize(ROWS[:, 0], [-1, 1]), 0)
write("untrained-base", {"objective": "binary:logistic", "base_score": 0.3}, ROWS[:, 0] > 0, 0)
