"""Trains one scikit-learn model of each kind, writes it as joblib and as ONNX, and times it in Python.

    python models.py FOLDER

FOLDER/KIND.joblib and KIND.onnx are the models, KIND-ROWS-NUMBER.json and KIND-ROWS-NUMBER.onnx.json the requests for
them: several, since a processor learns by heart which way a few rows go through trees. Prints a line for each: python
KIND ROWS microseconds. Wants scikit-learn, pandas and skl2onnx.
"""

import json
import pathlib
import sys
import time
import warnings

import joblib
import numpy as np
import pandas as pd
import skl2onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(1)
COUNT, FEATURES = 4000, 20
REQUESTS = 8
ROWS = RANDOM.normal(size=(COUNT, FEATURES)).astype(np.float32)
SCORES = ROWS[:, 0] * ROWS[:, 1] + ROWS[:, 2] + RANDOM.normal(size=COUNT)
LABELS = np.digitize(SCORES, [-0.7, 0.7])
WORDS = np.array([f"word{i}" for i in range(3000)])
TEXTS = [" ".join(RANDOM.choice(WORDS, 30)) for _ in range(COUNT)]
NUMBERS = [f"n{i}" for i in range(6)]
CITIES = ["Lyon", "Oslo", "Rome", "Bern", "Riga"]
TABLE = pd.DataFrame(ROWS[:, :6], columns=NUMBERS)
TABLE["city"] = RANDOM.choice(CITIES, COUNT)
TABLE["kind"] = RANDOM.choice(["a", "b", "c"], COUNT)

COLUMNS = ColumnTransformer([
    ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), NUMBERS),
    ("words", OneHotEncoder(handle_unknown="ignore"), ["city", "kind"])])
KINDS = {
    "logistic-regression": LogisticRegression(max_iter=500),
    "svc": SVC(C=2),
    "nearest-neighbours": KNeighborsClassifier(),
    "naive-bayes": GaussianNB(),
    "forest": RandomForestClassifier(100, max_depth=12, random_state=0),
    "histogram-boosting": HistGradientBoostingClassifier(random_state=0),
    "gradient-boosting": GradientBoostingClassifier(max_depth=4, random_state=0),
    "perceptron": MLPClassifier((100,), max_iter=30, random_state=0),
    "columns": make_pipeline(COLUMNS, LogisticRegression(max_iter=500)),
    "text": make_pipeline(TfidfVectorizer(lowercase=False), LogisticRegression()),
}


def data_of(kind):
    return {"columns": TABLE, "text": TEXTS}.get(kind, ROWS)


def onnx_inputs(kind):
    if kind == "columns":
        return [(name, FloatTensorType([None, 1])) for name in NUMBERS] + \
               [(name, StringTensorType([None, 1])) for name in ("city", "kind")]
    return [("x", StringTensorType([None, 1]) if kind == "text" else FloatTensorType([None, FEATURES]))]


def tensor(name, values, shape):
    text = not isinstance(values[0], float)
    return {"name": name, "datatype": "BYTES" if text else "FP32", "shape": shape, "data": values}


def requests(kind, rows):
    """What our kernels are asked and what ONNX Runtime is."""
    count = len(rows)
    if kind == "columns":
        inputs = [tensor(name, rows[name].tolist(), [count, 1]) for name in rows.columns]
        return {"parameters": {"content_type": "pd"}, "inputs": inputs}, {"inputs": inputs}
    if kind == "text":
        inputs = [tensor("x", rows, [count, 1])]
        return {"parameters": {"content_type": "str"}, "inputs": inputs}, {"inputs": inputs}
    inputs = {"inputs": [tensor("x", rows.ravel().tolist(), [count, FEATURES])]}
    return inputs, inputs


def micros(call, batches):
    """The best of several rounds, in CPU of the process, batch after batch."""
    best = float("inf")
    for _ in range(6):
        start = time.process_time_ns()
        calls = 0
        while time.process_time_ns() - start < 100_000_000:
            call(batches[calls % len(batches)])
            calls += 1
        best = min(best, (time.process_time_ns() - start) / 1e3 / calls)
    return best


for kind, model in KINDS.items():
    data = data_of(kind)
    model.fit(data, LABELS)
    joblib.dump(model, FOLDER / f"{kind}.joblib")
    graph = skl2onnx.to_onnx(model, initial_types=onnx_inputs(kind), options={"zipmap": False}, target_opset=17)
    (FOLDER / f"{kind}.onnx").write_bytes(graph.SerializeToString())
    for count in (1, 8, 64, 1000):
        step = min(count, (COUNT - count) // (REQUESTS - 1))
        batches = [data[number * step:number * step + count] for number in range(REQUESTS)]
        for number, rows in enumerate(batches):
            ours, onnx = requests(kind, rows)
            (FOLDER / f"{kind}-{count}-{number}.json").write_text(json.dumps(ours))
            (FOLDER / f"{kind}-{count}-{number}.onnx.json").write_text(json.dumps(onnx))
        print("python", kind, count, round(micros(model.predict, batches), 2), flush=True)
