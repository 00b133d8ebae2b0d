"""Everything that hosts and banks note stands in the vocabulary of the trace."""

from datetime import datetime
from typing import Any

from emulator.domain.message import Totals
from emulator.domain.moments import DAY, HOUR
from emulator.domain.texts import say
from emulator.domain.vocabulary import EVENTS
from emulator.kernel.lever import Lever, levers_of


def levers(town: Any) -> dict[str, Lever]:
    """All levers of the institutions."""
    parts = (
        ("acquirer", town.acquirer),
        ("issuer", town.issuers),
        ("bank", town.bank),
        ("clearing", town.house),
    )
    return {
        name: one for part, of in parts for name, one in levers_of(town.world, part, of).items()
    }


def live_through_everything(town: Any) -> None:
    """A few weeks in which each lever is pulled once."""
    town.ask("sale", 100)
    town.ask("preauth", 100)
    town.ask("preauth_void", 100, original_stan="000003")
    town.ask("sale", 10**9)
    late = town.message("sale", 500)
    town.send(late.changed(mti="0400", code="98"))
    town.send(late)
    for one in levers(town).values():
        one.pull()
        town.world.run_until(town.world.now_us + 5 * HOUR)
        town.ask("sale", 100)
        one.release()
    town.ask("sign_in")
    town.ask("settlement", totals=Totals(1, 1))
    town.ask("batch_upload", network_code="207")
    town.world.run_until(town.world.now_us + 10 * DAY)
    town.bank.correct_account(town.merchant)
    town.world.run_until(town.world.now_us + 10 * DAY)
    town.acquirer.resolve_differences()
    town.world.finish()


def test_every_event_and_detail_is_in_the_vocabulary(new_town: Any) -> None:
    """Checks, triggers and screens know no others."""
    town = new_town(datetime(2026, 3, 2, 20, 0), account_state="closed")
    live_through_everything(town)
    unknown = [
        (event.name, [key for key in event.detail if key not in EVENTS.get(event.name, ())])
        for event in town.world.trace
        if event.name not in EVENTS or any(key not in EVENTS[event.name] for key in event.detail)
    ]

    assert [] == unknown


def test_the_same_story_gives_the_same_trace(new_town: Any) -> None:
    """Byte for byte."""
    digests = []
    for _ in range(2):
        town = new_town(datetime(2026, 3, 2, 20, 0), account_state="closed")
        live_through_everything(town)
        digests.append(town.world.digest())

    assert digests[0] == digests[1]


def test_every_lever_has_its_sentence_in_both_languages(town: Any) -> None:
    """The screen and the manual show it."""
    for one in levers(town).values():
        assert say(one.sentence, "zh") != say(one.sentence, "en")


def test_no_card_number_is_in_the_trace_in_clear(town: Any) -> None:
    """Only the masked one."""
    lines: list[bytes] = []
    town.world.tap(lines.append)
    live_through_everything(town)

    assert town.pan.clear().encode() not in b"".join(lines)
