"""`posemu monitor`, and what `posemu run` tells of a shop with monitoring."""

import json
from random import Random

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit

OVERDUE = "payout-overdue-alarm"
QUIET = "answer-late"


@pytest.fixture
def recorded(folder, capsys):
    """Makes a recording of a shipped story."""

    def make(name):
        main(["run", "-k", name, "--jsonl", "r.jsonl"])
        capsys.readouterr()
        return folder / "r.jsonl"

    return make


def monitor(*arguments):
    return main(["monitor", *map(str, arguments)])


def test_alarms_end_with_1_and_tell_the_time_from_their_cause(recorded, capsys):
    """A row for each, headed by the run."""
    assert Exit.BROKEN == monitor(recorded(OVERDUE))
    out = capsys.readouterr().out
    assert out.startswith(f"{OVERDUE} seed=0\n")
    assert "payout overdue (2026-03-02, 300.00)" in out
    assert "1d after bank.details_wrong" in out
    assert out.endswith("alarms: 1, not over: 0\n")


def test_no_alarm_ends_with_0(recorded, capsys):
    """And says so."""
    assert Exit.HELD == monitor(recorded(QUIET), "--run", 1)
    assert capsys.readouterr().out.endswith("no alarm\n")


def test_a_threshold_can_be_changed_as_a_scenario_file_writes_it(recorded, capsys):
    """A later hour moves the alarm, and one behind the credit takes it away."""
    path = recorded(OVERDUE)
    moments = []
    for wish in ("payout_time=10:00", "payout_time=15:30"):
        monitor(path, "--set", wish, "--json")
        (alarm,) = json.loads(capsys.readouterr().out)["alarms"]
        moments.append(alarm["raised_us"])

    assert 5 * 3600 * 1_000_000 + 30 * 60 * 1_000_000 == moments[1] - moments[0]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("reversal", "NAME=VALUE"),
        ("reversal=soon", "E206"),
        ("revresal=30s", "reversal"),
        ("errors=0", "E2"),
        ("=", "E202"),
    ],
)
def test_a_wrong_threshold_ends_with_2_and_says_which(recorded, capsys, wish, words):
    """With what would be right."""
    path = recorded(QUIET)

    assert Exit.USAGE == monitor(path, "--set", wish)
    assert words in capsys.readouterr().err


def test_json_has_the_time_from_cause_to_alarm(recorded, capsys):
    """One object a run, the same in every language."""
    path = recorded(OVERDUE)
    monitor(path, "--json", "--lang", "zh")
    found = json.loads(capsys.readouterr().out)
    (alarm,) = found["alarms"]

    assert (OVERDUE, 0, True) == (found["scenario"], found["seed"], found["whole"])
    assert ("payout_overdue", 30_000) == (alarm["alarm"], alarm["amount_fen"])
    assert {"name": "bank.details_wrong", "at_us": 0} == alarm["cause"]
    assert alarm["raised_us"] == alarm["after_cause_us"]


def test_a_shop_that_had_no_monitoring_is_watched_as_well(recorded, capsys):
    """The recording is enough."""
    assert Exit.BROKEN == monitor(recorded("reversal-tries-fail"), "--lang", "zh")
    assert "冲正未完成" in capsys.readouterr().out


def test_a_recording_that_breaks_off_without_an_alarm_ends_with_4(recorded, capsys):
    """In the middle of a line, too; what came later is not known."""
    path = recorded(QUIET)
    lines = path.read_bytes().splitlines(keepends=True)[:60]
    path.write_bytes(b"".join(lines)[:-20])

    assert Exit.INCONCLUSIVE == monitor(path)
    assert "breaks off" in capsys.readouterr().out


def test_a_recording_with_nothing_in_it_ends_with_5(folder, capsys):
    """There was no run."""
    (folder / "r.jsonl").write_bytes(b"")

    assert Exit.NOTHING == monitor("r.jsonl")


def test_a_run_that_is_not_there_is_told(recorded, capsys):
    """With how many there are."""
    assert Exit.USAGE == monitor(recorded(QUIET), "--run", 99)
    assert "99" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(folder, capsys):
    """It is the machine's affair."""
    assert Exit.ENVIRONMENT == monitor("nothing.jsonl")


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_recording_is_one_clear_error(recorded, capsys, seed):
    """Whatever was changed in it: no traceback, and one of the known codes."""
    path, chance = recorded(OVERDUE), Random(seed)
    lines = path.read_bytes().splitlines(keepends=True)
    for _ in range(3):
        number = chance.randrange(1, len(lines))
        at = chance.randrange(len(lines[number]))
        lines[number] = (
            lines[number][:at] + bytes([chance.randrange(256)]) + lines[number][at + 1 :]
        )
    path.write_bytes(b"".join(lines))
    code = monitor(path)
    said = capsys.readouterr()

    assert code in (Exit.HELD, Exit.BROKEN, Exit.USAGE, Exit.INCONCLUSIVE)
    assert "Traceback" not in said.err
    assert (code == Exit.USAGE) == bool(said.err)


@pytest.mark.parametrize(
    "detail",
    [
        '{"business_day":"9999-12-31"}',
        '{"business_day":[]}',
        '{"business_day":"0001-01-01"}',
        "{}",
    ],
)
def test_a_day_that_makes_no_sense_is_refused(recorded, capsys, detail):
    """No calendar goes so far."""
    path = recorded(OVERDUE)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if '"kind":"cut_over"' in line)
    lines[at] = lines[at].replace('{"business_day":"2026-03-03"}', detail)
    path.write_text("".join(lines), encoding="utf-8")

    assert Exit.USAGE == monitor(path)
    assert "cut_over" not in capsys.readouterr().out


def test_a_run_tells_its_alarms_below_the_verdict(folder, capsys):
    """In the language of the report; a shop without monitoring tells none."""
    main(["--lang", "zh", "run", OVERDUE])
    with_it = capsys.readouterr().out
    main(["--lang", "zh", "run", QUIET])

    assert "\n    告警：到账逾期 (2026-03-02, 300.00)，bank.details_wrong 之后 1d\n" in with_it
    assert "告警" not in capsys.readouterr().out
