"""
No card number, track, PIN or password stands readable anywhere in the recording.

    lines --> digits to `d`, all else to a dot --> 13 `d` in a row?
                                                       | seldom, and times and merchants
                                              look closely: in a text? Luhn?

This check alone reads the recording's bytes, inside events included: what a program says of itself
ends up in somebody's log, and a card number there is as lost as one on a slip.

Card numbers are looked for in every line. Keys with a secret's name (`pin`, `track` ...) are the
program's doing, not chance: they are looked for in every one of the first blocks of lines and then
in one block of eight, because looking for them costs more than all else that this check does. So a
shop is looked at whole for its first four hundred sales or so, and the verdict of a longer run says
in how many of its blocks secrets were looked for.
"""

import re
from collections.abc import Iterable

from emulator.checks.base import Check, Folds, Handlers, Values
from emulator.checks.transactions import Transactions
from emulator.domain.card import passes_luhn
from emulator.domain.trace import TraceEvent, encode_events
from emulator.domain.verdict import Verdict

_DIGITS = bytes(ord("d") if chr(byte).isdigit() and byte < 128 else ord(".") for byte in range(256))
_SHORTEST = b"d" * 13

_TIME = b'"at_us":'

_RUN = re.compile(rb"\d{13,19}(?!\d)")
_SEQ = re.compile(rb'\{"seq":(\d+)')
_MERCHANT = b'"merchant":"'
_SECRETS = tuple(f'"{name}":"'.encode() for name in ("pin", "track", "track2", "password"))
BLOCKS_LOOKED_AT = 256
"""After so many blocks secrets are looked for in one of `ONE_IN`."""
ONE_IN = 8
_SECRET_SCREENS = frozenset({"enter_password", "supervisor_password", "enter_pin"})


class NothingInClear(Check):
    """
    Looks at lines as they are recorded (`tap`) and at what the camera saw being keyed.

    Merchant numbers are long numbers too and are left out, whether or not they pass the Luhn test.
    """

    name = "nothing_in_clear"

    def __init__(self, folds: Folds | None = None) -> None:
        super().__init__(folds)
        self._merchants: dict[bytes, None] = {}
        self._judged_for_secrets = 0
        self._transactions = self.read(Transactions)

    def handlers(self) -> Handlers:
        return {
            ("console", "pressed", "pin"): self._pin_pressed,
            ("console", "pressed", "digits"): self._digits_pressed,
        }

    def counts(self) -> Values:
        """Blocks of lines in which card numbers were looked for, and those with secrets' names."""
        return {"judged": self.judged, "judged_for_secrets": self._judged_for_secrets}

    def __call__(self, trace: Iterable[TraceEvent]) -> Verdict:
        """Judge a whole trace with a fresh copy, written out the way a recording is."""
        events = list(trace)
        fresh = NothingInClear()
        for event in events:
            fresh.see(event)
        fresh.tap(encode_events(events))
        return fresh.conclude(events[-1].at_us if events else 0)

    def _pin_pressed(self, event: TraceEvent) -> None:
        if event.detail.get("text"):
            self.offences.add("keyed", (event.seq,), screen=self._screen_of(event))

    def _digits_pressed(self, event: TraceEvent) -> None:
        if self._screen_of(event) in _SECRET_SCREENS:
            self._pin_pressed(event)

    def _screen_of(self, event: TraceEvent) -> str:
        """What stood on the display of the terminal at which a key was pressed."""
        seen = self._transactions
        return seen.backup_screen if event.detail.get("backup") else seen.screen

    def tap(self, lines: bytes) -> None:
        """Look at some whole lines of the recording."""
        if self.crashed or not lines:
            return
        try:
            self._look(lines)
        except Exception as error:  # noqa: BLE001 - as any handler of a check
            self.crashed = type(error).__name__

    def _look(self, lines: bytes) -> None:
        if self.judged < BLOCKS_LOOKED_AT or self.judged % ONE_IN == 0:
            self._judged_for_secrets += 1
            for secret in _SECRETS:
                if secret in lines:
                    self._look_for_secrets(lines, secret)
        self.judged += 1
        shape = lines.translate(_DIGITS)
        at = shape.find(_SHORTEST)
        while at >= 0:
            end = shape.find(b".", at)
            if lines[at - len(_TIME) : at] != _TIME and lines[at:end] not in self._merchants:
                self._look_for_card(lines, at)
            at = shape.find(_SHORTEST, end)

    def _look_for_secrets(self, lines: bytes, key: bytes) -> None:
        at = lines.find(key)
        while at >= 0:
            value = lines[at + len(key) : lines.index(b'"', at + len(key))]
            if value.strip(b"*"):
                self.offences.add("secret", (_seq_at(lines, at),), weight=1, key=key[1:-3].decode())
            at = lines.find(key, at + 1)

    def _look_for_card(self, lines: bytes, at: int) -> None:
        found = _RUN.match(lines, at)
        if found is None:
            return
        digits = found[0]
        if lines[at - len(_MERCHANT) : at] == _MERCHANT:
            self._merchants[digits] = None
        elif passes_luhn(digits.decode()) and _in_text(lines, at):
            self.offences.add("card", (_seq_at(lines, at),), weight=2, ending=digits[-4:].decode())


def _in_text(lines: bytes, at: int) -> bool:
    """Tell whether a place lies between quotes; a bare number is a time or an amount."""
    start = lines.rfind(b"\n", 0, at) + 1
    before = lines[start:at].replace(b"\\\\", b"").replace(b'\\"', b"")
    return before.count(b'"') % 2 == 1


def _seq_at(lines: bytes, at: int) -> int:
    start = lines.rfind(b"\n", 0, at) + 1
    found = _SEQ.match(lines, start)
    return int(found[1]) if found else -1
