"""Recordings of runs that a person attended: played again to the same trace, and read with care."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import attended_run
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain import deeds
from emulator.domain.deeds import (
    AllMended,
    CardShown,
    CustomerCame,
    Done,
    Entered,
    FaultArmed,
    HintTaken,
    KeyedSecret,
    Left,
    LeverReleased,
    TaskGivenUp,
)
from emulator.domain.detail_words import DEEDS
from emulator.domain.moments import SECOND
from emulator.domain.plan import FaultPlan, Instant, Pattern, Trigger
from emulator.domain.trace import TraceEvent
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.heard import MOST_FAULTS, Sense
from emulator.interfaces.outside import played_from
from emulator.known import known_levers
from emulator.reports.jsonl import Recording, RecordingError, recordings
from emulator.reports.words import what, who
from emulator.runner import Result

PAPER_OUT = FaultPlan(
    name="printer.paper_out",
    id="paper_out_1",
    trigger=Trigger(when=Pattern(source="printer", kind="slip_started")),
    settings={"line": 4},
)
TROUBLE = [
    (0.5, FaultArmed(PAPER_OUT)),
    *attended_run.sale(1),
    (40, Done("cashier", "load_paper")),
    (45, Entered("confirm")),
    (55, HintTaken("reprint")),
    (60, TaskGivenUp()),
    (70, LeverReleased("printer.jam")),
    (80, AllMended()),
    *attended_run.leaving(120),
]
HEARD = b'{"seq":0,"at_us":5,"source":"desk","kind":"heard","detail":%s,"inside":true}\n'


def replayed(tmp_path: Path, recorded: bytes) -> int:
    """The code that `posemu replay` ends with."""
    file = tmp_path / "session.jsonl"
    file.write_bytes(recorded)
    return main(["replay", str(file)])


def complaint(lines: bytes, **about: Any) -> str:
    """What is said about a recording before anything is played."""
    head = attended_run.header(**about)
    stream = BytesIO(head + lines)
    recording = next(recordings(stream, "session.jsonl"))
    with pytest.raises(RecordingError) as caught:
        play(recording)
    return caught.value.render("en")


def play(recording: Recording) -> Result:
    """Play a recording again, whatever its scenario is called."""
    played = played_from(recording, "en")
    assert played is not None
    return played.play(attended_run.scenario())


def heard(deed: Any) -> bytes:
    """The line that keeps a deed, or what claims to be one."""
    return HEARD % json.dumps(deed).encode()


# The same again -------------------------------------------------------------------------------


def test_a_session_is_played_again_to_the_same_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Keys, card, PIN, chores, an instructor's fault: nobody is needed to do them again."""
    recorded = attended_run.recording(TROUBLE)
    digest = json.loads(recorded.splitlines()[-1])["digest"]

    assert Exit.HELD == replayed(tmp_path, recorded)
    assert f"✓ same  shop seed=1 {digest}" in capsys.readouterr().out


def test_without_its_deeds_the_run_is_another(tmp_path: Path) -> None:
    """The scenario alone is not the session."""
    recorded = attended_run.recording(TROUBLE)
    lines = [text for text in recorded.splitlines(keepends=True) if b'"desk"' not in text]
    lines.insert(0, recorded.splitlines(keepends=True)[0])

    assert Exit.BROKEN == replayed(tmp_path, b"".join(dict.fromkeys(lines)))


def test_a_session_that_breaks_off_is_incomplete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person never left: as far as it goes it is the same."""
    lines = attended_run.recording(TROUBLE).splitlines(keepends=True)

    assert Exit.INCONCLUSIVE == replayed(tmp_path, b"".join(lines[: len(lines) // 2]))
    assert "breaks off" in capsys.readouterr().out


def test_nothing_of_a_pin_is_kept() -> None:
    """Only whether it was right."""
    recorded = attended_run.recording(TROUBLE)

    assert b'"with":{"kind":"pin","word":"ok"}' in recorded


menus = st.sampled_from(["sale", "void", "refund", "balance", "settlement", "reprint", "cash"])
things = st.one_of(
    st.builds(Entered, st.just("menu"), menus),
    st.builds(Entered, st.just("digits"), st.from_regex(r"[0-9]{0,6}", fullmatch=True)),
    st.builds(Entered, st.sampled_from(["confirm", "cancel"])),
    st.builds(KeyedSecret, st.sampled_from(["pin", "password"]), st.sampled_from(["ok", "wrong"])),
    st.builds(CardShown, st.just("customer"), st.sampled_from(["chip", "swipe", "contactless"])),
    st.builds(
        Done,
        st.just("cashier"),
        st.sampled_from(["load_paper", "restart_terminal", "look_at_screen", "clear_jam"]),
    ),
    st.builds(Done, st.just("supervisor"), st.just("come")),
    st.builds(CustomerCame, st.none() | st.integers(1, 90_000)),
    st.builds(
        FaultArmed,
        st.builds(
            FaultPlan,
            name=st.sampled_from(["printer.paper_out", "uplink.drop", "terminal.power_cut"]),
            id=st.sampled_from(["a", "b"]),
            for_us=st.sampled_from([5 * SECOND, 60 * SECOND]),
        ),
    ),
    st.builds(LeverReleased, st.sampled_from(["printer.paper_out", "terminal.power_cut"])),
    st.builds(AllMended),
    st.builds(Left),
)
moments = st.lists(st.floats(0, 400), max_size=25).map(sorted)


@given(moments.flatmap(lambda at: st.tuples(*(st.tuples(st.just(s), things) for s in at))))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_person_does_is_played_again(done: tuple[tuple[float, Any], ...]) -> None:
    """Any doings at any moments lead to the same trace once more."""
    result, lines = attended_run.play(done)
    stream = BytesIO(attended_run.header() + lines)
    again = play(next(recordings(stream, "session.jsonl")))

    assert "" == result.crash
    assert result.digest == again.digest


# From anywhere --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deed",
    [
        {},
        {"deed": "eaten"},
        {"deed": 5},
        {"deed": "entered"},
        {"deed": "entered", "with": [1]},
        {"deed": "entered", "with": {"kind": "kick"}},
        {"deed": "entered", "with": {"kind": "digits", "text": "9" * 5000}},
        {"deed": "entered", "with": {"kind": "digits", "text": "１２"}},
        {"deed": "entered", "with": {"kind": "menu", "text": "\x1b[2J"}},
        {"deed": "entered", "with": {"kind": "confirm", "text": "x"}},
        {"deed": "keyed_secret", "with": {"kind": "pin", "word": "271828"}},
        {"deed": "keyed_secret", "with": {"kind": "271828", "word": "ok"}},
        {"deed": "card_shown", "with": {"holder": "mallory", "entry": "chip"}},
        {"deed": "card_shown", "with": {"holder": "", "entry": "chip"}},
        {"deed": "customer_came", "with": {"holder": "mallory"}},
        {"deed": "customer_came", "with": {"amount_fen": -1}},
        {"deed": "customer_came", "with": {"amount_fen": 10**13}},
        {"deed": "customer_came", "with": {"amount_fen": 1.5}},
        {"deed": "lever_released", "with": {"lever": "printer.jamm"}},
        {"deed": "hint_taken", "with": {"hint": "x" * 1000}},
        {"deed": "done", "with": {"who": "cashier", "action": "dance"}},
        {"deed": "done", "with": {"who": "boss", "action": "come"}},
        {"deed": "done", "with": {"who": "cashier", "action": "sale", "options": {}}},
        {"deed": "done", "with": {"who": "cashier", "action": "confirm"}},
        {"deed": "done", "with": {"who": "note", "action": "note", "options": {"text": "x"}}},
        {"deed": "done", "with": {"who": "cashier", "action": "wait"}},
        {"deed": "done", "with": {"who": "cashier", "action": "wait", "options": {"for_us": -1}}},
        {"deed": "done", "with": {"who": "cashier", "action": "wait", "options": {"for_us": 1e30}}},
        {"deed": "done", "with": {"who": "cashier", "action": "load_paper", "options": {"x": 1}}},
        {"deed": "done", "with": {"who": "world", "action": "pull", "options": {"lever": "x"}}},
        {
            "deed": "done",
            "with": {
                "who": "world",
                "action": "pull",
                "options": {"lever": "printer.jam", "settings": {"self": 1}},
            },
        },
        {"deed": "done", "with": {"who": "support", "action": "call", "options": {"about": "a b"}}},
        {"deed": "fault_armed", "with": {"fault": {"name": "printer.jamm"}}},
        {"deed": "fault_armed", "with": {"fault": {"name": "uplink.drop", "nth": -1}}},
        {"deed": "fault_armed", "with": {"fault": {"name": "uplink.drop", "message": {"x": []}}}},
        {"deed": "fault_armed", "with": {"fault": {"name": "printer.jam", "for_us": -5}}},
        {"deed": "fault_armed", "with": {"fault": {"name": "printer.jam", "for_us": 10**30}}},
        {"deed": "fault_armed", "with": {"fault": {"name": "printer.jam", "nth": 10**30}}},
        {
            "deed": "fault_armed",
            "with": {"fault": {"name": "printer.paper_out", "settings": {"line": 10**30}}},
        },
        {"deed": "customer_came", "with": {"amount_fen": 10**30}},
        {"deed": "fault_armed", "with": {"fault": {"name": "printer.jam", "settings": {"x": 1}}}},
        {
            "deed": "fault_armed",
            "with": {"fault": {"name": "printer.jam", "trigger": {"at": {}}}},
        },
        {
            "deed": "fault_armed",
            "with": {"fault": {"name": "printer.jam", "trigger": {"at": {"at_us": 10**18}}}},
        },
        {
            "deed": "fault_armed",
            "with": {
                "fault": {"name": "printer.jam", "trigger": {"when": {"source": "a", "kind": "b"}}}
            },
        },
    ],
    ids=lambda deed: json.dumps(deed)[:60],
)
def test_what_nobody_can_do_is_told_with_its_line(deed: dict[str, Any]) -> None:
    """One clear sentence before anything runs, and nothing secret in it."""
    said = complaint(heard(deed))

    assert said.startswith("session.jsonl:2: this line is damaged (")
    assert "271828" not in said
    assert said.isprintable()


@pytest.mark.parametrize(
    "line",
    [
        b'{"source":"desk","kind":"heard"}\n',
        b'"source":"desk","kind":"heard"\xff\n',
        b"[" * 100_000 + b'"source":"desk","kind":"heard"\n',
        heard({"deed": "left"}).replace(b'"at_us":5', b'"at_us":"soon"'),
    ],
)
def test_nonsense_is_told_with_its_line(line: bytes) -> None:
    """What is no event at all."""
    assert complaint(line).startswith("session.jsonl:2:")


def test_deeds_out_of_order_are_damage() -> None:
    """Nobody does a thing before the one that they did last."""
    early = heard({"deed": "left"}).replace(b'"at_us":5', b'"at_us":4')

    assert complaint(heard({"deed": "all_mended"}) + early).startswith("session.jsonl:3:")


def test_a_flood_of_deeds_is_refused() -> None:
    """More than a person does in a day is not kept in memory."""
    assert "100000" in complaint(heard({"deed": "all_mended"}) * 100_001)


@pytest.mark.parametrize(("count", "is_refused"), [(MOST_FAULTS, False), (MOST_FAULTS + 1, True)])
def test_as_many_faults_as_an_instructor_can_arm(count: int, is_refused: bool) -> None:
    """Each listens to all that happens, so their number has a limit."""
    one = heard({"deed": "fault_armed", "with": {"fault": {"name": "printer.jam", "for_us": 9}}})
    head = attended_run.header()
    recording = next(recordings(BytesIO(head + one * count), "session.jsonl"))
    played = played_from(recording, "en")
    assert played is not None
    sense = Sense(attended_run.scenario(), known_levers())

    assert is_refused == any(sense.wrong(one.what) for one in played.came)


def test_a_fault_may_wait_for_another(tmp_path: Path) -> None:
    """The instructor lets one thing go wrong after the other."""
    after = Trigger(when=Pattern(source="fault", kind="fired", where={"fault": "paper_out_1"}))
    second = FaultPlan(name="uplink.drop", id="b", trigger=after)
    done = [(0.5, FaultArmed(PAPER_OUT)), (0.6, FaultArmed(second)), *attended_run.sale(1)]

    assert Exit.HELD == replayed(
        tmp_path, attended_run.recording([*done, *attended_run.leaving(60)])
    )


@pytest.mark.parametrize("at_us", [b"9000000000000000000", b"9" * 400])
def test_a_deed_at_the_end_of_days_only_differs(
    at_us: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A moment that the run never reaches makes another run, told as such."""
    late = heard({"deed": "left"}).replace(b'"at_us":5', b'"at_us":' + at_us)

    assert Exit.BROKEN == replayed(tmp_path, attended_run.header() + late)
    assert "differs" in capsys.readouterr().out


def test_deeds_of_a_run_that_nobody_attended_are_no_deeds(tmp_path: Path) -> None:
    """Only the header says who stood outside."""
    recorded = attended_run.recording(attended_run.leaving(1))

    assert Exit.BROKEN == replayed(
        tmp_path, recorded.replace(b'"outside":["desk"]', b'"outside":[]')
    )


@pytest.mark.parametrize("outside", [("desk", "desk"), ("desk", "terminal")])
def test_what_cannot_be_played_again_is_named(
    outside: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody twice, or a part that we cannot do without."""
    assert Exit.USAGE == replayed(tmp_path, attended_run.header(outside=outside))
    assert "outside the simulation" in capsys.readouterr().err


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below),
    max_leaves=8,
)
keys = (
    "kind", "text", "word", "holder", "entry", "who", "action", "options", "amount_fen", "hint",
    "fault", "lever", "name", "trigger", "settings", "message", "nth", "times", "at", "when",
)  # fmt: skip
words = st.sampled_from([
    "menu", "digits", "pin", "password", "ok", "cashier", "world", "pull", "wait", "customer",
    "chip", "load_paper", "printer.jam", "uplink.drop", "sale", "0", "",
])  # fmt: skip
withs = st.dictionaries(
    st.sampled_from(keys),
    words | plain | st.dictionaries(st.sampled_from(keys), words | plain, max_size=5),
    max_size=5,
)


@given(st.lists(st.tuples(st.sampled_from(DEEDS), withs | plain), max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_that_claims_to_be_a_deed_breaks_us(claimed: list[tuple[str, Any]]) -> None:
    """It is refused in one sentence, or played like any other."""
    lines = b"".join(heard({"deed": deed, "with": rest}) for deed, rest in claimed)
    recording = next(recordings(BytesIO(attended_run.header() + lines), "session.jsonl"))
    said = ""
    try:
        said = play(recording).crash
    except RecordingError as error:
        said = "" if error.render("zh").isprintable() else "not printable"

    assert "" == said


# In words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DEEDS)
def test_every_deed_has_a_phrase(name: str) -> None:
    """A timeline shows what people did in words, in both languages."""
    event = TraceEvent(0, 0, "desk", "heard", {"deed": name}, True)

    assert name not in what(event, "en")
    assert what(event, "en") != what(event, "zh")
    assert "person" == who(event, "en")


def test_a_deed_is_told_with_what_belongs_to_it() -> None:
    """The card's holder, the lever, the action."""
    detail = deeds.plain(CardShown("alice", "chip"))

    assert "shows a card alice" == what(TraceEvent(0, 0, "desk", "heard", detail), "en")


def test_instants_of_armed_faults_come_back_as_they_were() -> None:
    """Dates and times of day survive the recording."""
    fault = FaultPlan(name="printer.jam", id="a", trigger=Trigger(at=Instant(business_days=1)))

    assert FaultArmed(fault) == deeds.deed_of(deeds.plain(FaultArmed(fault)))
