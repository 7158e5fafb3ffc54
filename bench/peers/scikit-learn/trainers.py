"""Trains scikit-learn's models on what bench/trainers.mjs wrote: python trainers.py FILE ROUNDS THREADS. Prints metric and seconds as JSON."""

import json
import sys
import time

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import log_loss, mean_squared_error
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from threadpoolctl import threadpool_limits


def make_model(job, texts, numbers):
    is_number = job["task"] == "regression"
    if job["algorithm"] == "gradient-boosting":
        make = HistGradientBoostingRegressor if is_number else HistGradientBoostingClassifier
        return make(early_stopping=False, categorical_features=texts or None)
    columns = ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), numbers),
            ("texts", OneHotEncoder(handle_unknown="ignore"), texts),
        ]
    )
    return make_pipeline(columns, Ridge() if is_number else LogisticRegression(tol=1e-6, max_iter=10_000))


def run(data, job, rounds, threads):
    rows = np.array(data["rows"], dtype=np.float32).astype(np.float64)
    target = np.array(data["target"])
    split = data["learnt"]
    texts = [i for i, is_text in enumerate(data["isText"]) if is_text]
    numbers = [i for i, is_text in enumerate(data["isText"]) if not is_text]
    seconds, cpu_seconds = [], []
    with threadpool_limits(threads):
        for _ in range(rounds + 1):
            model = make_model(job, texts, numbers)
            start, cpu = time.perf_counter(), time.process_time()
            model.fit(rows[:split], target[:split])
            seconds.append(time.perf_counter() - start)
            cpu_seconds.append(time.process_time() - cpu)
    truth = target[split:]
    if job["task"] == "regression":
        metric = np.sqrt(mean_squared_error(truth, model.predict(rows[split:])))
    else:
        metric = log_loss(truth, model.predict_proba(rows[split:]), labels=model.classes_)
    # The first warms up.
    middle = lambda values: float(np.median(values[1:]))
    return {"metric": float(metric), "seconds": middle(seconds), "cpuSeconds": middle(cpu_seconds)}


def main():
    with open(sys.argv[1]) as file:
        jobs = json.load(file)
    rounds, threads = int(sys.argv[2]), int(sys.argv[3])
    print(json.dumps([run(job["data"], job, rounds, threads) for job in jobs]))


main()
