"""The model behind LitServe: python server.py PORT SERVERS BATCH, BATCH 1 for none."""

import os
import sys

import litserve
import numpy as np
import onnxruntime as ort


class Mlp(litserve.LitAPI):
    def setup(self, device):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = ort.InferenceSession(os.environ["MODEL"], options, providers=["CPUExecutionProvider"])

    def decode_request(self, request):
        return np.array(request["inputs"], dtype=np.float32)

    def batch(self, inputs):
        return np.concatenate(inputs)

    def predict(self, x):
        return self.session.run(["probabilities"], {"x": x})[0]

    def unbatch(self, output):
        return [row[None] for row in output]

    def encode_response(self, output):
        return {"predictions": output.tolist()}


if __name__ == "__main__":
    port, servers, batch = map(int, sys.argv[1:])
    server = litserve.LitServer(
        Mlp(max_batch_size=batch, batch_timeout=0.001 if batch > 1 else 0.0),
        accelerator="cpu",
        workers_per_device=1,
        fast_queue=True,
    )
    server.run(host="127.0.0.1", port=port, num_api_servers=servers, generate_client_file=False, log_level="warning")
