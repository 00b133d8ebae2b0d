"""What the camera on the paper makes of strips."""

from datetime import datetime
from typing import Any

import pytest

from emulator.domain.paper import Line, Piece, Strip, Text
from emulator.domain.receipt import PrintJob, Receipt
from emulator.kernel.world import World
from emulator.printer.camera import Camera, Expected
from emulator.printer.timeline import Timeline

WORDS = ["one", "two", "three"]
RECEIPT = Receipt(kind="sale", copy="merchant", values={"stan": "000001"}, lines=26)


def piece(words: str, *, dots: int = 32, blank: bool = False) -> Piece:
    return Piece(Line(32, (Text(0, words),) if words else ()), dots, blank)


def strip(*pieces: Piece, end: str = "fed") -> Strip:
    return Strip(1, pieces, end=end)


class Watched:
    """A camera that was told of one job whose bytes begin behind the hundredth."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 3, 2))
        self.camera = Camera(Timeline(self.world))
        self.camera.is_told = True
        self.expected = Expected(
            job=PrintJob(1, RECEIPT), texts=lambda: list(WORDS), takes_us=5, begins_at=100
        )
        self.camera.expect(self.expected)

    @property
    def noted(self) -> list[tuple[str, dict[str, Any]]]:
        self.world.finish()
        return [(event.kind, event.detail) for event in self.world.trace]


@pytest.fixture
def watched() -> Watched:
    return Watched()


ALL = tuple(map(piece, WORDS))


@pytest.mark.parametrize(
    ("paper", "kind", "legible"),
    [
        (strip(*ALL), "slip_printed", True),
        (strip(piece(""), *ALL, piece("")), "slip_printed", True),
        (strip(*ALL, end="cleared"), "slip_printed", True),
        (strip(*ALL[:2], piece("thr#e")), "slip_printed", False),
        (strip(*ALL[:2]), "slip_printed", False),
        (strip(*ALL[:2], piece("three", blank=True)), "slip_printed", False),
        (strip(*ALL[:2], end="cleared"), "slip_torn", None),
        (strip(*ALL[:2], piece("three", dots=31), end="power"), "slip_torn", None),
    ],
)
def test_a_strip_is_judged_by_its_words(
    watched: Watched, paper: Strip, kind: str, legible: bool | None
) -> None:
    """Whole if all words are there, legible if they are right and black, torn if it ended short."""
    watched.camera.began(1, 110)
    watched.camera.ended(paper)
    last_kind, detail = watched.noted[-1]

    assert (kind, legible) == (last_kind, detail.get("legible"))


def test_words_are_read_from_left_to_right(watched: Watched) -> None:
    """In whatever order they were put on the line."""
    line = Line(32, (Text(60, "ne"), Text(0, "o")))
    watched.camera.began(1, 110)
    watched.camera.ended(strip(Piece(line, 32), *ALL[1:]))

    assert watched.noted[-1][1]["legible"]


@pytest.mark.parametrize(("executed", "is_seen"), [(100, False), (101, True)])
def test_paper_before_a_slips_first_byte_is_not_of_it(
    watched: Watched, executed: int, is_seen: bool
) -> None:
    """The printer has executed bytes of the slip when its paper moves."""
    assert is_seen == watched.camera.began(1, executed)
    assert is_seen == bool(watched.noted)


def test_paper_behind_a_whole_slip_is_nobodys(watched: Watched) -> None:
    """As the feed button makes it."""
    watched.camera.began(1, 110)
    watched.camera.ended(strip(*ALL))

    assert not watched.camera.began(2, 500)


@pytest.mark.parametrize(
    ("why", "end", "reason"), [("jam", "cleared", "jam"), ("", "power", "power")]
)
def test_the_reason_is_what_stopped_it(watched: Watched, why: str, end: str, reason: str) -> None:
    """Else how it ended."""
    watched.camera.began(1, 110)
    watched.camera.stopped(why)
    watched.camera.ended(strip(*ALL[:1], end=end))

    assert ("slip_torn", reason, 4) == (
        watched.noted[-1][0],
        watched.noted[-1][1]["reason"],
        watched.noted[-1][1]["printed_mm"],
    )


def test_a_slip_of_which_nothing_came_out_is_torn_too(watched: Watched) -> None:
    """What has begun must end."""
    watched.camera.began(1, 110)
    watched.camera.stopped("jam")
    watched.camera.vanished()

    assert ["slip_started", "slip_torn"] == [kind for kind, _ in watched.noted]
    assert 0 == watched.noted[-1][1]["printed_mm"]


def test_a_printer_by_itself_has_slips_without_jobs() -> None:
    """Number and cut are all that can be said."""
    world = World(seed=0, start=datetime(2026, 3, 2))
    camera = Camera(Timeline(world))
    camera.began(7, 0)
    camera.ended(strip(*ALL, end="cut"))
    world.finish()

    assert [{"slip": 7}, {"slip": 7, "legible": True, "cut": True}] == [
        event.detail for event in world.trace
    ]
