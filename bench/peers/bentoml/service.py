"""The model behind BentoML. WORKERS and BATCH, 1 for none, come from the environment."""

import os

import bentoml
import numpy as np
import onnxruntime as ort

BATCH = int(os.environ["BATCH"])


@bentoml.service(workers=int(os.environ["WORKERS"]), traffic={"timeout": 30}, logging={"access": {"enabled": False}})
class Mlp:
    def __init__(self) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])

    @bentoml.api(batchable=BATCH > 1, max_batch_size=max(BATCH, 2), max_latency_ms=1000)
    def predict(self, inputs: np.ndarray) -> np.ndarray:
        return self.session.run(["probabilities"], {"x": inputs.astype(np.float32)})[0]
