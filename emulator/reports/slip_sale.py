"""The slip of a card transaction: sale, void, refund, pre-authorisation and its kin."""

from typing import Any

from emulator.domain.receipt import Receipt
from emulator.reports.slip_parts import Paper, short_expiry

SIGNED = ("merchant", "bank")
"""Copies that the cardholder signs."""

_ORIGINALS = ("original_stan", "original_reference", "original_date")


def sale(paper: Paper, receipt: Receipt) -> None:
    """Set one copy."""
    values = receipt.values
    paper.title("sale")
    paper.add(paper.words(f"copy.{receipt.copy}"), align="center")
    if receipt.reprint:
        paper.mark("reprint")
    if receipt.training:
        paper.mark("training")
    _who(paper, values)
    paper.rule()
    _what(paper, values)
    paper.amount("amount", values["amount_fen"])
    _of_what(paper, values)
    if receipt.copy in SIGNED:
        _signature(paper)


def _who(paper: Paper, values: dict[str, Any]) -> None:
    paper.field("merchant_name", values["merchant_name"])
    paper.field("merchant", values["merchant"])
    paper.field("terminal", values["terminal"], beside=("operator", values["operator"]))


def _what(paper: Paper, values: dict[str, Any]) -> None:
    paper.card(values["card"], values["entry"])
    paper.field("expiry", short_expiry(values["expiry"]))
    paper.field("transaction", paper.words(f"type.{values['transaction']}"))
    paper.field("batch", values["batch"], beside=("stan", values["stan"]))
    paper.field("authorisation", values["authorisation"])
    paper.field("reference", values["reference"])
    paper.field("moment", f"{values['date']} {values['time']}")


def _of_what(paper: Paper, values: dict[str, Any]) -> None:
    """The remark: which transaction this one takes back or completes."""
    if "original_stan" in values:
        paper.field("original_stan", values["original_stan"])
        return
    for name in _ORIGINALS:
        if values.get(name):
            paper.field(name, values[name])


def _signature(paper: Paper) -> None:
    paper.rule()
    paper.add(f"{paper.words('text.signature')}:")
    paper.add("")
    for words in paper.each("text.agreement"):
        paper.add(words, align="center")
