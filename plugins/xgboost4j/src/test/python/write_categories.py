"""Writes a model whose file names its categories, and what Python answers.

    python write_categories.py FOLDER

The committed files were written with XGBoost 3.2.0 and pandas 2.3.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
import xgboost

FOLDER = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(3)


def frame(count, colours, kinds):
    return pd.DataFrame({
        "f": RANDOM.normal(size=count).astype(np.float32).astype(float),
        "c": RANDOM.choice(colours, count),
        "k": RANDOM.choice(kinds, count),
    })


def typed(table):
    return table.astype({"c": "category", "k": "category"})


table = frame(400, ["red", "green", "blau", "dark red", ""], ["x", "y"])
target = (table.c == "red") * 2.0 + (table.c == "dark red") * 1.2 + (table.k == "x") * 1.5 + table.f
options = {"n_estimators": 6, "max_depth": 3, "enable_categorical": True, "max_cat_to_onehot": 2}
model = xgboost.XGBRegressor(**options).fit(typed(table), target)
asked = frame(40, ["red", "green", "blau", "dark red", "", "never"], ["x", "y"])
margins = RANDOM.normal(size=40).astype(np.float32).astype(float)
answers = {
    "rows": {name: asked[name].tolist() for name in asked},
    "predict": model.predict(typed(asked)).astype(float).tolist(),
    "base_margin": margins.tolist(),
    "from_base_margin": model.predict(typed(asked), base_margin=margins).astype(float).tolist(),
}
for name in ("named.json", "named.ubj"):
    model.save_model(FOLDER / name)
(FOLDER / "named.expected.json").write_text(json.dumps(answers, ensure_ascii=False))
