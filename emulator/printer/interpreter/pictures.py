"""
The commands whose parameters or results are pictures.

They are kept apart from the others because nothing that they lead to is worth remembering: it is
big, and seldom comes again.
"""

from emulator.printer.interpreter.images import IMAGES
from emulator.printer.interpreter.stored_images import STORED_IMAGES
from emulator.printer.interpreter.styles import Handler
from emulator.printer.interpreter.symbols_print import SYMBOLS
from emulator.printer.interpreter.user_characters import USER_CHARACTERS

PICTURES: dict[str, tuple[int, Handler]] = {
    **IMAGES,
    **STORED_IMAGES,
    **SYMBOLS,
    **USER_CHARACTERS,
}
"""Each with how many bytes of parameters it cannot do without."""
