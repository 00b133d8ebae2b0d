"""Every page is found from the index, and every link leads somewhere."""

import re

import pytest
from pages import ROOT

SKIPPED = {".venv", ".git", "node_modules", "build", "dist"}


def pages():
    """All Markdown pages of the project."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
    return sorted(p for p in found if not SKIPPED & set(p.parts) and p.parts[0][0] != ".")


def links_of(page):
    """Targets of links and pictures, outside code blocks; addresses elsewhere are left out."""
    text = re.sub(r"^```.*?^```", "", (ROOT / page).read_text("utf-8"), flags=re.M | re.S)
    return [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]


def anchors_of(path):
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=str)
def test_links_lead_somewhere(page):
    """To a file that is there, and to a heading that is in it."""
    broken = []
    for link in links_of(page):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)

    assert [] == broken


def test_the_index_leads_to_every_page():
    """From docs/README.md, at one remove at most."""
    docs = ROOT / "docs"
    found = {(docs / link).resolve() for link in links_of("docs/README.md")}
    for page in list(found):
        if page.suffix == ".md":
            found |= {(page.parent / link.partition("#")[0]).resolve() for link in links_of(page)}
    missing = [p for p in pages() if p.parts[0] == "docs" and (ROOT / p).resolve() not in found]

    assert [] == [str(p) for p in missing if p.name != "README.md"]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_leads_to_the_index_and_the_tutorial(readme):
    """A newcomer finds both."""
    links = links_of(readme)

    assert "docs/README.md" in links
    assert any(link.startswith("docs/tutorial") for link in links)


def test_no_page_names_a_place_on_somebodys_machine():
    """Paths are relative to the project or to a folder of the reader's own."""
    named = [
        str(page)
        for page in pages()
        if re.search(
            r"(?<![\w./-])/(?:home|work|root|tmp|Users)/", (ROOT / page).read_text("utf-8")
        )
    ]

    assert [] == named
