"""XGBoost and LightGBM through onnxmltools, CatBoost through its own export."""
import tempfile

import numpy as np
import onnx
from cases import batches, save
from catboost import CatBoostClassifier, CatBoostRegressor
from lightgbm import LGBMClassifier, LGBMRegressor
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType
from sklearn_models import CANCER, DIABETES, IRIS, SEED, SPECIES, cancer, classes, diabetes, iris, value, with_gaps
from xgboost import XGBClassifier, XGBRegressor

FEW = {"n_estimators": 10, "random_state": SEED}


def export(convert, model, width):
    return convert(model, initial_types=[("input", FloatTensorType([None, width]))], target_opset=15)


def label_per_row(width):
    """onnxmltools declares one label, whatever the rows."""
    return {"outputs": [["label", "INT64", [-1]], ["probabilities", "FP32", [-1, width]]]}


def catboost(model):
    with tempfile.NamedTemporaryFile(suffix=".onnx") as file:
        model.save_model(file.name, format="onnx")
        return onnx.load(file.name)


def make():
    three = ["0", "1", "2"]
    flowers = batches(IRIS[:6], "input")
    cells = batches(with_gaps(CANCER[:6]), "input")
    sugar = batches(DIABETES[:6], "input")
    save("xgboost-binary", export(convert_xgboost, XGBClassifier(**FEW).fit(cancer.data, cancer.target), 30), cells, classes(["0", "1"], "label", "probabilities"))
    save("xgboost-classes", export(convert_xgboost, XGBClassifier(**FEW).fit(iris.data, iris.target), 4), flowers, classes(three, "label", "probabilities"))
    save("xgboost-regression", export(convert_xgboost, XGBRegressor(**FEW).fit(diabetes.data, diabetes.target), 10), sugar, value())
    quiet = {**FEW, "verbose": -1}
    save("lightgbm-binary", export(convert_lightgbm, LGBMClassifier(**quiet).fit(cancer.data, cancer.target), 30), cells, classes(["0", "1"], "label", "probabilities"), label_per_row(2))
    save("lightgbm-classes", export(convert_lightgbm, LGBMClassifier(**quiet).fit(iris.data, iris.target), 4), flowers, classes(three, "label", "probabilities"), label_per_row(3))
    save("lightgbm-regression", export(convert_lightgbm, LGBMRegressor(**quiet).fit(diabetes.data, diabetes.target), 10), sugar, value())
    quiet = {"iterations": 10, "random_seed": SEED, "verbose": False, "allow_writing_files": False, "thread_count": 1}
    features = lambda rows: batches(rows, "features")
    save("catboost-binary", catboost(CatBoostClassifier(**quiet).fit(cancer.data, cancer.target)), features(CANCER[:6]), classes(["0", "1"], "label", "probabilities"))
    save("catboost-classes", catboost(CatBoostClassifier(**quiet).fit(iris.data, iris.target)), features(IRIS[:6]), classes(three, "label", "probabilities"))
    save("catboost-texts", catboost(CatBoostClassifier(**quiet).fit(iris.data, SPECIES)), features(IRIS[:6]), classes(sorted(set(SPECIES)), "label", "probabilities"))
    save("catboost-regression", catboost(CatBoostRegressor(**quiet).fit(diabetes.data, diabetes.target)), features(DIABETES[:6]), value("predictions"), {"outputs": [["predictions", "FP32", [-1, 1]]]})
