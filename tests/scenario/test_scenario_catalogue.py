"""The catalogue of documented failures as it is shipped."""

from collections import Counter

from emulator.scenario.catalogue import GROUPS, catalogue, entry_ids


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
