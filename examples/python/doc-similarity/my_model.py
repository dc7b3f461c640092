"""MLServer's document similarity example, with counted words in the place of spaCy's vectors."""

import math
import re
from collections import Counter
from typing import List

import numpy as np
from mlserver import MLModel
from mlserver.codecs import decode_args


class MyModel(MLModel):
    async def load(self) -> bool:
        self._words = re.compile(r"\w+")
        return True

    @decode_args
    async def predict(self, docs: List[str]) -> np.ndarray:
        first, second = (Counter(self._words.findall(doc.lower())) for doc in docs)
        lengths = math.sqrt(self._dot(first, first) * self._dot(second, second))
        return np.array(self._dot(first, second) / lengths if lengths else 0.0)

    def _dot(self, left: Counter, right: Counter) -> int:
        return sum(count * right[word] for word, count in left.items())
