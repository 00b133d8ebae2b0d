"""No card number, track, PIN or password readable in the recording."""

import pytest
from shop_trace import MERCHANT, ShopTrace, offence_of, truth_of, verdict_of

from emulator.checks.nothing_in_clear import BLOCKS_LOOKED_AT, ONE_IN, NothingInClear
from emulator.domain.card import check_digit, pan_from_mask
from emulator.domain.trace import TraceEvent, encode_events
from emulator.domain.verdict import Truth

PAN = pan_from_mask("622202******0018").clear()


def test_masked_numbers_pass():
    """What the bench writes down is masked."""
    assert Truth.PASS is truth_of(NothingInClear, ShopTrace().sale().ended())


@pytest.mark.parametrize("text", [PAN, f"card:{PAN}", f"{PAN}=3012", f"a, {PAN}, b", f'x"y {PAN}'])
def test_a_card_number_anywhere_in_a_text_fails(text):
    """On its own, in a sentence, as a track, behind a quotation mark."""
    assert "card" == offence_of(NothingInClear, ShopTrace().note("x", "said", text=text).ended())


def test_a_card_number_in_an_inside_event_fails_too():
    """What a program says of itself ends up in somebody's log."""
    shop = ShopTrace().note("terminal", "crashed", inside=True, error=PAN)

    assert "card" == offence_of(NothingInClear, shop.ended())


@pytest.mark.parametrize(("length", "truth"), [(12, Truth.PASS), (13, Truth.FAIL)])
def test_a_card_number_has_thirteen_digits_at_least(length, truth):
    """ISO/IEC 7812-1 numbers of payment cards are 13 to 19 digits long."""
    assert truth is truth_of(
        NothingInClear, ShopTrace().note("x", "said", text=_pan(length)).ended()
    )


@pytest.mark.parametrize(("length", "truth"), [(19, Truth.FAIL), (20, Truth.PASS)])
def test_a_card_number_has_nineteen_digits_at_most(length, truth):
    """A longer run is no card number."""
    assert truth is truth_of(
        NothingInClear, ShopTrace().note("x", "said", text=_pan(length)).ended()
    )


def test_a_number_with_a_wrong_check_digit_is_no_card():
    """References and the like are long, too."""
    wrong = PAN[:-1] + str((int(PAN[-1]) + 1) % 10)

    assert Truth.PASS is truth_of(NothingInClear, ShopTrace().note("x", "said", text=wrong).ended())


def test_the_merchants_number_is_no_card():
    """Even one that passes the Luhn test."""
    merchant = MERCHANT[:-1] + check_digit(MERCHANT[:-1])
    shop = ShopTrace().note("x", "said", merchant=merchant).note("x", "said", text=merchant)

    assert Truth.PASS is truth_of(NothingInClear, shop.ended())


def test_a_moment_years_into_a_run_is_no_card():
    """Times are numbers, not texts."""
    at_us = int(PAN)
    events = [TraceEvent(0, at_us, "x", "said", {"amount_fen": at_us})]

    assert Truth.PASS is truth_of(NothingInClear, events)


@pytest.mark.parametrize("key", ["pin", "track", "track2", "password"])
def test_a_secret_with_content_fails(key):
    """Secrets have no place in a record, whatever they look like."""
    assert "secret" == offence_of(
        NothingInClear, ShopTrace().note("x", "said", **{key: "1"}).ended()
    )


@pytest.mark.parametrize("value", ["", "****"])
def test_an_empty_or_starred_secret_passes(value):
    """Only content is a leak."""
    assert Truth.PASS is truth_of(NothingInClear, ShopTrace().note("x", "said", pin=value).ended())


@pytest.mark.parametrize(
    ("screen", "input", "truth"),
    [
        ("enter_pin", "pin", Truth.FAIL),
        ("supervisor_password", "digits", Truth.FAIL),
        ("enter_password", "digits", Truth.FAIL),
        ("enter_amount", "digits", Truth.PASS),
    ],
)
def test_keyed_secrets_are_not_written_down(screen, input, truth):
    """An amount may be, a PIN or a password may not."""
    shop = ShopTrace().screen(screen).note("console", "pressed", input=input, text="123456")

    assert truth is truth_of(NothingInClear, shop.ended())


@pytest.mark.parametrize(("main", "backup", "truth"), [
    ("enter_pin", "enter_amount", Truth.PASS),
    ("enter_amount", "enter_pin", Truth.FAIL),
])  # fmt: skip
def test_what_is_keyed_at_the_backup_answers_the_backups_screen(main, backup, truth):
    """Whatever the first terminal asks for meanwhile."""
    shop = ShopTrace().screen(main).note("console", "displayed", screen=backup, backup=True)
    shop.note("console", "pressed", input="digits", text="123456", backup=True)

    assert truth is truth_of(NothingInClear, shop.ended())


def test_how_the_lines_are_cut_makes_no_difference():
    """A tap gives blocks of whole lines of any size."""
    events = ShopTrace().sale().note("x", "said", text=PAN).sale("000002").ended()
    for size in (1, 7, 1000):
        check = NothingInClear()
        for at in range(0, len(events), size):
            check.tap(encode_events(events[at : at + size]))
        verdict = check.conclude(0)

        assert (1, verdict_of(NothingInClear, events).evidence) == (
            verdict.offences,
            verdict.evidence,
        )


@pytest.mark.parametrize(
    ("blocks", "looked_at"),
    [
        (1, 1),
        (BLOCKS_LOOKED_AT, BLOCKS_LOOKED_AT),
        (BLOCKS_LOOKED_AT + 8 * ONE_IN, BLOCKS_LOOKED_AT + 8),
    ],
)
def test_the_verdict_of_a_long_run_says_how_much_was_looked_at(blocks, looked_at):
    """Of a run of many blocks only a part is searched for secrets' names, and it says so."""
    check = NothingInClear()
    lines = encode_events(ShopTrace().sale().ended())
    for _ in range(blocks):
        check.tap(lines)

    assert {"judged": blocks, "judged_for_secrets": looked_at} == check.conclude(0).values


def test_a_card_number_is_found_however_long_the_run_is():
    """Every line is searched for card numbers, in every block."""
    check = NothingInClear()
    lines = encode_events(ShopTrace().sale().ended())
    for _ in range(BLOCKS_LOOKED_AT + 1):
        check.tap(lines)
    check.tap(encode_events(ShopTrace().note("x", "said", text=PAN).ended()))

    assert Truth.FAIL is check.conclude(0).truth


def test_an_empty_recording_is_nothing_to_judge():
    """Not a line was seen."""
    assert not verdict_of(NothingInClear, []).applied


def _pan(length: int) -> str:
    body = ("622202" + "0" * 20)[: length - 1]
    return body + check_digit(body)
