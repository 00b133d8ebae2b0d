"""How to talk to a printer: what it understands, what it answers, how fast and how far ahead."""

import msgspec

from emulator.domain.moments import MS, SECOND


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """What the encoder and the driver need to know of one printer on one line."""

    # Paper ------------------------------------------------------------------------------------

    columns: int = 32
    """Normal characters in a line."""
    speed_mm_s: int = 90
    has_cutter: bool = False
    """A printer without one is told to cut too: it feeds to its tear bar."""
    cut_us: int = 400 * MS

    # Words ------------------------------------------------------------------------------------

    chinese_command: bool = False
    """True: Chinese must be switched on with FS &."""
    chinese_size_command: bool = False
    """True: big Chinese needs FS W besides GS !."""
    four_byte: bool = True
    """False: a character that GBK lacks is replaced."""

    # Answers ----------------------------------------------------------------------------------

    fence: str = "process_id"
    """What tells how much is on paper: process_id (GS ( H), gs_r, or none."""
    clear: str = "dle_dc4"
    """What makes it forget a slip: dle_dc4 (confirmed), dle_enq (not confirmed), or none."""
    has_enq: bool = True
    """DLE ENQ brings it back on line after an error."""
    status: str = "asb"
    """What tells of trouble: asb (by itself), dle_eot (when asked), or none."""
    statuses: tuple[int, ...] = (1, 2, 3, 4)
    """The n of DLE EOT that are answered; may be empty with `asb` alone."""
    has_near_end_sensor: bool = True
    near_end_inverted: bool = False
    recovery: str = "clear"
    """After trouble: clear ends the slip, resume waits for the printer to finish it."""

    # Line -------------------------------------------------------------------------------------

    byte_us: int = 87
    """Time a byte takes on the line, 0 for a network; 10 bits at 115,200 baud are 87."""
    buffer_bytes: int = 4096
    block_bytes: int = 1024
    """No more than this between two fences, so that a gap in the line swallows a whole fence."""
    block_lines: int = 26
    """No more lines than this between two fences."""

    # Patience ---------------------------------------------------------------------------------

    status_timeout_us: int = 500 * MS
    """A question that is not answered by then is not answered."""
    poll_us: int = 250 * MS
    """How often the printer is asked while something must not be missed."""
    margin_us: int = 3 * SECOND
    """Added to twice the time that printing should take."""
    stall_us: int = 5 * SECOND
    """How long the line may take no bytes."""
    hot_us: int = 15 * SECOND
    """How long a hot head may take to cool."""
    unsure_us: int = 3 * SECOND
    """How long a printer may be off line without saying why."""
    quiet_us: int = 1 * SECOND
    """Nothing of an earlier slip is left in a printer on line that sent no fence for so long;
    longer than `block_lines` take to print."""
