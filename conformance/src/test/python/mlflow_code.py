"""Logs MLflow models that are nothing but Python code, as `mlflow.pyfunc.save_model` does.

Wants mlflow-skinny, pandas and numpy. Prints the version of MLflow.
"""

import pathlib
import sys

import mlflow
import numpy as np
import pandas as pd
from mlflow.models import ModelSignature, infer_signature
from mlflow.types import ColSpec, ParamSchema, ParamSpec, Schema

FRAME = pd.DataFrame({"x": [1.0, 2.0], "y": [3.0, 4.0]})


class Weighted(mlflow.pyfunc.PythonModel):
    """Adds its columns, weighted by a param."""

    def predict(self, context, model_input, params=None):
        weight = (params or {}).get("weight", 1.0)
        return (model_input["x"] + weight * model_input["y"]).to_numpy()


class Words(mlflow.pyfunc.PythonModel):
    """Counts words: text in, a table out."""

    def predict(self, context, model_input, params=None):
        return pd.DataFrame({"words": [len(text.split()) for text in model_input["text"]]})


class Tensors(mlflow.pyfunc.PythonModel):
    """Takes an array, gives arrays by name."""

    def predict(self, context, model_input, params=None):
        return {"sum": np.asarray(model_input).sum(axis=1), "first": np.asarray(model_input)[:, 0]}


FROM_CODE = '''
import mlflow


class Doubler(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return (model_input["x"] * 2).to_numpy()


mlflow.models.set_model(Doubler())
'''


def main(folder):
    # MLServer's runtime loads no model whose signature has inputs and no outputs.
    weight = ParamSchema([ParamSpec("weight", "double", 10.0)])
    columns = infer_signature(FRAME, np.array([1.0]))
    save = mlflow.pyfunc.save_model
    save(
        str(folder / "weighted"),
        python_model=Weighted(),
        signature=ModelSignature(columns.inputs, columns.outputs, weight),
    )
    save(
        str(folder / "words"),
        python_model=Words(),
        signature=ModelSignature(
            Schema([ColSpec("string", "text")]), Schema([ColSpec("long", "words")])
        ),
    )
    save(
        str(folder / "tensors"),
        python_model=Tensors(),
        signature=infer_signature(np.array([[1.0, 2.0]]), {"sum": np.ones(1), "first": np.ones(1)}),
    )
    code = folder / "doubler.py"
    code.write_text(FROM_CODE)
    save(
        str(folder / "from-code"),
        python_model=str(code),
        signature=columns,
    )
    print(mlflow.__version__)


main(pathlib.Path(sys.argv[1]))
