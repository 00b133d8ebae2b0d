"""`posemu run`."""

import json
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from xml.etree import ElementTree

import pytest

from emulator.interfaces import work
from emulator.interfaces.cli import main
from emulator.interfaces.exits import Exit


def test_scenario_that_holds(held, capsys):
    """The line says it in a sign and a word, with seed and digest; the code is 0."""

    assert Exit.HELD == main(["run", str(held)])
    out, err = capsys.readouterr()
    assert out.startswith("✓ held ")
    assert "calm-day" in out
    assert "seed=0" in out
    assert "1 runs: 1 held, 0 failed, 0 inconclusive" in err


def test_seed_and_options_are_said_first(held, capsys):
    """The output alone is enough to run it again."""
    main(["run", str(held), "--seed", "9"])
    first = capsys.readouterr().err.splitlines()[0]

    assert "1 scenarios, seed: 9, jobs: 1, language: en" in first


def test_scenario_that_fails(broken, capsys):
    """The verdict is followed by the report, which ends in the command that shows it again."""

    assert Exit.BROKEN == main(["run", str(broken)])
    out = capsys.readouterr().out
    assert out.startswith("✗ failed ")
    assert "customer.balance was 871.50 CNY" in out
    assert f"--> {broken}:" in out
    assert f"posemu run {broken} --seed 0" in out


def test_scenario_that_cannot_be_judged(unclear, capsys):
    """A fault that never struck proves nothing; the code says so."""

    assert Exit.INCONCLUSIVE == main(["run", str(unclear)])
    assert capsys.readouterr().out.startswith("? inconclusive ")


def test_failure_weighs_more_than_doubt(broken, unclear):
    """One failed and one unclear run end with the code for failure."""

    assert Exit.BROKEN == main(["run", str(unclear), str(broken)])


def test_wrong_file_stops_before_anything_runs(held, wrong, capsys):
    """All mistakes are shown with their places; no verdict is given."""

    assert Exit.USAGE == main(["run", str(held), str(wrong)])
    out, err = capsys.readouterr()
    assert "" == out
    assert "error[E204]" in err
    assert "did you mean 'sale'?" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.yaml"],
        ["--seed", "1", "--seeds", "2"],
        ["--seed", "x"],
        ["--seeds", "0"],
        ["-j", "-1"],
        ["-k", "a and"],
        ["-k", "(a"],
    ],
)
def test_wrong_usage(folder, arguments):
    """Whatever cannot be meant ends with 2."""

    assert Exit.USAGE == main(["run", *arguments])


def test_nothing_selected(held):
    """An expression that fits nothing is not the same as everything held."""

    assert Exit.NOTHING == main(["run", str(held), "-k", "no-such-name"])


@pytest.mark.parametrize(
    ("arguments", "count"),
    [(["--tag", "calm"], 1), (["--tag", "calm", "--tag", "odd"], 2), (["-k", "not calm"], 1)],
)
def test_selection_by_tag_and_name(held, broken, capsys, arguments, count):
    """Any of the tags will do; -k takes an expression."""
    main(["run", ".", *arguments])

    assert count == capsys.readouterr().out.count("seed=0")


def test_folder_is_searched(held, broken, capsys):
    """A folder means all scenarios below it."""
    main(["run", "."])

    assert 2 == capsys.readouterr().out.count("seed=0")


def test_many_seeds(held, capsys):
    """Seeds count up from the scenario's own."""

    assert Exit.HELD == main(["run", str(held), "--seeds", "3"])
    out = capsys.readouterr().out
    assert [f"seed={n}" in out for n in range(4)] == [True, True, True, False]


def test_negative_seed_is_a_seed(held, capsys):
    """Any whole number names a run."""

    assert Exit.HELD == main(["run", str(held), "--seed", "-3"])
    assert "seed=-3" in capsys.readouterr().out


def test_processes_change_nothing_but_the_time(held, broken, capsys):
    """With several processes the same lines come in the same order."""
    main(["run", ".", "--seeds", "5"])
    alone = capsys.readouterr().out
    main(["run", ".", "--seeds", "5", "-j", "2"])

    assert alone == capsys.readouterr().out


def test_junit_file(held, broken, folder):
    """One case a run, below folders that are made if need be."""
    main(["run", ".", "--junitxml", "out/deep/junit.xml"])
    suite = ElementTree.parse(folder / "out/deep/junit.xml").getroot().find("testsuite")

    assert ("2", "1") == (suite.get("tests"), suite.get("failures"))


def test_recording_holds_header_events_and_end(held, folder):
    """The file alone tells what was run and what came of it."""
    main(["run", str(held), "--jsonl", "r.jsonl"])
    header, *events, end = map(json.loads, (folder / "r.jsonl").read_bytes().splitlines())

    assert ("run.start", 1, "calm-day") == (header["event"], header["v"], header["scenario"])
    assert list(range(len(events))) == [event["seq"] for event in events]
    assert ("pass", len(events)) == (end["verdict"], end["events"])


def test_recording_names_no_place_on_this_machine(held, folder):
    """A recording can be handed to anybody."""
    main(["run", str(held.absolute()), "--jsonl", "r.jsonl"])

    assert str(folder) not in (folder / "r.jsonl").read_text(encoding="utf-8")


def test_recording_is_the_same_from_several_processes(held, broken, folder):
    """Runs follow one another whole, in the order of the scenarios."""
    main(["run", ".", "--jsonl", "alone.jsonl"])
    main(["run", ".", "--jsonl", "both.jsonl", "-j", "2"])

    assert (folder / "alone.jsonl").read_bytes() == (folder / "both.jsonl").read_bytes()


@pytest.mark.parametrize("option", ["--junitxml", "--jsonl"])
def test_file_that_cannot_be_written_stops_before_anything_runs(held, capsys, option):
    """Better no run than a run whose result is lost."""

    assert Exit.ENVIRONMENT == main(["run", str(held), option, f"{held}/below-a-file"])
    out, err = capsys.readouterr()
    assert "" == out
    assert "Cannot write" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("option", ["--junitxml", "--jsonl"])
def test_full_disk_is_no_fault_of_the_shop(held, capsys, option):
    """The verdict is given; that the file is not whole is said, and the code says it too."""

    assert Exit.ENVIRONMENT == main(["run", str(held), option, "/dev/full"])
    out, err = capsys.readouterr()
    assert out.startswith("✓ held")
    assert "Cannot write /dev/full" in err


def test_worker_that_was_killed_is_the_machine_s_trouble(held, capsys, monkeypatch):
    """Out of memory is answered with advice, not with a traceback."""

    def die(*_):
        raise BrokenProcessPool

    monkeypatch.setattr(work, "_in_order", die)

    assert Exit.ENVIRONMENT == main(["run", str(held), "--seeds", "9", "-j", "2"])
    assert "try a smaller -j" in capsys.readouterr().err


def test_interrupt_sums_up_what_was_done(held, broken, capsys, monkeypatch, folder):
    """Ctrl-C in the second run: the first is reported, also in the JUnit file."""
    runs = []

    def run(scenario, **settings):
        runs.append(scenario.name)
        if len(runs) == 2:
            raise KeyboardInterrupt
        return real(scenario, **settings)

    real = work.run
    monkeypatch.setattr(work, "run", run)

    assert Exit.INTERRUPTED == main(["run", ".", "--junitxml", "j.xml"])
    err = capsys.readouterr().err
    assert "Interrupted." in err
    assert "1 runs: 1 held" in err
    assert 'tests="1"' in Path("j.xml").read_text(encoding="utf-8")


def test_bug_in_one_run_leaves_the_others_their_verdicts(held, broken, capsys, monkeypatch):
    """The code says that we have a bug; what could be judged is judged all the same."""

    def run(scenario, **settings):
        if scenario.name == "odd-day":
            raise ZeroDivisionError("no roll")
        return real(scenario, **settings)

    real = work.run
    monkeypatch.setattr(work, "run", run)

    assert Exit.BUG == main(["run", "."])
    out, err = capsys.readouterr()
    assert "✓ held" in out
    assert "a bug stopped the run: ZeroDivisionError: no roll" in out
    assert "Traceback" not in out + err


def test_chinese_is_chinese(broken, capsys):
    """The same run, told in Chinese."""
    main(["run", str(broken), "--lang", "zh"])
    out, err = capsys.readouterr()

    assert out.startswith("✗ 失败")
    assert "最近事件" in out
    assert "共 1 次运行" in err


def test_shipped_scenario_by_name(folder, capsys):
    """A shipped scenario, or a variant of one, can be named from any folder."""

    assert Exit.HELD == main(["run", "answer-lost"])
    assert Exit.HELD == main(["run", "power-cut-on-the-line[sent,up]"])
    assert 2 == capsys.readouterr().out.count("seed=0")


def test_shop_needs_no_memory_of_traces(held):
    """An outcome that crosses between processes carries no trace."""
    (scenario,) = work_scenarios(held)
    outcome = work.perform(work.Job(scenario, 0, "en", "again"))

    assert not hasattr(outcome, "trace")
    assert outcome.events > 0


def work_scenarios(path):
    from emulator.interfaces.selection import read_file

    return read_file(path)
