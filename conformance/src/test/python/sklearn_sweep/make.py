"""Fits the models of the catalogue with the scikit-learn of this Python, and writes what a sweep needs.

    python -m sklearn_sweep.make FOLDER [--rows N] [--only REGEX] [--resume] [--random SEED ...] [--boosters]

With --random the models have random options instead (random_options.py), some 350 for each seed; with --boosters they
are those of XGBoost, LightGBM and CatBoost within scikit-learn's (boosters.py).
FOLDER/files has the models, saved in every format in turn; FOLDER/data the requests and FOLDER/answers what Python
answers (pickles, one per model).
"""

import argparse
import importlib.util
import json
import pickle
import re
import signal
import warnings
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
import sklearn

from . import catalogue
from .data import Data

METHODS = ["predict", "predict_proba", "predict_log_proba", "decision_function", "score_samples", "transform"]
SECONDS = 60
FORMATS = ["joblib", "zlib", "gz", "bz2", "xz", "lzma", "lz4", "p2", "p3", "p4", "p5", "cloudpickle"]
if not importlib.util.find_spec("lz4"):
    FORMATS.remove("lz4")


def fitted(made, data, target, source):
    estimator = made()
    y = () if not target else (source.targets[target],)
    return estimator.fit(source.fit[data], *y)


def first_fit(made, source):
    for data, target in catalogue.FIRST_FIT:
        try:
            return fitted(made, data, target, source), data
        except Exception:  # noqa: BLE001 - the next data may do
            continue
    raise ValueError("fits on no data here")


def save(model, base, kind):
    if kind in ("p2", "p3", "p4", "p5"):
        path = base.with_name(base.name + ".pkl")
        path.write_bytes(pickle.dumps(model, protocol=int(kind[1])))
    elif kind == "cloudpickle":
        import cloudpickle
        path = base.with_name(base.name + ".pickle")
        path.write_bytes(cloudpickle.dumps(model))
    else:
        path = base.with_name(base.name + ".joblib")
        compress = {"joblib": 0, "gz": ("gzip", 3)}.get(kind, (kind, 3))
        joblib.dump(model, path, compress=compress)
    return path


def answers_of(model, rows):
    """What each method answers; a table as its columns, a list of arrays as MLServer stacks it."""
    answers = {}
    for method in METHODS:
        try:
            function = getattr(model, method)
        except AttributeError:
            continue
        try:
            answer = function(rows)
        except Exception as error:  # noqa: BLE001 - then ours must refuse, too
            answers[method] = {"error": f"{type(error).__name__}: {error}"[:300]}
            continue
        if hasattr(answer, "toarray"):
            answer = answer.toarray()
        if isinstance(answer, pd.DataFrame):
            answers[method] = {"table": {str(name): np.asarray(answer[name]) for name in answer.columns}}
        elif isinstance(answer, (list, tuple)):
            answers[method] = {"list": [np.asarray(part) for part in answer]}
        else:
            answers[method] = {"array": np.asarray(answer)}
    return answers


def ties(answers):
    """Rows in which the best two classes are equal but for rounding: any label may be right there."""
    for method in ("predict_proba", "decision_function"):
        scores = answers.get(method, {}).get("array")
        if scores is not None and scores.dtype.kind == "f":
            if scores.ndim == 1:
                return np.flatnonzero(np.abs(scores) < 1e-9)
            if scores.shape[1] > 1:
                best = np.sort(scores, axis=1)[:, -2:]
                return np.flatnonzero(best[:, 1] - best[:, 0] < 1e-9)
    return np.array([], dtype=int)


def inputs_of(rows):
    """The inputs of a V2 request: (content type, [(name, datatype, shape, values)])."""
    kinds = {"f8": "FP64", "f4": "FP32", "i8": "INT64", "i4": "INT32", "b1": "BOOL"}
    if isinstance(rows, list):
        return {"content_type": "str", "inputs": [dict(name="x", datatype="BYTES", shape=[len(rows)], data=rows)]}
    if isinstance(rows, pd.DataFrame):
        inputs = []
        for name in rows.columns:
            values = rows[name].to_numpy()
            if values.dtype == object:
                values = pd.Series(values.tolist()).to_numpy()  # truth values of categories
            kind = kinds.get(values.dtype.str[1:], "BYTES")
            data = [None if isinstance(v, float) and np.isnan(v) else v for v in values.tolist()]
            inputs.append(dict(name=name, datatype=kind, shape=[len(values)], data=data))
        return {"content_type": "pd", "inputs": inputs}
    data = [None if isinstance(v, float) and np.isnan(v) else v for v in rows.ravel().tolist()]
    return {"content_type": "np", "inputs": [dict(name="x", datatype=kinds[rows.dtype.str[1:]], shape=list(rows.shape), data=data)]}


def cases_of(options, source):
    if options.boosters:
        from . import boosters  # which need the three libraries
        boosters.extend(source)
        return boosters.all_cases()
    if not options.random:
        return catalogue.all_cases()
    from . import random_options  # not known to scikit-learn before 1.2
    return random_options.cases(options.random)


def too_slow(*_):
    raise TimeoutError("takes too long to fit")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--only", default="", help="a regular expression")
    parser.add_argument("--resume", action="store_true", help="leave out what the folder has already")
    parser.add_argument("--random", type=int, nargs="+", help="seeds; random options instead of the catalogue's")
    parser.add_argument("--boosters", action="store_true", help="XGBoost, LightGBM and CatBoost in scikit-learn's estimators")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    for part in ("files", "data", "answers"):
        (options.folder / part).mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGALRM, too_slow)
    source = Data(7, options.rows)
    cases = cases_of(options, source)
    for data, rows in source.ask.items():
        (options.folder / "data" / f"{data}.json").write_text(json.dumps(inputs_of(rows)))
    made_count, left = 0, []
    for index, (name, (made, data, target)) in enumerate(cases.items()):
        known = options.resume and (options.folder / "answers" / f"{name}.pkl").exists()
        if known or not re.search(options.only, name):
            continue
        signal.alarm(SECONDS)
        try:
            model, data = first_fit(made, source) if data is None else (fitted(made, data, target, source), data)
        except Exception as error:  # noqa: BLE001 - this version has no such option, or not on this data
            left.append(f"{name}: {type(error).__name__} {str(error)[:100]}")
            continue
        finally:
            signal.alarm(0)
        answers = answers_of(model, source.ask[data])
        if not answers:
            left.append(f"{name}: has no method to serve")
            continue
        try:
            file = save(model, options.folder / "files" / name, FORMATS[index % len(FORMATS)])
        except Exception as error:  # noqa: BLE001 - a lambda cannot be pickled
            left.append(f"{name}: not saved, {error}")
            continue
        record = {"class": type(model).__name__, "file": file.name, "data": data, "answers": answers, "ties": ties(answers)}
        with open(options.folder / "answers" / f"{name}.pkl", "wb") as out:
            pickle.dump(record, out, protocol=4)
        made_count += 1
    (options.folder / "left-out.txt").write_text("\n".join(left))
    (options.folder / "version.txt").write_text(sklearn.__version__)
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}: {made_count} models, {len(left)} left out")


if __name__ == "__main__":
    main()
