"""What the caller of `posemu printer` asked for, after all complaints have been made."""

from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

import msgspec

from emulator.domain.plan import FaultPlan
from emulator.interfaces.virtual_printer.fault_spec import FaultSpec
from emulator.printer.profile import Profile

DEFAULT_BAUD = 115_200


class Place(NamedTuple):
    """An address to listen at."""

    host: str | None
    """None is every interface."""
    port: int

    @property
    def shown(self) -> str:
        """As a person writes it."""
        host = "*" if self.host is None else f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """True when only programs on this machine get there."""
        if self.host is None:
            return False
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """Which printer, where, and what becomes of its paper."""

    profile: Profile
    tcp: Place | None = None
    """Of `tcp`, `rfc2217` and `pty` exactly one is set."""
    rfc2217: Place | None = None
    pty: str | None = None
    """Where to lay a link; empty lays none."""
    baud: int = DEFAULT_BAUD
    flow: str = "xonxoff"
    roll_mm: int | None = None
    """None puts in new rolls for ever."""
    faults: tuple[FaultSpec, ...] = ()
    plans: tuple[FaultPlan, ...] = ()
    """Faults of a scenario."""
    png: Path | None = None
    text: Path | None = None
    record: Path | None = None
    once: bool = False
