"""Replay on screen."""
