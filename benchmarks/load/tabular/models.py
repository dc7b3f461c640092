"""Trains one model of each kind: 100 trees of at most 6 levels on 30 numbers, with much noise so that all grow.

    python models.py FOLDER

Then times one row and 1,000 rows of each in Python, by its own library, one thread: a line for each.
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
    """The best of several rounds, in CPU of the process."""
    best = float("inf")
    for _ in range(8):
        start = time.process_time_ns()
        calls = 0
        while time.process_time_ns() - start < 100_000_000:
            call(*arguments)
            calls += 1
        best = min(best, (time.process_time_ns() - start) / 1e3 / calls)
    return best


boosted = xgboost.train({"max_depth": 6, "nthread": 1, "eta": 0.1}, xgboost.DMatrix(ROWS, LABELS), 100)
boosted.save_model(FOLDER / "model.ubj")
settings = {"verbosity": -1, "num_threads": 1, "max_depth": 6, "num_leaves": 64, "min_data_in_leaf": 1}
light = lightgbm.train(settings, lightgbm.Dataset(ROWS, LABELS), 100)
light.save_model(FOLDER / "model.txt")
cat = catboost.CatBoostRegressor(iterations=100, depth=6, verbose=0, allow_writing_files=False, thread_count=1)
cat.fit(ROWS, LABELS)
cat.save_model(str(FOLDER / "model.cbm"))
calls = {
    "xgboost": boosted.inplace_predict,
    "lightgbm": lambda rows: light.predict(rows, num_threads=1),
    "catboost": lambda rows: cat.predict(rows, thread_count=1),
}
for name, call in calls.items():
    for count in (1, 1000):
        print("python", name, count, round(micros(call, ROWS[:count]), 2), flush=True)
