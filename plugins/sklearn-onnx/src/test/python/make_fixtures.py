"""Makes the model files and expectations under src/test/resources/fixtures.

    python make_fixtures.py ../resources/fixtures

The committed files were made with three versions of scikit-learn: the estimators with the argument
--only-estimators under 1.1.3 and under 1.9.1, all else under 1.5.2.
"""

import collections
import json
import pathlib
import pickle
import sys

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

TARGET = pathlib.Path(sys.argv[1])
VERSION = sklearn.__version__
RANDOM = np.random.RandomState(0)


def values():
    """Everything that the reader must know, in every protocol."""
    shared = ["shared"]
    content = {
        "none": None, "true": True, "false": False,
        "small": 7, "byte": 200, "short": 40000, "int": -70000, "long": 1 << 40,
        "negative long": -(1 << 40), "huge": 1 << 100, "negative huge": -(1 << 100),
        "float": 1.5, "infinity": float("inf"), "nan": float("nan"),
        "text": "plain", "unicode": "東京 \\ \n \u00e9 \U0001f600", "empty": "",
        "bytes": b"\x00\xffab", "no bytes": b"", "bytearray": bytearray(b"xy"),
        "tuple": (1, "two", 3.0, None), "no tuple": (), "pair": (1, 2), "triple": (1, 2, 3),
        "list": [1, [2, [3]]], "set": {3}, "frozenset": frozenset(["a"]),
        "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
        "slice": slice(1, None, 2), "twice": [shared, shared],
        "doubles": np.arange(6.0).reshape(2, 3),
        "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        "cube": np.asfortranarray(np.arange(24).reshape(2, 3, 4)),
        "big endian": np.array([1, 2, 300], dtype=">i4"),
        "half": np.array([0.5, -2, 65504, 6e-8], dtype=np.float16),
        "single": np.array([0.25, -1e30], dtype=np.float32),
        "unsigned": np.array([0, 2**64 - 1], dtype=np.uint64),
        "bytes array": np.array([b"ab", b"c"]), "bools": np.array([True, False]),
        "texts": np.array(["x", "東京"]), "objects": np.array(["a", 1, None, 2.5], dtype=object),
        "scalar": np.float64(2.5), "int scalar": np.int32(-3), "bool scalar": np.bool_(True),
        "dtype": np.dtype("float32"), "type": np.float64,
        "struct": np.array([(1, 2.5), (3, 4.5)], dtype=[("a", "<i4"), ("b", "<f8")]),
        "no rows": np.empty((0, 4)), "rank 0": np.array(3.0),
    }
    for protocol in range(6):
        (TARGET / f"values-{protocol}.pkl").write_bytes(pickle.dumps(content, protocol))
    joblib.dump(content, TARGET / "values.joblib")


def compressions(model):
    for method in ["zlib", "gzip", "bz2", "lzma", "xz", "lz4"]:
        joblib.dump(model, TARGET / f"compressed-{method}.joblib", compress=(method, 3))


def frame():
    rows = 60
    return pd.DataFrame({
        "city": RANDOM.choice(["Lyon", "Paris", "Rome", "Oslo"], rows, p=[.5, .3, .15, .05]),
        "age": RANDOM.randint(18, 90, rows),
        "income": RANDOM.gamma(2.0, 200.0, rows),
    })


def estimators():
    """Name -> (fitted estimator, the input to ask it with, the methods to ask for)."""
    x = RANDOM.normal(size=(80, 5))
    y = (x[:, 0] + x[:, 1] ** 2 > 0.5).astype(int)
    three = np.digitize(x[:, 0], [-0.5, 0.5])
    ask = RANDOM.normal(size=(7, 5))
    holes = np.where(RANDOM.uniform(size=x.shape) < 0.1, np.nan, x)
    table = frame()
    label = np.where(table["income"] > 300, "rich", "poor")
    encoder = {"handle_unknown": "ignore"}
    dense = {"sparse_output": False} if VERSION >= "1.2" else {"sparse": False}
    methods = ["predict", "predict_proba"]
    found = {
        "logistic-liblinear": (
            LogisticRegression(solver="liblinear").fit(x, y), ask, methods + ["decision_function"]),
        "logistic-three": (LogisticRegression().fit(x, three), ask, methods + ["predict_log_proba"]),
        "linear": (LinearRegression().fit(x, x @ np.arange(5.0) + 3), ask, ["predict"]),
        "linear-wide": (
            LinearRegression().fit(RANDOM.normal(size=(90, 37)), RANDOM.normal(size=90)),
            RANDOM.normal(size=(3, 37)), ["predict"]),
        "tree": (DecisionTreeClassifier(random_state=0).fit(x, three), ask, methods),
        "tree-best-first": (
            DecisionTreeRegressor(random_state=0, max_leaf_nodes=9).fit(x, x[:, 0] * 2), ask, ["predict"]),
        "forest": (RandomForestClassifier(20, random_state=0).fit(x, three), ask, methods),
        "forest-regressor": (RandomForestRegressor(20, random_state=0).fit(x, x[:, 1]), ask, ["predict"]),
        "extra-trees": (
            ExtraTreesClassifier(10, random_state=0, class_weight="balanced").fit(x, y), ask, methods),
        "pipeline-columns": (
            Pipeline([
                ("columns", ColumnTransformer([
                    ("city", OneHotEncoder(**encoder), make_column_selector(dtype_include=object)),
                    ("scaled", StandardScaler(), slice("age", "age")),
                ], remainder=MinMaxScaler())),
                ("last", LogisticRegression()),
            ]).fit(table, label), table.head(6), methods),
        "columns-by-mask": (
            ColumnTransformer([
                ("a", StandardScaler(), [True, False, True, False, False]),
                ("b", "passthrough", slice(-2, None)), ("c", "drop", [1]),
                ("d", MinMaxScaler(clip=True), [-3]),
            ], transformer_weights={"a": 0.5}).fit(x), ask, ["transform"]),
        "log1p": (FunctionTransformer(np.log1p).fit(abs(x)), abs(ask), ["transform"]),
        "one-hot-rare": (
            OneHotEncoder(min_frequency=8, handle_unknown="infrequent_if_exist", **dense)
            .fit(table[["city"]].to_numpy()),
            np.array([["Oslo"], ["Paris"], ["Berlin"]], dtype=object), ["transform"]),
        "one-hot-rare-drop": (
            OneHotEncoder(min_frequency=8, drop="first", **dense).fit(table[["city"]].to_numpy()),
            np.array([["Oslo"], ["Paris"], ["Lyon"]], dtype=object), ["transform"]),
        "one-hot-binary": (
            OneHotEncoder(drop="if_binary", **dense).fit([[0, 1], [1, 2], [1, 3]]),
            np.array([[0.0, 3.0], [1.0, 1.0]]), ["transform"]),
    }
    if VERSION >= "1.3":
        found["tree-missing"] = (
            DecisionTreeClassifier(random_state=0).fit(holes, three), holes[:20], methods)
    if VERSION >= "1.4":
        found["forest-missing"] = (
            RandomForestClassifier(10, random_state=0).fit(holes, three), holes[:20], methods)
    return found


def plain(array):
    return [None if isinstance(v, float) and v != v else v for v in np.asarray(array).ravel().tolist()]


def expectation(model, ask, methods):
    answers = {}
    for method in methods:
        answer = np.asarray(getattr(model, method)(ask))
        answers[method] = {"rows": len(answer), "values": plain(answer)}
    if isinstance(ask, pd.DataFrame):
        columns = {name: ask[name].tolist() for name in ask.columns}
        return {"table": columns, "answers": answers}
    return {"shape": list(ask.shape), "input": plain(ask), "answers": answers}


def main():
    folder = TARGET / f"sklearn-{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, (model, ask, methods) in estimators().items():
        joblib.dump(model, folder / f"{name}.joblib", compress=3)
        expected[name] = expectation(model, ask, methods)
    (folder / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    if "--only-estimators" not in sys.argv:
        values()
        compressions(LogisticRegression().fit(RANDOM.normal(size=(30, 4)), np.arange(30) % 3))


main()
