"""An assessment in words, and its slip."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.deeds import CardShown, Done, Entered, HintTaken, KeyedSecret, Left
from emulator.domain.numbers import NUMBERS
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.drills.assessment import Assessment, assess
from emulator.drills.critical import MISTAKES
from emulator.interfaces.drill_command import chosen
from emulator.interfaces.live.drill.certificate import certificate, write_certificate
from emulator.interfaces.live.drill.debrief import LEAST_WIDTH, debriefing
from emulator.interfaces.live.drill.debrief_words import event_words, key_words, wrapped
from emulator.reports.layout import cells
from emulator.reports.slip import BROAD, NARROW, layout, plain
from emulator.runner import Course, run

DRILL = chosen("paper-out-after-approval", "en")
NOON = datetime(2026, 3, 2, 12, 0)
SALE = (
    Entered("menu", "sale"),
    Entered("digits", "12850"),
    CardShown("customer", "chip"),
    KeyedSecret("pin", "ok"),
)


def played(*deeds: object) -> Assessment:
    """What is said about somebody who does these, twenty seconds apart."""
    course = Course(DRILL, attended=True)
    world, desk = course.bed.world, course.desk
    assert desk is not None
    todo: Iterator[object] = iter((*deeds, Left()))
    for until_us in course.stretches():
        while world.now_us >= 0 and not desk.has_left:
            world.run_until(world.now_us + 20_000_000)
            desk.hear(next(todo))  # type: ignore[arg-type]
        if until_us > world.now_us:
            world.run_until(until_us)
    events = course.judge().trace.events
    return assess(DRILL, events, run(DRILL).trace, is_exam=True, trainee="张三")


GOOD = played(*SALE, HintTaken("cashier.load_paper"), Done("cashier", "load_paper"),
              Entered("confirm"))  # fmt: skip
BAD = played(*SALE)


def said(found: Assessment, lang: str = "en", width: int = 76) -> str:
    """All of the debriefing."""
    return "\n".join(line.text for line in debriefing(found, DRILL, lang=lang, width=width))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [LEAST_WIDTH, 76, 116])
@pytest.mark.parametrize("found", [GOOD, BAD], ids=["good", "bad"])
def test_no_line_is_wider_than_asked(found: Assessment, width: int, lang: str) -> None:
    """Chinese characters count as two."""
    assert all(cells(row) <= width for row in said(found, lang, width).splitlines())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_section_is_there(lang: str) -> None:
    """Verdict, score, mistakes, timeline, consequence, money, handbook."""
    names = ("score", "mistakes", "timeline", "consequence", "money", "handbook")
    told = said(GOOD, lang)

    assert all(say(f"drill.section.{name}", lang) in told for name in names)
    assert told.startswith(say("drill.verdict.passed", lang))


def test_mistake_is_told_with_its_moment_and_amount() -> None:
    """A customer without a slip is a mistake of 128.50, when the till was left."""
    told = said(BAD)

    assert "FAILED" in told
    assert "128.50 was charged, and the customer left without a slip" in told


@pytest.mark.parametrize(("lang", "words"), [("zh", "但看不清"), ("en", "cannot be read")])
def test_a_blank_slip_is_told_as_blank(lang: str, words: str) -> None:
    """Nobody is told that a slip came out which nobody can read."""
    detail = {"slip": 1, "slip_kind": "sale", "copy": "merchant", "legible": False}
    blank = TraceEvent(1, 1, "printer", "slip_printed", detail)

    assert words in event_words(blank, lang)
    assert words not in event_words(msgspec.structs.replace(blank, detail={}), lang)


def test_hint_is_told_by_what_it_gave_away() -> None:
    """In the column of what the person did, and in the score."""
    told = said(GOOD)

    assert "took a hint: load" in told
    assert "with a hint" in told


def test_every_deed_and_mistake_has_its_words() -> None:
    """Nothing is told by its machine name, in either language."""
    names = [looks.__name__.lstrip("_") for looks in MISTAKES]

    for lang in ("zh", "en"):
        assert all(key_words(key, lang) != key for key in NUMBERS)
        assert all(say(f"drill.critical.{name}", lang, amount_fen=1) for name in names)


@given(st.text(alphabet="ab 中，文-", max_size=60), st.integers(2, 20))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int) -> None:
    """Every line fits, and all that is no blank is still there in its order."""
    lines = wrapped(text, width)

    assert all(cells(line) <= width for line in lines)
    assert text.replace(" ", "") == "".join(lines).replace(" ", "")


# The slip -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [NARROW, BROAD])
@pytest.mark.parametrize("found", [GOOD, BAD], ids=["good", "bad"])
def test_slip_fits_the_paper_and_is_marked(found: Assessment, columns: int, lang: str) -> None:
    """Everything on it is there, and nobody can take it for a voucher."""
    text = plain(layout(certificate(found, at=NOON, lang=lang), columns=columns))

    assert all(cells(row) <= columns for row in text.splitlines())
    assert "测试/TESTING" in text
    assert "张三" in text
    assert say(f"slip.verdict.{found.verdict}", lang) in text
    assert f"{say('slip.field.level', lang)}:{say(f'drill.level.{found.level}', lang)}" in text


def test_slip_of_a_long_name_is_cut() -> None:
    """A name that is longer than the paper does not run over its edge."""
    found = msgspec.structs.replace(GOOD, trainee="很长的名字" * 20, title_en="long " * 30)
    text = plain(layout(certificate(found, at=NOON, lang="en")))

    assert all(cells(row) <= NARROW for row in text.splitlines())


def test_slip_as_a_picture_and_as_text(tmp_path: Path) -> None:
    """The ending of the file says which."""
    slip = certificate(GOOD, at=NOON, lang="en")
    write_certificate(slip, tmp_path / "a" / "slip.png", "en")
    write_certificate(slip, tmp_path / "slip.txt", "en")

    assert b"\x89PNG" == (tmp_path / "a" / "slip.png").read_bytes()[:4]
    assert "PASSED" in (tmp_path / "slip.txt").read_text(encoding="utf-8")
