"""What is physically the case with a printer, whatever its program believes; it outlives power."""

import msgspec


class Equipment(msgspec.Struct):
    """The hardware as people and mishaps left it."""

    is_on: bool = True
    is_cover_open: bool = False
    is_jammed: bool = False
    is_cutter_blocked: bool = False
    is_overheated: bool = False
    """Hot from outside; the head's own warmth is the engine's affair."""
    is_head_broken: bool = False
    is_faded: bool = False
    """The head does not heat."""
    is_wrong_side: bool = False
    """The paper lies with its coated side away from the head."""
    is_feed_pressed: bool = False
    is_drawer_open: bool = False
    near_end_lie: bool | None = None
    """What the near-end sensor says regardless of the paper; None if it works."""
    cover_lie: bool | None = None
    is_hung: bool = False
    """The program has stopped: nothing is taken, nothing answered, nothing moves."""
    is_mute: bool = False
    """The line back to the host is dead."""
    is_kept_busy: bool = False
    """The busy signal hangs."""

    @property
    def seems_open(self) -> bool:
        """What the cover's sensor says."""
        return self.is_cover_open if self.cover_lie is None else self.cover_lie

    @property
    def prints_blank(self) -> bool:
        """
        Tell whether nothing readable comes out now.

        An open cover that its sensor denies lets the motor run, but the head does not touch paper.
        """
        unnoticed = self.is_cover_open and not self.seems_open
        return self.is_faded or self.is_wrong_side or unnoticed
