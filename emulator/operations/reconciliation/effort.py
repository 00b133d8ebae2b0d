"""A limit to what a recording may make its reader do over and over."""

MOST = 5_000_000
"""
A real shop goes through each record two or three times, and has a million in some years. It is a
few seconds of work.
"""


class Effort:
    """Counts what is gone through again; a recording that asks for too much is damaged."""

    def __init__(self, most: int = MOST) -> None:
        self._left = most

    def spend(self, count: int) -> None:
        """
        Note that so many records are gone through.

        Raises:
            ValueError: It was too often.
        """
        self._left -= count
        if self._left < 0:
            raise ValueError("too much to go through again")
