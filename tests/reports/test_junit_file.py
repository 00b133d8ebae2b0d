"""Runs as a JUnit file."""

from xml.etree import ElementTree

from emulator.domain.verdict import Truth
from emulator.reports.junit import junit_xml


def read(outcomes):
    return ElementTree.fromstring(junit_xml(outcomes, version="0.1.0"))


def test_failure_carries_the_whole_report(charged_twice):
    """The message is the verdict; the text is what the terminal shows."""
    failure = read([charged_twice.outcome()]).find(".//failure")

    assert charged_twice.outcome().headline == failure.get("message")
    assert "<- here" in failure.text


def test_case_names_file_line_and_seed(charged_twice):
    """A CI server can link to the line in the scenario."""
    case = read([charged_twice.outcome()]).find(".//testcase")

    assert "paper-out[seed=7]" == case.get("name")
    assert ("scenarios/paper-out.yaml", "4") == (case.get("file"), case.get("line"))
    assert "scenarios.paper-out" == case.get("classname")


def test_run_that_held_has_no_problem(charged_twice):
    """A run that held is a bare case with properties."""
    held = charged_twice.outcome(truth=Truth.PASS, broken=(), report=())
    root = read([held])

    assert root.find(".//failure") is None
    assert root.find(".//error") is None
    assert "pass" == root.find(".//testcase//property[@name='verdict']").get("value")


def test_counts_of_the_suite(charged_twice):
    """Failures and errors are counted apart: an inconclusive run and a crash are errors."""
    failed = charged_twice.outcome()
    unclear = charged_twice.outcome(truth=Truth.INCONCLUSIVE)
    crashed = charged_twice.outcome(crash="Traceback")
    suite = read([failed, unclear, crashed]).find("testsuite")

    assert ("3", "1", "2") == (suite.get("tests"), suite.get("failures"), suite.get("errors"))


def test_characters_that_xml_cannot_carry_are_replaced(charged_twice):
    """A control character in a title must not make the file unreadable."""
    odd = charged_twice.outcome(title="a\x00b\x1b")
    value = read([odd]).find(".//testcase//property[@name='title']").get("value")

    assert r"a\x00b\x1b" == value


def test_no_runs_make_a_valid_file():
    """An empty selection still leaves a file that parses."""

    assert "0" == read([]).find("testsuite").get("tests")
