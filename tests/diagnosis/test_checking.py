"""What the documented checks would show at a moment."""

import pytest

from emulator.diagnosis.checking import TEST_SALE, checks, visited
from emulator.domain.moments import MINUTE, SECOND
from emulator.domain.numbers import NUMBERS
from emulator.runner import run
from tests.diagnosis.conftest import CABLE, LOADED, PAPER, SALE, told


def looked(text: str, *, seen_us: int = 10 * SECOND, conduct: str = "none") -> dict[str, str]:
    scenario = told("S1", text, conduct=conduct)
    base = run(scenario).trace.events
    return visited(scenario, base, seen_us=seen_us, now_us=seen_us + MINUTE).answers()


def test_every_look_of_the_tables_is_taken() -> None:
    """Each stands for a documented check, and none mends or settles anything."""

    assert {"cashier.look_at_screen", "cashier.query", "support.call"} <= set(checks())
    assert all(any(n.startswith("D") for n in NUMBERS[key]) for key in checks())
    assert not {"cashier.settlement", "cashier.load_paper", "cashier.sale"} & set(checks())


def test_a_sound_shop_looks_sound() -> None:
    """Every look agrees, and the test sale comes with its slip."""
    found = looked(SALE)

    assert "yes" == found["cashier.compare_amount.agrees"]
    assert "approved" == found["cashier.query.status"]
    assert "sold" == found[TEST_SALE]


@pytest.mark.parametrize("conduct", ["none", "handbook"])
def test_nothing_is_mended_before_it_was_looked_at(conduct: str) -> None:
    """Neither by the story, which loads paper later, nor by a cashier who knows the handbook."""
    found = looked(LOADED, conduct=conduct)

    assert "out" == found["cashier.check_equipment.paper"]
    assert "sold" != found[TEST_SALE]


def test_what_was_done_before_stays_done() -> None:
    """The paper was loaded by then, and the trouble asked about is another."""
    found = looked(LOADED, seen_us=MINUTE)

    assert "in" == found["cashier.check_equipment.paper"]


def test_a_test_sale_meets_the_trouble() -> None:
    """As the customer's would."""

    assert "not_connected" == looked(CABLE)[TEST_SALE]
    assert "approved" == looked(PAPER)[TEST_SALE], "and no slip comes"


def test_no_answer_names_an_amount() -> None:
    """What is another number in every shop would be learnt by heart."""
    found = looked(SALE)

    assert [] == [question for question in found if question.endswith("_fen")]
    assert [] == [answer for answer in found.values() if answer.isdecimal()]


def test_a_run_that_breaks_off_teaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours must not pass for a sign."""
    import emulator.people.chores as chores

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(chores._PAPERS, "look_at_screen", broken)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        looked(SALE)
