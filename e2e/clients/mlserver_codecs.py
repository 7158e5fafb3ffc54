"""mlserver's types and codecs, sent over HTTP as its users do."""

from datetime import datetime, timezone

import numpy as np
import pandas as pd
import requests
from checks import HEADERS, URL, cases, check, expected, inputs_of, run, same
from mlserver.codecs import (
    Base64Codec,
    DatetimeCodec,
    NumpyCodec,
    NumpyRequestCodec,
    PandasCodec,
    StringCodec,
    StringRequestCodec,
)
from mlserver.types import InferenceRequest, InferenceResponse, MetadataModelResponse, Parameters


def send(model, request):
    body = request if isinstance(request, dict) else request.model_dump(exclude_none=True)
    answer = requests.post(f"{URL}/v2/models/{model}/infer", json=body, headers=HEADERS, timeout=60)
    assert answer.status_code == 200, answer.text
    return InferenceResponse.model_validate(answer.json())


def decoded(answer):
    return {
        output.name: (StringCodec if output.datatype == "BYTES" else NumpyCodec).decode_output(output)
        for output in answer.outputs
    }


def all_same(answer, wanted):
    given = decoded(answer)
    for name, value in wanted.items():
        same(given[name], value)


@check("NumpyCodec, input by input")
def _():
    for model in ("iris_logreg_zipmap", "digits_conv", "breast_cancer_histgb", "diabetes_ridge"):
        arrays = inputs_of(model)
        inputs = [NumpyCodec.encode_input(name, array) for name, array in arrays.items()]
        all_same(send(model, InferenceRequest(inputs=inputs)), expected(model, arrays))


@check("NumpyRequestCodec, which names the input itself")
def _():
    arrays = inputs_of("diabetes_ridge")
    request = NumpyRequestCodec.encode_request(arrays["X"])
    answer = send("diabetes_ridge", request)
    assert answer.parameters.content_type == "np"
    same(NumpyRequestCodec.decode_response(answer), next(iter(expected("diabetes_ridge", arrays).values())))


@check("PandasCodec for one input per column, with missing values")
def _():
    arrays = inputs_of("mixed_columns")
    frame = pd.DataFrame({name: array.reshape(-1) for name, array in arrays.items()})
    frame = frame.astype({"bmi": np.float64, "s5": np.float64})
    answer = send("mixed_columns", PandasCodec.encode_request(frame, use_bytes=False))
    assert answer.parameters.content_type == "pd"
    all_same(answer, expected("mixed_columns", arrays))


@check("PandasCodec for a model of one tensor, float64 to the nearest float32")
def _():
    for model in ("diabetes_ridge", "iris_logreg_zipmap", "breast_cancer_xgboost"):
        arrays = inputs_of(model)
        (array,) = arrays.values()
        frame = pd.DataFrame(array.astype(np.float64), columns=cases(model)["columns"])
        all_same(send(model, PandasCodec.encode_request(frame, use_bytes=False)), expected(model, arrays))


@check("a data frame of one column of classes decodes as one")
def _():
    arrays = inputs_of("mixed_columns")
    frame = pd.DataFrame({name: array.reshape(-1) for name, array in arrays.items()})
    request = PandasCodec.encode_request(frame, use_bytes=False).model_dump(exclude_none=True)
    request["outputs"] = [{"name": "label"}]
    labels = PandasCodec.decode_response(send("mixed_columns", request))
    same(labels["label"].to_numpy(), expected("mixed_columns", arrays)["label"])


@check("StringCodec and StringRequestCodec")
def _():
    arrays = inputs_of("tfidf_text")
    (name, array), = arrays.items()
    texts = array.reshape(-1).tolist()
    one = StringCodec.encode_input(name, texts, use_bytes=False)
    all_same(send("tfidf_text", InferenceRequest(inputs=[one])), expected("tfidf_text", arrays))
    whole = StringRequestCodec.encode_request(texts, use_bytes=False)
    all_same(send("tfidf_text", whole), expected("tfidf_text", arrays))


@check("Base64Codec, in and out")
def _():
    arrays = inputs_of("tfidf_text")
    (name, array), = arrays.items()
    texts = [text.encode() for text in array.reshape(-1).tolist()]
    request = InferenceRequest(inputs=[Base64Codec.encode_input(name, texts, use_bytes=False)])
    all_same(send("tfidf_text", request), expected("tfidf_text", arrays))
    mixed = inputs_of("mixed_columns")
    frame = pd.DataFrame({key: value.reshape(-1) for key, value in mixed.items()})
    asked = PandasCodec.encode_request(frame, use_bytes=False).model_dump(exclude_none=True)
    asked["outputs"] = [{"name": "label", "parameters": {"content_type": "base64"}}]
    (output,) = send("mixed_columns", asked).outputs
    assert output.parameters.content_type == "base64"
    same([text.decode() for text in Base64Codec.decode_output(output)], expected("mixed_columns", mixed)["label"])


@check("DatetimeCodec sends ISO 8601, and other texts are refused")
def _():
    (name,) = inputs_of("tfidf_text")
    times = [datetime(2026, 1, 31, 9, 30, tzinfo=timezone.utc), datetime(2026, 2, 1, 0, 0)]
    request = InferenceRequest(inputs=[DatetimeCodec.encode_input(name, times, use_bytes=False)])
    texts = np.array([[time.isoformat()] for time in times], np.object_)
    all_same(send("tfidf_text", request), expected("tfidf_text", {name: texts}))
    body = request.model_dump(exclude_none=True)
    body["inputs"][0]["data"] = ["yesterday", "today"]
    answer = requests.post(f"{URL}/v2/models/tfidf_text/infer", json=body, headers=HEADERS, timeout=60)
    assert answer.status_code == 400 and "yesterday" in answer.json()["error"], answer.text


@check("content types as request parameters, and metadata")
def _():
    arrays = inputs_of("iris_logreg_zipmap")
    inputs = [NumpyCodec.encode_input(name, array) for name, array in arrays.items()]
    request = InferenceRequest(id="mine", parameters=Parameters(content_type="np"), inputs=inputs)
    answer = send("iris_logreg_zipmap", request)
    assert answer.id == "mine" and answer.model_version == "1" and answer.parameters.content_type == "np"
    metadata = requests.get(f"{URL}/v2/models/iris_logreg_zipmap", headers=HEADERS, timeout=60)
    assert MetadataModelResponse.model_validate(metadata.json()).inputs[0].datatype == "FP32"


run()
