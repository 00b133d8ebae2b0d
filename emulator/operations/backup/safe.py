"""Where the shop keeps the backup of its records: outside the terminal, with the seal beside it."""

from collections.abc import Sequence

from emulator.domain.journal import Record
from emulator.operations.backup.backup import BackupError, backup_of, restored
from emulator.operations.backup.copies import careless_copy
from emulator.operations.backup.seal import NotPlain, Seal, seal, verify

_TAKES_NUMBER = ("intent", "advice")
"""Records with which a STAN is used; others tell of one that was used long before."""
KEYS = ("keys", "signed_in")
"""Values of `parameters` that no backup holds: whoever restores it must sign in again."""


class Safe:
    """One backup, the last that was made, and its seal."""

    def __init__(self, terminal: str, *, masks: bool = True) -> None:
        """
        Args:
            terminal: Whose records it is for.
            masks: False lays a copy beside the backup in which card numbers stand in clear.
        """
        self.data = b""
        """The backup; empty before the first."""
        self.within_reach = b""
        """What somebody finds who gets hold of the copies."""
        self._masks = masks
        self._terminal = terminal
        self._seal: Seal | None = None

    def put(self, records: Sequence[Record]) -> bool:
        """Back up some records in place of those before; False if they cannot be backed up."""
        kept = [_without_keys(record) for record in records]
        try:
            self.data, self._seal = backup_of(kept, terminal=self._terminal), seal(kept)
        except (NotPlain, BackupError):
            return False
        self.within_reach = self.data if self._masks else careless_copy(records)
        return True

    def get(self) -> tuple[Record, ...] | None:
        """The records of the backup, proven; None if there is none for this terminal."""
        try:
            back = restored(self.data)
        except BackupError:
            return None
        return back.records if back.terminal == self._terminal else None

    def to_restore(self, records: Sequence[Record]) -> tuple[Record, ...] | None:
        """
        What should replace the terminal's records; None if nothing should.

        A backup that is older than what the terminal knows would bring numbers back that were
        used since, so it only replaces records that are lost or altered.

        Args:
            records: As they are now.
        """
        kept = self.get()
        if kept is None or self.agrees(records) or _last_number(records) > _last_number(kept):
            return None
        return kept

    def agrees(self, records: Sequence[Record]) -> bool:
        """
        Tell whether the records that were backed up are still in the terminal, unchanged.

        Those that were written since do not count. Without a backup nothing can be told, so it is
        not said to agree.
        """
        kept = [_without_keys(record) for record in records]
        return self._seal is not None and not verify(kept, self._seal, may_have_grown=True)


def _last_number(records: Sequence[Record]) -> int:
    """The last STAN that was taken, as the journal folds it; 0 for a memory without any."""
    last = 0
    for record in records:
        number = record.values.get("last_stan")
        if isinstance(number, int):
            last = number
        elif record.kind in _TAKES_NUMBER and record.stan.isdecimal():
            last = int(record.stan)
    return last


def _without_keys(record: Record) -> Record:
    if record.kind != "parameters":
        return record
    values = {key: value for key, value in record.values.items() if key not in KEYS}
    return Record(kind=record.kind, stan=record.stan, batch=record.batch, values=values)
