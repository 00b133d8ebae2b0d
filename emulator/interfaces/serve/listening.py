"""The socket that browsers come to."""

import errno
import socket

from emulator.domain.errors import EnvironmentTrouble
from emulator.domain.texts import say
from emulator.interfaces.virtual_printer.wishes import Place


def listen(place: Place, lang: str) -> tuple[socket.socket, Place]:
    """
    Open the socket; gives it with the place as it came to be, the port included.

    Raises:
        EnvironmentTrouble: The port is in use, or there is no such address here.
    """
    try:
        family, *_, address = socket.getaddrinfo(
            place.host, place.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.create_server((address[0], place.port), family=family)
    except (OSError, UnicodeError) as error:
        raise _trouble(error, place, lang) from None
    made.setblocking(False)
    return made, place._replace(port=made.getsockname()[1])


def _trouble(error: Exception, place: Place, lang: str) -> EnvironmentTrouble:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return EnvironmentTrouble(say("serve.in_use", lang, place=place.shown))
    reason = getattr(error, "strerror", None) or str(error)
    return EnvironmentTrouble(say("serve.cannot_listen", lang, place=place.shown, reason=reason))
