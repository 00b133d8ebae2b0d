"""The messages: both languages, the same placeholders, screens that fit the display."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.errors import UsageError
from emulator.domain.moments import MINUTE, MS, SECOND, parse_duration
from emulator.domain.problem import cell_width
from emulator.domain.texts import choose_language, has, ids, pattern, say, spoken_duration

LCD_CELLS, LCD_LINES = 16, 4

ALL = ids()
SCREENS = [id for id in ALL if id.startswith("lcd.")]


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("id", ALL)
def test_a_sentence_exists_in_both_languages(id: str) -> None:
    """Nobody meets a hole where a sentence should be."""
    assert pattern(id, "zh").strip()
    assert pattern(id, "en").strip()


@pytest.mark.parametrize("id", ALL)
def test_both_languages_name_the_same_values(id: str) -> None:
    """A value that one language shows is not missing in the other."""
    assert placeholders(pattern(id, "zh")) == placeholders(pattern(id, "en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("id", SCREENS)
def test_a_screen_fits_the_display(id: str, lang: str) -> None:
    """At most four lines of sixteen cells, with the longest usual values."""
    usual = {"amount_fen": 128_50, "stan": "000001", "batch": "000001", "code": "51"}
    text = pattern(id, lang)
    values = {name: usual.get(name, 1) for name in placeholders(text)}
    lines = say(id, lang, **values).split("\n")

    assert len(lines) <= LCD_LINES
    assert [] == [line for line in lines if cell_width(line) > LCD_CELLS]


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("amount_fen", 12850, "128.50"),
        ("amount_fen", -5, "-0.05"),
        ("delay_us", 90_000_000, "1m30s"),
        ("delay_us", -1000, "-1ms"),
        ("delay_us", 0, "0s"),
        ("delay_us", 1_207_125_397, "20m7s"),
        ("count", 12850, "12850"),
        ("amount_fen", "unknown", "unknown"),
    ],
)
def test_a_value_is_shown_by_its_unit(
    key: str, value: object, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fen become yuan and microseconds a duration; what is no number stays as it is."""
    sentence = {"t": {"zh": f"{{{key}}}", "en": f"{{{key}}}"}}
    monkeypatch.setattr("emulator.domain.texts._messages", lambda: sentence)

    assert shown == say("t", "zh", **{key: value})


@pytest.mark.parametrize(
    ("us", "spoken"),
    [
        (0, "0s"),
        (1, "1us"),
        (999, "999us"),
        (1_000, "1ms"),
        (1_499, "1ms"),
        (1_500, "2ms"),
        (6_541_444, "6s541ms"),
        (59_999_499, "59s999ms"),
        (59_999_500, "1m"),
        (60_499_999, "1m"),
        (60_500_000, "1m1s"),
        (1_207_125_397, "20m7s"),
        (90_061_000_400, "1d1h1m1s"),
        (-1, "-1us"),
        (-1_207_125_397, "-20m7s"),
    ],
)
def test_a_duration_is_as_precise_as_people_say_it(us: int, spoken: str) -> None:
    """Seconds from a minute up, milliseconds below, and exact where microseconds are meant."""
    assert spoken == spoken_duration(us)


@given(st.integers(1_000, 10**12))
def test_a_spoken_duration_is_off_by_half_a_unit_at_most(us: int) -> None:
    """And it can be read back, so that it can be pasted into a scenario."""
    off_us = abs(parse_duration(spoken_duration(us)) - us)

    assert off_us <= (MS // 2 if us < MINUTE else SECOND // 2)


def test_braces_in_a_value_stay_as_they_are() -> None:
    """What a user wrote cannot reach into our sentences."""
    assert "{count} {0.__class__}" in say("error.E204", "zh", found="{count} {0.__class__}")


@pytest.mark.parametrize("id", ["nothing.here", "error"])
def test_an_unknown_sentence_is_a_key_error(id: str) -> None:
    """A missing id is a mistake of ours and shows at once."""
    assert not has(id)
    with pytest.raises(KeyError):
        say(id, "zh")


def test_a_sentence_may_have_others_below_it() -> None:
    """`error.E205` is a sentence and `error.E205.help` is one, too."""
    assert has("error.E205")
    assert has("error.E205.help")


@pytest.mark.parametrize(
    ("option", "environ", "locale", "lang"),
    [
        (None, {}, None, "zh"),
        (None, {}, "", "zh"),
        (None, {}, "C", "zh"),
        (None, {}, "C.UTF-8", "zh"),
        (None, {}, "POSIX", "zh"),
        (None, {}, "zh_CN.UTF-8", "zh"),
        (None, {}, "zh_TW", "zh"),
        (None, {}, "en_US.UTF-8", "en"),
        (None, {}, "de_DE", "en"),
        (None, {"LANG": "fr_FR.UTF-8"}, None, "en"),
        (None, {"LANG": "fr_FR.UTF-8", "LC_ALL": "zh_CN"}, None, "zh"),
        (None, {"LANG": "zh_CN", "LC_ALL": ""}, None, "zh"),
        (None, {"POSEMU_LANG": "en"}, "zh_CN", "en"),
        (None, {"POSEMU_LANG": ""}, "de_DE", "en"),
        ("zh", {"POSEMU_LANG": "en"}, "en_US", "zh"),
    ],
)
def test_the_language(
    option: str | None, environ: dict[str, str], locale: str | None, lang: str
) -> None:
    """The option, then the variable, then the locale; without any of them Chinese."""
    assert lang == choose_language(option, environ, locale)


@pytest.mark.parametrize(("option", "environ"), [("fr", {}), (None, {"POSEMU_LANG": "klingon"})])
def test_a_language_that_we_do_not_have(option: str | None, environ: dict[str, str]) -> None:
    """The caller learns which there are."""
    with pytest.raises(UsageError, match="zh or en"):
        choose_language(option, environ)
