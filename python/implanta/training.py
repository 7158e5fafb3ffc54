"""What a training script knows of its run, and how it tells the page. Only inside `implanta runner`."""

from __future__ import annotations

import json
import math
import os
from typing import Any


def _given(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise RuntimeError("implanta.training works in a script that `implanta runner` started") from None


_run: dict[str, Any] = json.loads(_given("IMPLANTA_RUN"))
dataset: str = _given("IMPLANTA_DATASET")
target: str = _run["target"]
features: list[str] = _run["features"]
task: str = _run["task"]
parameters: dict[str, Any] = _run["parameters"]
seed: int = _run["seed"]


def _tell(event: dict[str, Any]) -> None:
    with open(_given("IMPLANTA_EVENTS"), "a", encoding="utf-8") as events:
        events.write(json.dumps(event) + "\n")


def progress(share: float) -> None:
    """How far the training is, 0 to 1."""
    _tell({"progress": min(1.0, max(0.0, float(share)))})


def measure(name: str, value: float, step: int | None = None) -> None:
    """A number for the page of the run, of one of its steps or of its end."""
    if not math.isfinite(value):
        raise ValueError(f"the measure {name} is {value}; tell a finite number")
    _tell({"measure": {"name": str(name)[:100], "value": float(value), "step": step}})


def hand_in(onnx: bytes) -> None:
    """The file that was learnt. It is sent when the script has ended."""
    path = _given("IMPLANTA_MODEL")
    with open(path + ".part", "wb") as file:
        file.write(onnx)
    os.replace(path + ".part", path)
