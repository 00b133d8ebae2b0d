"""The JSON Schema: takes what the reader takes, refuses what is plainly wrong."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from emulator.known import known_levers
from emulator.scenario.find import find_files, shipped_folder
from emulator.scenario.schema import schema


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """A validator with the levers of the real test bed."""
    made = schema(known_levers())
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def tree(text: str) -> Any:
    """The text as our reader sees it."""
    return yaml.load(text, Loader=yaml.BaseLoader)


def test_the_schema_is_plain_json() -> None:
    """It can be written to a file, and twice the same."""
    assert json.dumps(schema(known_levers())) == json.dumps(schema(known_levers()))


@pytest.mark.parametrize("file", find_files([shipped_folder()]), ids=lambda file: file.stem)
def test_every_shipped_scenario_fits(
    file: Path, validator: jsonschema.Draft202012Validator
) -> None:
    """An editor marks nothing in what we ship."""
    assert [] == [e.message for e in validator.iter_errors(tree(file.read_text("utf-8")))]


@pytest.mark.parametrize(
    "text",
    [
        "faults: [printer.jam, {uplink.drop: {message: '0210', nth: 2}}, {printer.jam: }]",
        "faults: [{uplink.slow: {at: 5s, with: {extra: 3s}}}]",
        "steps: [{cashier: load_paper}, {customer: {use_card: stolen}}, {note: x}]",
        "steps: [{cashier: {wait: 30s}}, {cashier: {wait: {for: 30s}}}, {cashier: {confirm: }}]",
        "steps: [{when: s1, cashier: 结算}, {when: {event: uplink.lost, nth: 2}, note: x}]",
        "matrix: {a: [sale, void]}\nsteps: [{cashier: {menu: $a, of: x}}]",
        "matrix: {a: [1s]}\ncalm: {grace: $a, until: T+$a 09:00}",
        "include: shared/x.yaml\ntags: one\nseed: 7",
        "expect: [{never: host.sale}, {eventually: host.sale}, {finally: {bob.held: 1.00 CNY}}]",
        "given: {cards: {bob: {pin: no}}, cashier: {conduct: handbook}, signed_in: no}",
        "tags: drill\ndrill: {level: 2, briefing: x, takes_over: a, told: [b], minutes: 5}",
        "tags: [drill]\ndrill: {told: b}",
    ],
)
def test_what_the_reader_takes_fits(text: str, validator: jsonschema.Draft202012Validator) -> None:
    """Short and long forms, marks of a matrix, names of the scenario's own."""
    document = tree(f"scenario: v1\n{text}")

    assert [] == [e.message for e in validator.iter_errors(document)]


@pytest.mark.parametrize(
    "text",
    [
        "titel: x",
        "given: {printr: {}}",
        "given: {printer: {paper: 4 sheets}}",
        "given: {card: {pan: 6222021234560018}}",
        "given: {acquirer: {fee: 60}}",
        "steps: [{at: 0s}]",
        "steps: [{cashier: confirm, note: x}]",
        "steps: [{cashier: dance}]",
        "steps: [{cashier: {menu: sale}}]",
        "steps: [{cashier: {menu: sale, amount: 1}}]",
        "faults: [printer.jamm]",
        "faults: [{uplink.drop: {message: '0999'}}]",
        "faults: [{uplink.drop: {by: 5s}}]",
        "faults: [{uplink.slow: {with: {extr: 5s}}}]",
        "expect: [{soon: {}}]",
        "expect: [{finally: {}}]",
        "expect: [{finally: {merchant.account: 1}}]",
        "waive: [{check: charged_once}]",
        "calm: {probe: perhaps}",
        "tags: [drill]\ndrill: {level: 4}",
        "tags: [drill]\ndrill: {levle: 1}",
    ],
)
def test_what_is_plainly_wrong_does_not_fit(
    text: str, validator: jsonschema.Draft202012Validator
) -> None:
    """An editor marks it while it is typed."""
    assert not validator.is_valid(tree(f"scenario: v1\n{text}"))


def test_settings_are_described() -> None:
    """What stands below a setting in the source is shown by the editor."""
    given = schema({})["$defs"]["given"]["properties"]

    assert "60.00" not in given["acquirer"]["properties"]["fee"]["description"]
    assert "0.60 %" in given["acquirer"]["properties"]["fee"]["description"]
