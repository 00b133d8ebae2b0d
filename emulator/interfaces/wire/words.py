"""How a line to a printer is named on the command line, and the line that the words mean."""

from typing import Any

import click
import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.texts import say
from emulator.interfaces.complaints import Typed, shortened
from emulator.interfaces.options import option
from emulator.interfaces.wire.transport import Transport

BAUDS = (1200, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 57600, 115200, 230400)
FLOWS = ("none", "xonxoff", "rtscts", "dsrdtr")
DEFAULT_TCP_PORT = 9100
_URLS = ("rfc2217", "loop", "socket")
_LAST_PORT = 65_535


class Baud(Typed):
    """The speed of a serial line; a complaint lists those that there are."""

    name = "N"

    def __init__(self, lang: str) -> None:
        self._lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Take one of the speeds."""
        if str(value).isascii() and str(value).isdigit() and int(str(value)[:9]) in BAUDS:
            return int(value)
        known = ", ".join(map(str, BAUDS))
        text = say("wire.usage.baud", self._lang, value=shortened(str(value)), known=known)
        self.fail(text, param, ctx)


class OneOf(Typed):
    """One of a few words; a complaint lists them."""

    name = "NAME"

    def __init__(self, words: tuple[str, ...], text: str, lang: str) -> None:
        """
        Args:
            words: Those that there are.
            text: Id of the complaint, which names `value` and `known`.
            lang: Of the complaint.
        """
        self._words, self._text, self._lang = words, text, lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take one of the words."""
        if value in self._words:
            return str(value)
        known = ", ".join(self._words)
        text = say(self._text, self._lang, value=shortened(str(value)), known=known)
        self.fail(text, param, ctx)


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Which line: exactly one of `port`, `tcp` and `pty` is named."""

    port: str = ""
    tcp: str = ""
    pty: str = ""
    baud: int | None = None
    """None takes the usual one."""
    flow: str | None = None

    def transport(self, lang: str) -> Transport:
        """
        Make the line, unopened.

        Raises:
            UsageError: None or several are named, or the name makes no sense.
        """
        named = [text for text in (self.port, self.tcp, self.pty) if text]
        if len(named) != 1:
            raise UsageError(say("wire.usage.one_line", lang))
        if self.pty:
            from emulator.interfaces.wire.pty import PtyTransport

            return PtyTransport(self.pty, flow=self.flow or "none")
        if self.tcp:
            return _tcp(self.tcp, lang)
        scheme, is_url, rest = self.port.partition("://")
        if is_url and scheme not in _URLS:
            known = ", ".join(f"{url}://" for url in _URLS)
            text = say("wire.usage.url", lang, value=shortened(self.port), known=known)
            raise UsageError(text)
        if is_url and scheme == "socket":
            return _tcp(rest, lang)
        from emulator.interfaces.wire.serial_port import DEFAULT_BAUD, SerialTransport

        return SerialTransport(self.port, baud=self.baud or DEFAULT_BAUD, flow=self.flow or "none")

    def words(self, *, baud: int | None = None, flow: str | None = None) -> list[str]:
        """The words of a command line that name it, with speed and flow control if given."""
        if self.tcp:
            return ["--tcp", self.tcp]
        if self.pty:
            words = ["--pty", self.pty]
        else:
            words = ["--port", self.port]
            words += ["--baud", str(baud)] if baud else []
        return words + (["--flow", flow] if flow and flow != "none" else [])


def _tcp(text: str, lang: str) -> Transport:
    from emulator.interfaces.wire.tcp import TcpTransport

    return TcpTransport(*host_and_port(text, lang))


def host_and_port(text: str, lang: str, *, default: int = DEFAULT_TCP_PORT) -> tuple[str, int]:
    """
    Read `HOST`, `HOST:PORT`, `[IPv6]` or `[IPv6]:PORT`.

    Raises:
        UsageError: It is none of these, or the port is not 1 to 65535.
    """
    host, colon, digits = text, "", ""
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            host = ""
        colon, digits = rest[:1], rest[1:]
    elif text.count(":") == 1:
        host, colon, digits = text.partition(":")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(_LAST_PORT))
    if not host or (colon and not is_number):
        raise UsageError(say("wire.usage.host", lang, value=shortened(text)))
    number = int(digits) if colon else default
    if not 1 <= number <= _LAST_PORT:
        raise UsageError(say("wire.usage.host", lang, value=shortened(text)))
    return host, number


def line_options(lang: str) -> list[click.Option]:
    """The options that name a line: --port, --tcp, --pty, --baud, --flow."""
    flow = OneOf(FLOWS, "wire.usage.flow", lang)
    return [
        option("--port", lang, "wire.help.port", metavar="DEV", default=""),
        option("--tcp", lang, "wire.help.tcp", metavar="HOST[:PORT]", default=""),
        option("--pty", lang, "wire.help.pty", metavar="PATH", default=""),
        option("--baud", lang, "wire.help.baud", type=Baud(lang)),
        option("--flow", lang, "wire.help.flow", type=flow, metavar="|".join(FLOWS)),
    ]
