"""Scenario files as pytest items."""

from importlib.metadata import entry_points
from xml.etree import ElementTree

import pytest

from emulator.interfaces.pytest_plugin import is_scenario

pytest_plugins = ["pytester"]

_IS_INSTALLED = bool(entry_points(group="pytest11", name="posemu"))


@pytest.fixture
def scenarios(pytester, texts):
    """Runs pytest over scenario files given by what comes of them."""

    def run(*arguments, **files):
        folder = pytester.mkdir("scenarios")
        for name, sort in files.items():
            (folder / f"{name}.yaml").write_text(texts.get(sort, sort), encoding="utf-8")
        plugin = () if _IS_INSTALLED else ("-p", "emulator.interfaces.pytest_plugin")
        return pytester.runpytest(*plugin, "-p", "no:cacheprovider", *arguments)

    return run


def test_scenario_that_holds_passes(scenarios):
    """One file, one item."""
    result = scenarios("-v", calm="held")

    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*scenarios/calm.yaml::run PASSED*"])


def test_failure_begins_with_the_verdict(scenarios):
    """The report stands where a traceback would, and its first line in the short summary."""
    result = scenarios(odd="broken")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "customer.balance was 871.50 CNY*",
            "*--> *odd.yaml:11:7",
            "*again     posemu run *odd.yaml --seed 0",
            "FAILED scenarios/odd.yaml::run - customer.balance was*",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_what_cannot_be_judged_does_not_pass(scenarios):
    """Inconclusive is never green."""

    scenarios(odd="unclear").assert_outcomes(failed=1)


def test_broken_file_is_one_failing_item(scenarios):
    """A wrong file does not stop the others from being run."""
    result = scenarios(calm="held", wrong="wrong")

    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["error?E204?:*", "*FAILED scenarios/wrong.yaml::load*"])


def test_other_yaml_is_left_alone(scenarios):
    """A workflow file is nobody's scenario."""

    scenarios(workflow="name: ci\non: [push]\n", calm="held").assert_outcomes(passed=1)


def test_variants_are_items(scenarios):
    """Each case of a matrix has an id of its own."""
    result = scenarios("--collect-only", "-q", two="matrix")

    result.stdout.fnmatch_lines(["*two.yaml::run?40?", "*two.yaml::run?41?"])


def test_seeds_are_items(scenarios):
    """Each seed passes or fails by itself."""
    result = scenarios("-v", "--scenario-seeds", "2", calm="held")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*run?seed=0? PASSED*", "*run?seed=1? PASSED*"])


def test_number_of_seeds_must_make_sense(scenarios):
    """No seeds at all would pass without having run."""

    assert 4 == scenarios("--scenario-seeds", "0", calm="held").ret


@pytest.mark.parametrize(
    "arguments", [("-k", "calm"), ("-m", "calm"), ("-m", "scenario and not odd"), ("-k", "not odd")]
)
def test_selection_by_name_and_mark(scenarios, arguments):
    """-k takes names, -m takes tags."""
    result = scenarios(*arguments, calm="held", odd="broken")

    result.assert_outcomes(passed=1, deselected=1)


def test_tags_are_registered_marks(scenarios):
    """A project that is strict about marks can use ours."""

    imported_early = "ignore::pytest.PytestAssertRewriteWarning"
    result = scenarios("--strict-markers", "-W", "error", "-W", imported_early, calm="held")

    result.assert_outcomes(passed=1)


def test_junit_file_has_title_seed_and_digest(scenarios, pytester):
    """What pytest writes for a CI server names the scenario."""
    scenarios("--junitxml", "j.xml", calm="held")
    root = ElementTree.parse(pytester.path / "j.xml").getroot()
    found = {p.get("name"): p.get("value") for p in root.iter("property")}

    assert ("A calm day", "0") == (found["title"], found["seed"])
    assert 32 == len(found["digest"])


def test_several_processes(scenarios):
    """Items run under pytest-xdist, reports included."""
    pytest.importorskip("xdist")
    result = scenarios("-n", "2", calm="held", odd="broken", two="matrix")

    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["customer.balance was*"])


def test_report_in_chinese(scenarios):
    """The option chooses the language of the report."""
    result = scenarios("--scenario-lang", "zh", odd="broken")

    result.stdout.fnmatch_lines(["*重现*posemu run*"])


def test_failure_is_put_on_its_line_in_a_github_job(scenarios, monkeypatch, pytester):
    """pytest's own output marks the line of the expectation."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(pytester.path))
    result = scenarios(odd="broken")

    result.stdout.fnmatch_lines(
        ["::error file=scenarios/odd.yaml,line=11,col=7,title=An odd day::customer.balance*"]
    )


def test_fixture_gives_an_open_shop(pytester, scenarios):
    """A plain test gets a shop at moment 0 and lets time pass."""
    pytester.makepyfile(
        """
        def test_shop(shop):
            shop.drive(60_000_000)
            assert shop.world.now_us == 60_000_000
            assert shop.world.trace is not None
            assert "printer.paper_out" in shop.bed.levers
        """
    )

    scenarios().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (b"scenario: v1\n", True),
        (b"# a comment\ntitle: x\nscenario: 'v1'\n", True),
        (b"\xef\xbb\xbfscenario: v1\n", True),
        (b"scenario: v2\n", False),
        (b"scenario: v10\n", False),
        (b"  scenario: v1\n", False),
        (b"#" * 5000 + b"\nscenario: v1\n", False),
        (b"", False),
    ],
)
def test_head_decides_what_a_scenario_is(tmp_path, head, answer):
    """Only the first bytes are looked at, and only a line of its own counts."""
    path = tmp_path / "x.yaml"
    path.write_bytes(head)

    assert answer is is_scenario(path)


def test_file_that_cannot_be_read_is_no_scenario(tmp_path):
    """Collection goes on when a link leads nowhere."""

    assert not is_scenario(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("tag", ["skip", "xfail", "usefixtures", "timeout"])
def test_no_tag_becomes_a_mark_that_changes_the_run(scenarios, texts, tag):
    """A scenario tagged `skip` is run, and one tagged `xfail` may not fail."""
    result = scenarios(odd=texts["broken"].replace("tags: [odd]", f"tags: [{tag}]"))

    result.assert_outcomes(failed=1)


def test_broken_file_is_put_on_its_line_in_a_github_job(scenarios, monkeypatch, pytester):
    """A file that cannot be read is marked as well."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(pytester.path))

    scenarios(wrong="wrong").stdout.fnmatch_lines(
        ["::error file=scenarios/wrong.yaml,line=8,col=21,title=E*::*"]
    )


def test_other_peoples_yaml_costs_nothing(pytester, scenarios):
    """Huge, of another sort, or no YAML at all: only the head is looked at."""
    (pytester.path / "huge.yaml").write_bytes(b"[" * 30_000_000)
    (pytester.path / "odd.yml").write_bytes(b"\xff\xfe\x00: [")
    result = scenarios(calm="held")

    result.assert_outcomes(passed=1)


def test_a_project_without_scenarios_notices_nothing(pytester):
    """Nothing of ours but the plug-in itself is imported."""
    pytester.makepyfile(
        """
        import sys

        def test_nothing_heavy():
            ours = {name for name in sys.modules if name.partition(".")[0] == "emulator"}
            names = {"emulator", "emulator.interfaces", "emulator.interfaces.pytest_plugin"}
            assert ours <= names
            assert not {"simpy", "pydantic", "yaml", "msgspec"} & set(sys.modules)
        """
    )
    plugin = () if _IS_INSTALLED else ("-p", "emulator.interfaces.pytest_plugin")

    pytester.runpytest_subprocess(*plugin, "-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_names_in_any_script(scenarios):
    """Files may be called as people call them."""
    result = scenarios("-k", "平常", **{"平常的一天": "held", "other": "broken"})

    result.assert_outcomes(passed=1, deselected=1)
