"""Runs that a person attends, without anybody: deeds at their moments, as fast as it goes."""

from collections.abc import Iterable
from functools import partial

from emulator.clock.replayed import ReplayedClock
from emulator.domain.deeds import CardShown, CustomerCame, Deed, Entered, KeyedSecret, Left
from emulator.domain.moments import SECOND
from emulator.domain.plan import Scenario
from emulator.known import shop_words
from emulator.reports.jsonl import End, Header, line
from emulator.runner import Course, Result
from emulator.scenario.reader import read_text

FILE = "shop.yaml"
SHOP = """\
scenario: v1
title: 一家店
title_en: A shop
given:
  card: {pin: yes}
"""

Deeds = Iterable[tuple[float, Deed]]
"""Seconds since the story began, and what was done."""


def scenario(text: str = SHOP) -> Scenario:
    """The scenario that is played."""
    (read,) = read_text(text, file=FILE, **shop_words())
    return read


def play(deeds: Deeds, text: str = SHOP, *, seed: int = 1) -> tuple[Result, bytes]:
    """What came of it, and the lines of its trace."""
    lines: list[bytes] = []
    course = Course(scenario(text), seed=seed, attended=True, tap=lines.append)
    desk = course.desk
    assert desk is not None
    arrivals = [(round(at_s * SECOND), partial(desk.hear, deed)) for at_s, deed in deeds]
    return course.play(ReplayedClock(arrivals)), b"".join(lines)


def header(text: str = SHOP, *, seed: int = 1, outside: tuple[str, ...] = ("desk",)) -> bytes:
    """The first line of a recording."""
    return line(
        Header(
            scenario="shop",
            seed=seed,
            emulator="0",
            file=FILE,
            files={FILE: text},
            outside=outside,
        )
    )


def recording(deeds: Deeds, text: str = SHOP, *, seed: int = 1) -> bytes:
    """A whole recording."""
    result, lines = play(deeds, text, seed=seed)
    end = End(
        scenario="shop",
        seed=seed,
        verdict=result.truth.word,
        events=lines.count(b"\n"),
        end_us=result.end_us,
        digest=result.digest,
    )
    return header(text, seed=seed) + lines + line(end)


def sale(at_s: float, amount_fen: int = 12_850, *, holder: str = "customer") -> list:
    """Somebody comes to pay, and the person takes the card as one does."""
    return [
        (at_s, CustomerCame(amount_fen=amount_fen, holder=holder)),
        (at_s + 2, Entered("menu", "sale")),
        (at_s + 4, Entered("digits", str(amount_fen))),
        (at_s + 7, CardShown(holder, "chip")),
        (at_s + 10, KeyedSecret("pin", "ok")),
    ]


def leaving(at_s: float) -> list:
    """The person goes home."""
    return [(at_s, Left())]
