"""Makes src/test/resources/fixtures/predictors/sklearn-VERSION-drawn: answers by chance, with a seed, and others.

    python make_drawn.py ../resources/fixtures/predictors

The committed files were made with scikit-learn 1.0.2 and 1.9.1.
"""

import json
import pathlib
import sys

import joblib
import numpy as np
import sklearn
from sklearn.covariance import EllipticEnvelope
from sklearn.dummy import DummyClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.multioutput import ClassifierChain
from sklearn.preprocessing import LabelBinarizer
from sklearn.tree import DecisionTreeClassifier

FOLDER = pathlib.Path(sys.argv[1]) / f"sklearn-{sklearn.__version__}-drawn"
RANDOM = np.random.RandomState(3)
FITTED, PLAIN = RANDOM.normal(size=(120, 3)), RANDOM.normal(size=(60, 3)).round(3)
FLAGS = (RANDOM.uniform(size=(12, 4)) > 0.5).astype(int)
LABELS = {
    "two": (FITTED[:, 0] > 0.8).astype(int), "names": np.array(["ash", "birch", "oak"])[np.digitize(FITTED[:, 1], [-1, 0.2])],
    "seven": RANDOM.randint(0, 7, 120), "one": np.ones(120, dtype=int),
    "pairs": np.c_[FITTED[:, 0] > 0, np.digitize(FITTED[:, 1], [-1, 1])].astype(int),
}
DATATYPES = {"f8": "FP64", "i8": "INT64"}


def models():
    for strategy in ("stratified", "uniform"):
        for label, target in LABELS.items():
            for seed in (0, 2**32 - 1) if label == "names" else (42,):
                model = DummyClassifier(strategy=strategy, random_state=seed).fit(FITTED, target)
                methods = ("predict",) if label == "pairs" else ("predict", "predict_proba")
                yield f"{strategy}-{label}-{seed}", model, "plain", methods
    envelope = EllipticEnvelope(store_precision=False, random_state=0).fit(FITTED)
    yield "envelope", envelope, "plain", ("predict", "decision_function", "score_samples")
    # votes of trees that are sure: a row that no tree takes for its own has no share of any class
    sure = OneVsRestClassifier(DecisionTreeClassifier(random_state=0)).fit(FITTED, LABELS["seven"])
    yield "rest-zeros", sure, "plain", ("predict", "predict_proba")
    chain = ClassifierChain(DecisionTreeClassifier(max_depth=2, random_state=0)).fit(FITTED, np.digitize(FITTED[:, :2], [-1, 0.5]))
    yield "chain-three", chain, "plain", ("predict",)
    yield "flags", LabelBinarizer().fit(FLAGS), "flags", ("transform",)
    yield "flags-signed", LabelBinarizer(neg_label=-1, pos_label=2).fit(FLAGS), "flags", ("transform",)


def told(values):
    shape = [len(values), 1] if values.ndim == 1 else list(values.shape)
    return {"datatype": DATATYPES.get(values.dtype.str[1:], "BYTES"), "shape": shape, "values": [None if value != value else value for value in values.ravel().tolist()]}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = {"plain": PLAIN, "flags": FLAGS}
    expected = {}
    for name, model, kind, methods in models():
        joblib.dump(model, FOLDER / f"{name}.joblib", compress=3)
        answers = {method: told(np.asarray(getattr(model, method)(rows[kind]))) for method in methods}
        expected[name] = {"rows": kind, "answers": answers}
    asked = {name: {**told(values), "data": values.ravel().tolist()} for name, values in rows.items()}
    for one in asked.values():
        del one["values"]
    (FOLDER / "expected.json").write_text(json.dumps({"rows": asked, "models": expected}))


main()
