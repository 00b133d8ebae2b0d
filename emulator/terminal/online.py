"""
One request and its answer.

An answer counts only for the open request and only before the deadline; whatever else arrives is
dropped and the wait goes on. At the very instant of the deadline the deadline wins.
"""

import enum
from collections import deque

from emulator.domain.card import Secret
from emulator.domain.journal import Entry
from emulator.domain.message import ANSWER_MTI, Message
from emulator.domain.responses import PARTIAL_APPROVAL, is_approved
from emulator.domain.transaction import KINDS
from emulator.kernel.world import Steps
from emulator.terminal.session import Session

REMEMBERED = 8
"""Finished requests that are remembered, to say of a stray answer what it is."""

WORK_SIGN_IN = "3"
"""Work request in an answer's header: sign in again (payments.md 3.1)."""
WORK_FETCH_PROGRAM = "6"
"""Work request: this program is too old, fetch a newer one."""

_MTI = {kind.name: kind.mti for kind in KINDS.values()}


class Trouble(enum.Enum):
    """Why there is no answer that could be trusted."""

    SILENCE = "silence"
    NOT_SENT = "not_sent"
    """No carrier: not a byte has left."""
    UNREADABLE = "unreadable"
    """The answer's MAC was wrong, or noise made it unreadable."""


class Online:
    """The terminal's way to the host."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._world = session.world
        self._host = session.ports.host
        self._settings = session.settings
        self._ended: deque[tuple[str, str, str, str]] = deque(maxlen=REMEMBERED)
        """Answer MTI, batch and STAN of finished requests, and how each ended."""

    def exchange(
        self, request: Message, *, timeout_us: int | None = None
    ) -> Steps[Message | Trouble]:
        """
        Send a request and wait for its answer.

        Args:
            request: What is sent.
            timeout_us: How long to wait; None is the receive time-out.
        """
        if not self._host.send(request):
            return Trouble.NOT_SENT
        deadline_us = self._world.now_us + (timeout_us or self._settings.receive_timeout_us)
        receive = self._host.receive
        while True:
            answer = yield from receive(deadline_us=deadline_us)
            if answer is None:
                self._end(request, "late")
                return Trouble.SILENCE
            if self.fits(request, answer):
                self._end(request, "duplicate")
                if not self.is_sound(request, answer):
                    return Trouble.UNREADABLE
                if answer.work_request is not None:
                    self._note_work(answer.work_request)
                return answer
            self._session.tell(
                "answer_dropped", mti=answer.mti, stan=answer.stan, why=self._stray(answer)
            )

    def _note_work(self, work: str) -> None:
        if work == WORK_SIGN_IN:
            self._session.wants_sign_in = True
        elif work == WORK_FETCH_PROGRAM:
            self._session.wants_update = True

    def fits(self, request: Message, answer: Message) -> bool:
        """Tell whether this answers the open request (payments.md 3.7: MTI, DE3, 4, 11, 41)."""
        return (
            answer.stan == request.stan
            and answer.mti == ANSWER_MTI[request.mti]
            and answer.kind == request.kind
            and answer.terminal == request.terminal
            and (answer.batch == request.batch or request.kind == "sign_in")
            and (answer.amount_fen == request.amount_fen or answer.code == PARTIAL_APPROVAL)
        )

    def is_sound(self, request: Message, answer: Message) -> bool:
        """Tell whether the answer can be believed; the MAC is checked on approvals only."""
        if answer.garbled:
            return False
        if request.mac_key is None or not is_approved(answer.code):
            return True
        return answer.mac_key == request.mac_key

    # Requests ---------------------------------------------------------------------------------

    def financial(self, entry: Entry, pin: Secret | None = None) -> Message:
        """The request of a transaction as it stands in the journal."""
        settings = self._settings
        return Message(
            mti=_MTI[entry.kind],
            kind=entry.kind,
            terminal=settings.terminal_id,
            merchant=settings.merchant_id,
            batch=entry.batch,
            stan=entry.stan,
            amount_fen=entry.amount_fen,
            pan=entry.pan,
            expiry=entry.expiry,
            entry=entry.entry,
            pin=pin,
            reference=entry.original_reference,
            authorisation=entry.authorisation,
            original_batch=entry.original_batch,
            original_stan=entry.original_stan,
            original_date=entry.original_date,
            mac_key=self._session.journal.keys,
            software=settings.software,
        )

    def reversal(self, entry: Entry, reason: str) -> Message:
        """
        The reversal of a request: same STAN, batch and amount, the reason as code, no PIN.

        Source: payments.md 3.7 (DE26, 35, 36, 37, 52, 53 left out; DE38 if one was received).
        """
        return self.financial(entry).changed(mti="0400", code=reason, reference=None)

    def management(
        self, kind: str, stan: str, *, batch: str | None = None, network_code: str | None = None
    ) -> Message:
        """A message without money and without MAC: sign-in, sign-off, settlement, upload."""
        settings = self._settings
        journal = self._session.journal
        return Message(
            mti=_MTI[kind],
            kind=kind,
            terminal=settings.terminal_id,
            merchant=settings.merchant_id,
            batch=batch or journal.batch,
            stan=stan,
            operator=journal.operator,
            network_code=network_code,
            software=settings.software,
        )

    # Strays -----------------------------------------------------------------------------------

    def _end(self, request: Message, how: str) -> None:
        self._ended.append((ANSWER_MTI[request.mti], request.batch, request.stan, how))

    def _stray(self, answer: Message) -> str:
        for mti, batch, stan, how in reversed(self._ended):
            if (mti, batch, stan) == (answer.mti, answer.batch, answer.stan):
                return how
        return "other"
