"""Writes what lies behind the predictions of models that make_references.py made: explained.json beside them.

    python make_explanations.py ../resources/reference

The committed files were made with CatBoost 1.2.10.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from catboost import CatBoost, Pool

ROWS = 12

for name in ("num-reg-json", "multirmse", "ctr-binary", "ctr-multi", "onehot-reg", "num-depthwise", "cat-lossguide",
             "num-multi-lossguide", "uncertainty", "text-default", "text-classes", "text-bow-one-hot", "text-bayes-bm25"):
    folder = pathlib.Path(sys.argv[1]) / name
    model = CatBoost().load_model(str(folder / "model.cbm"))
    rows = json.loads((folder / "expected.json").read_text())["rows"]
    if isinstance(rows, dict):
        rows = {column: values[:ROWS] for column, values in rows.items()}
        pool = Pool(pd.DataFrame(rows), cat_features=model.get_cat_feature_indices(),
                    text_features=model.get_text_feature_indices())
    else:
        rows = rows[:ROWS]
        pool = Pool(np.array(rows, dtype=float))
    outputs = {"leaf": model.calc_leaf_indexes(pool)}
    outputs["contributions"] = model.get_feature_importance(pool, type="ShapValues")
    if name != "ctr-multi" and not name.startswith("text-"):  # which combine columns
        outputs["interactions"] = model.get_feature_importance(pool, type="ShapInteractionValues")
    written = {key: {"shape": list(v.shape), "data": np.asarray(v).ravel().tolist()} for key, v in outputs.items()}
    (folder / "explained.json").write_text(json.dumps({"rows": rows, "expected": written}, ensure_ascii=False))
