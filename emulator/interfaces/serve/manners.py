"""
Which requests are let in, and what a page may load.

A page of somebody else's, open in the same browser, must neither start shops here nor read their
screens: it can name this machine, but it cannot hide where it comes from. Left out: passwords.
Whoever reaches the port from outside gets a shop; that is why it is the loopback port at first.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from emulator.interfaces.virtual_printer.wishes import Place

_OWN_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

NOTHING_FROM_ELSEWHERE = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self' ws://{host} wss://{host}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content security policy: the browser itself refuses whatever is not from here."""


def is_welcome(headers: Mapping[str, str], place: Place) -> bool:
    """
    Tell whether a request comes from a page of ours, or from somebody who opens one.

    On loopback the name that was called must be this machine's own, since any name can be made to
    point here.
    """
    called = headers.get("Host", "")
    host = _host_of(called)
    if place.is_loopback and host not in _OWN_NAMES and host != place.host:
        return False
    origin = headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == called


def policy(host: str) -> dict[str, str]:
    """Headers that keep a page to itself; `host` is the name and port it was called by."""
    plain = "".join(char for char in host if char.isalnum() or char in ".:-[]_")
    return {
        "Content-Security-Policy": NOTHING_FROM_ELSEWHERE.format(host=plain),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _host_of(called: str) -> str | None:
    try:
        return urlsplit(f"//{called}").hostname
    except ValueError:
        return None
