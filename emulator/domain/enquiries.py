"""
What can be asked on the phone, and the words in which it is answered.

One table for whoever asks: a scenario can wait for an answer (`where: {action: ask_payout, payout:
returned}`), and reports name it. Answers are details of `cashier.did`; who knows them is wired by
the test bed. To let another thing be asked, add its line here, the action in `domain.actions`, and
the details to docs/reference/trace.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

PAYOUTS = ("credited", "sent", "due", "deferred", "held", "returned", "not_cleared", "none")
"""Where a merchant's oldest money is that it has not got yet; none: nothing is due to it."""
OBSTACLES = (
    "upgrade", "transfer_overdue", "funds", "no_agreement", "hold", "account", "file_late",
    "file_rejected", "wrong_name", "wrong_number", "wrong_bank", "incomplete", "frozen", "closed",
)  # fmt: skip
"""What is in its way: `account` is an earlier payout that came back and waits for a correction."""
DIFFERENCES = ("name", "number", "opening_bank", "missing")
"""Which detail of the account on the acquirer's file is not as in the merchant's papers."""

POLICIES = ("none", "region", "industry", "other")
"""Which policy forbids the merchant to take cards."""

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"payout": PAYOUTS, "obstacle": OBSTACLES, "differs": DIFFERENCES, "policy": POLICIES}
)
"""Detail of an answer to its words."""
YES_NO = ("upgrading", "announced")
DETAILS = (*WORDS, *YES_NO, "notice")
"""All that an answer can tell."""

AT_THE_DESK = ("check_account", "ask_payout", "ask_policy")
"""Asked at the acquirer's desk, which has its hours."""
AT_THE_BANK = ("ask_bank_upgrade",)
"""Asked at the bank, whose hotline is always answered."""
NOTICE = "read_notice"
"""What the bank has put up, which anybody can read."""
ENQUIRIES = (*AT_THE_DESK, *AT_THE_BANK, NOTICE)
