"""Trains the model of the weather demo and writes everything that the product loads. Run: python demo/weather/train.py

Names the weather of a day in Seattle from four measurements of that same day; it forecasts nothing. Trained on 2012 to 2014,
judged on January to June 2015, replayed from July on: no day is in two of them.
Source: seattle-weather of the package vega_datasets 0.9.0 on PyPI (MIT), observations of NOAA.
"""

import gzip
import json
from pathlib import Path

import numpy as np
import onnxruntime
import pandas as pd
from skl2onnx import to_onnx
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from vega_datasets import data

HERE = Path(__file__).parent
SEED = 2015
SAID = {
    "precipitation": ("Precipitation", "mm"),
    "temp_max": ("Highest temperature", "°C"),
    "temp_min": ("Lowest temperature", "°C"),
    "wind": ("Wind", "m/s"),
}
NAMES = list(SAID)


def write_csv(name: str, table: pd.DataFrame) -> None:
    """A compressed file whose bytes depend on the rows only."""
    text = table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")
    with open(HERE / name, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())


def main() -> None:
    table = data.seattle_weather().sort_values("date").reset_index(drop=True)
    table["day"] = table["date"].dt.strftime("%Y-%m-%d")
    train = table[table["day"] < "2015-01-01"]
    test = table[(table["day"] >= "2015-01-01") & (table["day"] < "2015-07-01")]
    later = table[table["day"] >= "2015-07-01"]
    model = RandomForestClassifier(n_estimators=120, max_depth=7, min_samples_leaf=3, random_state=SEED)
    model.fit(train[NAMES].to_numpy(np.float32), train["weather"])
    onnx = to_onnx(
        model, train[NAMES].to_numpy(np.float32)[:1], options={"zipmap": False}, target_opset={"": 18, "ai.onnx.ml": 3}
    )
    (HERE / "model.onnx").write_bytes(onnx.SerializeToString())

    session = onnxruntime.InferenceSession(onnx.SerializeToString())
    answers, shares = session.run(None, {"X": test[NAMES].to_numpy(np.float32)})
    here = model.predict_proba(test[NAMES].to_numpy(np.float32))
    usual = train["weather"].mode()[0]
    print(f"trained on {len(train)} days, judged on {len(test)} days of January to June 2015")
    print(f"largest difference of ONNX and scikit-learn: {np.abs(shares - here).max():.1e}")
    print(f"accuracy {accuracy_score(test['weather'], answers):.3f}, always {usual} ", end="")
    print(f"{(test['weather'] == usual).mean():.3f}; replayed: {len(later)} days")

    write_csv("reference.csv.gz", train[NAMES])
    write_csv("test.csv.gz", test[[*NAMES, "weather", "day"]])
    noon = later["date"] + pd.Timedelta(hours=20)
    replay = pd.DataFrame({"at": noon, "entity": "Seattle", "label": later["weather"], "label_at": noon})
    write_csv("replay.csv.gz", pd.concat([replay, later[NAMES]], axis=1))
    columns = [
        {
            "input": "X",
            "index": index,
            "name": name,
            "title": title,
            "kind": "number",
            "unit": unit,
            "min": float(train[name].min()),
            "max": float(train[name].max()),
            "categories": [],
            "nullable": False,
            "default": None,
            "personal": "keep",
        }
        for index, (name, (title, unit)) in enumerate(SAID.items())
    ]
    examples = json.loads(train.iloc[np.linspace(0, len(train) - 1, 8).astype(int)][NAMES].to_json(orient="records"))
    overlay = {"columns": columns, "classNames": {}, "outputUnit": "", "examples": examples}
    (HERE / "overlay.json").write_text(json.dumps(overlay, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
