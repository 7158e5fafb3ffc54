"""The usual way to put an ONNX model behind HTTP: FastAPI, orjson and onnxruntime. Nothing is logged."""

import os

import numpy as np
import onnxruntime as ort
import orjson
from fastapi import FastAPI, Request, Response

options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = ort.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])
WIDTH = session.get_inputs()[0].shape[1]
app = FastAPI()


def refuse(message: str) -> Response:
    return Response(orjson.dumps({"error": message}), status_code=400, media_type="application/json")


@app.get("/ready")
async def ready() -> Response:
    return Response(b"{}", media_type="application/json")


# The run takes some 10 microseconds, less than handing it to a thread would cost: this is the faster way.
@app.post("/v2/models/mlp/infer")
async def infer(request: Request) -> Response:
    try:
        tensor = orjson.loads(await request.body())["inputs"][0]
        if tensor["name"] != "x" or tensor["datatype"] != "FP32":
            return refuse("x: it must be FP32")
        x = np.array(tensor["data"], dtype=np.float32).reshape(tensor["shape"])
    except (ValueError, KeyError, IndexError, TypeError):
        return refuse("the body is no request of the Open Inference protocol")
    if x.ndim != 2 or x.shape[1] != WIDTH:
        return refuse(f"x: its shape must be [-1, {WIDTH}]")
    (probabilities,) = session.run(["probabilities"], {"x": x})
    body = orjson.dumps(
        {
            "model_name": "mlp",
            "model_version": "1",
            "outputs": [
                {
                    "name": "probabilities",
                    "datatype": "FP32",
                    "shape": probabilities.shape,
                    "data": probabilities.ravel(),
                }
            ],
        },
        option=orjson.OPT_SERIALIZE_NUMPY,
    )
    return Response(body, media_type="application/json")
