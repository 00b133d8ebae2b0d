"""The place of a real printer in the shop: what is made of what it tells."""

from datetime import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.domain.equipment import shows_trouble
from emulator.domain.moments import SECOND
from emulator.domain.receipt import PrintJob, PrintReport, Receipt
from emulator.domain.settings import PrinterSettings
from emulator.kernel.world import World
from emulator.printer.arrivals import (
    APPEARS,
    Arrival,
    Begun,
    LineBack,
    LineLost,
    Reported,
    State,
    arrival_of,
    changes,
    plain,
)
from emulator.printer.bridged import BridgePrinter

SLIP = Receipt(
    kind="sale",
    copy="merchant",
    values={"transaction": "sale", "stan": "000001", "batch": "000001", "amount_fen": 3500},
    lines=26,
)


class Place:
    """A place in a world, and who takes the slips."""

    def __init__(self) -> None:
        self.world = World(seed=0, start=datetime(2026, 11, 22, 9, 0))
        self.jobs: list[PrintJob] = []
        self.printer = BridgePrinter(self.world, PrinterSettings(), hand_over=self.jobs.append)

    def hear(self, *arrivals: Arrival) -> None:
        for arrival in arrivals:
            self.printer.hear(arrival)

    def received(self) -> PrintReport | None:
        """What the terminal hears within a second."""
        found: list[PrintReport | None] = []

        def terminal():
            deadline_us = self.world.now_us + SECOND
            found.append((yield from self.printer.receive(deadline_us=deadline_us)))

        self.world.spawn(terminal())
        self.world.run_until(self.world.now_us + 2 * SECOND)
        return found[0]

    @property
    def kinds(self) -> list[str]:
        """What anybody could see."""
        return [event.kind for event in self.world.trace if not event.inside]


@pytest.fixture
def place() -> Place:
    return Place()


def came_to(result: str, mm: int = 0, *, may_finish: bool = False, by: str = "printer") -> Reported:
    return Reported(7, result, mm, may_finish, by)  # type: ignore[arg-type]


# Slips ----------------------------------------------------------------------------------------


def test_a_confirmed_slip_is_printed_and_reported(place: Place) -> None:
    """Who says so is told with it."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(Begun(7), came_to("printed", 104))

    assert ["slip_started", "slip_printed"] == place.kinds
    assert PrintReport(7, "printed", 104) == place.received()

    (printed,) = place.world.trace.named("printer.slip_printed")

    assert ("printer", True) == (printed.detail["told_by"], printed.detail["cut"])
    assert SLIP.values == printed.detail["content"]


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        (came_to("printed", 104, by="person"), "slip_printed"),
        (came_to("cutter_jam", 104), "slip_printed"),
        (came_to("paper_out", 30), "slip_torn"),
        (came_to("fault", 1), "slip_torn"),
        (came_to("paper_out", 30, may_finish=True), "slip_unconfirmed"),
        (came_to("unknown", 1), "slip_unconfirmed"),
        (came_to("unknown", 1, may_finish=True), "slip_unconfirmed"),
    ],
)
def test_no_slip_is_said_to_be_printed_unless_somebody_said_so(
    place: Place, report: Reported, kind: str
) -> None:
    """Each result leads to what is known, and to no more."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(Begun(7), report)

    assert ["slip_started", kind] == place.kinds


def test_a_refused_slip_leaves_no_paper(place: Place) -> None:
    """Of a slip that was never begun nothing is noted but what was heard."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(came_to("cover_open"))

    assert [] == place.kinds
    assert PrintReport(7, "cover_open") == place.received()


def test_a_slip_that_finishes_after_all_is_printed(place: Place) -> None:
    """The second report settles what the first left open, under the same number."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(Begun(7), came_to("unknown", 1, may_finish=True), came_to("printed", 104))

    assert ["slip_started", "slip_unconfirmed", "slip_printed"] == place.kinds
    assert {1} == {event.detail["slip"] for event in place.world.trace if "slip" in event.detail}


def test_what_is_said_twice_is_noted_once(place: Place) -> None:
    """A slip begins once, and after its end nothing more comes of it."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(Begun(7), Begun(7), came_to("printed", 104), came_to("printed", 104), Begun(7))

    assert ["slip_started", "slip_printed"] == place.kinds


def test_word_of_a_job_that_nobody_sent_is_kept_and_changes_nothing(place: Place) -> None:
    """A stray report is in the recording and nowhere else."""
    place.hear(Begun(7), came_to("printed", 104))

    assert [] == place.kinds
    assert 2 == len(place.world.trace.named("printer.heard"))


def test_a_terminal_that_lost_its_power_hears_nothing_of_the_slip(place: Place) -> None:
    """The printer prints on; the paper is noted, the report is lost with the terminal's memory."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(Begun(7))
    place.printer.power_off()
    place.printer.power_on()
    place.hear(came_to("printed", 104))

    assert ["slip_started", "slip_printed"] == place.kinds
    assert place.received() is None


def test_without_power_nothing_is_sent(place: Place) -> None:
    """A dark terminal hands over nothing."""
    place.printer.power_off()

    assert not place.printer.send(PrintJob(7, SLIP))
    assert [] == place.jobs


@pytest.mark.parametrize(
    ("heard", "awaited", "may_finish"),
    [
        ([], True, False),
        ([Begun(7)], True, False),
        ([Begun(7), came_to("printed", 104)], False, False),
        ([Begun(7), came_to("unknown", 1, may_finish=True)], False, True),
    ],
)
def test_whether_the_shop_should_wait(
    place: Place, heard: list[Arrival], awaited: bool, may_finish: bool
) -> None:
    """Until the first word of a slip it is awaited; then it may still finish, or is over."""
    place.printer.send(PrintJob(7, SLIP))
    place.hear(*heard)

    assert (awaited, may_finish) == (place.printer.is_awaited, place.printer.may_finish)


# The printer and its line ---------------------------------------------------------------------


@pytest.mark.parametrize("name", list(APPEARS))
def test_what_the_printer_tells_is_noted_once_each_way(place: Place, name: str) -> None:
    """A state that comes is noted; one that goes is noted if people would see it go."""
    on, off = State({name: True}), State({name: False})  # type: ignore[dict-item]
    place.hear(on, on, off, off, on)

    assert 2 == place.kinds.count(APPEARS[name])  # type: ignore[index]
    assert len(place.kinds) == (2 if name == "near_end" else 3)


def test_a_lost_line_takes_no_slip(place: Place) -> None:
    """Not a byte leaves while the cable is out; when it is back, slips go."""
    place.hear(LineLost())

    assert not place.printer.send(PrintJob(7, SLIP))
    assert ["line"] == place.printer.troubles

    place.hear(LineBack())

    assert place.printer.send(PrintJob(8, SLIP))
    assert ["line_lost", "line_back"] == place.kinds
    assert [8] == [job.number for job in place.jobs]


@pytest.mark.parametrize(
    ("deed", "name"),
    [
        ("load_paper", "paper_end"),
        ("close_cover", "cover_open"),
        ("clear_jam", "recoverable_error"),
        ("clear_cutter", "cutter_error"),
        ("let_printer_cool", "auto_recoverable_error"),
    ],
)
def test_a_repair_counts_when_the_printer_says_that_it_worked(
    place: Place, deed: str, name: str
) -> None:
    """Before that nothing was done; afterwards it counts once."""
    place.hear(State({name: True}))  # type: ignore[dict-item]

    assert shows_trouble(place.printer.seen)
    assert not place.printer.deeds[deed]()

    place.hear(State({name: False}))  # type: ignore[dict-item]

    assert not shows_trouble(place.printer.seen)
    assert place.printer.deeds[deed]()
    assert not place.printer.deeds[deed]()


def test_paper_near_its_end_is_no_trouble(place: Place) -> None:
    """Slips still come out."""
    place.hear(State({"near_end": True}))

    assert not shows_trouble(place.printer.seen)


# Arrivals as data -----------------------------------------------------------------------------

ARRIVALS = st.one_of(
    st.builds(Begun, st.integers(0, 99)),
    st.builds(
        Reported,
        st.integers(0, 99),
        st.sampled_from(["printed", "paper_out", "unknown", "fault"]),
        st.integers(0, 200),
        st.booleans(),
        st.sampled_from(["printer", "person"]),
    ),
    st.builds(State, st.dictionaries(st.sampled_from(list(APPEARS)), st.booleans())),
    st.just(LineLost()),
    st.just(LineBack()),
)


@given(ARRIVALS)
def test_an_arrival_comes_back_from_its_event(arrival: Arrival) -> None:
    """What the trace keeps is enough to make the arrival again."""
    kept = msgspec.json.decode(msgspec.json.encode(plain(arrival)))

    assert arrival == arrival_of(kept)


@given(st.lists(ARRIVALS, max_size=12))
def test_the_same_arrivals_lead_to_the_same_trace(arrivals: list[Arrival]) -> None:
    """In any order, twice over, and never with an error."""
    digests = set()
    for _ in range(2):
        place = Place()
        place.printer.send(PrintJob(7, SLIP))
        place.hear(*arrivals)
        digests.add(place.world.digest())

    assert 1 == len(digests)


@pytest.mark.parametrize(
    "detail",
    [
        {},
        {"what": "explode"},
        {"what": "begun"},
        {"what": "begun", "job": "x"},
        {"what": "state", "told": {"coffee": True}},
        {"what": "report", "job": 1, "result": "fine", "printed_mm": 0, "may_finish": False,
         "told_by": "printer"},
        [],
    ],
)  # fmt: skip
def test_what_is_no_arrival_is_refused(detail: object) -> None:
    """A recording may come from anywhere."""
    with pytest.raises(msgspec.ValidationError):
        arrival_of(detail)


def test_only_what_is_new_is_told() -> None:
    """The first word that all is well is no news; trouble is, and its end."""
    shown: dict = {}
    well = {"paper_end": False, "cover_open": False}

    assert changes(shown, well) is None
    assert State({"paper_end": True}) == changes(shown, {**well, "paper_end": True})
    assert changes(shown, {**well, "paper_end": True}) is None
    assert changes(shown, {"paper_end": None}) is None
    assert State({"paper_end": False}) == changes(shown, well)


def test_the_paper_sensor_is_not_believed_while_the_cover_is_open() -> None:
    """Opening the cover is no paper-out."""
    told = changes({}, {"cover_open": True, "paper_end": True, "near_end": True})

    assert State({"cover_open": True}) == told
