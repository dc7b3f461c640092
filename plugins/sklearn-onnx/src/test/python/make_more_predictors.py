"""Writes models whose answers depend on the version of scikit-learn or on the order of equal distances.

    python make_more_predictors.py FOLDER

Run with scikit-learn 1.0.2 and 1.7.2; FOLDER is fixtures/predictors/sklearn-VERSION.
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
from scipy import stats
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import GammaRegressor, LogisticRegression, PoissonRegressor, TweedieRegressor
from sklearn.manifold import Isomap, LocallyLinearEmbedding
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, RepeatedStratifiedKFold
from sklearn.multiclass import OneVsOneClassifier
from sklearn.neighbors import (
    KNeighborsClassifier, KNeighborsRegressor, KNeighborsTransformer, LocalOutlierFactor, RadiusNeighborsTransformer)
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import KBinsDiscretizer, LabelBinarizer, LabelEncoder
from sklearn.svm import SVC

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
RNG = np.random.RandomState(5)
PLAIN = RNG.normal(size=(80, 4)).round(2)
WHOLE = RNG.randint(0, 4, size=(80, 4)).astype(float)
EARTH = np.radians(np.c_[RNG.uniform(-80, 80, 80), RNG.uniform(-180, 180, 80)])
THREE = np.array(["ash", "birch", "cedar"])[RNG.randint(0, 3, 80)]
TWO = np.array(["no", "yes"])[(PLAIN[:, 0] + RNG.normal(size=80) > 0).astype(int)]
NUMBER = np.exp(PLAIN[:, 1]) + RNG.uniform(size=80)
ROWS = {
    "plain": RNG.normal(size=(21, 4)).round(2),
    "whole": RNG.randint(0, 4, size=(21, 4)).astype(float),
    "earth": np.radians(np.c_[RNG.uniform(-80, 80, 9), RNG.uniform(-180, 180, 9)]),
    "labels": np.array(["birch", "ash", "cedar", "ash"]),
    "sides": np.array(["yes", "no", "no"]),
}
FITTED = {"plain": PLAIN, "whole": WHOLE, "earth": EARTH}

MODELS = {}
for algorithm in ("kd_tree", "ball_tree"):
    for metric in ("euclidean", "manhattan", "chebyshev"):
        MODELS[f"ties-{algorithm}-{metric}"] = (
            KNeighborsClassifier(5, algorithm=algorithm, metric=metric, leaf_size=7), "whole", THREE)
    MODELS[f"ties-{algorithm}-p3"] = (KNeighborsRegressor(4, p=3, algorithm=algorithm, leaf_size=5), "whole", NUMBER)
    MODELS[f"distance-{algorithm}"] = (
        KNeighborsRegressor(4, weights="distance", algorithm=algorithm, leaf_size=5), "plain", NUMBER)
MODELS["ball-haversine"] = (
    KNeighborsClassifier(3, algorithm="ball_tree", metric="haversine", leaf_size=4), "earth", THREE)
MODELS["ball-canberra"] = (KNeighborsClassifier(3, algorithm="ball_tree", metric="canberra", leaf_size=4), "plain", THREE)
MODELS["brute"] = (KNeighborsClassifier(5, algorithm="brute"), "plain", THREE)
MODELS["outliers-tree"] = (LocalOutlierFactor(9, novelty=True, algorithm="kd_tree", leaf_size=6), "plain", None)
MODELS["graph-distance"] = (KNeighborsTransformer(n_neighbors=3), "plain", None)
MODELS["graph-connected"] = (KNeighborsTransformer(n_neighbors=3, mode="connectivity"), "plain", None)
MODELS["graph-radius"] = (RadiusNeighborsTransformer(radius=1.2), "plain", None)
MODELS["isomap"] = (Isomap(n_neighbors=6, n_components=3), "plain", None)
MODELS["embedding"] = (LocallyLinearEmbedding(n_neighbors=7, n_components=2, random_state=0), "plain", None)
MODELS["label-encoder"] = (LabelEncoder(), "labels", THREE)
MODELS["label-columns"] = (LabelBinarizer(neg_label=-1), "labels", THREE)
MODELS["label-column"] = (LabelBinarizer(), "sides", TWO)
MODELS["search-scored"] = (
    GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, scoring=make_scorer(f1_score, average="macro"),
                 cv=RepeatedStratifiedKFold(n_splits=2, n_repeats=2, random_state=0)), "plain", THREE)
MODELS["search-drawn"] = (
    RandomizedSearchCV(SVC(), {"C": stats.loguniform(0.1, 9), "degree": stats.randint(2, 4)}, n_iter=2, cv=2,
                       random_state=0), "plain", TWO)
MODELS["poisson"] = (PoissonRegressor(), "plain", NUMBER)
MODELS["gamma"] = (GammaRegressor(), "plain", NUMBER)
MODELS["tweedie"] = (TweedieRegressor(power=1.5), "plain", NUMBER)
MODELS["pairs-of-two"] = (OneVsOneClassifier(RandomForestClassifier(7, random_state=0)), "plain", TWO)
MODELS["bins-uniform"] = (KBinsDiscretizer(5, encode="ordinal", strategy="uniform"), "whole", None)
for kernel in ("rbf", "poly", "sigmoid", "linear"):
    MODELS[f"machine-{kernel}"] = (SVC(kernel=kernel), "plain", THREE)
MODELS["network"] = (MLPClassifier(hidden_layer_sizes=(9, 6), max_iter=90, random_state=0), "plain", THREE)
MODELS["network-number"] = (MLPRegressor(hidden_layer_sizes=(5,), activation="tanh", max_iter=90, random_state=0), "plain", NUMBER)
MODELS["histogram"] = (HistGradientBoostingClassifier(max_iter=7, min_samples_leaf=4), "plain", THREE)
METHODS = ("predict", "predict_proba", "decision_function", "score_samples", "transform")
DATATYPES = {"f8": "FP64", "f4": "FP32", "i8": "INT64", "i4": "INT32"}


def told(values):
    values = values.toarray() if hasattr(values, "toarray") else np.asarray(values)
    vector = values.ndim == 1
    kind = DATATYPES.get(values.dtype.str[1:], "BYTES")
    shape = [len(values), 1] if vector else list(values.shape)
    return {"datatype": kind, "shape": shape, "values": values.ravel().tolist()}


models = {}
for name, (model, rows, target) in MODELS.items():
    if rows in ("labels", "sides"):
        model.fit(target)
    else:
        model.fit(FITTED[rows], *([] if target is None else [target]))
    answers = {}
    for method in METHODS:
        if hasattr(model, method):
            answers[method] = told(getattr(model, method)(ROWS[rows]))
    joblib.dump(model, FOLDER / f"{name}.joblib", compress=3)
    models[name] = {"rows": rows, "answers": answers}
rows = {
    name: {"data": values.ravel().tolist(), "shape": list(values.shape),
           "datatype": "FP64" if values.dtype.kind == "f" else "BYTES"}
    for name, values in ROWS.items()}
(FOLDER / "expected.json").write_text(json.dumps({"rows": rows, "models": models}))
