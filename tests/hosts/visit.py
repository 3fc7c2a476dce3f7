"""Visit the built browser host in Chromium; print what was seen as JSON, and save pictures.

    python visit.py SITE PICTURES

Run it under `unshare -rn`: there is no network but the loopback, which this script brings up. So the host is tested
offline.
"""

from __future__ import annotations

import fcntl
import functools
import json
import shutil
import socket
import struct
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, ViewportSize, sync_playwright

PATIENCE_MS: Final = 180_000
PHONE: Final = ViewportSize(width=375, height=812)
DESK: Final = ViewportSize(width=1280, height=900)

_DONE: Final = "(told => told.className || !told.textContent)(document.querySelector('[role=status]'))"


def raise_loopback() -> None:
    """Bring up the loopback, as `ip link set lo up` does, if it is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        request = struct.pack("16sh", b"lo", 0)
        flags = struct.unpack("16sh", fcntl.ioctl(door, 0x8913, request))[1]
        if not flags & 1:
            fcntl.ioctl(door, 0x8914, struct.pack("16sh", b"lo", flags | 1))


class Quiet(SimpleHTTPRequestHandler):
    """A file server that logs nothing."""

    extensions_map = {  # noqa: RUF012 - as the class it extends
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_told: object) -> None:
        """Log nothing."""


def opened(context: BrowserContext, address: str, troubles: list[str]) -> Page:
    """The page, once it shows its first answer."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda told: troubles.append(told.text) if told.type in {"error", "warning"} else None)
    page.goto(address)
    page.locator(".found .headline").wait_for()
    return page


def compute(page: Page) -> None:
    """Press the button, and wait for the answer or the refusal."""
    page.locator(".compute").click()
    page.wait_for_function(_DONE)


def asked(page: Page) -> dict[str, Any]:
    """Fill in a claim of 16 March 2026, and note what the page shows at each step."""
    page.fill("[name=day]", "2026-03-16")
    page.fill("[name=asOf]", "2026-03-17")
    compute(page)
    seen: dict[str, Any] = {"plain": page.locator(".headline strong").inner_text()}
    seen["text"] = page.locator(".found").inner_text()
    seen["links"] = page.locator(".found a").evaluate_all("all => all.map(each => [each.textContent, each.href])")
    seen["others"] = page.locator(".other summary").all_inner_texts()
    seen["due_cells"] = page.locator(".found .due").all_inner_texts()
    page.fill("[name=hour]", "20:30")
    page.check("[name=offHours]")
    compute(page)
    seen["off_hours"] = page.locator(".headline strong").inner_text()
    page.fill("[name=hour]", "")
    page.uncheck("[name=offHours]")
    page.check("[name=saturday]")
    compute(page)
    seen["saturdays"] = page.locator(".headline strong").inner_text()
    page.uncheck("[name=saturday]")
    page.locator("summary", has_text="Cierres").click()
    page.locator(".add-closures").click()
    page.fill(".closures [name=from]", "2026-04-01")
    page.fill(".closures [name=act]", "Resolución 12 <b>de</b> 2026")
    compute(page)
    seen["closed"] = page.locator(".headline strong").inner_text()
    seen["act"] = page.locator(".found p", has_text="Resolución 12").first.inner_text()
    page.locator(".closures .remove").click()
    page.locator("summary", has_text="Qué pasó").click()
    for kind, on in (("requerimiento", "2026-03-18"), ("complemento", "2026-03-25")):
        page.locator(".add-events").click()
        row = page.locator(".events .row").last
        row.locator("[name=type]").select_option(kind)
        row.locator("[name=on]").fill(on)
    page.fill("[name=asOf]", "2026-03-26")
    compute(page)
    seen["completed"] = page.locator(".headline strong").inner_text()
    return seen


def visit(site: Path, pictures: Path) -> dict[str, Any]:
    """Everything that the tests check."""
    raise_loopback()
    pictures.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    troubles: list[str] = []
    requested: set[str] = set()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        context = browser.new_context(viewport=PHONE, locale="es-CO")
        context.on("request", lambda request: requested.add(request.url))
        page = opened(context, address, troubles)
        seen = asked(page)
        seen["phone_overflow"] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.screenshot(path=pictures / "phone.png", full_page=True)
        page.locator(".year summary").click()
        seen["year"] = page.locator(".year").inner_text()
        seen["year_overflow"] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.fill(".events .row:last-child [name=on]", "2026-03-10")
        compute(page)
        seen["refused"] = page.locator("[role=status]").inner_text()
        page.locator(".events .row:last-child .remove").click()
        page.set_viewport_size(DESK)
        compute(page)
        page.locator(".other summary").first.click()
        page.locator(".year summary").click()
        page.screenshot(path=pictures / "desk.png", full_page=True)
        page.emulate_media(color_scheme="dark")
        page.screenshot(path=pictures / "dark.png", full_page=True)
        seen["english"] = opened(context, f"{address}?lang=en", troubles).locator("main").inner_text()
        browser.close()
    server.shutdown()
    server.server_close()
    foreign = sorted(url for url in requested if not url.startswith((address, "data:", "blob:")))
    return {**seen, "troubles": troubles, "foreign": foreign, "requested": len(requested)}


if __name__ == "__main__":
    json.dump(visit(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
