"""Visits: each has a process of its own, which ends with the visit, whatever ended that."""

import asyncio
import sys

from served import is_alive, pids, served, small_app

from emulator.interfaces.serve.wishes import program_of

NONSENSE = (
    *("", "\x00", "{}", "[]", "[1]", '["quit"]', '["stdin"]', '["stdin", 5]'),
    '["stdin", "\\ud800"]',
    *('["resize", {}]', '["resize", {"width": "wide", "height": 1}]'),
)


def test_keys_go_in_and_the_screen_comes_out(tmp_path):
    """What is keyed in the page reaches the app, and what it draws reaches the page."""

    async def visit():
        async with served(small_app(tmp_path)) as one, one.page() as page:
            await page.shows("shop ")
            await page.key("7")
            await page.shows("keyed 7")

    asyncio.run(visit())


def test_each_visitor_has_a_shop_of_their_own(tmp_path):
    """Two pages show two processes."""

    async def visits():
        async with served(small_app(tmp_path)) as one, one.page() as mine, one.page() as yours:
            await mine.shows("shop ")
            await yours.shows("shop ")

    asyncio.run(visits())

    assert 2 == len(pids(tmp_path))


def test_process_ends_with_its_visit(tmp_path):
    """Whoever closes the page closes the shop; the app ends in order, the server stays."""

    async def leave():
        async with served(small_app(tmp_path)) as one:
            async with one.page() as page:
                await page.shows("shop ")
            while not pids(tmp_path, "ended"):
                await asyncio.sleep(0.02)
            return (await one.get())[0]

    assert 200 == asyncio.run(asyncio.wait_for(leave(), 30))
    assert pids(tmp_path) == pids(tmp_path, "ended")


def test_server_that_ends_takes_everybody_along(tmp_path):
    """After the end nobody's process is left, and each app ended in order."""

    async def stop():
        async with served(small_app(tmp_path)) as one, one.page() as page:
            await page.shows("shop ")
            one.end()
            return await page.closed()

    assert 1001 == asyncio.run(stop())
    assert pids(tmp_path) == pids(tmp_path, "ended")


def test_app_that_hangs_is_ended_all_the_same(tmp_path):
    """An app that hears nothing any more does not outlive its visit by more than seconds."""

    async def hang():
        async with served(small_app(tmp_path, "hang")) as one, one.page() as page:
            await page.shows("shop ")
            await page.key("x")
            await asyncio.sleep(0.3)

    asyncio.run(hang())

    assert [False] == [is_alive(pid) for pid in pids(tmp_path)]
    assert set() == pids(tmp_path, "ended")


def test_picture_is_handed_to_the_browser():
    """What an app hands to its visitor can be fetched, once, from where the page came."""

    async def fetch():
        async with served(small_app()) as one, one.page() as page:
            await page.shows("shop ")
            await page.key("p")
            await page.shows("keyed p")
            while not page.told:
                await page.key("x")
                await page.shows("keyed x")
            kind, key = page.told[0]
            return kind, await one.get(f"/download/{key}"), (await one.get("/download/no"))[0]

    kind, (status, headers, text), other = asyncio.run(asyncio.wait_for(fetch(), 30))

    assert ("deliver_file_start", 200, 404) == (kind, status, other)
    assert "attachment" in headers["Content-Disposition"]
    assert text.startswith("<svg")


def test_page_is_told_when_the_app_ends():
    """An app that ends by itself, or that cannot start, closes its page."""

    async def no_app():
        async with served((sys.executable, "-c", "pass")) as one, one.page() as page:
            return await page.closed()

    assert 1000 == asyncio.run(no_app())


def test_no_more_come_in_than_there_is_room_for(tmp_path):
    """Beyond the limit a page says so, its socket closes, and who leaves makes room."""

    async def crowd():
        async with served(small_app(tmp_path), most=1) as one:
            async with one.page() as page:
                await page.shows("shop ")
                status, _, text = await one.get()
                async with one.page() as late:
                    code = await late.closed()
            while (await one.get())[0] != 200:
                await asyncio.sleep(0.02)
            return status, code, "No room just now" in text and "1 visitors" in text

    assert (503, 1013, True) == asyncio.run(asyncio.wait_for(crowd(), 30))
    assert 1 == len(pids(tmp_path))


def test_nonsense_from_a_page_is_passed_over(tmp_path):
    """Messages that no page of ours would send change nothing."""

    async def babble():
        async with served(small_app(tmp_path)) as one, one.page() as page:
            await page.shows("shop ")
            for words in NONSENSE:
                await page.socket.send_str(words)
            await page.socket.send_bytes(b"stdin")
            await page.key("k")
            await page.shows("keyed k")

    asyncio.run(babble())


def test_sizes_beyond_reason_are_not_believed(tmp_path):
    """A screen of a million columns would take all memory there is."""

    async def huge():
        query = "?width=1000000&height=1000000"
        async with served(small_app(tmp_path)) as one, one.page(query) as page:
            await page.shows("shop ")
            await page.say("resize", {"width": 1_000_000, "height": 1_000_000})
            await page.say("resize", {"width": -1, "height": 0})
            await page.key("k")
            await page.shows("keyed k")

    asyncio.run(huge())


def test_page_of_somebody_else_cannot_open_a_shop(tmp_path):
    """A socket that is opened from another page is refused, and nothing is started."""

    async def intrude():
        async with served(small_app(tmp_path)) as one:
            try:
                async with one.page(Origin="https://evil.example"):
                    return 101
            except Exception as error:  # noqa: BLE001 - the client's own; its status is looked at
                return getattr(error, "status", None)

    assert 403 == asyncio.run(intrude())
    assert set() == pids(tmp_path)


def test_terminal_itself_goes_with_its_page(tmp_path, monkeypatch):
    """`posemu tui` ends when its page is closed, and keeps what happened until then."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    async def visit():
        async with served(program_of(("tui",))) as one:
            async with one.page("?width=120&height=40") as page:
                await page.shows("S I G N   I N")
            while one.visitors():
                await asyncio.sleep(0.02)

    asyncio.run(asyncio.wait_for(visit(), 30))
    (recording,) = tmp_path.glob("posemu/sessions/*.jsonl")

    assert '"screen":"sign_in_required"' in recording.read_text(encoding="utf-8")
