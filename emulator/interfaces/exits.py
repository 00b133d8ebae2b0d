"""The codes the command ends with; other people's scripts rely on them."""

import enum

from emulator.domain.verdict import Truth


class Exit(enum.IntEnum):
    """What a caller may conclude from the end of the command."""

    HELD = 0
    """Everything that was judged held."""
    BROKEN = 1
    """An expectation or an invariant failed."""
    USAGE = 2
    """A wrong option, or a scenario file that cannot be used."""
    ENVIRONMENT = 3
    """The machine lacks something: a permission, room on the disk, an extra."""
    INCONCLUSIVE = 4
    """Nothing failed, but something could not be judged."""
    NOTHING = 5
    """No scenario was selected."""
    BUG = 70
    """A mistake of ours."""
    INTERRUPTED = 130
    """Ctrl-C."""
    PIPE_CLOSED = 141
    """Whoever read our output stopped reading."""


def exit_of(truth: Truth, *, crashed: bool = False) -> Exit:
    """The code for the worst that runs came to; a crash says more than any verdict."""
    if crashed:
        return Exit.BUG
    return {
        Truth.PASS: Exit.HELD,
        Truth.FAIL: Exit.BROKEN,
        Truth.INCONCLUSIVE: Exit.INCONCLUSIVE,
    }[truth]
