"""Asks two V2 servers the same 10,000 random rows of every recorded model and compares the answers.

    random_rows.py CASES OURS REFERENCE [--rows N] [--seed N] [--only TEXT]

CASES is a folder of recorded cases (corpus/cases/runtimes); OURS and REFERENCE are the addresses of two servers
that serve the models of that suite, e.g. http://localhost:8080. The reference is a real MLServer, with the versions
of the libraries that wrote the models (see the corpus' README).

A row is made from the recorded ones: each column is drawn by itself from the values that were recorded for it,
floats are moved a little, so that rows are new but as the model knows them. Only cases that were answered with 200
are asked. Labels and integers must be equal, floats within 1e-6 relative (FP64) or 1e-5 (FP32). A label may differ
where the recorded probabilities of a model tie; such rows are counted and shown, not passed over.

Prints one line per case and step; exits with 1 if an answer differs.
"""

import argparse
import gzip
import json
import math
import random
import sys
import urllib.error
import urllib.request
from pathlib import Path

FLOATS = {"FP16": 1e-3, "FP32": 1e-5, "FP64": 1e-6}


def ask(address, path, body):
    request = urllib.request.Request(
        address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            raw = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                raw = gzip.decompress(raw)
            return answer.status, json.loads(raw)
    except urllib.error.HTTPError as error:
        return error.code, {"error": error.read().decode(errors="replace")[:300]}


def flat(data):
    for value in data:
        if isinstance(value, list):
            yield from flat(value)
        else:
            yield value


def columns_of(tensor):
    """The recorded values by column; one column if the tensor has one dimension."""
    values = list(flat(tensor["data"]))
    width = 1
    for dimension in tensor["shape"][1:]:
        width *= dimension
    return [values[i::width] for i in range(width)]


def drawn(rng, values, datatype):
    value = rng.choice(values)
    if datatype in FLOATS and isinstance(value, (int, float)) and not isinstance(value, bool):
        numbers = [v for v in values if isinstance(v, (int, float))]
        if any(v != int(v) for v in numbers if math.isfinite(v)):
            spread = max(numbers) - min(numbers) or 1.0
            moved = round(value + rng.gauss(0, 0.2) * spread, 6)
            return abs(moved) if min(numbers) >= 0 else moved
    return value


def grown(rng, tensor, rows):
    shape = tensor["shape"]
    if not shape or shape[0] == 0 or not tensor["data"]:
        return None
    columns = columns_of(tensor)
    data = [drawn(rng, column, tensor["datatype"]) for _ in range(rows) for column in columns]
    return {**tensor, "shape": [rows, *shape[1:]], "data": data}


def grow(rng, body, rows):
    if not isinstance(body, dict) or not body.get("inputs"):
        return None
    inputs = body["inputs"]
    if len({tuple(tensor["shape"][:1]) for tensor in inputs}) != 1:
        return None
    one_row_vector = len(inputs) == 1 and len(inputs[0]["shape"]) == 1
    if one_row_vector and inputs[0]["datatype"] != "BYTES":
        return None  # a vector is one row to some runtimes
    bigger = [grown(rng, tensor, rows) for tensor in inputs]
    return None if None in bigger else {**body, "inputs": bigger}


def differences(ours, theirs):
    """Places where two answers differ: (output, index, ours, theirs)."""
    mine = {output["name"]: output for output in ours["outputs"]}
    for output in theirs["outputs"]:
        own = mine.get(output["name"])
        if own is None:
            yield output["name"], -1, "missing", "there"
            continue
        if own["shape"] != output["shape"] or own["datatype"] != output["datatype"]:
            yield (output["name"], -1, f"{own['datatype']} {own['shape']}",
                   f"{output['datatype']} {output['shape']}")
            continue
        tolerance = FLOATS.get(output["datatype"])
        for i, (a, b) in enumerate(zip(flat(own["data"]), flat(output["data"]))):
            if a != b and (tolerance is None or not close(a, b, tolerance)):
                yield output["name"], i, a, b


def close(a, b, tolerance):
    if a is None or b is None:
        return a is b
    return abs(a - b) <= tolerance * max(abs(a), abs(b)) + 1e-12 + tolerance * 1e-3


def infer_steps(case):
    for i, step in enumerate(case.get("steps", [])):
        recorded = step.get("expect", {})
        if (step.get("protocol") == "rest" and step.get("path", "").endswith("/infer")
                and recorded.get("status") == 200):
            yield i, step


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("ours")
    parser.add_argument("reference")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    asked = failed = left = 0
    for file in sorted(options.cases.glob("*.json")):
        if options.only not in file.name:
            continue
        case = json.loads(file.read_text())
        for i, step in infer_steps(case):
            rng = random.Random(f"{options.seed} {case['name']} {i}")
            body = grow(rng, step.get("body"), options.rows)
            if body is None:
                left += 1
                continue
            theirs = ask(options.reference, step["path"], body)
            ours = ask(options.ours, step["path"], body)
            asked += 1
            if theirs[0] != 200:
                verdict = f"the reference answers {theirs[0]}, ours {ours[0]}: {theirs[1].get('error')}"
            elif ours[0] != 200:
                verdict = f"DIFFERS ours answers {ours[0]}: {ours[1].get('error')}"
                failed += 1
            else:
                found = list(differences(ours[1], theirs[1]))
                failed += bool(found)
                verdict = "equal" if not found else (
                    f"DIFFERS in {len(found)} places, first {found[0][0]}[{found[0][1]}]:"
                    f" ours {found[0][2]!r}, reference {found[0][3]!r}")
            print(f"{case['name']} step {i}: {verdict}", flush=True)
    print(f"{asked} requests of {options.rows} rows, {failed} differ, {left} cases not asked this way")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
