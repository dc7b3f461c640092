"""Writes networks that were fitted on single precision, and what they answer to batches of it.

    python make_single_networks.py fixtures/predictors/sklearn-1.7.2-single

Run with scikit-learn 1.7.2.
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
from sklearn.neural_network import MLPClassifier, MLPRegressor

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
RNG = np.random.RandomState(7)
FITTED = RNG.normal(size=(80, 5)).astype(np.float32)
SCORES = FITTED[:, 0] * FITTED[:, 1] + FITTED[:, 2]
MANY = RNG.normal(size=(300, 5)).round(3).astype(np.float32)
TYPES = {"float32": "FP32", "int64": "INT64"}
MODELS = {
    "three": (MLPClassifier((9, 6), max_iter=90, random_state=0), np.digitize(SCORES, [-0.5, 0.5])),
    "two": (MLPClassifier((7,), activation="logistic", max_iter=90, random_state=0), (SCORES > 0).astype(int)),
    "number": (MLPRegressor(hidden_layer_sizes=(5,), activation="tanh", max_iter=90, random_state=0), SCORES),
}

models = {}
for name, (model, wanted) in MODELS.items():
    model.fit(FITTED, wanted)
    joblib.dump(model, FOLDER / f"{name}.joblib")
    answers = {}
    for method in ("predict", "predict_proba"):
        if hasattr(model, method):
            values = getattr(model, method)(MANY)
            answers[method] = {"datatype": TYPES[str(values.dtype)], "shape": [len(MANY), values.size // len(MANY)],
                               "values": [float(value) for value in values.ravel()]}
    models[name] = {"rows": "many", "answers": answers}
rows = {"many": {"datatype": "FP32", "shape": list(MANY.shape), "data": [float(value) for value in MANY.ravel()]}}
(FOLDER / "expected.json").write_text(json.dumps({"rows": rows, "models": models}))
