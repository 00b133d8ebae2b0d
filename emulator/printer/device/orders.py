"""
What the device itself carries out: orders in their turn, real-time commands at once.

Sources: Epson's command reference; Bixolon's manuals for ESC @ turning automatic status off.
"""

from collections.abc import Callable

from emulator.codecs.escpos.tokens import Token
from emulator.printer.device import answers
from emulator.printer.device.controller import Controller
from emulator.printer.device.effects import Beeped, Effect, Kicked
from emulator.printer.profile import Profile

Handler = Callable[[bytes, int], None]
_BEEPS = ("BEL", "ESC B", "ESC ( A")


class Orders:
    """
    The commands of one printer.

    Args:
        profile: Which of them it knows.
        controller: What they act upon.
        tell: Takes effects.
        power_off: Switches the printer off.
    """

    def __init__(
        self,
        profile: Profile,
        controller: Controller,
        tell: Callable[[Effect], None],
        power_off: Callable[[int], None],
    ) -> None:
        self._profile = profile
        self._controller = controller
        self._voice = controller.voice
        self._tell = tell
        self._power_off = power_off
        self._orders = self._known_orders()
        self._functions: dict[int, Handler] = {
            1: self._pulse,
            2: self._switch_off,
            3: self._beep,
            7: self._tell_status,
            8: self._clear,
        }

    def is_of_interest(self, token: Token) -> bool:
        """Tell whether somebody outside can notice when an order is carried out."""
        return token.name in self._orders

    # Orders -----------------------------------------------------------------------------------

    def obey(self, token: Token, at_us: int) -> None:
        """Carry out an order; one that the printer does not know does nothing."""
        handler = self._orders.get(token.name)
        if handler is not None:
            handler(token.args, at_us)

    def _known_orders(self) -> dict[str, Handler]:
        profile = self._profile
        known: dict[str, Handler] = {
            "ESC @": self._initialise,
            "ESC c 4": self._set_stop_sensors,
            "ESC c 5": self._set_buttons,
            "ESC p": self._kick,
            **dict.fromkeys(_BEEPS, self._beep),
        }
        if profile.has_gs_r:
            known["GS r"] = lambda args, at_us: self._voice.tell_sensor(args[0], at_us)
            known["ESC v"] = lambda _args, at_us: self._voice.tell_sensor(1, at_us)
            known["ESC u"] = lambda _args, at_us: self._voice.tell_sensor(2, at_us)
        if profile.has_asb:
            known["GS a"] = lambda args, at_us: self._voice.enable_automatic_status(args[0], at_us)
        if profile.has_identity:
            known["GS I"] = self._tell_identity
        if profile.has_process_ids:
            known["GS ( H"] = self._respond
        return known

    def _initialise(self, _args: bytes, at_us: int) -> None:
        self._controller.initialise()
        self._voice.reset()
        self._controller.look(at_us)

    def _set_stop_sensors(self, args: bytes, at_us: int) -> None:
        self._controller.stops_at_near_end = bool(args[0] & 3) and (
            self._profile.has_near_end_sensor
        )
        self._controller.look(at_us)

    def _set_buttons(self, args: bytes, at_us: int) -> None:
        self._controller.has_buttons = not args[0] & 1
        self._controller.look(at_us)

    def _kick(self, args: bytes, at_us: int) -> None:
        pin = answers.drawer_pin(args[0])
        if pin is not None:
            self._tell(Kicked(at_us, pin))

    def _beep(self, _args: bytes, at_us: int) -> None:
        self._tell(Beeped(at_us))

    def _tell_identity(self, args: bytes, at_us: int) -> None:
        self._voice.reply(answers.identity(self._profile, args[0]), at_us)

    def _respond(self, args: bytes, at_us: int) -> None:
        wanted = answers.offline_responses(args)
        if wanted is None:
            self._voice.reply(answers.process_id(args), at_us)
        else:
            self._voice.tells_offline = wanted

    # Real-time commands -----------------------------------------------------------------------

    def realtime(self, token: Token, at_us: int) -> None:
        """Carry out a real-time command."""
        code = token.args[0] if token.args else -1
        if token.name == "DLE EOT":
            self._voice.tell_realtime_status(code, at_us)
        elif token.name == "DLE ENQ":
            if code in (1, 2) and self._profile.has_enq:
                self._controller.recover(at_us, clears=code == 2)
        elif token.name == "DLE DC4" and code in self._functions:
            self._functions[code](token.args, at_us)

    def _pulse(self, args: bytes, at_us: int) -> None:
        if len(args) == 3 and args[1] <= 1 and 1 <= args[2] <= 8:
            self._kick(args[1:], at_us)

    def _switch_off(self, args: bytes, at_us: int) -> None:
        if args == answers.POWER_OFF_ARGS:
            self._voice.reply(answers.POWER_OFF_NOTICE, at_us)
            self._power_off(at_us)

    def _tell_status(self, args: bytes, at_us: int) -> None:
        if args[1:] == b"\x01" and self._profile.has_asb:
            self._voice.tell_automatic_status(at_us)

    def _clear(self, args: bytes, at_us: int) -> None:
        if args == answers.CLEAR_ARGS and self._profile.has_dc4_clear:
            self._controller.clear(at_us)
            self._controller.recover(at_us, clears=True)
            self._controller.look(at_us)
            self._voice.reply(answers.CLEARED, at_us)
