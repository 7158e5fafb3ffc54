"""Writes the corpus into a folder: model files, and manifest.jsonl with the verdict of onnxruntime for Python on each.

Usage: python corpus.py FOLDER MODELS MUTANTS (how many backend cases, and how many mutants of each kind; 0 models = all).
"""

import base64
import io
import json
import os
import pathlib
import random
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.case.model import collect_testcases as model_cases
from onnx.backend.test.case.node import collect_testcases as node_cases
from onnx.backend.test.loader import load_model_tests

from hazards import hazards, serving
from judge import judge
from mutate import byte_mutant, structure_mutant

SEED = 20_261_124
DATATYPES = {
    "float32": "FP32",
    "float64": "FP64",
    "float16": "FP16",
    "int8": "INT8",
    "int16": "INT16",
    "int32": "INT32",
    "int64": "INT64",
    "uint8": "UINT8",
    "uint16": "UINT16",
    "uint32": "UINT32",
    "uint64": "UINT64",
    "bool": "BOOL",
    "object": "BYTES",
}
MAX_FED_BYTES = 1_000_000


def backend_cases():
    """(name, model, named inputs or None) of every case that the onnx package makes or brings."""
    made = {case.name: (case.model, case.data_sets) for case in [*node_cases(None), *model_cases()]}
    for name, (model, sets) in sorted(made.items()):
        if model is None:
            continue
        values = sets[0][0] if sets else []
        given = [value.name for value in model.graph.input]
        yield name, model.SerializeToString(), dict(zip(given, values))
    for kind in ("simple", "light", "pytorch-converted", "pytorch-operator"):
        for case in sorted(load_model_tests(kind=kind), key=lambda case: case.name):
            if case.name in made or not case.model_dir:
                continue
            folder = pathlib.Path(case.model_dir)
            content = (folder / "model.onnx").read_bytes()
            names = [value.name for value in onnx.load_from_string(content).graph.input]
            given = {}
            for at, name in enumerate(names):
                file = folder / "test_data_set_0" / f"input_{at}.pb"
                if file.exists():
                    try:
                        given[name] = numpy_helper.to_array(onnx.TensorProto.FromString(file.read_bytes()))
                    except Exception:
                        pass
            yield f"{kind}-{case.name}", content, given


def as_array(value):
    """Generic arrays only; texts as objects."""
    if isinstance(value, (np.generic, float, int)) and not isinstance(value, np.ndarray):
        value = np.asarray(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "US":
        return value.astype(object)
    return value


def told(name, array):
    datatype = DATATYPES.get(str(array.dtype))
    if datatype is None:
        return None
    shape = list(array.shape)
    if datatype == "BYTES":
        texts = [one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in array.reshape(-1)]
        return {"name": name, "datatype": datatype, "shape": shape, "texts": texts}
    content = np.ascontiguousarray(array).tobytes()
    return {"name": name, "datatype": datatype, "shape": shape, "bytes": base64.b64encode(content).decode()}


def tell(tensors):
    """Tensors for the manifest, or None where one cannot be sent or is too large to be worth it."""
    if tensors is None:
        return None
    size = sum(len(str(one)) for a in tensors.values() if a.dtype == object for one in a.reshape(-1))
    if size + sum(array.nbytes for array in tensors.values()) > MAX_FED_BYTES:
        return None
    found = [told(name, array) for name, array in tensors.items()]
    return None if any(one is None for one in found) else found


def main():
    folder, models, mutants = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(SEED)
    cases = list(backend_cases())
    seeds = [case for case in cases if len(case[1]) < 100_000]
    pool = sorted({(node.op_type, node.domain) for _, content, _ in seeds for node in onnx.load_from_string(content).graph.node})
    if models:
        cases = random.Random(SEED).sample(cases, min(models, len(cases)))
    items = [{"id": name, "kind": "backend", "content": content, "inputs": given, "exact": True} for name, content, given in cases]
    for name, content, may_serve in serving():
        items.append({"id": name, "kind": "serving", "content": content, "may_serve": may_serve})
    for name, content, may_serve in hazards(SEED):
        items.append({"id": name, "kind": "hazard", "content": content, "may_serve": may_serve})
    for at in range(mutants):
        name, content, given = seeds[rng.randrange(len(seeds))]
        items.append({"id": f"structure-{at}-{name}", "kind": "structure", "content": structure_mutant(rng, content, pool), "inputs": given})
    for at in range(mutants):
        name, content, given = seeds[rng.randrange(len(seeds))]
        other = seeds[rng.randrange(len(seeds))][1]
        items.append({"id": f"bytes-{at}-{name}", "kind": "bytes", "content": byte_mutant(rng, content, other), "inputs": given})
    for at, item in enumerate(items):
        item["file"] = str(folder / f"{at:05d}.onnx")
        pathlib.Path(item["file"]).write_bytes(item.pop("content"))
        item["inputs"] = {name: as_array(value) for name, value in (item.get("inputs") or {}).items()}
    manifest = folder / "manifest.jsonl"
    with io.open(manifest.with_suffix(".part"), "w", encoding="utf-8") as out:
        for item, found in zip(items, judge(items)):
            line = {
                "id": item["id"],
                "kind": item["kind"],
                "file": os.path.basename(item["file"]),
                "mayServe": item.get("may_serve", True),
                "verdict": found["verdict"],
                "why": found.get("why"),
                "stable": found.get("stable", True),
                "inputs": tell(found.get("inputs")),
                "outputs": tell(found.get("outputs")),
            }
            out.write(json.dumps(line) + "\n")
    manifest.with_suffix(".part").rename(manifest)


main()
