"""What the person beside a real printer is told about slips and troubles, and the count of them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from emulator.domain.receipt import Receipt
from emulator.printer.arrivals import Told
from emulator.printer.driver.jobs import JobReport
from emulator.reports.words import trade_word

_YES = ("y", "yes", "是", "有", "完整")


class Listening(Protocol):
    """Whoever is beside the printer, at a terminal or at a screen of ours."""

    @property
    def is_there(self) -> bool:
        """False when nothing will ever be answered."""

    @property
    def lang(self) -> str:
        """zh or en."""

    def text(self, id: str, /, **values: object) -> str:
        """A sentence in the person's language."""

    def tell(self, id: str, role: str = "", /, **values: object) -> None:
        """Say something that needs no answer."""

    async def ask(self, id: str, /, *, patience_us: int, **values: object) -> str:
        """Ask something; empty for no answer in time."""


class Teller:
    """Says each thing once, in the person's language."""

    def __init__(self, person: Listening) -> None:
        self.printed = self.torn = self.refused = 0
        self._open: set[int] = set()
        self._person = person

    @property
    def can_ask(self) -> bool:
        """False when nobody is there who could look at the paper."""
        return self._person.is_there

    @property
    def unknown(self) -> int:
        """Slips of which nobody knows whether they are whole."""
        return len(self._open)

    def settled(self, number: int) -> None:
        """Count a slip as printed because a person saw it."""
        self._open.discard(number)
        self.printed += 1

    def slip(self, receipt: Receipt) -> str:
        """A slip by name: what for, which copy, which number."""
        lang = self._person.lang
        words = [trade_word(receipt.kind, lang)]
        if receipt.copy != "report":
            words.append(trade_word(receipt.copy, lang))
        number = receipt.values.get("stan") or receipt.values.get("batch")
        return " ".join([*words, *([str(number)] if number else [])])

    def outcome(self, receipt: Receipt, report: JobReport) -> None:
        """Tell what became of a slip."""
        values = {"slip": self.slip(receipt), "printed_mm": report.printed_mm}
        values["why"] = self._person.text(f"bridge.why.{report.result}")
        if report.result in ("printed", "cutter_jam"):
            self._open.discard(report.number)
            self.printed += 1
            self._person.tell(f"bridge.slip.{report.result}", "pass", **values)
        elif report.result == "unknown" or report.may_finish:
            self._open.add(report.number)
            id = "bridge.slip.partly" if report.printed_mm > 1 else "bridge.slip.unknown"
            self._person.tell(id, "inconclusive", **values)
        elif report.printed_mm:
            self.torn += 1
            self._person.tell("bridge.slip.torn", "fail", **values)
        else:
            self.refused += 1
            self._person.tell("bridge.slip.refused", "fail", **values)

    def state(self, told: Mapping[Told, bool]) -> None:
        """Tell what the printer says of itself anew."""
        for name, value in told.items():
            self._person.tell(f"bridge.state.{name}.{'on' if value else 'off'}", "dim")

    def line_lost(self, why: str) -> None:
        """Tell that the line is gone."""
        self._person.tell("bridge.line_lost", "fail", why=why)

    def line_back(self) -> None:
        """Tell that the line is there again."""
        self._person.tell("bridge.line_back", "pass")

    def troubles(self, troubles: Sequence[str], patience_us: int) -> None:
        """Ask for repairs."""
        for name in troubles:
            self._person.tell(f"bridge.repair.{name}", "label")
        id = "bridge.waiting.person" if self._person.is_there else "bridge.waiting.nobody"
        self._person.tell(id, patience_us=patience_us)

    def goes_on(self) -> None:
        """Tell that the shop goes on with the printer as it is."""
        self._person.tell("bridge.goes_on")

    async def ask_whether_whole(self, receipt: Receipt, patience_us: int) -> bool:
        """Ask whether a slip is on paper, whole and legible; no answer is no."""
        answer = await self._person.ask(
            "bridge.ask.whole", patience_us=patience_us, slip=self.slip(receipt)
        )
        return answer in _YES
