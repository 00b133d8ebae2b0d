"""What the rows around the panes say: clock, lamps, what a run does not have."""

from datetime import datetime, timedelta

from emulator.domain.texts import say
from emulator.interfaces.live.views.view_state import ViewState
from emulator.interfaces.tui.widgets.board import Row, row

_FORESEEN = frozenset(("near_end",))
"""What the printer tells of and prints all the same."""


def clock(moment: datetime, times: int, lang: str, *, is_held: bool, is_short: bool) -> Row:
    """What time it is (without the date if short), how fast it passes, or that it stands."""
    words: list[str | tuple[str, str]] = []
    if is_held:
        words.append((f"[{say('tui.clock.held', lang)}] ", "warn"))
    elif times > 1:
        words.append((f"x{times} ", "strong"))
    return row(*words, f"{moment:%H:%M:%S}" if is_short else f"{moment:%Y-%m-%d %H:%M:%S}")


def start_of(state: ViewState) -> datetime:
    """The shop's date and time at moment 0."""
    return state.moment - timedelta(microseconds=state.at_us)


def lamps(state: ViewState, beep: str, lang: str, *, is_cut_off: bool = False) -> list[Row]:
    """
    What sounds and shines at the terminal itself: beeper, printer, line, power.

    Args:
        state: How everything is.
        beep: ok or error, as long as the beep is news; else empty.
        lang: zh or en.
        is_cut_off: A real printer cannot be reached.
    """
    truth = state.truth
    is_well = not is_cut_off and not set(truth.printer_trouble) - _FORESEEN
    words = [
        _lamp("printer", "on" if is_well else "trouble", lang),
        _lamp("line", "on" if truth.has_carrier and not state.is_dark else "off", lang),
        _lamp("power", "off" if state.is_dark else "on", lang),
    ]
    if beep:
        words[:0] = [(f" {say(f'tui.beep.{beep}', lang)} ", "mark"), (" ", "")]
    return [row(*words)]


def _lamp(name: str, state: str, lang: str) -> tuple[str, str]:
    role = {"on": "good", "off": "dim", "trouble": "bad"}[state]
    words = f"{say(f'tui.lamp.{name}', lang)}:{say(f'tui.lamp.{state}', lang)} "
    return words, role
