"""What was found out about a printer; None is what was not."""

import msgspec

from emulator.codecs.escpos.status import Reading


class Findings(msgspec.Struct, kw_only=True):
    """Everything that was seen of one printer, and nothing else."""

    line: str
    """What the line is called."""
    baud: int | None = None
    """Speed at which it answered; None on a line without a speed, or if it never did."""
    answers: bool = False
    """True if it answered anything at all."""
    statuses: tuple[int, ...] = ()
    """The n of DLE EOT that it answers."""
    status_bytes: dict[int, str] = {}
    """Those answers, in hexadecimal."""
    state: Reading = Reading()
    process_ids: bool | None = None
    gs_r: bool | None = None
    automatic_status: bool | None = None
    clears: bool | None = None
    """DLE DC4 function 8."""
    maker: str | None = None
    model: str | None = None
    firmware: str | None = None
    fonts: str | None = None
    """What GS I 69 calls its additional characters."""
    two_byte: bool | None = None
    """GS I 2 says that it knows double-byte characters."""
    cutter: bool | None = None
    """GS I 2 says that it cuts."""
    flow: str | None = None
    """How it made us wait: xonxoff, rtscts or dsrdtr."""
    slip_confirmed: bool | None = None
    """True if it confirmed the test slip; None if none was printed."""
    chinese: str | None = None
    """A person read the Chinese lines: always, command (only after FS &) or none."""
    columns: int | None = None
    """A person saw so many characters in a line."""
    slip_whole: bool | None = None
    """A person found the test slip whole and legible."""

    @property
    def is_ready(self) -> bool:
        """True if it said that it is on line."""
        return self.state.offline is False


def profile_of(found: Findings) -> str:
    """
    The profile that asks no more of a printer than was seen of it.

    Paper of 58 mm is taken unless somebody saw a longer line: such slips come out on either.
    """
    size = "80" if found.columns is not None and found.columns >= 48 else "58"
    if not found.answers or not (found.process_ids or found.gs_r):
        return "silent_58"
    return f"epson_{size}" if found.process_ids and found.clears else f"generic_{size}"
