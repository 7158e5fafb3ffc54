"""tritonclient[http], synchronous, with its defaults: binary tensors in and out."""

import base64

import numpy as np
import onnx
import tritonclient.http as triton
from checks import HEADERS, HOST, check, expected, inputs_of, model_file, refused, run, same
from onnx import TensorProto, helper
from tritonclient.utils import np_to_triton_dtype

MODELS = [
    "breast_cancer_histgb",
    "breast_cancer_xgboost",
    "diabetes_ridge",
    "digits_conv",
    "iris_logreg_zipmap",
    "mixed_columns",
    "tfidf_text",
]
client = triton.InferenceServerClient(HOST, concurrency=4, network_timeout=60)


class Key(triton.InferenceServerClientPlugin if hasattr(triton, "InferenceServerClientPlugin") else object):
    def __call__(self, request):
        request.headers.update(HEADERS)


client._plugin = Key()


def tensors(arrays, binary=True):
    given = []
    for name, array in arrays.items():
        tensor = triton.InferInput(name, list(array.shape), np_to_triton_dtype(array.dtype))
        tensor.set_data_from_numpy(array, binary_data=binary)
        given.append(tensor)
    return given


def all_same(result, wanted):
    for name, value in wanted.items():
        same(result.as_numpy(name), value)


@check("every example model answers as onnxruntime does, with the defaults")
def _():
    for model in MODELS:
        arrays = inputs_of(model)
        all_same(client.infer(model, tensors(arrays)), expected(model, arrays))


@check("JSON in and out")
def _():
    for model in MODELS:
        arrays = inputs_of(model)
        wanted = expected(model, arrays)
        asked = [triton.InferRequestedOutput(name, binary_data=False) for name in wanted]
        all_same(client.infer(model, tensors(arrays, binary=False), outputs=asked), wanted)


@check("JSON in, binary out, and the reverse")
def _():
    arrays = inputs_of("mixed_columns")
    wanted = expected("mixed_columns", arrays)
    for binary in (True, False):
        asked = [triton.InferRequestedOutput(name, binary_data=not binary) for name in wanted]
        all_same(client.infer("mixed_columns", tensors(arrays, binary=binary), outputs=asked), wanted)


@check("mixed: some inputs and outputs in JSON, others in binary")
def _():
    arrays = inputs_of("mixed_columns")
    given = [tensors({name: array}, binary=i % 2 == 0)[0] for i, (name, array) in enumerate(arrays.items())]
    wanted = expected("mixed_columns", arrays)
    asked = [triton.InferRequestedOutput(name, binary_data=i % 2 == 0) for i, name in enumerate(wanted)]
    all_same(client.infer("mixed_columns", given, outputs=asked), wanted)


@check("gzip and deflate both ways")
def _():
    arrays = inputs_of("digits_conv")
    wanted = expected("digits_conv", arrays)
    for coding in ("gzip", "deflate"):
        result = client.infer(
            "digits_conv",
            tensors(arrays),
            request_compression_algorithm=coding,
            response_compression_algorithm=coding,
        )
        all_same(result, wanted)


@check("10,000 rows and 10 MB of pictures by binary")
def _():
    rows = np.tile(inputs_of("diabetes_ridge")["X"], (5000, 1))[:10_000]
    all_same(client.infer("diabetes_ridge", tensors({"X": rows})), expected("diabetes_ridge", {"X": rows}))
    name, image = next(iter(inputs_of("digits_conv").items()))
    pictures = np.tile(image[:1], (40_000, 1, 1, 1))
    assert pictures.nbytes > 10_000_000
    all_same(client.infer("digits_conv", tensors({name: pictures})), expected("digits_conv", {name: pictures}))


@check("a compressed large answer is the same")
def _():
    name, image = next(iter(inputs_of("digits_conv").items()))
    pictures = np.tile(image[:1], (5000, 1, 1, 1))
    result = client.infer("digits_conv", tensors({name: pictures}), response_compression_algorithm="gzip")
    all_same(result, expected("digits_conv", {name: pictures}))


@check("the id comes back, and only the outputs that were asked for")
def _():
    arrays = inputs_of("iris_logreg_zipmap")
    asked = [triton.InferRequestedOutput("output_probability")]
    result = client.infer("iris_logreg_zipmap", tensors(arrays), outputs=asked, request_id="mine")
    answer = result.get_response()
    assert answer["id"] == "mine" and answer["model_version"] == "1", answer
    assert [output["name"] for output in answer["outputs"]] == ["output_probability"]


@check("the classification extension")
def _():
    arrays = inputs_of("iris_logreg_zipmap")
    wanted = expected("iris_logreg_zipmap", arrays)["output_probability"]
    for binary in (True, False):
        asked = [triton.InferRequestedOutput("output_probability", binary_data=binary, class_count=2)]
        texts = client.infer("iris_logreg_zipmap", tensors(arrays), outputs=asked).as_numpy("output_probability")
        assert texts.shape == (len(wanted), 2), texts.shape
        for row, probabilities in zip(texts, wanted):
            order = np.argsort(-probabilities, kind="stable")[:2]
            for text, index in zip(row, order):
                value, at = (text.decode() if isinstance(text, bytes) else text).split(":")[:2]
                assert int(at) == index
                same(float(value), probabilities[index])


@check("parameters of the request are taken")
def _():
    arrays = inputs_of("diabetes_ridge")
    result = client.infer("diabetes_ridge", tensors(arrays), priority=1, timeout=1000, parameters={"mine": "a"})
    all_same(result, expected("diabetes_ridge", arrays))


@check("context travels beside the rows")
def _():
    arrays = inputs_of("diabetes_ridge")
    people = np.array([f"person {row}" for row in range(len(arrays["X"]))], dtype=np.object_)
    result = client.infer("diabetes_ridge", tensors({**arrays, "context.entity": people}))
    all_same(result, expected("diabetes_ridge", arrays))


@check("async_infer")
def _():
    arrays = inputs_of("tfidf_text")
    calls = [client.async_infer("tfidf_text", tensors(arrays)) for _ in range(8)]
    for call in calls:
        all_same(call.get_result(), expected("tfidf_text", arrays))


@check("health, metadata, config, statistics")
def _():
    assert client.is_server_live() and client.is_server_ready()
    assert client.is_model_ready("diabetes_ridge") and client.is_model_ready("diabetes_ridge", "1")
    assert {"binary_tensor_data", "classification", "statistics"} <= set(client.get_server_metadata()["extensions"])
    metadata = client.get_model_metadata("mixed_columns")
    assert [tensor["name"] for tensor in metadata["inputs"]] == list(inputs_of("mixed_columns"))
    assert metadata["platform"] == "onnx_onnxv1"
    config = client.get_model_config("mixed_columns")
    assert [tensor["data_type"] for tensor in config["input"]][:3] == ["TYPE_INT64", "TYPE_STRING", "TYPE_FP32"]
    before = client.get_inference_statistics("diabetes_ridge")["model_stats"][0]
    arrays = inputs_of("diabetes_ridge")
    client.infer("diabetes_ridge", tensors(arrays))
    after = client.get_inference_statistics("diabetes_ridge", "1")["model_stats"][0]
    assert after["inference_count"] - before["inference_count"] == len(arrays["X"])
    assert after["execution_count"] > before["execution_count"]
    for part in ("success", "queue", "compute_input", "compute_infer", "compute_output", "cache_hit", "cache_miss"):
        assert {"count", "ns"} <= set(after["inference_stats"][part]), part
    assert after["inference_stats"]["success"]["ns"] > before["inference_stats"]["success"]["ns"]
    assert {"response_stats", "batch_stats", "memory_usage", "last_inference", "inference_stats"} <= set(after)
    assert len(client.get_inference_statistics()["model_stats"]) >= len(MODELS)


@check("the repository: load with a file, index, unload, load again")
def _():
    client.load_model("pushed", config="{}", files={"file:1/model.onnx": model_file("diabetes_ridge")})
    arrays = inputs_of("diabetes_ridge")
    wanted = expected("diabetes_ridge", arrays)
    all_same(client.infer("pushed", tensors(arrays)), wanted)

    def state(ready=None):
        import json

        body = "" if ready is None else json.dumps({"ready": ready})
        answer = client._post("v2/repository/index", body, None, None)
        return {entry["name"]: entry["state"] for entry in json.loads(answer.read())}

    assert {entry["name"]: entry["state"] for entry in client.get_model_repository_index()}["pushed"] == "READY"
    assert state()["pushed"] == "READY" and state(True)["pushed"] == "READY"
    client.unload_model("pushed")
    assert state()["pushed"] == "UNAVAILABLE" and "pushed" not in state(True)
    assert not client.is_model_ready("pushed")
    refused(lambda: client.infer("pushed", tensors(arrays)), "not in service")
    client.load_model("pushed")
    all_same(client.infer("pushed", tensors(arrays)), wanted)
    client.unload_model("pushed")


TYPES = {
    "BOOL": (TensorProto.BOOL, np.array([[True, False]])),
    "UINT8": (TensorProto.UINT8, np.array([[0, 255]], np.uint8)),
    "UINT16": (TensorProto.UINT16, np.array([[0, 65535]], np.uint16)),
    "UINT32": (TensorProto.UINT32, np.array([[0, 2**32 - 1]], np.uint32)),
    "UINT64": (TensorProto.UINT64, np.array([[0, 2**64 - 1]], np.uint64)),
    "INT8": (TensorProto.INT8, np.array([[-128, 127]], np.int8)),
    "INT16": (TensorProto.INT16, np.array([[-32768, 32767]], np.int16)),
    "INT32": (TensorProto.INT32, np.array([[-(2**31), 2**31 - 1]], np.int32)),
    "INT64": (TensorProto.INT64, np.array([[-(2**63), 2**63 - 1]], np.int64)),
    "FP16": (TensorProto.FLOAT16, np.array([[0.1, -65504]], np.float16)),
    "FP32": (TensorProto.FLOAT, np.array([[0.1, -3.4e38]], np.float32)),
    "FP64": (TensorProto.DOUBLE, np.array([[0.1, 1e300]], np.float64)),
    "BYTES": (TensorProto.STRING, np.array([["ação", ""]], np.object_)),
}


@check("every datatype comes back unchanged, 64-bit integers with every digit")
def _():
    """One model with an input and an output of each type."""
    shape = ["n", 2]
    graph = helper.make_graph(
        [helper.make_node("Identity", [name], [f"out_{name}"]) for name in TYPES],
        "identities",
        [helper.make_tensor_value_info(name, kind, shape) for name, (kind, _) in TYPES.items()],
        [helper.make_tensor_value_info(f"out_{name}", kind, shape) for name, (kind, _) in TYPES.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    client.load_model("identities", config="{}", files={"file:1/model.onnx": model.SerializeToString()})
    arrays = {name: array for name, (_, array) in TYPES.items()}
    result = client.infer("identities", tensors(arrays))
    in_json = [triton.InferRequestedOutput(f"out_{name}", binary_data=False) for name in TYPES]
    result_json = client.infer("identities", tensors(arrays), outputs=in_json)
    no_half = [tensors({name: array}, binary=name == "FP16")[0] for name, array in arrays.items()]
    from_json = client.infer("identities", no_half)
    for name, array in arrays.items():
        for given in (result.as_numpy(f"out_{name}"), from_json.as_numpy(f"out_{name}")):
            if name == "BYTES":
                assert [text.decode() for text in given.reshape(-1)] == ["ação", ""]
            else:
                assert given.dtype == array.dtype and np.array_equal(given, array), f"{name}: {given}"
        data = result_json.get_output(f"out_{name}")["data"]
        assert data == array.reshape(-1).tolist() or name in ("FP16", "FP32"), f"{name}: {data}"
        if name in ("FP16", "FP32"):
            assert np.array_equal(np.array(data, array.dtype), array.reshape(-1)), f"{name}: {data}"
    floats = dict(arrays, FP32=np.array([[np.nan, np.inf]], np.float32), FP64=np.array([[-np.inf, 1]]))
    result = client.infer("identities", tensors(floats))
    assert np.array_equal(result.as_numpy("out_FP32"), floats["FP32"], equal_nan=True)
    assert np.array_equal(result.as_numpy("out_FP64"), floats["FP64"])
    assert client.infer("identities", tensors(floats), outputs=in_json).get_output("out_FP32")["data"] == [None, "Infinity"]
    client.unload_model("identities")


@check("a raw body with a header length of 0 is one row of the only input")
def _():
    from urllib.request import Request, urlopen

    arrays = inputs_of("diabetes_ridge", 0)
    headers = {**HEADERS, "Inference-Header-Content-Length": "0", "Content-Type": "application/octet-stream"}
    url = f"http://{HOST}/v2/models/diabetes_ridge/infer"
    with urlopen(Request(url, data=arrays["X"].tobytes(), headers=headers)) as answer:
        body, length = answer.read(), int(answer.headers["Inference-Header-Content-Length"])
    result = triton.InferenceServerClient.parse_response_body(body, header_length=length)
    all_same(result, expected("diabetes_ridge", arrays))


@check("generate_request_body and parse_response_body")
def _():
    arrays = inputs_of("mixed_columns", 0)
    body, length = triton.InferenceServerClient.generate_request_body(tensors(arrays))
    answer = client._post(
        "v2/models/mixed_columns/infer", body, {"Inference-Header-Content-Length": str(length)}, None
    )
    header = answer.get("Inference-Header-Content-Length")
    result = triton.InferenceServerClient.parse_response_body(answer.read(), header_length=int(header))
    all_same(result, expected("mixed_columns", arrays))


@check("what does not fit is refused in words")
def _():
    arrays = inputs_of("diabetes_ridge")
    ints = {"X": arrays["X"].astype(np.int32)}
    refused(lambda: client.infer("diabetes_ridge", tensors(ints)), "X", "INT32", "FP32")
    refused(lambda: client.infer("diabetes_ridge", tensors({"X": arrays["X"][:, :3]})), "X", "shape")
    refused(lambda: client.infer("diabetes_ridge", tensors({"W": arrays["X"]})), "W", "no such input")
    refused(lambda: client.infer("nobody", tensors(arrays)), "nobody")
    refused(lambda: client.infer("diabetes_ridge", tensors(arrays), model_version="9"), "9")
    many = {"X": np.zeros((300_000, 10), np.float32)}
    refused(lambda: client.infer("diabetes_ridge", tensors(many)), "X", "262144")


run()
