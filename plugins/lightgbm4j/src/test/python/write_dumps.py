"""Writes what dump_model gives of models that are there as text.

pip install lightgbm==4.6.0
python write_dumps.py ../resources/outputs/*.txt ../resources/categories/*.txt ../resources/dumped
"""

import json
import pathlib
import sys

import lightgbm as lgb

for file in map(pathlib.Path, sys.argv[1:-1]):
    dump = lgb.Booster(model_file=str(file)).dump_model()
    (pathlib.Path(sys.argv[-1]) / f"{file.stem}.json").write_text(json.dumps(dump))
