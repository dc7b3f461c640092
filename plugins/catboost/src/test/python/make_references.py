"""Makes models and expectations under src/test/resources/reference.

    python make_references.py ../resources/reference

The committed files were made with CatBoost 1.2.7 under Python 3.11, pandas 2.2.3 and numpy 1.26.4.
"""

import json
import pathlib
import sys

import numpy as np
import pandas as pd
from catboost import CatBoost, CatBoostClassifier, CatBoostRanker, CatBoostRegressor, Pool

TARGET = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(5)
TRAINING = dict(verbose=0, allow_writing_files=False, thread_count=1, random_seed=1)
ROWS = 600
BOTH = ("cbm", "json")
COLOURS = [
    "red", "green", "blau", "schwarz", "Grün", "a", "abcdefghij", "abcdefghijklmnopqr",
    "ein sehr langer Name mit mehr als zweiunddreissig Zeichen", "x" * 70 + "ü",
]
UNSEEN = ["nie gesehen", "y" * 200, ""]
CATEGORICAL = ["colour", "count", "kind"]


def save(name, model, formats=("cbm",), pool=None):
    (TARGET / name).mkdir(parents=True, exist_ok=True)
    for one in formats:
        model.save_model(str(TARGET / name / f"model.{one}"), format=one, pool=pool)
    expect(name, model)


def flat(values):
    return [None if x != x else x for x in np.asarray(values).ravel().tolist()]


def expect(name, model):
    """Asks a model for rows that it was not trained on."""
    base = CatBoost()
    base.load_model(str(TARGET / name / "model.cbm"))
    if base.get_cat_feature_indices():
        table = frame(60, COLOURS + UNSEEN, ["u", "v", "w", "z"])
        data = Pool(table, cat_features=CATEGORICAL)
        rows = {column: flat(table[column].values) for column in table}
    else:
        data = numbers(60)
        rows = [flat(row) for row in data]
    expected = {"raw": base.predict(data, prediction_type="RawFormulaVal")}
    if isinstance(model, CatBoostClassifier):
        expected["predict"] = model.predict(data)
        expected["predict_proba"] = model.predict_proba(data)
        expected["predict_log_proba"] = model.predict_log_proba(data)
    else:
        expected["predict"] = model.predict(data)
        if np.ndim(expected["raw"]) == 1:
            expected["exponent"] = base.predict(data, prediction_type="Exponent")
    outputs = {k: {"shape": list(np.shape(v)), "data": flat(v)} for k, v in expected.items()}
    with open(TARGET / name / "expected.json", "w") as file:
        json.dump({"rows": rows, "expected": outputs}, file, ensure_ascii=False)


def numbers(count):
    values = RANDOM.normal(size=(count, 8)).astype(np.float32) * np.float32(1.2)
    values[RANDOM.random((count, 8)) < 0.06] = np.nan
    return values


def frame(count, colours, kinds):
    return pd.DataFrame({
        "colour": np.array(colours)[RANDOM.integers(0, len(colours), count)],
        "count": RANDOM.integers(-6, 42, count),
        "f": RANDOM.normal(size=count).astype(np.float32).astype(float),
        "kind": np.array(kinds)[RANDOM.integers(0, len(kinds), count)],
        "g": RANDOM.random(count).astype(np.float32).astype(float),
    })


def regressor(**settings):
    return CatBoostRegressor(**{"iterations": 20, **TRAINING, **settings})


def classifier(**settings):
    return CatBoostClassifier(**{"iterations": 20, **TRAINING, **settings})


def numeric_models():
    x = numbers(ROWS)
    y = np.nan_to_num(x[:, 0]) * 2 + np.nan_to_num(x[:, 1]) ** 2 + RANDOM.normal(size=ROWS) * 0.1
    classes = np.digitize(y, [0, 1, 3])
    save("num-reg-json", regressor(depth=5).fit(x, y), BOTH)
    save("num-nan-max", regressor(depth=5, nan_mode="Max").fit(x, y), BOTH)
    lossguide = classifier(grow_policy="Lossguide", max_leaves=12, loss_function="MultiClass")
    save("num-multi-lossguide", lossguide.fit(x, classes), BOTH)
    save("num-depthwise", regressor(grow_policy="Depthwise", depth=4).fit(x, y), BOTH)
    save("many-borders", regressor(border_count=1000, depth=8, iterations=25).fit(x, y))
    save("multirmse", regressor(loss_function="MultiRMSE").fit(x, np.c_[y, -y, y**2]))
    quantiles = regressor(loss_function="MultiQuantile:alpha=0.1,0.5,0.9")
    save("multiquantile", quantiles.fit(x, y))
    save("uncertainty", regressor(loss_function="RMSEWithUncertainty").fit(x, y))
    save("tweedie", regressor(loss_function="Tweedie:variance_power=1.5").fit(x, np.abs(y)))
    ranker = CatBoostRanker(iterations=20, loss_function="PairLogit", **TRAINING)
    save("pairlogit", ranker.fit(x, (y > 1).astype(int), group_id=np.arange(ROWS) // 10))
    scaled = regressor().fit(x, y)
    scaled.set_scale_and_bias(2.5, [-7.0])
    save("scale-bias", scaled, BOTH)
    labels(x, y, classes)


def labels(x, y, classes):
    several = np.c_[y > 0, y > 1, y > 2].astype(int)
    save("multilogloss", classifier(loss_function="MultiLogloss").fit(x, several))
    chances = np.c_[y > 0, y > 1] * 0.8 + 0.1
    save("multicrossentropy", classifier(loss_function="MultiCrossEntropy").fit(x, chances))
    save("float-labels", classifier().fit(x, np.where(y > 1, 1.5, 0.5)))
    save("float-labels-multi", classifier().fit(x, classes * 0.5))
    save("bool-labels", classifier().fit(x, y > 1))
    save("string-labels", classifier().fit(x, np.where(y > 1, "ja", "nein")))
    cautious = classifier().fit(x, (y > 1).astype(int))
    cautious.set_probability_threshold(0.3)
    save("threshold", cautious)


def categorical_models():
    table = frame(ROWS, COLOURS, ["u", "v", "w"])
    y = (
        (table["count"] % 7) + (table["colour"] == "red") * 3 + table["f"] * 2
        + (table["kind"] == "u") * 2 + (table["colour"] == "a") * (table["count"] % 3)
    )
    text = np.array(["lo", "mid", "hi"])[np.digitize(y, [4, 7])]

    def fitted(name, model, target, formats=BOTH):
        pool = Pool(table, target, cat_features=CATEGORICAL)
        save(name, model.fit(pool), formats, pool)

    one_hot = dict(one_hot_max_size=4, depth=6, iterations=25)
    fitted("ctr-reg", regressor(**one_hot), y)
    fitted("ctr-binary", classifier(**one_hot), (y > 5).astype(int))
    fitted("ctr-multi", classifier(depth=6, max_ctr_complexity=4), text)
    kinds = dict(
        simple_ctr=["BinarizedTargetMeanValue", "Counter", "Borders:TargetBorderCount=4",
                    "Buckets:TargetBorderCount=3"],
        combinations_ctr=["Buckets", "Counter", "BinarizedTargetMeanValue:TargetBorderCount=2"],
    )
    fitted("ctr-types", regressor(**one_hot, **kinds), y)
    kinds = dict(
        simple_ctr=["Buckets", "Counter", "Borders"], combinations_ctr=["Buckets", "Borders"]
    )
    fitted("ctr-types-multi", classifier(depth=6, **kinds), text)
    fitted("cat-lossguide", regressor(grow_policy="Lossguide", one_hot_max_size=20), y, ("cbm",))
    fitted("cat-depthwise-ctr", regressor(grow_policy="Depthwise", depth=5), y, ("cbm",))
    fitted("onehot-reg", regressor(depth=5, one_hot_max_size=60), y)


def hashes():
    """The hashes of texts of every length, as a JSON model lists them."""
    texts = [""]
    for i in range(330):
        texts.append(texts[-1] + chr(ord("!") + i * 7 % 90))
    texts += ["grün", "日本語" * 9, "-3", "12345678901"]
    column = np.array(texts * 2, dtype=object).reshape(-1, 1)
    pool = Pool(column, np.arange(len(column)) % 7, cat_features=[0])
    path = TARGET / "hashes.tmp"
    regressor(iterations=1).fit(pool).save_model(str(path), format="json", pool=pool)
    listed = json.loads(path.read_text())["features_info"]["cat_features_hash"]
    path.unlink()
    listed.sort(key=lambda one: len(one["value"]))
    with open(TARGET / "category-hashes.json", "w") as file:
        json.dump(listed, file, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    numeric_models()
    categorical_models()
    hashes()
