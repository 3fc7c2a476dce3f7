"""The site and the pictures of the pages: every page is in it, no link is broken, no picture is out of date."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from scripts import make_pictures, make_site, pictured

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"


def test_every_page_stands_in_a_book() -> None:
    """A page that is missing from the navigation is refused; each book has its first pages."""
    books = make_site.books()
    assert books["en"].names["docs/en/quickstart.md"] == "quickstart"
    assert books["es"].names["docs/es/guia.md"] == "guia"


@pytest.mark.parametrize(
    ("link", "turned"),
    [
        ("[a](fastapi.md#run-it)", "[a](/fastapi.md#run-it)"),
        ("[a](../errors.md)", "[a](/errors.md)"),
        ("[a](../es/reglas.md#first_day)", "[a](part:../es/reglas.html#first_day)"),
        ("![a](../pictures/chart-es.svg)", "![a](/pictures/chart-es.svg)"),
        ("[a](../../src/pqr_core)", f"[a]({make_site.REPOSITORY}/tree/main/src/pqr_core)"),
        ("[a](https://example.org/b.md)", "[a](https://example.org/b.md)"),
        ("```text\n[a](b.md)\n```", "```text\n[a](b.md)\n```"),
    ],
)
def test_links_are_turned(link: str, turned: str) -> None:
    """Links to a page of either book, a picture or a file of the repository are rewritten; code is not."""
    assert make_site.turned(link, "docs/en/office.md", "en", make_site.books()) == turned


def test_a_broken_site_is_told(tmp_path: Path) -> None:
    """A link to an unknown page or heading, and a picture without a text, are reported."""
    (tmp_path / "a.html").write_text(
        '<a href="b.html">b</a><a href="#c">c</a><a id="d" href="#d">d</a><img src="a.html">'
    )
    assert sorted(make_site.faults(tmp_path)) == [
        "a.html: #c leads to no place of that page",
        "a.html: a picture without a text: a.html",
        "a.html: b.html leads nowhere",
    ]


@pytest.mark.parametrize("name", pictured.SOURCES)
def test_a_picture_is_of_this_program(name: str) -> None:
    """If a picture is out of date, run `python -m scripts.make_pictures` and look at the result."""
    kept = make_pictures.kept_digests()
    assert kept.keys() == pictured.SOURCES.keys()
    assert (FOLDER / name).stat().st_size < 250_000
    assert make_pictures.digest(name) == kept[name]


def test_every_picture_is_shown(pages: dict[str, str]) -> None:
    """A page shows every picture, and each has a text for readers who do not see it."""
    shown = {name for text in pages.values() for name in re.findall(r"pictures/([\w-]+\.\w+)", text)}
    reference = (ROOT / "scripts" / "site_reference.py").read_text(encoding="utf-8")
    shown |= set(re.findall(r"pictures/([\w-]+\.\w+)", reference))
    assert {path.name for path in FOLDER.glob("*.*")} - {"sources.json"} == set(pictured.SOURCES)
    assert set(pictured.SOURCES) - shown == set()
    assert [text for text in pages.values() if "![](" in text] == []


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_links_of_a_readme_are_absolute(page: str, pages: dict[str, str]) -> None:
    """A package index needs absolute links; links to the repository lead to a file in it."""
    links = re.findall(r"""\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)\"""", pages[page])
    raw = make_site.REPOSITORY.replace("github.com", "raw.githubusercontent.com")
    for link in ("".join(pair) for pair in links):
        assert link.startswith("https://")
        for start in (f"{make_site.REPOSITORY}/blob/main/", f"{raw}/main/"):
            if link.startswith(start):
                assert (ROOT / link.removeprefix(start).partition("#")[0]).exists(), link


def test_an_index_of_packages_knows_whose_it_is_and_where_to_read() -> None:
    """Addresses, authors, and for which Pythons and frameworks it is."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"Documentation", "Changelog", "Issues", "Repository"} <= told["urls"].keys()
    assert all(address.startswith("https://") for address in told["urls"].values())
    assert told["authors"]
    assert {"Framework :: Pytest", "Programming Language :: Python :: 3.14"} <= set(told["classifiers"])
