"""
The web server: the page, what belongs to it, and a socket for each visitor.

Left out: users and passwords, and a session that two browsers share.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.server import Server, to_int

from emulator.domain.texts import say
from emulator.interfaces.serve.manners import is_welcome, policy
from emulator.interfaces.serve.talk import Said, understood
from emulator.interfaces.serve.visitor import Visitor
from emulator.interfaces.serve.wishes import Wishes

PAGES = Path(__file__).parent / "pages"
FONT_PX = (8, 48)
"""What `?fontsize=` may ask for."""
MESSAGE_BYTES = 64 * 1024
"""The longest that a page may say at once; a key is a few bytes."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door(Server):
    """Lets visitors in, as many as there is room for, and sees them out."""

    def __init__(self, wishes: Wishes, lang: str) -> None:
        super().__init__(" ".join(wishes.program), title=say("serve.title", lang))
        self._wishes = wishes
        self._lang = lang
        self._inside: dict[Visitor, web.WebSocketResponse] = {}
        self._is_closing = False

    @property
    def visitors(self) -> int:
        """How many are inside."""
        return len(self._inside)

    @property
    def is_full(self) -> bool:
        """True when nobody more can come in."""
        return self._is_closing or self.visitors >= self._wishes.most

    async def application(self) -> web.Application:
        """The server's routes, behind the check of who asks."""
        made = await self._make_app()

        @web.middleware
        async def let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._let_in(request, handler)

        made.middlewares.append(let_in)
        return made

    async def on_startup(self, app: web.Application) -> None:
        """Nothing: whoever opened the socket says where it is."""

    async def on_shutdown(self, app: web.Application) -> None:
        """See everybody out; afterwards no process of theirs is left."""
        self._is_closing = True
        await asyncio.gather(
            *(self._see_out(visitor, socket) for visitor, socket in [*self._inside.items()])
        )

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page; another one when there is no room."""
        if self.is_full:
            return self._page("full", status=503)
        asked = to_int(request.query.get("fontsize", ""), 16)
        return self._page("terminal", font_px=max(FONT_PX[0], min(asked, FONT_PX[1])))

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One visit, from the first screen to the last."""
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MESSAGE_BYTES)
        await socket.prepare(request)
        if self.is_full:
            # Between the page and its socket others came in.
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return socket
        visitor = Visitor(
            self._wishes.program,
            self._lang,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=_closing(socket),
            downloads=self.download_manager,
        )
        self._inside[visitor] = socket
        try:
            width, height = (
                to_int(request.query.get(name, ""), usual)
                for name, usual in (("width", 80), ("height", 24))
            )
            await visitor.start(width, height)
            await self._listen_to(socket, visitor)
        finally:
            await visitor.stop()
            self._inside.pop(visitor, None)
        return socket

    async def _listen_to(self, socket: web.WebSocketResponse, visitor: Visitor) -> None:
        async for message in socket:
            said = understood(message.data) if message.type == WSMsgType.TEXT else None
            if said is not None:
                await _pass_on(said, socket, visitor)

    async def _see_out(self, visitor: Visitor, socket: web.WebSocketResponse) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        await visitor.stop()

    async def _let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer who is welcome; every answer says what its page may load."""
        if not is_welcome(request.headers, self._wishes.place):
            return web.Response(status=403, text=say("serve.not_welcome", self._lang) + "\n")
        answer = await handler(request)
        if not answer.prepared:
            answer.headers.update(policy(request.host))
        return answer

    def _page(self, name: str, *, status: int = 200, font_px: int = 0) -> web.Response:
        """A page of ours with its words put in."""
        words = {
            key: escape(say(f"serve.page.{key}", self._lang, most=self._wishes.most))
            for key in ("full", "full_what", "again", "loading", "ended")
        }
        page = Template((PAGES / f"{name}.html").read_text(encoding="utf-8"))
        text = page.substitute(words, lang=self._lang, title=escape(self.title), font_px=font_px)
        fresh = {"Cache-Control": "no-store"}
        return web.Response(text=text, content_type="text/html", status=status, headers=fresh)


def _closing(socket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await socket.close()

    return close


async def _pass_on(said: Said, socket: web.WebSocketResponse, visitor: Visitor) -> None:
    if said.kind == "stdin":
        await visitor.send_bytes(said.text.encode("utf-8"))
    elif said.size is not None:
        await visitor.set_terminal_size(said.size.width, said.size.height)
    elif said.kind == "ping":
        await socket.send_json(["pong", said.text])
    elif said.kind == "focus":
        await visitor.focus()
    else:
        await visitor.blur()
