"""`posemu reconcile`."""

import json

import pytest

from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit

JOURNAL = "batch,stan,transaction,amount,time\n1,2,sale,128.50,2026-03-02 10:00\n"
BANK = "business_day,amount,fee,time\n2026-03-02,127.73,0.77,2026-03-03 09:20\n"


@pytest.fixture
def recording(held, folder, capsys):
    """A recording of a day with one sale of 128.50, which is not settled."""
    main(["run", str(held), "--jsonl", "r.jsonl"])
    capsys.readouterr()
    return folder / "r.jsonl"


@pytest.fixture
def files(folder):
    """Three files of that day; the acquirer exports what the terminal does."""
    for name, text in (("j.csv", JOURNAL), ("a.csv", JOURNAL), ("b.csv", BANK)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def reconcile(*arguments):
    return main(["reconcile", *map(str, arguments)])


def cut(recording, event):
    """Let the recording break off behind the first event of this name."""
    source, _, kind = event.partition(".")
    mark = f'"source":"{source}","kind":"{kind}"'.encode()
    lines = recording.read_bytes().splitlines(keepends=True)
    last = next(n for n, line in enumerate(lines) if mark in line)
    recording.write_bytes(b"".join(lines[: last + 1]))


def test_three_sides_that_agree_end_with_0(recording, capsys):
    """The report goes to standard output, headed by the run."""
    assert Exit.HELD == reconcile(recording)
    out = capsys.readouterr().out
    assert out.startswith("calm-day seed=0\nThree-way reconciliation, up to 2026-03-02 10:20:00\n")
    assert out.endswith("✓ all three agree\n")


def test_a_difference_ends_with_1(recording, capsys):
    """The acquirer's record of the sale is changed to 129.50."""
    changed = recording.read_bytes().replace(
        b':898520154110004",12850]', b':898520154110004",12950]'
    )
    recording.write_bytes(changed)

    assert Exit.BROKEN == reconcile(recording)
    assert "sale 128.50  sale 129.50  sale 128.50" in capsys.readouterr().out


def test_a_recording_that_breaks_off_ends_with_4_and_says_what_is_open(recording, capsys):
    """The sale is booked and the terminal has not heard."""
    cut(recording, "acquirer.posted")

    assert Exit.INCONCLUSIVE == reconcile(recording)
    out = capsys.readouterr().out
    assert "long (cannot be judged yet): 1, 128.50" in out
    assert "batch 000001 is not settled: 0, 0.00" in out


def test_a_recording_that_breaks_off_in_a_line_is_read_up_to_it(recording, capsys):
    """Whoever wrote it was stopped."""
    cut(recording, "acquirer.posted")
    recording.write_bytes(recording.read_bytes()[:-40])

    assert Exit.INCONCLUSIVE == reconcile(recording)


def test_a_moment_within_a_recording_that_breaks_off_can_be_judged(recording, capsys):
    """What comes later is not asked for."""
    cut(recording, "acquirer.posted")

    assert Exit.HELD == reconcile(recording, "--until", "2026-03-02 10:00:05")
    assert "up to 2026-03-02 10:00:05" in capsys.readouterr().out


def test_until_a_day_means_its_end(recording, capsys):
    """A day that the run does not reach stands as the run ended."""
    assert Exit.HELD == reconcile(recording, "--until", "2026-03-09")
    assert "up to 2026-03-02 10:20:00" in capsys.readouterr().out


def test_json_is_one_object_a_run(held, broken, folder, capsys):
    """Machine-readable, and the same in every language."""
    main(["run", ".", "--jsonl", "r.jsonl"])
    capsys.readouterr()

    assert Exit.HELD == reconcile("r.jsonl", "--json", "--lang", "zh")
    reports = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [("calm-day", "agrees"), ("odd-day", "agrees")] == [
        (report["scenario"], report["verdict"]) for report in reports
    ]


def test_one_run_of_several_can_be_chosen(held, broken, folder, capsys):
    """By its number; there may be none of it."""
    main(["run", ".", "--jsonl", "r.jsonl"])
    capsys.readouterr()

    assert Exit.HELD == reconcile("r.jsonl", "--run", 2)
    assert capsys.readouterr().out.startswith("odd-day seed=0\n")
    assert Exit.USAGE == reconcile("r.jsonl", "--run", 3)
    assert "r.jsonl: there is no run 3; it has 2" in capsys.readouterr().err


def test_files_of_ones_own_are_reconciled(files, capsys):
    """Journal, records and statement; the fee is what the statement says."""
    arguments = ("--journal", "j.csv", "--acquirer", "a.csv", "--bank", "b.csv")

    assert Exit.HELD == reconcile(*arguments)
    assert "- fees 0.77  = on the merchant's account 127.73" in capsys.readouterr().out
    assert Exit.BROKEN == reconcile(*arguments, "--fee", "0.5%")
    assert "wrong amount (differs): 1, 0.13" in capsys.readouterr().out


def test_the_payout_day_can_be_told(files, capsys):
    """Paid on Tuesday, which is late for T+0."""
    arguments = ("--journal", "j.csv", "--acquirer", "a.csv", "--bank", "b.csv")

    assert Exit.BROKEN == reconcile(*arguments, "--payout-days", 0)
    assert "late (differs): 1" in capsys.readouterr().out


def test_two_files_are_enough(files, capsys):
    """Without a statement there are two columns."""
    assert Exit.HELD == reconcile("--journal", "j.csv", "--acquirer", "a.csv")
    assert "bank" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give a recording, or both --journal and --acquirer"),
        (("--journal", "j.csv"), "give a recording, or both --journal and --acquirer"),
        (("r.jsonl", "--journal", "j.csv"), "give either a recording or --journal"),
        (("r.jsonl", "--until", "tomorrow"), "--until: cannot read 'tomorrow'"),
        (("r.jsonl", "--until", "9999-12-31"), "--until: cannot read '9999-12-31'"),
        (("r.jsonl", "--fee", "much"), "--fee: cannot read 'much'"),
    ],
)
def test_wrong_usage_ends_with_2(folder, capsys, arguments, says):
    """One sentence says what to write instead."""
    assert Exit.USAGE == reconcile(*arguments)
    assert says in capsys.readouterr().err


def test_a_file_that_cannot_be_read_ends_with_2(files, capsys):
    """With its name and the line."""
    (files / "a.csv").write_text("batch,stan\n", encoding="utf-8")

    assert Exit.USAGE == reconcile("--journal", "j.csv", "--acquirer", "a.csv")
    assert "a.csv:1: the column amount is missing" in capsys.readouterr().err


def test_files_without_any_time_need_a_moment(files, capsys):
    """Nobody could say what is late."""
    text = "batch,stan,transaction,amount\n1,2,sale,128.50\n"
    for name in ("j.csv", "a.csv"):
        (files / name).write_text(text, encoding="utf-8")
    arguments = ("--journal", "j.csv", "--acquirer", "a.csv")

    assert Exit.USAGE == reconcile(*arguments)
    assert "give --until" in capsys.readouterr().err
    assert Exit.HELD == reconcile(*arguments, "--until", "2026-03-02")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"start":"2026-03-02T10:00:00"', b'"start":"soon"'),
        (b'"start":"2026-03-02T10:00:00"', b'"start":"9999-12-31T23:59:59"'),
        (b'"start":"2026-03-02T10:00:00"', b'"start":7'),
        (b'"at_us":0,', b'"at_us":9000000000000000000,'),
        (b'["acquirer:receivable",-12850]', b'["acquirer:receivable",1e400]'),
        (b'["acquirer:receivable",-12850]', b'7'),
        (b'"record":"intent"', b'"record":null'),
        (b'"amount_fen":12850,"transaction":"sale"', b'"amount_fen":"much","transaction":"sale"'),
        (b'"source":"storage","kind":"written"', b'"source":"storage","kind":'),
    ],
)  # fmt: skip
def test_a_damaged_recording_ends_with_2(recording, capsys, old, new):
    """One sentence with the run and the event, never a traceback."""
    text = recording.read_bytes()
    assert old in text
    recording.write_bytes(text.replace(old, new, 1))

    assert Exit.USAGE == reconcile(recording)
    out, err = capsys.readouterr()
    assert "of run 1 is damaged: " in err
    assert ("", 1) == (out, err.count("\n"))


def test_what_is_no_recording_ends_with_2(files, capsys):
    """A CSV file given as a recording."""
    assert Exit.USAGE == reconcile("j.csv")
    assert "j.csv:1: not a recording" in capsys.readouterr().err


def test_a_missing_file_is_the_machines_trouble(folder, capsys):
    """As in every other command."""
    assert Exit.ENVIRONMENT == reconcile("none.jsonl")
    assert Exit.ENVIRONMENT == reconcile("--journal", "none.csv", "--acquirer", "none.csv")
