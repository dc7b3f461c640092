"""Metrics of one's own, and an endpoint of one's own."""

import mlserver
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.handlers import custom_handler
from mlserver.types import InferenceRequest, InferenceResponse


class MeasuredModel(MLModel):
    async def load(self) -> bool:
        mlserver.register("my_custom_metric", "Largest value of a request")
        self._seen = 0
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        values = self.decode(payload.inputs[0], default_codec=NumpyCodec)
        mlserver.log(my_custom_metric=float(values.max()))
        self._seen += 1
        return InferenceResponse(
            model_name=self.name, outputs=[NumpyCodec.encode_output("doubled", values * 2)]
        )

    @custom_handler(rest_path="/my-custom-endpoint", rest_method="GET")
    async def seen(self) -> dict:
        return {"seen": self._seen}
