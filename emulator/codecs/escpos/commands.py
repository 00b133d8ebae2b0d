"""
The commands of ESC/POS: how manuals write them, and how many bytes follow.

Those of Epson's reference, one a line, a few of Chinese makers that clients really send, and the
probes by which receiptio finds out whether it talks to a Star printer. Where makers disagree
about a length, Epson is followed. Left out: line displays (US), other languages of printers.
"""

from collections.abc import Mapping

import msgspec

from emulator.codecs.escpos import lengths
from emulator.codecs.escpos.lengths import Rule, after_letter

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
PREFIXES = {DLE: "DLE", ESC: "ESC", FS: "FS", GS: "GS"}
CONTROLS = (
    *("NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "HT", "LF", "VT", "FF", "CR"),
    *("SO", "SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB"),
    *("ESC", "FS", "GS", "RS", "US", "SP"),
)
"""Names of the bytes from 00h to 20h."""


class Command(msgspec.Struct, frozen=True):
    """One command, or a family of them that the third byte tells apart."""

    name: str
    rule: int | Rule
    """How many bytes follow the code; or the rule that finds it out."""
    letters: bytes = b""
    """Third bytes that name a command of this family; empty if the second byte says all."""


def _family(
    prefix: int, table: Mapping[str, int | Rule | tuple[bytes, Rule]]
) -> dict[bytes, Command]:
    family = {}
    for letter, entry in table.items():
        rule, letters = (entry[1], entry[0]) if isinstance(entry, tuple) else (entry, b"")
        family[bytes((prefix, ord(letter)))] = Command(
            f"{PREFIXES[prefix]} {name_of(ord(letter))}", rule, letters
        )
    return family


def name_of(code: int) -> str:
    """Write a byte as manuals do: the character, the name of a control, or two digits."""
    if code <= 0x20:
        return CONTROLS[code]
    return chr(code) if code < 0x7F else f"{code:02X}"


_ESC: dict[str, int | Rule | tuple[bytes, Rule]] = {
    "\x06": 1,  # Star: transmit status
    "\x0c": 0,  # print a page
    "\x1e": (b"a", after_letter(b"a", 1)),  # Star: automatic status
    " ": 1,  # space to the right of characters
    "!": 1,  # print modes
    "$": 2,  # absolute position
    "%": 1,  # user characters on and off
    "&": lengths.user_characters,
    "(": (b"AY", lengths.extended),  # buzzer; batch print
    "*": lengths.column_image,
    "-": 1,  # underline
    "2": 0,  # default line spacing
    "3": 1,  # line spacing
    "4": 0,  # italic on, on Chinese printers; who sends n behind it sends a stray control
    "5": 0,  # italic off
    "7": 3,  # heating, on Chinese printers
    "9": 1,  # character encoding, on Chinese printers
    "<": 0,  # return home
    "=": 1,  # select printer
    "?": 1,  # cancel a user character
    "@": 0,  # initialise
    "B": 2,  # buzzer, on Chinese printers
    "C": 1,  # eject length of cut sheets
    "D": lengths.tabs,
    "E": 1,  # bold
    "F": 1,  # eject direction of cut sheets
    "G": 1,  # double strike
    "J": 1,  # print and feed
    "K": 1,  # print and feed back
    "L": 0,  # page mode
    "M": 1,  # font
    "R": 1,  # international characters
    "S": 0,  # standard mode
    "T": 1,  # direction in page mode
    "U": 1,  # one direction
    "V": 1,  # turned by 90 degrees
    "W": 8,  # area in page mode
    "Z": lengths.symbol_by_makers,
    "\\": 2,  # relative position
    "a": 1,  # justification
    "c": (b"01345", after_letter(b"01345", 1)),  # sheets, sensors, panel
    "d": 1,  # print and feed lines
    "e": 1,  # print and feed lines back
    "f": 2,  # waiting time for cut sheets
    "i": 0,  # cut, one point left
    "m": 0,  # cut, three points left
    "p": 3,  # drawer
    "q": 0,  # release paper
    "r": 1,  # colour
    "t": 1,  # code page
    "u": 1,  # transmit drawer status
    "v": 0,  # transmit paper status
    "{": 1,  # upside down
}
_GS: dict[str, int | Rule | tuple[bytes, Rule]] = {
    "\x0c": 0,  # feed marked paper
    "!": 1,  # character size
    "$": 2,  # absolute vertical position
    "&": 2,  # the same in standard mode
    "(": (b"ABCDEFGHKLMNPQVYikmz", lengths.extended),
    "*": lengths.download_image,
    "/": 1,  # print the downloaded image
    "8": (b"L", lengths.long_graphics),
    ":": 0,  # macro begins or ends
    "<": 0,  # initialise the mechanism
    "A": 2,  # starting position of marked paper
    "B": 1,  # white on black
    "C": (b"012;", lengths.counter),
    "D": (b"0", lengths.picture_file),
    "E": 1,  # head control
    "F": 4,  # position adjustment of marked paper
    "H": 1,  # where bar codes are written out
    "I": 1,  # identity
    "L": 2,  # left margin
    "P": 2,  # motion units
    "Q": (b"0", lengths.tall_image),
    "T": 1,  # to the beginning of the line
    "V": lengths.cut,
    "W": 2,  # width of the print area
    "Z": 1,  # kind of two-dimensional code for ESC Z, on Chinese printers
    "\\": 2,  # relative vertical position
    "^": 3,  # run the macro
    "a": 1,  # automatic status
    "b": 1,  # smoothing
    "c": 0,  # print the counter
    "f": 1,  # font of what is written at bar codes
    "g": (b"02", after_letter(b"02", 3)),  # maintenance counters
    "h": 1,  # height of bar codes
    "j": 1,  # automatic status of ink
    "k": lengths.bar_code,
    "r": 1,  # transmit status
    "v": (b"0", lengths.raster_head),
    "w": 1,  # width of bar code modules
    "z": (b"0", after_letter(b"0", 2)),  # waiting time for recovery
    "|": 1,  # density, on Chinese printers
}
_FS: dict[str, int | Rule | tuple[bytes, Rule]] = {
    "!": 1,  # print modes of Chinese characters
    "&": 0,  # Chinese mode on
    "(": (b"ABCELefg", lengths.extended),
    "-": 1,  # underline of Chinese characters
    ".": 0,  # Chinese mode off
    "2": 2 + lengths.KANJI_CHARACTER_BYTES,  # define a user character
    "?": 2,  # cancel one
    "C": 1,  # code system
    "L": 0,  # double density page mode
    "S": 2,  # space around Chinese characters
    "W": 1,  # fourfold size
    "a": (b"012", lengths.cheque),
    "b": 0,  # result of reading a cheque
    "c": 0,  # clean the cheque reader
    "g": (b"12", lengths.user_memory),
    "p": 2,  # print a stored image
    "q": lengths.stored_images,
}
_DLE: dict[str, int | Rule | tuple[bytes, Rule]] = {
    "\x04": lengths.realtime_status,
    "\x05": 1,  # recover
    "\x14": lengths.realtime_function,
}

COMMANDS: Mapping[bytes, Command] = {
    **_family(ESC, _ESC),
    **_family(GS, _GS),
    **_family(FS, _FS),
    **_family(DLE, _DLE),
}
"""By the first two bytes."""
RASTER = COMMANDS[b"\x1dv"]
"""GS v 0, whose rows are streamed."""
