"""Variants: names with several values, put into any text."""

from collections.abc import Callable

import pytest

from emulator.domain.problem import Problem
from emulator.scenario.matrix import MOST_VARIANTS
from emulator.scenario.reader import read_text

ProblemsOf = Callable[..., tuple[Problem, ...]]

TEXT = """\
scenario: v1
title: 金额 $amount，付 $$5
matrix:
  amount: [10.00 CNY, 13.00 CNY]
  side: [before, after]
steps:
  - cashier: {menu: sale, amount: $amount}
  - note: ${side}hand
"""


def test_every_combination_is_a_variant() -> None:
    """The last name changes fastest, and each variant is called by its values."""
    scenarios = read_text(TEXT, file="m.yaml", levers={})

    assert [
        "m[10.00 CNY,before]",
        "m[10.00 CNY,after]",
        "m[13.00 CNY,before]",
        "m[13.00 CNY,after]",
    ] == [s.name for s in scenarios]


def test_values_are_put_into_texts() -> None:
    """Alone or inside a text; two dollar signs are one."""
    last = read_text(TEXT, file="m.yaml", levers={})[-1]

    assert "金额 13.00 CNY，付 $5" == last.title
    assert 1300 == last.steps[0].options["amount_fen"]
    assert "afterhand" == last.steps[1].options["text"]


def test_a_file_without_matrix_may_hold_a_dollar_sign() -> None:
    """Only a dollar sign before a letter begins a name."""
    (scenario,) = read_text("scenario: v1\ntitle: $5 and $$5\n", levers={})

    assert "$5 and $5" == scenario.title


@pytest.mark.parametrize(("extra", "code"), [(0, None), (1, "E332")])
def test_the_number_of_variants_has_a_limit(
    extra: int, code: str | None, problems_of: ProblemsOf
) -> None:
    """As many as the limit are read, one more is an error."""
    values = ", ".join(str(n) for n in range(MOST_VARIANTS + extra))
    text = f"title: $a\nmatrix: {{a: [{values}]}}\n"
    if code is None:
        assert MOST_VARIANTS == len(read_text(f"scenario: v1\n{text}", levers={}))
    else:
        assert [code] == [problem.code for problem in problems_of(text)]


def test_a_mistake_in_every_variant_is_told_once(problems_of: ProblemsOf) -> None:
    """What is wrong does not come once for each variant."""
    problems = problems_of("title: $a\ntitel: x\nmatrix: {a: [1, 2, 3]}\n")

    assert ["E202"] == [problem.code for problem in problems]


def test_a_value_that_does_not_fit_is_told_where_it_is_used(problems_of: ProblemsOf) -> None:
    """The place is that of the mark; the words tell the value."""
    (problem,) = problems_of("given: {printer: {cutter: $a}}\nmatrix: {a: [yes, perhaps]}\n")

    assert ("E209", "perhaps") == (problem.code, problem.values["found"])
    assert (2, 27) == (problem.span.line, problem.span.column)


def test_values_cannot_swell_a_file_beyond_reason(problems_of: ProblemsOf) -> None:
    """Many marks times long values are refused before they are put in."""
    text = f"tags: [{'$a, ' * 2000}]\nmatrix: {{a: [{'x' * 150}]}}\n"

    assert ["E104"] == [problem.code for problem in problems_of(text)]
