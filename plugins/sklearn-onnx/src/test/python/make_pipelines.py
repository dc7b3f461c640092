"""Writes pipelines over tables as users build them, and what scikit-learn answers.

    python make_pipelines.py FOLDER

Run with scikit-learn 1.5.2 (pandas 2) and 1.9.1 (pandas 3); FOLDER is fixtures/predictors/sklearn-VERSION-pipelines.
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
FOLDER.mkdir(parents=True, exist_ok=True)
RNG = np.random.RandomState(2)


def table(rows):
    columns = pd.DataFrame({
        "age": RNG.randint(18, 80, rows), "fare": RNG.gamma(2, 20, rows).round(2),
        "city": RNG.choice(["Lyon", "Oslo", "Zürich"], rows), "member": RNG.rand(rows) > 0.5})
    columns.loc[RNG.rand(rows) < 0.2, "fare"] = np.nan
    columns.loc[RNG.rand(rows) < 0.2, "city"] = None
    return columns


FITTED, ASKED = table(200), table(25)
ASKED.loc[3, "city"] = "Atlantis"
SURVIVED = np.where(FITTED.age + RNG.normal(0, 9, 200) > 45, "yes", "no")
NUMBERS = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
WORDS = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore"))
COLUMNS = ColumnTransformer([("numbers", NUMBERS, ["age", "fare"]), ("words", WORDS, ["city"])])
FILLED = make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder(handle_unknown="ignore"))
CODES = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2)
MIXED = ColumnTransformer([("age", StandardScaler(), ["age"])], remainder="passthrough")
WHOLE = ColumnTransformer([("all", "passthrough", ["age"])])
FLAGS = ColumnTransformer([("all", "passthrough", ["member"])])
VOTES = [("line", LogisticRegression()), ("bayes", GaussianNB())]

MODELS = {
    "columns-line": (make_pipeline(COLUMNS, LogisticRegression()), ["age", "fare", "city"]),
    "columns-forest": (make_pipeline(COLUMNS, RandomForestClassifier(7, random_state=0)), ["age", "fare", "city"]),
    "filled": (make_pipeline(FILLED, LogisticRegression()), ["city"]),
    "text-beside-numbers": (make_pipeline(MIXED, CODES, LogisticRegression()), ["age", "city"]),
    "whole-numbers": (WHOLE, ["age", "city"]),
    "flags": (FLAGS, ["age", "member"]),
    "votes-apart": (VotingClassifier(VOTES, voting="soft", flatten_transform=False), ["age", "member"]),
}
if sklearn.__version__ >= "1.6":
    from sklearn.frozen import FrozenEstimator
    line = LogisticRegression().fit(FITTED[["age", "member"]], SURVIVED)
    MODELS["frozen"] = (CalibratedClassifierCV(FrozenEstimator(line)), ["age", "member"])


def plain(values):
    return [None if isinstance(v, float) and not np.isfinite(v) else v for v in values]


def kind(dtype):
    return {"f8": "FP64", "i8": "INT64", "b1": "BOOL"}.get(dtype.str[1:], "BYTES")


def answer(values):
    values = np.asarray(values.toarray() if hasattr(values, "toarray") else values)
    shape = list(values.shape) if values.ndim > 1 else [len(values), 1]
    return {"datatype": kind(values.dtype), "shape": shape, "values": plain(values.ravel().tolist())}


def main():
    models, rows = {}, {}
    for name, (model, columns) in MODELS.items():
        model.fit(FITTED[columns], SURVIVED)
        joblib.dump(model, FOLDER / f"{name}.joblib", compress=3)
        methods = [m for m in ("predict", "predict_proba", "transform") if hasattr(model, m)]
        answers = {method: answer(getattr(model, method)(ASKED[columns])) for method in methods}
        models[name] = {"rows": name, "answers": answers}
        rows[name] = {"table": {
            column: {"datatype": kind(ASKED[column].to_numpy().dtype), "data": plain(ASKED[column].tolist())}
            for column in columns}}
    (FOLDER / "expected.json").write_text(json.dumps({"rows": rows, "models": models}, indent=0) + "\n")


if __name__ == "__main__":
    main()
