"""Paper that somebody feeds by the key belongs to no slip."""

from emulator.domain.moments import SECOND
from tests.printer.conftest import VALUES, Bench


def test_fed_paper_is_not_taken_for_the_rest_of_a_torn_slip(bench: type[Bench]) -> None:
    """A slip that stuck before its first dot row leaves nothing; the next one is legible."""
    desk = bench()
    desk.at_mm(0, lambda: not desk.seen("slip_torn") and desk.pull("cover_lies"))
    desk.send()
    desk.runs(5 * SECOND)
    desk.release("cover_lies")
    desk.mends("feed_paper")
    desk.runs(5 * SECOND)
    desk.send(values={**VALUES, "stan": "000002"})
    desk.runs(10 * SECOND)

    assert [0] == [slip["printed_mm"] for slip in desk.seen("slip_torn")]
    assert ["000001", "000002"] == [slip["stan"] for slip in desk.seen("slip_started")]
    assert [("000002", True)] == [
        (slip["stan"], slip["legible"]) for slip in desk.seen("slip_printed")
    ]


def test_a_fed_line_hangs_out_before_the_next_slip(bench: type[Bench]) -> None:
    """The slip behind it is its own, on the same piece of paper."""
    desk = bench()
    desk.mends("feed_paper")
    desk.runs(SECOND)
    before = desk.seen("slip_started")
    desk.send()
    desk.runs(10 * SECOND)

    assert [] == before
    assert [True] == [slip["legible"] for slip in desk.seen("slip_printed")]
