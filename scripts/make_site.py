"""Build the site: lay out the pages of each language, make the reference from the code, run Sphinx, check every link.

The pages are those of the repository, unchanged except for their links, because files have other places on the site
than in the repository. `scripts/site/navigation.toml` sets the order of the parts. Warnings are errors, and the build
needs no network.

    python -m scripts.make_site [FOLDER [BROWSER]]        (build/site, build/browser)

The first page computes deadlines in the browser if `scripts/make_browser.py`, which needs a network, has built its host
in BROWSER; without it the page says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from attrs import frozen
from scripts.site_reference import reference

from pqr_core.language import Language

ROOT: Final = Path(__file__).parents[1]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
GENERATED: Final = "generated:"
CONFIGURATION: Final = ROOT / "scripts" / "site"
REPOSITORY: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"]
HOMES: Final = {"docs/index.md", "README.md", "README.es.md", "docs/site/en.md", "docs/site/es.md"}
"""The pages whose links lead to the first page."""
PICTURES: Final = {".png", ".svg"}


# --- where each page stands ----------------------------------------------------------------------------------------


@frozen
class Book:
    """The pages of one language: the parts of its navigation, and the name of each page in it."""

    lang: Language
    parts: Mapping[str, Sequence[str]]

    @property
    def names(self) -> dict[str, str]:
        """The name of each page of the repository in the book, without its ending."""
        pages = [page for part in self.parts.values() for page in part if not page.startswith(GENERATED)]
        extra = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/decisions").glob("*.md"))
        listed = dict.fromkeys([*pages, *(extra if "docs/decisions/README.md" in pages else ())])
        return {page: self._name(page) for page in listed} | {f"docs/site/{self.lang}.md": "index"}

    def _name(self, page: str) -> str:
        path = PurePosixPath(page)
        if path.parent.name == "decisions":
            return f"decisions/{'index' if path.stem == 'README' else path.stem}"
        return path.stem.lower()

    def contents(self) -> str:
        """The navigation, as the first page contains it."""
        names = self.names
        blocks = []
        for title, pages in self.parts.items():
            entries = [names.get(page, page.removeprefix(GENERATED)) for page in pages]
            entries = [f"{entry}/index" if entry == "api" else entry for entry in entries]
            blocks.append("\n".join(["```{toctree}", ":hidden:", f":caption: {title}", "", *entries, "```"]))
        return "\n\n".join(blocks)


def books() -> dict[Language, Book]:
    """The book of each language, from `navigation.toml`."""
    parts = tomllib.loads((CONFIGURATION / "navigation.toml").read_text("utf-8"))
    found = {lang: Book(lang, {part["title"]: part["pages"] for part in parts[lang]}) for lang in LANGUAGES}
    listed = {page for book in found.values() for page in book.names}
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"docs/index.md"}
    if lost := sorted(there - listed):
        message = f"not in scripts/site/navigation.toml: {', '.join(lost)}"
        raise SystemExit(message)
    return found


# --- turning links -------------------------------------------------------------------------------------------------

_FENCED: Final = re.compile(r"^(?P<fence>`{3,}|:{3,}(?=\{code)).*?^(?P=fence)$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(?P<open>\]\()(?P<target>(?![a-z][a-z0-9+.-]*:)[^)#\s]*)(?P<part>#[^)\s]*)?(?P<end>\))")


def turned(text: str, page: str, lang: Language, all_books: Mapping[Language, Book]) -> str:
    """The text of a page of the repository with its links changed to those of the site."""

    def turn(match: re.Match[str]) -> str:
        return match["open"] + _place(match["target"], match["part"] or "", page, lang, all_books) + match["end"]

    pieces, end = [], 0
    for fence in _FENCED.finditer(text):
        pieces += [_LINK.sub(turn, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*pieces, _LINK.sub(turn, text[end:])])


def _place(target: str, part: str, page: str, lang: Language, all_books: Mapping[Language, Book]) -> str:
    if not target:
        return part
    if target.startswith(("site:", "api/", GENERATED)):
        return target + part
    path = os.path.normpath((ROOT / page).parent / target)
    wanted = Path(path).relative_to(ROOT).as_posix()
    for each in (lang, *(other for other in LANGUAGES if other != lang)):
        name = "index" if wanted in HOMES else all_books[each].names.get(wanted)
        if name is None:
            continue
        if each == lang:
            return f"/{name}.md{part}"
        up = "../" * (1 + all_books[lang].names[page].count("/"))
        return f"{'part' if part else 'site'}:{up}{each}/{name}.html{part}"
    if PurePosixPath(wanted).suffix in PICTURES:
        return f"/pictures/{PurePosixPath(wanted).name}"
    kind = "tree" if (ROOT / wanted).is_dir() else "blob"
    return f"{REPOSITORY}/{kind}/main/{wanted}{part}"


def lay_out(book: Book, all_books: Mapping[Language, Book], folder: Path) -> None:
    """Write the sources of one book: pages with changed links, pictures, and the pages made from the code."""
    for page, name in book.names.items():
        text = turned((ROOT / page).read_text("utf-8"), page, book.lang, all_books)
        if name == "index":
            text = f"{text}\n\n{book.contents()}\n"
        elif name == "decisions/index":
            text = f"{text}\n\n```{{toctree}}\n:hidden:\n:glob:\n\n*\n```\n"
        _write(folder / f"{name}.md", text)
    (folder / "pictures").mkdir(parents=True)
    for picture in (ROOT / "docs").rglob("*.*"):
        if picture.suffix in PICTURES:
            shutil.copy(picture, folder / "pictures" / picture.name)
    for entry in (page.removeprefix(GENERATED) for part in book.parts.values() for page in part if ":" in page):
        for name, text in reference(entry, book.lang).items():
            _write(folder / name, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


# --- building ------------------------------------------------------------------------------------------------------

CHOICE: Final = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>pqr-core</title>
<style>body{font:18px/1.6 system-ui,sans-serif;margin:3rem auto;max-width:24rem;padding:0 1rem}
a{display:block;padding:.6rem 0}</style>
<script>location.replace(/^es/i.test(navigator.language) ? "es/index.html" : "en/index.html")</script>
</head><body><h1>pqr-core</h1>
<a href="es/index.html" lang="es">Español</a><a href="en/index.html">English</a></body></html>
"""


def build(folder: Path, browser: Path) -> None:
    """Build both books in parallel, and the page that chooses between them; copy the browser host beside them."""
    sources = folder.parent / f"{folder.name}-sources"
    for old in (sources, folder):
        shutil.rmtree(old, ignore_errors=True)
    all_books = books()
    for book in all_books.values():
        lay_out(book, all_books, sources / book.lang)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "--keep-going", "-n", "-q", "-c", str(CONFIGURATION)]
    running = [
        subprocess.Popen(
            [
                *command,
                "-D",
                f"language={lang}",
                "-d",
                str(sources / f"{lang}-kept"),
                str(sources / lang),
                str(folder / lang),
            ]
        )
        for lang in LANGUAGES
    ]
    if max(process.wait() for process in running):
        message = "the site has warnings, or could not be built"
        raise SystemExit(message)
    (folder / "index.html").write_text(CHOICE, "utf-8")
    (folder / ".nojekyll").touch()
    if browser.is_dir():
        shutil.copytree(browser, folder / "browser")


# --- checking ------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The anchors of a page, its links, and its pictures without a text."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: set[str] = set()
        self.faceless: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names.update(value for key in ("id", "name") if (value := given.get(key)))
        self.links.update(value for key in ("href", "src") if (value := given.get(key)))
        if tag == "img" and not given.get("alt"):
            self.faceless.append(str(given.get("src")))


def faults(folder: Path) -> Iterator[str]:
    """The faults of a built site: links that lead to no file or anchor, and pictures without a text."""
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        pages[path] = _Page()
        pages[path].feed(path.read_text("utf-8"))
    for path, page in pages.items():
        place = path.relative_to(folder)
        yield from (f"{place}: a picture without a text: {src}" for src in page.faceless)
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = Path(os.path.normpath(path.parent / unquote(parts.path))) if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.exists():
                yield f"{place}: {link} leads nowhere"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].names:
                yield f"{place}: {link} leads to no place of that page"


def main(arguments: Sequence[str]) -> int:
    """Build and check the site, and print how long it took."""
    folder, browser = (
        Path(given or ROOT / "build" / name).resolve() for given, name in zip_longest(arguments, ("site", "browser"))
    )
    begun = time.monotonic()
    build(folder, browser)
    found = list(faults(folder))
    print(*found, sep="\n", file=sys.stderr)
    pages = len(list(folder.rglob("*.html")))
    with_browser = "with" if browser.is_dir() else "WITHOUT"
    took = time.monotonic() - begun
    print(f"{folder}: {pages} pages, {len(found)} broken links, {with_browser} the browser host, {took:.0f} s")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
