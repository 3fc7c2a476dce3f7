"""Hand-written pages: what they must say, and what they must not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from pqr_core import colombia
from pqr_core.citations import Confidence
from pqr_core.language import long_date
from pqr_core.vocabulary import WorkClass

ROOT = Path(__file__).parents[2]
STATUS_PAGES = ["docs/en/coverage.md", "docs/es/cobertura.md"]
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


def test_until_there_is_a_release_a_page_tells_how_to_install_a_clone(pages: dict[str, str]) -> None:
    """A page that installs from an index also says how to install a clone, with the same extras and quotes."""
    clone = {"es": "Hasta la primera versión publicada", "en": "Until the first release"}
    found = {page: text for page, text in pages.items() if re.match(r"docs/(es|en)/", page) and "pip install" in text}
    named = {page for page, text in found.items() if re.search(r"pip install .pqr-core\[(?!testing)", text)}
    assert {"docs/es/excel.md", "docs/es/mes.md", "docs/es/oficina.md"} <= named
    for page in named:
        assert clone[page.split("/")[1]] in found[page], page
    for page in sorted(named - {"docs/en/quickstart.md"}):
        (extras,) = set(re.findall(r'pip install "(?:pqr-core|\.)(\[[^]]+\])"', found[page]))
        assert "," in extras or extras == "[excel]"


def test_the_page_of_the_leader_names_every_group_of_the_work_list(pages: dict[str, str]) -> None:
    """The groups are the work classes; the page for clerks links to the page that explains the indicators."""
    (told,) = re.findall(r"grupos: (.+)\.$", pages["docs/es/lider.md"], re.MULTILINE)
    assert told.replace(" y ", ", ").split(", ") == [each.label("es") for each in WorkClass]
    assert "(lider.md) los explica" in pages["docs/es/excel.md"]


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


def test_the_exercises_have_their_answers(pages: dict[str, str]) -> None:
    """Each last day in the exercises is the one that the library computes."""
    named = {long_date(date(2026, 1, 1) + timedelta(days=n), "es"): n for n in range(365)}
    rows = re.findall(r"^\| (\w+ \d+ de \w+ de 2026) \| (\w+) \| (.+) \|$", pages["docs/es/comprobar.md"], re.MULTILINE)
    assert len(rows) == 4
    for filed, tipo, told in rows:
        due_on = colombia.due(tipo, date(2026, 1, 1) + timedelta(days=named[filed])).due_on
        assert due_on is not None
        assert long_date(due_on, "es") == told


WORDS = (
    "día en que se mira",
    "que se mira",
    "juicio",
    "lo principal, sobre las muestras",
    "palabra desconocida",
    "como en los vectores legales",
    "las órdenes",
)
"""Words that nobody at a counter uses."""


@pytest.mark.parametrize("word", WORDS)
def test_spanish_pages_speak_as_a_counter_does(word: str, pages: dict[str, str]) -> None:
    """No page in Spanish has an internal word."""
    spanish = {name: text for name, text in pages.items() if name.startswith("docs/es/") or name == "README.es.md"}
    assert [name for name, text in spanish.items() if word in text.lower()] == []


@pytest.mark.parametrize(
    "riddle",
    [
        "is ever kept by half",
        "the mishap and the careless hand",
        "half of the subscribers the subscribers",
        "refuses to work on them",
        "that does not count is refused until you say which way",
        "is completed to the one that is tested",
    ],
)
def test_no_page_has_a_sentence_that_had_to_be_read_twice(riddle: str, pages: dict[str, str]) -> None:
    """Readers stumbled over these; what they mean is said plainly."""
    assert [path for path, text in pages.items() if riddle in " ".join(text.split())] == []


def test_every_page_is_in_the_index(pages: dict[str, str]) -> None:
    """The index of the documentation links to every page."""
    listed = set(re.findall(r"\]\(([\w/-]+\.md)\)", pages["docs/index.md"]))
    there = {name.removeprefix("docs/") for name in pages if name.startswith("docs/")} - {"index.md"}
    there = {name for name in there if not name.startswith("site/")}
    assert sorted(there - listed) == []


def test_links_to_a_heading_find_it(pages: dict[str, str]) -> None:
    """A link with a fragment names a heading of its page, with the anchor that Markdown sites make of it."""
    lost = []
    for name, text in pages.items():
        for target, fragment in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", text):
            page = ((ROOT / name).parent / target).resolve() if target else ROOT / name
            headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
            if fragment not in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}:
                lost.append(f"{name}: {target}#{fragment}")
    assert lost == []


def test_the_places_where_a_change_goes_are_there(pages: dict[str, str]) -> None:
    """A path of the architecture's table is a module, a folder or a test of the repository."""
    table = pages["docs/architecture.md"].partition("## Where a change goes")[2]
    paths = {path.removeprefix("python ") for path in re.findall(r"`((?:python )?[\w/]+(?:\.py|/))`", table)}
    places = (ROOT / "src" / "pqr_core", ROOT)
    assert len(paths) > 30
    assert sorted(path for path in paths if not any((place / path).exists() for place in places)) == []


def test_the_page_of_fastapi_shows_its_program(pages: dict[str, str]) -> None:
    """Each piece of code shown stands in the program, which has as many lines as the page says."""
    page, folder = pages["docs/en/fastapi.md"], ROOT / "examples" / "hosts" / "fastapi"
    program = (folder / "host.py").read_text(encoding="utf-8")
    sources = program + "".join(path.read_text(encoding="utf-8") for path in folder.glob("migrations/**/*.py"))
    shown = re.findall(r"```py\n(.*?)```", page, re.DOTALL)
    assert shown
    assert [piece for piece in shown if piece not in sources] == []
    assert f"{len(program.splitlines())} lines" in page
    assert f"(fastapi.md) has {len(program.splitlines())} lines" in pages["docs/en/office.md"]
