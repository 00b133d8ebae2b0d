"""Every guide holds a whole example, and what it shows is what comes."""

import tomllib

import pytest
from pages import PLAYED, ROOT, Said, commands_of, files_of, play
from windows import WINDOWED


@pytest.mark.parametrize("page", PLAYED)
def test_what_a_page_shows_is_what_comes(page, tmp_path):
    """Files are written and commands played from top to bottom; `pages.py` renews the outputs."""
    said = list(play(page, tmp_path))

    assert any(one.shown for one in said)
    for one in said:
        if not one.fits:
            assert f"$ {one.command}\n{one.shown}" == f"$ {one.command}\n{one.came}"


@pytest.mark.parametrize("page", [*PLAYED, *WINDOWED])
def test_a_page_keeps_one_sentence_a_line(page):
    """Changes then show sentence by sentence."""
    prose, in_block = [], False
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        in_block ^= line.startswith("```")
        if not in_block and not line.startswith(("```", "|", "<!--")):
            prose.append(line)

    assert [] == [line for line in prose if ". " in line.rstrip() and not line[:1].isdigit()]
    assert [] == [line for line in prose if "。" in line[:-1]]


def test_both_tutorials_do_the_same():
    """A reader of either language writes the same files and types the same commands."""
    english, chinese = "docs/tutorial.md", "docs/tutorial.zh.md"

    assert files_of(english) == files_of(chinese)
    assert _commands(english) == _commands(chinese)


def test_the_sentence_of_the_new_lever_is_where_the_test_bed_looks_for_it():
    """The guide's text has the id that its run prints, and both languages."""
    guide = "docs/guides/add-a-fault.md"
    sentence = tomllib.loads(files_of(guide)["messages.toml"])["lever"]["wornstorage"]["worn"]

    assert {"zh", "en"} == set(sentence)
    assert "\nlever.wornstorage.worn pass\n" in (ROOT / guide).read_text(encoding="utf-8")


def _commands(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith("$ ")]


class TestReader:
    def test_dots_stand_for_anything(self):
        """The rest must be there as shown."""
        assert Said("x", "a ... c", "a b\nb c").fits
        assert not Said("x", "a ... c", "a b d").fits
        assert not Said("x", "a.c", "abc").fits

    def test_a_block_may_hold_several_commands(self):
        """Each with its output, or none."""
        assert [("one", "1\n 2"), ("two", "")] == commands_of("$ one\n1\n 2\n$ two\n")
