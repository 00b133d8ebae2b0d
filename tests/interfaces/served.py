"""A whole `posemu serve` beside the test, in its event loop, and what a browser does to it."""

import asyncio
import json
import os
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from emulator.interfaces.serve.session import Serving
from emulator.interfaces.serve.wishes import Wishes
from emulator.interfaces.virtual_printer.wishes import Place
from emulator.interfaces.voice import Voice

SMALL_APP = Path(__file__).parent / "small_app.py"
ANYWHERE = Place("127.0.0.1", 0)
PATIENCE_S = 30


def small_app(*words):
    """Shows the small app."""
    return (sys.executable, str(SMALL_APP), *map(str, words))


def pids(folder, word="began"):
    """The processes that said so in a folder."""
    return {int(file.stem) for file in folder.glob(f"*.{word}")}


def is_alive(pid):
    """Whether there is such a process; one that nobody has waited for yet is none."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(is_so):
    """Wait until something is so, outside of any loop."""
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up, "it never came about"
        time.sleep(0.02)


class Page:
    """The socket of one page, and what was drawn there."""

    def __init__(self, socket):
        self.socket = socket
        self.drawn = ""
        self.told = []
        """Messages that are not for the screen."""

    async def shows(self, words):
        """Wait until words were drawn."""
        async with asyncio.timeout(PATIENCE_S):
            while words not in self.drawn:
                message = await self.socket.receive()
                assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), message
                if message.type == aiohttp.WSMsgType.BINARY:
                    self.drawn += message.data.decode("utf-8")
                else:
                    self.told.append(message.json())

    async def closed(self):
        """Wait until the other side has hung up; give its code."""
        async with asyncio.timeout(PATIENCE_S):
            while not self.socket.closed:
                await self.socket.receive()
        return self.socket.close_code

    async def key(self, text):
        """Press keys."""
        await self.say("stdin", text)

    async def say(self, *words):
        await self.socket.send_str(json.dumps(words))


class Served:
    """What a browser can do."""

    def __init__(self, place, browser, end, visitors):
        self.end = end
        """Ends the server in order."""
        self.visitors = visitors
        """Tells how many there are."""
        self.place = place
        self.address = f"http://{place.shown}"
        self._browser = browser

    async def get(self, path="/", **headers):
        """Fetch something; gives status, headers and text."""
        async with self._browser.get(self.address + path, headers=headers) as answer:
            return answer.status, answer.headers, await answer.text()

    @asynccontextmanager
    async def page(self, query="?width=80&height=24", **headers):
        """A page that is open for the while."""
        address = f"{self.address}/ws{query}"
        async with self._browser.ws_connect(address, headers=headers) as socket:
            yield Page(socket)


@asynccontextmanager
async def served(program, *, lang="en", most=16, place=ANYWHERE):
    """A server at a free port, ended in order afterwards."""
    found = asyncio.get_running_loop().create_future()
    wishes = Wishes(place=place, program=program, most=most)
    serving = Serving(wishes, Voice(lang, os.environ), opened=found.set_result)
    running = asyncio.create_task(serving.run())
    await asyncio.wait({running, found}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    async with aiohttp.ClientSession() as browser:
        try:
            yield Served(found.result(), browser, serving.end, lambda: serving.visitors)
        finally:
            serving.end()
            await running
