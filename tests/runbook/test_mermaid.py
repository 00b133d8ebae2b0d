"""The diagram keeps Mermaid's grammar whatever stands in its boxes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.texts import LANGUAGES
from emulator.runbook.book import Book
from emulator.runbook.chart import Box, Chart
from emulator.runbook.mermaid import mermaid, quoted

TEXT = r'(?:[^"\\<>\[\](){}|`;#]|#\d+;|<br/>)*'
BOX = rf'  (?P<name>n\d+)(?:\(\["{TEXT}"\]\)|\{{\{{"{TEXT}"\}}\}}|\("{TEXT}"\)|\["{TEXT}"\]):::\w+'
LINE = r"  (?P<from>n\d+) --> (?P<to>n\d+)"
ASIDE = r"  class n\d+ aside|  classDef aside stroke-dasharray:4 3"
NOTE = rf'  note\d+>"{TEXT}"\]|  note\d+ -\.- n1'
_COLOUR = "#[0-9a-f]{6}"
CLASS = rf"  classDef \w+ fill:{_COLOUR},stroke:{_COLOUR},color:{_COLOUR}(?:,stroke-dasharray:4 3)?"


def check_grammar(diagram: str) -> None:
    """Every line is one of ours, every box is there before a line leads to it, each once."""
    head, *lines = diagram.rstrip("\n").split("\n")
    there: list[str] = []
    lines_to: list[str] = []
    for line in lines:
        box, arrow = re.fullmatch(BOX, line), re.fullmatch(LINE, line)
        if box:
            there.append(box["name"])
        elif arrow:
            assert {arrow["from"], arrow["to"]} <= set(there)
            lines_to.append(arrow["to"])
        else:
            assert re.fullmatch(f"{NOTE}|{CLASS}|{ASIDE}", line), line

    assert "flowchart LR" == head
    assert sorted(set(there)) == sorted(there)
    assert sorted(there[1:]) == sorted(lines_to)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_diagram_of_a_runbook_keeps_the_grammar(book: Book, lang: str) -> None:
    """Of all stories together."""
    check_grammar(book.written("mermaid", lang).decode())


def test_a_line_leads_to_every_box(book: Book) -> None:
    """As many lines as boxes, but for the symptom."""
    diagram = book.written("mermaid", "en").decode()

    assert (
        len(list(book.chart("en").root.all())) == diagram.count(":::") == diagram.count("-->") + 1
    )


@given(st.text())
def test_no_text_ends_its_box_or_begins_a_tag(text: str) -> None:
    """Quotation marks, brackets, entities and line ends are written as entities or blanks."""

    assert re.fullmatch(TEXT, quoted(text), re.DOTALL)
    assert "\n" not in quoted(text)


@given(st.text(alphabet='ab "#;[]{}()<>|&`中\n\\', max_size=12), st.text(max_size=5))
def test_any_words_make_a_diagram(words: str, head: str) -> None:
    """Also in the notes."""
    end = Box(sort="end", words=words, head=head)
    root = Box(
        sort="symptom", words=words, to=(Box(sort="check", words=head, role="cashier", to=(end,)),)
    )
    notes = (words,)

    check_grammar(mermaid(Chart(lang="en", number="S1", title="", root=root, notes=notes)))


def test_a_text_is_read_back_as_it_was() -> None:
    """A reader sees the characters and not their numbers."""
    text = 'a "b" #1; <c> [d] (e) {f} | `g` & 中'
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), quoted(text))

    assert text == shown


def test_a_step_that_is_not_proven_is_dashed(book: Book) -> None:
    """As on the pictures."""
    diagram = book.written("mermaid", "en").decode()
    aside = [box for box in book.chart("en").root.all() if box.sort == "deed" and not box.proven]

    assert len(aside) == len(re.findall(r"^  class n\d+ aside$", diagram, re.MULTILINE)) > 0
