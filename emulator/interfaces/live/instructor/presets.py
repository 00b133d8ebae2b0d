"""
The nine faults that an instructor has under the keys 1 to 9.

Each waits for an event, so that it strikes where it teaches something, however long the trainee
takes. The same nine stand in docs/reference/instructor.md in the language of scenario files, to
be changed and handed in with `--faults`. Left out: more than nine; the rest is found by search.
"""

import re
from collections.abc import Collection
from pathlib import Path

import msgspec

from emulator.domain.errors import UsageError
from emulator.domain.moments import HOUR, MINUTE, SECOND
from emulator.domain.plan import NOWHERE, FaultPlan, Pattern, Trigger
from emulator.domain.problem import visible
from emulator.domain.texts import has, say
from emulator.interfaces.live.instructor.choices import sentence_of

MOST = 9
"""One for each digit that is a key."""
_LONGEST = 34
"""Characters of a name before its number; a scenario file takes 40."""
_NUMBERED = re.compile(r"f[0-9]+", re.ASCII)
"""What the reader of scenario files calls a fault that has no name."""


class Preset(msgspec.Struct, frozen=True, kw_only=True):
    """One fault under one key; armed as often as the instructor likes."""

    name: str
    """Machine name; the names of armed faults begin with it."""
    plan: FaultPlan
    """The template; its `id` is empty."""
    is_ours: bool = False
    """One of the nine that come with the emulator and have a sentence of their own."""

    def words(self, lang: str) -> str:
        """What the instructor reads beside the key."""
        if self.is_ours:
            return say(f"instructor.preset.{self.name}", lang)
        if not _NUMBERED.fullmatch(self.name):
            return self.name
        return sentence_of(self.plan.name, lang)

    def armed(self, taken: Collection[str]) -> FaultPlan:
        """Make a fault of it with a name of its own; `taken` are those that the run has."""
        return named(self.plan, self.name, taken)

    def is_mine(self, id: str) -> bool:
        """Tell whether a fault of this name was made from this one."""
        return id.rpartition("_")[0] == self.name[:_LONGEST]


def named(plan: FaultPlan, base: str, taken: Collection[str]) -> FaultPlan:
    """Give a fault the first free name `<base>_1`, `<base>_2` ..."""
    base, number = base[:_LONGEST], 1
    while (id := f"{base}_{number}") in taken:
        number += 1
    return msgspec.structs.replace(plan, id=id)


def base_of(plan: FaultPlan) -> str:
    """What a fault's name begins with that was made from no preset."""
    return plan.name.replace(".", "_")


def _preset(name: str, plan: FaultPlan) -> Preset:
    assert has(f"instructor.preset.{name}"), "each has a sentence"
    return Preset(name=name, plan=plan, is_ours=True)


def _when(source: str, kind: str, **where: str) -> Trigger:
    return Trigger(when=Pattern(source=source, kind=kind, where=where))


_NEXT_REQUEST = _when("uplink", "sent", way="up")


def presets() -> tuple[Preset, ...]:
    """The nine that come with the emulator, in the order of their keys."""
    return (
        _preset(
            "paper_out",
            FaultPlan(
                name="printer.paper_out",
                trigger=_when("printer", "slip_started"),
                settings={"line": 4},
            ),
        ),
        _preset(
            "answer_lost",
            FaultPlan(name="uplink.drop", message={"mti": "0210", "transaction": "sale"}),
        ),
        _preset(
            "cable_out",
            FaultPlan(name="uplink.cable_unplugged", trigger=_NEXT_REQUEST, for_us=MINUTE),
        ),
        _preset(
            "power_cut",
            FaultPlan(
                name="terminal.power_cut",
                trigger=_when("storage", "written", record="verdict", outcome="approved"),
                moment="after",
                for_us=30 * SECOND,
            ),
        ),
        _preset(
            "issuer_slow",
            FaultPlan(name="issuer.slow", trigger=_NEXT_REQUEST, for_us=2 * MINUTE),
        ),
        _preset(
            "jam",
            FaultPlan(
                name="printer.jam", trigger=_when("printer", "slip_printed"), moment="during"
            ),
        ),
        _preset(
            "maintenance",
            FaultPlan(name="acquirer.maintenance", trigger=_NEXT_REQUEST, for_us=3 * MINUTE),
        ),
        _preset(
            "key_drift",
            # The keys stay lost until the next sign-in; over in a while, it can strike again.
            FaultPlan(name="acquirer.key_drift", trigger=_NEXT_REQUEST, for_us=MINUTE),
        ),
        _preset(
            "bank_upgrade",
            # From the cut-off of one day until the second morning: that day's clearing is missed.
            FaultPlan(name="bank.upgrade", trigger=_when("acquirer", "cut_over"), for_us=31 * HOUR),
        ),
    )


def read_presets(path: Path, lang: str) -> tuple[Preset, ...]:
    """
    Read the nine, or fewer, from a file in the language of scenario files.

    Args:
        path: Has a section `faults`, and neither steps nor variants.
        lang: Of the complaint.

    Raises:
        ScenarioError: The file is wrong; it names everything that is, each with its place.
        UsageError: It has no faults, too many, or more than faults.
    """
    from emulator.runner import load  # loads the reader of files

    scenarios = tuple(load((path,)))
    first = scenarios[0]
    shown = visible(str(path))
    if len(scenarios) > 1 or first.steps:
        raise UsageError(say("instructor.file.not_only_faults", lang, file=shown))
    if not 1 <= len(first.faults) <= MOST:
        count = len(first.faults)
        raise UsageError(say("instructor.file.count", lang, file=shown, count=count, most=MOST))
    return tuple(
        # What is armed goes into the recording, where nobody's folders belong.
        Preset(name=plan.id, plan=msgspec.structs.replace(plan, id="", span=NOWHERE))
        for plan in first.faults
    )
