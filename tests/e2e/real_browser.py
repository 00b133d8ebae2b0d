"""
A page in a real browser: headless Chromium, spoken to in its own debugging protocol.

Keys are pressed as a keyboard does it, what stands on the page's terminal is read out of it, and
every request that a page makes is kept. Nothing is installed for this.
"""

import asyncio
import base64
import itertools
import os
import shutil
import signal
import subprocess
import time
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import pytest
from flow import has

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
PATIENCE_S = 60
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-default-apps",
    "--no-first-run",
    "--no-default-browser-check",
    "--mute-audio",
    "--password-store=basic",
    "--window-size=1280,800",
    # Whatever the browser itself might look for by name is not found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--remote-debugging-port=0",
)
_KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, ""),
    "Backspace": ("Backspace", 8, ""),
    "Tab": ("Tab", 9, ""),
    "PageUp": ("PageUp", 33, ""),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    " ": ("Space", 32, " "),
    **{f"F{number}": (f"F{number}", 111 + number, "") for number in range(1, 13)},
}
# The terminal in the page is not reachable from outside. It is handed its parts one by one; when
# the first of them comes, it has itself been made.
_CATCH_THE_TERMINAL = """
Object.defineProperty(Object.prototype, "fitAddon", {
  configurable: true,
  set(value) {
    Object.defineProperty(this, "fitAddon", { value, writable: true, configurable: true });
    window.shownTerminal = this.terminal;
  },
});
"""
_READ_THE_TERMINAL = """
(() => {
  const buffer = window.shownTerminal?.buffer.active;
  if (!buffer) return "";
  const lines = [];
  for (let y = 0; y < window.shownTerminal.rows; y++) {
    lines.push(buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? "");
  }
  return lines.join("\\n");
})()
"""

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


class Page:
    """One page, and a person's hands and eyes."""

    def __init__(self, socket):
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers = {}
        self.requests = []
        """The address of everything that was asked for."""
        self.complaints = []
        """What the page said to its console that is no news."""
        self._reader = asyncio.create_task(self._read())

    async def _read(self):
        async for message in self._socket:
            said = message.json()
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            elif said["method"] == "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])
            elif said["method"] == "Network.webSocketCreated":
                self.requests.append(said["params"]["url"])
            elif said["method"] == "Runtime.exceptionThrown":
                self.complaints.append(said["params"]["exceptionDetails"])

    async def ask(self, method, **parameters):
        """Let the browser do something; gives what came of it."""
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        said = await asyncio.wait_for(answer, PATIENCE_S)
        assert "error" not in said, said
        return said["result"]

    async def open(self, address):
        """Go to an address."""
        await self.ask("Network.enable")
        await self.ask("Runtime.enable")
        await self.ask("Page.enable")
        await self.ask("Page.addScriptToEvaluateOnNewDocument", source=_CATCH_THE_TERMINAL)
        await self.ask("Page.navigate", url=address)

    async def value(self, expression):
        """The value of something in the page."""
        found = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def text(self):
        """What stands on the terminal in the page."""
        return await self.value(_READ_THE_TERMINAL) or ""

    async def until(self, is_so, what):
        """Wait until the text on the terminal is as it should be; gives it."""
        give_up = time.monotonic() + PATIENCE_S
        while True:
            text = await self.text()
            if is_so(text):
                return text
            assert time.monotonic() < give_up, f"never came: {what}\n{text}"
            await asyncio.sleep(0.05)

    async def shows(self, *words):
        """Wait until all these words stand on the terminal; gives its text."""
        return await self.until(lambda text: has(text, words), words)

    async def hides(self, *words):
        """Wait until none of these words stands on the terminal."""
        return await self.until(
            lambda text: not any(has(text, [word]) for word in words), f"no {words}"
        )

    async def press(self, *keys):
        """Press keys one after the other: characters, or names of `_KEYS`."""
        for key in keys:
            code, number, text = _KEYS.get(key, ("", ord(key.upper()[0]), key))
            about = {"key": key, "code": code, "windowsVirtualKeyCode": number}
            kind = "keyDown" if text else "rawKeyDown"
            await self.ask("Input.dispatchKeyEvent", type=kind, text=text, **about)
            await self.ask("Input.dispatchKeyEvent", type="keyUp", **about)

    async def click(self, x, y):
        """Click somewhere on the page."""
        about = {"x": x, "y": y, "button": "left", "clickCount": 1}
        await self.ask("Input.dispatchMouseEvent", type="mousePressed", **about)
        await self.ask("Input.dispatchMouseEvent", type="mouseReleased", **about)

    async def resize(self, width, height):
        """Make the window another size, in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        await self.ask("Emulation.setDeviceMetricsOverride", **size)

    async def picture(self, file):
        """Take a picture of the page."""
        taken = await self.ask("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(taken["data"]))

    @property
    def hosts(self):
        """The machines that something was asked of."""
        schemes = ("http", "https", "ws", "wss")
        parts = [urlsplit(address) for address in self.requests]
        return {part.hostname for part in parts if part.scheme in schemes}

    async def close(self):
        """Leave the page."""
        await self.ask("Page.close")
        self._reader.cancel()


@asynccontextmanager
async def browser(folder):
    """A browser with a profile of its own, ended afterwards; gives what opens a page in it."""
    process = subprocess.Popen(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        port = await _port(folder, process)
        async with aiohttp.ClientSession() as client:

            async def opened(address):
                asked = f"http://127.0.0.1:{port}/json/new?about:blank"
                async with client.put(asked) as answer:
                    where = (await answer.json())["webSocketDebuggerUrl"]
                page = Page(await client.ws_connect(where, max_msg_size=0))
                await page.open(address)
                return page

            yield opened
    finally:
        # Its helpers are in the session that was made for it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


async def _port(folder, process):
    """The port that the browser listens at for us, once it does."""
    file = folder / "DevToolsActivePort"
    give_up = time.monotonic() + PATIENCE_S
    while not (file.exists() and file.read_text().strip()):
        assert process.poll() is None, "the browser did not start"
        assert time.monotonic() < give_up, "the browser does not listen"
        await asyncio.sleep(0.05)
    return int(file.read_text().split()[0])
