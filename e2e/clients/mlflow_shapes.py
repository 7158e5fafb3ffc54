"""MLflow: its scoring client, its payload builders, pandas and CSV, for `/invocations` and `/ping`."""

import json

import numpy as np
import pandas as pd
import requests
from checks import HEADERS, HOST, URL, cases, check, expected, inputs_of, run, same
from mlflow.deployments import PredictionsResponse
from mlflow.utils.proto_json_utils import dump_input_data


def frame_of(model):
    arrays = inputs_of(model)
    if len(arrays) > 1:
        return pd.DataFrame({name: array.reshape(-1) for name, array in arrays.items()})
    (array,) = arrays.values()
    return pd.DataFrame(array.astype(np.float64), columns=cases(model)["columns"])


def send(model, body, kind="application/json", status=200):
    answer = requests.post(
        f"{URL}/m/{model}/invocations",
        data=body if isinstance(body, (str, bytes)) else json.dumps(body),
        headers={**HEADERS, "Content-Type": kind},
        timeout=60,
    )
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    return answer


def all_same(model, answer):
    rows = PredictionsResponse.from_json(answer.text)["predictions"]
    wanted = expected(model, inputs_of(model))
    if len(wanted) == 1:
        same(np.array(rows), next(iter(wanted.values())))
    else:
        for name, value in wanted.items():
            same(np.array([row[name] for row in rows]), value)


MODELS = ["diabetes_ridge", "iris_logreg_zipmap", "breast_cancer_xgboost", "mixed_columns"]


@check("dataframe_split from pandas, classifiers included")
def _():
    for model in MODELS:
        split = json.loads(frame_of(model).to_json(orient="split", double_precision=15))
        all_same(model, send(model, {"dataframe_split": split}))
        without = {key: split[key] for key in ("columns", "data")}
        all_same(model, send(model, {"dataframe_split": without}))


@check("dataframe_records from pandas")
def _():
    for model in MODELS:
        records = json.loads(frame_of(model).to_json(orient="records", double_precision=15))
        all_same(model, send(model, {"dataframe_records": records}))


@check("instances and inputs, as lists and by name")
def _():
    for model in ("diabetes_ridge", "iris_logreg_zipmap"):
        (array,) = inputs_of(model).values()
        for key in ("instances", "inputs"):
            all_same(model, send(model, {key: array.tolist()}))
    mixed = frame_of("mixed_columns")
    records = json.loads(mixed.to_json(orient="records", double_precision=15))
    all_same("mixed_columns", send("mixed_columns", {"instances": records}))
    columns = {name: [record[name] for record in records] for name in mixed.columns}
    all_same("mixed_columns", send("mixed_columns", {"inputs": columns}))


@check("params beside the rows, and charset in the content type")
def _():
    (array,) = inputs_of("diabetes_ridge").values()
    answer = send("diabetes_ridge", {"inputs": array.tolist(), "params": {"a": 1}}, "application/json; charset=utf-8")
    all_same("diabetes_ridge", answer)


@check("CSV from pandas, both content types")
def _():
    for kind in ("text/csv", "application/csv"):
        for model in MODELS:
            all_same(model, send(model, frame_of(model).to_csv(index=False), kind))


@check("the payload builder of MLflow's clients")
def _():
    for model in MODELS:
        all_same(model, send(model, dump_input_data(frame_of(model))))
    (array,) = inputs_of("diabetes_ridge").values()
    all_same("diabetes_ridge", send("diabetes_ridge", dump_input_data(array, inputs_key="inputs", params={"a": 1})))


@check("MLflow's scoring client at the root addresses, for the model named default")
def _():
    from mlflow.pyfunc.scoring_server.client import ScoringServerClient

    host, port = HOST.split(":")
    client = ScoringServerClient(host, port)
    client.ping()
    client.wait_server_ready(timeout=5)
    post = requests.post
    try:
        # The client knows no keys, so its requests are given one.
        requests.post = lambda url, data, headers: post(url, data=data, headers={**headers, **HEADERS})
        answer = client.invoke(frame_of("iris_logreg_zipmap"))
    finally:
        requests.post = post
    wanted = expected("iris_logreg_zipmap", inputs_of("iris_logreg_zipmap"))
    same(np.array([row["output_label"] for row in answer["predictions"]]), wanted["output_label"])


@check("ping of the server and of a model")
def _():
    for path in ("/ping", "/m/diabetes_ridge/ping"):
        assert requests.get(f"{URL}{path}", timeout=10).status_code == 200


@check("refusals in MLflow's form")
def _():
    for body in ("[[1, 2]]", "{", '{"inputs": [[NaN]]}', {}, {"inputs": [[1]], "instances": [[1]]}, {"instances": [[1]]}):
        answer = send("diabetes_ridge", body, status=400).json()
        assert answer["error_code"] == "BAD_REQUEST" and answer["message"], answer
    assert "null" in send("diabetes_ridge", '{"inputs": [[NaN]]}', status=400).json()["message"]
    send("diabetes_ridge", {"inputs": [[1] * 10], "signature_name": "a"}, status=400)
    send("diabetes_ridge", "<a/>", "text/xml", status=415)
    assert send("nobody", {"inputs": [[1]]}, status=404).json()["error_code"] == "RESOURCE_DOES_NOT_EXIST"


run()
