"""What a host concludes from what it knows of a printer's condition."""

from emulator.codecs.escpos.status import Reading

PASSING = ("hot", "busy", "offline")
"""Troubles that may pass by themselves; the others need a person."""
PARTS_PAPER = ("paper_out", "jam")
"""Troubles after which what was printed and what is to come are two pieces of paper."""
NEED_ENQ = ("cutter", "jam", "hot", "offline")
"""What DLE ENQ may end. A cover that was opened while printing shows like a hot head."""

_CAUSES = (
    ("cover_open", "cover_open"),
    ("paper_end", "paper_out"),
    ("stopped_by_paper_end", "paper_out"),
    ("cutter_error", "cutter"),
    ("unrecoverable_error", "fault"),
    ("recoverable_error", "jam"),
    ("auto_recoverable_error", "hot"),
    ("feeding", "busy"),
    ("feed_pressed", "busy"),
)
"""In this order, since an open cover shows as an error too, and says nothing certain of paper."""


def trouble_of(known: Reading) -> str:
    """
    Name what keeps a printer from printing.

    Returns:
        cover_open, paper_out, cutter, jam, fault (needs a power cycle), hot, busy (its feed button
        is pressed), offline (it does not say why), or nothing if nothing is known to.
    """
    for field, word in _CAUSES:
        if getattr(known, field):
            return word
    return "offline" if known.offline or known.waiting or known.has_error else ""


def result_of(trouble: str) -> str:
    """The word for a report on a slip that is not whole."""
    return trouble if trouble in ("cover_open", "paper_out", "jam", "hot") else "fault"
