"""Models that hang, bomb, crash or lie, and plain ones beside them. Each is (name, bytes, may_serve)."""

import struct
import zipfile
from io import BytesIO

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h

MIN = {T.INT32: -(1 << 31), T.INT64: -(1 << 63)}
SERVED = {
    "FP32": T.FLOAT,
    "FP64": T.DOUBLE,
    "FP16": T.FLOAT16,
    "INT8": T.INT8,
    "INT16": T.INT16,
    "INT32": T.INT32,
    "INT64": T.INT64,
    "UINT8": T.UINT8,
    "UINT16": T.UINT16,
    "UINT32": T.UINT32,
    "UINT64": T.UINT64,
    "BOOL": T.BOOL,
    "BYTES": T.STRING,
}


def value(name, kind=T.FLOAT, shape=("N", 2)):
    return h.make_tensor_value_info(name, kind, shape)


def model(nodes, inputs=None, outputs=None, weights=(), functions=(), opsets=None, ir=10, name="g"):
    graph = h.make_graph(nodes, name, inputs or [value("x")], outputs or [value("y")], list(weights))
    opsets = opsets or [h.make_opsetid("", 20), h.make_opsetid("ai.onnx.ml", 3)]
    return h.make_model(graph, opset_imports=opsets, ir_version=ir, functions=list(functions)).SerializeToString()


def identity(kind=T.FLOAT, shape=("N", 2), source="x", target="y", **more):
    return model(
        [h.make_node("Identity", [source], [target])], [value(source, kind, shape)], [value(target, kind, shape)], **more
    )


def constant(name, kind, dims, values):
    return h.make_tensor(name, kind, dims, values)


def external(location, **entries):
    weight = onnx.TensorProto(name="w", data_type=T.FLOAT, dims=[2], data_location=T.EXTERNAL)
    for key, text in {"location": location, **entries}.items():
        weight.external_data.add(key=key, value=str(text))
    return model([h.make_node("Add", ["x", "w"], ["y"])], weights=[weight])


def lying_weight(dims):
    weight = onnx.TensorProto(name="w", data_type=T.FLOAT, dims=dims, raw_data=b"\0" * 8)
    return model([h.make_node("Add", ["x", "w"], ["y"])], weights=[weight])


def made_by(op, arguments, kind=T.FLOAT, **attributes):
    """y = reduced(op(constants)) + x: the work is in the constants."""
    weights = [constant(f"c{at}", one[0], one[1], one[2]) for at, one in enumerate(arguments)]
    nodes = [
        h.make_node(op, [w.name for w in weights], ["big"], **attributes),
        h.make_node("Cast", ["big"], ["cast"], to=T.FLOAT),
        h.make_node("ReduceMax", ["cast"], ["top"], keepdims=0),
        h.make_node("Add", ["x", "top"], ["y"]),
    ]
    return model(nodes, weights=weights)


def loop(trips, condition, extra=(), carried="x", collects=False):
    body = h.make_graph(
        [h.make_node("Identity", ["go"], ["go_out"]), h.make_node("Identity", ["state"], ["state_out"]), *extra]
        + ([h.make_node("Identity", ["state"], ["scan"])] if collects else []),
        "body",
        [value("step", T.INT64, []), value("go", T.BOOL, []), value("state", T.FLOAT, None)],
        [value("go_out", T.BOOL, []), value("state_out", T.FLOAT, None)]
        + ([value("scan", T.FLOAT, None)] if collects else []),
    )
    weights = [constant("go_first", T.BOOL, [], [condition])]
    if trips is not None:
        weights.append(constant("trips", T.INT64, [], [trips]))
    if carried == "w":
        weights.append(constant("w", T.FLOAT, [1, 2], [1.0, 2.0]))
    outs = ["looped"] + (["all"] if collects else [])
    nodes = [
        h.make_node("Loop", ["" if trips is None else "trips", "go_first", carried], outs, body=body),
        h.make_node("Add", ["x", "looped"], ["y"]),
    ]
    outputs = [value("y")] + ([value("all", T.FLOAT, None)] if collects else [])
    return model(nodes, outputs=outputs, weights=weights)


def nested_functions(levels, fan):
    opsets = [h.make_opsetid("", 20), h.make_opsetid("own", 1)]
    made = []
    for level in range(levels):
        op, domain = ("Identity", "") if level == 0 else (f"F{level - 1}", "own")
        names = ["a", *[f"t{at}" for at in range(fan - 1)], "b"]
        nodes = [h.make_node(op, [names[at]], [names[at + 1]], domain=domain) for at in range(fan)]
        made.append(h.make_function("own", f"F{level}", ["a"], ["b"], nodes, opsets))
    return model([h.make_node(f"F{levels - 1}", ["x"], ["y"], domain="own")], functions=made, opsets=opsets)


def function_ring(size):
    opsets = [h.make_opsetid("", 20), h.make_opsetid("own", 1)]
    made = [
        h.make_function("own", f"F{at}", ["a"], ["b"], [h.make_node(f"F{(at + 1) % size}", ["a"], ["b"], domain="own")], opsets)
        for at in range(size)
    ]
    return model([h.make_node("F0", ["x"], ["y"], domain="own")], functions=made, opsets=opsets)


def chain(length):
    names = ["x", *[f"n{at}" for at in range(length - 1)], "y"]
    return model([h.make_node("Neg", [names[at]], [names[at + 1]]) for at in range(length)])


def tree(depth=3, **changed):
    nodes = list(range(2 * depth + 1))
    # A spine: even nodes branch to a leaf and to the next branch.
    spec = {
        "nodes_treeids": [0] * len(nodes),
        "nodes_nodeids": nodes,
        "nodes_featureids": [0] * len(nodes),
        "nodes_values": [0.5] * len(nodes),
        "nodes_modes": ["BRANCH_LEQ" if at % 2 == 0 and at < 2 * depth else "LEAF" for at in nodes],
        "nodes_truenodeids": [at + 1 if at % 2 == 0 and at < 2 * depth else 0 for at in nodes],
        "nodes_falsenodeids": [at + 2 if at % 2 == 0 and at < 2 * depth else 0 for at in nodes],
        "target_treeids": [0] * (depth + 1),
        "target_nodeids": [*range(1, 2 * depth, 2), 2 * depth],
        "target_ids": [0] * (depth + 1),
        "target_weights": [1.0] * (depth + 1),
        "n_targets": 1,
        **changed,
    }
    node = h.make_node("TreeEnsembleRegressor", ["x"], ["y"], domain="ai.onnx.ml", **spec)
    return model([node], outputs=[value("y", T.FLOAT, ["N", 1])])


def branches(depth):
    def graph(level, output):
        inner = h.make_node("Identity", ["x"], [output])
        if level > 0:
            name = f"i{level}"
            inner = h.make_node(
                "If", ["yes"], [output], then_branch=graph(level - 1, f"{name}a"), else_branch=graph(0, f"{name}b")
            )
        return h.make_graph([inner], f"b{level}", [], [value(output, T.FLOAT, None)])

    node = h.make_node("If", ["yes"], ["y"], then_branch=graph(depth, "ta"), else_branch=graph(0, "tb"))
    return model([node], weights=[constant("yes", T.BOOL, [], [True])])


def buried(depth):
    """Graphs in attributes of nodes of graphs, deeper than any library of protobuf writes."""

    def varint(number):
        out = b""
        while number > 127:
            out += bytes([number & 127 | 128])
            number >>= 7
        return out + bytes([number])

    graph = b""
    for _ in range(depth):
        for tag in (b"\x32", b"\x2a", b"\x0a"):
            graph = tag + varint(len(graph)) + graph
    return b"\x08\x0a\x3a" + varint(len(graph)) + graph


def integers(op, kind, left, right, **attributes):
    return made_by(op, [(kind, [1], [left]), (kind, [1], [right])], **attributes)


def two(op, kind=T.INT32, **attributes):
    shape = ["N"]
    return model(
        [h.make_node(op, ["a", "b"], ["y"], **attributes)],
        [value("a", kind, shape), value("b", kind, shape)],
        [value("y", kind, shape)],
    )


def cast_to(kind):
    return model([h.make_node("Cast", ["x"], ["y"], to=kind)], outputs=[value("y", kind)], opsets=[h.make_opsetid("", 21)])


def zipped():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("model.onnx", identity())
    return archive.getvalue()


def serving():
    """Good models that are fed with bad inputs."""
    for name, kind in SERVED.items():
        yield f"same-{name}", identity(kind, ["N", 1]), True
    yield "wide", identity(T.FLOAT, ["N", 4]), True
    yield "div-int32", two("Div"), True
    yield "mod-int32", two("Mod"), True
    yield "div-int64", two("Div", T.INT64), True
    yield "square", model(
        [h.make_node("Transpose", ["x"], ["t"], perm=[1, 0]), h.make_node("MatMul", ["x", "t"], ["y"])],
        [value("x", T.FLOAT, ["N", 1])],
        [value("y", T.FLOAT, ["N", "M"])],
    ), True
    yield "zeros", model(
        [h.make_node("ConstantOfShape", ["x"], ["y"])], [value("x", T.INT64, ["N"])], [value("y", T.FLOAT, None)]
    ), True
    yield "pick", model(
        [h.make_node("Gather", ["w", "x"], ["y"])],
        [value("x", T.INT64, ["N"])],
        [value("y", T.FLOAT, ["N"])],
        [constant("w", T.FLOAT, [3], [1.0, 2.0, 3.0])],
    ), True
    yield "reshape", model(
        [h.make_node("Reshape", ["w", "x"], ["y"])],
        [value("x", T.INT64, ["N"])],
        [value("y", T.FLOAT, None)],
        [constant("w", T.FLOAT, [6], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])],
    ), True
    body = h.make_graph(
        [h.make_node("Identity", ["go"], ["go_out"]), h.make_node("Identity", ["s"], ["s_out"])],
        "body",
        [value("i", T.INT64, []), value("go", T.BOOL, []), value("s", T.FLOAT, [])],
        [value("go_out", T.BOOL, []), value("s_out", T.FLOAT, [])],
    )
    yield "rounds", model(
        [
            h.make_node("ReduceMax", ["x"], ["trips"], keepdims=0),
            h.make_node("Loop", ["trips", "yes", "s"], ["end"], body=body),
            h.make_node("Cast", ["x"], ["f"], to=T.FLOAT),
            h.make_node("Add", ["f", "end"], ["y"]),
        ],
        [value("x", T.INT64, ["N"])],
        [value("y", T.FLOAT, ["N"])],
        [constant("yes", T.BOOL, [], [True]), constant("s", T.FLOAT, [], [0.5])],
    ), True


def hazards(seed):
    rng = np.random.default_rng(seed)
    for at, place in enumerate(
        [
            "/etc/passwd",
            "../../etc/passwd",
            "junk/../../etc/passwd",
            "/proc/self/environ",
            "/dev/zero",
            "*/_ORT_MEM_ADDR_/*",
            "model.onnx",
            "weights.bin",
            "file:///etc/passwd",
            "http://127.0.0.1:1/w",
            "",
        ]
    ):
        yield f"external-{at}", external(place), False
    yield "external-offset", external("weights.bin", offset=1 << 62, length=8), False
    yield "external-length", external("weights.bin", offset=0, length=4), False
    for name, dims in {"32-gib": [1 << 33], "4-tib": [1 << 40], "overflow": [1 << 62, 1 << 62], "negative": [-2], "short": [5]}.items():
        yield f"weight-{name}", lying_weight(dims), True
    for name, size in {"4-gib": 1 << 30, "64-gib": 1 << 34, "2-60": 1 << 60}.items():
        yield f"zeros-{name}", made_by("ConstantOfShape", [(T.INT64, [1], [size])]), True
    yield "loop-endless", loop(None, True), True
    yield "loop-endless-constant", loop(None, True, carried="w"), True
    yield "loop-long", loop(1 << 40, True), True
    yield "loop-collects", loop(1 << 40, True, collects=True), True
    yield "loop-ten", loop(10, True), True
    yield "loop-none", loop(0, True), True
    square = [constant("c", T.INT64, [2], [3000, 3000])]
    nodes = [h.make_node("ConstantOfShape", ["c"], ["m0"], value=constant("v", T.FLOAT, [1], [1e-4]))]
    nodes += [h.make_node("MatMul", [f"m{at}", "m0"], [f"m{at + 1}"]) for at in range(60)]
    nodes += [h.make_node("ReduceMax", ["m60"], ["top"], keepdims=0), h.make_node("Add", ["x", "top"], ["y"])]
    yield "matmul-chain", model(nodes, weights=square), True
    shapes = [constant("c", T.INT64, [1], [50_000_000])]
    nodes = [h.make_node("ConstantOfShape", ["c"], [f"z{at}"]) for at in range(40)]
    nodes += [h.make_node("Sum", [f"z{at}" for at in range(40)], ["s"]), h.make_node("ReduceMax", ["s"], ["top"], keepdims=0)]
    yield "constants-8-gb", model([*nodes, h.make_node("Add", ["x", "top"], ["y"])], weights=shapes), True
    for power in (2, 6, 9):
        yield f"functions-10e{power}", nested_functions(power, 10), power == 2
    for length in (50, 2000, 20_000):
        yield f"functions-deep-{length}", nested_functions(length, 1), length == 50
    yield "functions-own", function_ring(1), True
    yield "functions-ring", function_ring(3), True
    yield "cycle", model([h.make_node("Add", ["x", "b"], ["a"]), h.make_node("Neg", ["a"], ["b"]), h.make_node("Neg", ["b"], ["y"])]), True
    yield "cycle-own", model([h.make_node("Add", ["x", "y"], ["y"])]), True
    for length in (1000, 5000, 50_000, 200_000):
        yield f"chain-{length}", chain(length), length <= 5000
    for depth in (3, 500, 50_000):
        yield f"tree-{depth}", tree(depth), depth <= 500
    yield "tree-cycle", tree(3, nodes_falsenodeids=[2, 0, 0, 0, 6, 0, 0]), True
    yield "tree-ids", tree(3, nodes_truenodeids=[99, 0, 3, 0, 5, 0, 0]), True
    yield "tree-feature", tree(3, nodes_featureids=[1 << 30] * 7), True
    yield "tree-negative", tree(3, nodes_featureids=[-5] * 7), True
    yield "tree-short", tree(3, nodes_values=[0.5]), True
    yield "tree-target", tree(3, target_ids=[1 << 30] * 4), True
    for kind, name in ((T.INT32, "int32"), (T.INT64, "int64")):
        yield f"div-min-{name}", integers("Div", kind, MIN[kind], -1), True
        yield f"mod-min-{name}", integers("Mod", kind, MIN[kind], -1), True
        yield f"div-zero-{name}", integers("Div", kind, 1, 0), True
    for name in ("INT4", "UINT4", "BFLOAT16", "FLOAT8E4M3FN", "FLOAT8E5M2"):
        yield f"gives-{name.lower()}", cast_to(getattr(T, name)), True
    for name in ("FLOAT16", "DOUBLE", "BOOL", "STRING", "INT8", "UINT64"):
        yield f"gives-{name.lower()}", cast_to(getattr(T, name)), True
    some = h.make_tensor_sequence_value_info("y", T.FLOAT, None)
    yield "gives-sequence", model([h.make_node("SequenceConstruct", ["x"], ["y"])], outputs=[some]), True
    yield "takes-sequence", model(
        [h.make_node("ConcatFromSequence", ["x"], ["y"], axis=0)], [h.make_tensor_sequence_value_info("x", T.FLOAT, ["N", 2])]
    ), True
    optional = h.make_value_info("y", h.make_optional_type_proto(h.make_tensor_type_proto(T.FLOAT, ["N", 2])))
    yield "gives-optional", model([h.make_node("Optional", ["x"], ["y"])], outputs=[optional]), True
    yield "own-domain", model([h.make_node("Magic", ["x"], ["y"], domain="acme")], opsets=[h.make_opsetid("", 20), h.make_opsetid("acme", 1)]), True
    yield "own-operator", model([h.make_node("Magic", ["x"], ["y"])]), True
    for version in (0, 99):
        yield f"opset-{version}", identity(opsets=[h.make_opsetid("", version)]), True
    for version in (0, 99):
        yield f"ir-{version}", identity(ir=version), True
    for at, name in enumerate(["__proto__", "a\nb", "", "n" * 129, "n" * 100_000, "a\0b"]):
        yield f"name-refused-{at}", identity(source=name), False
        yield f"name-out-refused-{at}", identity(target=name), False
    for at, name in enumerate(["constructor", "then", "toString", " ", "../../etc/passwd", "ação", "n" * 128, "<b>"]):
        yield f"name-kept-{at}", identity(source=name, target=f"{name}_y"[-128:]), True
    yield "name-twice", model([h.make_node("Identity", ["x"], ["y"])], [value("x"), value("x")]), False
    yield "inputs-5000", model(
        [h.make_node("Identity", ["x0"], ["y"])], [value(f"x{at}", T.FLOAT, ["N", 1]) for at in range(5000)], [value("y", T.FLOAT, ["N", 1])]
    ), True
    yield "outputs-500", model(
        [h.make_node("Identity", ["x"], [f"y{at}"]) for at in range(500)], outputs=[value(f"y{at}") for at in range(500)]
    ), True
    for depth in (3, 12, 25):
        yield f"branches-{depth}", branches(depth), depth <= 12
    yield "branches-5000", buried(5000), False
    yield "empty", b"", False
    yield "text", b"It was a dark and stormy night.\n" * 100, False
    yield "zip", zipped(), False
    yield "random", rng.bytes(50_000), False
    yield "ort-format", b"\x20\0\0\0ORTM" + rng.bytes(500), False
    yield "gzip", b"\x1f\x8b\x08" + rng.bytes(500), False
    yield "pickle", b"\x80\x04cposix\nsystem\n(Vtrue\ntR.", False
    whole = tree(50)
    for part in (0.1, 0.5, 0.99):
        yield f"cut-{part}", whole[: int(len(whole) * part)], False
    yield "length-lies", b"\x08\x0a\x3a\xff\xff\xff\xff\x0f" + b"\0" * 50, False
    yield "regex", model(
        [h.make_node("RegexFullMatch", ["x"], ["y"], pattern="(a+)+$")], [value("x", T.STRING)], [value("y", T.BOOL)]
    ), True
    yield "rank-0", identity(shape=[]), True
    yield "rank-unknown", identity(shape=None), True
    yield "rank-lies", model([h.make_node("Transpose", ["x"], ["y"], perm=[1, 0])], outputs=[value("y", T.FLOAT, [7, 7])]), True
    yield "fixed-batch", identity(shape=[1, 3]), True
    yield "documented", identity(name="d" * 1_000_000), True
    huge = 1 << 40
    yield "range-huge", made_by("Range", [(T.INT64, [], [0]), (T.INT64, [], [huge]), (T.INT64, [], [1])]), True
    yield "tile-huge", made_by("Tile", [(T.FLOAT, [1], [1.0]), (T.INT64, [1], [huge])]), True
    yield "expand-huge", made_by("Expand", [(T.FLOAT, [1], [1.0]), (T.INT64, [1], [huge])]), True
    yield "onehot-huge", made_by("OneHot", [(T.INT64, [1], [0]), (T.INT64, [], [huge]), (T.FLOAT, [2], [0.0, 1.0])]), True
    yield "pad-huge", made_by("Pad", [(T.FLOAT, [1], [1.0]), (T.INT64, [2], [huge, huge])]), True
    yield "gather-outside", made_by("Gather", [(T.FLOAT, [2], [1.0, 2.0]), (T.INT64, [1], [1 << 40])]), True
    yield "reshape-impossible", made_by("Reshape", [(T.FLOAT, [2], [1.0, 2.0]), (T.INT64, [1], [5])]), True
    yield "pool-huge", made_by("MaxPool", [(T.FLOAT, [1, 1, 4], [1.0, 2.0, 3.0, 4.0])], kernel_shape=[(1 << 31) - 1]), True
    yield "split-negative", made_by("Split", [(T.FLOAT, [2], [1.0, 2.0]), (T.INT64, [2], [-1, 3])]), True
    yield "dft-axis", made_by("DFT", [(T.FLOAT, [1, 4, 1], [1.0, 2.0, 3.0, 4.0]), (T.INT64, [], [0])]), True
    yield "extract-outside", model(
        [h.make_node("ArrayFeatureExtractor", ["x", "c"], ["y"], domain="ai.onnx.ml")],
        weights=[constant("c", T.INT64, [1], [-9_000_000])],
    ), True
