"""How the driver talks to each model."""

import pytest

from emulator.domain.moments import MS
from emulator.domain.receipt import LINE_MM
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import PROFILES, Profile


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("built_in", ("process_id", "dle_dc4", "asb")),
        ("epson_80", ("process_id", "dle_dc4", "asb")),
        ("generic_80", ("gs_r", "dle_enq", "dle_eot")),
        ("generic_58", ("gs_r", "none", "dle_eot")),
        ("silent_58", ("none", "dle_enq", "none")),
    ],
)
def test_each_model_is_talked_to_in_the_best_way_it_knows(
    profile: str, expected: tuple[str, str, str]
) -> None:
    """Fences, forgetting, status."""
    manner = manner_for(PROFILES[profile])

    assert expected == (manner.fence, manner.clear, manner.status)


def test_a_model_that_knows_no_fence_at_all_is_watched_all_the_same() -> None:
    """Its status is of use even if nothing can be proven."""
    manner = manner_for(Profile(name="old", has_process_ids=False, has_gs_r=False))

    assert ("none", "asb") == (manner.fence, manner.status)


def test_automatic_status_is_used_beside_plain_fences_only_where_there_is_no_other() -> None:
    """Its pieces could pass for them."""
    manner = manner_for(Profile(name="odd", has_process_ids=False, dle_eot=()))

    assert "asb" == manner.status


@pytest.mark.parametrize(("baud", "byte_us"), [(9_600, 1_042), (115_200, 87), (None, 0)])
def test_bytes_take_their_time(baud: int | None, byte_us: int) -> None:
    """Ten bits each, rounded up; none on a network."""

    assert byte_us == manner_for(PROFILES["built_in"], baud=baud).byte_us


@pytest.mark.parametrize("baud", [9_600, 19_200, 38_400])
def test_a_gap_of_a_loose_plug_swallows_a_whole_block(baud: int) -> None:
    """So that it cannot fall between two fences unseen."""
    manner = manner_for(PROFILES["built_in"], baud=baud)

    assert manner.block_bytes * manner.byte_us <= 250 * MS


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_block_is_printed_in_less_than_the_silence_that_proves_emptiness(profile: str) -> None:
    """Else a fence of an earlier slip could come after it."""
    manner = manner_for(PROFILES[profile])
    takes_us = manner.block_lines * LINE_MM * 1_000_000 // manner.speed_mm_s

    assert takes_us <= manner.quiet_us // 2
