"""What somebody sees who looks at the printer, in the words of `domain.equipment`."""

from collections.abc import Container

from emulator.printer.device.device import Device

_LOOSE = ("cable_unplugged", "no_answers")
"""Names in `Repairs` at which the plug sits loosely; noise on the line cannot be seen."""


def seen_of(
    device: Device, broken: Container[str], *, near_end_mm: int, has_cutter: bool, has_cable: bool
) -> dict[str, str]:
    """
    What lamps, paper, cover and cable show, whatever the printer's own sensors say.

    Args:
        device: The printer, as it is now.
        broken: What is broken about it, by the names of `Repairs`.
        near_end_mm: Paper left at which the roll looks almost used up.
        has_cutter: False tells nothing of a cutter.
        has_cable: False tells nothing of a cable.
    """
    seen = {
        "printer": _program(device, broken),
        "paper": _paper(device, broken, near_end_mm),
        "cover": "open" if "cover_open" in broken else "closed",
        "paper_path": "jammed" if "jam" in broken else "clear",
        "print_head": _head(broken),
        "feed_button": "stuck" if "feed_button" in broken else "free",
    }
    if has_cutter:
        seen["cutter"] = "stuck" if "cutter_jam" in broken else "free"
    if has_cable:
        seen["printer_cable"] = "loose" if any(name in broken for name in _LOOSE) else "plugged"
    return seen


def _program(device: Device, broken: Container[str]) -> str:
    if not device.is_on:
        return "off"
    if "stuck" in broken:
        return "no_reaction"
    return "busy" if "stuck_busy" in broken else "ready"


def _paper(device: Device, broken: Container[str], near_end_mm: int) -> str:
    if device.paper_mm <= 0:
        return "out"
    if "wrong_side" in broken:
        return "wrong_side"
    return "low" if device.paper_mm <= near_end_mm else "in"


def _head(broken: Container[str]) -> str:
    if "head_failure" in broken:
        return "broken"
    return "hot" if "hot_head" in broken else "sound"
