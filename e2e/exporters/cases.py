"""Writes one model with inputs and with what onnxruntime for Python answers to them."""
import base64
import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime as ort

OUT = pathlib.Path(sys.argv[1])
DATATYPES = {
    "bool": "BOOL",
    "uint8": "UINT8",
    "uint16": "UINT16",
    "uint32": "UINT32",
    "uint64": "UINT64",
    "int8": "INT8",
    "int16": "INT16",
    "int32": "INT32",
    "int64": "INT64",
    "float16": "FP16",
    "float32": "FP32",
    "float64": "FP64",
    "object": "BYTES",
}
ELEMENTS = {
    **{f"tensor({name})": datatype for name, datatype in DATATYPES.items()},
    "tensor(float)": "FP32",
    "tensor(double)": "FP64",
    "tensor(string)": "BYTES",
}


def tensor(name, value):
    """A tensor as JSON: texts as they are, numbers as base64 of their bytes, so that none loses a digit on the way."""
    array = np.asarray(value)
    if array.dtype.kind in "US":
        array = array.astype(object)
    head = {"name": name, "datatype": DATATYPES[str(array.dtype)], "shape": list(array.shape)}
    if array.dtype == object:
        return {**head, "texts": [str(text) for text in array.ravel()]}
    little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
    return {**head, "base64": base64.b64encode(little.tobytes()).decode()}


def zipmap_labels(model):
    """Labels of each output that a ZipMap makes, in the order of the probabilities before it."""
    labels = {}
    for node in model.graph.node:
        if node.op_type != "ZipMap":
            continue
        for attribute in node.attribute:
            if attribute.name == "classlabels_strings":
                labels[node.output[0]] = [text.decode() for text in attribute.strings]
            elif attribute.name == "classlabels_int64s":
                labels[node.output[0]] = list(attribute.ints)
    return labels


def shape_of(value):
    return [size if isinstance(size, int) else -1 for size in value.shape]


def start_session(model):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    content = model if isinstance(model, bytes) else model.SerializeToString()
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def save(name, model, feeds, reading=None, metadata=None, refused=None, joined=False):
    """`feeds`: one dict of arrays per call. `reading`: what the product has to make of the outputs. `metadata`: what it has to say of a tensor whose declaration lies. `refused`: the code of a refusal at upload that is no fault. `joined`: the calls are also sent as one, which the file alone could not answer."""
    folder = OUT / name
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    session = start_session(model)
    labels = zipmap_labels(model)
    calls = []
    arrays = []
    for feed in feeds:
        answers = session.run(None, feed)
        outputs = []
        for output, value in zip(session.get_outputs(), answers):
            if output.name in labels and isinstance(value, list):
                value = np.array([[row[label] for label in labels[output.name]] for row in value], dtype=np.float32)
            if output.type.startswith("seq(tensor"):
                outputs += [(f"{output.name}_{i}", each) for i, each in enumerate(value)]
            elif not refused:
                outputs.append((output.name, np.asarray(value)))
        arrays.append((list(feed.items()), outputs))
    if joined:
        arrays.append([[(part[0][0], np.concatenate([each[1] for each in part])) for part in zip(*side)] for side in zip(*arrays)])
    for inputs, outputs in arrays:
        calls.append({"inputs": [tensor(*each) for each in inputs], "outputs": [tensor(*each) for each in outputs]})
    described = {
        "inputs": [[each.name, ELEMENTS.get(each.type, each.type), shape_of(each)] for each in session.get_inputs()],
        "outputs": [
            [each.name, "FP32", [-1, len(labels[each.name])]]
            if each.name in labels
            else [each.name, ELEMENTS.get(each.type, each.type), shape_of(each)]
            for each in session.get_outputs()
        ],
    }
    case = {"name": name, "reading": reading, "refused": refused, "metadata": {**described, **(metadata or {})}, "calls": calls}
    (folder / "case.json").write_text(json.dumps(case))
    print(name, described["outputs"], flush=True)


def batches(array, name="X", sizes=(1, 5)):
    """One call for each size, of different rows."""
    calls = []
    at = 0
    for size in sizes:
        calls.append({name: array[at : at + size]})
        at += size
    return calls
