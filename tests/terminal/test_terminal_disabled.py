"""Functions on the menu that the institution has switched off."""

import pytest

from tests.terminal.conftest import Bench


@pytest.mark.parametrize("function", ["cash_refund", "discount"])
def test_a_disabled_function_is_refused(function: str) -> None:
    """At once: nothing is sent, written down or printed."""
    bench = Bench()
    written, sent = bench.records(), bench.sent()
    bench.errand(function)
    bench.run()

    assert [{"transaction": function, "why": "disabled"}] == bench.shown("not_possible")
    assert (written, sent, []) == (bench.records(), bench.sent(), bench.printer.jobs)


def test_the_terminal_goes_on_afterwards() -> None:
    """The next sale is approved."""
    bench = Bench()
    bench.errand("cash_refund")
    bench.sell()
    bench.run()

    assert 1 == len(bench.shown("approved"))
