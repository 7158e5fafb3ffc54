"""python make_models.py FOLDER: every model with its inputs and the answers of onnxruntime for Python."""
import warnings

warnings.simplefilter("ignore")

import boosting_models
import graph_models
import sklearn_models

sklearn_models.make()
boosting_models.make()
graph_models.make()
