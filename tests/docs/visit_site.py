"""Visit the built site in Chromium, and print what was seen as JSON. Run it under `unshare -rn`: no network is reached.

python visit_site.py SITE
"""

from __future__ import annotations

import functools
import json
import shutil
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright
from tests.hosts.visit import DESK, PATIENCE_MS, PHONE, Quiet, raise_loopback

ASKED: Final = {"es": (PHONE, "notificación"), "en": (DESK, "silence")}


def first_page(browser: Browser, address: str, lang: str) -> dict[str, Any]:
    """Compute the claim of 26 June 2026 on the first page of a book, and search the book."""
    size, words = ASKED[lang]
    troubles: list[str] = []
    requested: set[str] = set()
    page = browser.new_page(viewport=size)
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda told: troubles.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("request", lambda request: requested.add(request.url))
    page.goto(f"{address}{lang}/index.html")
    page.click("#pqr-try button")
    page.locator(".found .headline").wait_for()
    page.fill("[name=day]", "2026-06-26")
    page.fill("[name=asOf]", "2026-06-27")
    page.click(".compute")
    page.locator(".found .due", has_text="22").first.wait_for()
    seen: dict[str, Any] = {
        "day": page.locator(".headline strong").inner_text(),
        "due_cell": page.locator(".found .due").first.inner_text(),
        "overflow": page.evaluate("document.documentElement.scrollWidth - innerWidth"),
    }
    page.goto(f"{address}{lang}/search.html?q={words}")
    page.locator("ul.search li a").first.wait_for()
    links = page.locator("ul.search li a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    foreign = sorted(url for url in requested if not url.startswith((address, "data:", "blob:")))
    page.close()
    return {**seen, "search": {words: links}, "troubles": troubles, "foreign": foreign}


def too_wide(browser: Browser, address: str, site: Path) -> list[str]:
    """The pages that are wider than a phone."""
    page = browser.new_page(viewport=PHONE)
    found = []
    for path in sorted(site.glob("e[ns]/*.html")):
        page.goto(f"{address}{path.relative_to(site)}")
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            found.append(str(path.relative_to(site)))
    return found


def visit(site: Path) -> dict[str, Any]:
    """Everything that the tests check."""
    raise_loopback()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        seen: dict[str, Any] = {lang: first_page(browser, address, lang) for lang in ASKED}
        seen["too_wide"] = too_wide(browser, address, site)
        browser.close()
    server.shutdown()
    server.server_close()
    return seen


if __name__ == "__main__":
    json.dump(visit(Path(sys.argv[1])), sys.stdout)
