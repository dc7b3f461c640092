"""Asks a V2 server the models that make.py wrote, and compares its answers with Python's.

    python -m sklearn_sweep.compare FOLDER ADDRESS [--only REGEX] [--report FILE]

The server has FOLDER/repository as its model repository (run this once to have it made): it holds one model, which
becomes each of those of the sweep in turn. Labels and whole
numbers must be equal, numbers within 1e-6 relative (FP64) or 1e-5 (FP32); a label may differ where the best two
classes tie to within rounding. Prints what differs and what is refused, and exits with 1 if anything is.
"""

import argparse
import gzip
import json
import pickle
import re
import sys
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import numpy as np

MODEL = "swept"
TOLERANCES = {"FP64": 1e-6, "FP32": 1e-5, "FP16": 2e-3}
DATATYPES = {"f8": "FP64", "f4": "FP32", "i8": "INT64", "i4": "INT32", "i2": "INT16", "i1": "INT8", "u8": "UINT64",
             "u4": "UINT32", "u2": "UINT16", "u1": "UINT8", "b1": "BOOL", "f2": "FP16"}


def ask(address, path, body):
    request = urllib.request.Request(address + path, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            raw = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                raw = gzip.decompress(raw)
            return answer.status, json.loads(raw or b"{}")
    except urllib.error.HTTPError as error:
        return error.code, {"error": error.read().decode(errors="replace")[:400]}


def datatype_of(array):
    return DATATYPES.get(array.dtype.str[1:], "BYTES")


def compare_array(wanted, output, ties, method, coarse):
    """A sentence on the first difference, or an empty one; coarse if it was asked in single precision."""
    if wanted.dtype == object and all(isinstance(v, (int, float)) for v in wanted.ravel().tolist()):
        wanted = wanted.astype(float)  # a mixture of numbers, which Python has no tensor for
    if wanted.ndim == 1:
        wanted = wanted.reshape(-1, 1)
    if list(wanted.shape) != output["shape"]:
        return f"shape {output['shape']}, wanted {list(wanted.shape)}"
    kind = datatype_of(wanted)
    found = output["data"]
    if kind == "BYTES":
        other = [i for i, (a, b) in enumerate(zip(found, wanted.ravel().tolist())) if str(a) != str(b) and not absent(a, b)]
    else:
        if output["datatype"] != kind:
            return f"datatype {output['datatype']}, wanted {kind}"
        mine = np.array([np.nan if v is None else v for v in found], dtype=float)
        theirs = wanted.ravel().astype(float)
        tolerance = TOLERANCES.get(kind, 0)
        rounding = 0.0
        if coarse and tolerance:  # what cancels out keeps the rounding of what was there before
            tolerance = 1e-5
            rounding = tolerance * 0.01 * np.max(np.abs(theirs[np.isfinite(theirs)]), initial=0)
        with np.errstate(invalid="ignore"):
            close = np.abs(mine - theirs) <= tolerance * np.maximum(np.abs(mine), np.abs(theirs)) + (1e-12 + tolerance * 1e-3 + rounding if tolerance else 0)
        infinite = ~np.isfinite(theirs)  # JSON has no word for these; null stands for all
        other = np.flatnonzero(~(close | (infinite & ~np.isfinite(mine)))).tolist()
    width = wanted.shape[1]
    if method == "predict":
        other = [i for i in other if i // width not in ties]
    if other:
        i = other[0]
        return f"{len(other)} of {len(found)} differ, [{i}] is {found[i]!r}, wanted {wanted.ravel()[i]!r}"
    return ""


def absent(a, b):
    return a is None and (b is None or b != b)


def verdict(wanted, status, answer, ties, method, coarse):
    if "list" in wanted:
        return "" if status == 422 else f"{status} for a list of arrays, which is no tensor"
    if "error" in wanted:
        return "" if status != 200 else f"answered, where Python says {wanted['error']}"
    if status != 200:
        return f"{status} {answer.get('error')}"
    outputs = answer["outputs"]
    if "table" in wanted:
        names = [output["name"] for output in outputs]
        if names != list(wanted["table"]):
            return f"columns {names}, wanted {list(wanted['table'])}"
        found = [compare_array(column, output, ties, method, coarse) for column, output in zip(wanted["table"].values(), outputs)]
        return next((f"{name}: {text}" for name, text in zip(names, found) if text), "")
    return compare_array(wanted["array"], outputs[0], ties, method, coarse)


def settings_of(record):
    """What makes the one model of the repository this one; by our own name of the runtime, which answers any method."""
    return {"name": MODEL, "implementation": "sklearn", "parameters": {"uri": f"../../files/{record['file']}"}}


def load(options, settings):
    target = options.folder / "repository" / MODEL
    target.mkdir(parents=True, exist_ok=True)
    (target / "model-settings.json").write_text(json.dumps(settings))
    return ask(options.address, f"/v2/repository/models/{MODEL}/load", b"{}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("address")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    counts, refused = Counter(), Counter()
    for file in sorted((options.folder / "answers").glob("*.pkl")):
        if not re.search(options.only, file.stem):
            continue
        record = pickle.loads(file.read_bytes())
        request = json.loads((options.folder / "data" / f"{record['data']}.json").read_text())
        inputs = {"parameters": {"content_type": request["content_type"]}, "inputs": request["inputs"]}
        ties = set(record["ties"].tolist())
        coarse = any(tensor["datatype"] == "FP32" for tensor in request["inputs"])
        status, answer = load(options, settings_of(record))
        if status != 200:
            if any("error" not in wanted for wanted in record["answers"].values()):
                counts["not loaded"] += 1
                refused[record["class"]] += 1
                print(f"REFUSED {file.stem} ({record['class']}): {answer.get('error')}", flush=True)
            continue
        for method, wanted in record["answers"].items():
            model = f"{file.stem}.{method}"
            body = json.dumps({**inputs, "outputs": [{"name": method}]}).encode()
            status, answer = ask(options.address, f"/v2/models/{MODEL}/infer", body)
            text = verdict(wanted, status, answer, ties, method, coarse)
            counts["differ" if text else "equal"] += 1
            if text:
                print(f"DIFFERS {model} ({record['class']}, {record['data']}): {text}", flush=True)
    print(f"scikit-learn {(options.folder / 'version.txt').read_text()}: {dict(counts)}")
    print(f"classes that were not loaded: {dict(refused)}")
    return 1 if counts["differ"] or counts["not loaded"] else 0


if __name__ == "__main__":
    sys.exit(main())
