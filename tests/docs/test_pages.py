"""What the hand-written pages may not leave out or make up."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from pqr_core.citations import Confidence

ROOT = Path(__file__).parents[2]
STATUS_PAGES = ["README.md", "README.es.md", "docs/es/guia.md"]
UNREAD = {Confidence.CITADA, Confidence.RECORDADA}


@pytest.mark.parametrize("page", STATUS_PAGES)
def test_the_pages_own_up_to_what_was_not_read(page: str, maker: ModuleType, pages: dict[str, str]) -> None:
    """Each norm known only by citation or from memory is named, with its article."""
    unread = [citation for citation in maker.citations() if citation.confidence in UNREAD]
    assert unread
    lines = pages[page].splitlines()
    assert [
        str(citation)
        for citation in unread
        if not any(citation.norm.name in line and citation.article in line for line in lines)
    ] == []


def test_every_norm_stands_in_the_changelog(maker: ModuleType, pages: dict[str, str]) -> None:
    """A norm that the rules cite has an entry under *Law*."""
    law = pages["CHANGELOG.md"].partition("### Law")[2]
    cited = [c.norm for c in maker.citations() if c.confidence is not Confidence.RECORDADA]
    names = {re.sub(r"^(CPACA|CGP|Consejo de Estado).*", r"\1", norm.name) for norm in cited}
    assert sorted(name for name in names if name not in law) == []


def test_the_words_of_the_glossary_are_in_the_code(pages: dict[str, str]) -> None:
    """A code word of the glossary stands in the source, as a name or as a code."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    words = {
        word
        for line in pages["docs/glossary.md"].splitlines()
        if line.startswith("| ")
        for word in re.findall(r"`(\w+)`", line)
    }
    assert words
    assert sorted(word for word in words if not re.search(rf"\b{word}\b", source)) == []


def test_every_page_is_in_the_index(pages: dict[str, str]) -> None:
    """The index of the documentation leads to each page of it."""
    listed = set(re.findall(r"\]\(([\w/]+\.md)\)", pages["docs/index.md"]))
    there = {name.removeprefix("docs/") for name in pages if name.startswith("docs/")} - {"index.md"}
    assert sorted(there - listed) == []


def test_links_to_a_heading_find_it(pages: dict[str, str]) -> None:
    """A link with a fragment names a heading of the page it leads to, as the sites that show Markdown make it."""
    lost = []
    for name, text in pages.items():
        for target, fragment in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", text):
            page = ((ROOT / name).parent / target).resolve() if target else ROOT / name
            headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            if fragment not in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}:
                lost.append(f"{name}: {target}#{fragment}")
    assert lost == []
