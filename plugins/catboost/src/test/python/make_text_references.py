"""Makes models with text features, and what Python answers, under src/test/resources/reference.

    python make_text_references.py ../resources/reference

The committed files were made with CatBoost 1.2.7.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier, CatBoostRegressor, Pool

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(11)
TRAINING = {
    "iterations": 15, "depth": 4, "verbose": 0, "allow_writing_files": False, "thread_count": 1, "random_seed": 1
}
WORDS = (
    "the quick brown fox Good movie BAD film 12 3.5 2023 7th great terrible awful nice plot actor, scene!"
    " über Straße ПРИВЕТ мир 日本語 don't x-ray a"
).split()
UNSEEN = ["never", "ÜBER", "İstanbul", "ΣΑΣ", "99", "-5", "", "\t", "😀", "ﬁn"]
KINDS = {"cat_features": ["c"], "text_features": ["t", "u"]}


def text(words, most):
    return " ".join(RANDOM.choice(words, size=int(RANDOM.integers(0, most))))


def frame(count, words):
    return pd.DataFrame({
        "f": RANDOM.normal(size=count).astype(np.float32).astype(float),
        "t": [text(words, 9) for _ in range(count)],
        "c": RANDOM.choice(["a", "b", "c"], size=count),
        "u": [text(words, 5).replace(" ", "  ") for _ in range(count)],
    })


TABLE = frame(400, WORDS)
SCORE = TABLE["t"].str.count("Good|great|ПРИВЕТ") - TABLE["t"].str.count("BAD|awful") + 0.5 * TABLE["f"]
SCORE += 0.4 * TABLE["u"].str.count("nice") + 0.3 * (TABLE["c"] == "a")
BINARY = (SCORE > 0).astype(int)


def processing(calcers, tokenizer=None, dictionary=None):
    """One way to read all texts."""
    tokenizer = {"separator_type": "ByDelimiter", "delimiter": " ", **(tokenizer or {})}
    dictionary = {"max_dictionary_size": "60", "occurrence_lower_bound": "1", "gram_order": "1", **(dictionary or {})}
    step = {"tokenizers_names": ["T"], "dictionaries_names": ["D"], "feature_calcers": calcers}
    return {
        "tokenizers": [{"tokenizer_id": "T", **tokenizer}],
        "dictionaries": [{"dictionary_id": "D", **dictionary}],
        "feature_processing": {"default": [step]},
    }


def save(name, target=BINARY, kind=CatBoostClassifier, text_processing=None, **options):
    extra = {"text_processing": text_processing} if text_processing else {}
    model = kind(**{**TRAINING, **options}, **extra)
    model.fit(Pool(TABLE, target, **KINDS))
    folder = TARGET / f"text-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    model.save_model(str(folder / "model.cbm"))
    table = frame(50, WORDS + UNSEEN)
    pool = Pool(table, **KINDS)
    expected = {"raw": model.predict(pool, prediction_type="RawFormulaVal"), "predict": model.predict(pool)}
    if kind is CatBoostClassifier:
        expected["predict_proba"] = model.predict_proba(pool)
    write(folder / "expected.json", table, expected)


def write(path, table, answers):
    expected = {}
    for name, values in answers.items():
        values = np.asarray(values)
        expected[name] = {"shape": list(values.shape), "data": values.ravel().tolist()}
    rows = {column: table[column].tolist() for column in table}
    path.write_text(json.dumps({"rows": rows, "expected": expected}, ensure_ascii=False))


save("default")
save("classes", np.digitize(SCORE, [-0.6, 0.6]))
save("regression", SCORE, CatBoostRegressor)
save("lossguide", grow_policy="Lossguide", one_hot_max_size=5)
save("bow-one-hot", text_processing=processing(["BoW"]), one_hot_max_size=5)
save("bayes-bm25", np.digitize(SCORE, [-0.6, 0.6]), text_processing=processing(["NaiveBayes", "BM25"]))
bigrams = {"gram_order": "2", "skip_step": "1", "end_of_sentence_policy": "Insert"}
save("bigrams", text_processing=processing(["BoW:top_tokens_count=30", "NaiveBayes"], dictionary=bigrams))
letters = {"token_level_type": "Letter", "gram_order": "3"}
save("letters", text_processing=processing(["BoW:top_tokens_count=40", "BM25"], dictionary=letters))
lower = {"lowercasing": "true", "number_process_policy": "Replace", "number_token": "#"}
save("lower", text_processing=processing(["BoW", "NaiveBayes"], tokenizer=lower))
apart = {"delimiter": " -,!", "split_by_set": "true", "skip_empty": "false", "number_process_policy": "Skip"}
save("set", text_processing=processing(["BoW", "BM25"], tokenizer=apart))
save("end", text_processing=processing(["NaiveBayes"], dictionary={"end_of_sentence_policy": "Insert"}))
