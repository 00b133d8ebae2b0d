"""
Pictures of the screen that look the same everywhere, Chinese included.

Rich, which draws them, gives a Chinese character the width of a Latin one, so that they lie upon
each other, and asks a web server for its font. Here every text gets a place for each of its
characters, and fonts that people have. Left out: other formats than SVG.
"""

import io
import re
import zlib
from datetime import datetime
from xml.etree import ElementTree

from textual import events
from textual.app import App

from emulator.domain.texts import say
from emulator.reports.layout import cells

FONTS = (
    '"DejaVu Sans Mono", Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", '
    '"Source Han Mono SC", "WenQuanYi Micro Hei Mono", "PingFang SC", "Microsoft YaHei", monospace'
)
"""Latin ones first, else a Chinese font would set the digits."""
CELL_PX = 12.2
"""Width of a cell in Rich's pictures: 0.61 of a character's height."""
HEIGHT_PX = 20
"""Height of a character there, and the width of a Chinese one."""
SVG = "http://www.w3.org/2000/svg"
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FAMILY = re.compile(r"font-family:[^;]*;")
_NAME = re.compile(r"terminal-\d+")


def corrected(picture: str) -> str:
    """
    Mend a picture of Rich's: a place for each character, nothing from elsewhere, always the same.

    Args:
        picture: SVG as Textual's `App.export_screenshot` gives it.
    """
    # Names within are made of what the screen is built of; here of what it shows.
    unnamed = _NAME.sub("", picture)
    root = ElementTree.fromstring(_NAME.sub(f"t{zlib.crc32(unnamed.encode()):08x}", picture))
    for style in root.iter(f"{{{SVG}}}style"):
        rules = _FAMILY.sub(f"font-family: {FONTS};", _FACE.sub("", style.text or ""))
        style.text = "\n".join(line.strip() for line in rules.splitlines() if line.strip())
    for text in root.iter(f"{{{SVG}}}text"):
        if "textLength" in text.attrib:
            _place(text)
    # Prefixes that ElementTree would make up are no concern of a reader's.
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _place(text: ElementTree.Element) -> None:
    """Give each character of a text its own x, two cells further after a wide one."""
    del text.attrib["textLength"]
    x, shown, places = float(text.attrib["x"]), "", []
    for char in text.text or "":
        width = cells(char)
        # A blank is where nothing is drawn; the next character has a place of its own.
        if char != "\N{NO-BREAK SPACE}":
            shown += char
            # A wide one is narrower than two cells, and stands amid them.
            places.append(f"{x + max(width * CELL_PX - HEIGHT_PX, 0) / 2:.6g}")
        x += width * CELL_PX
    text.text = shown
    text.attrib["x"] = " ".join(places)


class PicturedApp(App[int], inherit_bindings=False):
    """An app whose pictures are corrected, and that hands one to whoever looks."""

    lang = "zh"
    """Of what it says about pictures."""

    def export_screenshot(self, *, title: str | None = None, simplify: bool = True) -> str:
        """The present screen as SVG."""
        return corrected(super().export_screenshot(title=title, simplify=simplify))

    def take_picture(self) -> None:
        """Save the present screen: in the folder of downloads, or through the browser."""
        # Named otherwise than Textual names its own, which it announces in English.
        drawn = io.StringIO(self.export_screenshot())
        file = f"posemu-{datetime.now():%Y%m%d-%H%M%S}.svg"
        self.deliver_text(drawn, save_filename=file, mime_type="image/svg+xml", name="picture")

    def on_delivery_complete(self, event: events.DeliveryComplete) -> None:
        """Say where the picture is."""
        if event.path is None:
            self.notify(say("tui.picture.handed", self.lang), markup=False)
        else:
            self.notify(say("tui.picture.saved", self.lang, file=event.path), markup=False)

    def on_delivery_failed(self, event: events.DeliveryFailed) -> None:
        """Say why there is none."""
        reason = getattr(event.exception, "strerror", None) or str(event.exception)
        text = say("tui.picture.failed", self.lang, reason=reason)
        self.notify(text, markup=False, severity="error")
