"""The instructor's panel."""
