"""The lessons that a diagnosis goes by: those that come along, or a file of one's own."""

import stat
from importlib import resources
from pathlib import Path

from emulator.diagnosis.lessons import MOST_BYTES, Lessons, NoLessons, read
from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces.complaints import shortened

SHIPPED = "learnt.json"


def shipped_lessons() -> Lessons:
    """What comes with the emulator."""
    return read((resources.files("emulator.diagnosis") / SHIPPED).read_bytes())


def lessons_in(path: Path, lang: str) -> Lessons:
    """
    What stands in a file that `posemu diagnose --learn` wrote.

    Raises:
        UsageError: It cannot be read, or is none.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NoLessons("no_lessons")
        with path.open("rb") as file:
            return read(file.read(MOST_BYTES + 1))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "?"
    except NoLessons as error:
        why = say(f"diagnosis.file.{error.args[0]}", lang)
    raise UsageError(say("diagnosis.file", lang, file=shortened(str(path)), why=why))
