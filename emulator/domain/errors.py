"""
Exceptions for the person at the keyboard and the program outside.

The world's misfortunes (declined, silence, no paper) are values and trace events, never these.
Every class takes positional arguments only, because SimPy rebuilds exceptions from `args`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.domain.problem import Problem


class EmulatorError(Exception):
    """Anything we report in one clear message; `exit_code` is what the command ends with."""

    exit_code = 70

    def render(self, lang: str = "zh") -> str:
        """The message in zh or en, for those that were not worded when they were raised."""
        return str(self)


class UsageError(EmulatorError):
    """The caller asked for something that cannot be: wrong option, unknown name, bad file."""

    exit_code = 2


class ScenarioError(UsageError):
    """A scenario file is wrong; carries every problem that was found in it, and its includes."""

    @property
    def problems(self) -> "tuple[Problem, ...]":
        """All problems as data, in the order of their places."""
        return self.args[0] if self.args and isinstance(self.args[0], tuple) else ()

    def render(self, lang: str = "zh") -> str:
        """Show the problems to a person, each with its line and a caret below the place."""
        if not self.problems:
            return super().__str__()
        # Problems are worded by the texts, which need the exceptions of this module.
        from emulator.domain.problem import render

        return render(self.problems, lang)

    def __str__(self) -> str:
        return self.render()


class EnvironmentTrouble(EmulatorError):
    """The machine lacks something: a port, a permission, an extra that is not installed."""

    exit_code = 3


class BrokenPart(EmulatorError):
    """A part or plug-in raised inside the simulation; carries part name and what it said."""
