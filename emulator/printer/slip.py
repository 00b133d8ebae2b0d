"""A slip that is coming out of the printer, and what the camera writes down about it."""

from typing import Any

import msgspec

from emulator.domain.receipt import PrintJob
from emulator.printer.feed import Feed

_SEEN = ("transaction", "stan", "batch", "amount_fen")


class Slip(msgspec.Struct):
    """One job on its way to paper."""

    number: int
    """The camera's count of slips."""
    job: PrintJob
    feed: Feed
    """The paper's movement, started."""
    roll_mm: int
    """What was left on the roll when the slip began."""
    length_mm: int
    is_legible: bool
    detail: dict[str, Any]
    """What the camera saw of its beginning; see `begun`."""
    cutting: bool = False
    """True from the last millimetre until the cutter is through."""

    def out_mm(self, now_us: int) -> int:
        """How much of it is out; never more than there is slip or paper."""
        return min(self.feed.at_mm(now_us), self.length_mm, self.roll_mm)

    def printed(self, *, cut: bool) -> dict[str, Any]:
        """What the camera sees of the whole slip."""
        receipt = self.job.receipt
        seen = {
            **self.detail,
            "legible": self.is_legible,
            "cut": cut,
            "void_above": receipt.void_above,
            "content": receipt.values,
        }
        if receipt.language != "zh":
            seen["language"] = receipt.language
        if receipt.training:
            seen["training"] = True
        return seen

    def torn(self, printed_mm: int, reason: str) -> dict[str, Any]:
        """What the camera sees of the piece."""
        return {**self.detail, "printed_mm": printed_mm, "reason": reason}


def begun(number: int, job: PrintJob, takes_us: int) -> dict[str, Any]:
    """What the camera sees when slip `number` begins; `takes_us` if nothing stops it."""
    receipt = job.receipt
    values = receipt.values
    detail: dict[str, Any] = {
        "slip": number,
        "slip_kind": receipt.kind,
        "copy": receipt.copy,
        "reprint": receipt.reprint,
        "lines": receipt.lines,
        "takes_us": takes_us,
    }
    for key in _SEEN:
        if key in values:
            detail[key] = values[key]
    return detail
