"""Makes the model files and expectations under src/test/resources/fixtures/options.

    python make_options.py ../resources/fixtures/options

Estimators with options that a sweep of random ones found us answering otherwise than Python: tables that
transformers give, types of targets, classes that count as positive. The committed files were made with
scikit-learn 1.5.2.
"""

import json
import pathlib
import sys
import warnings

import joblib
import numpy as np
import pandas as pd
from sklearn import (
    discriminant_analysis, dummy, ensemble, feature_selection, impute, kernel_approximation, linear_model, manifold,
    naive_bayes, neighbors, preprocessing, semi_supervised, svm, tree)
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.metrics import f1_score, make_scorer
from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV
from sklearn.pipeline import make_pipeline, make_union

warnings.simplefilter("ignore")
TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(11)


def rows(count):
    return RANDOM.normal(size=(count, 4)).round(2)


def table(count):
    frame = pd.DataFrame({
        "size": RANDOM.normal(size=count).round(2), "city": RANDOM.choice(["Oslo", "Rome", "Bern"], count),
        "age": RANDOM.randint(18, 90, count), "flag": RANDOM.uniform(size=count) > 0.5,
        "score": RANDOM.uniform(size=count).astype(np.float32)})
    frame.loc[::5, "size"] = np.nan
    return frame


X, ASK = rows(60), rows(7)
FRAME, ASKED = pd.DataFrame(X, columns=list("abcd")), pd.DataFrame(ASK, columns=list("abcd"))
TABLE, ASKED_TABLE = table(60), table(7)
NUMBER = X[:, 0] * 2 - X[:, 1]
TWO, THREE = np.array(["no", "yes"])[(NUMBER > 0).astype(int)], np.digitize(NUMBER, [-1, 1])
SINGLE, SINGLE_ASK = X.astype(np.float32), ASK.astype(np.float32)
CLASSIFIERS = [("a", linear_model.LogisticRegression()), ("b", tree.DecisionTreeClassifier(max_depth=3, random_state=0))]
REGRESSORS = [("a", linear_model.Ridge()), ("b", tree.DecisionTreeRegressor(max_depth=3, random_state=0))]


def tables():
    embedding = ensemble.RandomTreesEmbedding(2, max_depth=2, sparse_output=False, random_state=0)
    found = {
        "voting-soft": (ensemble.VotingClassifier(CLASSIFIERS, voting="soft"), THREE),
        "voting-hard": (ensemble.VotingClassifier(CLASSIFIERS), TWO),
        "voting-numbers": (ensemble.VotingRegressor(REGRESSORS), NUMBER),
        "stacking": (ensemble.StackingClassifier(CLASSIFIERS, cv=3, passthrough=True), THREE),
        "stacking-labels": (ensemble.StackingClassifier(CLASSIFIERS, cv=3, stack_method="predict"), TWO),
        "stacking-numbers": (ensemble.StackingRegressor(REGRESSORS, cv=3), NUMBER),
        "embedding": (embedding, None), "targets": (preprocessing.TargetEncoder(random_state=0), THREE),
        "union": (make_union(preprocessing.TargetEncoder(random_state=0), preprocessing.StandardScaler()), THREE),
        "binary": (preprocessing.Binarizer(), None),
    }
    for name, (model, target) in found.items():
        yield f"table-{name}", model.set_output(transform="pandas").fit(FRAME, target), ASKED, ["transform"]
    whole, asked = (X * 10).astype(np.int64), (ASK * 10).astype(np.int64)
    yield "table-chosen", feature_selection.VarianceThreshold().set_output(transform="pandas").fit(whole), asked, ["transform"]
    positive = kernel_approximation.AdditiveChi2Sampler().set_output(transform="pandas")
    yield "table-waves", positive.fit(abs(X)), abs(ASK), ["transform"]
    holes, asked = TABLE[["size"]].to_numpy(), ASKED_TABLE[["size"]].to_numpy()
    yield "table-missing", impute.MissingIndicator().set_output(transform="pandas").fit(holes), asked, ["transform"]
    log = preprocessing.FunctionTransformer(np.abs).set_output(transform="pandas")
    yield "array-of-function", log.fit(X), ASK, ["transform"]
    for name, encoder in {"ones": preprocessing.OneHotEncoder(sparse_output=False),
                          "target": preprocessing.TargetEncoder(random_state=0)}.items():
        columns = ColumnTransformer(
            [("city", encoder, ["city"]), ("size", impute.SimpleImputer(add_indicator=True), ["size"])],
            remainder="passthrough", verbose_feature_names_out=name == "ones").set_output(transform="pandas")
        yield f"table-columns-{name}", columns.fit(TABLE, THREE), ASKED_TABLE, ["transform"]
        pipe = make_pipeline(columns, ensemble.RandomForestClassifier(4, random_state=0)).fit(TABLE, THREE)
        yield f"table-forest-{name}", pipe, ASKED_TABLE, ["predict", "predict_proba"]


def precisions():
    discriminant = discriminant_analysis.LinearDiscriminantAnalysis
    every = ["predict_proba", "decision_function", "transform"]
    yield "single-discriminant", discriminant().fit(SINGLE, THREE), SINGLE_ASK, every
    yield "single-discriminant-two", discriminant(solver="eigen").fit(SINGLE, TWO), SINGLE_ASK, every
    yield "single-isomap", manifold.Isomap(n_components=2).fit(SINGLE), SINGLE_ASK, ["transform"]
    yield "single-target", TransformedTargetRegressor().fit(SINGLE, NUMBER.astype("f4")), SINGLE_ASK, ["predict"]
    for name, model in {
        "mean": dummy.DummyRegressor(), "neighbours": neighbors.KNeighborsRegressor(),
        "neighbours-weighted": neighbors.KNeighborsRegressor(weights="distance"),
        "radius": neighbors.RadiusNeighborsRegressor(radius=3),
        "radius-weighted": neighbors.RadiusNeighborsRegressor(radius=3, weights="distance"),
    }.items():
        yield f"single-{name}", model.fit(X, NUMBER.astype(np.float32)), ASK, ["predict"]
    yield "whole-constant", dummy.DummyRegressor(strategy="constant", constant=5).fit(X, NUMBER), ASK, ["predict"]


def choices():
    for name, model in {"multinomial": naive_bayes.MultinomialNB(), "complement": naive_bayes.ComplementNB()}.items():
        yield f"below-zero-{name}", model.fit(abs(X), THREE), ASK, ["predict", "predict_proba"]
    yield "neighbours-no-weights", neighbors.KNeighborsClassifier(weights=None).fit(X, THREE), ASK, ["predict_proba"]
    whole, asked = X.round().astype(np.int64), ASK.round().astype(np.int64)
    spread = semi_supervised.LabelPropagation(kernel="knn", n_neighbors=5)
    yield "propagated", spread.fit(whole.astype(float), THREE), asked.astype(float), ["predict", "predict_proba"]
    for label in ("no", "yes"):
        for member in (linear_model.LogisticRegression(), svm.LinearSVC(random_state=0)):
            kind = f"{type(member).__name__.lower()}-{label}"
            fixed = FixedThresholdClassifier(member, threshold=0.3, pos_label=label)
            yield f"fixed-{kind}", fixed.fit(X, TWO), ASK, ["predict", "decision_function"]
            scoring = make_scorer(f1_score, pos_label=label)
            tuned = TunedThresholdClassifierCV(member, scoring=scoring, cv=3)
            yield f"tuned-{kind}", tuned.fit(X, TWO), ASK, ["predict"]
    ones = 1 + (NUMBER > 0.5).astype(int)  # f1 takes 1, the first class here, for the positive one
    yield "tuned-first", TunedThresholdClassifierCV(
        linear_model.LogisticRegression(), scoring="f1", cv=3).fit(X, ones), ASK, ["predict"]


def plain(array):
    return [None if isinstance(v, float) and v != v else v for v in np.asarray(array).ravel().tolist()]


def answer(model, method, ask):
    given = getattr(model, method)(ask)
    if isinstance(given, pd.DataFrame):
        names, types = list(given.columns), [given[name].to_numpy().dtype.name for name in given]
        return {"columns": names, "dtypes": types, "values": [v for name in given for v in plain(given[name])]}
    given = np.asarray(given)
    return {"shape": list(given.shape), "dtype": given.dtype.name, "values": plain(given)}


def request(ask):
    if isinstance(ask, pd.DataFrame):
        types = {name: ask[name].to_numpy().dtype.name for name in ask}
        return {"table": {name: plain(ask[name]) for name in ask}, "dtypes": types}
    return {"shape": list(ask.shape), "dtype": ask.dtype.name, "input": plain(ask)}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    expected = {}
    for group in (tables, precisions, choices):
        for name, model, ask, methods in group():
            joblib.dump(model, TARGET / f"{name}.joblib", compress=3)
            expected[name] = {**request(ask), "answers": {m: answer(model, m, ask) for m in methods if hasattr(model, m)}}
    lines = [f" {json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in expected.items()]
    (TARGET / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
