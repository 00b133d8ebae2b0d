"""
What the person at the till hears and sees beside the terminal, in the order in which it came.

A text message is known only if the one who got it stands at the counter and shows it. What a
cashier at the till cannot know (the books, the lines, a payout that is merely late) is left out.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from emulator.domain.texts import has
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.view_state import Heard

KEPT = 60
"""Older ones are forgotten; they are in the recording."""

_REMARKS = {
    ("support", "ticket_opened"): "ticket_opened",
    ("support", "ticket_closed"): "ticket_closed",
    ("clearing", "merchant_credited"): "credited",
    ("clearing", "payout_returned"): "returned",
    ("cardholder", "walked_away"): "walked_away",
    ("cardholder", "refused"): "refused",
    ("cardholder", "complained"): "complained",
    ("supervisor", "came"): "supervisor_came",
    ("supervisor", "keyed_password"): "supervisor_keyed",
}
"""Events that are one sentence whatever their details are."""
_ANSWERS = frozenset(("approved", "reversed", "voided", "refunded", "declined", "unknown", "noted"))
_HOLD = "hold"
"""Why the bank wrote, where nothing was paid yet."""
_NAMED = ("amount_fen", "ticket")
"""Details that such a sentence may name."""
_SEEN_OTHERWISE = ("feed_paper",)
"""Deeds that show by themselves when they work."""


class Ears:
    """One pair of ears at the till."""

    def __init__(self) -> None:
        self.heard: deque[Heard] = deque(maxlen=KEPT)
        """The oldest first."""
        self._at_the_counter = ""
        """Whose phone can be looked at; empty if nobody's."""
        self._by_name: dict[tuple[str, str], Callable[[TraceEvent], None]] = {
            **dict.fromkeys(_REMARKS, self._remark),
            ("issuer", "notified"): self._message,
            ("support", "answered"): self._answer,
            ("support", "did"): self._deed,
            ("clearing", "notice"): self._notice,
            ("cashier", "did"): self._deed,
            ("cardholder", "meant"): self._came,
            ("cardholder", "asked_bank"): self._asked_bank,
            ("console", "card_presented"): self._card,
        }

    def handlers(self) -> Iterator[tuple[tuple[str, str], Callable[[TraceEvent], None]]]:
        """Source and kind of each event that matters, and what to do with it."""
        yield from self._by_name.items()

    def _add(self, event: TraceEvent, what: str, **values: Any) -> None:
        self.heard.append(Heard(id=f"live.heard.{what}", values=values, at_us=event.at_us))

    def _remark(self, event: TraceEvent) -> None:
        values = {key: event.detail.get(key, "") for key in _NAMED}
        self._add(event, _REMARKS[event.source, event.kind], **values)
        if event.kind == "walked_away":
            self._at_the_counter = ""

    # Customers --------------------------------------------------------------------------------

    def _came(self, event: TraceEvent) -> None:
        detail = event.detail
        self._at_the_counter = detail.get("holder", "")
        self._add(event, "customer_came", amount_fen=detail.get("amount_fen", 0))

    def _card(self, event: TraceEvent) -> None:
        self._at_the_counter = event.detail.get("holder") or self._at_the_counter

    def _message(self, event: TraceEvent) -> None:
        detail = event.detail
        holder, amount_fen = detail["holder"], detail["amount_fen"]
        if holder != self._at_the_counter:
            return
        is_hold = detail.get("why") == _HOLD
        self._add(
            event,
            "message_held" if is_hold else "message_out" if amount_fen < 0 else "message_in",
            holder=holder,
            amount_fen=abs(amount_fen),
            balance_fen=detail["balance_fen"],
            why=detail.get("why", ""),
        )

    def _asked_bank(self, event: TraceEvent) -> None:
        if event.detail.get("answered"):
            self._add(event, "bank_answered", balance_fen=event.detail.get("balance_fen", 0))
        else:
            self._add(event, "bank_silent")

    # Desks ------------------------------------------------------------------------------------

    def _answer(self, event: TraceEvent) -> None:
        answer = event.detail.get("answer", "")
        what = answer if answer in _ANSWERS else "noted"
        self._add(event, f"support.{what}", ticket=event.detail.get("ticket", ""))

    def _notice(self, event: TraceEvent) -> None:
        text = str(event.detail["text"])
        # A scenario may name any text; only our own notices need no values.
        if text.startswith("notice.") and has(text):
            self.heard.append(Heard(id=text, at_us=event.at_us))
        else:
            self._add(event, "notice", text=text)

    # What the person does themselves ----------------------------------------------------------

    def _deed(self, event: TraceEvent) -> None:
        detail = event.detail
        effect = detail.get("effect")
        if effect is None:
            return
        action = detail["action"]
        if action == "check_equipment":
            self._add(event, "trouble_seen" if effect else "no_trouble_seen")
        elif action == "compare_amount" and effect:
            what = "amount_agrees" if detail.get("agrees") else "amount_differs"
            self._add(event, what, amount_fen=detail.get("amount_fen") or 0)
        elif not (effect and action in _SEEN_OTHERWISE):
            named = f"{event.source}.{action}"
            self._add(event, "done" if effect else "in_vain", action=named)
