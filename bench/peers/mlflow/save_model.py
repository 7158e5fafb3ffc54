"""python save_model.py MODEL FOLDER: the model as MLflow keeps it, with onnxruntime behind its Python function."""

import sys

import mlflow.pyfunc
import numpy as np
import onnxruntime as ort


class Mlp(mlflow.pyfunc.PythonModel):
    def load_context(self, context):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        file = context.artifacts["model"]
        self.session = ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])

    def predict(self, context, model_input, params=None):
        x = np.asarray(model_input, dtype=np.float32)
        return self.session.run(["probabilities"], {"x": x})[0]


if __name__ == "__main__":
    model, folder = sys.argv[1:]
    mlflow.pyfunc.save_model(folder, python_model=Mlp(), artifacts={"model": model}, pip_requirements=["onnxruntime"])
