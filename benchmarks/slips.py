"""What printers are fed with here: slips of the shop, no two alike, pictures, and noise."""

import random
from collections.abc import Sequence

from msgspec.structs import replace

from emulator.codecs.escpos.encoder import encode
from emulator.codecs.escpos.manner import Manner
from emulator.conformance.schedules import quiet_day
from emulator.domain.receipt import Receipt
from emulator.printer.driver.manner import manner_for
from emulator.printer.profile import Profile
from emulator.reports.slip import from_event, layout
from emulator.runner import run

SLIPS = 300
ROW_BYTES, ROWS = 72, 1024
"""Of a picture: 80 mm paper, 128 mm of it."""
CUT = b"\x1dV\x00"


def receipts() -> list[Receipt]:
    """Sales slips that differ in what differs from sale to sale."""
    printed = run(quiet_day(1)).trace.named("printer.slip_printed")
    one = next(from_event(event.detail) for event in printed if event.detail["slip_kind"] == "sale")
    return [replace(one, values={**one.values, **_values(n)}) for n in range(1, SLIPS + 1)]


def _values(number: int) -> dict[str, object]:
    return {
        "amount_fen": number * 731,
        "stan": f"{number:06}",
        "reference": f"{number * 7919:012}",
        "time": f"{number // 60 % 24:02}:{number % 60:02}:{number * 7 % 60:02}",
    }


def manner(profile: Profile) -> Manner:
    """How to talk to a printer that shall answer nothing but what it is asked."""
    return replace(manner_for(profile, baud=None), status="dle_eot")


def text_slips(receipts: Sequence[Receipt], manner: Manner) -> list[bytes]:
    """The same as bytes for a printer."""
    slips = (encode(layout(receipt, columns=manner.columns), manner) for receipt in receipts)
    return [b"".join(block.data for block in blocks) for blocks in slips]


def picture() -> bytes:
    """A grey picture as wide as the paper, and a cut."""
    dots = random.Random(1).randbytes(ROW_BYTES * ROWS)
    size = ROW_BYTES.to_bytes(2, "little") + ROWS.to_bytes(2, "little")
    return b"\x1dv0\x00" + size + dots + CUT


def noise(size: int) -> bytes:
    """Bytes that mean nothing."""
    return random.Random(2).randbytes(size)
