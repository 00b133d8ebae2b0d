"""
The report of a run that did not hold: verdict, place, causes, last events, and what to do.

The same text goes to the terminal, into JUnit files, to pytest and into a job's summary.
"""

from collections.abc import Iterator, Sequence

from emulator.domain.plan import Scenario, Span
from emulator.domain.problem import without_secrets
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict
from emulator.reports import story, timeline
from emulator.reports.layout import Line, cells, one_line, pad
from emulator.reports.outcome import Broken, title_of
from emulator.reports.words import clock


def failure_report(
    scenario: Scenario,
    events: Sequence[TraceEvent],
    verdicts: Sequence[Verdict],
    broken: Sequence[Broken],
    *,
    seed: int,
    lang: str,
    again: str,
    crash: str = "",
) -> tuple[Line, ...]:
    """
    Write the report.

    Args:
        scenario: What was run.
        events: The trace; empty if it was not kept, which leaves out what is told from it.
        verdicts: Of all checks.
        broken: Those that did not hold, worst first; empty if the run crashed or judged nothing.
        seed: Of this run.
        lang: zh or en.
        again: The command that shows it again.
        crash: Traceback; only its last line is shown here.

    Returns:
        Lines; the first is the verdict in one sentence.
    """
    proof = _proof(verdicts, broken)
    seen = {event.seq: event for event in events}
    point = seen.get(proof[0]) if proof else None
    lines = [_headline(scenario, broken, point, seed=seed, lang=lang, crash=crash)]
    for n, item in enumerate(broken):
        if n:
            lines += [Line(""), Line(f"{say('report.also', lang)}  {item.sentence}", "fail")]
        lines += _quote(scenario, item.span)
    until_seq = _last_proof(verdicts, broken, default=events[-1].seq if events else -1)
    lines += _why(events, lang, until_seq=until_seq, proof=proof)
    lines += _last_events(scenario, events, lang, until_seq=until_seq, proof=proof, point=point)
    lines += _advice(scenario, lang, again=again)
    return tuple(Line(one_line(line.text), line.role) for line in lines)


def _proof(verdicts: Sequence[Verdict], broken: Sequence[Broken]) -> tuple[int, ...]:
    worst = broken[0].check if broken else None
    return next((v.evidence for v in verdicts if v.check == worst and v.evidence), ())


def _last_proof(verdicts: Sequence[Verdict], broken: Sequence[Broken], *, default: int) -> int:
    """The latest event that any broken check points at: the story is told up to there."""
    names = {item.check for item in broken}
    proofs = [seq for v in verdicts if v.check in names for seq in v.evidence]
    return max(proofs, default=default)


def _headline(
    scenario: Scenario,
    broken: Sequence[Broken],
    point: TraceEvent | None,
    *,
    seed: int,
    lang: str,
    crash: str,
) -> Line:
    if crash:
        last = one_line(crash.strip().splitlines()[-1])
        sentence, truth = say("report.crashed", lang, error=last), Truth.INCONCLUSIVE
    elif broken:
        sentence, truth = broken[0].sentence, broken[0].truth
    else:
        sentence, truth = say("report.nothing_judged", lang), Truth.INCONCLUSIVE
    values = {"sentence": sentence, "title": title_of(scenario, lang), "seed": seed}
    if point is None:
        return Line(say("report.headline", lang, **values), truth.word)
    at = clock(point.at_us)
    return Line(say("report.headline_at", lang, at=at, **values), truth.word)


def _quote(scenario: Scenario, span: Span) -> Iterator[Line]:
    """Show a place in the scenario file with the caret under it."""
    if not span.line:
        return
    yield Line("")
    yield Line(f"  --> {span.file}:{span.line}:{span.column}", "place")
    source = scenario.source.splitlines()
    if span.file != scenario.file or span.line > len(source):
        return
    text = one_line(without_secrets(source[span.line - 1].replace("\t", " ")))
    number = str(span.line)
    before = text[: span.column - 1]
    marked = text[span.column - 1 : max(span.end_column - 1, span.column)].split("  #")[0].rstrip()
    yield Line(f"{number} | {text}")
    yield Line(f"{' ' * len(number)} | {' ' * cells(before)}{'^' * max(cells(marked), 1)}", "caret")


def _why(
    events: Sequence[TraceEvent], lang: str, *, until_seq: int, proof: Sequence[int]
) -> Iterator[Line]:
    sentences = story.told(events, lang, until_seq=until_seq, evidence=proof)
    yield from _labelled(say("report.why", lang), sentences)


def _last_events(
    scenario: Scenario,
    events: Sequence[TraceEvent],
    lang: str,
    *,
    until_seq: int,
    proof: Sequence[int],
    point: TraceEvent | None,
) -> Iterator[Line]:
    account = next(iter(scenario.given.cardholders), None)
    holder = account.card.name if account else "customer"
    opening_fen = account.balance_fen if account else None
    told = timeline.rows(events, timeline.Account(holder, opening_fen))
    here = point.seq if point else -1
    shown = timeline.around(told, point_seq=here, until_seq=until_seq, keep=proof)
    table = timeline.table(shown, lang, holder=holder, here=here)
    if table:
        yield Line("")
        yield Line(f"  {say('report.last_events', lang)}", "label")
        for line in table:
            yield Line(f"  {line.text}", line.role)


def _advice(scenario: Scenario, lang: str, *, again: str) -> Iterator[Line]:
    first, second = scenario.handbook, scenario.handbook_en
    handbook = (second or first) if lang == "en" else (first or second)
    labels = [say("report.handbook", lang), say("report.again", lang)]
    width = max(cells(label) for label in labels)
    yield Line("")
    if handbook:
        yield Line(f"  {pad(labels[0], width)}  {one_line(' '.join(handbook.split()))}")
    yield Line(f"  {pad(labels[1], width)}  {again}")


def _labelled(label: str, sentences: Sequence[str]) -> Iterator[Line]:
    if sentences:
        yield Line("")
    for n, sentence in enumerate(sentences):
        yield Line(f"  {label if n == 0 else ' ' * cells(label)}  {sentence}")
