"""From a session to an exit code: the screen, and what is told when it has gone."""

import gc
import os
import sys

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say
from emulator.interfaces.bug import tell_of_bug
from emulator.interfaces.exits import Exit
from emulator.interfaces.live.session import Session
from emulator.interfaces.tui.app import Options, PosApp
from emulator.interfaces.voice import Voice


def needs_screen(lang: str) -> None:
    """
    Make sure that there is a screen to draw on and a keyboard to read from.

    Raises:
        EnvironmentTrouble: There is none.
    """
    if os.environ.get("TEXTUAL_DRIVER"):
        return  # Whoever names a driver, as a server for browsers does, has one of their own.
    streams = (sys.stdin, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise EnvironmentTrouble(say("tui.no_screen", lang))


def show(session: Session, options: Options, voice: Voice, app: PosApp | None = None) -> int:
    """
    Show a session until the person leaves; then say what came of it.

    Args:
        session: What is played.
        options: How it is shown.
        voice: Says what came of it.
        app: The screen; None is the usual one for these.

    What broke is told on standard error and kept in a file, the shop's mistakes as well as the
    screen's own.
    """
    # The convention is that an empty variable switches nothing off.
    if not os.environ.get("NO_COLOR", "x"):
        del os.environ["NO_COLOR"]
    app = app or PosApp(session, options)
    # What is there by now stays. Looking through it again and again for garbage would keep
    # whoever presses a key waiting for a tenth of a second, every other second.
    gc.freeze()
    code = app.run()
    broken = app.broken or app.session.crash
    if broken:
        tell_of_bug(voice, broken)
        if app.session.recording is not None:
            voice.tell("tui.closing.kept", file=app.session.recording)
        return Exit.BUG
    voice.put_lines(app.closing())
    return Exit.INTERRUPTED if code is None else code
