"""Writes how much features matter to models of the test resources, as Python has it.

    python write_importances.py src/test/resources

The committed file was written with XGBoost 3.2.0.
"""

import json
import pathlib
import sys

import xgboost

FOLDER = pathlib.Path(sys.argv[1])
KINDS = ["weight", "gain", "cover", "total_gain", "total_cover"]
MODELS = ["models/xgb-classifier-multi-json/model.json", "categories/named.ubj"]


def importances(file, kind):
    made = xgboost.XGBClassifier if "classifier" in file else xgboost.XGBRegressor
    model = made(importance_type=kind)
    model.load_model(FOLDER / file)
    return model.feature_importances_.astype(float).tolist()


told = {file: {kind: importances(file, kind) for kind in KINDS} for file in MODELS}
(FOLDER / "importances.expected.json").write_text(json.dumps(told, indent=1) + "\n")
