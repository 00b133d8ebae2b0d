"""
The support desk of the payment institution: keeps tickets and looks transactions up.

A ticket is how an unknown outcome gets on somebody's list. The desk answers after a while with what
the institution's books say; it closes a ticket by itself only when nothing is left to do.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from emulator.domain.plan import Step
from emulator.kernel.world import World

NAME = "support"
SOLVED = frozenset(("reversed", "declined", "voided", "refunded"))
"""Answers after which no money of the customer's hangs in the air."""
NOTED = "noted"
"""The answer to a call that names no transaction."""

Inquire = Callable[[str, str], str]
"""STAN and batch to what the books say: approved, reversed, voided, refunded, declined, unknown."""


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

    def __init__(self, world: World, *, answers_us: int, inquire: Inquire | None = None) -> None:
        """
        Args:
            world: Where the desk answers.
            answers_us: From a call until its answer.
            inquire: Looks a transaction up; None answers `unknown`.
        """
        self.inquire = inquire
        self.open_tickets: dict[str, Ticket] = {}
        """By number, oldest first."""
        self._world = world
        self._answers_us = answers_us
        self._opened = 0

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
        self._answer_later(number, self._answers_us)
        return number

    def follow_up(self, about: str = "") -> bool:
        """Ask again about a ticket, the newest if none is named; False if there is none open."""
        ticket = self._find(about)
        if ticket is not None:
            self._answer_later(ticket.number, self._answers_us)
        return ticket is not None

    def escalate(self, about: str = "") -> bool:
        """Have a ticket looked at right now; False if there is none open."""
        ticket = self._find(about)
        if ticket is not None:
            self._answer(ticket.number)
        return ticket is not None

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


def call_from(
    support: Support, step: Step, found: Callable[[str], tuple[str, str, int | None]]
) -> bool:
    """
    Do a step of the support desk; False if it met no open ticket.

    Args:
        support: The desk.
        step: call, follow_up, escalate or close_ticket.
        found: Gives STAN, batch and amount of an earlier step's transaction, empty if unknown.
    """
    about = step.options.get("about", "")
    if step.action == "call":
        stan, batch, amount_fen = found(about)
        subject = step.options.get("problem") or about or "help"
        support.call(subject, stan=stan, batch=batch, amount_fen=amount_fen)
        return True
    deeds = {
        "follow_up": support.follow_up,
        "escalate": support.escalate,
        "close_ticket": support.close_ticket,
    }
    return deeds[step.action](about)
