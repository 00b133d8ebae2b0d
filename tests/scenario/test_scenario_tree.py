"""YAML as a tree of texts with places, and the YAML that is refused."""

import time

import pytest
import yaml

from emulator.domain.plan import Span
from emulator.domain.problem import ScenarioError
from emulator.scenario import tree
from emulator.scenario.problems import Problems
from emulator.scenario.tree import MAX_DEPTH, MAX_NODES, Node, parse_tree, texts_of


def parsed(text: str) -> Node:
    return parse_tree(text, "x.yaml", Problems())


def codes(text: str) -> list[str]:
    problems = Problems()
    with pytest.raises(ScenarioError) as raised:
        parse_tree(text, "x.yaml", problems)
    return [problem.code for problem in raised.value.problems]


@pytest.fixture(params=["C parser", "pure parser"], autouse=True)
def both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test here holds for the C parser and for the one in Python."""
    if request.param == "pure parser":
        monkeypatch.setattr(tree, "_LOADER", yaml.BaseLoader)


@pytest.mark.parametrize(
    "text", ["0200", "00", "12:30", "yes", "128.50", "1_000", "2026-03-02", "~"]
)
def test_scalars_stay_texts(text: str) -> None:
    """What YAML would turn into a number, a time or a truth stays the text that was written."""
    node = parsed(f"a: {text}").get("a")

    assert node is not None
    assert text == node.plain()


def test_places_count_characters() -> None:
    """Columns count characters from 1, so that Chinese text before a value counts once each."""
    node = parsed("菜单: {名: 消费, b: [x, yy]}\n")
    assert node.entries is not None

    assert Span("x.yaml", 1, 9, 11) == node.place(("菜单", "名"))
    assert Span("x.yaml", 1, 6, 7) == node.place(("菜单", "名"), of_key=True)
    assert Span("x.yaml", 1, 20, 22) == node.place(("菜单", "b", 1))


def test_a_place_that_is_not_there_is_that_of_the_nearest_above() -> None:
    """A problem with something missing points to where it is missing."""
    node = parsed("a:\n  b: c\n")

    assert node.place(("a",)) == node.place(("a", "z", 3))


def test_a_value_left_empty_is_nothing() -> None:
    """An empty value is None, an empty text in quotes is a text."""
    assert {"a": None, "b": ""} == parsed("a:\nb: ''\n").plain()


def test_texts_come_in_the_order_of_the_file() -> None:
    """The texts of a tree are given from first to last."""
    assert ["1", "2", "3"] == [n.text for n in texts_of(parsed("{a: [1, 2], b: {c: 3}}"))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "E101"),
        ("a: b: c", "E101"),
        ("a: 1\na: 2\n", None),
        ("", "E109"),
        ("# nothing\n", "E109"),
        ("a: &x 1\nb: *x\n", "E107"),
        ("a: *x\n", "E107"),
        ("a: !!int 3\n", "E107"),
        ("a: !python/object:os.system x\n", "E107"),
        ("--- \na: 1\n---\nb: 2\n", "E108"),
        ("a: \x00\n", "E113"),
        ("a: \x1b[31m\n", "E113"),
        ("a: \ud800\n", "E113"),
        ("? [a]\n: b\n", "E114"),
        ("{{a: b}: c}\n", "E114"),
    ],
)
def test_yaml_that_is_refused(text: str, code: str | None) -> None:
    """Each sort of YAML that we do not read has a code of its own."""
    if code is None:
        problems = Problems()
        parse_tree(text, "x.yaml", problems)

        assert 1 == len(problems)
    else:
        assert [code] == codes(text)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_depth_has_a_limit(opening: str, closing: str) -> None:
    """As deep as the limit is read; one deeper is one clear error."""
    fine = opening * MAX_DEPTH + "x" + closing * MAX_DEPTH

    assert parsed(fine).sort in ("list", "mapping")
    assert ["E105"] == codes(opening + fine + closing)


def test_the_number_of_values_has_a_limit() -> None:
    """One value more than the limit is one clear error."""
    fine = "- x\n" * (MAX_NODES - 1)

    assert MAX_NODES - 1 == len(parsed(fine).items or ())
    assert ["E106"] == codes(fine + "- x\n")


@pytest.mark.parametrize("text", ["[" * 900_000, "{a: " * 200_000, "a: &a [*a, *a]\n" * 9_000])
def test_a_hostile_file_costs_little(text: str) -> None:
    """A file that is nothing but depth or aliases is refused long before it is read whole."""
    started = time.process_time()
    codes(text)

    assert time.process_time() - started < 2
