"""
What comes with the emulator: which shipped scenarios prove each entry of the catalogue, and how.

    posemu catalogue --write emulator/proven.json     brings it up to date

Kept beside the catalogue, so that nobody who looks an entry up has to wait for runs. A test holds
that it is what the scenarios prove now.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import msgspec

from emulator.proof.table import EntryProof, each_story_once

FILE = "proven.json"


@cache
def shipped_proofs() -> Mapping[str, EntryProof]:
    """Every entry that the shipped scenarios prove, by its number, with one proof a scenario."""
    text = (resources.files("emulator") / FILE).read_bytes()
    return {one.entry: one for one in msgspec.json.decode(text, type=tuple[EntryProof, ...])}


def written(table: Iterable[EntryProof]) -> bytes:
    """The proven entries of a table as they are kept: JSON, one entry a line."""
    rows = (
        msgspec.json.encode(
            msgspec.structs.replace(
                one, proofs=tuple(each_story_once(proof for proof in one.proofs if proof.holds))
            ),
            order="deterministic",
        )
        for one in table
        if one.holds
    )
    return b"[\n" + b",\n".join(rows) + b"\n]\n"
