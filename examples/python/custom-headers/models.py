"""Reads the client's headers, or its gRPC metadata, and answers with some of its own."""

from mlserver import MLModel
from mlserver.types import InferenceRequest, InferenceResponse, Parameters, ResponseOutput


class CustomHeadersRuntime(MLModel):
    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        headers = (payload.parameters and payload.parameters.headers) or {}
        tenant = headers.get("x-tenant", "nobody")
        return InferenceResponse(
            model_name=self.name,
            outputs=[ResponseOutput(name="tenant", shape=[1], datatype="BYTES", data=[tenant])],
            parameters=Parameters(headers={"x-served-for": tenant}),
        )
