"""Models of scikit-learn through skl2onnx, with the options that people leave at their defaults."""
import numpy as np
import pandas as pd
from cases import batches, save
from skl2onnx import to_onnx
from skl2onnx.common.data_types import DoubleTensorType, FloatTensorType, Int64TensorType, StringTensorType
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, make_multilabel_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    StackingClassifier,
    VotingClassifier,
)
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, SGDClassifier
from sklearn.multioutput import MultiOutputClassifier, MultiOutputRegressor
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR, LinearSVC

SEED = 20130101
OPSETS = {"": 18, "ai.onnx.ml": 3}
iris = load_iris()
diabetes = load_diabetes()
cancer = load_breast_cancer()
IRIS = iris.data.astype(np.float32)[::7]
DIABETES = diabetes.data.astype(np.float32)
CANCER = cancer.data.astype(np.float32)
# Several answers for one row: none of them is the answer.
MANY = {"task": "tensors"}
SPECIES = iris.target_names[iris.target]


def save_simple(name, model, fit, rows, reading=None, options=None, rows_type=FloatTensorType, metadata=None):
    model.fit(*fit)
    exported = to_onnx(
        model,
        initial_types=[("X", rows_type([None, rows.shape[1]]))],
        options={id(model): options} if options else None,
        target_opset=OPSETS,
    )
    save(name, exported, batches(rows), reading, metadata)


def classes(labels, label="output_label", probabilities="output_probability"):
    return {"task": "classification", "label": label, "probabilities": probabilities, "classes": [str(each) for each in labels]}


def value(name="variable"):
    return {"task": "regression", "value": name}


def columns_frame():
    """A data frame of numbers, whole numbers and texts, with gaps in the numbers."""
    random = np.random.default_rng(SEED)
    frame = pd.DataFrame(
        {
            "age": random.integers(18, 90, 200).astype(np.int64),
            "income": random.normal(3000, 900, 200).astype(np.float32),
            "city": random.choice(["Recife", "São Paulo", "Belém"], 200).astype(object),
            "plan": random.choice(["basic", "full"], 200).astype(object),
        }
    )
    frame.loc[frame.index % 9 == 0, "income"] = np.nan
    frame["target"] = np.where((frame.age > 50) ^ (frame.city == "Recife"), "stays", "leaves")
    return frame


def save_columns(name, model, target, reading):
    frame = columns_frame()
    types = [
        ("age", Int64TensorType([None, 1])),
        ("income", FloatTensorType([None, 1])),
        ("city", StringTensorType([None, 1])),
        ("plan", StringTensorType([None, 1])),
    ]
    pipeline = make_pipeline(
        ColumnTransformer(
            [
                ("whole", StandardScaler(), ["age"]),
                ("gaps", make_pipeline(SimpleImputer(), StandardScaler()), ["income"]),
                ("texts", OneHotEncoder(handle_unknown="ignore"), ["city", "plan"]),
            ]
        ),
        model,
    )
    pipeline.fit(frame.drop(columns="target"), target(frame))
    exported = to_onnx(pipeline, initial_types=types, target_opset=OPSETS)
    feeds = []
    for part in (frame.iloc[:1], frame.iloc[9:15]):
        feeds.append({key: part[[key]].to_numpy() for key, _ in types})
    save(name, exported, feeds, reading)


def save_text(name, vectorizer):
    texts = ["the train is late again", "a very good day", "late and cold", "good food, good people", "bad service", "good"]
    pipeline = make_pipeline(vectorizer, LogisticRegression()).fit(texts * 5, ["bad", "good"] * 15)
    exported = to_onnx(
        pipeline,
        initial_types=[("text", StringTensorType([None, 1]))],
        # The default asks the system for en_US.UTF-8, which slim images do not have.
        options={id(vectorizer): {"locale": "C"}},
        target_opset=OPSETS,
    )
    rows = np.array([["good people"], ["late train"], [""], ["não é good"], ["cold, cold food"], ["GOOD day"]], dtype=object)
    save(name, exported, batches(rows, "text"), classes(["bad", "good"]))


def make():
    save_columns(
        "columns-classifier",
        LogisticRegression(),
        lambda frame: frame.target,
        classes(["leaves", "stays"]),
    )
    save_columns("columns-forest", RandomForestClassifier(20, random_state=SEED), lambda frame: frame.target == "stays", classes(["0", "1"]))
    save_columns("columns-regression", LinearRegression(), lambda frame: frame.age * 1.5, value())

    labels = ["0", "1", "2"]
    flowers = (iris.data, iris.target)
    save_simple("hist-gradient-boosting", HistGradientBoostingClassifier(max_iter=20, random_state=SEED), (cancer.data, cancer.target), with_gaps(CANCER[:6]), classes(["0", "1"]))
    save_simple("hist-gradient-regression", HistGradientBoostingRegressor(max_iter=20, random_state=SEED), (diabetes.data, diabetes.target), with_gaps(DIABETES[:6]), value())
    save_simple("gradient-boosting", GradientBoostingClassifier(n_estimators=10, random_state=SEED), flowers, IRIS[:6], classes(labels))
    save_simple("extra-trees", ExtraTreesRegressor(20, random_state=SEED), (diabetes.data, diabetes.target), DIABETES[:6], value())
    save_simple("svc", SVC(), flowers, IRIS[:6])
    save_simple("svc-probability", SVC(probability=True, random_state=SEED), (iris.data, SPECIES), IRIS[:6], classes(sorted(set(SPECIES))))
    save_simple("svr", SVR(), (diabetes.data, diabetes.target), DIABETES[:6], value())
    save_simple("linear-svc", LinearSVC(), flowers, IRIS[:6])
    save_simple("sgd-log", SGDClassifier(loss="log_loss", random_state=SEED), flowers, IRIS[:6], classes(labels))
    save_simple("knn-classifier", KNeighborsClassifier(), flowers, IRIS[:6], classes(labels))
    save_simple("knn-regressor", KNeighborsRegressor(), (diabetes.data, diabetes.target), DIABETES[:6], value())
    save_simple("isolation-forest", IsolationForest(n_estimators=20, random_state=SEED), (iris.data,), IRIS[:6])
    save_simple("kmeans", KMeans(3, random_state=SEED), (iris.data,), IRIS[:6])
    save_simple("pca", PCA(2), (iris.data,), IRIS[:6])
    save_simple("naive-bayes", GaussianNB(), flowers, IRIS[:6], classes(labels))
    save_simple("mlp-classifier", MLPClassifier((8,), max_iter=50, random_state=SEED), flowers, IRIS[:6], classes(labels))
    save_simple("mlp-regressor", MLPRegressor(hidden_layer_sizes=(8,), max_iter=50, random_state=SEED), (diabetes.data, diabetes.target), DIABETES[:6], value())
    save_simple("one-vs-rest", OneVsRestClassifier(LogisticRegression()), flowers, IRIS[:6], classes(labels))
    save_simple("voting", VotingClassifier([("a", GaussianNB()), ("b", LogisticRegression())], voting="soft", flatten_transform=False), flowers, IRIS[:6], classes(labels))
    save_simple("stacking", StackingClassifier([("a", GaussianNB()), ("b", LogisticRegression())]), flowers, IRIS[:6], classes(labels))
    save_simple("logistic-without-zipmap", LogisticRegression(), flowers, IRIS[:6], classes(labels, "label", "probabilities"), {"zipmap": False})
    save_simple("logistic-zipmap-columns", LogisticRegression(), flowers, IRIS[:6], None, {"zipmap": "columns"})
    save_simple("logistic-negative-labels", LogisticRegression(), (iris.data, iris.target - 1), IRIS[:6], classes(["-1", "0", "1"]))
    save_simple("gaussian-process-double", GaussianProcessRegressor(alpha=1.0), (diabetes.data[:60], diabetes.target[:60]), diabetes.data[:6], None, rows_type=DoubleTensorType)

    both = np.column_stack([diabetes.target, diabetes.target**0.5])
    save_simple("multi-output-linear", LinearRegression(), (diabetes.data, both), DIABETES[:6], MANY)
    save_simple("multi-output-forest", ExtraTreesRegressor(10, random_state=SEED), (diabetes.data, both), DIABETES[:6], MANY, metadata={"outputs": [["variable", "FP32", [-1, 2]]]})
    save_simple("multi-output-wrapped", MultiOutputRegressor(LinearRegression()), (diabetes.data, both), DIABETES[:6], MANY)
    many, tags = make_multilabel_classification(200, 6, n_classes=3, random_state=SEED)
    rows = many.astype(np.float32)[:6]
    save_simple("multilabel-mlp", MLPClassifier((8,), max_iter=50, random_state=SEED), (many, tags), rows, MANY)
    save_simple("multilabel-one-vs-rest", OneVsRestClassifier(LogisticRegression()), (many, tags), rows, MANY)
    save_simple("multilabel-knn", KNeighborsClassifier(), (many, tags), rows, MANY, {"zipmap": False})
    save_simple("multilabel-forest", RandomForestClassifier(10, random_state=SEED), (many, tags), rows, MANY, {"zipmap": False})
    save_simple("multilabel-wrapped", MultiOutputClassifier(LogisticRegression()), (many, tags), rows, MANY, metadata={"outputs": [["label", "INT64", [-1, 3]], *[[f"probabilities_{i}", "FP32", [-1, -1]] for i in range(3)]]})

    save_text("text-tfidf", TfidfVectorizer())
    save_text("text-ngrams", CountVectorizer(ngram_range=(1, 2), lowercase=False))


def with_gaps(rows):
    rows = rows.copy()
    rows[::2, 1] = np.nan
    return rows
