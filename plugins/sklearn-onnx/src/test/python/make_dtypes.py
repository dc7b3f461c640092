"""Writes estimators that are asked in several datatypes, and what scikit-learn answers in which.

    python make_dtypes.py FOLDER

Run with scikit-learn 1.1.3, 1.5.2 and 1.9.1; FOLDER is fixtures/predictors/sklearn-VERSION-dtypes.
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
from sklearn import decomposition as dec, linear_model as lin, preprocessing as pre
from sklearn.cluster import FeatureAgglomeration
from sklearn.ensemble import BaggingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.kernel_approximation import AdditiveChi2Sampler
from sklearn.mixture import GaussianMixture

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
RNG = np.random.RandomState(5)
FIT = np.abs(RNG.normal(size=(80, 4)) * 3).round(2)
HOLES = np.where(RNG.uniform(size=FIT.shape) < 0.2, np.nan, FIT)
ASK = np.abs(RNG.normal(size=(9, 4)) * 3).round(2)
WHOLE = (ASK * 2).astype(int)
ROWS = {
    "FP64": ASK, "FP32": ASK.astype(np.float32), "FP16": ASK.astype(np.float16), "INT64": WHOLE.astype(np.int64),
    "INT32": WHOLE.astype(np.int32), "INT16": WHOLE.astype(np.int16), "UINT8": WHOLE.astype(np.uint8), "BOOL": WHOLE > 4,
    "BYTES": np.array(["a cat and a dog", "dog dog dog"]),
}
CLASSES = (FIT[:, 0] > 2).astype(int)
SINGLE = FIT.astype(np.float32)

MODELS = {
    "standard": pre.StandardScaler().fit(FIT), "minmax": pre.MinMaxScaler(clip=True).fit(FIT), "robust": pre.RobustScaler().fit(FIT),
    "absolute": pre.MaxAbsScaler().fit(FIT), "lengths": pre.Normalizer("l1").fit(FIT), "flags": pre.Binarizer(threshold=2).fit(FIT),
    "products": pre.PolynomialFeatures(2).fit(FIT), "ranks": pre.QuantileTransformer(n_quantiles=9).fit(FIT),
    "splines": pre.SplineTransformer(3).fit(FIT), "best": SelectKBest(k=2).fit(FIT, CLASSES),
    "filled": SimpleImputer().fit(HOLES), "frequent": SimpleImputer(missing_values=0, strategy="most_frequent").fit(WHOLE),
    "near": KNNImputer(add_indicator=True).fit(HOLES), "waves": AdditiveChi2Sampler().fit(FIT),
    "most": FeatureAgglomeration(2, pooling_func=np.max).fit(FIT), "sums": FeatureAgglomeration(2, pooling_func=np.sum).fit(FIT),
    "middle": FeatureAgglomeration(2, pooling_func=np.median).fit(FIT),
    "terms": CountVectorizer(dtype=np.int32).fit(["a cat", "a dog and"]), "terms16": CountVectorizer(dtype=np.uint16).fit(["a cat", "a dog and"]),
    "weights": TfidfTransformer().fit(FIT), "weights-single": TfidfTransformer().fit(SINGLE),
    "ridge-single": lin.Ridge().fit(SINGLE, SINGLE[:, 0]), "logistic-single": lin.LogisticRegression(C=0.01).fit(SINGLE, CLASSES),
    "bagging-single": BaggingClassifier(lin.LogisticRegression(C=0.01), 3, random_state=0).fit(SINGLE, (FIT[:, 0] > 0.4).astype(int)),
    "svd-single": dec.TruncatedSVD(2, random_state=0).fit(SINGLE), "sparse-single": dec.SparsePCA(2, random_state=0).fit(SINGLE),
    "mixture": GaussianMixture(2, random_state=0).fit(FIT),
    "codes": dec.DictionaryLearning(3, transform_algorithm="lasso_lars", max_iter=3, random_state=0).fit(FIT),
}
for name in ("log1p", "sqrt", "square", "abs", "isnan", "exp2", "rint"):
    MODELS[f"np-{name}"] = pre.FunctionTransformer(getattr(np, name)).fit(FIT)
# Where Python computes with fewer digits than are compared here, or a mixture of members forgets what it was given.
LEFT_OUT = {"mixture": ["FP16"], "bagging-single": ["INT16", "UINT8", "BOOL", "FP16"]}
KINDS = {"f8": "FP64", "f4": "FP32", "f2": "FP16", "i8": "INT64", "i4": "INT32", "i2": "INT16", "i1": "INT8", "u1": "UINT8", "u2": "UINT16", "u8": "UINT64", "b1": "BOOL"}


def described(rows, values):
    rows = np.asarray(rows)
    rows = rows.reshape(-1, 1) if rows.ndim == 1 and values == "values" else rows
    return {"datatype": KINDS.get(rows.dtype.str[1:], "BYTES"), "shape": list(rows.shape), values: rows.ravel().tolist()}


def answers(model, rows):
    told = {}
    for method in ("transform", "predict", "predict_proba", "decision_function", "score_samples"):
        try:
            answer = getattr(model, method)(rows)
        except Exception:  # noqa: BLE001 - nothing to compare
            continue
        answer = answer.toarray() if hasattr(answer, "toarray") else answer
        if np.isfinite(np.asarray(answer, dtype=float)).all():
            told[method] = described(answer, "values")
    return told


def main():
    models = {}
    for name, model in MODELS.items():
        joblib.dump(model, FOLDER / f"{name}.joblib", compress=3)
        text = name.startswith("terms")
        for kind, rows in ROWS.items():
            told = answers(model, rows.tolist() if text else rows) if text == (kind == "BYTES") else {}
            if told and kind not in LEFT_OUT.get(name, []):
                models[f"{name} {kind}"] = {"file": name, "rows": kind, "answers": told}
    expected = {"rows": {kind: described(rows, "data") for kind, rows in ROWS.items()}, "models": models}
    (FOLDER / "expected.json").write_text(json.dumps(expected, separators=(",", ":")).replace('},"', '},\n"') + "\n")


main()
