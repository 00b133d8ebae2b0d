"""
What the person at the till hears and sees beside the terminal, in the order in which it came.

A text message is known only if the one who got it stands at the counter and shows it. What a
cashier at the till cannot know (the books, the lines, a payout that is merely late) is left out.
"""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from emulator.domain.actions import OFFICE
from emulator.domain.texts import has
from emulator.domain.trace import TraceEvent
from emulator.interfaces.live.views.answered import heard_of
from emulator.interfaces.live.views.looked import LOOKS, seen_of
from emulator.interfaces.live.views.view_state import Heard

KEPT = 60
"""Older ones are forgotten; they are in the recording."""

_REMARKS = {
    ("support", "ticket_opened"): "ticket_opened",
    ("support", "ticket_closed"): "ticket_closed",
    ("support", "technician_came"): "technician_came",
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
            ("world", "did"): self._office,
            ("cardholder", "meant"): self._came,
            ("cardholder", "asked_bank"): self._asked_bank,
            ("console", "card_presented"): self._card,
            ("clearing", "dispute_opened"): self._dispute,
            ("clearing", "dispute_closed"): self._dispute,
            ("acquirer", "papers_reviewed"): self._papers,
            ("monitor", "alarm_raised"): self._alarm,
            ("monitor", "alarm_cleared"): self._alarm,
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
        detail = event.detail
        if not detail.get("answered"):
            self._add(event, "bank_silent")
        elif "times" in detail:
            values = {"times": detail["times"], "balance_fen": detail.get("balance_fen", 0)}
            self._add(event, "bank_counted", **values)
        else:
            self._add(event, "bank_answered", balance_fen=detail.get("balance_fen", 0))

    # Desks ------------------------------------------------------------------------------------

    def _answer(self, event: TraceEvent) -> None:
        answer = event.detail.get("answer", "")
        what = answer if answer in _ANSWERS else "noted"
        self._add(event, f"support.{what}", ticket=event.detail.get("ticket", ""))

    def _notice(self, event: TraceEvent) -> None:
        self._notice_of(event, str(event.detail["text"]))

    def _notice_of(self, event: TraceEvent, text: str) -> None:
        # A scenario may name any text; only our own notices need no values.
        if text.startswith("notice.") and has(text):
            self.heard.append(Heard(id=text, at_us=event.at_us))
        else:
            self._add(event, "notice", text=text)

    def _dispute(self, event: TraceEvent) -> None:
        """The bank asks for the slip, and later says who keeps the money."""
        detail = event.detail
        what = "dispute" if event.kind == "dispute_opened" else f"dispute.{detail['result']}"
        values = {key: detail.get(key, "") for key in ("stan", "amount_fen", "answer_by")}
        self._add(event, what, **values)

    def _papers(self, event: TraceEvent) -> None:
        self._add(event, f"papers.{event.detail['result']}")

    def _alarm(self, event: TraceEvent) -> None:
        detail = event.detail
        what = "alarm" if event.kind == "alarm_raised" else "alarm_over"
        about = f" {detail['about']}" if "stan" in detail else ""
        self._add(event, what, alarm=detail["alarm"], about=about)

    def _office(self, event: TraceEvent) -> None:
        """What the shop's own office does; what befalls the world is no concern of the till."""
        if event.detail["action"] in OFFICE:
            self._deed(event)

    # What the person does themselves ----------------------------------------------------------

    def _deed(self, event: TraceEvent) -> None:
        detail = event.detail
        action, effect = detail["action"], detail.get("effect")
        seen = seen_of(action, detail)
        answers = heard_of(action, detail)
        if seen:
            self._add(event, "found", action=f"{event.source}.{action}", seen=seen)
        elif seen is not None:
            self._add(event, "no_trouble_seen")
        elif action in LOOKS:
            self._add(event, "nothing_there", action=f"{event.source}.{action}")
        elif answers:
            for answer in answers:
                self._add(event, answer)
        elif effect is None:
            return
        elif detail.get("repaired"):
            self._add(event, "repaired", action=f"cashier.{detail['repaired']}")
        elif effect and action == "read_notice":
            self._notice_of(event, str(detail.get("notice", "")))
        elif effect and detail.get("to") == "main":
            self._add(event, "back_at_main")
        elif action == "compare_amount" and effect:
            what = "amount_agrees" if detail.get("agrees") else "amount_differs"
            self._add(event, what, amount_fen=detail.get("amount_fen") or 0)
        elif not (effect and action in _SEEN_OTHERWISE):
            named = f"{event.source}.{action}"
            self._add(event, "done" if effect else "in_vain", action=named)
