"""Writes the folders and bodies that the tests read, with the MLflow that is installed.

    pip install mlflow-skinny==2.20.4 scikit-learn==1.5.2 pandas==2.2.3 numpy==1.26.4 cloudpickle
    python make_fixtures.py ../resources/mlflow-2

    pip install mlflow-skinny==3.17.2 scikit-learn==1.5.2 pandas numpy skops cloudpickle
    python make_fixtures.py ../resources/mlflow-3

Beside each model folder lies cases.json: bodies of the scoring protocol and what MLflow's own
scoring server answers to them.
"""

import json
import os
import shutil
import sys

import mlflow
import numpy as np
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.models import ModelSignature, infer_signature
from mlflow.pyfunc import scoring_server
from mlflow.types.schema import Array, ColSpec, DataType, Map, Object, ParamSchema, ParamSpec, Property, Schema
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_iris
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

JSON = "application/json"
CSV = "text/csv"

TARGET = sys.argv[1]


def save(name, model, cases, **options):
    folder = os.path.join(TARGET, name)
    shutil.rmtree(folder, ignore_errors=True)
    if mlflow.__version__.startswith("3"):
        options.setdefault("serialization_format", "cloudpickle")
    mlflow.sklearn.save_model(model, folder, **options)
    for file in ("conda.yaml", "python_env.yaml", "requirements.txt"):
        os.remove(os.path.join(folder, file))
    loaded = mlflow.pyfunc.load_model(folder)
    answers = [answered(loaded, *case) for case in cases]
    with open(os.path.join(folder, "cases.json"), "w") as out:
        json.dump(answers, out, indent=1)
        out.write("\n")


def answered(model, why, content_type, body):
    """What the scoring server answers, without the server around it."""
    text = body if isinstance(body, str) else json.dumps(body)
    try:
        response = scoring_server.invocations(
            text, content_type, model, model.metadata.get_input_schema()
        )
        answer = json.loads(response.response) if response.status == 200 else None
        return {"why": why, "content_type": content_type, "body": text, "status": response.status, "answer": answer}
    except MlflowException as e:
        print(f"  {why}: {e.message[:160]}")
        return {"why": why, "content_type": content_type, "body": text, "status": 400, "answer": None}


def iris_frame():
    data = load_iris()
    frame = pd.DataFrame(data.data, columns=["a", "b", "c", "d"])
    return frame, data.target


def column_models():
    frame, target = iris_frame()
    model = LogisticRegression(max_iter=200).fit(frame, target)
    three = frame.iloc[[0, 60, 120]]
    split = three.to_dict(orient="split")
    records = three.to_dict(orient="records")
    columns = three.to_dict(orient="list")
    cases = [
        ("split", JSON, {"dataframe_split": split}),
        ("split, columns behind the data", JSON, {"dataframe_split": {"data": split["data"], "columns": split["columns"]}}),
        ("split without rows", JSON, {"dataframe_split": {"columns": split["columns"], "data": []}}),
        ("records", JSON, {"dataframe_records": records}),
        ("records in another order, with one more", JSON, {"dataframe_records": [dict(reversed(list(r.items())), e="x") for r in records]}),
        ("records, one without a column", JSON, {"dataframe_records": [records[0], {k: v for k, v in records[1].items() if k != "b"}]}),
        ("inputs as columns", JSON, {"inputs": columns}),
        ("inputs as records", JSON, {"inputs": records}),
        ("instances", JSON, {"instances": records}),
        ("integers", JSON, {"dataframe_records": [{"a": 5, "b": 3, "c": 1, "d": 0}]}),
        ("numbers as text", JSON, {"dataframe_records": [{"a": "5.1", "b": "3", "c": " 1.4", "d": "2e-1"}]}),
        ("text that is no number", JSON, {"dataframe_records": [{"a": "x", "b": 3, "c": 1, "d": 0}]}),
        ("hexadecimal", JSON, {"dataframe_records": [{"a": "0x5", "b": 3, "c": 1, "d": 0}]}),
        ("a list in a cell", JSON, {"dataframe_records": [{"a": [5], "b": 3, "c": 1, "d": 0}]}),
        ("true", JSON, {"dataframe_records": [{"a": True, "b": 3, "c": 1, "d": 0}]}),
        ("missing column", JSON, {"dataframe_records": [{"a": 5, "b": 3, "c": 1}]}),
        ("matrix without names", JSON, {"inputs": split["data"]}),
        ("columns of different length", JSON, {"inputs": dict(columns, a=[1.0])}),
        ("csv", CSV, three.to_csv(index=False)),
        ("csv with spaces before names", CSV, "a, b,c,d\n5,3,1,0\n"),
        ("csv with quotes and CRLF", CSV, '"a","b","c","d"\r\n"5.1","3",1.4,.2\r\n'),
        ("csv with integers", CSV, "a,b,c,d\n5,3,1,0\n"),
        ("csv, one row too long", CSV, "a,b,c,d\n5,3,1,0\n5,3,1,0,7\n"),
        ("csv, a word", CSV, "a,b,c,d\n5,high,1,0\n"),
        ("two formats", JSON, {"instances": records, "inputs": records}),
        ("none", JSON, {"data": records}),
        ("a list", JSON, [1, 2]),
    ]
    save("columns", model, cases, signature=infer_signature(frame, model.predict(frame)), input_example=three)
    save("no-signature", model, cases[:4] + [("a matrix", JSON, {"inputs": split["data"]}), ("csv", CSV, three.to_csv(index=False))])


def tensor_models():
    frame, target = iris_frame()
    matrix = frame.to_numpy().astype(np.float32)
    model = LogisticRegression(max_iter=200).fit(matrix, target)
    rows = matrix[[0, 60, 120]].tolist()
    cases = [
        ("inputs", JSON, {"inputs": rows}),
        ("instances", JSON, {"instances": rows}),
        ("integers", JSON, {"inputs": [[5, 3, 1, 0]]}),
        ("split without names", JSON, {"dataframe_split": {"data": rows}}),
        ("split of another width", JSON, {"dataframe_split": {"data": [[1, 2, 3]]}}),
        ("another width", JSON, {"inputs": [[1, 2, 3]]}),
        ("a vector", JSON, {"inputs": [1, 2, 3, 4]}),
        ("ragged", JSON, {"inputs": [[1, 2, 3, 4], [1, 2, 3]]}),
        ("words", JSON, {"inputs": [["a", "b", "c", "d"]]}),
        ("one cell of lists", JSON, {"dataframe_records": [{"x": rows[0]}, {"x": rows[1]}]}),
    ]
    signature = infer_signature(matrix, model.predict(matrix))
    save("tensor", model, cases, signature=signature, input_example=matrix[:2])
    save("probabilities", model, cases[:2], signature=signature, pyfunc_predict_fn="predict_proba")


def typed_model():
    frame = pd.DataFrame(
        {
            "flag": [True, False] * 10,
            "small": np.arange(20, dtype=np.int32),
            "big": np.arange(20, dtype=np.int64) * 1000,
            "ratio": np.linspace(0, 1, 20, dtype=np.float32),
            "amount": np.linspace(5, 9, 20),
            "city": ["paris", "lima"] * 10,
        }
    )
    target = frame["amount"] * 2 + frame["flag"]
    encoder = make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["city"]), remainder="passthrough")
    model = make_pipeline(encoder, LinearRegression()).fit(frame, target)
    signature = ModelSignature(
        inputs=Schema(
            [
                ColSpec(DataType.boolean, "flag"),
                ColSpec(DataType.integer, "small"),
                ColSpec(DataType.long, "big"),
                ColSpec(DataType.float, "ratio"),
                ColSpec(DataType.double, "amount"),
                ColSpec(DataType.string, "city"),
                ColSpec(DataType.datetime, "when", required=False),
                ColSpec(DataType.binary, "blob", required=False),
                ColSpec(Array(DataType.long), "list", required=False),
                ColSpec(Object([Property("x", DataType.long), Property("y", DataType.string, required=False)]), "object", required=False),
                ColSpec(Map(DataType.double), "map", required=False),
            ]
        ),
        outputs=Schema([ColSpec(DataType.double)]),
        params=ParamSchema([ParamSpec("depth", DataType.long, 3), ParamSpec("names", DataType.string, ["a"], shape=(-1,))]),
    )
    row = {"flag": True, "small": 3, "big": 7, "ratio": 0.5, "amount": 6.5, "city": "lima"}
    one = lambda **more: {"dataframe_records": [dict(row, **more)]}
    cases = [
        ("required only", JSON, one()),
        ("all optional", JSON, one(when="2024-01-02T03:04:05", blob="YWI=", list=[1, 2], object={"x": 1}, map={"k": 1.5})),
        ("unknown city", JSON, one(city="oslo")),
        ("no datetime", JSON, one(when="soon")),
        ("list of words", JSON, one(list=["a"])),
        ("object with another field", JSON, one(object={"x": 1, "z": 2})),
        ("object without a required field", JSON, one(object={"y": "a"})),
        ("map of words", JSON, one(map={"k": "v"})),
        ("integer too large", JSON, one(small=3000000000)),
        ("long that is missing", JSON, one(big=None)),
        ("csv", CSV, "flag,small,big,ratio,amount,city\nTrue,3,7,0.5,6.5,lima\n"),
        ("params", JSON, dict(one(), params={"depth": 5, "names": ["b"]})),
        ("unknown params", JSON, dict(one(), params={"width": 5})),
        ("param of another type", JSON, dict(one(), params={"depth": "x"})),
        ("param that is no list", JSON, dict(one(), params={"names": "b"})),
    ]
    save("types", model, cases, signature=signature)


def main():
    os.makedirs(TARGET, exist_ok=True)
    print("MLflow", mlflow.__version__)
    column_models()
    tensor_models()
    typed_model()
    if mlflow.__version__.startswith("3"):
        frame, target = iris_frame()
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200)).fit(frame, target)
        save(
            "skops",
            model,
            [("split", JSON, {"dataframe_split": frame.iloc[[0, 60, 120]].to_dict(orient="split")})],
            signature=infer_signature(frame, model.predict(frame)),
            serialization_format="skops",
            skops_trusted_types=["numpy.dtype", "sklearn.linear_model._logistic.LogisticRegression"],
        )


main()
