"""Writes factorizations, sparse codes and other rare estimators, and what scikit-learn answers.

    python make_codes.py FOLDER

Run with scikit-learn 1.3.2 and 1.9.1; FOLDER is fixtures/predictors/sklearn-VERSION-codes.
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
from sklearn import decomposition as dec
from sklearn.dummy import DummyClassifier
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern
from sklearn.preprocessing import MultiLabelBinarizer

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
RNG = np.random.RandomState(3)
PLAIN = RNG.normal(size=(60, 12)) @ RNG.normal(size=(12, 12))
ABOVE = np.abs(PLAIN[:, :6])
NARROW = PLAIN[:, :5]
ROWS = {
    "plain": (RNG.normal(size=(21, 12)) @ RNG.normal(size=(12, 12))).round(3),
    "above": np.abs(RNG.normal(size=(21, 6))).round(3),
    "narrow": RNG.normal(size=(21, 5)).round(3),
    "words": np.array([["jazz", "rock"], ["folk", "jazz"], ["rock", "polka"]]),
}
FITTED = {"plain": PLAIN, "above": ABOVE, "narrow": NARROW, "words": [("jazz", "folk"), ("rock",), ("soul", "jazz")]}
PAIRS = np.c_[np.arange(60) % 3, np.arange(60) % 2]

MODELS = {}
for algorithm in ("omp", "lars", "lasso_lars", "lasso_cd", "threshold"):
    for sign in (False, True):
        MODELS[f"codes-{algorithm}{'-split' if sign else ''}"] = (dec.DictionaryLearning(
            8, transform_algorithm=algorithm, max_iter=5, random_state=0, split_sign=sign,
            transform_alpha=None if algorithm in ("omp", "lars") else 0.3,
            transform_n_nonzero_coefs=3 if algorithm in ("omp", "lars") else None), "plain")
for algorithm in ("lasso_cd", "threshold"):
    MODELS[f"codes-{algorithm}-positive"] = (dec.DictionaryLearning(
        8, transform_algorithm=algorithm, max_iter=5, random_state=0, positive_code=True, fit_algorithm="cd",
        transform_alpha=0.3), "plain")
MODELS["codes-default"] = (dec.MiniBatchDictionaryLearning(6, random_state=0), "plain")
MODELS["codes-given"] = (dec.SparseCoder(PLAIN[:7], transform_n_nonzero_coefs=4), "plain")
for loss in ("frobenius", "kullback-leibler", "itakura-saito", 1.5, 0.5, 3.0):
    MODELS[f"parts-{loss}"] = (
        dec.NMF(3, solver="mu", beta_loss=loss, random_state=0, alpha_W=0.01, l1_ratio=0.4, max_iter=60), "above")
    MODELS[f"parts-batches-{loss}"] = (dec.MiniBatchNMF(3, beta_loss=loss, random_state=0, max_iter=20), "above")
for components in (None, 3):
    for whiten in (False, True):
        MODELS[f"likely-{components}{'-whitened' if whiten else ''}"] = (dec.PCA(components, whiten=whiten), "plain")
MODELS["likely-factors"] = (dec.FactorAnalysis(3, random_state=0), "plain")
MODELS["label-sets"] = (MultiLabelBinarizer(), "words")
MODELS["most-of-pairs"] = (DummyClassifier(strategy="most_frequent"), "plain")
MODELS["constant-pairs"] = (DummyClassifier(strategy="constant", constant=[2, 1]), "plain")
for nu in (0.3, 1.1, 4.0):
    MODELS[f"matern-{nu}"] = (GaussianProcessRegressor(Matern(nu=nu, length_scale=2.0), optimizer=None, alpha=0.1), "narrow")


def plain(values):
    return [None if isinstance(v, float) and not np.isfinite(v) else v for v in values]


def answer(values):
    values = np.asarray(values)
    kind = {"f8": "FP64", "f4": "FP32", "i8": "INT64"}.get(values.dtype.str[1:], "BYTES")
    if values.ndim == 1:
        values = values.reshape(-1, 1)
    return {"datatype": kind, "shape": list(values.shape), "values": plain(values.ravel().tolist())}


def described(rows):
    kind = "BYTES" if rows.dtype.kind == "U" else "FP64"
    return {"datatype": kind, "shape": list(rows.shape), "data": rows.ravel().tolist()}


def main():
    models = {}
    for name, (model, data) in MODELS.items():
        pairs = isinstance(model, DummyClassifier)
        target = PAIRS if pairs else NARROW[:, 0] if isinstance(model, GaussianProcessRegressor) else None
        model.fit(FITTED[data], *([] if target is None else [target]))
        joblib.dump(model, FOLDER / f"{name}.joblib", compress=3)
        methods = ["predict"] if target is not None else ["transform"]
        methods += ["score_samples"] if hasattr(model, "score_samples") else []
        answers = {method: answer(getattr(model, method)(ROWS[data])) for method in methods}
        models[name] = {"rows": data, "answers": answers}
    expected = {"rows": {name: described(rows) for name, rows in ROWS.items()}, "models": models}
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")


main()
