"""tritonclient[grpc], synchronous and on asyncio, and the wire form that other gRPC clients use."""

import asyncio
import os

import grpc
import numpy as np
import tritonclient.grpc as triton
import tritonclient.grpc.aio as aio
from checks import HEADERS, check, expected, inputs_of, refused, run, same
from tritonclient.grpc import service_pb2, service_pb2_grpc
from tritonclient.utils import np_to_triton_dtype

ADDRESS = os.environ["CLIENTS_GRPC"]
METADATA = {name.lower(): value for name, value in HEADERS.items()}
MODELS = ["diabetes_ridge", "iris_logreg_zipmap", "mixed_columns", "tfidf_text", "digits_conv", "breast_cancer_histgb"]


def tensors(arrays):
    given = []
    for name, array in arrays.items():
        tensor = triton.InferInput(name, list(array.shape), np_to_triton_dtype(array.dtype))
        tensor.set_data_from_numpy(array)
        given.append(tensor)
    return given


def all_same(result, wanted):
    for name, value in wanted.items():
        same(result.as_numpy(name), value)


@check("every example model answers as onnxruntime does, with the defaults")
def _():
    with triton.InferenceServerClient(ADDRESS) as client:
        for model in MODELS:
            arrays = inputs_of(model)
            all_same(client.infer(model, tensors(arrays), headers=METADATA), expected(model, arrays))


@check("id, requested outputs, classification, a version, 10 MB")
def _():
    with triton.InferenceServerClient(ADDRESS) as client:
        arrays = inputs_of("iris_logreg_zipmap")
        wanted = expected("iris_logreg_zipmap", arrays)["output_probability"]
        asked = [triton.InferRequestedOutput("output_probability", class_count=1)]
        result = client.infer(
            "iris_logreg_zipmap",
            tensors(arrays),
            model_version="1",
            outputs=asked,
            request_id="mine",
            headers=METADATA,
        )
        assert result.get_response().id == "mine" and len(result.get_response().outputs) == 1
        texts = result.as_numpy("output_probability").reshape(-1)
        assert [int(text.decode().split(":")[1]) for text in texts] == wanted.argmax(axis=1).tolist()
        name, image = next(iter(inputs_of("digits_conv").items()))
        pictures = np.tile(image[:1], (40_000, 1, 1, 1))
        result = client.infer("digits_conv", tensors({name: pictures}), headers=METADATA)
        all_same(result, expected("digits_conv", {name: pictures}))


@check("health and metadata")
def _():
    with triton.InferenceServerClient(ADDRESS) as client:
        assert client.is_server_live() and client.is_server_ready()
        assert client.is_model_ready("diabetes_ridge", headers=METADATA)
        assert "binary_tensor_data" in client.get_server_metadata(headers=METADATA).extensions
        metadata = client.get_model_metadata("mixed_columns", headers=METADATA)
        assert [tensor.name for tensor in metadata.inputs] == list(inputs_of("mixed_columns"))
        assert list(metadata.inputs[0].shape) == [-1, 1] and metadata.platform == "onnx_onnxv1"


@check("asyncio, 16 calls at once")
async def _():
    async with aio.InferenceServerClient(ADDRESS) as client:
        arrays = inputs_of("mixed_columns")
        calls = [client.infer("mixed_columns", tensors(arrays), headers=METADATA) for _ in range(16)]
        for result in await asyncio.gather(*calls):
            all_same(result, expected("mixed_columns", arrays))


@check("typed contents instead of raw ones")
def _():
    fields = {"INT64": "int64_contents", "FP32": "fp32_contents", "BYTES": "bytes_contents"}
    arrays = inputs_of("mixed_columns")
    request = service_pb2.ModelInferRequest(model_name="mixed_columns")
    for name, array in arrays.items():
        kind = np_to_triton_dtype(array.dtype)
        tensor = request.inputs.add(name=name, datatype=kind, shape=list(array.shape))
        values = array.reshape(-1).tolist()
        getattr(tensor.contents, fields[kind]).extend(
            [value.encode() for value in values] if kind == "BYTES" else values
        )
    with grpc.insecure_channel(ADDRESS) as channel:
        stub = service_pb2_grpc.GRPCInferenceServiceStub(channel)
        answer, call = stub.ModelInfer.with_call(request, metadata=list(METADATA.items()))
        all_same(triton.InferResult(answer), expected("mixed_columns", arrays))
        headers = dict(call.initial_metadata())
        assert headers["x-model-version"] == "1" and headers["x-prediction-id"] and headers["x-log"] == "process"


@check("refusals carry a code and the reason")
def _():
    with triton.InferenceServerClient(ADDRESS) as client:
        arrays = inputs_of("diabetes_ridge")
        wrong = {"X": arrays["X"][:, :3]}
        refused(lambda: client.infer("diabetes_ridge", tensors(wrong), headers=METADATA), "INVALID_ARGUMENT", "X")
        refused(lambda: client.infer("nobody", tensors(arrays), headers=METADATA), "NOT_FOUND", "nobody")
        refused(lambda: client.infer("diabetes_ridge", tensors(arrays)), "UNAUTHENTICATED")


run()
