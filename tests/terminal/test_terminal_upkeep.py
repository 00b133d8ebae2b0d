"""Line test, versions and updates, from the menu key to the host and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.control import Control
from emulator.domain.card import Card, pan_from_mask
from emulator.domain.message import Message
from emulator.domain.moments import MINUTE, MS, SECOND
from emulator.domain.plan import Account, Given, Step
from emulator.domain.settings import (
    LINE_STATES,
    AcquirerSettings,
    LineSettings,
    TerminalSettings,
)
from emulator.terminal.online import Trouble
from emulator.terminal.upkeep import MOST_SILENT, PIECES, PROBES, Probes
from emulator.testbed import Testbed

CARD = Card(name="customer", pan=pan_from_mask("622202******0018"))


class Shop:
    """A whole shop with an open terminal and a cashier who does only what is said."""

    def __init__(self, **given: Any) -> None:
        plan = Given(cardholders=(Account(card=CARD),), conduct=("none",), **given)
        self.control = Control(Testbed(plan, seed=0))
        self.bed = self.control.bed
        self.control.open_shop()

    def do(self, action: str, *, for_us: int = 5 * MINUTE, **options: Any) -> None:
        """Have one thing done, and let time pass."""
        step = Step(who="cashier", action=action, options=options)
        self.bed.staff.do(step, lambda _: None)
        self.wait(for_us)

    def wait(self, for_us: int) -> None:
        """Let time pass; the program must not crash."""
        self.control.drive(self.bed.world.now_us + for_us)
        assert [] == self.bed.world.crashes

    def shown(self, screen: str) -> list[dict[str, Any]]:
        """What every screen of this name showed since moment 0."""
        return [
            {key: value for key, value in event.detail.items() if key != "screen"}
            for event in self.bed.world.trace
            if event.name == "console.displayed"
            and event.detail["screen"] == screen
            and event.at_us >= 0
        ]

    def sells(self) -> bool:
        """Whether one sale is approved now."""
        before = len(self.shown("approved"))
        self.do("sale", amount_fen=100 + len(self.shown("enter_amount")), for_us=2 * MINUTE)
        return len(self.shown("approved")) > before


# The line -------------------------------------------------------------------------------------


def test_a_good_line() -> None:
    """All come back, in tenths of a second."""
    shop = Shop()

    shop.do("test_connection")

    assert [
        {
            "line": "good", "reachable": True, "round_trip_ms": 300, "lost": 0, "probes": PROBES,
            "code": "00",
        }
    ] == shop.shown("line_tested")  # fmt: skip


def test_the_line_is_tested_without_a_sign_in() -> None:
    """Who cannot sign in wants to know why."""
    shop = Shop(signed_in=False)

    shop.do("test_connection")

    assert ["good"] == [one["line"] for one in shop.shown("line_tested")]


@pytest.mark.parametrize(
    ("lever", "line"),
    [
        ("uplink.cable_unplugged", "no_carrier"),
        ("uplink.firewall", "dead"),
        ("uplink.router_hang", "dead"),
        ("uplink.outage", "dead"),
        ("uplink.answers_lost", "dead"),
        ("acquirer.failure", "dead"),
        ("uplink.slow", "slow"),
        ("uplink.flapping", "unsteady"),
        ("acquirer.maintenance", "good"),
        ("acquirer.unregistered", "good"),
    ],
)
def test_what_a_trouble_looks_like(lever: str, line: str) -> None:
    """A host that refuses shows at least that the line is good."""
    shop = Shop()
    if lever == "uplink.flapping":
        shop.bed.levers[lever].pull(down_us=5 * SECOND, up_us=5 * SECOND)
    else:
        shop.bed.levers[lever].pull()

    shop.do("test_connection")

    (seen,) = shop.shown("line_tested")
    assert line == seen["line"]
    assert seen["reachable"] == (line in ("good", "slow", "unsteady"))


def test_a_terminal_that_nobody_knows_reads_so_in_the_answer() -> None:
    """97 on a good line: it is the terminal, not the network."""
    shop = Shop()
    shop.bed.levers["acquirer.unregistered"].pull()

    shop.do("test_connection")

    assert ["97"] == [one["code"] for one in shop.shown("line_tested")]


@pytest.mark.parametrize(("latency_us", "line"), [(1_410 * MS, "good"), (1_430 * MS, "slow")])
def test_from_three_seconds_on_a_line_is_slow(latency_us: int, line: str) -> None:
    """There and back, with the host's own 0.12 s, as the display shows it: in tenths."""
    shop = Shop(uplink=LineSettings(latency_us=latency_us, jitter_us=0))

    shop.do("test_connection")

    assert [line] == [one["line"] for one in shop.shown("line_tested")]


def test_a_dead_line_is_given_up_early() -> None:
    """Nobody waits for five time-outs."""
    shop = Shop()
    shop.bed.levers["uplink.firewall"].pull()

    shop.do("test_connection")

    assert [(MOST_SILENT, MOST_SILENT)] == [
        (one["lost"], one["probes"]) for one in shop.shown("line_tested")
    ]


ANSWER = Message(
    mti="0830", kind="echo", terminal="t", merchant="m", batch="000001", stan="000001", code="00"
)


@given(st.lists(st.sampled_from((ANSWER, Trouble.SILENCE, Trouble.NOT_SENT))))
def test_what_probes_say_of_a_line(answers: list[Message | Trouble]) -> None:
    """One that answered is reachable; nothing but what was not sent has no carrier."""
    probes = Probes()
    for answer in answers:
        probes.take(answer, 300 * MS)

    assert probes.lost == sum(answer is not ANSWER for answer in answers)
    assert probes.line in LINE_STATES
    if answers:
        assert (ANSWER in answers) == (probes.line not in ("dead", "no_carrier"))
        assert (set(answers) == {Trouble.NOT_SENT}) == (probes.line == "no_carrier")


# Versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terminal", "acquirer", "state"),
    [
        ({}, {}, "current"),
        ({}, {"newest_software": "310002"}, "outdated"),
        ({"software": "320001"}, {}, "unfit"),
        ({"reader_firmware": "0199"}, {}, "unfit"),
        ({"reader_firmware": "0200"}, {}, "current"),
        ({"driver": "0199"}, {}, "unfit"),
        ({"software": "300000"}, {"oldest_software": "300001"}, "refused"),
        ({"software": "300001"}, {"oldest_software": "300001"}, "outdated"),
        ({"software": "320001", "reader_firmware": "0300"}, {}, "current"),
    ],
)
def test_versions_are_compared(
    terminal: dict[str, str], acquirer: dict[str, str], state: str
) -> None:
    """With what the server offers, and with the oldest that the host accepts."""
    shop = Shop(terminal=TerminalSettings(**terminal), acquirer=AcquirerSettings(**acquirer))

    shop.do("check_versions")

    assert [state] == [one["state"] for one in shop.shown("versions_compared")]


def test_without_the_server_there_is_nothing_to_compare_with() -> None:
    """The terminal says why."""
    shop = Shop()
    shop.bed.levers["uplink.cable_unplugged"].pull()

    shop.do("check_versions")

    assert [] == shop.shown("versions_compared")
    assert [{"transaction": "check_versions"}] == shop.shown("not_connected")


# Updates --------------------------------------------------------------------------------------

OLD = TerminalSettings(software="290001")


def test_a_program_that_is_too_old_is_refused_and_the_host_asks_for_another() -> None:
    """The refusal first, then what is to be done about it."""
    shop = Shop(terminal=OLD)

    assert not shop.sells()
    assert ["31"] == [one["code"] for one in shop.shown("declined")]
    assert [{"software": "290001"}] == shop.shown("update_required")


def test_after_an_update_the_shop_sells() -> None:
    """The terminal starts anew with the new program and knows what it knew."""
    shop = Shop(terminal=OLD)

    shop.do("update_software")

    assert PIECES == len(shop.shown("updating"))
    assert [{"software": "310001"}] == shop.shown("updated")
    assert "310001" == shop.bed.software.version
    assert shop.sells()


def test_nothing_newer_is_not_fetched() -> None:
    """And the terminal does not start anew for it."""
    shop = Shop()

    shop.do("update_software")

    assert [{"transaction": "update_software", "why": "up_to_date"}] == shop.shown("not_possible")
    assert [] == shop.shown("booting")


def test_with_an_open_batch_nothing_is_exchanged() -> None:
    """Settled, it is."""
    shop = Shop(acquirer=AcquirerSettings(newest_software="310002"))
    shop.sells()

    shop.do("update_software")
    refused = shop.shown("not_possible")
    shop.do("settlement")
    shop.do("update_software")

    assert [{"transaction": "update_software", "why": "batch_open"}] == refused
    assert "310002" == shop.bed.software.version
    assert shop.sells()


def test_with_a_reversal_to_make_nothing_is_exchanged() -> None:
    """What another version makes of it nobody knows."""
    shop = Shop(
        acquirer=AcquirerSettings(newest_software="310002"),
        terminal=TerminalSettings(receive_timeout_us=5 * SECOND),
    )
    shop.bed.levers["uplink.answers_lost"].pull()
    shop.do("sale", amount_fen=100, for_us=MINUTE)

    shop.do("update_software", for_us=20 * SECOND)

    assert ["batch_open"] == [one["why"] for one in shop.shown("not_possible")]


def test_a_line_that_breaks_leaves_the_old_program() -> None:
    """Whole, and able to try again."""
    shop = Shop(terminal=OLD)
    shop.do("update_software", for_us=20 * SECOND)
    shop.bed.levers["uplink.cable_unplugged"].pull()
    shop.wait(MINUTE)
    kept = shop.bed.software.version
    shop.bed.levers["uplink.cable_unplugged"].release()
    shop.do("update_software")

    assert "290001" == kept
    assert [{"software": "290001"}] == shop.shown("update_failed")
    assert "310001" == shop.bed.software.version


def test_a_piece_that_is_lost_is_asked_for_again() -> None:
    """The update goes on where it was."""
    shop = Shop(terminal=OLD)
    shop.do("update_software", for_us=20 * SECOND)
    shop.bed.levers["uplink.outage"].pull()
    shop.wait(30 * SECOND)
    shop.bed.levers["uplink.outage"].release()

    shop.wait(5 * MINUTE)

    assert [{"software": "310001"}] == shop.shown("updated")


def test_a_power_cut_in_the_middle_leaves_the_old_program() -> None:
    """The new one is put in only when all of it is there."""
    shop = Shop(terminal=OLD)
    shop.do("update_software", for_us=20 * SECOND)
    shop.bed.levers["terminal.power_cut"].pull()
    shop.wait(MINUTE)
    shop.bed.levers["terminal.power_cut"].release()
    shop.wait(MINUTE)

    assert "290001" == shop.bed.software.version
    assert [] == shop.shown("updated")


def test_a_reader_that_does_not_fit_is_updated_with_the_program() -> None:
    """Also where the program itself is the newest."""
    shop = Shop(terminal=TerminalSettings(reader_firmware="0100"))
    before = shop.sells()

    shop.do("update_software")

    assert (False, True) == (before, shop.sells())
    assert "0200" == shop.bed.reader.firmware


@pytest.mark.parametrize("function", ["check_versions", "update_software"])
def test_a_terminal_whose_program_stays_says_so(bench: Any, function: str) -> None:
    """Where nobody handed it a place for programs."""
    bench.errand(function)

    bench.run(20)

    assert [{"transaction": function, "why": "not_updatable"}] == bench.shown("not_possible")


# What is in the terminal --------------------------------------------------------------------------


def test_an_old_driver_does_not_heed_the_printer() -> None:
    """Until an update brings a new one."""
    shop = Shop(terminal=TerminalSettings(driver="0199"))
    lever = shop.bed.levers["printer.flow_control_ignored"]
    before = lever.is_pulled

    shop.do("update_software")

    assert (True, False) == (before, lever.is_pulled)
    assert "0200" == shop.bed.software.driver


def test_an_update_brings_the_missing_patch() -> None:
    """Nothing of the old program is left, and it is mended once."""
    shop = Shop()
    shop.bed.levers["terminal.patch_missing"].pull()
    shop.wait(MINUTE)
    before = shop.bed.software.settings.program
    shop.do("update_software")

    assert ("drops_reversal", "reference") == (before, shop.bed.software.settings.program)
    assert not shop.bed.levers["terminal.patch_missing"].release()
    assert shop.sells()


@pytest.mark.parametrize("lever", ["terminal.reader_broken", "terminal.reader_outdated"])
def test_a_new_reader_reads(lever: str) -> None:
    """Whatever was the matter with the old one."""
    shop = Shop()
    shop.bed.levers[lever].pull()
    before = shop.sells()

    shop.do("replace_reader")

    assert (False, True) == (before, shop.sells())


def test_a_sound_reader_need_not_be_replaced() -> None:
    """The deed says that it changed nothing."""
    shop = Shop()

    shop.do("replace_reader")

    (did,) = [e.detail for e in shop.bed.world.trace.named("cashier.did")][-1:]
    assert {"action": "replace_reader", "effect": False} == did


def test_a_technician_loads_it_from_a_tool() -> None:
    """Without the line, also while a batch is open: the records stay where they are."""
    shop = Shop(acquirer=AcquirerSettings(newest_software="310002"))
    shop.sells()
    loaded = shop.bed.staff.cashier.hands.do("update_software")
    shop.wait(MINUTE)

    assert loaded
    assert "310002" == shop.bed.software.version
    assert not shop.bed.staff.cashier.hands.do("update_software")
    assert shop.sells()


@pytest.mark.parametrize(
    ("lever", "thing", "word"),
    [
        ("terminal.reader_broken", "reader", "fault"),
        ("terminal.power_cut", "reader", "dark"),
        ("uplink.router_hang", "router", "still"),
        ("uplink.flapping", "network_lamp", "dark"),
    ],
)
def test_what_a_look_at_the_equipment_finds(lever: str, thing: str, word: str) -> None:
    """Each lamp by its name."""
    shop = Shop()
    shop.bed.levers[lever].pull()

    shop.do("check_equipment", for_us=SECOND)

    (did,) = [e.detail for e in shop.bed.world.trace.named("cashier.did")][-1:]
    assert word == did[thing]
