"""
The kinds of transaction and how each travels.

Source: payments.md 3.4 of the project's domain notes (table of MTI, DE3, DE25, 60.1), which was
taken from three independent terminal programs. `query`, `check_versions` and `update_software` are
ours: the dialect has no message for the first, and programs come from a server of their own.
"""

import enum

import msgspec


class Side(enum.Enum):
    """Where a transaction counts in the settlement totals of DE48."""

    DEBIT = "debit"
    CREDIT = "credit"
    NONE = "none"


class Kind(msgspec.Struct, frozen=True):
    """How one kind of transaction travels and counts."""

    name: str
    mti: str
    processing_code: str | None
    """DE3."""
    condition_code: str | None
    """DE25."""
    type_code: str
    """DE60.1."""
    reversible: bool
    """True when an unanswered request must be reversed (0400)."""
    side: Side
    needs_supervisor: bool = False

    @property
    def answer_mti(self) -> str:
        """The MTI of the host's answer."""
        return f"{int(self.mti) + 10:04d}"


_KINDS = (
    Kind("sale", "0200", "000000", "00", "22", True, Side.DEBIT),
    Kind("void", "0200", "200000", "00", "23", True, Side.CREDIT, True),
    Kind("refund", "0220", "200000", "00", "25", False, Side.CREDIT, True),
    Kind("preauth", "0100", "030000", "06", "10", True, Side.NONE),
    Kind("preauth_void", "0100", "200000", "06", "11", True, Side.NONE, True),
    Kind("completion", "0200", "000000", "06", "20", True, Side.DEBIT),
    Kind("completion_void", "0200", "200000", "06", "21", True, Side.CREDIT, True),
    Kind("balance", "0200", "310000", "00", "01", False, Side.NONE),
    Kind("query", "0100", "330000", "00", "01", False, Side.NONE),
    Kind("sign_in", "0800", None, None, "00", False, Side.NONE),
    Kind("sign_off", "0820", None, None, "00", False, Side.NONE),
    Kind("echo", "0820", None, None, "00", False, Side.NONE),
    Kind("check_versions", "0820", None, None, "00", False, Side.NONE),
    Kind("update_software", "0820", None, None, "00", False, Side.NONE),
    Kind("settlement", "0500", None, None, "00", False, Side.NONE),
    Kind("batch_upload", "0320", None, None, "00", False, Side.NONE),
    Kind("reversal", "0400", None, None, "00", False, Side.NONE),
)

KINDS = {kind.name: kind for kind in _KINDS}
"""Every kind by its name; the names are what traces and scenarios use."""

VOIDED_BY = {"sale": "void", "completion": "completion_void", "preauth": "preauth_void"}
"""Which kind takes an approved one back within its batch."""

SETTLEMENT_RESULTS = {"1": "balanced", "2": "unbalanced", "3": "error"}
"""The flag of DE48 in 0510: 平, 不平, 出错 (payments.md 3.8)."""
