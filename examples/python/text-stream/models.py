"""Answers with a stream: the words of a text, one by one."""

import asyncio
from typing import AsyncIterator

from mlserver import MLModel
from mlserver.codecs import StringCodec
from mlserver.types import InferenceRequest, InferenceResponse


class TextStream(MLModel):
    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        [text] = self.decode(payload.inputs[0], default_codec=StringCodec)
        return self._answer(text)

    async def predict_stream(
        self, payloads: AsyncIterator[InferenceRequest]
    ) -> AsyncIterator[InferenceResponse]:
        payload = [one async for one in payloads][0]
        [text] = self.decode(payload.inputs[0], default_codec=StringCodec)
        for word in text.split():
            await asyncio.sleep(0.01)
            yield self._answer(word)

    def _answer(self, text: str) -> InferenceResponse:
        return InferenceResponse(
            model_name=self.name, outputs=[StringCodec.encode_output("text", [text])]
        )
