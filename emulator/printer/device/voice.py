"""
What the printer tells the host: answers, automatic status, offline responses, flow control.

Source: printer.md 2.2, 2.5 and 2.7 of the domain notes; Epson's command reference, GS a, GS ( H.
"""

from collections.abc import Callable

from emulator.codecs.escpos.status import Status, asb, asb_watched, dle_eot, gs_r
from emulator.printer.device.answers import OFFLINE_RESPONSE
from emulator.printer.device.buffer import ReceiveBuffer
from emulator.printer.device.effects import Effect, Flow, Reply
from emulator.printer.device.equipment import Equipment
from emulator.printer.profile import Profile


class Voice:
    """
    The line back to the host.

    What is said while the line is dead is said in vain; a program that hangs says nothing and
    notices what has changed when it runs again.
    """

    def __init__(
        self,
        profile: Profile,
        equipment: Equipment,
        buffer: ReceiveBuffer,
        status: Status,
        tell: Callable[[Effect], None],
    ) -> None:
        self.tells_offline = False
        """GS ( H function 49."""
        self._profile = profile
        self._equipment = equipment
        self._buffer = buffer
        self._status = status
        self._tell = tell
        self._asb_items = 0
        self._asb_told = b""
        self._was_offline = False

    def reset(self) -> None:
        """As after power-on: nothing is told unasked."""
        self.tells_offline = False
        self._asb_items = 0
        self._was_offline = False

    def reply(self, data: bytes, at_us: int) -> None:
        """Send bytes; none are not sent."""
        machine = self._equipment
        if data and self._profile.answers and not machine.is_mute and not machine.is_hung:
            self._tell(Reply(at_us, data))

    # Status -----------------------------------------------------------------------------------

    def tell_realtime_status(self, n: int, at_us: int) -> None:
        """Answer DLE EOT n."""
        if n in self._profile.dle_eot:
            self.reply(self._written(dle_eot, n), at_us)

    def tell_sensor(self, n: int, at_us: int) -> None:
        """Answer GS r n."""
        self.reply(self._written(gs_r, n), at_us)

    def tell_automatic_status(self, at_us: int) -> None:
        """Send the four bytes of automatic status."""
        told = self._automatic_status()
        self._asb_told = asb_watched(told, self._asb_items)
        self.reply(told, at_us)

    def enable_automatic_status(self, items: int, at_us: int) -> None:
        """Tell changes of these items (n of GS a) from now on, and the status at once."""
        self._asb_items = items
        if items:
            self.tell_automatic_status(at_us)

    def tell_changes(self, at_us: int) -> None:
        """Tell what was asked for of what has changed."""
        if self._equipment.is_hung:
            return
        if self._asb_items:
            told = asb_watched(self._automatic_status(), self._asb_items)
            if told != self._asb_told:
                self.tell_automatic_status(at_us)
        self._tell_going_offline(at_us)
        self.tell_flow(at_us)

    def _tell_going_offline(self, at_us: int) -> None:
        status = self._status
        is_offline = status.cover_open or status.stopped_by_paper_end or status.has_error
        if is_offline and not self._was_offline and self.tells_offline:
            self.reply(OFFLINE_RESPONSE, at_us)
        self._was_offline = is_offline

    def _automatic_status(self) -> bytes:
        profile = self._profile
        return asb(
            self._status,
            has_near_end_sensor=profile.has_near_end_sensor,
            near_end_inverted=profile.near_end_inverted,
        )

    def _written(self, write: Callable[..., bytes], n: int) -> bytes:
        profile = self._profile
        return write(
            self._status,
            n,
            has_near_end_sensor=profile.has_near_end_sensor,
            near_end_inverted=profile.near_end_inverted,
        )

    # Flow control -----------------------------------------------------------------------------

    def tell_flow(self, at_us: int) -> None:
        """Ask the host to wait, or let it go on, if that is news."""
        is_busy = (
            self._equipment.is_kept_busy
            or self._buffer.is_full
            or (self._profile.busy_when_offline and self._status.is_offline)
        )
        if is_busy != self._status.busy and not self._equipment.is_hung:
            self._status.busy = is_busy
            self._tell(Flow(at_us, is_busy))
