"""Asks a server what `make.py` asked in Python, and compares.

    python compare.py FOLDER http://localhost:8080
"""

import json
import pathlib
import pickle
import struct
import sys
import urllib.error
import urllib.request

import numpy as np

FOLDER, SERVER = pathlib.Path(sys.argv[1]), sys.argv[2]
WANTED = sys.argv[3] if len(sys.argv) > 3 else ""


def call(path, body=None, raw=b""):
    headers = {"Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    if raw:
        headers = {"Content-Type": "application/octet-stream", "Inference-Header-Content-Length": str(len(data))}
    request = urllib.request.Request(SERVER + path, None if data is None else data + raw, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as e:
        return {"error": e.read().decode()[:300]}


def tensor(name, values):
    """As bytes: JSON has no infinity."""
    values = np.asarray(values)
    if values.dtype.kind in "OUS":
        texts = [str(v).encode() for v in values.ravel().tolist()]
        raw = b"".join(struct.pack("<I", len(text)) + text for text in texts)
        kind, parameters = "BYTES", {"content_type": "str"}
    else:
        kind = {"f8": "FP64", "f4": "FP32", "i8": "INT64", "i4": "INT32", "b1": "BOOL"}[values.dtype.str[1:]]
        raw, parameters = values.tobytes(), {}
    parameters["binary_data_size"] = len(raw)
    return {"name": name, "datatype": kind, "shape": list(values.shape), "parameters": parameters}, raw


def request(case, output):
    if case["columns"] is None:
        tensors, parameters = [tensor("x", case["rows"])], {}
    else:
        columns = {name: np.asarray(column) for name, column in case["columns"].items()}
        tensors = [tensor(name, c.reshape(len(c), -1)) for name, c in columns.items()]
        parameters = {"content_type": "pd"}
    inputs = [one for one, _ in tensors]
    return {"inputs": inputs, "parameters": parameters, "outputs": [{"name": output}]}, b"".join(r for _, r in tensors)


def difference(wanted, output):
    wanted = np.asarray(wanted)
    found = output["data"]
    if wanted.dtype.kind in "OUSb":
        found = [str(v) for v in found] if wanted.dtype.kind != "b" else [bool(v) for v in found]
        same = [str(v) for v in wanted.ravel().tolist()] if wanted.dtype.kind != "b" else wanted.ravel().tolist()
        bad = sum(a != b for a, b in zip(found, same)) + abs(len(found) - len(same))
        return (1 if bad else 0), f"{bad} differ"
    found = np.array([np.nan if v is None else v for v in found], dtype=float)
    wanted = wanted.astype(float)
    wanted[np.isinf(wanted)] = np.nan  # in JSON both are null
    if found.size != wanted.size:
        return 1, f"shape {output['shape']}, wanted {list(wanted.shape)}"
    if not wanted.size:
        return 0, ""
    rows = max(1, wanted.shape[0])
    found, wanted = found.reshape(rows, -1), wanted.reshape(rows, -1)
    if (np.isnan(found) != np.isnan(wanted)).any():
        return 1, "NaN elsewhere"
    # Shares of a sum are as exact as the sum's largest part.
    scale = np.maximum(np.abs(np.nan_to_num(wanted)).max(axis=1, keepdims=True), 1e-6)
    with np.errstate(invalid="ignore"):
        gap = np.where(found == wanted, 0, np.abs(found - wanted) / scale)
    worst = float(np.nanmax(gap)) if gap.size else 0
    return worst, f"{worst:.1e} relative"


failures = 0
count = 0
for folder in sorted(FOLDER.iterdir()):
    if not (folder / "expected.pickle").exists() or WANTED not in folder.name:
        continue
    case = pickle.loads((folder / "expected.pickle").read_bytes())
    if "error" in (loaded := call(f"/v2/repository/models/{folder.name}/load", {})):
        failures += 1
        print("NOT LOADED", folder.name, loaded["error"])
        continue
    for name, wanted in case["expected"].items():
        count += 1
        answer = call(f"/v2/models/{folder.name}/infer", *request(case, name))
        if "error" in answer:
            failures += 1
            print("REFUSED", folder.name, name, answer["error"])
            continue
        gap, text = difference(wanted, answer["outputs"][0])
        tolerance = 1e-5 if np.asarray(wanted).dtype == np.float32 else 1e-6
        if name == "contributions" or name == "interactions":
            tolerance = max(tolerance, 1e-5)
        if gap > tolerance:
            failures += 1
            print("DIFFERS", folder.name, name, text)
print(count, "outputs asked for,", failures, "failures")
