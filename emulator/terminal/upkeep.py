"""
What a terminal offers for looking after itself: test the line, compare versions, fetch a program.

    test_connection   echo -- echo -- echo ...          how many came back, and how fast
    check_versions    one question to the server        what is installed, offered, still accepted
    update_software   one question, piece, piece ...    then the terminal starts anew

None of them moves money, so none waits for a reversal and none needs a sign-in. A program is
exchanged only when nothing is left to settle or to reverse: another version may read the records
of this one otherwise. Left out: the program's content, its signature and its own network.
"""

from collections.abc import Callable
from typing import Any

from emulator.domain.message import Message
from emulator.domain.moments import MS, SECOND
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.online import Online, Trouble
from emulator.terminal.payment import refused_management
from emulator.terminal.program import Software
from emulator.terminal.session import Session

ECHO = "301"
"""Network code, DE60.3 (payments.md 3.4)."""
PROBES = 5
MOST_SILENT = 3
"""So many without an answer in a row, and nobody waits for the rest."""
PROBE_TIMEOUT_US = 20 * SECOND
BETWEEN_PROBES_US = 2 * SECOND
SLOW_MS = 3_000
"""From here on, there and back, a customer notices the line."""
_SHOWN_US = 100 * MS
"""Times are shown in tenths of a second: what is finer is the line's usual flutter."""

PIECES = 8
PIECE_TRIES = 3
PIECE_US = 5 * SECOND
"""To put a piece into the program memory."""


class Probes:
    """What came of the echoes that were sent, and what it says of the line."""

    def __init__(self) -> None:
        self.sent = 0
        self.silent_in_a_row = 0
        self.code = ""
        """The host's last answer; empty if there was none."""
        self._unsent = 0
        self._took_us: list[int] = []

    def take(self, answer: Message | Trouble, took_us: int) -> None:
        """Count one echo and what came of it; any answer shows that the line works."""
        self.sent += 1
        self.silent_in_a_row += 1
        if answer is Trouble.NOT_SENT:
            self._unsent += 1
        elif isinstance(answer, Message):
            self.silent_in_a_row = 0
            self.code = answer.code or ""
            self._took_us.append(took_us)

    @property
    def are_enough(self) -> bool:
        """True when more of them would tell nothing new."""
        return self.sent >= PROBES or self.silent_in_a_row >= MOST_SILENT

    @property
    def lost(self) -> int:
        """Echoes that did not come back."""
        return self.sent - len(self._took_us)

    @property
    def round_trip_ms(self) -> int:
        """There and back on average, in whole tenths of a second; 0 if nothing came back."""
        if not self._took_us:
            return 0
        mean_us = sum(self._took_us) // len(self._took_us)
        return (mean_us + _SHOWN_US // 2) // _SHOWN_US * _SHOWN_US // MS

    @property
    def line(self) -> str:
        """The line in a word of `settings.LINE_STATES`."""
        if not self._took_us:
            return "no_carrier" if self._unsent == self.sent else "dead"
        if self.lost:
            return "unsteady"
        return "slow" if self.round_trip_ms >= SLOW_MS else "good"


class Upkeep:
    """The functions of a terminal's menu with which people look after it."""

    def __init__(self, session: Session, dialogue: Dialogue, online: Online) -> None:
        self._session = session
        self._dialogue = dialogue
        self._online = online
        self.functions: dict[str, Callable[[], Steps[None]]] = {
            "test_connection": self.test_connection,
            "check_versions": self.check_versions,
            "update_software": self.update_software,
        }
        """Function by menu text; all of these work without a sign-in."""

    # The line -----------------------------------------------------------------------------------

    def test_connection(self) -> Steps[None]:
        """联网测试: send echoes to the host and tell how many came back, and how fast."""
        probes = Probes()
        while not probes.are_enough:
            self._dialogue.show("testing_line", {"part": probes.sent + 1, "parts": PROBES})
            began_us = self._session.world.now_us
            answer = yield from self._ask("echo", network_code=ECHO, timeout_us=PROBE_TIMEOUT_US)
            if answer is None:
                return
            probes.take(answer, self._session.world.now_us - began_us)
            if not probes.are_enough:
                yield self._session.world.sleep(BETWEEN_PROBES_US)
        seen: dict[str, Any] = {
            "line": probes.line,
            "reachable": probes.line not in ("no_carrier", "dead"),
            "round_trip_ms": probes.round_trip_ms,
            "lost": probes.lost,
            "probes": probes.sent,
        }
        if probes.code:
            seen["code"] = probes.code
        yield from self._dialogue.read("line_tested", seen)

    # Versions -----------------------------------------------------------------------------------

    def check_versions(self) -> Steps[None]:
        """查看版本: what is installed, what there is to fetch, and what the host still accepts."""
        own = self._session.ports.software
        if own is None:
            yield from self._refuse("check_versions", "not_updatable")
            return
        offered = yield from self._ask_server("check_versions")
        if offered is not None:
            yield from self._dialogue.read("versions_compared", compared(own, offered))

    def update_software(self) -> Steps[None]:
        """更新软件: fetch the newest program piece by piece, put it in, and start anew."""
        function, own = "update_software", self._session.ports.software
        if own is None:
            yield from self._refuse(function, "not_updatable")
            return
        if self._owes_anything():
            yield from self._refuse(function, "batch_open")
            return
        offered = yield from self._ask_server("check_versions")
        if offered is None:
            return
        version = offered.software or own.version
        if version <= own.version and own.fits:
            yield from self._refuse(function, "up_to_date")
            return
        if not (yield from self._fetch_pieces()):
            yield from self._dialogue.notice("update_failed", {"software": own.version})
            return
        yield from self._dialogue.notice("updated", {"software": version})
        own.install(version)

    def _fetch_pieces(self) -> Steps[bool]:
        """All pieces, each written before the next; the running program stays until the end."""
        for piece in range(PIECES):
            self._dialogue.show("updating", {"part": piece + 1, "parts": PIECES})
            if not (yield from self._fetch_piece()):
                return False
            yield self._session.world.sleep(PIECE_US)
        return True

    def _fetch_piece(self) -> Steps[bool]:
        for _ in range(PIECE_TRIES):
            answer = yield from self._ask("update_software")
            if answer is None or answer is Trouble.NOT_SENT:
                return False
            if isinstance(answer, Message):
                return answer.code == "00"
        return False

    def _owes_anything(self) -> bool:
        """Tell whether records of this version are still needed by somebody else."""
        journal = self._session.journal
        return journal.has_debts or any(batch.items for batch in journal.batches.values())

    # Asking -------------------------------------------------------------------------------------

    def _ask_server(self, kind: str) -> Steps[Message | None]:
        """One question; None, and told, if there was no answer that helps."""
        self._dialogue.show("waiting", {"transaction": kind})
        stan = yield from self._session.take_stan()
        if stan is None:
            yield from self._dialogue.notice(self._session.no_room)
            return None
        request = self._online.management(kind, stan)
        answer = yield from self._online.exchange(request)
        if isinstance(answer, Message) and answer.code == "00":
            return answer
        yield from refused_management(self._dialogue, request, answer)
        return None

    def _ask(
        self, kind: str, *, network_code: str | None = None, timeout_us: int | None = None
    ) -> Steps[Message | Trouble | None]:
        """Ask and leave the screen alone; None, and told, if the memory is full."""
        stan = yield from self._session.take_stan()
        if stan is None:
            yield from self._dialogue.notice(self._session.no_room)
            return None
        request = self._online.management(kind, stan, network_code=network_code)
        return (yield from self._online.exchange(request, timeout_us=timeout_us))

    def _refuse(self, function: str, why: str) -> Steps[None]:
        yield from self._dialogue.notice("not_possible", {"transaction": function, "why": why})


def compared(own: Software, offered: Message) -> dict[str, Any]:
    """
    What the display says of the terminal's versions.

    `state` is the gravest that is the matter: the host refuses this version, driver or reader
    are unfit for the program, or it is outdated because there is a newer one.
    """
    newest = offered.software or own.version
    oldest = offered.oldest_software or own.version
    if own.version < oldest:
        state = "refused"
    elif not own.fits:
        state = "unfit"
    else:
        state = "outdated" if own.version < newest else "current"
    return {
        "software": own.version,
        "newest": newest,
        "oldest": oldest,
        "driver": own.driver,
        "reader": own.reader_firmware,
        "state": state,
    }
