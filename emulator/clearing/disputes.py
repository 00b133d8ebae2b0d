"""
Retrieval requests (调单): a cardholder disputes a debit, and the merchant is asked for proof.

    opened -+-> answered in time -> ruling after some days -> won | lost
            +-> not answered ------------------------------> lost

Lost means that the money is taken from the merchant's takings and given to the cardholder. Who
rules, and by what, is handed in: this desk keeps the time and moves the money. Left out: the second
presentment and fees.

Source: payments.md 4, case 27 (twenty days to answer; without a slip the debit is charged back).
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol

import msgspec

from emulator.domain.interbank import Disputed
from emulator.domain.moments import DAY
from emulator.domain.settings import ClearingSettings
from emulator.kernel.world import World

WON, LOST = "won", "lost"
NO_ANSWER = "no_answer"

Judge = Callable[[str], tuple[bool, str]]
"""Rules on a claim by what the merchant handed in: does the merchant win, and why in one word."""


class MerchantSide(Protocol):
    """What the desk asks of the acquirer."""

    def disputed(self, batch: str, stan: str) -> Disputed | None:
        """Look up by the slip what a cardholder disputes; None if no such debit stands."""

    def hold(self, about: Disputed, *, is_held: bool) -> None:
        """Keep a debit in the register as long as it is in dispute."""

    def charge_back(self, about: Disputed) -> None:
        """Take the money from the merchant."""


class HolderSide(Protocol):
    """What the desk asks of the issuing banks."""

    def charge_back(self, about: Disputed) -> bool:
        """Give the money to the cardholder; False if nobody knows the card."""


class Dispute(msgspec.Struct):
    """One debit in dispute."""

    claim: str
    about: Disputed
    is_answered: bool = False


class Disputes:
    """The desk between issuers and acquirer."""

    def __init__(
        self,
        world: World,
        acquirer: MerchantSide,
        issuers: HolderSide,
        settings: ClearingSettings | None = None,
    ) -> None:
        self.open: dict[tuple[str, str], Dispute] = {}
        """By batch and STAN, as they stand on the slip."""
        self._world = world
        self._acquirer = acquirer
        self._issuers = issuers
        self._settings = settings or ClearingSettings()

    def dispute(self, number: tuple[str, str], claim: str) -> bool:
        """
        Take a cardholder's claim; False if there is no such debit, or it is in dispute already.

        Args:
            number: Batch and STAN.
            claim: What the cardholder says, in one word.
        """
        about = None if number in self.open else self._acquirer.disputed(*number)
        if about is None:
            return False
        self.open[number] = one = Dispute(claim, about)
        self._acquirer.hold(about, is_held=True)
        answer_us = self._settings.dispute_answer_days * DAY
        self._note("dispute_opened", one, answer_by=self._day_in(answer_us).isoformat())
        self._world.after(answer_us, self._run_out, number, one)
        return True

    def answer(self, number: tuple[str, str], judge: Judge) -> bool:
        """Take the merchant's evidence; False if nobody waits for it."""
        one = self.open.get(number)
        if one is None or one.is_answered:
            return False
        one.is_answered = True
        ruling_us = self._settings.dispute_ruling_days * DAY
        self._world.after(ruling_us, self._rule, number, one, judge)
        return True

    def _run_out(self, number: tuple[str, str], one: Dispute) -> None:
        if self.open.get(number) is one and not one.is_answered:
            self._close(number, LOST, NO_ANSWER)

    def _rule(self, number: tuple[str, str], one: Dispute, judge: Judge) -> None:
        is_won, why = judge(one.claim)
        self._close(number, WON if is_won else LOST, why)

    def _close(self, number: tuple[str, str], result: str, why: str) -> None:
        one = self.open.pop(number)
        self._note("dispute_closed", one, result=result, why=why)
        # What stands now; part of it may have been given back meanwhile.
        left = self._acquirer.disputed(*number) if result == LOST else None
        if left is not None:
            self._acquirer.charge_back(left)
            self._issuers.charge_back(left)
        self._acquirer.hold(one.about, is_held=False)

    def _day_in(self, us: int) -> date:
        return self._world.clock.day(self._world.now_us + us)

    def _note(self, kind: str, one: Dispute, **more: str) -> None:
        terminal, batch, stan = one.about.key
        detail = {
            "merchant": one.about.merchant,
            "terminal": terminal,
            "batch": batch,
            "stan": stan,
            "amount_fen": one.about.amount_fen,
            "claim": one.claim,
            **more,
        }
        self._world.record("clearing", kind, detail)
