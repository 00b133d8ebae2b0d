"""
What may happen to a printer and its line while a slip is printed, by name, for `SlipBench`.

Each fault either heals by itself or is put right by the clerk. Left out: what no driver can know
of, such as faded print, or paper pulled out by hand while it moves.
"""

from collections.abc import Callable

from emulator.conformance.slip_bench import SlipBench
from emulator.domain.moments import MS, SECOND
from emulator.printer.device.effects import Effect

NEW_ROLL_MM = 18_000
BOOT_US = 1 * SECOND
"""How long a printer is off when somebody switches it off and on."""
STRAY_STATUS, STRAY_PLAIN, STRAY_FENCE = b"\x12", b"\x00", b'\x37\x22  !"\x00'
NOISE = b"\x81\x99"

Deed = Callable[..., list[Effect]]
Fault = Callable[[SlipBench], None]


def _until_repaired(breaks: str, mends: str, *values: object, mended: object = None) -> Fault:
    """Something that stays broken until the clerk mends it."""
    last = () if mended is None else (mended,)

    def strike(bench: SlipBench) -> None:
        bench.do(getattr(bench.device, breaks), *values)
        bench.repairs.append(lambda: bench.do(getattr(bench.device, mends), *last))

    return strike


def _for(after_us: int, breaks: str, mends: str) -> Fault:
    """Something that is over after a while."""

    def strike(bench: SlipBench) -> None:
        bench.do(getattr(bench.device, breaks))
        bench.after(after_us, lambda: bench.do(getattr(bench.device, mends)))

    return strike


def _head_failure(bench: SlipBench) -> None:
    bench.do(bench.device.break_head)

    def replace() -> None:
        bench.do(bench.device.mend_head)
        bench.do(bench.device.power_off)
        bench.run_until(bench.now_us + BOOT_US)
        bench.do(bench.device.power_on)

    bench.repairs.append(replace)


def _quick_roll(bench: SlipBench) -> None:
    """The paper ends, and a new roll is in before anybody was asked to."""
    device = bench.device
    bench.do(device.leave_on_roll, 0)

    def load() -> None:
        if device.roll_dots == 0:
            bench.do(device.load_roll, NEW_ROLL_MM)

    bench.after(3 * SECOND // 2, load)
    bench.repairs.append(load)


def _unplugged(after_us: int, *, is_noticed: bool) -> Fault:
    def strike(bench: SlipBench) -> None:
        bench.cut_line(is_noticed=is_noticed)
        bench.after(after_us, bench.mend_line)

    return strike


def _slow(reply_us: int) -> Fault:
    """Answers take long for a while."""

    def strike(bench: SlipBench) -> None:
        usual_us, bench.line.reply_us = bench.line.reply_us, reply_us
        bench.after(20 * SECOND, lambda: setattr(bench.line, "reply_us", usual_us))

    return strike


def _stray(data: bytes) -> Fault:
    return lambda bench: bench.line.reply(data, bench.now_us)


def _garbled(instead: bytes) -> Fault:
    return lambda bench: setattr(bench.line, "garbles", instead)


TABLE: dict[str, Fault] = {
    "paper_out": _until_repaired("leave_on_roll", "load_roll", 0, mended=NEW_ROLL_MM),
    "quick_roll": _quick_roll,
    "cover_open": _until_repaired("open_cover", "close_cover"),
    "look_in": _for(3 * SECOND // 2, "open_cover", "close_cover"),
    "jam": _until_repaired("jam", "clear_jam"),
    "cutter_jam": _until_repaired("block_cutter", "free_cutter"),
    "hot_head": _until_repaired("overheat", "cool_down"),
    "hot_for_a_while": _for(2 * SECOND, "overheat", "cool_down"),
    "head_failure": _head_failure,
    "feed_button": _for(1 * SECOND, "press_feed", "release_feed"),
}
"""Troubles that the printer tells of."""
LINE: dict[str, Fault] = {
    "power_cut": _for(BOOT_US, "power_off", "power_on"),
    "long_power_cut": _for(20 * SECOND, "power_off", "power_on"),
    "hung_shortly": _for(300 * MS, "hang", "unhang"),
    "hung": _for(2 * SECOND, "hang", "unhang"),
    "hung_long": _for(20 * SECOND, "hang", "unhang"),
    "mute_shortly": _for(300 * MS, "mute", "unmute"),
    "mute": _for(2 * SECOND, "mute", "unmute"),
    "mute_long": _for(20 * SECOND, "mute", "unmute"),
    "stuck_busy": _until_repaired("keep_busy", "release_busy"),
    "loose_plug": _unplugged(400 * MS, is_noticed=False),
    "unplugged": _unplugged(1 * SECOND, is_noticed=False),
    "unplugged_long": _unplugged(20 * SECOND, is_noticed=False),
    "line_lost": _unplugged(1 * SECOND, is_noticed=True),
    "line_lost_long": _unplugged(20 * SECOND, is_noticed=True),
    "host_restarted": SlipBench.restart_host,
    "answer_lost": _garbled(b""),
    "answer_garbled": _garbled(NOISE),
    "stray_status": _stray(STRAY_STATUS),
    "stray_plain_answer": _stray(STRAY_PLAIN),
    "stray_fence": _stray(STRAY_FENCE),
    "slow_answers": _slow(400 * MS),
    "late_answers": _slow(900 * MS),
    "very_late_answers": _slow(5 * SECOND),
}
"""Troubles of the line, of power, and of programs."""
FAULTS = TABLE | LINE
