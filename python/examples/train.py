"""Learns classes from columns of numbers and texts, and hands in one file whose inputs are the columns by name."""

import numpy as np
import pandas as pd
from implanta import training
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

rows = pd.read_csv(training.dataset)
numbers = [name for name in training.features if pd.api.types.is_numeric_dtype(rows[name])]
texts = [name for name in training.features if name not in numbers]
x = rows[training.features].astype({name: np.float32 for name in numbers})
y = rows[training.target].astype(str)
print(f"{len(rows)} rows, {len(numbers)} columns of numbers, {len(texts)} of texts", flush=True)

pipeline = make_pipeline(
    ColumnTransformer(
        [
            ("numbers", StandardScaler(), numbers),
            ("texts", OneHotEncoder(handle_unknown="ignore", sparse_output=False), texts),
        ]
    ),
    LogisticRegression(C=training.parameters.get("C", 1.0), max_iter=1000),
)
folds = KFold(5, shuffle=True, random_state=training.seed)
judged = cross_val_predict(pipeline, x, y, cv=folds, method="predict_proba")
classes = sorted(y.unique())
if len(classes) == 2:
    training.measure("rocAuc", roc_auc_score(y == classes[1], judged[:, 1]))
training.progress(0.8)

pipeline.fit(x, y)
inputs = [(name, FloatTensorType([None, 1]) if name in numbers else StringTensorType([None, 1])) for name in training.features]
training.hand_in(to_onnx(pipeline, initial_types=inputs, options={"zipmap": False}).SerializeToString())
