"""Drives tritonclient, as its users do, against a server on the models of the suite "dataplane".

    triton_client.py --rest 127.0.0.1:8080 --grpc 127.0.0.1:8081

Prints one line per check, "ok NAME" or "failed NAME REASON", and ends with 0 if it got to the last.
"""

import argparse
import asyncio
import contextlib
import itertools
import os
import traceback

import numpy as np
import tritonclient.grpc as triton_grpc
import tritonclient.grpc.aio as triton_grpc_aio
import tritonclient.http as triton_http
import tritonclient.http.aio as triton_http_aio
from tritonclient.utils import (
    InferenceServerException,
    np_to_triton_dtype,
    serialize_byte_tensor,
    serialized_byte_size,
    shared_memory,
)

IRIS = np.array([[5.1, 3.5, 1.4, 0.2], [6.4, 2.9, 4.3, 1.3]], dtype=np.float64)
FLOWERS = np.array([[0], [1]], dtype=np.int64)

NUMBERS = [
    np.array([[True, False]]),
    np.array([[0, 255]], dtype=np.uint8),
    np.array([[0, 65535]], dtype=np.uint16),
    np.array([[0, 2**32 - 1]], dtype=np.uint32),
    np.array([[0, 2**64 - 1]], dtype=np.uint64),
    np.array([[-128, 127]], dtype=np.int8),
    np.array([[-32768, 32767]], dtype=np.int16),
    np.array([[-(2**31), 2**31 - 1]], dtype=np.int32),
    np.array([[-(2**63), 2**63 - 1]], dtype=np.int64),
    np.array([[1.5, -65504]], dtype=np.float16),
    np.array([[0.1, -3.4e38]], dtype=np.float32),
    np.array([[0.1, 5e-324]], dtype=np.float64),
]
NOT_FINITE = np.array([[np.nan, np.inf, -np.inf]], dtype=np.float32)

REGIONS = itertools.count()

checks = []


def check(function):
    """Registers a check; its name is the function's."""
    checks.append(function)
    return function


def same(found, wanted):
    assert found is not None, "the output is missing"
    assert found.dtype == wanted.dtype, f"{found.dtype} instead of {wanted.dtype}"
    assert found.shape == wanted.shape, f"{found.shape} instead of {wanted.shape}"
    np.testing.assert_array_equal(found, wanted)


def refused(call, part, status=None):
    try:
        call()
    except InferenceServerException as error:
        assert part in error.message(), error.message()
        assert status in (None, error.status()), error.status()
    else:
        raise AssertionError("the call was not refused")


def as_text(value):
    """Texts come as bytes in binary answers, and as str in JSON."""
    return value.decode() if isinstance(value, bytes) else value


def same_classes(found, rows):
    """Triton's text for each of the classes of each row, value:index, the likeliest first."""
    parts = [[as_text(text).split(":") for text in row] for row in found]
    assert [[int(index) for _, index in row] for row in parts] == rows, found
    for row in parts:
        values = [float(value) for value, _ in row]
        assert values == sorted(values, reverse=True), found


def http_input(values, binary=True, name="x"):
    tensor = triton_http.InferInput(name, values.shape, np_to_triton_dtype(values.dtype))
    return tensor.set_data_from_numpy(values, binary_data=binary)


def grpc_input(values, name="x"):
    tensor = triton_grpc.InferInput(name, values.shape, np_to_triton_dtype(values.dtype))
    return tensor.set_data_from_numpy(values)


def with_http(function):
    def run(addresses):
        with triton_http.InferenceServerClient(addresses.rest) as client:
            function(client)

    run.__name__ = function.__name__
    return check(run)


def with_grpc(function):
    def run(addresses):
        with triton_grpc.InferenceServerClient(addresses.grpc) as client:
            function(client)

    run.__name__ = function.__name__
    return check(run)


def with_http_aio(function):
    async def connected(address):
        async with triton_http_aio.InferenceServerClient(address) as client:
            await function(client)

    def run(addresses):
        asyncio.run(connected(addresses.rest))

    run.__name__ = function.__name__
    return check(run)


def with_grpc_aio(function):
    async def connected(address):
        async with triton_grpc_aio.InferenceServerClient(address) as client:
            await function(client)

    def run(addresses):
        asyncio.run(connected(addresses.grpc))

    run.__name__ = function.__name__
    return check(run)


@contextlib.contextmanager
def region(client, size):
    """A shared memory object of the client's, registered with the server: its name and its handle."""
    name = f"checked-{os.getpid()}-{next(REGIONS)}"
    handle = shared_memory.create_shared_memory_region(name, "/" + name, size)
    try:
        client.register_system_shared_memory(name, "/" + name, size)
        yield name, handle
        client.unregister_system_shared_memory(name)
    finally:
        shared_memory.destroy_shared_memory_region(handle)


def shared(tensor, *place):
    tensor.set_shared_memory(*place)
    return tensor


def shared_numbers(client, triton):
    for values in NUMBERS:
        size = values.nbytes
        with region(client, 3 * size) as (name, handle):
            shared_memory.set_shared_memory_region(handle, [values], offset=size)
            tensor = triton.InferInput("x", values.shape, np_to_triton_dtype(values.dtype))
            output = triton.InferRequestedOutput("transform")
            client.infer(
                "echo",
                [shared(tensor, name, size, size)],
                outputs=[shared(output, name, size, 2 * size)],
            )
            found = shared_memory.get_contents_as_numpy(
                handle, values.dtype, values.shape, offset=2 * size
            )
            same(found, values)


def shared_texts(client, triton, infer_input):
    texts = np.array([[b"a", "\u00e9\u20ac".encode(), b""]], dtype=np.object_)
    size = serialized_byte_size(serialize_byte_tensor(texts))
    with region(client, 2 * size) as (name, handle):
        shared_memory.set_shared_memory_region(handle, [serialize_byte_tensor(texts)])
        tensor = triton.InferInput("x", texts.shape, "BYTES")
        output = triton.InferRequestedOutput("transform")
        client.infer(
            "echo-str",
            [shared(tensor, name, size)],
            outputs=[shared(output, name, size, size)],
        )
        found = shared_memory.get_contents_as_numpy(handle, np.object_, texts.shape, offset=size)
        np.testing.assert_array_equal(found, texts)
        # In by shared memory, out by the answer; and the other way.
        result = client.infer("echo-str", [shared(tensor, name, size)])
        np.testing.assert_array_equal(result.as_numpy("transform").reshape(texts.shape), texts)
        shared_memory.set_shared_memory_region(handle, [np.zeros(size, dtype=np.uint8)], size)
        client.infer("echo-str", [infer_input(texts)], outputs=[shared(output, name, size, size)])
        found = shared_memory.get_contents_as_numpy(handle, np.object_, texts.shape, offset=size)
        np.testing.assert_array_equal(found, texts)


def shared_refusals(client, triton, not_found):
    with region(client, 64) as (name, handle):
        refused(
            lambda: client.register_system_shared_memory(name, "/" + name, 64),
            "registered already",
        )
        for key in ("/../etc/passwd", "/no-such-object", "/a/b", ""):
            refused(lambda: client.register_system_shared_memory("other", key, 8), "'other'")
        refused(lambda: client.register_system_shared_memory("other", "/" + name, 65), "65 bytes")

        def flowers(*place):  # a new one each time, as the clients keep an offset for ever
            return [shared(triton.InferInput("x", [2, 4], "FP64"), *place)]

        refused(lambda: client.infer("iris", flowers("other", 64)), "not registered")
        refused(lambda: client.infer("iris", flowers(name, 64, 8)), "has 64 bytes")
        refused(lambda: client.infer("iris", flowers(name, 56)), "64 bytes")
        shared_memory.set_shared_memory_region(handle, [IRIS])
        output = shared(triton.InferRequestedOutput("predict"), name, 15)
        refused(
            lambda: client.infer("iris", flowers(name, 64), outputs=[output]),
            "in 15 bytes, but 16 are needed",
        )
        os.truncate("/dev/shm/" + name, 8)
        refused(lambda: client.infer("iris", flowers(name, 64)), "was cut")
    refused(lambda: client.get_system_shared_memory_status("other"), "'other'", not_found)
    refused(lambda: client.register_cuda_shared_memory("c", b"aGFuZGxl", 0, 8), "GPUs not supported")


# HTTP


@with_http
def http_shared_memory_status(client):
    assert "system_shared_memory" in client.get_server_metadata()["extensions"]
    client.unregister_system_shared_memory()
    with region(client, 64) as (name, _):
        wanted = {"name": name, "key": "/" + name, "offset": 0, "byte_size": 64}
        assert client.get_system_shared_memory_status() == [wanted]
        assert client.get_system_shared_memory_status(name) == [wanted]
    assert client.get_system_shared_memory_status() == []
    assert client.get_cuda_shared_memory_status() == []
    client.unregister_cuda_shared_memory()


@with_http
def http_shared_memory(client):
    shared_numbers(client, triton_http)
    shared_texts(client, triton_http, lambda values: http_input(values))
    shared_refusals(client, triton_http, "404")


@with_http
def http_shared_memory_in_the_answer(client):
    with region(client, 64) as (name, handle):
        output = shared(triton_http.InferRequestedOutput("predict"), name, 32, 16)
        result = client.infer("iris", [http_input(IRIS)], outputs=[output])
        same(shared_memory.get_contents_as_numpy(handle, np.int64, [2, 1], offset=16), FLOWERS)
        answered = result.get_output("predict")
        assert "data" not in answered, answered
        assert answered["shape"] == [2, 1] and answered["datatype"] == "INT64", answered
        assert answered["parameters"]["shared_memory_region"] == name, answered
        assert answered["parameters"]["shared_memory_byte_size"] == 16, answered


@with_http
def http_health(client):
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("iris")
    assert client.is_model_ready("versioned", "1")


@with_http
def http_metadata(client):
    server = client.get_server_metadata()
    assert server["name"] == "mlserver", server
    assert {"binary_tensor_data", "model_repository"} <= set(server["extensions"]), server
    model = client.get_model_metadata("iris-meta")
    assert model["name"] == "iris-meta", model
    assert model["inputs"], model
    assert client.get_model_config("iris")["name"] == "iris"


@with_http
def http_log_settings(client):
    before = client.get_log_settings()
    assert before["log_info"] is True and before["log_verbose_level"] == 0, before
    after = client.update_log_settings({"log_verbose_level": 1, "log_format": "ISO8601"})
    assert after["log_verbose_level"] == 1 and after["log_format"] == "ISO8601", after
    assert client.update_log_settings({"log_verbose_level": None, "log_format": None}) == before
    refused(lambda: client.update_log_settings({"log_file": "x"}), "log_file", "400")


@with_http
def http_repository(client):
    names = {model["name"] for model in client.get_model_repository_index()}
    assert "iris" in names, names
    client.unload_model("iris-xgb")
    assert not ready(client.is_model_ready, "iris-xgb")
    client.load_model("iris-xgb")
    assert client.is_model_ready("iris-xgb")


def ready(is_ready, model):
    """An unloaded model is unknown, which the clients tell by an exception or by False."""
    try:
        return is_ready(model)
    except InferenceServerException:
        return False


@with_http
def http_infer_as_it_comes(client):
    result = client.infer("iris", [http_input(IRIS)])
    same(result.as_numpy("predict"), FLOWERS)
    assert "binary_data_size" in result.get_output("predict")["parameters"], result.get_response()


@with_http
def http_infer_with_outputs(client):
    for binary in (True, False):
        outputs = [
            triton_http.InferRequestedOutput("predict", binary_data=binary),
            triton_http.InferRequestedOutput("predict_proba", binary_data=not binary),
        ]
        result = client.infer("iris", [http_input(IRIS)], outputs=outputs, request_id="mine")
        same(result.as_numpy("predict"), FLOWERS)
        assert result.as_numpy("predict_proba").shape == (2, 3)
        assert result.get_response()["id"] == "mine"


@with_http
def http_infer_in_json(client):
    outputs = [triton_http.InferRequestedOutput("predict", binary_data=False)]
    result = client.infer("iris", [http_input(IRIS, binary=False)], outputs=outputs)
    same(result.as_numpy("predict"), FLOWERS)


@with_http
def http_every_number(client):
    for values in NUMBERS:
        for binary_in in (True, False):
            for binary_out in (True, False):
                outputs = [triton_http.InferRequestedOutput("transform", binary_data=binary_out)]
                result = client.infer("echo", [http_input(values, binary_in)], outputs=outputs)
                same(result.as_numpy("transform"), values)


@with_http
def http_what_is_not_finite(client):
    result = client.infer("echo", [http_input(NOT_FINITE)])
    same(result.as_numpy("transform"), NOT_FINITE)


@with_http
def http_no_rows(client):
    values = np.zeros((0, 3), dtype=np.float32)
    same(client.infer("echo", [http_input(values)]).as_numpy("transform"), values)


@with_http
def http_bytes(client):
    texts = np.array([["a", "\u00e9\u20ac"]], dtype=np.object_)
    encoded = np.array([[b"a", "\u00e9\u20ac".encode()]], dtype=np.object_)
    for binary in (True, False):
        result = client.infer("echo-str", [http_input(texts, binary)])
        found = result.as_numpy("transform").reshape(encoded.shape)
        np.testing.assert_array_equal(found, encoded)


@with_http
def http_compression(client):
    values = np.arange(4000, dtype=np.float32).reshape(1, -1)
    for algorithm in ("gzip", "deflate"):
        result = client.infer(
            "echo",
            [http_input(values)],
            request_compression_algorithm=algorithm,
            response_compression_algorithm=algorithm,
        )
        same(result.as_numpy("transform"), values)


@with_http
def http_async(client):
    pending = [client.async_infer("iris", [http_input(IRIS)]) for _ in range(8)]
    for request in pending:
        same(request.get_result().as_numpy("predict"), FLOWERS)


@with_http
def http_class_count(client):
    for binary in (True, False):
        outputs = [
            triton_http.InferRequestedOutput("predict_proba", binary_data=binary, class_count=2)
        ]
        result = client.infer("iris", [http_input(IRIS)], outputs=outputs)
        same_classes(result.as_numpy("predict_proba").reshape(2, 2), [[0, 1], [1, 2]])
    texts = np.array([["a"]], dtype=np.object_)
    outputs = [triton_http.InferRequestedOutput("transform", class_count=1)]
    refused(
        lambda: client.infer("echo-str", [http_input(texts)], outputs=outputs), "numbers", "400"
    )


@with_http
def http_timeout(client):
    result = client.infer("iris", [http_input(IRIS)], timeout=30_000_000)
    same(result.as_numpy("predict"), FLOWERS)
    refused(lambda: client.infer("iris", [http_input(IRIS)], timeout=1), "'iris'", "504")
    refused(lambda: client.infer("iris", [http_input(IRIS)], timeout=-1), "timeout", "400")


@with_http
def http_priority(client):
    for priority in (1, 10, 99):
        result = client.infer("iris", [http_input(IRIS)], priority=priority)
        same(result.as_numpy("predict"), FLOWERS)
    refused(lambda: client.infer("iris", [http_input(IRIS)], priority=-1), "priority", "400")


@with_http
def http_body_made_by_hand(client):
    body, json_size = triton_http.InferenceServerClient.generate_request_body([http_input(IRIS)])
    headers = {"Inference-Header-Content-Length": json_size}
    response = client._post("v2/models/iris/infer", body, headers, None)
    result = triton_http.InferenceServerClient.parse_response_body(
        response.read(), header_length=int(response.get("Inference-Header-Content-Length"))
    )
    same(result.as_numpy("predict"), FLOWERS)


@with_http
def http_refusals(client):
    refused(lambda: client.infer("no-such-model", [http_input(IRIS)]), "no-such-model", "404")
    refused(lambda: client.get_model_metadata("no-such-model"), "no-such-model", "404")
    twice = [http_input(IRIS), http_input(IRIS)]
    refused(lambda: client.infer("iris", twice), "inputs[1].name", "400")
    short = http_input(IRIS)
    short._shape = [3, 4]
    refused(lambda: client.infer("iris", [short]), "inputs[0].parameters.binary_data_size", "422")


@with_http_aio
async def http_aio_all(client):
    assert await client.is_server_live()
    assert await client.is_server_ready()
    assert await client.is_model_ready("iris")
    assert (await client.get_server_metadata())["name"] == "mlserver"
    assert (await client.get_model_metadata("iris"))["name"] == "iris"
    assert await client.get_model_repository_index()
    await client.load_model("iris")


@with_http_aio
async def http_aio_infer(client):
    result = await client.infer("iris", [http_input(IRIS)])
    same(result.as_numpy("predict"), FLOWERS)
    outputs = [triton_http.InferRequestedOutput("predict", binary_data=False)]
    result = await client.infer("iris", [http_input(IRIS, binary=False)], outputs=outputs)
    same(result.as_numpy("predict"), FLOWERS)
    for algorithm in ("gzip", "deflate"):
        result = await client.infer(
            "iris",
            [http_input(IRIS)],
            request_compression_algorithm=algorithm,
            response_compression_algorithm=algorithm,
        )
        same(result.as_numpy("predict"), FLOWERS)


# gRPC


@with_grpc
def grpc_health(client):
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("iris")
    assert client.is_model_ready("versioned", "1")


@with_grpc
def grpc_metadata(client):
    server = client.get_server_metadata(as_json=True)
    assert {"binary_tensor_data", "model_repository"} <= set(server["extensions"]), server
    assert client.get_model_metadata("iris-meta").inputs


@with_grpc
def grpc_shared_memory_status(client):
    client.unregister_system_shared_memory()
    with region(client, 64) as (name, _):
        found = client.get_system_shared_memory_status().regions
        assert list(found) == [name] and found[name].key == "/" + name, found
        assert client.get_system_shared_memory_status(name).regions[name].byte_size == 64
    assert not client.get_system_shared_memory_status().regions
    assert not client.get_cuda_shared_memory_status().regions
    client.unregister_cuda_shared_memory()


@with_grpc
def grpc_shared_memory(client):
    shared_numbers(client, triton_grpc)
    shared_texts(client, triton_grpc, lambda values: grpc_input(values))
    shared_refusals(client, triton_grpc, "StatusCode.NOT_FOUND")


@with_grpc
def grpc_shared_memory_beside_the_answer(client):
    with region(client, 64) as (name, handle):
        outputs = [
            shared(triton_grpc.InferRequestedOutput("predict"), name, 16),
            triton_grpc.InferRequestedOutput("predict_proba"),
        ]
        result = client.infer("iris", [grpc_input(IRIS)], outputs=outputs)
        same(shared_memory.get_contents_as_numpy(handle, np.int64, [2, 1]), FLOWERS)
        assert result.as_numpy("predict_proba").shape == (2, 3)


@with_grpc
def grpc_log_settings(client):
    before = client.get_log_settings().settings
    assert before["log_info"].bool_param and before["log_verbose_level"].uint32_param == 0, before
    after = client.update_log_settings({"log_verbose_level": 1, "log_warning": False}).settings
    assert after["log_verbose_level"].uint32_param == 1, after
    assert not after["log_warning"].bool_param, after
    client.update_log_settings({"log_verbose_level": 0, "log_warning": True})
    refused(lambda: client.update_log_settings({"log_file": "x"}), "log_file")


@with_grpc
def grpc_repository(client):
    names = {model.name for model in client.get_model_repository_index().models}
    assert "iris" in names, names
    client.unload_model("iris-xgb")
    assert not ready(client.is_model_ready, "iris-xgb")
    client.load_model("iris-xgb")
    assert client.is_model_ready("iris-xgb")


@with_grpc
def grpc_infer_as_it_comes(client):
    same(client.infer("iris", [grpc_input(IRIS)]).as_numpy("predict"), FLOWERS)


@with_grpc
def grpc_infer_with_outputs(client):
    outputs = [
        triton_grpc.InferRequestedOutput("predict"),
        triton_grpc.InferRequestedOutput("predict_proba"),
    ]
    result = client.infer("iris", [grpc_input(IRIS)], outputs=outputs, request_id="mine")
    same(result.as_numpy("predict"), FLOWERS)
    assert result.as_numpy("predict_proba").shape == (2, 3)
    assert result.get_response().id == "mine"


@with_grpc
def grpc_every_number(client):
    for values in NUMBERS + [NOT_FINITE, np.zeros((0, 3), dtype=np.float32)]:
        same(client.infer("echo", [grpc_input(values)]).as_numpy("transform"), values)


@with_grpc
def grpc_compression(client):
    for algorithm in ("gzip", "deflate"):
        result = client.infer("iris", [grpc_input(IRIS)], compression_algorithm=algorithm)
        same(result.as_numpy("predict"), FLOWERS)


@with_grpc
def grpc_class_count(client):
    outputs = [triton_grpc.InferRequestedOutput("predict_proba", class_count=2)]
    result = client.infer("iris", [grpc_input(IRIS)], outputs=outputs)
    same_classes(result.as_numpy("predict_proba"), [[0, 1], [1, 2]])
    texts = np.array([["a"]], dtype=np.object_)
    outputs = [triton_grpc.InferRequestedOutput("transform", class_count=1)]
    refused(
        lambda: client.infer("echo-str", [grpc_input(texts)], outputs=outputs),
        "numbers",
        "StatusCode.INVALID_ARGUMENT",
    )


@with_grpc
def grpc_timeout(client):
    result = client.infer("iris", [grpc_input(IRIS)], timeout=30_000_000)
    same(result.as_numpy("predict"), FLOWERS)
    for timeout, part, status in (
        (1, "'iris'", "StatusCode.DEADLINE_EXCEEDED"),
        (-1, "timeout", "StatusCode.INVALID_ARGUMENT"),
    ):
        refused(lambda: client.infer("iris", [grpc_input(IRIS)], timeout=timeout), part, status)


@with_grpc
def grpc_priority(client):
    for priority in (1, 10, 99):
        result = client.infer("iris", [grpc_input(IRIS)], priority=priority)
        same(result.as_numpy("predict"), FLOWERS)


@with_grpc
def grpc_refusals(client):
    refused(lambda: client.infer("no-such-model", [grpc_input(IRIS)]), "no-such-model")
    twice = [grpc_input(IRIS), grpc_input(IRIS)]
    refused(lambda: client.infer("iris", twice), "inputs[1].name")


@with_grpc_aio
async def grpc_aio_all(client):
    assert await client.is_server_live()
    assert await client.is_server_ready()
    assert await client.is_model_ready("iris")
    assert (await client.get_server_metadata()).name == "mlserver"
    assert (await client.get_model_metadata("iris")).name == "iris"
    assert (await client.get_model_repository_index()).models
    await client.load_model("iris")
    result = await client.infer("iris", [grpc_input(IRIS)])
    same(result.as_numpy("predict"), FLOWERS)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rest", required=True, help="host:port")
    parser.add_argument("--grpc", required=True, help="host:port")
    addresses = parser.parse_args()
    for one in checks:
        try:
            one(addresses)
            print("ok", one.__name__, flush=True)
        except Exception as error:  # one that fails must not keep the others from running
            traceback.print_exc()
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            print("failed", one.__name__, reason, flush=True)


if __name__ == "__main__":
    main()
