"""python make_cases.py FOLDER: the ONNX project's backend cases with the verdict and the answers of onnxruntime for Python."""
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "exporters"))

import numpy as np
import onnx
from cases import OUT, start_session, tensor
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

DATA = pathlib.Path(onnx.__file__).parent / "backend/test/data"


def read_tensors(folder, kind, infos):
    """The tensors of a data set; None where one of them is no tensor."""
    arrays = []
    for at, info in enumerate(infos):
        file = folder / f"{kind}_{at}.pb"
        if not file.exists():
            break
        if info.type.WhichOneof("value") != "tensor_type":
            return None
        arrays.append(numpy_helper.to_array(onnx.TensorProto.FromString(file.read_bytes())))
    return arrays


def stored_cases():
    """Cases that the package keeps as files."""
    for kind in ("simple", "pytorch-converted", "pytorch-operator"):
        for folder in sorted((DATA / kind).iterdir()):
            model = onnx.load(folder / "model.onnx")
            sets = [read_tensors(each, "input", model.graph.input) for each in sorted(folder.glob("test_data_set_*"))]
            yield f"{kind}-{folder.name}", model, sets, 1e-3, 1e-7
    random = np.random.default_rng(20130101)
    for file in sorted((DATA / "light").glob("*.onnx")):
        model = onnx.load(file)
        known = {each.name for each in model.graph.initializer}
        shapes = [[d.dim_value for d in i.type.tensor_type.shape.dim] for i in model.graph.input if i.name not in known]
        yield f"light-{file.stem}", model, [[random.random(shape, np.float32) for shape in shapes]], 1e-3, 1e-5


def all_cases():
    for case in collect_testcases(None):
        yield f"node-{case.name}", case.model, [inputs for inputs, _ in case.data_sets], case.rtol, case.atol
    yield from stored_cases()


def as_array(value):
    """Cases write scalars as numpy's own, which onnxruntime does not take, and some tensors as ONNX keeps them."""
    if isinstance(value, onnx.TensorProto):
        return numpy_helper.to_array(value)
    return np.asarray(value) if isinstance(value, np.generic) else value


def stored(values):
    """The tensors as JSON; TypeError where one is a sequence, a map or nothing."""
    if not all(isinstance(value, np.ndarray) for value in values.values()):
        raise TypeError
    return [tensor(*each) for each in values.items()]


def judge(model, sets):
    """What onnxruntime for Python makes of a model: whether it loads, and for each set its answers, or null where it refuses."""
    try:
        session = start_session(model)
    except Exception as error:
        return {"loads": False, "reason": str(error)[:300], "calls": []}
    names = [each.name for each in session.get_inputs()]
    calls = []
    for arrays in sets:
        if arrays is None:
            calls.append(None)
            continue
        feed = {name: as_array(value) for name, value in zip(names, arrays)}
        try:
            inputs = stored(feed)
        except (KeyError, TypeError, ValueError):
            calls.append(None)
            continue
        try:
            answers = session.run(None, feed)
        except Exception:
            calls.append({"inputs": inputs, "outputs": None})
            continue
        try:
            results = [each.name for each in session.get_outputs()]
            outputs = stored(dict(zip(results, answers)))
            again = stored(dict(zip(results, session.run(None, feed))))
        except (KeyError, TypeError, ValueError):
            calls.append(None)
            continue
        calls.append({"inputs": inputs, "outputs": outputs, "random": outputs != again})
    return {"loads": True, "calls": calls}


for name, model, sets, relative, absolute in all_cases():
    folder = OUT / name
    folder.mkdir()
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    tolerance = {"relative": relative, "absolute": absolute}
    (folder / "case.json").write_text(json.dumps({"tolerance": tolerance, **judge(model, sets)}))
