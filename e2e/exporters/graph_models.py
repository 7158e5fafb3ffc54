"""Graphs as deep-learning exporters write them, and the oddities of declared types that real files have."""
import tempfile

import numpy as np
import onnx
from cases import batches, save
from onnx import TensorProto, helper, numpy_helper
from onnxconverter_common import float16
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_dynamic, quantize_static
from sklearn_models import IRIS, SEED, classes

random = np.random.default_rng(SEED)
FLOAT, INT64, STRING = TensorProto.FLOAT, TensorProto.INT64, TensorProto.STRING


def value(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def weights(name, *shape):
    return numpy_helper.from_array(random.normal(size=shape).astype(np.float32), name)


def model(nodes, inputs, outputs, initializers=(), opset=18, extra=()):
    graph = helper.make_graph(nodes, "graph", inputs, outputs, list(initializers))
    opsets = [helper.make_opsetid("", opset), helper.make_opsetid("ai.onnx.ml", 3), *extra]
    return helper.make_model(graph, opset_imports=opsets, ir_version=9)


def node(kind, inputs, outputs, **attributes):
    return helper.make_node(kind, inputs, outputs, **attributes)


def perceptron(batch="batch"):
    nodes = [
        node("Gemm", ["input", "w1", "b1"], ["hidden"]),
        node("Relu", ["hidden"], ["active"]),
        node("Gemm", ["active", "w2", "b2"], ["logits"]),
        node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    tensors = [weights("w1", 4, 16), weights("b1", 16), weights("w2", 16, 3), weights("b2", 3)]
    return model(nodes, [value("input", FLOAT, [batch, 4])], [value("probabilities", FLOAT, [batch, 3])], tensors)


def convolution(batch="batch"):
    nodes = [
        node("Conv", ["image", "w", "b"], ["maps"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        node("Relu", ["maps"], ["active"]),
        node("GlobalAveragePool", ["active"], ["pooled"]),
        node("Flatten", ["pooled"], ["flat"]),
        node("Gemm", ["flat", "w2", "b2"], ["logits"]),
    ]
    tensors = [weights("w", 4, 1, 3, 3), weights("b", 4), weights("w2", 4, 10), weights("b2", 10)]
    return model(nodes, [value("image", FLOAT, [batch, 1, 8, 8])], [value("logits", FLOAT, [batch, 10])], tensors)


class Rows(CalibrationDataReader):
    def __init__(self, feeds):
        self.feeds = iter(feeds)

    def get_next(self):
        return next(self.feeds, None)


def quantized(quantize):
    with tempfile.TemporaryDirectory() as folder:
        onnx.save(perceptron(), f"{folder}/float.onnx")
        quantize(f"{folder}/float.onnx", f"{folder}/int8.onnx")
        return onnx.load(f"{folder}/int8.onnx")


def static(form):
    feeds = [{"input": IRIS[i : i + 1]} for i in range(10)]
    return quantized(lambda source, target: quantize_static(source, target, Rows(feeds), quant_format=form, activation_type=QuantType.QUInt8))


def save_identity(name, kind, dtype, values):
    """Four values of a type, those among them that are easily lost."""
    same = model([node("Identity", ["X"], ["Y"])], [value("X", kind, ["n", 2])], [value("Y", kind, ["n", 2])])
    save(name, same, [{"X": np.array(values, dtype=dtype).reshape(2, 2)}])


def zipmap(outputs, **attributes):
    attributes = attributes or {"classlabels_strings": ["a", "b"]}
    return model(
        [
            node("Gemm", ["X", "w", "b"], ["logits"]),
            node("Softmax", ["logits"], ["scores"], axis=1),
            node("ZipMap", ["scores"], ["map"], domain="ai.onnx.ml", **attributes),
        ],
        [value("X", FLOAT, [None, 4])],
        outputs,
        [weights("w", 4, 2), weights("b", 2)],
    )


def maps(name, key=STRING):
    element = helper.make_map_type_proto(key, helper.make_tensor_type_proto(FLOAT, []))
    return helper.make_value_info(name, helper.make_sequence_type_proto(element))


def zipmap_in_function():
    """A map made inside a function of the file, where nothing can be put in its place."""
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)]
    inner = node("ZipMap", ["scores"], ["map"], domain="ai.onnx.ml", classlabels_strings=["a", "b"])
    function = helper.make_function("own", "Label", ["scores"], ["map"], [inner], opsets)
    nodes = [node("MatMul", ["X", "w"], ["scores"]), node("Label", ["scores"], ["map"], domain="own")]
    whole = model(nodes, [value("X", FLOAT, [None, 4])], [maps("map")], [weights("w", 4, 2)], extra=[helper.make_opsetid("own", 1)])
    whole.functions.append(function)
    return whole


def odd_declarations():
    rows = IRIS[:6]
    tensors = [weights("w", 4, 3)]
    product = [node("MatMul", ["X", "w"], ["Y"])]
    X = value("X", FLOAT, ["n", 4])
    save("lies-output-fixed", model(product, [X], [value("Y", FLOAT, [1, 3])], tensors), batches(rows), metadata={"outputs": [["Y", "FP32", [-1, 3]]]})
    save("lies-output-rank-unknown", model(product, [X], [value("Y", FLOAT, None)], tensors), batches(rows), metadata={"outputs": [["Y", "FP32", [-1, -1]]]})
    label = [node("MatMul", ["X", "w"], ["s"]), node("ArgMax", ["s"], ["label"], axis=1, keepdims=0)]
    save("lies-label-one", model(label, [X], [value("label", INT64, [1])], tensors), batches(rows), {"task": "classification", "label": "label", "probabilities": None, "classes": []}, metadata={"outputs": [["label", "INT64", [-1]]]})
    column = [node("MatMul", ["X", "w"], ["s"]), node("ArgMax", ["s"], ["label"], axis=1, keepdims=1)]
    save("label-as-column", model(column, [X], [value("label", INT64, ["n", 1])], tensors), batches(rows), {"task": "classification", "label": "label", "probabilities": None, "classes": []})
    save("input-rank-unknown", model(product, [value("X", FLOAT, None)], [value("Y", FLOAT, None)], tensors), batches(rows), metadata={"inputs": [["X", "FP32", [-1, -1]]], "outputs": [["Y", "FP32", [-1, -1]]]})
    save("input-free-width", model([node("ReduceSum", ["X", "axes"], ["Y"], keepdims=1)], [value("X", FLOAT, ["n", "m"])], [value("Y", FLOAT, ["n", 1])], [numpy_helper.from_array(np.array([1]), "axes")]), batches(rows))
    save("vector-input", model([node("Mul", ["x", "x"], ["y"])], [value("x", FLOAT, ["n"])], [value("y", FLOAT, ["n"])]), batches(rows[:, 0], "x"))
    save("rank-0-output", model([node("ReduceSum", ["X"], ["total"], keepdims=0)], [X], [value("total", FLOAT, [])]), batches(rows))
    save("rank-0-beside-rows", model([*product, node("ReduceMax", ["X"], ["largest"], keepdims=0)], [X], [value("Y", FLOAT, ["n", 3]), value("largest", FLOAT, [])], tensors), batches(rows))
    save("rank-0-input", model([node("Mul", ["X", "factor"], ["Y"])], [X, value("factor", FLOAT, [])], [value("Y", FLOAT, ["n", 4])]), [{"X": rows[:2], "factor": np.array(2.5, np.float32)}])
    save("rank-0-only-input", model([node("Mul", ["x", "x"], ["y"])], [value("x", FLOAT, [])], [value("y", FLOAT, [])]), [{"x": np.array(1.5, np.float32)}])
    save("batch-of-4", model(product, [value("X", FLOAT, [4, 4])], [value("Y", FLOAT, [4, 3])], tensors), [{"X": IRIS[:4]}])
    save("sequence-first", model([node("Transpose", ["X"], ["Y"], perm=[1, 0, 2])], [value("X", FLOAT, ["time", "n", 2])], [value("Y", FLOAT, ["n", "time", 2])]), [{"X": random.normal(size=(3, 5, 2)).astype(np.float32)}])
    save("other-row-count", model([node("NonZero", ["X"], ["places"])], [X], [value("places", INT64, [2, None])]), batches(rows))
    save("default-input", model([node("Mul", ["X", "scale"], ["Y"])], [X, value("scale", FLOAT, [1])], [value("Y", FLOAT, ["n", 4])], [numpy_helper.from_array(np.array([3], np.float32), "scale")]), batches(rows), metadata={"inputs": [["X", "FP32", [-1, 4]]]})


def make():
    image = random.normal(size=(6, 1, 8, 8)).astype(np.float32)
    save("perceptron", perceptron(), batches(IRIS[:6], "input"))
    save("convolution", convolution(), batches(image, "image"))
    half = float16.convert_float_to_float16(perceptron())
    save("fp16", half, batches(IRIS[:6].astype(np.float16), "input"))
    save("fp16-inside", float16.convert_float_to_float16(perceptron(), keep_io_types=True), batches(IRIS[:6], "input"))
    save("int8-dynamic", quantized(lambda source, target: quantize_dynamic(source, target)), batches(IRIS[:6], "input"))
    save("int8-qdq", static(QuantFormat.QDQ), batches(IRIS[:6], "input"))
    save("int8-qoperator", static(QuantFormat.QOperator), batches(IRIS[:6], "input"))
    save("batch-of-1", perceptron(1), [{"input": IRIS[i : i + 1]} for i in range(3)], joined=True)
    save("batch-of-1-image", convolution(1), [{"image": image[i : i + 1]} for i in range(2)], joined=True)
    two = [node("MatMul", ["a", "w"], ["p"]), node("MatMul", ["b", "v"], ["q"]), node("Add", ["p", "q"], ["Y"])]
    save(
        "two-inputs",
        model(two, [value("a", FLOAT, ["n", 4]), value("b", FLOAT, ["n", 2])], [value("Y", FLOAT, ["n", 3])], [weights("w", 4, 3), weights("v", 2, 3)]),
        [{"a": IRIS[:1], "b": IRIS[:1, :2]}, {"a": IRIS[1:6], "b": IRIS[1:6, :2]}],
    )
    embedding = [node("Gather", ["table", "ids"], ["rows"]), node("Cast", ["mask"], ["weight"], to=FLOAT), node("Unsqueeze", ["weight", "last"], ["w3"]), node("Mul", ["rows", "w3"], ["kept"]), node("ReduceMean", ["kept", "middle"], ["Y"], keepdims=0)]
    save(
        "tokens-and-mask",
        model(embedding, [value("ids", INT64, ["n", "length"]), value("mask", TensorProto.BOOL, ["n", "length"])], [value("Y", FLOAT, ["n", 5])], [weights("table", 30, 5), numpy_helper.from_array(np.array([2]), "last"), numpy_helper.from_array(np.array([1]), "middle")]),
        [{"ids": np.arange(6).reshape(1, 6), "mask": np.array([[1, 1, 1, 0, 0, 0]], bool)}, {"ids": np.arange(12).reshape(3, 4), "mask": np.ones((3, 4), bool)}],
    )
    rows = batches(IRIS[:6])
    score = {"task": "classification", "label": None, "classes": ["a", "b"]}
    save("zipmap-texts", zipmap([maps("map")]), rows, {**score, "probabilities": "map"})
    save("zipmap-numbers", zipmap([maps("map", INT64)], classlabels_int64s=[7, -3]), rows, {**score, "probabilities": "map", "classes": ["7", "-3"]})
    save("zipmap-and-scores", zipmap([maps("map"), value("scores", FLOAT, [None, 2])]), rows)
    save("zipmap-in-function", zipmap_in_function(), rows, refused="unreadable_output")
    tensors = helper.make_value_info("parts", helper.make_sequence_type_proto(helper.make_tensor_type_proto(FLOAT, None)))
    sequence = [node("Neg", ["X"], ["minus"]), node("SequenceConstruct", ["X", "minus"], ["parts"])]
    split = [node("SplitToSequence", ["X", "one"], ["parts"], axis=1)]
    save("sequence-of-unknown-length", model(split, [value("X", FLOAT, [None, 4])], [tensors], [numpy_helper.from_array(np.array(1), "one")]), rows, refused="unreadable_output")
    save("sequence-of-tensors", model(sequence, [value("X", FLOAT, [None, 4])], [tensors]), rows, metadata={"outputs": [["parts_0", "FP32", [-1, -1]], ["parts_1", "FP32", [-1, -1]]]})
    save_identity("identity-int8", TensorProto.INT8, np.int8, [-128, 127, 0, 1])
    save_identity("identity-uint8", TensorProto.UINT8, np.uint8, [0, 255, 1, 2])
    save_identity("identity-int32", TensorProto.INT32, np.int32, [-(2**31), 2**31 - 1, 0, 1])
    save_identity("identity-int64", INT64, np.int64, [2**63 - 1, -(2**63), 2**53 + 1, 0])
    save_identity("identity-uint64", TensorProto.UINT64, np.uint64, [2**64 - 1, 2**53 + 1, 1, 0])
    save_identity("identity-float64", TensorProto.DOUBLE, np.float64, [1e300, 5e-324, -0.1, 3.5])
    save_identity("identity-bool", TensorProto.BOOL, bool, [True, False, True, True])
    save_identity("identity-text", STRING, object, ["", "ação", "a\nb", "日本"])
    odd_declarations()
