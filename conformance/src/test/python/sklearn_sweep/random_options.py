"""Models with options drawn at random from what each estimator says that it takes (scikit-learn 1.2 and newer).

Alone on random data, behind a random transformer, behind a random ColumnTransformer of a table, and behind a random
vectorizer of texts. Many draws do not fit; make.py leaves them out.
"""

import inspect
import numbers

import numpy as np
from sklearn import (
    compose, decomposition, ensemble, feature_selection, impute, linear_model, naive_bayes, neighbors, pipeline,
    preprocessing, svm, tree)
from sklearn.base import is_classifier, is_regressor
from sklearn.experimental import enable_halving_search_cv, enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction import text
from sklearn.utils import _param_validation, all_estimators

NOT_SERVED = ("SearchCV", "ColumnTransformer", "Pipeline", "FeatureUnion", "TSNE", "MDS", "SpectralEmbedding",
              "DBSCAN", "HDBSCAN", "OPTICS", "AgglomerativeClustering", "Spectral", "GraphicalLasso", "SparseCoder")
# What only says how to fit or compute, or is drawn elsewhere.
LEFT_ALONE = {
    "random_state", "verbose", "n_jobs", "max_iter", "copy", "copy_X", "copy_x", "memory", "warm_start", "tol", "eps",
    "iterated_power", "n_iter_no_change", "early_stopping", "cache_size", "cv", "scoring", "n_init", "estimator",
    "estimators", "base_estimator", "dtype", "input", "encoding", "decode_error", "batch_size", "total_samples",
    "max_samples", "kernel_params", "metric_params", "validation_fraction", "min_impurity_decrease", "atol", "rtol",
    "inverse_func", "check_inverse", "preprocessor", "tokenizer", "vocabulary", "token_pattern", "max_df", "min_df",
    "stop_words", "radius"}
CLASSIFIERS = [linear_model.LogisticRegression, tree.DecisionTreeClassifier, naive_bayes.GaussianNB, svm.LinearSVC,
               neighbors.KNeighborsClassifier, linear_model.RidgeClassifier, svm.SVC, ensemble.ExtraTreesClassifier,
               linear_model.SGDClassifier]
REGRESSORS = [linear_model.LinearRegression, tree.DecisionTreeRegressor, linear_model.Ridge, svm.SVR,
              neighbors.KNeighborsRegressor, ensemble.RandomForestRegressor, linear_model.HuberRegressor]
STEPS = [preprocessing.StandardScaler, preprocessing.MinMaxScaler, preprocessing.RobustScaler, preprocessing.Normalizer,
         preprocessing.PowerTransformer, preprocessing.QuantileTransformer, preprocessing.PolynomialFeatures,
         preprocessing.SplineTransformer, preprocessing.KBinsDiscretizer, preprocessing.MaxAbsScaler,
         decomposition.PCA, decomposition.TruncatedSVD, feature_selection.VarianceThreshold]
PLAIN_DATA = ["plain", "single", "integers", "integers32", "booleans", "numbers", "positive", "unit", "counts", "whole",
              "categories"]
ANY_DATA = PLAIN_DATA + ["holes", "sparse", "strings"]
TARGETS = {"classifier": ["tree", "yes", "three", "two", "flag", "odd", "object", "pairs"],
           "regressor": ["number", "numbers", "positive", "frequency", "single", "unit"]}


class Draw:
    """One stream of random choices; the same seed gives the same models."""

    def __init__(self, seed):
        self.random = np.random.RandomState(seed)

    def one_of(self, choices):
        return choices[self.random.randint(len(choices))]

    def seed(self):
        return int(self.random.randint(2**31 - 1))

    def value(self, constraint):
        """A value that a constraint allows; KeyError for functions, arrays and the like."""
        if isinstance(constraint, str) and constraint == "boolean":
            return bool(self.random.randint(2))
        if constraint is None:
            return None
        if isinstance(constraint, _param_validation.Options):
            return self.one_of(sorted(constraint.options, key=str))
        if isinstance(constraint, _param_validation.Interval):
            return self.within(constraint)
        raise KeyError(constraint)

    def within(self, interval):
        low = interval.left if interval.left is not None and np.isfinite(float(interval.left)) else None
        high = interval.right if interval.right is not None and np.isfinite(float(interval.right)) else None
        if interval.type is numbers.Integral:
            first = 1 if low is None else int(low) + (interval.closed in ("right", "neither"))
            last = first + 8 if high is None else min(int(high), first + 12)
            return int(self.random.randint(first, max(first, last) + 1))
        first = -2.0 if low is None else float(low)
        last = first + 3 if high is None else float(high)
        return round(float(first + (last - first) * self.random.uniform(0.05, 0.95)), 3)

    def options(self, made):
        """Up to three options of an estimator, and what it cannot do without."""
        known = inspect.signature(made.__init__).parameters
        constraints = getattr(made, "_parameter_constraints", None) or {}
        names = [name for name in constraints if name in known and name not in LEFT_ALONE]
        self.random.shuffle(names)
        options = {}
        for name in names[:self.random.randint(1, 4)]:
            for _ in range(4):
                try:
                    options[name] = self.value(self.one_of(list(constraints[name])))
                    break
                except (KeyError, TypeError):
                    continue
        fixed = {"random_state": 0, "n_estimators": 6}
        options.update({name: value for name, value in fixed.items() if name in known and name not in options})
        if made.__name__.startswith("HistGradient"):
            options["max_iter"] = 6
        if made is preprocessing.QuantileTransformer:
            options["n_quantiles"] = 20
        for name in ("estimator", "base_estimator"):
            if name in known and known[name].default is inspect.Parameter.empty:
                options[name] = self.member("Regress" in made.__name__)
        if "estimators" in known and known["estimators"].default is inspect.Parameter.empty:
            options["estimators"] = [(f"m{i}", self.member("Regress" in made.__name__)) for i in range(2)]
        return options

    def member(self, regresses):
        made = self.one_of(REGRESSORS if regresses else CLASSIFIERS)
        return made(**self.options(made))

    def step(self):
        made = self.one_of(STEPS)
        return made(**self.options(made))


def alone(seed, made, data):
    draw = Draw(seed)
    estimator = made(**draw.options(made))
    behind = data in ("plain", "single", "integers", "numbers") and draw.random.randint(4) == 0
    return pipeline.make_pipeline(draw.step(), estimator) if behind else estimator


def of_table(seed, made):
    """Numbers with holes and texts, each through steps of their own."""
    draw = Draw(seed)
    imputer = draw.one_of([impute.SimpleImputer(strategy=draw.one_of(["mean", "median", "constant"])),
                           impute.SimpleImputer(add_indicator=True), impute.KNNImputer(n_neighbors=3)])
    steps = [imputer] + ([draw.step()] if draw.random.randint(2) else [])
    encoder = draw.one_of([
        preprocessing.OneHotEncoder(
            handle_unknown=draw.one_of(["ignore", "infrequent_if_exist"]), drop=draw.one_of([None, "first", "if_binary"]),
            min_frequency=draw.one_of([None, 10, 0.1]), sparse_output=draw.one_of([True, False])),
        preprocessing.OrdinalEncoder(
            handle_unknown="use_encoded_value", unknown_value=-1, min_frequency=draw.one_of([None, 12])),
        getattr(preprocessing, "TargetEncoder", preprocessing.OrdinalEncoder)()])
    columns = compose.ColumnTransformer(
        [("n", pipeline.make_pipeline(*steps),
          draw.one_of([["size", "age", "score"], compose.make_column_selector(dtype_include=np.number)])),
         ("c", encoder, ["city", "kind"])],
        remainder=draw.one_of(["drop", "passthrough"]), verbose_feature_names_out=draw.one_of([True, False]),
        sparse_threshold=draw.one_of([0, 0.3, 1]), transformer_weights=draw.one_of([None, None, {"n": 0.5}]))
    whole = pipeline.make_pipeline(columns, made(**draw.options(made)))
    return whole.set_output(transform="pandas") if draw.random.randint(3) == 0 else whole


def of_text(seed, made):
    draw = Draw(seed)
    vectorizer = draw.one_of([text.CountVectorizer, text.TfidfVectorizer, text.HashingVectorizer])
    options = draw.options(vectorizer)
    options["ngram_range"] = draw.one_of([(1, 1), (1, 2), (2, 3)])
    if vectorizer is text.HashingVectorizer:
        options["n_features"] = 64
    steps = [vectorizer(**options)]
    steps += draw.one_of([[], [decomposition.TruncatedSVD(5, random_state=0)], [feature_selection.SelectKBest(k=5)]])
    return pipeline.make_pipeline(*steps, made(**draw.options(made)))


def kind_of(made):
    for kind, is_kind in {"classifier": is_classifier, "regressor": is_regressor}.items():
        try:
            if kind.title()[:-2] in made.__name__ or is_kind(made()):
                return kind
        except Exception:  # noqa: BLE001 - it has to be given something
            continue
    return ""


def cases(seeds):
    """As in the catalogue: name, and how it is made, on which data and target."""
    found = {}
    for seed in seeds:
        for name, made in all_estimators():
            if any(part in name for part in NOT_SERVED):
                continue
            draw, kind = Draw((seed * 7919 + sum(map(ord, name)) * 31) % 2**31), kind_of(made)
            if not kind:
                data, drawn = draw.one_of(ANY_DATA), draw.seed()
                found[f"random-{seed}-{name}"] = (lambda s=drawn, m=made, d=data: alone(s, m, d), data, "")
                found[f"random-{seed}-{name}-fitted"] = (lambda s=drawn + 1, m=made: alone(s, m, "plain"), "plain", "three")
                continue
            data, drawn, targets = draw.one_of(PLAIN_DATA), draw.seed(), TARGETS[kind]
            found[f"random-{seed}-{name}"] = (
                lambda s=drawn, m=made, d=data: alone(s, m, d), data, draw.one_of(targets))
            target = draw.one_of(targets[:5] if kind == "classifier" else targets[:1])
            found[f"random-{seed}-{name}-table"] = (lambda s=drawn, m=made: of_table(s, m), "table", target)
            found[f"random-{seed}-{name}-text"] = (lambda s=drawn, m=made: of_text(s, m), "text", target)
    return found
