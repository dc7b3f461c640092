"""Makes the model files and expectations under src/test/resources/fixtures/transformers.

    python make_transformers.py ../resources/fixtures/transformers

The committed files were made with scikit-learn 1.5.2. Random rows that the models were not fitted on
are in every request.
"""

import json
import pathlib
import sys

import joblib
import numpy as np
import pandas as pd
from scipy import sparse
from sklearn import decomposition, feature_selection, impute, kernel_approximation, preprocessing
from sklearn import random_projection
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_extraction import text
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.tree import DecisionTreeRegressor

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.RandomState(7)

TRAIN_TEXTS = [
    "The great film was GREAT, truly great!", "bad acting and a bad story", "I can't say: 3.5 of 10?",
    "Café crème brûlée, naïve façade", "straße ÅNGSTRÖM ﬁne ①②", "東京 は 大きい", "हिन्दी भाषा में",
    "one_two three-four  five\tsix\nseven", "a an the of", "", "Ελληνικός ΣΑΣ", "e\u0301cole élève ÉCOLE",
    "good good good bad", "don't stop me now", "x", "the story of the film",
]
ASK_TEXTS = [
    "great story, BAD film", "Cafe CRÈME e\u0301cole", "", "unknown wörds only zzz", "a  an\t\tthe x",
    "東京 大きい हिन्दी", "five six seven three-four one_two 3.5", "ΣΑΣ straße STRASSE ﬁne fine ②",
    "the great film was great \U0001f600 good\U0001d7d8", "don't don't stop \u00a0 me\u2003now",
]
LABELS = np.arange(len(TRAIN_TEXTS)) % 3


def texts():
    def count(**options):
        return text.CountVectorizer(**options).fit(TRAIN_TEXTS)

    def tfidf(**options):
        return text.TfidfVectorizer(**options).fit(TRAIN_TEXTS)

    def hashing(**options):
        return text.HashingVectorizer(n_features=options.pop("n_features", 64), **options)

    found = {
        "count": count(), "count-cased": count(lowercase=False, binary=True),
        "count-english": count(stop_words="english", ngram_range=(1, 2)),
        "count-stopped": count(stop_words=["great", "bad"], ngram_range=(2, 3)),
        "count-ascii": count(strip_accents="ascii"), "count-unicode": count(strip_accents="unicode"),
        "count-char": count(analyzer="char", ngram_range=(1, 3)),
        "count-char-two": count(analyzer="char", ngram_range=(2, 2), lowercase=False),
        "count-char-wb": count(analyzer="char_wb", ngram_range=(2, 5)),
        "count-short-words": count(token_pattern=r"(?u)\b\w+\b", max_features=12),
        "count-pattern": count(token_pattern=r"[^\W\d_]{2,}"),
        "count-pattern-group": count(token_pattern=r"\b(\w)\w*\b"),
        "count-pattern-split": count(token_pattern=r"\S+"),
        "count-pattern-class": count(token_pattern=r"(?:[a-z&[]|\d)+\.?"),
        "count-given": text.CountVectorizer(vocabulary=["bad", "film", "great"]).fit(TRAIN_TEXTS),
        "count-float": count(dtype=np.float32, min_df=2),
        "tfidf": tfidf(), "tfidf-l1": tfidf(norm="l1", sublinear_tf=True),
        "tfidf-plain": tfidf(norm=None, smooth_idf=False), "tfidf-no-idf": tfidf(use_idf=False),
        "tfidf-single": tfidf(dtype=np.float32, ngram_range=(1, 2)), "tfidf-binary": tfidf(binary=True),
        "hashing": hashing(), "hashing-unsigned": hashing(alternate_sign=False, norm="l1"),
        "hashing-counts": hashing(norm=None, ngram_range=(1, 2), n_features=5),
        "hashing-binary": hashing(binary=True, norm=None, n_features=3, analyzer="char"),
        "hashing-wide": hashing(n_features=1000, analyzer="char_wb", ngram_range=(3, 4)),
        "count-then-tfidf": make_pipeline(
            text.CountVectorizer(), text.TfidfTransformer(sublinear_tf=True)).fit(TRAIN_TEXTS),
        "tfidf-svd": make_pipeline(
            text.TfidfVectorizer(), decomposition.TruncatedSVD(3, random_state=0)).fit(TRAIN_TEXTS),
        "tfidf-best": make_pipeline(
            text.TfidfVectorizer(), feature_selection.SelectKBest(feature_selection.chi2, k=9)
        ).fit(TRAIN_TEXTS, LABELS),
        "text-union": FeatureUnion([
            ("words", text.TfidfVectorizer()), ("characters", text.CountVectorizer(analyzer="char"))
        ], transformer_weights={"words": 0.5}).fit(TRAIN_TEXTS),
    }
    for name, model in found.items():
        yield name, model, ASK_TEXTS, ["transform"]
    for name, vectorizer in {"tfidf-ridge": text.TfidfVectorizer(), "hash-ridge": hashing()}.items():
        yield name, make_pipeline(vectorizer, Ridge()).fit(TRAIN_TEXTS, LABELS), ASK_TEXTS, ["predict"]
    yield "tfidf-logistic", make_pipeline(
        text.TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression()
    ).fit(TRAIN_TEXTS, LABELS), ASK_TEXTS, ["predict", "predict_proba", "decision_function"]
    yield "hashing-sgd", make_pipeline(
        hashing(), SGDClassifier(loss="log_loss", random_state=0)
    ).fit(TRAIN_TEXTS, LABELS), ASK_TEXTS, ["predict", "predict_proba"]


def text_tables():
    train = pd.DataFrame({"title": TRAIN_TEXTS, "stars": np.arange(len(TRAIN_TEXTS)) * 0.5})
    ask = pd.DataFrame({"title": ASK_TEXTS, "stars": np.arange(len(ASK_TEXTS)) * 0.7})
    columns = ColumnTransformer([
        ("title", text.TfidfVectorizer(), "title"), ("stars", preprocessing.StandardScaler(), ["stars"]),
    ])
    yield "text-columns", columns.fit(train), ask, ["transform"]
    yield "text-columns-logistic", make_pipeline(columns, LogisticRegression()).fit(
        train, LABELS), ask, ["predict", "predict_proba"]


def numbers():
    x = RANDOM.gamma(2.0, 1.5, size=(60, 4)).round(3)
    x[:, 3] = RANDOM.choice([1.0, 2.0, 2.0, 3.0], 60)
    ask = np.vstack([x[:5], RANDOM.gamma(2.0, 2.5, size=(25, 4))])
    ask[6] = [0.0, -1.0, 25.0, 2.0]
    y, three = x[:, 0] * 2 - x[:, 1] + RANDOM.normal(size=60), np.arange(60) % 3
    spline, bins = preprocessing.SplineTransformer, preprocessing.KBinsDiscretizer
    quantile, poly = preprocessing.QuantileTransformer, preprocessing.PolynomialFeatures
    frame = pd.DataFrame(ask, columns=list("abcd"))
    train = pd.DataFrame(x, columns=list("abcd"))
    found = {
        "bins-quantile": bins(4), "bins-uniform": bins(3, encode="ordinal", strategy="uniform"),
        "bins-dense": bins(3, encode="onehot-dense", strategy="kmeans"),
        "bins-single": bins(3, encode="ordinal", dtype=np.float32),
        "poly": poly(3), "poly-interaction": poly(3, interaction_only=True, include_bias=False),
        "poly-between": poly((2, 3), include_bias=False), "poly-between-bias": poly((2, 2)),
        "spline": spline(), "spline-linear": spline(extrapolation="linear", n_knots=4),
        "spline-straight": spline(4, degree=1),
        "spline-continue": spline(extrapolation="continue", degree=2, include_bias=False),
        "spline-periodic": spline(extrapolation="periodic", n_knots=6),
        "spline-quantile": spline(knots="quantile", n_knots=3),
        "spline-sparse": spline(sparse_output=True),
        "power": preprocessing.PowerTransformer(),
        "power-plain": preprocessing.PowerTransformer(standardize=False),
        "quantile": quantile(n_quantiles=20), "quantile-normal": quantile(n_quantiles=60, output_distribution="normal"),
        "variance": feature_selection.VarianceThreshold(1.0),
        "spline-degree-one": spline(degree=1, extrapolation="linear", n_knots=4),
        "center": make_pipeline(preprocessing.StandardScaler(), preprocessing.Normalizer("max")),
    }
    for name, model in found.items():
        yield name, model.fit(x), ask, ["transform"]
        if name in ("bins-quantile", "poly", "spline-linear", "power", "quantile-normal"):
            yield name + "-float32", model, ask.astype(np.float32), ["transform"]
    positive = abs(ask) + 0.1
    for ufunc in (np.log2, np.exp2, np.sinh, np.cosh, np.arctan, np.deg2rad, np.rad2deg, np.trunc, np.log1p, np.sqrt):
        yield ufunc.__name__, preprocessing.FunctionTransformer(ufunc).fit(x), positive, ["transform"]
    for ufunc in (np.arcsin, np.arccos):
        yield ufunc.__name__, preprocessing.FunctionTransformer(ufunc).fit(x), positive / 99, ["transform"]
    yield "power-box-cox", preprocessing.PowerTransformer(method="box-cox").fit(x), positive, ["transform"]
    holes = np.where(RANDOM.uniform(size=ask.shape) < 0.2, np.nan, ask)
    for name, model in {"power": preprocessing.PowerTransformer(), "quantile": quantile(n_quantiles=9)}.items():
        yield name + "-missing", model.fit(x), holes, ["transform"]
    for name, model in {
        "poly": poly(2), "spline": spline(n_knots=3), "power": preprocessing.PowerTransformer(),
        "bins": bins(3, encode="onehot-dense"),
    }.items():
        yield name + "-pandas", model.set_output(transform="pandas").fit(train), frame, ["transform"]
    yield "poly-ridge", make_pipeline(poly(2), preprocessing.StandardScaler(), Ridge()).fit(x, y), ask, ["predict"]


def categories():
    train = pd.DataFrame({
        "city": RANDOM.choice(["Lyon", "Paris", "Rome", "Oslo", "Bern"], 80, p=[.4, .3, .2, .06, .04]),
        "size": RANDOM.choice([1.0, 2.0, 5.0, 7.0], 80, p=[.5, .4, .06, .04]),
    })
    ask = pd.DataFrame({"city": ["Oslo", "Lyon", "Nice", "Bern", "Rome"], "size": [5.0, 1.0, 2.0, 9.0, 7.0]})
    known = ask[ask["city"] != "Nice"].replace({"size": {9.0: 5.0}})
    y = RANDOM.normal(size=80) + train["size"]
    target, ordinal = preprocessing.TargetEncoder, preprocessing.OrdinalEncoder
    one_hot = preprocessing.OneHotEncoder
    tolerant = {"handle_unknown": "use_encoded_value", "unknown_value": -1}
    yield "target", target(random_state=0).fit(train, y), ask, ["transform"]
    yield "target-binary", target(smooth=3).fit(train, np.where(y > 2, "yes", "no")), ask, ["transform"]
    yield "target-three", target().fit(train, np.digitize(y, [1, 3])), ask, ["transform"]
    for name, model, rows in [
        ("ordinal-rare", ordinal(min_frequency=6), known), ("ordinal-most", ordinal(max_categories=3), known),
        ("ordinal-rare-unknown", ordinal(min_frequency=6, **tolerant), ask),
        ("ordinal", ordinal(**tolerant), ask), ("ordinal-int", ordinal(dtype=np.int64), known),
        ("one-hot-rare", one_hot(max_categories=3, handle_unknown="infrequent_if_exist"), ask),
        ("one-hot-drop-rare", one_hot(min_frequency=6, drop="first", handle_unknown="ignore"), ask),
        ("one-hot-int", one_hot(dtype=np.int64), known), ("one-hot-ignore", one_hot(handle_unknown="ignore"), ask),
    ]:
        yield name, model.fit(train), rows, ["transform"]
    yield "one-hot-pandas", one_hot(sparse_output=False).set_output(transform="pandas").fit(train), known, ["transform"]


def decompositions():
    x = RANDOM.gamma(2.0, 1.5, size=(50, 6)) @ RANDOM.normal(size=(6, 6)) + 3
    ask = np.vstack([x[:3], RANDOM.normal(size=(12, 6)) * 2 + 2])
    counts, rows = RANDOM.poisson(1.5, size=(50, 6)) * 1.0, RANDOM.poisson(2.0, size=(9, 6)) * 1.0
    kernel_pca, nystroem = decomposition.KernelPCA, kernel_approximation.Nystroem
    seed = {"random_state": 0}
    for name, model in {
        "ica": decomposition.FastICA(3, **seed), "ica-arbitrary": decomposition.FastICA(whiten="arbitrary-variance", **seed),
        "factors": decomposition.FactorAnalysis(3), "factors-rotated": decomposition.FactorAnalysis(2, rotation="varimax"),
        "pca-whiten": decomposition.PCA(4, whiten=True), "pca-incremental": decomposition.IncrementalPCA(3, whiten=True),
        "pca-sparse": decomposition.SparsePCA(3, **seed), "kpca-linear": kernel_pca(3),
        "pca-sparse-batch": decomposition.MiniBatchSparsePCA(2, ridge_alpha=0.5, max_iter=20, **seed),
        "kpca-rbf": kernel_pca(3, kernel="rbf"), "kpca-poly": kernel_pca(2, kernel="poly", degree=2, gamma=0.1),
        "kpca-sigmoid": kernel_pca(2, kernel="sigmoid", gamma=0.01), "kpca-cosine": kernel_pca(2, kernel="cosine"),
        "nystroem": nystroem(n_components=9, gamma=0.2, **seed),
        "nystroem-default": nystroem(n_components=9, **seed),
        "nystroem-poly": nystroem(kernel="poly", degree=2, coef0=0.5, n_components=7, **seed),
        "nystroem-laplacian": nystroem(kernel="laplacian", n_components=7, **seed),
        "rbf-sampler": kernel_approximation.RBFSampler(n_components=8, gamma=0.3, **seed),
        "random-gauss": random_projection.GaussianRandomProjection(3, **seed),
        "random-sparse": random_projection.SparseRandomProjection(4, density=0.4, **seed),
        "random-sparse-dense": random_projection.SparseRandomProjection(4, density=1, **seed),
    }.items():
        yield name, model.fit(x), ask, ["transform"]
    for name, model in {
        "nmf": decomposition.NMF(3, max_iter=500, **seed),
        "nmf-penalty": decomposition.NMF(2, alpha_W=0.02, l1_ratio=0.4, max_iter=300, **seed),
        "nmf-early": decomposition.NMF(4, tol=0.5, max_iter=3, **seed),
        "topics": decomposition.LatentDirichletAllocation(3, **seed),
        "topics-prior": decomposition.LatentDirichletAllocation(2, doc_topic_prior=0.2, mean_change_tol=1e-6, **seed),
        "skewed-chi2": kernel_approximation.SkewedChi2Sampler(n_components=6, skewedness=0.5, **seed),
        "additive-chi2": kernel_approximation.AdditiveChi2Sampler(sample_steps=3),
        "nystroem-chi2": nystroem(kernel="chi2", n_components=6, **seed),
    }.items():
        yield name, model.fit(counts), rows, ["transform"]
    single = decomposition.PCA(3).fit(x.astype(np.float32))
    yield "pca-float32", single, ask.astype(np.float32), ["transform"]
    yield "pca-float32-double", single, ask, ["transform"]
    yield "pca-pandas", decomposition.PCA(2).set_output(transform="pandas").fit(
        pd.DataFrame(x, columns=list("abcdef"))), pd.DataFrame(ask, columns=list("abcdef")), ["transform"]
    for name, model in {
        "text-topics": decomposition.LatentDirichletAllocation(3, **seed),
        "text-nmf": decomposition.NMF(3, **seed), "text-random": random_projection.GaussianRandomProjection(3, **seed),
    }.items():
        yield name, make_pipeline(text.CountVectorizer(dtype=float), model).fit(TRAIN_TEXTS), ASK_TEXTS, ["transform"]


def imputers():
    x = RANDOM.normal(size=(40, 5)) @ RANDOM.normal(size=(5, 5))
    holes = np.where(RANDOM.uniform(size=x.shape) < 0.2, np.nan, x)
    ask = RANDOM.normal(size=(20, 5)) * 2
    ask = np.where(RANDOM.uniform(size=ask.shape) < 0.3, np.nan, ask)
    ask[3], ask[4] = np.nan, holes[4]
    empty, signs = holes.copy(), np.where(np.isnan(holes), -1, holes)
    empty[:, 2] = np.nan
    knn, rounds = impute.KNNImputer, impute.IterativeImputer
    for name, model in {
        "knn": knn(), "knn-distance": knn(n_neighbors=3, weights="distance"),
        "knn-indicator": knn(n_neighbors=2, add_indicator=True), "knn-many": knn(n_neighbors=100),
        "rounds": rounds(random_state=0), "rounds-order": rounds(imputation_order="random", random_state=1, n_nearest_features=2),
        "rounds-linear": rounds(LinearRegression(), min_value=-2, max_value=2, add_indicator=True, random_state=0),
        "rounds-forest": rounds(RandomForestRegressor(5, max_depth=3, random_state=0), max_iter=2, random_state=0),
        "simple-median": impute.SimpleImputer(strategy="median", add_indicator=True),
        "missing": impute.MissingIndicator(), "missing-all": impute.MissingIndicator(features="all"),
    }.items():
        yield name, model.fit(holes), ask, ["transform"]
    for name, model in {
        "knn-empty": knn(), "knn-empty-kept": knn(keep_empty_features=True), "rounds-empty": rounds(random_state=0),
    }.items():
        yield name, model.fit(empty), ask, ["transform"]
    yield "knn-sign", knn(missing_values=-1).fit(signs), np.nan_to_num(ask, nan=-1), ["transform"]
    yield "knn-float32", knn(n_neighbors=3).fit(holes), ask.astype(np.float32), ["transform"]
    yield "knn-pandas", knn(add_indicator=True).set_output(transform="pandas").fit(
        pd.DataFrame(holes, columns=list("abcde"))), pd.DataFrame(ask, columns=list("abcde")), ["transform"]
    words = np.array([["a", "x"], ["b", None], ["a", "y"], [None, "y"], ["a", "y"]], dtype=object)
    asked = np.array([["b", None], [None, "z"]], dtype=object)
    yield "words", impute.SimpleImputer(missing_values=None, strategy="most_frequent").fit(words), asked, ["transform"]
    yield "words-constant", impute.SimpleImputer(
        missing_values=None, strategy="constant", fill_value="none").fit(words), asked, ["transform"]
    yield "words-encoded", make_pipeline(
        impute.SimpleImputer(missing_values=None, strategy="most_frequent"),
        preprocessing.OneHotEncoder(handle_unknown="ignore")).fit(words), asked, ["transform"]


def selections():
    x = RANDOM.normal(size=(60, 8))
    y = x[:, 1] * 2 - x[:, 4] + 0.3 * RANDOM.normal(size=60)
    label, three = (y > 0).astype(int), np.digitize(y, [-1, 1])
    ask, select = RANDOM.normal(size=(4, 8)), feature_selection.SelectFromModel
    forest, chosen = RandomForestClassifier(10, random_state=0), feature_selection
    for name, model, target in [
        ("select-best", chosen.SelectKBest(k=3), label), ("select-all", chosen.SelectKBest(k="all"), label),
        ("select-percentile", chosen.SelectPercentile(percentile=30), label),
        ("select-half", chosen.SelectPercentile(percentile=50), label),
        ("select-fpr", chosen.SelectFpr(alpha=0.2), label), ("select-fdr", chosen.SelectFdr(alpha=0.2), label),
        ("select-fwe", chosen.SelectFwe(alpha=0.3), label),
        ("select-generic", chosen.GenericUnivariateSelect(mode="k_best", param=2), label),
        ("select-generic-fdr", chosen.GenericUnivariateSelect(mode="fdr", param=0.1), label),
        ("select-logistic", select(LogisticRegression()), three),
        ("select-l1", select(LogisticRegression(penalty="l1", solver="liblinear", C=0.3)), label),
        ("select-norm", select(LogisticRegression(), norm_order=2, threshold="1.1*median"), three),
        ("select-linear", select(LinearRegression(), threshold=0.5), y),
        ("select-most", select(Ridge(), max_features=2, threshold=-np.inf), y),
        ("select-forest", select(forest), label), ("select-forest-median", select(forest, threshold="median"), three),
        ("select-boosting", select(GradientBoostingRegressor(n_estimators=8, random_state=0)), y),
        ("select-tree", select(DecisionTreeRegressor(max_depth=4, random_state=0)), y),
        ("select-sequence", chosen.SequentialFeatureSelector(LinearRegression(), n_features_to_select=3), y),
    ]:
        yield name, model.fit(x, target), ask, ["transform"]
    yield "rfe", chosen.RFE(LogisticRegression(), n_features_to_select=3).fit(x, three), ask, [
        "transform", "predict", "predict_proba", "decision_function"]
    yield "rfe-cv", chosen.RFECV(LinearRegression(), cv=3).fit(x, y), ask, ["transform", "predict"]
    yield "select-then-forest", make_pipeline(select(forest), forest).fit(x, label), ask, ["predict", "predict_proba"]


GROUPS = [texts, text_tables, numbers, categories, decompositions, imputers, selections]



def plain(array):
    return [None if isinstance(v, float) and v != v else v for v in np.asarray(array).ravel().tolist()]


def answer(model, method, ask):
    given = getattr(model, method)(ask)
    if sparse.issparse(given):
        given = given.toarray()
    if isinstance(given, pd.DataFrame):
        return {"columns": list(given.columns), "values": plain(given.to_numpy().T)}
    given = np.asarray(given)
    return {"shape": list(given.shape), "dtype": given.dtype.name, "values": plain(given)}


def request(ask):
    if isinstance(ask, pd.DataFrame):
        return {"table": {name: plain(ask[name]) for name in ask.columns}}
    if isinstance(ask, list):
        return {"shape": [len(ask)], "input": ask}
    return {"shape": list(ask.shape), "dtype": ask.dtype.name, "input": plain(ask)}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    expected = {}
    for group in GROUPS:
        for name, model, ask, methods in group():
            joblib.dump(model, TARGET / f"{name}.joblib", compress=3)
            expected[name] = {**request(ask), "answers": {m: answer(model, m, ask) for m in methods}}
    lines = [f" {json.dumps(name)}: {json.dumps(each, ensure_ascii=False)}" for name, each in expected.items()]
    (TARGET / "expected.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
