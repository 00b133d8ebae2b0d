"""Where output goes and when it has colour."""

import io

import pytest

from emulator.domain.verdict import Truth
from emulator.interfaces.tally import Tally
from emulator.interfaces.voice import Voice, language_of, takes_colour
from emulator.reports.layout import cells
from emulator.reports.outcome import Outcome


class Screen(io.StringIO):
    """A stream that a person watches."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "environ", "colour"),
    [
        (io.StringIO(), {}, False),
        (Screen(), {}, True),
        (Screen(), {"TERM": "dumb"}, False),
        (Screen(), {"NO_COLOR": "1"}, False),
        (Screen(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (Screen(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_is_for_screens_unless_told_otherwise(stream, environ, colour):
    """NO_COLOR beats FORCE_COLOR beats what the stream is."""

    assert colour is takes_colour(stream, environ)


@pytest.mark.parametrize(
    ("arguments", "environ", "lang"),
    [
        (["run", "--lang", "en"], {}, "en"),
        (["run", "--lang=zh"], {"POSEMU_LANG": "en"}, "zh"),
        (["run"], {"POSEMU_LANG": "en"}, "en"),
        (["run"], {"LANG": "de_DE.UTF-8"}, "en"),
        (["run"], {"LANG": "zh_TW.UTF-8"}, "zh"),
        (["run"], {}, "zh"),
        (["run", "--", "--lang", "en"], {}, "zh"),
        (["run", "--lang"], {"POSEMU_LANG": "en"}, "en"),
    ],
)
def test_language_is_found_before_parsing(arguments, environ, lang):
    """The option, then the variable, then the locale."""

    assert lang == language_of(arguments, environ)


def test_data_and_narration_are_kept_apart(capsys):
    """What a program reads is on one stream, what a person reads on the other."""
    voice = Voice("en", {})
    voice.put("data")
    voice.tell("cli.interrupted")
    out, err = capsys.readouterr()

    assert ("data\n", "Interrupted.\n") == (out, err)


@pytest.mark.parametrize("columns", [100, 78])
def test_a_verdict_line_fits_on_the_screen(monkeypatch, columns):
    """A screen shows as much of the title as fits; a pipe gets everything."""
    outcome = Outcome(
        scenario="story",
        title="a title of many words that no screen has room for at all",
        digest="0123456789abcdef" * 2,
        seed=0,
        truth=Truth.PASS,
        end_us=0,
    )
    whole = Tally(Voice("en"))._line(outcome)
    monkeypatch.setattr(Voice, "width", property(lambda _: columns))
    fitted = Tally(Voice("en"))._line(outcome)

    assert outcome.digest in whole
    assert outcome.title in whole
    assert cells(fitted) < columns
