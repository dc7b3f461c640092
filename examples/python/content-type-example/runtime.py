"""A content type of one's own: grey pictures, of numbers or of bytes, one per pixel."""

import json
from typing import Any

import numpy as np
from mlserver import MLModel
from mlserver.codecs import DecodedParameterName, NumpyCodec, register_input_codec
from mlserver.codecs.utils import InputOrOutput
from mlserver.types import InferenceRequest, InferenceResponse, RequestInput, ResponseOutput

_to_exclude = {
    "parameters": {DecodedParameterName, "headers"},
    "inputs": {"__all__": {"parameters": {DecodedParameterName, "headers"}}},
}


class Picture:
    def __init__(self, pixels: np.ndarray):
        self.pixels = pixels

    def __repr__(self) -> str:
        return f"<Picture {'x'.join(map(str, self.pixels.shape))}>"


@register_input_codec
class PictureCodec(NumpyCodec):
    ContentType = "img"

    @classmethod
    def can_encode(cls, payload: Any) -> bool:
        return isinstance(payload, Picture)

    @classmethod
    def _decode(cls, input_or_output: InputOrOutput) -> Picture:
        if input_or_output.datatype != "BYTES":
            # If not bytes, assume it's an array
            return Picture(super().decode_input(input_or_output).astype(np.uint8))
        encoded = input_or_output.data[0]
        if isinstance(encoded, str):
            encoded = encoded.encode()
        # One text with a byte per pixel, of a square picture
        pixels = np.frombuffer(encoded, dtype=np.uint8)
        side = int(np.sqrt(len(pixels)))
        return Picture(pixels.reshape([side, side]))

    @classmethod
    def decode_input(cls, request_input: RequestInput) -> Picture:
        return cls._decode(request_input)

    @classmethod
    def encode_output(cls, name: str, payload: Picture, **kwargs) -> ResponseOutput:
        return ResponseOutput(
            name=name,
            shape=[1],
            datatype="BYTES",
            data=[payload.pixels.tobytes()],
        )


class EchoRuntime(MLModel):
    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        outputs = []
        for request_input in payload.inputs:
            decoded_input = self.decode(request_input)
            as_dict = request_input.model_dump(exclude=_to_exclude)
            print(f"----- Encoded input ({request_input.name}) -----")
            print(json.dumps(as_dict, indent=2, default=str))
            print(f"----- Decoded input ({request_input.name}) -----")
            print(decoded_input)
            outputs.append(
                ResponseOutput(
                    name=request_input.name,
                    datatype="BYTES",
                    shape=[1],
                    data=[repr(decoded_input)],
                )
            )
        return InferenceResponse(model_name=self.name, outputs=outputs)
