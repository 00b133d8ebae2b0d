"""The progress bar."""

from emulator.interfaces.meter import Meter


def test_bar_shows_how_far_it_is(capsys):
    """Half of the runs fill half of the bar."""
    meter = Meter(2, shown=True)
    meter.step(held=True)

    assert "[###############...............] 1/2" in capsys.readouterr().err


def test_bar_counts_what_did_not_hold(capsys):
    """Failures show while the rest still runs."""
    meter = Meter(2, shown=True)
    meter.step(held=False)

    assert "1/2  ✗ 1" in capsys.readouterr().err


def test_bar_is_not_drawn_too_often(capsys):
    """A thousand quick runs do not cost a thousand drawings."""
    meter = Meter(1000, shown=True, now=lambda: 5.0)
    for _ in range(1000):
        meter.step(held=True)

    assert 1 == capsys.readouterr().err.count("/1000")


def test_hidden_bar_leaves_a_clean_line(capsys):
    """Data is written on an empty line."""
    meter = Meter(2, shown=True)
    meter.step(held=True)
    meter.hide()

    assert capsys.readouterr().err.endswith("\r\x1b[K")


def test_nobody_watches_nothing_is_drawn(capsys):
    """In a file or a CI log there is no bar at all."""
    meter = Meter(2)
    meter.step(held=True)
    meter.hide()

    assert "" == capsys.readouterr().err


def test_nothing_to_do_divides_by_nothing(capsys):
    """A bar of no runs can be drawn."""
    Meter(0, shown=True).draw()

    assert "0/0" in capsys.readouterr().err
