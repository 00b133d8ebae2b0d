"""What a scenario can set about the printer, and what the model decides."""

import msgspec
import pytest

from emulator.domain.limits import limit_of
from emulator.domain.settings import PRINTER_PROFILES, PrinterSettings
from emulator.printer.installed import profile_for, with_buffer
from emulator.printer.profile import PROFILES

LIMITED = ("speed_mm_s", "cut_us", "near_end_mm", "buffer_bytes")


def test_the_models_that_can_be_named_are_those_there_are() -> None:
    """The table that scenario files know and the table of the printer say the same."""
    assert PRINTER_PROFILES == tuple(PROFILES)


@pytest.mark.parametrize("name", PRINTER_PROFILES)
def test_a_model_is_within_the_limits_of_what_can_be_set(name: str) -> None:
    """Whatever a model has could be written in a file as well."""
    for field in LIMITED:
        limit = limit_of(field)
        assert limit is not None

        assert limit.holds(getattr(PROFILES[name], field))


def test_what_is_not_set_is_the_models() -> None:
    """A fast printer with a cutter stays one."""
    assert PROFILES["epson_80"] == profile_for(PrinterSettings(profile="epson_80"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("speed_mm_s", 50), ("has_cutter", False), ("cut_us", 0), ("near_end_mm", 0)],
)
def test_what_is_set_replaces_the_models(name: str, value: int) -> None:
    """And nothing else of it."""
    expected = msgspec.structs.replace(PROFILES["epson_80"], **{name: value})

    assert expected == profile_for(PrinterSettings(profile="epson_80", **{name: value}))


@pytest.mark.parametrize("buffer_bytes", [45, 256, 4_096, 65_536])
def test_a_buffer_asks_to_wait_before_it_is_full(buffer_bytes: int) -> None:
    """And lets go on when there is more room than that."""
    profile = with_buffer(PROFILES["epson_58"], buffer_bytes)

    assert buffer_bytes == profile.buffer_bytes
    assert 0 < profile.busy_below < profile.ready_above <= buffer_bytes


def test_without_a_setting_the_buffer_is_the_models() -> None:
    """The memory switch stands as delivered."""
    assert PROFILES["epson_58"] == with_buffer(PROFILES["epson_58"], None)
