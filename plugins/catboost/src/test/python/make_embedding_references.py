"""Makes models with embeddings, and what Python answers, under src/test/resources/reference.

    python make_embedding_references.py ../resources/reference

The committed files were made with CatBoost 1.2.10.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from catboost import CatBoost, CatBoostClassifier, CatBoostRegressor, Pool

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(12)
TRAINING = {
    "iterations": 12, "depth": 4, "verbose": 0, "allow_writing_files": False, "thread_count": 1, "random_seed": 1
}


def frame(count):
    return pd.DataFrame({
        "f": RANDOM.normal(size=count).astype(np.float32).astype(float),
        "e": list(RANDOM.normal(size=(count, 6)).astype(np.float32).astype(float)),
        "c": RANDOM.choice(["a", "b", "c"], size=count),
        "g": list(RANDOM.integers(-2, 3, size=(count, 3)).astype(float)),  # many points at equal distances
        "t": RANDOM.choice(["good film", "bad film", "good book", "nice"], size=count),
    })


def save(name, columns, score, kind=CatBoostClassifier, count=150, **options):
    table = frame(count)[columns]
    kinds = {
        "cat_features": [c for c in columns if c == "c"],
        "text_features": [c for c in columns if c == "t"],
        "embedding_features": [c for c in columns if c in "eg"],
    }
    losses = {2: "Logloss", 3: "MultiClass"}
    target = score(table)
    loss = "RMSE" if kind is CatBoostRegressor else losses[len(set(target))]
    trained = CatBoost({**TRAINING, "loss_function": loss, **options})  # the other classes know no embedding_calcers
    trained.fit(Pool(table, target, **kinds))
    folder = TARGET / f"embedding-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    trained.save_model(str(folder / "model.cbm"))
    model = kind().load_model(str(folder / "model.cbm"))
    asked = pd.concat([frame(40)[columns], table[:20]], ignore_index=True)
    pool = Pool(asked, **kinds)
    expected = {"margin": model.predict(pool, prediction_type="RawFormulaVal"), "predict": model.predict(pool)}
    if kind is CatBoostClassifier:
        expected["predict_proba"] = model.predict_proba(pool)
    expected["leaf"] = model.calc_leaf_indexes(pool)
    if "grow_policy" not in options:  # of other trees, what CatBoost gives does not add up
        expected["contributions"] = model.get_feature_importance(pool, type="ShapValues")
    write(folder / "expected.json", asked, expected)


def write(path, table, answers):
    expected = {}
    for name, values in answers.items():
        values = np.asarray(values)
        expected[name] = {"shape": list(values.shape), "data": values.ravel().tolist()}
    rows = {column: [v.tolist() if isinstance(v, np.ndarray) else v for v in table[column]] for column in table}
    path.write_text(json.dumps({"rows": rows, "expected": expected}))


def number(table):
    e = np.stack(table["e"]) if "e" in table else np.stack(table["g"])
    g = np.stack(table["g"]) if "g" in table else e
    return e[:, 0] + e[:, 1] ** 2 - 1 + 0.5 * g[:, 0] + (0.3 * table["f"] if "f" in table else 0)


def two(table):
    return (number(table) > 0).astype(int)


def three(table):
    return np.digitize(number(table), [-0.6, 0.8])


save("default", ["f", "e"], two)
save("classes", ["f", "e", "g"], three)
save("regression", ["e", "f"], number, CatBoostRegressor)
save("lda", ["f", "e"], two, embedding_calcers=["LDA:components=3:reg=0.01"])
save("likelihood", ["f", "e"], two, embedding_calcers=["LDA:likelihood=true"])
save("knn", ["e"], three, count=700, embedding_calcers=["KNN:k=9"])
save("knn-ties", ["g"], number, CatBoostRegressor, count=700, embedding_calcers=["KNN:k=4"])
save("depthwise", ["e", "g"], two, grow_policy="Depthwise")
save("categories", ["c", "e", "f"], two)
save("all", ["c", "e", "f", "t", "g"], two, one_hot_max_size=5)
