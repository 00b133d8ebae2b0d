"""Slips without copies: settlement, fault report, cash, list and totals of a batch."""

from typing import Any

from emulator.domain.money import yuan
from emulator.reports.slip_parts import CURRENCY, Paper

_ORDER = (
    "sale", "void", "refund", "completion", "completion_void", "preauth", "preauth_void",
)  # fmt: skip


def settlement(paper: Paper, receipt: dict[str, Any]) -> None:
    """Set the slip of a closed batch: the result, each kind, both totals."""
    values = receipt["values"]
    _head(paper, "settlement", receipt)
    paper.field("batch", values["batch"])
    paper.spare("next_batch", values["next_batch"])
    paper.field("result", paper.words(f"result.{values['result']}"))
    _sums(paper, values)


def totals(paper: Paper, receipt: dict[str, Any]) -> None:
    """Set what a batch comes to that is still open: each kind, both totals."""
    _head(paper, "totals", receipt)
    paper.field("batch", receipt["values"]["batch"])
    _sums(paper, receipt["values"])


def fault(paper: Paper, receipt: dict[str, Any]) -> None:
    """Set the report that a reversal could not be delivered; it is no voucher."""
    values = receipt["values"]
    paper.title("fault")
    paper.mark("no_voucher")
    _marks(paper, receipt)
    paper.spare("terminal", values["terminal"])
    paper.field("moment", f"{values['date']} {values['time']}")
    paper.field("transaction", paper.words(f"type.{values['transaction']}"))
    paper.card(values["card"], values["entry"])
    paper.field("batch", values["batch"])
    paper.field("stan", values["stan"])
    paper.amount("amount", values["amount_fen"])
    paper.spare("reason", values["reason"])
    paper.add(paper.each("text.by_hand")[0], align="center", bold=True)


def cash(paper: Paper, receipt: dict[str, Any]) -> None:
    """Set the slip of a sale for cash."""
    values = receipt["values"]
    _head(paper, "cash", receipt)
    paper.field("operator", values["operator"], beside=("number", values["number"]))
    paper.amount("amount", values["amount_fen"])


def detail(paper: Paper, receipt: dict[str, Any]) -> None:
    """Set the list of a batch's transactions, two lines each."""
    values = receipt["values"]
    paper.title("detail")
    paper.spare("terminal", values["terminal"])
    paper.spare("batch", values["batch"])
    paper.field("moment", f"{values['date']} {values['time']}")
    _marks(paper, receipt)
    for item in values["items"]:
        _item(paper, item)


def _sums(paper: Paper, values: dict[str, Any]) -> None:
    paper.rule()
    kinds = values.get("kinds", {})
    for kind in _ORDER:
        if kind in kinds:
            amount_fen, count = kinds[kind]
            _total(paper, f"type.{kind}", count, amount_fen)
    paper.rule()
    for side in ("debit", "credit"):
        count, amount_fen = values[f"{side}_count"], values[f"{side}_fen"]
        _total(paper, f"field.{side}", count, amount_fen, bold=True)


def _item(paper: Paper, item: dict[str, Any]) -> None:
    voided = f" {paper.words('field.voided', room=paper.columns // 6)}" if item["voided"] else ""
    kind = paper.words(f"type.{item['transaction']}", room=paper.columns // 3)
    paper.apart(f"{item['stan']} {kind}{voided}", item["authorisation"])
    paper.apart(item["card"], yuan(item["amount_fen"]))


def _head(paper: Paper, title: str, receipt: dict[str, Any]) -> None:
    values = receipt["values"]
    paper.title(title)
    _marks(paper, receipt)
    paper.field("merchant_name", values["merchant_name"])
    paper.field("merchant", values["merchant"])
    paper.field("terminal", values["terminal"])
    paper.field("moment", f"{values['date']} {values['time']}")


def _marks(paper: Paper, receipt: dict[str, Any]) -> None:
    if receipt["reprint"]:
        paper.mark("reprint")
    if receipt["training"]:
        paper.mark("training")


def _total(paper: Paper, id: str, count: int, amount_fen: int, *, bold: bool = False) -> None:
    total = f"{count} {CURRENCY} {yuan(amount_fen)}"
    paper.apart(paper.words(id, room=paper.columns - len(total) - 1), total, bold=bold)
