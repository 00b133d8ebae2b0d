"""Says of every documented failure whether a run has just proven it, and by what."""
