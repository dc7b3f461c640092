"""The shape of MLServer's numpyro example, with the predictive written in numpy."""

import json
from typing import Optional

import numpy as np
from mlserver import MLModel
from mlserver.codecs import decode_args
from mlserver.utils import get_model_uri


class NumpyroModel(MLModel):
    async def load(self) -> bool:
        model_uri = await get_model_uri(self._settings)
        with open(model_uri) as model_file:
            raw_samples = json.load(model_file)
        self._samples = {name: np.array(values) for name, values in raw_samples.items()}
        return True

    @decode_args
    async def predict(
        self,
        marriage: Optional[np.ndarray] = None,
        age: Optional[np.ndarray] = None,
        divorce: Optional[np.ndarray] = None,
    ) -> np.ndarray:
        mean = self._samples["a"]
        if marriage is not None:
            mean = mean + self._samples["bM"] * marriage
        if age is not None:
            mean = mean + self._samples["bA"] * age
        noise = np.random.default_rng(0).normal(0.0, self._samples["sigma"])
        return np.asarray((mean + noise).mean())
