"""Makes the graphs under src/test/resources/fixtures/onnx (scikit-learn 1.5.2, skl2onnx 1.20).

    python make_onnx_fixtures.py ../resources/fixtures/onnx
"""

import pathlib
import sys

import numpy as np
from skl2onnx import to_onnx
from sklearn.linear_model import LogisticRegression

TARGET = pathlib.Path(sys.argv[1])
TARGET.mkdir(parents=True, exist_ok=True)
RANDOM = np.random.RandomState(0)

x = RANDOM.normal(size=(60, 4)).astype(np.float32)
model = LogisticRegression().fit(x, np.digitize(x[:, 0], [-0.5, 0.5]))
graph = to_onnx(model, x[:1], options={"zipmap": True}, target_opset=17)
(TARGET / "zipmap.onnx").write_bytes(graph.SerializeToString())
