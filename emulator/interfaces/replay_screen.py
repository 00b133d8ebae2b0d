"""`posemu replay --screen`: one run of a recording, shown on the screen."""

from pathlib import Path
from typing import BinaryIO

from emulator.domain.errors import EnvironmentTrouble, UsageError
from emulator.interfaces.bug import tell_of_bug
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.film.projector import Show, film_of
from emulator.interfaces.voice import Voice
from emulator.printer.profile import PROFILES
from emulator.reports.jsonl import recordings
from emulator.reports.layout import one_line
from emulator.reports.outcome import title_of


def show_file(path: Path, number: int, voice: Voice) -> int:
    """
    Show a run until the person leaves.

    Args:
        path: The recording.
        number: Which of its runs, from 1.
        voice: Speaks to the caller.

    Returns:
        The exit code: as for a replay without a screen.

    Raises:
        UsageError: There is no such run, or it cannot be played.
        EnvironmentTrouble: The file cannot be read, or there is no terminal.
    """
    from emulator.interfaces.tui.stage import needs_screen

    needs_screen(voice.lang)
    try:
        with path.open("rb") as stream:
            show = _run_of(stream, path, number, voice)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        text = voice.text("cli.cannot_read", file=str(path), reason=reason)
        raise EnvironmentTrouble(text) from None
    from emulator.interfaces.tui.player.app import PlayerApp
    from emulator.interfaces.tui.player.screen import Shown

    title = one_line(title_of(show.scenario, voice.lang))
    shown = Shown(
        film=show.film,
        title=voice.text("player.title", title=title, seed=show.seed),
        lang=voice.lang,
        columns=PROFILES[show.scenario.given.printer.profile].columns,
        is_same=show.is_same,
    )
    app = PlayerApp(shown)
    code = app.run()
    if app.broken:
        tell_of_bug(voice, app.broken)
        return Exit.BUG
    # None: whoever looked has gone without a word, as a browser does.
    return Exit.HELD if code is None else code


def _run_of(stream: BinaryIO, path: Path, number: int, voice: Voice) -> Show:
    count = 0
    for recording in recordings(stream, str(path)):
        count += 1
        if count == number:
            return film_of(recording, voice.lang)
    raise UsageError(voice.text("player.no_run", file=path, number=number, count=count))
