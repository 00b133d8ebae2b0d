"""A shop with a backup terminal: every check judges both, and each for itself."""

from typing import Any

from shop_trace import TERMINAL, ShopTrace, offence_of, truth_of

from emulator.checks.batch_settled import BatchSettled
from emulator.checks.comes_to_rest import ComesToRest
from emulator.checks.facts import ShopState
from emulator.checks.outcome_agreed import OutcomeAgreed
from emulator.checks.paper_right import PaperRight
from emulator.checks.protocol_kept import ProtocolKept
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth

BACKUP, BATCH = "12345679", "500000"


class TwoTerminals(ShopTrace):
    """A trace of a shop that has two; a detail `backup` is left to the caller."""

    def note(self, source: str, kind: str, *, inside: bool = False, **detail: Any) -> "ShopTrace":
        if kind == "run_started":
            detail["backup_terminal"] = BACKUP
        if detail.get("batch") == BATCH:
            if "terminal" in detail:
                detail["terminal"] = BACKUP
            if source in ("console", "storage", "printer"):
                detail["backup"] = True
        return super().note(source, kind, inside=inside, **detail)


def shown(shop: ShopTrace, screen: str, **values: Any) -> ShopTrace:
    """A screen of the backup's."""
    return shop.screen(screen, backup=True, **values)


def test_a_sale_at_each_passes() -> None:
    """Each with its own batch, and the same numbers in them."""
    events = TwoTerminals().sale().sale(batch=BATCH, purchase="p2").ended()

    for check in (ProtocolKept, OutcomeAgreed, PaperRight):
        assert Truth.PASS is truth_of(check, list(events))


def test_what_the_backup_says_is_held_against_the_books() -> None:
    """Approved, and nobody was debited."""
    shop = (
        TwoTerminals().present("p2").asked(batch=BATCH).approved(batch=BATCH).printed(batch=BATCH)
    )

    assert "not_debited" == offence_of(OutcomeAgreed, shop.ended())


def test_a_third_terminal_is_nobodys() -> None:
    """A counterfeit one: nobody filmed its screens."""
    shop = TwoTerminals().sale()
    shop.request("0200", "000009", terminal="99999999", batch="000777", amount_fen=5)
    shop.issuer("sale", "000009", 5, "000777", terminal="99999999")

    assert Truth.PASS is truth_of(OutcomeAgreed, shop.ended())


def test_the_backup_may_sell_while_the_first_owes_a_reversal() -> None:
    """Each terminal reverses what it asked itself."""
    shop = TwoTerminals().present().asked().booked()
    shop.sale(batch=BATCH, purchase="p2").reversal().unbooked()

    assert Truth.PASS is truth_of(ProtocolKept, shop.ended())


def test_neither_may_sell_while_it_owes_one_itself() -> None:
    """The backup as little as the first."""
    shop = TwoTerminals().present().asked(batch=BATCH)
    shop.present("p2").asked("000002", batch=BATCH)

    assert "reversal_first" == offence_of(ProtocolKept, shop.ended())


def test_a_slip_that_is_missing_at_the_backup_is_missed() -> None:
    """The first one's screen tells of another sale with the same number."""
    shop = TwoTerminals().sale()
    shop.present("p2").asked(batch=BATCH).booked(batch=BATCH).approved(batch=BATCH)
    shop.screen("paper_out", slip_kind="sale", copy="merchant", stan="000001", fault="paper_out")

    assert "missing" == offence_of(PaperRight, shop.ended())


def test_the_screen_of_the_same_terminal_tells_of_it() -> None:
    """Then a person knows."""
    shop = TwoTerminals().sale()
    shop.present("p2").asked(batch=BATCH).booked(batch=BATCH).approved(batch=BATCH)
    shown(shop, "paper_out", slip_kind="sale", copy="merchant", stan="000001", fault="paper_out")

    assert Truth.PASS is truth_of(PaperRight, shop.ended())


def test_a_backup_that_is_stuck_does_not_rest() -> None:
    """Although the first one's screen is idle."""
    shop = shown(TwoTerminals().sale(), "reversing", stan="000009", attempt=1)

    assert "stuck" == offence_of(ComesToRest, shop.ended())


def test_a_backup_that_is_idle_does_not_hide_a_first_that_is_stuck() -> None:
    """What appeared last is not what stands everywhere."""
    shop = TwoTerminals().sale()
    shop.note("bench", "trouble_ended", released=[], dropped=[])
    shown(shop.screen("reversing", stan="000009", attempt=1), "idle")
    shop.note("bench", "calm_ended", grace_us=1).note("bench", "run_ended")

    assert "stuck" == offence_of(ComesToRest, shop.events)


def test_both_batches_are_settled_for_themselves() -> None:
    """Closing one forgets nothing of the other."""
    shop = TwoTerminals().sale().sale(batch=BATCH, purchase="p2")
    shop.batch_closed([12850, 1, 0, 0], batch=BATCH).batch_closed([12850, 1, 0, 0])

    assert Truth.PASS is truth_of(BatchSettled, shop.ended())


def test_a_wrong_total_of_the_backup_is_found() -> None:
    """The terminal counted another sum, and the host did not list it."""
    shop = TwoTerminals().sale(batch=BATCH)
    shop.batch_closed([12850, 1, 0, 0], [999, 1, 0, 0], batch=BATCH)

    assert offence_of(BatchSettled, shop.ended()) in ("shop_totals", "not_listed")


# Facts ----------------------------------------------------------------------------------------


def state_of(events: list[TraceEvent]) -> ShopState:
    """The facts after these events."""
    state = ShopState()
    for event in events:
        state.see(event)
    return state


def test_each_has_its_open_batch() -> None:
    """With count and total."""
    state = state_of(TwoTerminals().sale().sale(amount_fen=200, batch=BATCH, purchase="p2").events)

    assert {"batch": "000001", "count": 1, "total": 12850} == state.value("terminal.batch")
    assert {"batch": BATCH, "count": 1, "total": 200} == state.value("backup.batch")


def test_each_has_its_pending_reversals() -> None:
    """An intent that is not settled."""
    state = state_of(TwoTerminals().present().asked().sale(batch=BATCH, purchase="p2").events)

    assert (1, 0) == (
        state.value("terminal.pending_reversals"),
        state.value("backup.pending_reversals"),
    )


def test_a_memory_that_is_wiped_is_one_of_them() -> None:
    """The other keeps what it owes."""
    shop = TwoTerminals().present().asked().present("p2").asked(batch=BATCH)
    shop.note("storage", "replaced", records=0)
    state = state_of(shop.events)

    assert (0, 1) == (
        state.value("terminal.pending_reversals"),
        state.value("backup.pending_reversals"),
    )


def test_a_shop_without_one_has_an_empty_batch_there() -> None:
    """And owes nothing."""
    state = state_of(ShopTrace().sale().events)

    assert TERMINAL != BACKUP
    assert {"count": 0, "total": 0} == state.value("backup.batch")
    assert 0 == state.value("backup.pending_reversals")
