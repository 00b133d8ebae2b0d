"""Which fault an alarm goes back to, and how long it took."""

from typing import Any

import pytest

from emulator.domain.moments import MINUTE
from emulator.domain.trace import TraceEvent
from emulator.operations.monitoring.causes import Cause, Causes
from emulator.operations.monitoring.report import Alarm, alarm_data, alarms_told
from emulator.operations.monitoring.telling import in_one_line, tell


def event(at_us: int, name: str, /, **detail: Any) -> TraceEvent:
    """One event, for tests that look at its name and details alone."""
    source, _, kind = name.partition(".")
    return TraceEvent(0, at_us, source, kind, detail)


def struck(at_us: int, fault: str, name: str, *, pulls: bool = True) -> list[TraceEvent]:
    """A fault strikes: armed before, its lever pulled first."""
    pulled = [event(at_us, "lever.pulled", lever=name, settings={})] if pulls else []
    return [
        event(0, "fault.armed", fault=fault, name=name),
        *pulled,
        event(at_us, "fault.fired", fault=fault, at_event=-1),
    ]


def causes_of(*events: TraceEvent) -> Causes:
    """What a trace tells about causes."""
    causes = Causes()
    for one in events:
        causes.take(one)
    return causes


def raised(at_us: int, lasted_us: int = 0, **detail: Any) -> TraceEvent:
    """An alarm."""
    known = {"alarm": "paper_low", "lasted_us": lasted_us, **detail}
    return event(at_us, "monitor.alarm_raised", **known)


def test_the_last_fault_up_to_the_first_sign_is_the_cause() -> None:
    """An earlier one has had its own effects, a later one came too late."""
    causes = causes_of(
        *struck(10, "f1", "uplink.outage"),
        *struck(20, "f2", "printer.jam"),
        *struck(40, "f3", "bank.upgrade"),
    )

    assert Cause("printer.jam", 20) == causes.of(since_us=30, at_us=50)


def test_the_first_behind_the_first_sign_is_the_cause_if_there_was_none_before() -> None:
    """A payment is under way, and then its answer is lost."""
    causes = causes_of(
        *struck(20, "f1", "uplink.drop", pulls=False), *struck(40, "f2", "bank.upgrade")
    )

    assert Cause("uplink.drop", 20) == causes.of(since_us=10, at_us=50)


@pytest.mark.parametrize(("at_us", "found"), [(19, False), (20, True)])
def test_what_had_not_struck_when_it_was_raised_is_no_cause(at_us: int, found: bool) -> None:
    """At the same moment it may be."""
    causes = causes_of(*struck(20, "f1", "uplink.outage"))

    assert found == (causes.of(since_us=10, at_us=at_us) is not None)


@pytest.mark.parametrize(
    "over", [("fault.healed", {"fault": "f1"}), ("lever.released", {"lever": "printer.jam"})]
)
@pytest.mark.parametrize(("ended_us", "found"), [(29, False), (30, True)])
def test_what_was_over_before_the_first_sign_is_no_cause(
    over: tuple[str, dict[str, str]], ended_us: int, found: bool
) -> None:
    """However it ended."""
    name, detail = over
    causes = causes_of(*struck(10, "f1", "printer.jam"), event(ended_us, name, **detail))

    assert found == (causes.of(since_us=30, at_us=50) is not None)


def test_a_lever_that_somebody_pulls_is_a_cause() -> None:
    """No fault needs to have been armed for it."""
    causes = causes_of(event(5, "lever.pulled", lever="printer.jam", settings={}))

    assert Cause("printer.jam", 5) == causes.of(since_us=10, at_us=10)


def test_a_fault_and_its_lever_are_one_cause() -> None:
    """Otherwise healing the one would leave the other."""
    causes = causes_of(*struck(10, "f1", "printer.jam"), event(20, "fault.healed", fault="f1"))

    assert causes.of(since_us=30, at_us=30) is None


def test_the_time_from_cause_to_alarm_and_to_its_end() -> None:
    """All of it in one alarm."""
    told = alarms_told(
        [
            *struck(MINUTE, "f1", "printer.jam"),
            raised(3 * MINUTE, MINUTE, about="x", stan="000002", amount_fen=5),
            event(9 * MINUTE, "monitor.alarm_cleared", alarm="paper_low", about="x", lasted_us=1),
        ]
    )

    assert [
        {
            "alarm": "paper_low", "about": "x", "stan": "000002", "amount_fen": 5,
            "since_us": 2 * MINUTE, "raised_us": 3 * MINUTE, "over_us": 9 * MINUTE,
            "cause": {"name": "printer.jam", "at_us": MINUTE}, "after_cause_us": 2 * MINUTE,
        }
    ] == [alarm_data(alarm) for alarm in told]  # fmt: skip


def test_an_end_without_a_beginning_is_passed_over() -> None:
    """A recording may begin anywhere."""
    assert () == alarms_told([event(1, "monitor.alarm_cleared", alarm="paper_low", lasted_us=1)])


# In words -----------------------------------------------------------------------------------------


def one(*events: TraceEvent) -> Alarm:
    """The one alarm of a trace."""
    (alarm,) = alarms_told(events)
    return alarm


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "alarm: paper low, 2m after printer.jam"),
        ("zh", "告警：纸将用完，printer.jam 之后 2m"),
    ],
)
def test_a_run_tells_how_long_it_took(lang: str, sentence: str) -> None:
    """From the cause, if one is known."""
    alarm = one(*struck(MINUTE, "f1", "printer.jam"), raised(3 * MINUTE))

    assert sentence == in_one_line(alarm, lang)


def test_without_a_cause_the_first_sign_counts() -> None:
    """And nothing at all is said of what was told at once."""
    assert "alarm: paper low, 1m after its first sign" == in_one_line(
        one(raised(3 * MINUTE, MINUTE)), "en"
    )
    assert "alarm: paper low" == in_one_line(one(raised(3 * MINUTE)), "en")


def test_an_alarm_of_somebody_elses_is_told_by_its_name() -> None:
    """And cannot move a terminal's cursor."""
    alarm = one(raised(0, alarm="x\x1b[2J"))

    assert "\x1b" not in in_one_line(alarm, "en")


def test_a_report_has_a_row_for_each_and_says_how_many_stand() -> None:
    """In both languages."""
    alarms = alarms_told([raised(0, about="a"), raised(MINUTE, about="b")])
    english, chinese = ([line.text for line in tell(alarms, lang)] for lang in ("en", "zh"))

    assert "alarms: 2, not over: 2" == english[-1]
    assert (4, 4) == (len(english), len(chinese))
    assert ["no alarm"] == [line.text for line in tell((), "en")]
