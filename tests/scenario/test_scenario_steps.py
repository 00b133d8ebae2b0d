"""Steps: every action in every spelling, options, references, triggers."""

from collections.abc import Callable

import pytest

from emulator.domain import actions
from emulator.domain.actions import ACTIONS, Action
from emulator.domain.plan import Instant, Pattern, Scenario, Trigger

Read = Callable[..., Scenario]

EXAMPLES = {
    actions.MONEY: "1.50 CNY",
    actions.DURATION: "30s",
    actions.COUNT: "2",
    actions.YES_NO: "yes",
    actions.TEXT: "word",
    actions.INSTANT: "5s",
    actions.STEP: "s0",
    actions.HOLDER: "customer",
    actions.LEVER: "uplink.slow",
    actions.SETTINGS: "{extra: 5s}",
}
PARSED = {
    actions.MONEY: 150,
    actions.DURATION: 30_000_000,
    actions.COUNT: 2,
    actions.YES_NO: True,
    actions.TEXT: "word",
    actions.INSTANT: Instant(at_us=5_000_000),
    actions.STEP: "s0",
    actions.HOLDER: "customer",
    actions.LEVER: "uplink.slow",
    actions.SETTINGS: {"extra_us": 5_000_000},
}
ALL_WORDS = [(action, word) for action in ACTIONS.values() for word in action.words]


def written(action: Action, word: str, *, whole: bool) -> str:
    options = [
        f"{o.name}: {next(iter(o.choices)) if o.kind == actions.CHOICE else EXAMPLES[o.kind]}"
        for o in action.options
        if whole or o.required
    ]
    if action.on_menu:
        return f"{{{', '.join([f'menu: {word}', *options])}}}"
    return f"{{{word}: {{{', '.join(options)}}}}}" if options else word


def meant(action: Action, *, whole: bool) -> dict[str, object]:
    return {
        o.stored_as: next(iter(o.choices.values())) if o.kind == actions.CHOICE else PARSED[o.kind]
        for o in action.options
        if whole or o.required
    }


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(("action", "word"), [a for a in ALL_WORDS if a[0].who != "note"])
def test_every_action_is_read_in_every_spelling(
    action: Action, word: str, whole: bool, read: Read
) -> None:
    """With its required options or with all, an action becomes its machine name and values."""
    step = read(
        f"steps:\n  - {{cashier: confirm, as: s0}}\n  - {action.who}: "
        f"{written(action, word, whole=whole)}\n"
    ).steps[1]

    assert (action.who, action.name) == (step.who, step.action)
    assert meant(action, whole=whole) == step.options


@pytest.mark.parametrize("action", [a for a in ACTIONS.values() if a.main and a.who != "note"])
def test_a_bare_value_is_for_the_main_option(action: Action, read: Read) -> None:
    """`{wait: 30s}` is `{wait: {for: 30s}}`."""
    option = action.option(action.main)
    assert option is not None
    value = next(iter(option.choices)) if option.kind == actions.CHOICE else EXAMPLES[option.kind]
    step = read(
        f"steps:\n  - {{cashier: confirm, as: s0}}\n  - {action.who}: {{{action.name}: {value}}}"
    ).steps[1]

    assert option.stored_as in step.options


def test_a_note_is_a_text(read: Read) -> None:
    """A remark is nobody's action."""
    (step,) = read("steps: [{note: 收银员不得重刷}]").steps

    assert ("note", {"text": "收银员不得重刷"}) == (step.who, step.options)


def test_a_menu_function_without_needs_may_be_a_bare_word(read: Read) -> None:
    """Settlement needs no options, so its word is enough."""
    assert ["settlement"] == [step.action for step in read("steps: [{cashier: 结算}]").steps]


def test_the_customer_may_use_a_stolen_card(read: Read) -> None:
    """`use_card` takes a cardholder's name or the word for a stolen card."""
    (step,) = read("steps: [{customer: {use_card: 被盗卡}}]").steps

    assert {"card": "stolen"} == step.options


@pytest.mark.parametrize(
    ("written", "trigger"),
    [
        ("at: 90s", Trigger(at=Instant(at_us=90_000_000))),
        ("after: 5s", Trigger(after_us=5_000_000)),
        (
            "when: s0",
            Trigger(when=Pattern(source="bench", kind="step_began", where={"name": "s0"})),
        ),
        (
            "when: uplink.lost, where: {mti: '0210', amount: 1.50 CNY}, nth: 2, after: 1ms",
            Trigger(
                when=Pattern(
                    source="uplink",
                    kind="lost",
                    where={"mti": "0210", "amount_fen": 150},
                    nth=2,
                ),
                after_us=1000,
            ),
        ),
        (
            "when: {event: screen.approved, where: {transaction: 消费}}",
            Trigger(
                when=Pattern(
                    source="console",
                    kind="displayed",
                    where={"screen": "approved", "transaction": "sale"},
                )
            ),
        ),
        (
            "when: uplink.up.timer_expired",
            Trigger(when=Pattern(source="uplink.up", kind="timer_expired")),
        ),
        (
            "when: customer.complained",
            Trigger(when=Pattern(source="cardholder", kind="complained")),
        ),
        (
            "when: bench.step_ended, where: {step: 0}",
            Trigger(when=Pattern(source="bench", kind="step_ended", where={"step": 0})),
        ),
        (
            "when: printer.slip_printed, where: {legible: no, lines: 24}",
            Trigger(
                when=Pattern(
                    source="printer", kind="slip_printed", where={"legible": False, "lines": 24}
                )
            ),
        ),
    ],
)  # fmt: skip
def test_when_a_step_begins(written: str, trigger: Trigger, read: Read) -> None:
    """A moment, a delay, an event or another step's beginning; delays add up."""
    step = read(
        f"steps:\n  - {{cashier: confirm, as: s0}}\n  - {{{written}, cashier: confirm}}"
    ).steps[1]

    assert trigger == step.trigger
