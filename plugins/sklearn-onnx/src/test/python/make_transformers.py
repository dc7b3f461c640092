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
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.feature_extraction import text
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge, SGDClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline

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


GROUPS = [texts, text_tables]


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
