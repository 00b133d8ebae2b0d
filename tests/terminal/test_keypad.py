"""The keypad: keys become whole inputs, and nothing secret is ever shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain import menus
from emulator.domain.card import Secret
from emulator.domain.console import NOTHING_TYPED, Screen, Typed
from emulator.domain.event_table import SCREENS
from emulator.domain.prompts import LONGEST, PIN, SECRETS
from emulator.terminal.keypad import KEYS, Keyed, Keypad

KINDS = [(screen, "pin" if screen == PIN else "password") for screen in sorted(SECRETS)]
"""Screens that ask for a secret, to what they ask for."""


def at(screen: str) -> Keypad:
    """A keypad below a screen."""
    keypad = Keypad()
    keypad.show(Screen(screen))
    return keypad


def press(keypad: Keypad, *keys: str) -> Keyed | None:
    """Press keys one after the other; what the last one came to."""
    keyed = None
    for key in keys:
        keyed = keypad.press(key)
    return keyed


# Menus ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", sorted(menus.OPENS_AT))
@pytest.mark.parametrize("function", sorted(set(menus.paths()) - {menus.TRAINING}))
def test_the_keys_of_a_path_begin_its_function(screen: str, function: str) -> None:
    """From every screen at which something can be begun, without opening the main menu first."""
    keypad = at(screen)
    path = menus.paths()[function]

    assert all(keypad.press(key) is None for key in path[:-1])
    assert Keyed(kind="menu", text=function) == keypad.press(path[-1])
    assert NOTHING_TYPED == keypad.typed


@pytest.mark.parametrize("function", sorted(set(menus.paths()) - {menus.TRAINING}))
def test_the_same_by_way_of_the_main_menu(function: str) -> None:
    """The key 功能 opens it."""
    assert Keyed(kind="menu", text=function) == press(at("idle"), "menu", *menus.paths()[function])


def test_training_is_not_for_the_program() -> None:
    """Whoever runs the session carries it out."""
    assert Keyed(kind="training") == press(at("idle"), *menus.paths()["training"])


def test_what_is_open_can_be_seen() -> None:
    """By the keys that led there."""
    keypad = at("idle")
    seen = [keypad.typed.menu]
    for key in ("menu", "7", "cancel", "cancel"):
        keypad.press(key)
        seen.append(keypad.typed.menu)

    assert [None, (), ("7",), (), None] == seen


def test_cancel_leaves_the_menu_before_it_cancels_anything() -> None:
    """Level by level; the program hears of the last one only."""
    keypad = at("idle")

    keyed = [keypad.press(key) for key in ("7", "cancel", "cancel", "cancel")]

    assert [None, None, None, Keyed(kind="cancel")] == keyed


def test_a_menu_that_is_too_long_is_turned() -> None:
    """Down and up, and not beyond its ends."""
    keypad = at("idle")
    keypad.press("7")
    pages = []
    for key in ("up", "down", "down", "down", "up"):
        keypad.press(key)
        pages.append((keypad.typed.page, keypad.refused))

    assert [(0, True), (1, False), (2, False), (2, True), (1, False)] == pages


def test_an_item_of_another_page_can_be_chosen() -> None:
    """Whoever knows the number need not turn."""
    assert Keyed(kind="menu", text="version") == press(at("idle"), "7", "8")


@pytest.mark.parametrize("key", ["0", "9", "00", "*", "#", "confirm", "clear"])
def test_a_key_that_is_not_on_the_menu(key: str) -> None:
    """Is refused; the menu stays."""
    keypad = at("idle")
    keypad.press("menu")

    assert keypad.press(key) is None
    assert keypad.refused
    assert () == keypad.typed.menu


def test_a_menu_stays_open_when_the_idle_screen_is_shown_anew() -> None:
    """It does not close under somebody's fingers."""
    keypad = at("idle")
    keypad.press("7")
    keypad.show(Screen("idle", {"unprinted": "000002"}))

    assert ("7",) == keypad.typed.menu


@pytest.mark.parametrize("screen", [Screen("reversing"), Screen("enter_amount"), None])
def test_a_menu_closes_when_something_else_is_shown(screen: Screen | None) -> None:
    """The terminal has begun to do something, or is dark."""
    keypad = at("idle")
    keypad.press("7")
    keypad.show(screen)

    assert keypad.typed.menu is None


@pytest.mark.parametrize("screen", sorted(set(SCREENS) - menus.OPENS_AT))
def test_no_menu_opens_elsewhere(screen: str) -> None:
    """The program would not take a choice while it asks or works."""
    keypad = at(screen)

    assert keypad.press("menu") is None
    assert keypad.refused
    assert keypad.typed.menu is None


def test_confirm_signs_in() -> None:
    """As the display says."""
    assert Keyed(kind="menu", text="sign_in") == press(at("sign_in_required"), "confirm")


# Digits ---------------------------------------------------------------------------------------


def test_an_amount_is_keyed_in_fen() -> None:
    """12850 is 128.50; noughts in front are nothing."""
    keypad = at("enter_amount")
    press(keypad, "0", "00", *"1285", "0")

    assert "12850" == keypad.typed.digits
    assert Keyed(kind="digits", text="12850") == keypad.press("confirm")
    assert "" == keypad.typed.digits


def test_the_key_of_two_noughts() -> None:
    """For round amounts."""
    assert Keyed(kind="digits", text="1200") == press(at("enter_amount"), *"12", "00", "confirm")


def test_clear_takes_back_one_digit() -> None:
    """And is refused when none is left."""
    keypad = at("enter_amount")
    press(keypad, *"12", "clear")
    assert "1" == keypad.typed.digits

    press(keypad, "clear", "clear")

    assert keypad.refused


@pytest.mark.parametrize(("screen", "longest"), LONGEST.items())
def test_no_more_digits_than_a_field_has(screen: str, longest: int) -> None:
    """The last that fits is taken, the next is refused."""
    keypad = at(screen)
    press(keypad, *"1" * longest)
    assert not keypad.refused

    keypad.press("1")

    assert keypad.refused
    assert Keyed(kind="digits", text="1" * longest) == keypad.press("confirm")


def test_two_noughts_need_two_places() -> None:
    """Half a key is not taken."""
    keypad = at("enter_date")
    press(keypad, *"123", "00")

    assert keypad.refused
    assert "123" == keypad.typed.digits


def test_noughts_in_front_count_elsewhere() -> None:
    """A STAN is not a number."""
    assert Keyed(kind="digits", text="000002") == press(
        at("enter_original"), "00", "00", "0", "2", "confirm"
    )


@pytest.mark.parametrize("screen", sorted(LONGEST))
def test_a_bare_confirm_is_one(screen: str) -> None:
    """The program decides what it means."""
    assert Keyed(kind="confirm") == press(at(screen), "confirm")


@pytest.mark.parametrize("screen", sorted(set(SCREENS) - menus.OPENS_AT - set(LONGEST) - SECRETS))
def test_digits_are_refused_where_none_are_asked_for(screen: str) -> None:
    """They would be lost on the program."""
    keypad = at(screen)

    assert keypad.press("5") is None
    assert keypad.refused
    assert "" == keypad.typed.digits


def test_a_new_screen_takes_what_was_half_keyed() -> None:
    """It was meant for the other one."""
    keypad = at("enter_amount")
    keypad.press("5")
    keypad.show(Screen("enter_date"))

    assert NOTHING_TYPED == keypad.typed


# Secrets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", sorted(SECRETS))
def test_of_a_secret_only_stars_are_seen(screen: str) -> None:
    """As many as digits were keyed."""
    keypad = at(screen)
    press(keypad, *"9876")

    assert Typed(digits="****") == keypad.typed


@pytest.mark.parametrize(("screen", "kind"), KINDS)
def test_a_secret_is_handed_on_unread(screen: str, kind: str) -> None:
    """It can be compared and never shown."""
    keyed = press(at(screen), *"9876", "confirm")

    assert keyed is not None
    assert (kind, "") == (keyed.kind, keyed.text)
    assert Secret("9876").matches(keyed.secret)
    assert "9876" not in repr(keyed)


@pytest.mark.parametrize(("screen", "kind"), KINDS)
def test_a_bare_confirm_is_no_secret(screen: str, kind: str) -> None:
    """A card without a PIN is paid with so."""
    keyed = press(at(screen), "confirm")

    assert keyed is not None
    assert (kind, None) == (keyed.kind, keyed.secret)


@pytest.mark.parametrize(("digits", "is_taken"), [(1, False), (3, False), (4, True), (12, True)])
def test_a_pin_has_four_digits_or_more(digits: int, is_taken: bool) -> None:
    """Fewer are refused and stay to be completed."""
    keypad = at("enter_pin")

    keyed = press(keypad, *"1" * digits, "confirm")

    assert is_taken == (keyed is not None)
    assert is_taken != keypad.refused
    assert ("" if is_taken else "*" * digits) == keypad.typed.digits


@pytest.mark.parametrize(("screen", "longest"), [("enter_pin", 12), ("enter_password", 8)])
def test_a_secret_ends_somewhere(screen: str, longest: int) -> None:
    """The next digit is refused."""
    keypad = at(screen)
    press(keypad, *"1" * longest)
    assert not keypad.refused

    keypad.press("1")

    assert keypad.refused


# Other keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [*SCREENS, "somebody_elses"])
def test_cancel_is_always_heard(screen: str) -> None:
    """Whatever was half keyed."""
    keypad = at(screen)
    if screen not in menus.OPENS_AT:
        keypad.press("5")

    assert Keyed(kind="cancel") == keypad.press("cancel")
    assert NOTHING_TYPED == keypad.typed


def test_only_a_card_answers_the_request_for_one() -> None:
    """A bare confirm would be taken for giving up."""
    keypad = at("present_card")

    assert keypad.press("confirm") is None
    assert keypad.refused


def test_paper_can_be_fed_in_the_middle_of_an_amount() -> None:
    """What is half keyed stays."""
    keypad = at("enter_amount")
    keypad.press("5")

    assert Keyed(kind="feed") == keypad.press("feed")
    assert "5" == keypad.typed.digits


@pytest.mark.parametrize("key", KEYS)
def test_a_dark_terminal_takes_no_key(key: str) -> None:
    """And does not beep."""
    keypad = at("idle")
    keypad.show(None)

    assert keypad.press(key) is None
    assert not keypad.refused


def test_a_screen_of_somebody_elses_program() -> None:
    """Takes digits, the bare keys and the menu."""
    keypad = at("somebody_elses")

    assert Keyed(kind="digits", text="42") == press(keypad, *"42", "confirm")
    assert Keyed(kind="confirm") == press(keypad, "confirm")
    assert Keyed(kind="menu", text="sale") == press(keypad, "menu", "1")


@given(
    st.lists(
        st.one_of(
            st.sampled_from(KEYS),
            st.sampled_from(sorted(SCREENS)).map(Screen),
            st.text(max_size=5).map(Screen),
            st.none(),
        )
    )
)
def test_no_keys_bring_it_out_of_step(events: list[str | Screen | None]) -> None:
    """What it gives is whole, what it shows is no secret, and no field overflows."""
    keypad, screen = Keypad(), ""
    for event in events:
        if not isinstance(event, str):
            keypad.show(event)
            screen = "" if event is None else event.id
            continue
        keyed = keypad.press(event)
        assert len(keypad.typed.digits) <= 12
        assert screen not in SECRETS or set(keypad.typed.digits) <= {"*"}
        assert keyed is None or not keypad.refused
        if keyed is not None and keyed.kind != "feed":
            assert NOTHING_TYPED == keypad.typed
        if keyed is not None and keyed.kind == "menu":
            assert keyed.text in menus.paths()
