"""
Answer codes (DE39): what each means for the operator, and which of them approve.

Only codes of answers stand here. As the reason of a reversal, 98, 96, A0 and 06 mean something
else; see `REVERSAL_REASONS`.

Source: payments.md 3.10 of the project's domain notes, from a terminal program's table and five
pages that agree. The words are in `messages.toml` under `code.<code>`.
"""

SUCCESS, MAY_RETRY, FAILED, OPERATOR_ACTS, SYSTEM_FAULT = "A", "B", "C", "D", "E"
"""Operator classes: done; try again; do not try again; the operator must act; do not try again,
the system is at fault."""

CLASSES = {
    **dict.fromkeys(("00", "10", "11", "A2", "A4", "A5", "A6"), SUCCESS),
    **dict.fromkeys(("09", "13", "14", "55", "68", "90", "91", "92", "98"), MAY_RETRY),
    **dict.fromkeys(
        (
            *("01", "02", "03", "05", "12", "15", "19", "20", "21", "22", "23", "25", "30", "31"),
            *("33", "36", "38", "40", "51", "54", "57", "58", "59", "61", "62", "64", "65", "75"),
            *("94", "A1", "A3"),
        ),
        FAILED,
    ),
    **dict.fromkeys(
        ("04", "07", "34", "35", "37", "41", "43", "67", "77", "79", "97", "99", "A0"),
        OPERATOR_ACTS,
    ),
    **dict.fromkeys(("06", "96", "A7"), SYSTEM_FAULT),
}
"""Operator class of every code in the table."""

PARTIAL_APPROVAL = "10"
"""Approved for the amount in the answer, which is less than was asked for."""

APPROVALS = frozenset(code for code, operator_class in CLASSES.items() if operator_class == "A")

SIGN_IN_AGAIN = frozenset(("77", "99", "A0"))
"""Another batch number, PIN format, MAC: all three mean that the terminal must sign in again."""

REVERSAL_DONE = frozenset(("00", "12", "25"))
"""Answers that end a reversal: done, or the host knows no such original."""

REVERSAL_REASONS = {
    "98": "no answer within the time limit",
    "96": "approved, but the terminal could not complete",
    "A0": "the answer's MAC was wrong",
    "06": "anything else",
}
"""DE39 of a request 0400."""


def is_approved(code: str | None) -> bool:
    """Tell whether an answer with this code approves; None never does."""
    return code in APPROVALS


def operator_class(code: str | None) -> str:
    """Say what the operator should do, A to E; a code outside the table counts as failed."""
    return CLASSES.get(code or "", FAILED)
