"""
A small app to be looked at in a browser: shows its number and what was keyed; `p` takes a picture.

    small_app.py [FILE [hang]]

writes its process number into a file, and there too how it ended; with `hang` a key makes it hang.
"""

import os
import sys
import time
from pathlib import Path

from textual.widgets import Static

from emulator.interfaces.tui.picture import PicturedApp


class Small(PicturedApp):
    def compose(self):
        yield Static(f"shop {os.getpid()}", id="words")

    def on_key(self, event):
        if event.character == "p":
            self.take_picture()
        self.query_one("#words", Static).update(f"keyed {event.character}")
        while "hang" in sys.argv:
            time.sleep(1)

    def on_resize(self, event):
        self.sub_title = str(event.size)


def note(word):
    if len(sys.argv) > 1:
        file = Path(sys.argv[1]) / f"{os.getpid()}.{word}"
        file.touch()


if __name__ == "__main__":
    note("began")
    Small().run()
    note("ended")
