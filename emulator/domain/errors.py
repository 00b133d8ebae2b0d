"""
Exceptions for the person at the keyboard and the program outside.

The world's misfortunes (declined, silence, no paper) are values and trace events, never these.
Every class takes positional arguments only, because SimPy rebuilds exceptions from `args`.
"""


class EmulatorError(Exception):
    """Anything we report in one clear message; `exit_code` is what the command ends with."""

    exit_code = 70

    def render(self, lang: str = "zh") -> str:
        """The message in zh or en, for those that were not worded when they were raised."""
        return str(self)


class UsageError(EmulatorError):
    """The caller asked for something that cannot be: wrong option, unknown name, bad file."""

    exit_code = 2


class EnvironmentTrouble(EmulatorError):
    """The machine lacks something: a port, a permission, an extra that is not installed."""

    exit_code = 3


class BrokenPart(EmulatorError):
    """A part or plug-in raised inside the simulation; carries part name and what it said."""
