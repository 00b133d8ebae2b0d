"""The shop on a screen."""
