"""What is written reads back equal."""

from datetime import datetime, time
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.domain import actions
from emulator.domain.card import Card, Pan, Secret, pan_from_mask
from emulator.domain.detail_words import COPIES
from emulator.domain.event_table import SCREENS
from emulator.domain.limits import LIMITS, MOST_BUSINESS_DAYS, STORY_US
from emulator.domain.money import LARGEST_FEN
from emulator.domain.plan import (
    NOWHERE,
    Account,
    Calm,
    Drill,
    Expectation,
    FaultPlan,
    Given,
    Instant,
    Pattern,
    Scenario,
    Step,
    Trigger,
    Waiver,
)
from emulator.domain.settings import AcquirerSettings, PrinterSettings, TerminalSettings
from emulator.domain.vocabulary import CHECKS, FACTS, STEP_FACT
from emulator.known import known_levers
from emulator.scenario.drill import LAST_LEVEL, MOST_MINUTES, TAG
from emulator.scenario.find import find_files, shipped_folder
from emulator.scenario.reader import read_file, read_text
from emulator.scenario.write import to_yaml

LEVERS: dict[str, dict[str, Any]] = {
    "printer.paper_out": {"line": 0},
    "uplink.slow": {"extra_us": 8_000_000},
    "terminal.power_cut": {},
}

texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=30
).map(lambda text: " ".join(text.split()))


def within(name: str) -> st.SearchStrategy[int]:
    """Values that a setting can have."""
    return st.integers(LIMITS[name].least, LIMITS[name].most)


names = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
spans_us = st.integers(0, STORY_US)
some_us = st.integers(1, STORY_US)
amounts = st.integers(0, LARGEST_FEN)
instants = st.one_of(
    st.builds(Instant, at_us=spans_us),
    st.builds(
        Instant,
        wall=st.datetimes(datetime(2026, 3, 2, 10), datetime(2027, 3, 31)).map(
            lambda moment: moment.replace(microsecond=0)
        ),
    ),
    st.builds(
        Instant,
        business_days=st.integers(0, MOST_BUSINESS_DAYS),
        of_day=st.times().map(lambda moment: time(moment.hour, moment.minute)),
    ),
)
patterns = st.one_of(
    st.builds(
        Pattern,
        source=st.sampled_from(["uplink", "issuer_line"]),
        kind=st.sampled_from(["sent", "lost"]),
        where=st.fixed_dictionaries(
            {}, optional={"amount_fen": amounts, "status": names, "way": st.just("up")}
        ),
        nth=st.integers(1, 99),
    ),
    st.builds(
        Pattern,
        source=st.just("printer"),
        kind=st.just("slip_printed"),
        where=st.fixed_dictionaries({}, optional={"legible": st.booleans(), "lines": st.just(3)}),
    ),
)
triggers = st.one_of(
    st.builds(Trigger, after_us=spans_us),
    st.builds(Trigger, at=instants, after_us=spans_us),
    st.builds(Trigger, when=patterns, after_us=spans_us),
)


def options_of(action: actions.Action) -> st.SearchStrategy[dict[str, Any]]:
    """All options of an action that refer to nothing else."""
    kinds = {
        actions.MONEY: amounts,
        actions.DURATION: some_us,
        actions.YES_NO: st.booleans(),
        actions.TEXT: texts.filter(bool),
        actions.HOLDER: st.just("customer"),
        actions.LEVER: st.just("uplink.slow"),
        actions.SETTINGS: st.just({"extra_us": 5}),
    }
    wanted, free = {}, {}
    for option in action.options:
        kind = kinds.get(option.kind)
        if option.kind == actions.CHOICE:
            kind = st.sampled_from(sorted(set(option.choices.values())))
        if kind is not None:
            (wanted if option.required else free)[option.stored_as] = kind
    if action.name == "pull":
        wanted |= free
        free = {}
    return st.fixed_dictionaries(wanted, optional=free)


def steps_of(key: tuple[str, str]) -> st.SearchStrategy[Step]:
    """Steps with one action."""
    return st.builds(
        Step,
        who=st.just(key[0]),
        action=st.just(key[1]),
        options=options_of(actions.ACTIONS[key]),
        trigger=triggers,
    )


steps = st.sampled_from(sorted(actions.ACTIONS)).flatmap(steps_of)
lever_faults = st.builds(
    FaultPlan,
    name=st.just("uplink.slow"),
    trigger=triggers,
    for_us=st.none() | some_us,
    settings=st.fixed_dictionaries({}, optional={"extra_us": spans_us}),
)
fate_faults = st.builds(
    FaultPlan,
    name=st.just("uplink.edge"),
    trigger=triggers,
    settings=st.fixed_dictionaries({}, optional={"offset_us": st.integers(-(10**9), 10**9)}),
    message=st.fixed_dictionaries({}, optional={"mti": st.just("0210"), "amount_fen": amounts}),
    nth=st.integers(1, 99),
    times=st.integers(1, 99),
)
values = {
    "number": st.just("000002"),
    "screen": st.sampled_from(sorted(SCREENS)),
    "copy": st.sampled_from(COPIES),
    "mark": st.sampled_from(["reprint", "none"]),
    "slip_transaction": st.sampled_from(["sale", "void"]),
    "money": st.integers(-LARGEST_FEN, LARGEST_FEN),
    "count": st.integers(0, 999),
    "text": texts.filter(bool),
    "yes_no": st.booleans(),
}


def fact_values(name: str) -> st.SearchStrategy[Any]:
    """Values of a fact."""
    kind = FACTS[name]
    if kind.type == "fields":
        return st.fixed_dictionaries({field: values[type] for field, type in kind.fields.items()})
    return st.sampled_from(kind.words) if kind.words else values[kind.type]


facts = st.lists(st.sampled_from(sorted(FACTS)), min_size=1, unique=True).flatmap(
    lambda chosen: st.fixed_dictionaries({name: fact_values(name) for name in chosen})
)
expectations = st.one_of(
    st.builds(Expectation, mode=st.sampled_from(["always", "finally"]), facts=facts),
    st.builds(Expectation, mode=st.just("by"), facts=facts, instant=instants),
    st.builds(Expectation, mode=st.just("eventually"), event=patterns, facts=facts | st.just({})),
    st.builds(
        Expectation,
        mode=st.just("never"),
        event=patterns.map(lambda p: msgspec.structs.replace(p, nth=1)),
        more_than=st.integers(0, 9),
    ),
    st.builds(
        Expectation,
        mode=st.just("within"),
        of=patterns,
        span_us=some_us,
        facts=facts,
        event=st.none() | patterns,
    ),
)
accounts = st.builds(
    Account,
    card=st.builds(
        Card,
        name=st.just("customer"),
        pan=st.integers(0, 9999).map(lambda last: pan_from_mask(f"622202******{last:04d}")),
        pin=st.none() | st.just(Secret("111111")),
        chip=st.booleans(),
        bank=names,
    ),
    balance_fen=st.integers(-LARGEST_FEN, LARGEST_FEN),
    limit_fen=amounts,
    state=st.sampled_from(["normal", "lost", "frozen"]),
)
givens = st.builds(
    Given,
    cardholders=st.tuples(accounts),
    terminal=st.builds(
        TerminalSettings,
        receive_timeout_us=within("receive_timeout_us"),
        merchant_name=texts.filter(bool),
        copies=within("copies"),
        training=st.booleans(),
        refund_limit_fen=amounts,
    ),
    printer=st.builds(PrinterSettings, roll_mm=within("roll_mm"), speed_mm_s=within("speed_mm_s")),
    acquirer=st.builds(AcquirerSettings, fee_basis_points=within("fee_basis_points")),
    conduct=st.lists(names, min_size=1, max_size=3).map(tuple),
    think_us=within("think_us").filter(bool),
    spare_rolls=st.integers(0, 9).filter(bool),
    support_opens=st.just("") | st.times().map(lambda opens: f"{opens:%H:%M}"),
    technician_comes_us=within("comes_in_us"),
    signed_in=st.booleans(),
)
drills = st.builds(
    Drill,
    level=st.integers(1, LAST_LEVEL),
    briefing=texts,
    briefing_en=texts,
    takes_over=st.sampled_from(["", "first"]),
    told=st.lists(st.sampled_from(["second", "third"]), unique=True).map(tuple),
    minutes=st.integers(0, MOST_MINUTES),
)
scenarios = st.builds(
    Scenario,
    name=st.just(""),
    title=texts,
    handbook=texts,
    origin=texts,
    covers=st.lists(st.sampled_from(["F07", "S1", "R01"]), max_size=3).map(tuple),
    tags=st.lists(names, max_size=3).map(tuple),
    seed=st.integers(0, 10**12 - 1),
    given=givens,
    steps=st.lists(steps, max_size=4).map(tuple),
    faults=st.lists(lever_faults | fate_faults, max_size=3).map(
        lambda found: tuple(
            msgspec.structs.replace(fault, id=f"f{n}") for n, fault in enumerate(found, 1)
        )
    ),
    expect=st.lists(expectations, max_size=3).map(tuple),
    waive=st.lists(st.builds(Waiver, st.sampled_from(CHECKS), texts.filter(bool)), max_size=2).map(
        tuple
    ),
    calm=st.builds(
        Calm, grace_us=within("grace_us"), until=st.none() | instants, probe=st.booleans()
    ),
)


def bare(scenario: Scenario) -> Scenario:
    """The same without places and texts, and with a PIN only as being there."""
    change = msgspec.structs.replace
    people = tuple(
        change(a, card=change(a.card, pin=a.card.pin is not None))
        for a in scenario.given.cardholders
    )
    return change(
        scenario,
        name="",
        file="",
        source="",
        given=change(scenario.given, cardholders=people),
        steps=tuple(change(step, span=NOWHERE) for step in scenario.steps),
        faults=tuple(change(fault, span=NOWHERE) for fault in scenario.faults),
        expect=tuple(change(one, span=NOWHERE, spans={}) for one in scenario.expect),
        waive=tuple(change(one, span=NOWHERE) for one in scenario.waive),
    )


@given(scenarios)
@settings(max_examples=60, deadline=None)
def test_any_scenario_reads_back_equal(scenario: Scenario) -> None:
    """Writing and reading gives the same values, whatever they are."""
    (again,) = read_text(to_yaml(scenario), levers=LEVERS)

    assert bare(scenario) == bare(again)


@given(drills)
@settings(max_examples=40, deadline=None)
def test_any_drill_reads_back_equal(drill: Drill) -> None:
    """The section, with the steps that it names, is the same after writing and reading."""
    named = tuple(
        Step(who="cashier", action="settlement", name=name) for name in ("first", "second", "third")
    )
    scenario = Scenario(name="", given=Given(), tags=(TAG,), steps=named, drill=drill)
    (again,) = read_text(to_yaml(scenario), levers=LEVERS)

    assert drill == again.drill


@pytest.mark.parametrize("file", find_files([shipped_folder()]), ids=lambda file: file.stem)
def test_every_shipped_scenario_reads_back_equal(file: Any) -> None:
    """Each variant can be written out as a scenario of its own."""
    levers = known_levers()
    for scenario in read_file(file, levers=levers):
        (again,) = read_text(to_yaml(scenario), levers=levers)

        assert bare(scenario) == bare(again)


@pytest.mark.parametrize("word", STEP_FACT.words)
def test_outcomes_and_other_cardholders_read_back(word: str) -> None:
    """Facts with names from the scenario itself."""
    text = (
        "scenario: v1\ngiven: {cards: {bob: {}, alice: {}}}\n"
        "steps: [{cashier: {menu: sale, amount: 1.00 CNY, holder: bob}, as: s1}]\n"
        f"expect: [{{finally: {{sale.s1: {word}, alice.balance: 1.00 CNY, bob.debits: 1}}}}]\n"
    )
    (scenario,) = read_text(text, levers={})
    (again,) = read_text(to_yaml(scenario), levers={})

    assert bare(scenario) == bare(again)


def test_a_number_that_no_mask_stands_for_is_not_written() -> None:
    """A whole card number never gets into a file."""
    card = Card(name="customer", pan=Pan("6222021234560015"))
    scenario = Scenario(name="x", given=Given(cardholders=(Account(card=card),)))
    with pytest.raises(ValueError, match=r"622202\*{6}0015"):
        to_yaml(scenario)
