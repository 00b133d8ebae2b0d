"""A slip that is coming out of the printer, and what the camera writes down about it."""

from typing import Any

from emulator.domain.receipt import LINE_MM, PrintJob
from emulator.printer.feed import Feed

_SEEN = ("transaction", "stan", "batch", "amount_fen")


class Slip:
    """One job on its way to paper."""

    __slots__ = ("cutting", "detail", "feed", "is_legible", "job", "length_mm", "number", "roll_mm")

    def __init__(self, number: int, job: PrintJob, feed: Feed, roll_mm: int) -> None:
        """
        Args:
            number: The camera's count of slips.
            job: What the terminal asked for.
            feed: The paper's movement, started.
            roll_mm: What was left on the roll when the slip began.
        """
        self.number = number
        self.job = job
        self.feed = feed
        self.roll_mm = roll_mm
        self.length_mm = job.receipt.lines * LINE_MM
        self.is_legible = True
        self.cutting = False
        """True from the last millimetre until the cutter is through."""
        self.detail = self._begun()

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

    def _begun(self) -> dict[str, Any]:
        receipt = self.job.receipt
        values = receipt.values
        detail: dict[str, Any] = {
            "slip": self.number,
            "slip_kind": receipt.kind,
            "copy": receipt.copy,
            "reprint": receipt.reprint,
            "lines": receipt.lines,
        }
        for key in _SEEN:
            if key in values:
                detail[key] = values[key]
        return detail
