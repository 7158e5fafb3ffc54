"""kserve's own client: InferenceRESTClient, protocols v1 and v2."""

import numpy as np
from checks import HEADERS, URL, check, expected, inputs_of, run, same
from kserve import InferInput, InferRequest
from kserve.inference_client import InferenceRESTClient, RESTConfig
from kserve.protocol.infer_type import RequestedOutput

MODELS = ["diabetes_ridge", "iris_logreg_zipmap", "mixed_columns", "tfidf_text", "digits_conv"]
TYPES = {"f": "FP32", "i": "INT64", "O": "BYTES"}


def client(protocol="v2"):
    return InferenceRESTClient(RESTConfig(protocol=protocol, timeout=60))


def request(model, arrays, binary=True, **more):
    inputs = []
    for name, array in arrays.items():
        tensor = InferInput(name, list(array.shape), TYPES[array.dtype.kind])
        tensor.set_data_from_numpy(array, binary_data=binary)
        inputs.append(tensor)
    return InferRequest(model_name=model, infer_inputs=inputs, **more)


def all_same(answer, wanted):
    given = {output.name: output for output in answer.outputs}
    for name, value in wanted.items():
        same(given[name].as_numpy(), value)


@check("v2 with binary tensors")
async def _():
    for model in MODELS:
        arrays = inputs_of(model)
        answer = await client().infer(URL, request(model, arrays), model_name=model, headers=dict(HEADERS))
        all_same(answer, expected(model, arrays))


@check("v2 in JSON")
async def _():
    for model in MODELS:
        arrays = inputs_of(model)
        given = request(model, arrays, binary=False)
        answer = await client().infer(URL, given, model_name=model, headers=dict(HEADERS))
        all_same(answer, expected(model, arrays))


@check("v2 with binary outputs, an id and requested outputs")
async def _():
    arrays = inputs_of("iris_logreg_zipmap")
    asked = [RequestedOutput("output_probability", {"binary_data": True})]
    given = request("iris_logreg_zipmap", arrays, request_id="mine", request_outputs=asked)
    answer = await client().infer(URL, given, model_name="iris_logreg_zipmap", headers=dict(HEADERS))
    assert answer.id == "mine" and answer.model_name == "iris_logreg_zipmap"
    assert [output.name for output in answer.outputs] == ["output_probability"]
    same(answer.outputs[0].as_numpy(), expected("iris_logreg_zipmap", arrays)["output_probability"])


@check("v2 by the base address of a model")
async def _():
    arrays = inputs_of("diabetes_ridge")
    base = f"{URL}/m/diabetes_ridge/"
    given = request("diabetes_ridge", arrays)
    answer = await client().infer(base, given, model_name="diabetes_ridge", headers=dict(HEADERS))
    all_same(answer, expected("diabetes_ridge", arrays))
    assert await client().is_model_ready(base, "diabetes_ridge", headers=dict(HEADERS))


@check("v1: lists, flat texts and named fields")
async def _():
    one = inputs_of("diabetes_ridge")
    answer = await client("v1").infer(
        URL, {"instances": one["X"].tolist()}, model_name="diabetes_ridge", headers=dict(HEADERS)
    )
    same(np.array(answer["predictions"], np.float32), next(iter(expected("diabetes_ridge", one).values())))
    texts = inputs_of("tfidf_text")
    (name, array), = texts.items()
    answer = await client("v1").infer(
        URL, {"instances": array.reshape(-1).tolist()}, model_name="tfidf_text", headers=dict(HEADERS)
    )
    wanted = expected("tfidf_text", texts)
    for output, value in wanted.items():
        same(np.array([row[output] for row in answer["predictions"]]), value)
    mixed = inputs_of("mixed_columns")
    rows = [
        {key: None if value[row, 0] != value[row, 0] else value.tolist()[row][0] for key, value in mixed.items()}
        for row in range(len(mixed["age"]))
    ]
    answer = await client("v1").infer(URL, {"instances": rows}, model_name="mixed_columns", headers=dict(HEADERS))
    wanted = expected("mixed_columns", mixed)
    same([row["label"] for row in answer["predictions"]], wanted["label"])
    same(np.array([row["probabilities"] for row in answer["predictions"]], np.float32), wanted["probabilities"])


@check("health of the server and of models")
async def _():
    assert await client().is_server_live(URL) and await client().is_server_ready(URL)
    assert await client().is_model_ready(URL, "tfidf_text", headers=dict(HEADERS))
    assert await client("v1").is_model_ready(URL, "tfidf_text", headers=dict(HEADERS))


@check("a refusal names the field")
async def _():
    arrays = {"X": inputs_of("diabetes_ridge")["X"][:, :3]}
    try:
        await client().infer(URL, request("diabetes_ridge", arrays), model_name="diabetes_ridge", headers=dict(HEADERS))
    except Exception as error:
        assert "X" in str(error) and "shape" in str(error), error
    else:
        raise AssertionError("the call was not refused")


run()
