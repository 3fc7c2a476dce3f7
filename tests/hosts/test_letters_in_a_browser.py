"""What the check of a letter reads of a page, Chromium shows: on random pages whose tags are as wrong as they can be.

It runs in `.ci/full`, where Chromium is.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator

import pytest
from tests.hosts.conftest import absent, need

from pqr_core.documents.markup import seen_html
from pqr_core.documents.seen import Seen
from pqr_core.errors import LetterTemplateError

pytestmark = [pytest.mark.full, pytest.mark.hosts]

WORD = "PALABRA"
EVERY_TAG = (
    "div p span b i small a h1 ul li dl dt dd table tr td th tbody caption section body html head title textarea "
    "select option font svg math details summary button nobr pre center strong blockquote template noscript xmp "
    "fieldset legend ruby style"
)
TAGS = EVERY_TAG.split()
SHEETS = (
    "",
    ".a{display:none}",
    "p{font-size:.6em}",
    "b+p{color:#fff}",
    "li:nth-child(n + 2){display:none}",
    "html{font-size:60%}",
    "body{color:#fff}",
    "p:not(.a .b){color:#fff}",
)
STYLES = (
    *('style="display:none"', 'style="color:#fff"', 'style="font-size:.6em"', 'style="font-size:2em"'),
    *('class="a"', "hidden", *[""] * 8),
)
SHOWS = """page => {
    document.open(); document.write(page); document.close();
    const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (!text.data.includes("PALABRA")) continue;
        const range = document.createRange(), style = getComputedStyle(text.parentElement);
        range.selectNodeContents(text);
        const boxes = [...range.getClientRects()].filter(box => box.width && box.height);
        const size = parseFloat(style.fontSize) * 0.75;
        if (boxes.length && style.color !== "rgb(255, 255, 255)" && size >= 5.99) return true;
    }
    return false;
}"""


def random_page(chance: random.Random) -> str:
    """A page with tags that are opened, closed in their order, and closed out of it, and with one word."""
    made, opened = [f"<style>{chance.choice(SHEETS)}</style>"], list[str]()
    steps = chance.randrange(3, 14)
    place = chance.randrange(steps)
    for step in range(steps):
        lot, tag = chance.random(), chance.choice(TAGS)
        if lot < 0.5 or not opened:
            opened.append(tag)
            made.append(f"<{tag} {chance.choice(STYLES)}>")
        else:
            made.append(f"</{opened.pop() if lot < 0.85 else tag}>")
        if step == place:
            made.append(WORD)
    return "".join((*made, *(f"</{tag}>" for tag in reversed(opened))))


def read_pages(chance: random.Random, count: int) -> Iterator[str]:
    """The random pages in which the check reads the word."""
    for _ in range(count):
        page = random_page(chance)
        try:
            if Seen(seen_html(page)).shows(WORD):
                yield page
        except LetterTemplateError:
            continue


def test_chromium_shows_what_the_check_reads() -> None:
    """No page hides the word in Chromium that the check reads in it."""
    need("playwright")
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        absent("chromium is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        found = list(read_pages(random.Random(1), 4_000))  # noqa: S311 - a search, not a secret
        assert len(found) > 400
        assert [each for each in found if not page.evaluate(SHOWS, each)] == []
        browser.close()
