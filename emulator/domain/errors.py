"""
Exceptions for the person at the keyboard and the program outside.

The world's misfortunes (declined, silence, no paper) are values and trace events, never these.
Every class takes positional arguments only, because SimPy rebuilds exceptions from `args`.
"""


class EmulatorError(Exception):
    """Anything we report in one clear message; `exit_code` is what the command ends with."""

    exit_code = 70


class UsageError(EmulatorError):
    """The caller asked for something that cannot be: wrong option, unknown name, bad file."""

    exit_code = 2


class ScenarioError(UsageError):
    """A scenario file is wrong; its text is the whole rendered list of problems."""


class EnvironmentTrouble(EmulatorError):
    """The machine lacks something: a port, a permission, an extra that is not installed."""

    exit_code = 3


class BrokenPart(EmulatorError):
    """A part or plug-in raised inside the simulation; carries part name and what it said."""
