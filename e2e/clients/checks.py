"""What the client scripts share: the product's address, the example models, and the collecting of checks."""

import json
import os
import pathlib
import sys
import traceback

import numpy as np
import onnxruntime

URL = os.environ["CLIENTS_URL"]
HOST = URL.split("://", 1)[1]
KEY = os.environ["CLIENTS_KEY"]
HEADERS = {"Authorization": f"Bearer {KEY}"}
FIXTURES = pathlib.Path(os.environ["CLIENTS_FIXTURES"])
TYPES = {"FP32": np.float32, "INT64": np.int64, "BYTES": np.object_}

_checks = []
_sessions = {}


def check(name):
    """Marks a function as one check; the runner of the tests finds the names by this decorator."""

    def add(function):
        _checks.append((name, function))
        return function

    return add


def run():
    """Runs every check, writes one JSON line for each, and never stops at a failure."""
    import asyncio
    import inspect

    for name, function in _checks:
        try:
            asyncio.run(function()) if inspect.iscoroutinefunction(function) else function()
            error = None
        except Exception:
            error = traceback.format_exc()
        print(json.dumps({"check": name, "error": error}), flush=True)
    sys.stdout.flush()
    # Clients leave event loops and threads behind that take seconds to end.
    os._exit(0)


def model_file(model):
    return (FIXTURES / model / "model.onnx").read_bytes()


def cases(model):
    return json.loads((FIXTURES / model / "cases.json").read_text())


def inputs_of(model, case=-1):
    """The inputs of a case as arrays, by name; null is NaN."""
    arrays = {}
    for given in cases(model)["cases"][case]["inputs"]:
        values = [np.nan if value is None else value for value in given["data"]]
        arrays[given["name"]] = np.array(values, dtype=TYPES[given["datatype"]]).reshape(given["shape"])
    return arrays


def expected(model, inputs):
    """What onnxruntime for Python answers, ZipMaps opened, by the name of the output."""
    if model not in _sessions:
        _sessions[model] = onnxruntime.InferenceSession(model_file(model), providers=["CPUExecutionProvider"])
    session = _sessions[model]
    outputs = {}
    for output, value in zip(session.get_outputs(), session.run(None, inputs)):
        is_zipmap = isinstance(value, list) and value and isinstance(value[0], dict)
        outputs[output.name] = np.array([list(row.values()) for row in value], np.float32) if is_zipmap else np.asarray(value)
    return outputs


def same(given, wanted):
    """Equal to 1e-5 in numbers, exactly in texts and classes."""
    given, wanted = np.asarray(given), np.asarray(wanted)
    assert given.shape == wanted.shape, f"shape {given.shape} instead of {wanted.shape}"
    if wanted.dtype.kind in "fc":
        np.testing.assert_allclose(given.astype(np.float64), wanted.astype(np.float64), rtol=1e-5, atol=1e-5)
    else:
        texts = [value.decode() if isinstance(value, bytes) else str(value) for value in given.reshape(-1).tolist()]
        assert texts == [str(value) for value in wanted.reshape(-1).tolist()], f"{texts[:5]} differs"


def refused(work, *words):
    """The call fails, and its message holds all the words."""
    try:
        work()
    except Exception as error:
        for word in words:
            assert word in str(error), f"{word!r} is not in {error}"
        return
    raise AssertionError("the call was not refused")
