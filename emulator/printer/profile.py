"""
What a model of printer is like: its measures, what it understands and where it is odd.

Sources: printer.md sections 2 and 3 of the domain notes (manuals and issue threads cited there).
Print speeds of payment terminals are choices; no citable figure was found.
"""

import msgspec

from emulator.domain.moments import MS


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One model."""

    name: str
    maker: str = "EPSON"
    model: str = "TM-T20III"
    firmware: str = "1.00"
    """What GS I answers."""
    width: int = 384
    """Printable dots across: 384 on 58 mm paper, 576 on 80 mm."""
    columns: int = 32
    """Characters of font A in a line."""
    speed_mm_s: int = 90
    has_cutter: bool = False
    cut_us: int = 400 * MS
    line_spacing: int = 30
    """Dots from line to line after ESC @ and ESC 2."""

    buffer_bytes: int = 4096
    busy_below: int = 128
    """Free bytes below which it asks the host to wait."""
    ready_above: int = 256
    """Free bytes above which it lets the host go on."""
    busy_when_offline: bool = True

    paper_end: str = "resume"
    """What happens with the data after the paper ran out and a new roll is in: `resume` goes on,
    `restart_line` begins the broken line anew, `lost` has thrown them away."""
    cover_needs_enq: bool = False
    """True: a cover opened while printing stays an error until DLE ENQ, closing is not enough."""
    has_near_end_sensor: bool = True
    near_end_inverted: bool = False
    """True: the two near-end bits are set while there is plenty of paper."""
    near_end_mm: int = 1_500

    chinese_mode: bool = False
    """True: double-byte characters are on from the start, without FS &."""
    four_byte: bool = True
    """False: four-byte GB18030 characters are printed as what their bytes mean one by one."""
    code_page: int = 0
    """ESC t after ESC @."""

    realtime_scan: str = "token"
    """`token`: real-time commands count only where a command may stand; `raw`: also inside the
    data of others."""
    dle_eot: tuple[int, ...] = (1, 2, 3, 4)
    """The n that are answered."""
    has_enq: bool = True
    has_dc4_clear: bool = True
    """DLE DC4 fn 8."""
    has_asb: bool = True
    """GS a."""
    has_gs_r: bool = True
    has_process_ids: bool = True
    """GS ( H."""
    has_identity: bool = True
    """GS I."""
    answers: bool = True
    """False: the line back to the host is not there (TX-only cable)."""

    heat_limit: int = 6_000
    """Heat at which the head stops; one unit is one wholly black dot row of this width."""
    heat_resume: int = 4_000
    cooling_per_s: int = 400
    """Units lost in a second: text can be printed for ever, a metre of black cannot."""


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(name="built_in", maker="POSEMU", model="BUILT-IN", chinese_mode=True),
        Profile(
            name="epson_80",
            width=576,
            columns=48,
            speed_mm_s=250,
            has_cutter=True,
            cover_needs_enq=True,
        ),
        Profile(
            name="epson_80_cn",
            width=576,
            columns=48,
            speed_mm_s=250,
            has_cutter=True,
            cover_needs_enq=True,
            # A choice: Chinese firmware comes with double bytes on, and clients rely on it.
            chinese_mode=True,
        ),
        Profile(
            name="epson_58", maker="EPSON", model="TM-P20", speed_mm_s=100, cover_needs_enq=True
        ),
        Profile(
            name="generic_80",
            maker="GENERIC",
            model="POS-80",
            width=576,
            columns=48,
            speed_mm_s=150,
            has_cutter=True,
            paper_end="restart_line",
            chinese_mode=True,
            has_process_ids=False,
            has_dc4_clear=False,
            near_end_inverted=True,
        ),
        Profile(
            name="generic_58",
            maker="GENERIC",
            model="POS-58",
            speed_mm_s=70,
            paper_end="lost",
            chinese_mode=True,
            four_byte=False,
            has_near_end_sensor=False,
            has_process_ids=False,
            has_dc4_clear=False,
            has_enq=False,
            has_asb=False,
            has_identity=False,
            realtime_scan="raw",
            dle_eot=(1, 4),
        ),
        Profile(name="silent_58", model="", chinese_mode=True, answers=False),
    )
}
"""By name; `built_in` is the one inside the simulated terminal."""
