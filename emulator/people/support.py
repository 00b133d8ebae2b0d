"""
The support desk of the payment institution: keeps tickets and looks transactions up.

A ticket is how an unknown outcome gets on somebody's list. The desk answers after a while with what
the institution's books say; it closes a ticket by itself only when nothing is left to do. A call
outside its hours is answered a while after it opens, unless the shop has an emergency contact.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from emulator.domain.moments import MINUTE
from emulator.domain.plan import Step
from emulator.kernel.world import World
from emulator.people.office_hours import OfficeHours

NAME = "support"
SOLVED = frozenset(("reversed", "declined", "voided", "refunded"))
"""Answers after which no money of the customer's hangs in the air."""
NOTED = "noted"
"""The answer to a call that names no transaction."""

CONTACT_ANSWERS_US = MINUTE
"""How soon an emergency contact knows what the books say."""
ALWAYS = OfficeHours()

Inquire = Callable[[str, str], str]
"""STAN and batch to what the books say: approved, reversed, voided, refunded, declined, unknown."""
Found = Callable[[str], tuple[str, str, int | None]]
"""Name of a step to STAN, batch and amount of its transaction; empty if unknown."""


class Ticket(msgspec.Struct):
    """One call."""

    number: str
    about: str
    stan: str
    batch: str
    answer: str = ""
    on_answer: Callable[[str], None] | None = None


class Support:
    """The desk with its open tickets; closed ones are in the trace only."""

    def __init__(
        self,
        world: World,
        *,
        answers_us: int,
        inquire: Inquire | None = None,
        hours: OfficeHours = ALWAYS,
        has_contact: bool = False,
    ) -> None:
        """
        Args:
            world: Where the desk answers.
            answers_us: From a call within the hours until its answer.
            inquire: Looks a transaction up; None answers `unknown`.
            hours: When the desk answers.
            has_contact: The shop can call somebody who answers at any hour.
        """
        self.inquire = inquire
        self.open_tickets: dict[str, Ticket] = {}
        """By number, oldest first."""
        self._world = world
        self._answers_us = answers_us
        self._hours = hours
        self._has_contact = has_contact
        self._opened = 0

    @property
    def answers_now(self) -> bool:
        """Tell whether somebody takes a call at this moment."""
        return self._has_contact or self._opens_after_us == 0

    @property
    def _opens_after_us(self) -> int:
        return self._hours.opens_after_us(self._world.clock, self._world.now_us)

    def _looks_up_after_us(self) -> int:
        """From now until somebody has looked something up in the books."""
        if self._has_contact:
            return min(CONTACT_ANSWERS_US, self._answers_us)
        return self._opens_after_us + self._answers_us

    def call(
        self,
        about: str,
        *,
        stan: str = "",
        batch: str = "",
        amount_fen: int | None = None,
        on_answer: Callable[[str], None] | None = None,
    ) -> str:
        """
        Open a ticket; gives its number.

        Args:
            about: What it is about, a step's name or a problem in one word.
            stan: The transaction, if one is known.
            batch: Its batch.
            amount_fen: Its amount.
            on_answer: Is told every answer.
        """
        self._opened += 1
        number = f"t{self._opened}"
        self.open_tickets[number] = Ticket(number, about, stan, batch, "", on_answer)
        detail: dict[str, Any] = {"ticket": number, "about": about}
        if stan:
            detail["stan"] = stan
            detail["batch"] = batch
        if amount_fen is not None:
            detail["amount_fen"] = amount_fen
        self._world.record(NAME, "ticket_opened", detail)
        self._answer_later(number, self._looks_up_after_us())
        return number

    def follow_up(self, about: str = "") -> bool:
        """Ask again about a ticket, the newest if none is named; False if there is none open."""
        ticket = self._find(about)
        if ticket is not None:
            self._answer_later(ticket.number, self._looks_up_after_us())
        return ticket is not None

    def escalate(self, about: str = "") -> bool:
        """Have a ticket looked at as soon as anybody is there; False if there is none open."""
        ticket = self._find(about)
        if ticket is None:
            return False
        if self.answers_now:
            self._answer(ticket.number)
        else:
            self._answer_later(ticket.number, self._opens_after_us)
        return True

    def close_ticket(self, about: str = "") -> bool:
        """Close a ticket because those concerned say it is settled; False if there is none."""
        ticket = self._find(about)
        if ticket is not None:
            self._close(ticket)
        return ticket is not None

    def _find(self, about: str) -> Ticket | None:
        for ticket in reversed(self.open_tickets.values()):
            if not about or about in (ticket.about, ticket.number):
                return ticket
        return None

    def _answer_later(self, number: str, after_us: int) -> None:
        self._world.after(after_us, lambda: self._answer(number))

    def _answer(self, number: str) -> None:
        ticket = self.open_tickets.get(number)
        if ticket is None:
            return
        ticket.answer = self._look_up(ticket)
        self._world.note(NAME, "answered", ticket=number, answer=ticket.answer)
        if ticket.answer in SOLVED:
            self._close(ticket)
        if ticket.on_answer is not None:
            ticket.on_answer(ticket.answer)

    def _look_up(self, ticket: Ticket) -> str:
        if not ticket.stan:
            return NOTED
        return "unknown" if self.inquire is None else self.inquire(ticket.stan, ticket.batch)

    def _close(self, ticket: Ticket) -> None:
        del self.open_tickets[ticket.number]
        self._world.note(NAME, "ticket_closed", ticket=ticket.number)


def open_ticket(
    support: Support,
    step: Step,
    found: Found,
    on_answer: Callable[[str], None] | None = None,
) -> str:
    """Call about what a step names; gives the ticket's number."""
    about = step.options.get("about", "")
    stan, batch, amount_fen = found(about)
    subject = step.options.get("problem") or about or "help"
    return support.call(subject, stan=stan, batch=batch, amount_fen=amount_fen, on_answer=on_answer)


def call_from(support: Support, step: Step, found: Found) -> bool:
    """
    Do a step of the support desk; False if it met no open ticket.

    Args:
        support: The desk.
        step: call, follow_up, escalate or close_ticket.
        found: Reads an earlier step's transaction out.
    """
    if step.action == "call":
        open_ticket(support, step, found)
        return True
    deeds = {
        "follow_up": support.follow_up,
        "escalate": support.escalate,
        "close_ticket": support.close_ticket,
    }
    return deeds[step.action](step.options.get("about", ""))
