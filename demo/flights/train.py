"""Trains the model of the flights demo and writes everything that the product loads. Run: python demo/flights/train.py

Trained on flights of January to June 2013, judged on July, replayed from August on: no row is in two of them. `history.csv.gz` is for
`npm run loop`, which trains versions of its own: every third flight of January to July, with its time and its truth.
"""

import gzip
import json
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd
from prepare import CATEGORIES, FEATURES, NUMBERS, inputs_of, load
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

HERE = Path(__file__).parent
SEED = 2013
CUT_OFF = "2013-06-30"
TEST_ROWS, REFERENCE_ROWS = 15_000, 20_000
HISTORY_ONE_IN = 3


def write_csv(name: str, table: pd.DataFrame) -> None:
    """A compressed file whose bytes depend on the rows only."""
    text = table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")
    with open(HERE / name, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


def make_model() -> Pipeline:
    encode = ColumnTransformer(
        [
            ("categories", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), CATEGORIES),
            ("numbers", "passthrough", NUMBERS),
        ]
    )
    trees = HistGradientBoostingClassifier(
        max_iter=200, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=200, l2_regularization=5, random_state=SEED
    )
    return Pipeline([("encode", encode), ("trees", trees)])


def main() -> None:
    table = load()
    months = table["day"].str[5:7].astype(int)
    labelled = table["label"].notna()
    train, test, later = table[(months <= 6) & labelled], table[(months == 7) & labelled], table[months >= 8]
    names = list(FEATURES)
    model = make_model().fit(train[names], train["label"].astype(int))
    types = [(n, StringTensorType([None, 1]) if n in CATEGORIES else FloatTensorType([None, 1])) for n in names]
    onnx = to_onnx(model, initial_types=types, options={"zipmap": False}, target_opset={"": 18, "ai.onnx.ml": 3})
    (HERE / "model.onnx").write_bytes(onnx.SerializeToString())

    session = onnxruntime.InferenceSession(onnx.SerializeToString())
    shares = session.run(["probabilities"], inputs_of(test))[0][:, 1]
    here = model.predict_proba(test[names])[:, 1]
    truth = test["label"].astype(int).to_numpy()
    print(f"trained on {len(train)} flights, {train['label'].astype(int).mean():.1%} late")
    print(f"judged on {len(test)} flights of July, {truth.mean():.1%} late")
    print(f"largest difference of ONNX and scikit-learn: {np.abs(shares - here).max():.1e}")
    print(f"AUC {roc_auc_score(truth, shares):.3f}, log loss {log_loss(truth, shares):.3f}, ", end="")
    print(f"accuracy {accuracy_score(truth, shares > 0.5):.3f}, always on time {1 - truth.mean():.3f}")
    print(f"replayed: {len(later)} flights, {later['label'].isna().sum()} without a label")

    choose = np.random.default_rng(SEED)
    sample = lambda rows, n: rows.iloc[np.sort(choose.choice(len(rows), n, replace=False))]
    write_csv("reference.csv.gz", sample(train, REFERENCE_ROWS)[names])
    write_csv("test.csv.gz", sample(test, TEST_ROWS)[[*names, "label", "day"]].rename(columns={"label": "late"}))
    logged = ["at", "entity", "label", "label_at", *names]
    write_csv("replay.csv.gz", later[logged])
    write_csv("history.csv.gz", table[months <= 7].iloc[::HISTORY_ONE_IN][logged])
    (HERE / "overlay.json").write_text(json.dumps(overlay(train), indent=2, ensure_ascii=False) + "\n")


SAID = {
    "carrier": ("Airline", ""),
    "origin": ("From", ""),
    "dest": ("To", ""),
    "weekday": ("Weekday, 0 is Monday", ""),
    "departure_minute": ("Scheduled departure, minute of the day", "min"),
    "arrival_minute": ("Scheduled arrival, minute of the day there", "min"),
    "distance": ("Distance", "km"),
    "temperature": ("Temperature", "°C"),
    "dew_point": ("Dew point", "°C"),
    "humidity": ("Relative humidity", "%"),
    "wind_speed": ("Wind speed", "km/h"),
    "precipitation": ("Precipitation in the hour", "mm"),
    "pressure": ("Air pressure", "hPa"),
    "visibility": ("Visibility", "km"),
}


def overlay(train: pd.DataFrame) -> dict:
    """What the owner says about the columns, with ranges and categories of the training rows."""
    columns = []
    for name in FEATURES:
        title, unit = SAID[name]
        is_category = name in CATEGORIES
        is_whole = name in ("weekday", "departure_minute", "arrival_minute")
        columns.append(
            {
                "input": name,
                "index": None,
                "name": name,
                "title": title,
                "kind": "category" if is_category else "integer" if is_whole else "number",
                "unit": unit,
                "min": None if is_category else float(train[name].min()),
                "max": None if is_category else float(train[name].max()),
                "categories": sorted(train[name].unique()) if is_category else [],
                "nullable": FEATURES[name] == "weather",
                "default": None,
                "personal": "keep",
            }
        )
    examples = train.iloc[np.linspace(0, len(train) - 1, 8).astype(int)][list(FEATURES)]
    rows = json.loads(examples.to_json(orient="records"))
    return {"columns": columns, "classNames": {"0": "on time", "1": "late"}, "outputUnit": "", "examples": rows}


if __name__ == "__main__":
    main()
