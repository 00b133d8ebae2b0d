"""The report of a run that did not hold."""

from emulator.domain.verdict import Truth, Verdict
from emulator.reports.layout import cells, plain


def test_first_line_is_the_verdict(charged_twice):
    """pytest's summary and JUnit show only the first line, so it must say everything."""
    first = charged_twice.report()[0]

    assert first.text.endswith("Card charged, no receipt, seed 7, at 00:00:31.400")
    assert "expect[1]" in first.text
    assert "fail" == first.role


def test_place_is_shown_with_a_caret_under_it(charged_twice):
    """The caret begins under the key and ends before the comment."""
    lines = [line.text for line in charged_twice.report()]
    at = lines.index("  --> scenarios/paper-out.yaml:4:5")

    assert "4 |   - never: {event: host.sale, more_than: 1}     # charged once" in lines[at + 1]
    assert "  |     " + "^" * 39 == lines[at + 2]


def test_caret_is_right_under_chinese(charged_twice):
    """Columns count characters, the caret counts cells."""
    story = charged_twice
    text = "title: 缺纸 never"
    span = type(story.scenario.expect[0].span)("scenarios/paper-out.yaml", 1, 11, 16)
    expect = type(story.scenario.expect[0])(mode="never", span=span)
    story.scenario = type(story.scenario)(
        name="x", file="scenarios/paper-out.yaml", source=text, expect=(expect,)
    )
    lines = [line.text for line in story.report()]
    caret = next(line for line in lines if "^" in line)

    assert cells("1 | title: 缺纸 ") == caret.index("^")
    assert 5 == caret.count("^")


def test_money_of_the_cardholder_runs_along(charged_twice):
    """Each posting shows the new balance and the change."""
    text = plain(charged_twice.report())

    assert "371.50  -128.50" in text
    assert "243.00  -128.50  <- here" in text


def test_events_after_the_evidence_are_not_shown(charged_twice):
    """What came later did not cause it."""

    assert "the run ended" not in plain(charged_twice.report())


def test_causes_begin_with_the_fault(charged_twice):
    """The chain starts where something was broken and leads to the evidence."""
    lines = [line.text for line in charged_twice.report()]
    why = next(n for n, line in enumerate(lines) if line.startswith("  why"))

    assert "fault: struck f1" in "".join(lines[why : why + 3])
    assert any(line.strip().startswith("-> 00:00:28.000 cashier: sale") for line in lines)


def test_handbook_and_command_come_last(charged_twice):
    """The reader ends at what to do and how to see it again."""
    *_, handbook, again = charged_twice.report()

    assert "  handbook  Load paper and reprint the last slip; never swipe again." == handbook.text
    assert "  again     posemu run -k paper-out --seed 7" == again.text


def test_chinese_report_is_chinese(charged_twice):
    """Labels, handbook and title come in the language asked for."""
    text = plain(charged_twice.report("zh"))

    assert "顾客已扣款但POS未出票（缺纸）" in text
    assert "切勿再次刷卡" in text
    assert "最近事件" in text


def test_further_failures_are_named_too(charged_twice):
    """A second broken check gets a line of its own."""
    more = Verdict(check="charged_once", truth=Truth.FAIL, message="nowhere")
    charged_twice.verdicts = (*charged_twice.verdicts, more)

    assert "also  charged_once: nowhere" in plain(charged_twice.report())


def test_waived_check_is_not_reported(charged_twice):
    """A check that the scenario waives spoils nothing."""
    waived = Verdict(check="paper_right", truth=Truth.FAIL, message="nowhere", waived="by design")
    charged_twice.verdicts = (*charged_twice.verdicts, waived)

    assert "paper_right" not in plain(charged_twice.report())


def test_crash_is_told_by_its_last_line(charged_twice):
    """A traceback belongs in a file; the report names the error only."""
    charged_twice.verdicts = ()
    report = charged_twice.report(crash="Traceback ...\n  File x\nValueError: no roll\n")

    assert report[0].text.startswith("a bug stopped the run: ValueError: no roll")
    assert "File x" not in plain(report)


def test_run_that_judged_nothing_says_so(charged_twice):
    """Nothing judged is not the same as everything held."""
    charged_twice.verdicts = ()

    assert charged_twice.report()[0].text.startswith("nothing in this run could be judged")


def test_report_without_trace_still_says_what_is_known(charged_twice):
    """A run too long to keep has no events to tell, but a verdict and a place."""
    charged_twice.trace.events.clear()
    text = plain(charged_twice.report())

    assert "--> scenarios/paper-out.yaml:4:5" in text
    assert "last events" not in text


def test_place_in_another_file_is_named_without_its_line(charged_twice):
    """The text of an included file is not at hand, but its place is."""
    scenario = charged_twice.scenario
    charged_twice.scenario = type(scenario)(
        name="x", file="other.yaml", source="x\n" * 9, expect=scenario.expect
    )
    lines = [line.text for line in charged_twice.report()]
    at = lines.index("  --> scenarios/paper-out.yaml:4:5")

    assert not lines[at + 1].startswith("4 |")
