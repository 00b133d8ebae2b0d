"""`posemu serve` in a real browser, with real keys; nothing is asked of any other machine."""

import asyncio
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from flow import SHOP, Picture, Press, Shows, a_sale_without_paper
from real_browser import PATIENCE_S, browser, needs_chromium

COMMAND = (sys.executable, "-m", "emulator.interfaces.cli")

pytestmark = needs_chromium


@contextmanager
def served(folder, environment, *words):
    """A server in a process of its own, and its address; stopped as by Ctrl-C."""
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            assert 130 == process.wait(PATIENCE_S)


async def play(page, steps, folder):
    """Do what a flow says; pictures go into the folder."""
    text = None
    while True:
        try:
            step = steps.send(text)
        except StopIteration:
            return
        text = None
        if isinstance(step, Press):
            await page.press(*step.keys)
        elif isinstance(step, Shows):
            text = await page.shows(*step.words)
        elif isinstance(step, Picture):
            await page.picture(folder / f"browser-{step.name}.png")


@pytest.fixture
def profile(tmp_path):
    folder = tmp_path / "profile"
    folder.mkdir()
    return folder


def test_a_sale_without_paper_from_signing_in_to_leaving(
    tmp_path, profile, surroundings, artefacts
):
    """The whole flow by keys, offline; at its end the page says so and offers another start."""
    recording = tmp_path / "session.jsonl"

    async def visit(address):
        async with browser(profile) as opened:
            page = await opened(address)
            await page.resize(1280, 800)
            await play(page, a_sale_without_paper(), artefacts)
            while "-closed" not in await page.value("document.body.className"):
                await asyncio.sleep(0.05)
            words = await page.value("document.querySelector('.words.ended').innerText")
            title = await page.value("document.title")
            return title, words, page.hosts, page.complaints

    words = ("tui", "shop.yaml", "--seed", "0", "--record", str(recording))
    with served(tmp_path, surroundings, *words) as address:
        title, said, hosts, complaints = asyncio.run(visit(address))
    replayed = subprocess.run(
        [*COMMAND, "replay", str(recording)], env=surroundings, timeout=PATIENCE_S, check=False
    )

    assert "仿真收单终端" == title
    assert "已结束" in said
    assert {"127.0.0.1"} == hosts
    assert [] == complaints
    assert 0 == replayed.returncode
    assert (artefacts / "browser-sold.png").stat().st_size > 10_000


def test_keys_work_without_a_click_and_the_page_follows_its_window(tmp_path, profile, surroundings):
    """The terminal has the focus from the start, and fills a window of any size."""

    async def visit(address):
        async with browser(profile) as opened:
            page = await opened(address)
            await page.resize(1280, 800)
            await page.shows("请先签到", "柜台")
            await page.press("F1")
            await page.shows("帮助")
            await page.press("Escape")
            await page.resize(800, 480)
            await page.hides("柜台前没有人")
            await page.resize(1280, 800)
            await page.shows("请先签到", "柜台前没有人")
            return page.complaints

    with served(tmp_path, surroundings, "tui", "shop.yaml", "--no-record") as address:
        complaints = asyncio.run(visit(address))

    assert [] == complaints


def test_mouse_works(tmp_path, profile, surroundings):
    """A click on the keypad in the page is a key of the terminal."""

    async def visit(address):
        async with browser(profile) as opened:
            page = await opened(address)
            await page.resize(1280, 800)
            text = await page.shows("请先签到", "确认")
            rows = text.splitlines()
            at = next(n for n, line in enumerate(rows) if "确认" in line and "F1" not in line)
            # Each Chinese character before it takes two cells.
            before = rows[at][: rows[at].index("确认")]
            column = sum(2 if ord(char) > 0x2E80 else 1 for char in before)
            cell = await page.value(
                "(() => { const s = document.querySelector('.xterm-screen'); return "
                "[s.clientWidth / shownTerminal.cols, s.clientHeight / shownTerminal.rows]; })()"
            )
            await page.click((column + 1) * cell[0], (at + 0.5) * cell[1])
            return await page.shows("请输入操作员号")

    with served(tmp_path, surroundings, "tui", "shop.yaml", "--no-record") as address:
        asyncio.run(visit(address))
