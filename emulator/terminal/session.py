"""What all procedures of the terminal share between two power cuts: ports, settings, journal."""

from typing import Any

from emulator.domain.card import Pan
from emulator.domain.journal import Record
from emulator.domain.settings import TerminalSettings
from emulator.kernel.world import Steps
from emulator.terminal.clock import TerminalClock
from emulator.terminal.journal import Journal
from emulator.terminal.program import Ports


class Session:
    """The terminal's working memory; made at boot, gone with the power."""

    def __init__(self, ports: Ports, settings: TerminalSettings) -> None:
        self.ports = ports
        self.world = ports.world
        self.settings = settings
        self.clock = ports.clock or TerminalClock(ports.world)
        self.journal = Journal()
        self.retry_at_us: int | None = None
        """When debts are next tried in the background; None while there are none to try."""
        self.wants_sign_in = False
        """The host asked, in the header of an answer, to sign in again."""
        self.wants_update = False
        """The host asked, in the header of an answer, for a newer program."""
        self._recent: dict[tuple[int, str], tuple[int, str]] = {}
        """Amount and card to moment and STAN of approvals that a second one may double."""

    def tell(self, kind: str, **detail: Any) -> None:
        """Note something that only the program itself knows."""
        self.world.record("terminal", kind, detail, True)

    # Durable memory ---------------------------------------------------------------------------

    def keep(self, record: Record) -> Steps[bool]:
        """Write a record down and know it; False, and not known, when the memory is full."""
        if not (yield from self.ports.storage.write(record)):
            return False
        self.journal.apply(record)
        return True

    def keep_if_possible(self, record: Record) -> Steps[bool]:
        """
        Write a record down and know it in any case.

        Only for what is safe to forget at a power cut: the older record that stands instead must
        lead to the same books by another way (a reversal sent twice, a batch settled again).
        """
        kept = yield from self.ports.storage.write(record)
        self.journal.apply(record)
        return kept

    @property
    def no_room(self) -> str:
        """The screen that says why nothing more could be written down."""
        # Transactions go when they are settled; what else fills the memory stays.
        is_journal = self.journal.count >= self.settings.journal_limit
        return "journal_full" if is_journal else "storage_full"

    def take_stan(self) -> Steps[str | None]:
        """
        Number a message that has no record of its own; None when the memory is full.

        The number is durable before it is used, so that no power cut can make it come twice.
        """
        stan = self.journal.next_stan()
        kept = yield from self.keep(self.journal.parameters(last_stan=int(stan)))
        return stan if kept else None

    def compact(self) -> Steps[bool]:
        """Put the fewest records in place of all that were written."""
        replaced = yield from self.ports.storage.replace(self.journal.snapshot())
        if replaced:
            self.journal.is_stale = False
        return replaced

    def lose_sign_in(self) -> Steps[None]:
        """Know that nothing more can be done online before a new sign-in."""
        if self.journal.signed_in:
            yield from self.keep_if_possible(self.journal.parameters(signed_in=False))

    # Background -------------------------------------------------------------------------------

    def try_soon(self) -> None:
        """Have the debts tried as soon as the terminal is idle."""
        self.retry_at_us = self.world.now_us if self.settings.reversal_retry_us else None

    def try_later(self) -> None:
        """Have the debts tried again after the usual while."""
        retry_us = self.settings.reversal_retry_us
        self.retry_at_us = self.world.now_us + retry_us if retry_us else None

    def is_time_to_try(self) -> bool:
        """Tell whether the debts' next try is due now."""
        return self.retry_at_us is not None and self.retry_at_us <= self.world.now_us

    # Duplicate guard --------------------------------------------------------------------------

    def remember_approval(self, pan: Pan, amount_fen: int, stan: str) -> None:
        """Know an approval that the same card and amount would double."""
        guard_us = self.settings.duplicate_guard_us
        if not guard_us:
            return
        recent, now_us = self._recent, self.world.now_us
        key = (amount_fen, pan.clear())
        recent.pop(key, None)
        recent[key] = (now_us, stan)
        while True:
            oldest = next(iter(recent))
            if recent[oldest][0] + guard_us > now_us:
                return
            del recent[oldest]

    def forget_approval(self, pan: Pan, amount_fen: int) -> None:
        """Know that an approval was taken back, so that the next one doubles nothing."""
        self._recent.pop((amount_fen, pan.clear()), None)

    def doubled_stan(self, pan: Pan, amount_fen: int) -> str | None:
        """The STAN of the approval that this one would double; None if there is none."""
        found = self._recent.get((amount_fen, pan.clear()))
        if found is None or found[0] + self.settings.duplicate_guard_us <= self.world.now_us:
            return None
        return found[1]
