"""Drives KServe's clients, as their users do, against a server on the models of the suite "dataplane".

    kserve_client.py --rest 127.0.0.1:8080 --grpc 127.0.0.1:8081

Prints one line per check, "ok NAME" or "failed NAME REASON", and ends with 0 if it got to the last.
"""

import argparse
import asyncio
import re
import sys

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--rest", required=True)
parser.add_argument("--grpc", required=True)
options = parser.parse_args()
sys.argv = sys.argv[:1]  # kserve parses the command line when it is imported

from kserve import InferInput, InferRequest, InferenceGRPCClient, InferenceRESTClient, RESTConfig
from kserve.protocol.infer_type import RequestedOutput

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.4, 2.9, 4.3, 1.3]], dtype=np.float64)
FLOWERS = np.array([0, 1])

checks = []


def check(function):
    """Registers a check; its name is the function's."""
    checks.append(function)
    return function


def infer_input(values, datatype, binary, name="x"):
    tensor = InferInput(name, list(values.shape), datatype)
    tensor.set_data_from_numpy(values, binary_data=binary)
    return tensor


def request(model, values, datatype, binary, outputs=None):
    return InferRequest(
        model,
        [infer_input(values, datatype, binary)],
        request_id="mine",
        request_outputs=outputs,
    )


def classes(response):
    assert response.id == "mine", response.id
    return np.asarray(response.outputs[0].as_numpy()).reshape(-1)


class Rest:
    def __init__(self, address):
        self.base = f"http://{address}"
        self.client = InferenceRESTClient(RESTConfig(protocol="v2", timeout=30))


# Not here: is_server_live, is_server_ready and is_model_ready of the REST client. They want a JSON
# body, as KServe's own servers give; MLServer's answers, and so ours, are empty.


@check
async def rest_infer_in_json(rest, grpc):
    answer = await rest.client.infer(rest.base, request("iris", IRIS, "FP64", False), "iris")
    np.testing.assert_array_equal(classes(answer), FLOWERS)


@check
async def rest_infer_in_bytes(rest, grpc):
    answer = await rest.client.infer(rest.base, request("iris", IRIS, "FP64", True), "iris")
    np.testing.assert_array_equal(classes(answer), FLOWERS)


@check
async def rest_infer_with_an_answer_in_bytes(rest, grpc):
    outputs = [RequestedOutput("predict", {"binary_data": True})]
    answer = await rest.client.infer(rest.base, request("iris", IRIS, "FP64", True, outputs), "iris")
    np.testing.assert_array_equal(classes(answer), FLOWERS)


@check
async def rest_infer_from_a_dictionary(rest, grpc):
    data = {"inputs": [{"name": "x", "shape": [2, 4], "datatype": "FP64", "data": IRIS.tolist()}]}
    answer = await rest.client.infer(rest.base, data, "iris")
    np.testing.assert_array_equal(answer.outputs[0].as_numpy().reshape(-1), FLOWERS)


@check
async def rest_half_floats_and_text(rest, grpc):
    half = np.array([[1.5, -65504]], dtype=np.float16)
    answer = await rest.client.infer(rest.base, request("echo", half, "FP16", True), "echo")
    np.testing.assert_array_equal(classes(answer).astype(np.float16), half.reshape(-1))
    text = np.array([b"a", "\u00e9".encode()], dtype=np.object_)
    answer = await rest.client.infer(rest.base, request("echo", text, "BYTES", True), "echo")
    assert answer.outputs[0].shape[0] == 2, answer.outputs[0].shape


@check
async def rest_unknown_model_is_refused(rest, grpc):
    try:
        await rest.client.infer(rest.base, request("nobody", IRIS, "FP64", False), "nobody")
    except Exception as error:
        assert "404" in str(error), error
    else:
        raise AssertionError("the call was not refused")


@check
async def grpc_health(rest, grpc):
    assert await grpc.is_server_live()
    assert await grpc.is_server_ready()
    assert await grpc.is_model_ready("iris")


@check
async def grpc_infer_in_typed_contents(rest, grpc):
    answer = await grpc.infer(request("iris", IRIS, "FP64", False))
    np.testing.assert_array_equal(classes(answer), FLOWERS)


@check
async def grpc_infer_in_raw_contents(rest, grpc):
    answer = await grpc.infer(request("iris", IRIS, "FP64", True))
    np.testing.assert_array_equal(classes(answer), FLOWERS)


@check
async def grpc_half_floats(rest, grpc):
    half = np.array([[1.5, -65504]], dtype=np.float16)
    answer = await grpc.infer(request("echo", half, "FP16", True))
    np.testing.assert_array_equal(classes(answer), half.reshape(-1))


@check
async def grpc_unknown_model_is_refused(rest, grpc):
    try:
        await grpc.infer(request("nobody", IRIS, "FP64", True))
    except Exception as error:
        assert "not found" in str(error).lower(), error
    else:
        raise AssertionError("the call was not refused")


async def main():
    rest = Rest(options.rest)
    grpc = InferenceGRPCClient(options.grpc)
    for function in checks:
        try:
            await function(rest, grpc)
            print("ok", function.__name__, flush=True)
        except Exception as error:
            reason = re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")
            print("failed", function.__name__, reason, flush=True)
    await rest.client.close()
    await grpc.close()


asyncio.run(main())
