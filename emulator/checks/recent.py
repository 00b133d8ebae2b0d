"""What is remembered of each number in the youngest batches only, so that memory stays bounded."""

from typing import Any, Generic, TypeVar

T = TypeVar("T")

KEPT = 3
"""Batches that are remembered; an older one is settled and its numbers come round again."""


class RecentBatches(Generic[T]):
    """STAN to something, for each of the batches that were used last."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._batches: dict[str, dict[str, T]] = {}

    def of(self, batch: str) -> dict[str, T]:
        """The numbers of a batch, for writing; a new batch pushes the oldest one out."""
        found = self._batches.get(batch)
        if found is None:
            found = self._batches[batch] = {}
            if len(self._batches) > self._kept:
                del self._batches[next(iter(self._batches))]
        return found

    def find(self, batch: Any, stan: Any) -> T | None:
        """What is known of a number; None also for a batch that was pushed out."""
        found = self._batches.get(batch)
        return None if found is None else found.get(stan)

    def __len__(self) -> int:
        return sum(len(of_batch) for of_batch in self._batches.values())
