"""Prints what `run` measured as a table: python table.py FOLDER"""

import json
import pathlib
import sys

FOLDER = pathlib.Path(sys.argv[1])
python = {}
for line in (FOLDER / "timings").read_text().splitlines():
    _, model, rows, micros = line.split()
    python[model, int(rows)] = float(micros)
times = {}
allocated = {}
for result in json.loads((FOLDER / "jmh.json").read_text()):
    way = result["benchmark"].rsplit(".", 1)[1]
    key = result["params"]["model"], int(result["params"]["rows"])
    times[way, *key] = result["primaryMetric"]["scorePercentiles"]["0.0"]
    for name, metric in result["secondaryMetrics"].items():
        if name.endswith("gc.alloc.rate.norm"):
            allocated[way, *key] = metric["score"]
print("| model | rows | Python, µs | native in the JVM, µs | ours, µs | Python/ours | native/ours | bytes left per row |")
print("|---|--:|--:|--:|--:|--:|--:|--:|")
for (model, rows), micros in python.items():
    ours = times["ours", model, rows]
    native = times["library", model, rows]
    left = allocated["ours", model, rows] / rows
    print(
        f"| {model} | {rows} | {micros:.1f} | {native:.1f} | {ours:.1f} "
        f"| {micros / ours:.1f} | {native / ours:.1f} | {left:.0f} |"
    )
