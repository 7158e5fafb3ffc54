"""Changed models: at the level of the graph, and at the level of bytes. The same seed gives the same mutants."""

import onnx

EXTREME = [0, 1, -1, 2, 7, 64, 255, 1 << 15, (1 << 31) - 1, -(1 << 31), 1 << 31, 1 << 40, (1 << 63) - 1, -(1 << 63)]
FLOATS = [0.0, -0.0, -1.0, 1e-45, 3.4e38, float("inf"), float("-inf"), float("nan")]
TYPES = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 17, 21, 22]


def _graphs(model):
    todo, found = [model.graph], []
    while todo:
        graph = todo.pop()
        found.append(graph)
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.HasField("g"):
                    todo.append(attribute.g)
    return found


def _tensors(model):
    for graph in _graphs(model):
        yield from graph.initializer
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.HasField("t"):
                    yield attribute.t


def _change_attribute(rng, model, _):
    attributes = [a for g in _graphs(model) for n in g.node for a in n.attribute]
    if not attributes:
        return _add_attribute(rng, model, _)
    one = rng.choice(attributes)
    if one.type == onnx.AttributeProto.INT:
        one.i = rng.choice(EXTREME)
    elif one.type == onnx.AttributeProto.FLOAT:
        one.f = rng.choice(FLOATS)
    elif one.type == onnx.AttributeProto.INTS:
        values = list(one.ints)
        how = rng.randrange(4)
        if how == 0 or not values:
            values = []
        elif how == 1:
            values[rng.randrange(len(values))] = rng.choice(EXTREME)
        elif how == 2:
            values = values + [rng.choice(EXTREME)] * rng.randrange(1, 20)
        else:
            values = values[:-1]
        one.ClearField("ints")
        one.ints.extend(values)
    elif one.type == onnx.AttributeProto.STRING:
        one.s = rng.choice([b"", b"linear", b"reflect", b"\xff\xfe", b"a" * 5000, b"SAME_UPPER", b"nearest"])
    elif one.type == onnx.AttributeProto.FLOATS:
        del one.floats[rng.randrange(len(one.floats) + 1) :]
    else:
        one.name = rng.choice(["axis", "to", "body", "value", "then_branch"])


def _add_attribute(rng, model, _):
    node = _any_node(rng, model)
    name = rng.choice(["axis", "axes", "to", "keepdims", "group", "kernel_shape", "dilations", "pads", "split", "mode"])
    value = rng.choice([rng.choice(EXTREME), [rng.choice(EXTREME)] * rng.randrange(1, 6), "nearest", 0.5])
    node.attribute.append(onnx.helper.make_attribute(name, value))


def _drop_attribute(rng, model, _):
    node = _any_node(rng, model)
    if node.attribute:
        del node.attribute[rng.randrange(len(node.attribute))]


def _any_node(rng, model):
    nodes = [n for g in _graphs(model) for n in g.node]
    return rng.choice(nodes) if nodes else model.graph.node.add()


def _swap_operator(rng, model, pool):
    node = _any_node(rng, model)
    node.op_type, node.domain = rng.choice(pool)


def _change_inputs(rng, model, _):
    node = _any_node(rng, model)
    names = [name for g in _graphs(model) for n in g.node for name in [*n.input, *n.output]] + [""]
    how = rng.randrange(4)
    if how == 0 and node.input:
        del node.input[rng.randrange(len(node.input))]
    elif how == 1 and node.input:
        node.input[rng.randrange(len(node.input))] = rng.choice(names)
    elif how == 2:
        node.input.extend([rng.choice(names)] * rng.randrange(1, 5))
    elif node.output:
        node.output[rng.randrange(len(node.output))] = rng.choice(names)


def _change_value(rng, model, _):
    values = [*model.graph.input, *model.graph.output, *model.graph.value_info]
    if not values:
        return
    value = rng.choice(values)
    if not value.type.HasField("tensor_type"):
        value.type.tensor_type.elem_type = rng.choice(TYPES)
        return
    tensor = value.type.tensor_type
    how = rng.randrange(5)
    if how == 0:
        tensor.elem_type = rng.choice(TYPES)
    elif how == 1 and tensor.shape.dim:
        tensor.shape.dim[rng.randrange(len(tensor.shape.dim))].dim_value = rng.choice(EXTREME)
    elif how == 2 and tensor.shape.dim:
        tensor.shape.dim[rng.randrange(len(tensor.shape.dim))].dim_param = rng.choice(["N", "", "x", "a" * 300])
    elif how == 3:
        tensor.ClearField("shape")
    else:
        tensor.shape.dim.add().dim_value = rng.choice(EXTREME)


def _change_tensor(rng, model, _):
    tensors = list(_tensors(model))
    if not tensors:
        return _freeze_input(rng, model, _)
    tensor = rng.choice(tensors)
    how = rng.randrange(4)
    if how == 0 and tensor.dims:
        tensor.dims[rng.randrange(len(tensor.dims))] = rng.choice(EXTREME)
    elif how == 1:
        tensor.data_type = rng.choice(TYPES)
    elif how == 2 and tensor.raw_data:
        tensor.raw_data = rng.choice([b"\xff", b"\x00", b"\x80", b"\x7f"]) * len(tensor.raw_data)
    else:
        tensor.dims.append(rng.choice(EXTREME))


def _freeze_input(rng, model, _):
    """Makes an input a constant of extreme values: work moves from the run to constant folding."""
    values = [v for v in model.graph.input if v.type.HasField("tensor_type")]
    if not values:
        return
    value = rng.choice(values)
    tensor = value.type.tensor_type
    dims = [d.dim_value if d.dim_value > 0 else 2 for d in tensor.shape.dim]
    count = 1
    for size in dims:
        count *= size
    kind = tensor.elem_type
    if count > 100_000 or kind not in (1, 6, 7, 11):
        return
    number = rng.choice(FLOATS if kind in (1, 11) else EXTREME)
    if kind == 6:
        number = max(-(1 << 31), min((1 << 31) - 1, number))
    model.graph.initializer.append(onnx.helper.make_tensor(value.name, kind, dims, [number] * count))


def _repeat_node(rng, model, _):
    graph = rng.choice(_graphs(model))
    if not graph.node:
        return
    node = graph.node[rng.randrange(len(graph.node))]
    how = rng.randrange(3)
    if how == 0:
        graph.node.append(node)
    elif how == 1:
        graph.node.remove(node)
    else:
        reverse = list(graph.node)[::-1]
        del graph.node[:]
        graph.node.extend(reverse)


def _change_version(rng, model, _):
    if rng.randrange(3) == 0:
        model.ir_version = rng.choice([0, 1, 3, 7, 10, 13, 14, 99])
    elif model.opset_import:
        model.opset_import[0].version = rng.choice([0, 1, 6, 9, 11, 13, 17, 21, 26, 27, 99])


_CHANGES = [
    _change_attribute,
    _change_attribute,
    _change_attribute,
    _add_attribute,
    _drop_attribute,
    _swap_operator,
    _change_inputs,
    _change_value,
    _change_value,
    _change_tensor,
    _freeze_input,
    _freeze_input,
    _repeat_node,
    _change_version,
]


def structure_mutant(rng, content, pool):
    """One to three changes of the graph. `pool` is what an operator may become."""
    model = onnx.ModelProto()
    model.ParseFromString(content)
    for _ in range(rng.randrange(1, 4)):
        try:
            rng.choice(_CHANGES)(rng, model, pool)
        except (ValueError, OverflowError):
            pass
    return model.SerializeToString()


def byte_mutant(rng, content, other):
    """One to eight changes of bytes: set, flip, cut, insert, remove, or the tail of another file."""
    found = bytearray(content)
    for _ in range(rng.randrange(1, 9)):
        at = rng.randrange(len(found)) if found else 0
        how = rng.randrange(7)
        if how <= 1 and found:
            found[at] = rng.choice([0, 1, 127, 128, 255, rng.randrange(256)])
        elif how == 2 and found:
            found[at] ^= 1 << rng.randrange(8)
        elif how == 3:
            found[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
        elif how == 4:
            del found[at : at + rng.randrange(1, 9)]
        elif how == 5 and rng.randrange(4) == 0:
            del found[at:]
        elif how == 6 and rng.randrange(4) == 0 and other:
            found[at:] = other[rng.randrange(len(other)) :]
    return bytes(found)
