"""Make the pictures of the pages, `docs/pictures/`, from what the library draws.

Each picture is made from a source that the library makes (HTML, SVG, PDF, DOT). `docs/pictures/sources.json` keeps the
digests of the sources. A test compares them with what the library makes now, so no picture can show an older program.

    python -m scripts.make_pictures [NAME...]

It needs Chromium and Graphviz (`apt-get install -y chromium graphviz`), and the group `docs`.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen
from scripts.pictured import SOURCES

FOLDER: Final = Path(__file__).parents[1] / "docs" / "pictures"
DIGESTS: Final = FOLDER / "sources.json"
_COLOURS: Final = 128


def digest(name: str) -> str:
    """The digest of the source of a picture as the library makes it now."""
    return _digest(SOURCES[name]().text)


def kept_digests() -> dict[str, str]:
    """The digests of the sources of the pictures in the repository."""
    kept: dict[str, str] = json.loads(DIGESTS.read_text("utf-8"))
    return kept


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def program(name: str) -> str:
    """The path of an installed program."""
    path = shutil.which(name)
    if path is None:
        message = f"{name} is not on this machine: apt-get install -y chromium graphviz"
        raise SystemExit(message)
    return path


@frozen
class Studio:
    """Chromium, opened once for all pictures."""

    browser: Any = field(repr=False)

    def shot(self, html: str, width: int, *, height: int, dark: bool, paper: bool) -> bytes:
        """The page as PNG at that width: its head of that height, or all of it; with `paper`, as it prints."""
        from PIL import Image

        page = self.browser.new_page(
            viewport={"width": width, "height": height or 100},
            device_scale_factor=2,
            color_scheme="dark" if dark else "light",
        )
        if paper:
            page.emulate_media(media="print")
        page.set_content(html)
        page.evaluate("document.fonts.ready")
        shot = page.screenshot(full_page=not height, animations="disabled")
        page.close()
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        made = io.BytesIO()
        picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
        return made.getvalue()


def drawn(dot: str) -> bytes:
    """The graph as Graphviz draws it."""
    command = [program("dot"), "-Tsvg"]
    return subprocess.run(command, input=dot.encode(), capture_output=True, check=True).stdout


def letter(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG."""
    import pypdfium2
    from PIL import Image

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=1.6).to_pil().convert("L")
    made = io.BytesIO()
    page.quantize(16, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def main(names: Sequence[str]) -> int:
    """Make the named pictures, or all, and print the size of each."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    kept = kept_digests() if DIGESTS.exists() else {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=["--no-sandbox"])
        studio = Studio(browser)
        for name in names or SOURCES:
            source = SOURCES[name]()
            match source.kind:
                case "html":
                    made = studio.shot(
                        source.text, source.width, height=source.height, dark=source.dark, paper=source.paper
                    )
                case "pdf":
                    made = letter(source.pdf())
                case "dot":
                    made = drawn(source.text)
                case _:
                    made = source.text.encode()
            (FOLDER / name).write_bytes(made)
            kept[name] = _digest(source.text)
            print(f"{name}: {len(made) / 1000:.0f} kB")
        browser.close()
    for gone in set(kept) - set(SOURCES):
        del kept[gone]
        (FOLDER / gone).unlink(missing_ok=True)
    DIGESTS.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
