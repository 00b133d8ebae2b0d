"""The slips that came out of the printer, and the question whether there is one like this."""

from typing import Any

from emulator.checks.base import Fold, Handlers
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth

_MARKS = {
    "重打印": "reprint",
    "reprint": "reprint",
    "duplicated": "reprint",
    "yes": "reprint",
    "true": "reprint",
    "以上作废": "void_above",
    "void_above": "void_above",
    "": "",
    "no": "",
    "none": "",
    "false": "",
    "无": "",
}
"""Ways to name a slip's mark: the reprint mark, the line that voids the torn piece, none."""

_PLAIN = ("transaction", "stan", "copy", "legible")


class Slips(Fold):
    """All whole slips, and how many came out of each sort."""

    def __init__(self) -> None:
        self.original = self.reprint = self.torn = self.fault = 0
        self.printed: list[TraceEvent] = []
        self.unconfirmed: dict[Any, dict[str, Any]] = {}
        """Slips of which nobody knows whether they are whole, by number."""

    def handlers(self) -> Handlers:
        return {
            ("printer", "slip_printed"): self._printed,
            ("printer", "slip_torn"): self._torn,
            ("printer", "slip_unconfirmed"): self._unconfirmed,
        }

    def _unconfirmed(self, event: TraceEvent) -> None:
        self.unconfirmed[event.detail.get("slip")] = event.detail

    def _printed(self, event: TraceEvent) -> None:
        self.printed.append(event)
        if self.unconfirmed:
            self.unconfirmed.pop(event.detail.get("slip"), None)
        if event.detail.get("slip_kind") == "fault":
            self.fault += 1
        elif event.detail.get("reprint"):
            self.reprint += 1
        else:
            self.original += 1

    def _torn(self, _: TraceEvent) -> None:
        self.torn += 1

    def matching(self, wanted: dict[str, Any], *, after_seq: int = -1) -> list[dict[str, Any]]:
        """Details of the slips that look as wanted; `copies` and `count` are not looked at."""
        return [
            event.detail
            for event in self.printed
            if event.seq > after_seq and _looks(event.detail, wanted)
        ]

    def agree(self, wanted: dict[str, Any], *, after_seq: int = -1) -> Truth:
        """
        Tell whether there are slips as wanted.

        Args:
            wanted: `amount` (fen), `marked`, `transaction`, `stan`, `copy`, `legible` choose
                slips; `copies` is how many different copies of one transaction there must be
                among them, `count` how many slips in all. With neither, one is enough.
            after_seq: Only slips that were finished after this event count.
        """
        found = self.matching(wanted, after_seq=after_seq)
        truth = _enough(found, wanted)
        # An unconfirmed slip is whole or not; with either, the answer must be the same.
        maybe = [d for d in self.unconfirmed.values() if _looks({"legible": True, **d}, wanted)]
        if maybe and _enough([*found, *maybe], wanted) is not truth:
            return Truth.INCONCLUSIVE
        return truth


def _enough(found: list[dict[str, Any]], wanted: dict[str, Any]) -> Truth:
    if "count" in wanted and wanted["count"] != len(found):
        return Truth.FAIL
    if "copies" in wanted:
        return Truth.PASS if wanted["copies"] == copies_of(found) else Truth.FAIL
    return Truth.PASS if found or wanted.get("count") == 0 else Truth.FAIL


def copies_of(found: list[dict[str, Any]]) -> int:
    """The most different copies of one transaction among some slips."""
    copies: dict[tuple[Any, Any], dict[str, None]] = {}
    for detail in found:
        of_one = copies.setdefault((detail.get("batch"), detail.get("stan")), {})
        of_one[detail.get("copy", "")] = None
    return max((len(of_one) for of_one in copies.values()), default=0)


def _looks(detail: dict[str, Any], wanted: dict[str, Any]) -> bool:
    for key in _PLAIN:
        if key in wanted and detail.get(key) != wanted[key]:
            return False
    amount_fen = wanted.get("amount", wanted.get("amount_fen"))
    if amount_fen is not None and detail.get("amount_fen") != amount_fen:
        return False
    return "marked" not in wanted or _is_marked(detail, wanted["marked"])


def _is_marked(detail: dict[str, Any], marked: Any) -> bool:
    mark = _MARKS.get(str(marked).strip("* ").lower(), str(marked))
    if mark == "":
        return not detail.get("reprint") and not detail.get("void_above")
    return bool(detail.get(mark))
