"""The catalogue of documented failures as it is shipped."""

from collections import Counter
from hashlib import sha256

from emulator.scenario.catalogue import GROUPS, catalogue, entry_ids

AS_HANDED_OVER = "1e59c9bf696ebcb9997f161ceaa4c044d047eb062acb464a4660800ff7000022"
"""SHA-256 of what the catalogue's owner wrote: of every entry a line with its number, its words in
both languages and the guides that name it, set apart by tabs and commas. It changes only when the
owner hands over another catalogue."""


def test_every_group_is_there_whole() -> None:
    """Symptoms, causes, checks, recoveries and preventions in their known numbers."""
    count = Counter(entry.group for entry in catalogue().values())

    assert {
        "symptoms": 9,
        "causes": 45,
        "checks": 15,
        "recoveries": 26,
        "preventions": 10,
    } == dict(count)
    assert GROUPS == tuple(count)


def test_no_entry_was_lost_or_reworded() -> None:
    """The package may say more of an entry than it was told, and nothing else."""
    text = "\n".join(
        "\t".join((entry.id, entry.zh, entry.en, ",".join(map(str, entry.guides))))
        for entry in catalogue().values()
    )

    assert AS_HANDED_OVER == sha256(text.encode()).hexdigest()


def test_an_entry_tells_what_and_where() -> None:
    """Words in both languages, the guides, and for a cause where it sits."""
    entry = catalogue()["F07"]

    assert ("打印机缺纸", "printer out of paper") == (entry.words("zh"), entry.words("en"))
    assert ("printer", (1,)) == (entry.component, entry.guides)


def test_only_causes_have_a_place() -> None:
    """A component belongs to every cause and to nothing else."""
    assert all(bool(e.component) == (e.group == "causes") for e in catalogue().values())
    assert "S1" == entry_ids()[0]


def test_commas_in_the_words_cut_nothing_off():
    """The file's words stand without quotes, and are read whole all the same."""

    assert "amount, time or type differs from the voucher" == catalogue()["S8"].en
