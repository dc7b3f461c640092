"""Writes models whose rows go to column transformers and encoders, alone and deep within others.

    python make_columns.py FOLDER

Run with scikit-learn 1.5.2 (pandas 2) and 1.9.1 (pandas 3); FOLDER is fixtures/predictors/sklearn-VERSION-columns.
What they take is to be found in the file: encoders refuse what they have not seen, so zeros and empty texts will not do.
"""

import json

import joblib
import numpy as np
import pandas as pd
from make_pipelines import FOLDER, answer, kind, plain
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.ensemble import (
    BaggingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import RadiusNeighborsClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    StandardScaler,
    TargetEncoder,
)

RNG = np.random.RandomState(5)
ROWS = 120
NOTES = ["fine and dry", "late again", "fine", "broken seat", "late and broken"]
TABLE = pd.DataFrame({
    "alter in Jahren": RNG.randint(18, 80, ROWS).astype(float),
    "unused": RNG.rand(ROWS).round(3),
    "city": RNG.choice(["Lyon", "Oslo", "Zürich"], ROWS),
    "level": RNG.choice([3.0, 5.0, 8.0], ROWS),
    "fare": (RNG.gamma(2, 20, ROWS) + 1).round(2),
    "note": RNG.choice(NOTES, ROWS),
})
TABLE["city"] = TABLE["city"].astype(object)
TABLE["note"] = TABLE["note"].astype(object)
LABELS = np.where(TABLE["alter in Jahren"] + RNG.normal(0, 9, ROWS) > 45, "yes", "no")
NUMBERS = TABLE["fare"].to_numpy() * 2 + TABLE["level"].to_numpy()

AGE, KINDS = ["alter in Jahren"], ["city", "level"]
STRICT = ColumnTransformer([("kinds", OneHotEncoder(), KINDS), ("age", StandardScaler(), AGE)])
ONLY_NUMBERS = ColumnTransformer([("age", StandardScaler(), AGE + ["fare"])])
TEXTS = ColumnTransformer([("note", TfidfVectorizer(), "note"), ("fare", PowerTransformer("box-cox"), ["fare"])])
FILLED = ColumnTransformer([
    ("words", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder()), ["city"]),
    ("codes", make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder()), ["level"]),
    ("age", make_pipeline(SimpleImputer(), KBinsDiscretizer(4, encode="ordinal")), AGE)])
FILLED_FIRST = make_pipeline(
    ColumnTransformer([
        ("fare", FunctionTransformer(np.log1p), ["fare"]),
        ("kinds", SimpleImputer(strategy="most_frequent"), ["level", "city"])]),
    ColumnTransformer([("kinds", OneHotEncoder(), [1, 2])]))
TARGETS = ColumnTransformer([("kinds", TargetEncoder(random_state=0), KINDS)], remainder=StandardScaler())
BY_PLACE = ColumnTransformer([("city", OneHotEncoder(), [0]), ("age", StandardScaler(), [1, 2])])
SELECTED = ColumnTransformer([
    ("texts", OrdinalEncoder(), make_column_selector(dtype_include=object)),
    ("numbers", StandardScaler(), make_column_selector(dtype_include=np.number))])
SINGLE = ColumnTransformer([("city", CountVectorizer(), "city")], remainder="drop")


def line(first):
    return make_pipeline(first, LogisticRegression())


def category(columns):
    return columns.assign(city=columns["city"].astype("category"))


WHOLE = TABLE.drop(columns="note")
PLACES = TABLE[["city", "alter in Jahren", "fare"]]
PLAIN = ["alter in Jahren", "fare"]
# name: estimator, columns, how it is fitted on them
MODELS = {
    "strict": (line(STRICT), WHOLE, None),
    "search": (GridSearchCV(line(STRICT), {"logisticregression__C": [0.1, 1.0]}, cv=3), WHOLE, None),
    "votes": (VotingClassifier([("a", make_pipeline(ONLY_NUMBERS, GaussianNB())), ("b", line(STRICT))]), WHOLE, None),
    "stack": (StackingClassifier([("a", line(ONLY_NUMBERS)), ("b", line(STRICT))], cv=3), WHOLE, None),
    "union": (line(FeatureUnion([("a", ONLY_NUMBERS), ("b", STRICT)])), WHOLE, None),
    "calibrated": (CalibratedClassifierCV(line(STRICT), cv=3), WHOLE, None),
    "rest": (OneVsRestClassifier(line(STRICT)), WHOLE, None),
    "target": (TransformedTargetRegressor(make_pipeline(STRICT, Ridge())), WHOLE, None),
    "texts": (line(TEXTS), TABLE, None),
    "filled": (line(FILLED), WHOLE, None),
    "filled-first": (FILLED_FIRST, WHOLE, None),
    "targets": (line(TARGETS), WHOLE, None),
    "selected": (make_pipeline(SELECTED, SelectKBest(k=2), RandomForestClassifier(5, random_state=0)), WHOLE, None),
    "single-text": (SINGLE, WHOLE, None),
    "by-place": (line(BY_PLACE), PLACES, lambda rows: rows.to_numpy(object)),
    "mixed-names": (OrdinalEncoder(), TABLE[KINDS], None),
    "mixed-array": (OneHotEncoder(sparse_output=False), TABLE[KINDS], lambda rows: rows.to_numpy(object)),
    "categories": (HistGradientBoostingClassifier(max_iter=5, categorical_features=["city"]), WHOLE, category),
    "words-weighed": (make_pipeline(SINGLE, TfidfTransformer(), LogisticRegression()), WHOLE, None),
    "near": (make_pipeline(StandardScaler(), RadiusNeighborsClassifier(1.5, outlier_label="most_frequent")), TABLE[PLAIN], None),
    "nearest-only": (RadiusNeighborsClassifier(4.0), TABLE[PLAIN], None),
    "weights": (TfidfTransformer(), TABLE[PLAIN], lambda rows: rows.to_numpy()),
    "named": (Pipeline([("as", "passthrough"), ("first", STRICT), ("line", LogisticRegression())]), WHOLE, None),
    "frames": (make_pipeline(StandardScaler(), PolynomialFeatures(2), Ridge()).set_output(transform="pandas"),
               TABLE[PLAIN], None),
    "bags": (BaggingClassifier(make_pipeline(OneHotEncoder(), LogisticRegression()), 3, random_state=0), TABLE[["level"]], None),
}


def within_itself():
    """Each of forty has the next one twice, and the last has the first: whoever follows them all never ends."""
    models = [LogisticRegression().fit(TABLE[PLAIN], LABELS) for _ in range(40)]
    for model, following in zip(models, models[1:] + models[:1]):
        model.estimators = []
        model.estimators_ = [following, following]
    return models[0]


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    joblib.dump(within_itself(), FOLDER / "within-itself.joblib", compress=3)
    models, rows = {}, {}
    for name, (model, columns, form) in MODELS.items():
        form = form or (lambda given: given)
        asked = columns.iloc[:15]
        model.fit(form(columns), NUMBERS if name in ("target", "frames") else LABELS)
        joblib.dump(model, FOLDER / f"{name}.joblib", compress=3)
        methods = [m for m in ("predict", "predict_proba", "transform") if hasattr(model, m)]
        models[name] = {"rows": name, "answers": {m: answer(getattr(model, m)(form(asked))) for m in methods}}
        rows[name] = {"table": {
            column: {"datatype": kind(asked[column].to_numpy().dtype), "data": plain(asked[column].tolist())}
            for column in columns}}
    (FOLDER / "expected.json").write_text(json.dumps({"rows": rows, "models": models}, indent=0) + "\n")


if __name__ == "__main__":
    main()
