"""The findings for a person: what was seen, what was not, and what to do next."""

from emulator.interfaces.doctor.findings import Findings
from emulator.interfaces.voice import Voice
from emulator.reports.layout import cells, one_line, pad

_TROUBLES = (
    ("paper_end", "paper_end"),
    ("stopped_by_paper_end", "paper_end"),
    ("cover_open", "cover_open"),
    ("cutter_error", "cutter_error"),
    ("unrecoverable_error", "unrecoverable_error"),
    ("recoverable_error", "recoverable_error"),
    ("auto_recoverable_error", "auto_recoverable_error"),
    ("near_end", "near_end"),
)
"""What a printer says of itself, to the sentence that the bridge has for it too."""


def rows(found: Findings, voice: Voice) -> list[tuple[str, str]]:
    """Each finding with its name."""
    say = voice.text
    named = {
        "line": found.line,
        "baud": str(found.baud) if found.baud else None,
        "statuses": _statuses(found),
        "state": _state(found, voice),
        "maker": _words(found.maker, found.model, found.firmware),
        "process_ids": _yes_no(found.process_ids, voice),
        "gs_r": _yes_no(found.gs_r, voice),
        "automatic_status": _yes_no(found.automatic_status, voice),
        "clears": _yes_no(found.clears, voice),
        "cutter": _yes_no(found.cutter, voice),
        "flow": found.flow,
        "chinese": _chinese(found, voice),
        "columns": str(found.columns) if found.columns else None,
        "slip": _slip(found, voice),
    }
    return [(say(f"doctor.row.{n}"), v or say("doctor.unknown")) for n, v in named.items()]


def tell(found: Findings, voice: Voice) -> None:
    """Put the findings out as a table."""
    table = rows(found, voice)
    width = max(cells(name) for name, _ in table)
    for name, value in table:
        voice.put(f"{pad(name, width)}  {value}")


def _statuses(found: Findings) -> str | None:
    if not found.statuses:
        return None
    return "  ".join(f"{n}: {found.status_bytes[n]}" for n in found.statuses)


def _state(found: Findings, voice: Voice) -> str | None:
    state = found.state
    troubles = [word for field, word in _TROUBLES if getattr(state, field)]
    if troubles:
        told = dict.fromkeys(voice.text(f"bridge.state.{word}.on") for word in troubles)
        return "; ".join(told)
    if state.offline is None:
        return None
    return voice.text("doctor.offline" if state.offline else "doctor.ready")


def _words(*words: str | None) -> str | None:
    return " ".join(one_line(word)[:60] for word in words if word) or None


def _yes_no(value: bool | None, voice: Voice) -> str | None:
    return None if value is None else voice.text("doctor.yes" if value else "doctor.no")


def _chinese(found: Findings, voice: Voice) -> str | None:
    if found.chinese is not None:
        return voice.text(f"doctor.chinese.{found.chinese}")
    if found.two_byte or found.fonts:
        return voice.text("doctor.chinese.said", fonts=_words(found.fonts) or "")
    return None


def _slip(found: Findings, voice: Voice) -> str | None:
    if found.slip_whole is not None:
        return voice.text("doctor.slip.whole" if found.slip_whole else "doctor.slip.bad")
    if found.slip_confirmed is None:
        return voice.text("doctor.slip.none")
    return voice.text("doctor.slip.confirmed" if found.slip_confirmed else "doctor.slip.sent")
