"""Trains one model of each kind: 100 trees of at most 6 levels on 30 numbers, with much noise so that all grow.

    python models.py FOLDER

Then times some rows of each in Python, by its own library, one thread: a line for each.
"""

import pathlib
import sys
import time
import warnings

import catboost
import lightgbm
import numpy as np
import xgboost

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(1)
ROWS = RANDOM.normal(size=(4000, 30)).astype(np.float32)
LABELS = ROWS[:, 0] * ROWS[:, 1] + 2 * RANDOM.normal(size=len(ROWS))


def micros(call, *arguments):
    """The quickest of many single calls, as the table has it of the JVM."""
    times = []
    begin = time.perf_counter()
    while len(times) < 50 or time.perf_counter() - begin < 2:
        start = time.perf_counter_ns()
        call(*arguments)
        times.append(time.perf_counter_ns() - start)
    return min(times) / 1e3


boosted = xgboost.train({"max_depth": 6, "nthread": 1, "eta": 0.1}, xgboost.DMatrix(ROWS, LABELS), 100)
boosted.save_model(FOLDER / "model.ubj")
settings = {"verbosity": -1, "num_threads": 1, "max_depth": 6, "num_leaves": 64, "min_data_in_leaf": 1}
light = lightgbm.train(settings, lightgbm.Dataset(ROWS, LABELS), 100)
light.save_model(FOLDER / "model.txt")
cats = {}
CAT = {"iterations": 100, "depth": 6, "verbose": 0, "allow_writing_files": False, "thread_count": 1}
for name, options in {"model": {}, "catboost-lossguide": {"grow_policy": "Lossguide"}}.items():
    cats[name] = catboost.CatBoostRegressor(**CAT, **options).fit(ROWS, LABELS)
cats["catboost-multi"] = catboost.CatBoostClassifier(**CAT).fit(ROWS, np.digitize(LABELS, [-1, 1]))
for name, cat in cats.items():
    cat.save_model(str(FOLDER / f"{name}.cbm"))
calls = {
    "xgboost": boosted.inplace_predict,
    "lightgbm": lambda rows: light.predict(rows, num_threads=1),
}
for name, cat in cats.items():
    calls[name.replace("model", "catboost")] = lambda rows, cat=cat: cat.predict(
        rows, prediction_type="RawFormulaVal", thread_count=1
    )
for name, call in calls.items():
    for count in (1, 8, 64, 1000):
        print("python", name, count, round(micros(call, ROWS[:count]), 2), flush=True)
