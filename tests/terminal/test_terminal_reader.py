"""The card reader: what it reads, what its lamp shows, and how a terminal falls back."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.console import Input
from emulator.domain.settings import READ_BY
from emulator.kernel.lever import Lever, levers_of
from emulator.kernel.world import World
from emulator.terminal.reader import CardReader

CARD = Card(name="customer", pan=pan_from_mask("622202******0018"), pin=Secret("123456"))


def held(entry: str = "chip") -> Input:
    """A card that somebody holds to the terminal."""
    return Input(kind="card", card=CARD, entry=entry, purchase="p1")


@pytest.fixture
def world() -> World:
    return World(seed=1, start=datetime(2026, 3, 2, 10, 0))


@pytest.fixture
def reader(world: World) -> CardReader:
    return CardReader(world)


@pytest.fixture
def levers(world: World, reader: CardReader) -> dict[str, Lever]:
    return levers_of(world, "terminal", reader)


@pytest.mark.parametrize("entry", [*READ_BY, "keyed"])
def test_a_sound_reader_gives_the_card_as_it_is(reader: CardReader, entry: str) -> None:
    """The program hears the very input."""
    entered = held(entry)

    assert entered is reader.take(entered)


@pytest.mark.parametrize("entry", READ_BY)
def test_a_broken_reader_gives_no_card(
    reader: CardReader, levers: dict[str, Lever], entry: str
) -> None:
    """The program hears that there was one, how it was held, and nothing of it."""
    levers["terminal.reader_broken"].pull()

    assert Input(kind="card", entry=entry, purchase="p1") == reader.take(held(entry))


def test_a_number_keyed_by_hand_needs_no_reader(
    reader: CardReader, levers: dict[str, Lever]
) -> None:
    """Nothing is read."""
    levers["terminal.reader_broken"].pull()

    assert CARD == reader.take(held("keyed")).card


@pytest.mark.parametrize("broken", READ_BY)
def test_one_way_can_be_broken_alone(
    reader: CardReader, levers: dict[str, Lever], broken: str
) -> None:
    """The others read on."""
    levers["terminal.reader_broken"].pull(entry=broken)

    unread = [way for way in READ_BY if reader.take(held(way)).card is None]

    assert [broken] == unread


@given(st.integers(0, 1000))
def test_a_share_of_the_cards_is_not_read(share: int) -> None:
    """About as many as was said: never with 0, always with 1000."""
    world = World(seed=4, start=datetime(2026, 3, 2, 10, 0))
    reader = CardReader(world)
    levers_of(world, "terminal", reader)["terminal.reader_broken"].pull(share_per_mille=share)

    unread = sum(reader.take(held()).card is None for _ in range(500))

    assert abs(unread / 500 - share / 1000) < 0.12
    assert (0 < unread) or share < 20
    assert (unread < 500) or share > 980


def test_a_sound_reader_rolls_no_dice(world: World, reader: CardReader) -> None:
    """So that it shifts nobody's chance."""
    reader.take(held())

    assert world.random("reader").below(10**9) == World(
        seed=1, start=datetime(2026, 3, 2, 10, 0)
    ).random("reader").below(10**9)


# The lamp -------------------------------------------------------------------------------------


def test_the_lamp_shows_a_fault(reader: CardReader, levers: dict[str, Lever]) -> None:
    """Broken, and mended."""
    levers["terminal.reader_broken"].pull()
    broken = reader.seen
    levers["terminal.reader_broken"].release()

    assert ({"reader": "fault"}, {"reader": "ready"}) == (broken, reader.seen)


def test_a_reader_that_fails_now_and_then_passes_its_test(
    reader: CardReader, levers: dict[str, Lever]
) -> None:
    """Its lamp tells nothing."""
    levers["terminal.reader_broken"].pull(share_per_mille=999)

    assert {"reader": "ready"} == reader.seen


def test_without_power_the_lamp_is_dark(world: World) -> None:
    """Whatever else is the matter."""
    assert {"reader": "dark"} == CardReader(world, has_power=lambda: False).seen


# Firmware -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("firmware", "reads"), [("0199", False), ("0200", True), ("0300", True)])
def test_a_reader_older_than_the_program_needs_reads_nothing(
    world: World, firmware: str, reads: bool
) -> None:
    """The very version that is needed is new enough."""
    reader = CardReader(world, firmware=firmware)
    reader.oldest_firmware = "0200"

    assert reads == (reader.take(held()).card is not None)
    assert {"reader": "ready"} == reader.seen


def test_an_old_reader_that_was_put_in(reader: CardReader, levers: dict[str, Lever]) -> None:
    """Reads nothing until it is gone."""
    reader.oldest_firmware = "0200"
    levers["terminal.reader_outdated"].pull()
    fitted = reader.fits
    levers["terminal.reader_outdated"].release()

    assert (False, True) == (fitted, reader.fits)
    assert "0200" == reader.firmware


def test_a_new_reader_fits(world: World) -> None:
    """And replacing one that fits gains nothing."""
    reader = CardReader(world, firmware="0100")
    reader.oldest_firmware = "0200"

    assert (True, False) == (reader.replace(), reader.replace())
    assert reader.fits


def test_firmware_is_never_put_back(reader: CardReader) -> None:
    """An older one than it has is not loaded."""
    reader.load_firmware("0100")

    assert "0200" == reader.firmware


# How a terminal falls back --------------------------------------------------------------------


def unread(entry: str) -> Input:
    """What the program hears of a card that was not read."""
    return Input(kind="card", entry=entry, purchase="p1")


def test_a_chip_that_is_not_read_is_swiped(bench: Any, keys: Any) -> None:
    """The terminal asks for it, and the sale goes on."""
    bench.errand(
        "sale",
        enter_amount=keys.digits(128_50),
        present_card=[unread("chip"), held("swipe")],
    )

    bench.run()

    asked = [one.get("entry", "") for one in bench.shown("present_card")]
    assert ["", "swipe"] == asked
    assert [{"transaction": "sale", "entry": "chip", "next": "swipe"}] == bench.shown("card_unread")
    assert "approved" in bench.screens()


def test_when_no_way_is_left_the_sale_ends(bench: Any, keys: Any) -> None:
    """Each way was asked for once, and nothing was sent."""
    bench.errand(
        "sale",
        enter_amount=keys.digits(128_50),
        present_card=[unread("chip"), unread("swipe"), unread("contactless")],
    )

    bench.run()

    assert ["swipe", "contactless", None] == [one.get("next") for one in bench.shown("card_unread")]
    assert "idle" == bench.screens()[-1]
    assert [] == bench.sent()


def test_a_way_that_was_tried_unasked_is_not_asked_for_again(bench: Any, keys: Any) -> None:
    """The person held it otherwise than the terminal wanted."""
    bench.errand(
        "sale",
        enter_amount=keys.digits(128_50),
        present_card=[unread("chip"), unread("contactless"), unread("contactless")],
    )

    bench.run()

    assert ["swipe", None] == [one.get("next") for one in bench.shown("card_unread")]


def test_cancel_ends_the_fallback(bench: Any, keys: Any) -> None:
    """As it ends any question."""
    bench.errand(
        "sale", enter_amount=keys.digits(128_50), present_card=[unread("chip"), keys.cancel]
    )

    bench.run()

    assert [{"transaction": "sale"}] == bench.shown("cancelled")


def test_an_unread_card_at_the_idle_screen_begins_nothing(bench: Any) -> None:
    """The terminal says so and is idle again."""
    bench.errand(unread("swipe"))

    bench.run(20)

    assert [{"transaction": "sale", "entry": "swipe"}] == bench.shown("card_unread")
    assert "enter_amount" not in bench.screens()
