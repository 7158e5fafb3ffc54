"""Holds exported reviews against Label Studio's and Argilla's own clients, and writes the records again as Argilla does.

Takes a folder with label-studio.json and argilla.json, and the classes of the model; adds argilla-again.json.
"""

import json
import pathlib
import sys

from argilla import Record
from argilla.records._io import JsonIO
from label_studio_sdk.label_interface import LabelInterface
from label_studio_sdk.types import LseTask
from pydantic import TypeAdapter

folder = pathlib.Path(sys.argv[1])
classes = sys.argv[2:]

CONFIG = """<View>
  <Table name="row" value="$inputs"/>
  <Choices name="value" toName="row" choice="single">%s</Choices>
  <Choices name="outcome" toName="row" choice="single"><Choice value="cannot-tell"/><Choice value="inputs-wrong"/></Choices>
  <TextArea name="note" toName="row"/>
</View>""" % "".join(f'<Choice value="{name}"/>' for name in classes)

interface = LabelInterface(CONFIG)
tasks = json.loads((folder / "label-studio.json").read_text())
assert tasks, "no task"
for task in tasks:
    TypeAdapter(LseTask).validate_python(task)
    assert task["data"]["inputs"] and task["annotations"], task
    for annotation in task["annotations"]:
        assert interface.validate_annotation(annotation), annotation
        assert "email" in annotation["completed_by"], annotation
    for prediction in task["predictions"]:
        faults = interface.validate_prediction(prediction, return_errors=True)
        assert not faults, faults

records = [Record.from_dict(record) for record in json.loads((folder / "argilla.json").read_text())]
assert len(records) == len(tasks)
for record in records:
    assert record.fields["inputs"], record
    assert record.suggestions["value"].value in classes, record
    assert len(list(record.responses)) > 0, record
JsonIO.to_json(records, folder / "argilla-again.json")
print(json.dumps({"tasks": len(tasks), "records": len(records)}))
