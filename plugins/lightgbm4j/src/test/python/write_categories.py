"""Writes a model of a DataFrame with categories, and what Python answers.

    python write_categories.py FOLDER

The committed files were written with LightGBM 4.6.0 and pandas 2.2.
"""

import json
import pathlib
import sys

import lightgbm
import numpy as np
import pandas as pd

FOLDER = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(3)


def frame(count, colours, kinds):
    return pd.DataFrame({
        "f": RANDOM.normal(size=count),
        "c": RANDOM.choice(colours, count),
        "same": "x",
        "k": RANDOM.choice(kinds, count),
    })


def typed(table):
    return table.astype({"c": "category", "same": "category", "k": "category"})


table = frame(600, ["red", "green", "blau", 'Grün "1"', ""], [5, 10, -3])
target = (table.c == "red") * 2.0 + (table.c == "") * 1.2 + (table.k == 5) * 1.5 + table.f
options = {"n_estimators": 6, "min_child_samples": 5, "min_data_per_group": 5, "verbose": -1}
model = lightgbm.LGBMRegressor(**options).fit(typed(table), target)
asked = frame(40, ["red", "green", "blau", 'Grün "1"', "", "never"], [5, 10, -3, 77])
answers = {
    "rows": {name: asked[name].tolist() for name in asked},
    "predict": model.predict(typed(asked)).tolist(),
}
model.booster_.save_model(FOLDER / "named.txt")
(FOLDER / "named.expected.json").write_text(json.dumps(answers, ensure_ascii=False))
