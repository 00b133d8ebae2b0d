"""The pages of `posemu serve`: what is on them, and who gets them."""

import asyncio
import re

import pytest
from served import served, small_app

from emulator.interfaces.serve.manners import is_welcome, policy
from emulator.interfaces.virtual_printer.wishes import Place

HERE = Place("127.0.0.1", 8000)
EVERYWHERE = Place("0.0.0.0", 8000)


def got(path="/", *, lang="en", most=16, **headers):
    async def fetched():
        async with served(small_app(), lang=lang, most=most) as one:
            return await one.get(path, **headers)

    return asyncio.run(fetched())


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Simulated card terminal"), ("zh", "仿真收单终端")]
)
def test_page_speaks_the_language(lang, title):
    """Title and language of the page are those of whoever started the server."""
    status, _, page = got(lang=lang)

    assert 200 == status
    assert f"<title>{title}</title>" in page
    assert f'<html lang="{lang}">' in page


def test_page_names_no_other_machine():
    """Nothing on the page has an address of its own: it works without any network."""
    _, _, page = got()

    assert [] == re.findall(r"//[a-z0-9.-]+\.[a-z]+", page)
    assert [] == re.findall(r"https?://", page)


def test_what_the_page_loads_is_there():
    """Script, style sheet and font come from the server itself."""

    async def statuses():
        async with served(small_app()) as one:
            _, _, page = await one.get()
            paths = re.findall(r'"(static/[^"]+)"', page)
            return {path: (await one.get(f"/{path}"))[0] for path in paths if ".ttf" not in path}

    assert {"static/css/xterm.css": 200, "static/js/textual.js": 200} == asyncio.run(statuses())


def test_browser_is_told_to_load_nothing_from_elsewhere():
    """The policy lets a page load from where it came from, and from nowhere else."""
    _, headers, _ = got()
    rules = dict(rule.strip().partition(" ")[::2] for rule in headers[
        "Content-Security-Policy"].split(";"))  # fmt: skip

    assert "'self'" == rules["default-src"]
    assert "'none'" == rules["frame-ancestors"]


def test_font_size_is_kept_within_reason():
    """A size that nobody can read, or that is no number, is not believed."""
    sizes = [
        re.search(r'data-font-size="(\d+)"', got(f"/?fontsize={asked}")[2])[1]
        for asked in ("20", "1", "9999", "x")
    ]

    assert ["20", "8", "48", "16"] == sizes


def test_other_names_are_refused_on_loopback():
    """A name that somebody made to point at this machine gets nothing."""
    status, _, text = got(Host="evil.example:8000")

    assert 403 == status
    assert "refused" in text


@pytest.mark.parametrize(
    ("headers", "place", "welcome"),
    [
        ({"Host": "127.0.0.1:8000"}, HERE, True),
        ({"Host": "localhost:8000"}, HERE, True),
        ({"Host": "[::1]:8000"}, HERE, True),
        ({"Host": "shop.example:8000"}, HERE, False),
        ({"Host": "[broken"}, HERE, False),
        ({}, HERE, False),
        ({"Host": "shop.example:8000"}, EVERYWHERE, True),
        ({"Host": "localhost:8000", "Origin": "http://localhost:8000"}, HERE, True),
        ({"Host": "localhost:8000", "Origin": "http://localhost:9999"}, HERE, False),
        ({"Host": "localhost:8000", "Origin": "https://evil.example"}, HERE, False),
        ({"Host": "localhost:8000", "Origin": "null"}, HERE, False),
        ({"Host": "shop.example", "Origin": "https://shop.example"}, EVERYWHERE, True),
        ({"Host": "shop.example", "Origin": "https://evil.example"}, EVERYWHERE, False),
    ],
)
def test_who_is_welcome(headers, place, welcome):
    """Pages of ours are, pages of others are not, and on loopback the name must be our own."""

    assert welcome == is_welcome(headers, place)


def test_name_in_the_policy_cannot_add_to_it():
    """A host name with signs of the policy's own language loses them."""

    assert policy("ascript-src") == policy("a; script-src *")
