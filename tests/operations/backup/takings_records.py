"""Records as a terminal writes them, drawn by Hypothesis and made by a real one."""

from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from emulator.domain.card import pan_from_mask
from emulator.domain.journal import Entry, Record
from emulator.runner import load, run
from emulator.scenario.find import find_files, shipped_folder
from emulator.terminal.storage import SimStorage
from emulator.testbed import REFERENCE

NUMBERS = st.integers(1, 999_999).map(lambda n: f"{n:06d}")
PANS = st.builds(
    lambda first, stars, last: pan_from_mask(f"{first:06d}{'*' * stars}{last:04d}"),
    st.integers(0, 999_999), st.integers(3, 9), st.integers(0, 9_999),
)  # fmt: skip
ENTRIES = st.builds(
    Entry,
    kind=st.sampled_from(["sale", "void", "refund", "preauth", "completion"]),
    stan=NUMBERS,
    batch=NUMBERS,
    amount_fen=st.integers(1, 999_999_999_999),
    pan=st.none() | PANS,
    reference=st.none() | st.text(max_size=12),
)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)


@st.composite
def records(draw, most=8):
    """Some records of a journal."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        entry = draw(st.none() | ENTRIES)
        kind = draw(st.sampled_from(["intent", "verdict", "printed", "parameters", "cash"]))
        values = draw(st.dictionaries(st.text(max_size=6), PLAIN | st.lists(PLAIN), max_size=3))
        if kind == "verdict":
            values["outcome"] = draw(st.sampled_from(["approved", "declined"]))
        numbers = {"stan": entry.stan, "batch": entry.batch} if entry else {}
        found.append(Record(kind=kind, entry=entry, values=values, **numbers))
    return tuple(found)


@cache
def real_records(name="keyed-twice-and-voided"):
    """What the reference terminal has written down by the end of a shipped story."""
    held = []

    class Seen(SimStorage):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            held.append(self)

    (file,) = [file for file in find_files([shipped_folder()]) if file.stem == name]
    (scenario,) = load([file])
    run(scenario, parts=replace(REFERENCE, storage=Seen))
    return held[0].read()
