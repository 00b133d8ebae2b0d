"""How to talk to a model of printer."""

from emulator.codecs.escpos.manner import Manner
from emulator.domain.moments import MS, SECOND
from emulator.domain.receipt import LINE_MM
from emulator.printer.profile import Profile

BITS_PER_BYTE = 10
"""Start bit, eight bits, stop bit."""
_GAP_US = 250 * MS
"""A plug that is out is out for longer than this, so that no block falls into the gap unseen."""


def manner_for(profile: Profile, *, baud: int | None = 115_200) -> Manner:
    """
    Choose the best that a model offers.

    Args:
        profile: The model.
        baud: Speed of its serial line; None for a network, where bytes take no time.
    """
    byte_us = -(-BITS_PER_BYTE * SECOND // baud) if baud else 0
    fence = _fence(profile)
    quiet_us = 1 * SECOND
    block_bytes = profile.buffer_bytes // 4
    if byte_us:
        block_bytes = min(block_bytes, max(_GAP_US // byte_us, 64))
    return Manner(
        columns=profile.columns,
        speed_mm_s=profile.speed_mm_s,
        has_cutter=profile.has_cutter,
        cut_us=profile.cut_us,
        chinese_command=not profile.chinese_mode,
        four_byte=profile.four_byte,
        fence=fence,
        clear=_clear(profile),
        has_enq=profile.has_enq,
        status=_status(profile, fence),
        statuses=profile.dle_eot if profile.answers else (),
        has_near_end_sensor=profile.has_near_end_sensor,
        near_end_inverted=profile.near_end_inverted,
        byte_us=byte_us,
        buffer_bytes=profile.buffer_bytes,
        block_bytes=block_bytes,
        # Half the quiet time: a fence comes at least so often while anything is being printed.
        block_lines=max(profile.speed_mm_s * quiet_us // (2 * SECOND * LINE_MM), 2),
        quiet_us=quiet_us,
    )


def _fence(profile: Profile) -> str:
    if not profile.answers:
        return "none"
    if profile.has_process_ids:
        return "process_id"
    return "gs_r" if profile.has_gs_r else "none"


def _clear(profile: Profile) -> str:
    if profile.has_dc4_clear and profile.answers:
        return "dle_dc4"
    return "dle_enq" if profile.has_enq else "none"


def _status(profile: Profile, fence: str) -> str:
    """Automatic status is fastest; beside GS r its pieces could pass for fences, so we ask."""
    if not profile.answers:
        return "none"
    if profile.has_asb and (fence != "gs_r" or not profile.dle_eot):
        return "asb"
    return "dle_eot" if profile.dle_eot else "none"
