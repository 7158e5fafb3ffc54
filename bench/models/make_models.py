"""python make_models.py trees|text FILE: a model of scikit-learn as ONNX, the same for each run."""

import sys

import numpy as np
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.datasets import make_classification
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

SEED = 20261124
OPSETS = {"": 18, "ai.onnx.ml": 3}
SYLLABLES = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru"]


def export(model, kind, width, options):
    return to_onnx(model, initial_types=[("x", kind([None, width]))], options=options, target_opset=OPSETS)


def trees():
    x, y = make_classification(5000, 50, n_informative=25, random_state=SEED)
    # Without early stopping, so that there are 500.
    model = HistGradientBoostingClassifier(max_iter=500, early_stopping=False, random_state=SEED).fit(x, y)
    return export(model, FloatTensorType, 50, {id(model): {"zipmap": False}})


def text():
    """Words of four syllables, one per digit of their number, as the benchmark writes them; class 1 prefers the higher numbers."""
    random = np.random.default_rng(SEED)
    words = ["".join(SYLLABLES[int(digit)] for digit in f"{i:04}") for i in range(5000)]
    labels = random.integers(0, 2, 4000)
    powers = np.where(labels == 1, 0.6, 1.4)
    texts = [" ".join(words[int(5000 * u**power)] for u in random.random(30)) for power in powers]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    classifier = LogisticRegression(max_iter=1000)
    pipeline = make_pipeline(vectorizer, classifier).fit(texts, labels)
    # The default locale asks the system for en_US.UTF-8, which slim images do not have.
    options = {id(vectorizer): {"locale": "C"}, id(classifier): {"zipmap": False}}
    return export(pipeline, StringTensorType, 1, options)


name, file = sys.argv[1:]
with open(file, "wb") as out:
    out.write({"trees": trees, "text": text}[name]().SerializeToString())
