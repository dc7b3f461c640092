"""Writes recorded models once more, as skops files.

    pip install scikit-learn==1.5.2 numpy==1.26.4 skops joblib
    python make_skops_fixtures.py ../../../../../conformance/corpus/models/runtimes ../resources/fixtures/skops [NAME...]
"""

import glob
import os
import sys

import joblib
import skops.io

source, target, names = sys.argv[1], sys.argv[2], sys.argv[3:]
os.makedirs(target, exist_ok=True)
for file in sorted(glob.glob(os.path.join(source, "sk-*", "model.joblib"))):
    name = os.path.basename(os.path.dirname(file))
    if names and name not in names:
        continue
    try:
        skops.io.dump(joblib.load(file), os.path.join(target, name + ".skops"))
    except Exception as e:  # skops refuses some estimators
        print(name, type(e).__name__, str(e)[:100])
