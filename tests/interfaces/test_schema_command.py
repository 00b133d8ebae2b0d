"""`posemu schema`."""

import json

import jsonschema

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit


def test_schema_is_one_json_document(folder, capsys):
    """What is printed is a schema that a validator accepts."""

    assert Exit.HELD == main(["schema"])
    schema = json.loads(capsys.readouterr().out)
    jsonschema.validators.validator_for(schema).check_schema(schema)
