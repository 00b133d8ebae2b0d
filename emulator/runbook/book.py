"""A runbook: all that was proven of one symptom, to be written in any form and language."""

import json
from collections.abc import Sequence

import msgspec

from emulator.domain.plan import Scenario
from emulator.proof.rules import ScenarioProof
from emulator.runbook.branch import Branch, Prevention
from emulator.runbook.chart import Chart, chart_of
from emulator.runbook.data import runbook_data
from emulator.runbook.mermaid import mermaid
from emulator.runbook.page import page
from emulator.runbook.reading import branches_of, preventions_of
from emulator.runbook.svg import svg
from emulator.runbook.tree import tree_of

FORMS = ("markdown", "mermaid", "svg", "png", "json")


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What was proven of one symptom."""

    symptom: str
    branches: tuple[Branch, ...] = ()
    preventions: tuple[Prevention, ...] = ()

    @classmethod
    def of(
        cls, symptom: str, scenarios: Sequence[Scenario], found: Sequence[ScenarioProof]
    ) -> "Book":
        """
        Read a runbook out of proven scenarios.

        Args:
            symptom: Its number.
            scenarios: Which may be about it.
            found: What each of them proves, in the same order.
        """
        return cls(
            symptom=symptom,
            branches=branches_of(symptom, scenarios, found),
            preventions=preventions_of(symptom, scenarios, found),
        )

    def chart(self, lang: str) -> Chart:
        """The flow chart in a language."""
        return chart_of(self.symptom, tree_of(self.branches), self.preventions, lang)

    def written(self, form: str, lang: str, *, picture: str = "") -> bytes:
        """
        The runbook as a file.

        Args:
            form: One of `FORMS`.
            lang: zh or en.
            picture: Where a picture lies that the page shall name; empty if there is none.
        """
        if form == "png":
            from emulator.runbook.png import png  # Pillow is loaded only for pictures

            return png(self.chart(lang))
        if form == "json":
            data = runbook_data(self.symptom, self.branches, self.preventions, lang)
            return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
        if form == "markdown":
            text = page(self.symptom, self.branches, self.preventions, lang, picture=picture)
        else:
            text = (svg if form == "svg" else mermaid)(self.chart(lang))
        return text.encode()

    def counts(self) -> dict[str, int]:
        """How many different causes, checks, remedies and preventions it names."""
        return {
            "causes": len({n for branch in self.branches for n in branch.causes}),
            "checks": len({n for b in self.branches for check in b.checks for n in check.numbers}),
            "recoveries": len({n for b in self.branches for deed in b.deeds for n in deed.numbers}),
            "preventions": len({one.number for one in self.preventions}),
        }
