"""Makes src/test/resources/fixtures/sparse: XGBoost behind sparse matrices, where what is not held is missing.

    python make_sparse.py ../resources/fixtures/sparse

The committed files were made with scikit-learn 1.6.1, XGBoost 2.1.4, LightGBM 4.5.0 and pandas 2.2.3.
"""

import json
import pathlib
import sys

import joblib
import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import (
    Binarizer, KBinsDiscretizer, MaxAbsScaler, Normalizer, OneHotEncoder, OrdinalEncoder, PolynomialFeatures, StandardScaler)
from xgboost import XGBClassifier, XGBRegressor

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(9)
XGB = dict(n_estimators=5, max_depth=4)
WORDS = "good bad film great awful boring acting plot".split()


def table(count, towns):
    return pd.DataFrame({
        "town": RANDOM.choice(towns, count), "kind": RANDOM.choice(["a", "b", None], count),
        "rooms": RANDOM.randint(0, 4, count), "age": RANDOM.randint(0, 3, count)})


FRAME, ASK = table(200, [f"t{i}" for i in range(15)]), table(20, [f"t{i}" for i in range(16)])
TWO = ((FRAME["rooms"] + FRAME["town"].str[1:].astype(int) % 3 + RANDOM.normal(size=200) * .5) > 2.2).astype(int)
TEXTS, ASKED = ([" ".join(RANDOM.choice(WORDS, RANDOM.randint(1, 7))) for _ in range(count)] for count in (120, 12))
MOODS = np.array(["good" in text for text in TEXTS]).astype(int)


def encoder(**options):
    return OneHotEncoder(handle_unknown="ignore", **options)


def columns(**options):
    return make_column_transformer((encoder(), ["town"]), remainder="passthrough", **options)


def models():
    names = ["town", "rooms"]
    whole = ["town", "rooms", "age"]
    yield "encoded", make_pipeline(encoder(), XGBClassifier(**XGB)), names
    yield "encoded-dense", make_pipeline(encoder(sparse_output=False), XGBClassifier(**XGB)), names
    yield "encoded-single", make_pipeline(encoder(dtype=np.float32), XGBRegressor(**XGB)), names
    yield "encoded-whole", make_pipeline(encoder(dtype=np.int8), XGBClassifier(**XGB)), names
    yield "columns", make_pipeline(columns(), XGBClassifier(**XGB)), whole
    yield "columns-dense", make_pipeline(columns(sparse_threshold=0), XGBClassifier(**XGB)), whole
    yield "columns-scaled", make_pipeline(columns(), MaxAbsScaler(), XGBClassifier(**XGB)), whole
    yield "columns-chosen", make_pipeline(columns(), StandardScaler(with_mean=False), SelectKBest(k=7), XGBClassifier(**XGB)), whole
    yield "columns-normal", make_pipeline(columns(), Normalizer(), XGBClassifier(**XGB)), whole
    yield "columns-flags", make_pipeline(columns(), Binarizer(threshold=.5), XGBClassifier(**XGB)), whole
    yield "columns-products", make_pipeline(columns(), PolynomialFeatures(2), XGBClassifier(**XGB)), whole
    yield "bins", make_pipeline(KBinsDiscretizer(3, strategy="uniform"), XGBClassifier(**XGB)), ["rooms", "age"]
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
    yield "union", make_pipeline(make_union(encoder(), ordinal), XGBClassifier(**XGB)), names
    yield "light", make_pipeline(columns(), LGBMClassifier(n_estimators=5, min_child_samples=3, verbose=-1)), whole
    texts = make_pipeline(SimpleImputer(strategy="most_frequent"), encoder())
    chosen = make_column_transformer((texts, make_column_selector(dtype_include=object)))
    yield "often-none", make_pipeline(chosen, LogisticRegression()), ["town", "kind"]
    yield "words", make_pipeline(TfidfVectorizer(), XGBClassifier(**XGB)), []
    yield "hashed", make_pipeline(HashingVectorizer(n_features=4), XGBClassifier(**XGB)), []


def tensor(name, values):
    kind = "INT64" if values.dtype.kind == "i" else "BYTES"
    return {"name": name, "datatype": kind, "shape": [len(values)], "data": values.tolist()}


def asked(names):
    if names:
        return {"parameters": {"content_type": "pd"}, "inputs": [tensor(name, ASK[name]) for name in names]}
    return {"parameters": {"content_type": "str"}, "inputs": [tensor("text", np.array(ASKED, dtype=object))]}


def answers(model, rows):
    told = {}
    for method in ("predict", "predict_proba"):
        if hasattr(model, method):
            answer = np.asarray(getattr(model, method)(rows))
            told[method] = {"dtype": answer.dtype.name, "shape": list(answer.shape), "values": answer.ravel().tolist()}
    return told


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, model, names in models():
        model.fit(FRAME[names] if names else TEXTS, TWO if names else MOODS)
        joblib.dump(model, TARGET / f"{name}.joblib", compress=3)
        expected[name] = {**asked(names), "answers": answers(model, ASK[names] if names else ASKED)}
    (TARGET / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")


main()
