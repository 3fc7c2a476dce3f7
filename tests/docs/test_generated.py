"""The generated pages say all that the package says."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from attrs import evolve

from pqr_core import colombia, errors
from pqr_core.citations import Citation, Confidence
from pqr_core.colombia import holidays, statutes
from pqr_core.colombia.sheet import SHEET
from pqr_core.dated import Version
from pqr_core.errors import PQRError
from pqr_core.language import Said
from pqr_core.law.rules import RuleBook, Term
from pqr_core.law.words import CAUSES, COUNTS, STATES
from pqr_core.policies import Policies

ROOT = Path(__file__).parents[2]
RULES = "docs/es/reglas.md"
ERRORS = "docs/errors.md"
ARCHITECTURE = "docs/architecture.md"
FLOW = "docs/es/flujo.md"
SENTENCES = "docs/es/frases.md"
COLUMNS = ("docs/es/columnas.md", "docs/en/columns.md")


@pytest.mark.parametrize("path", [RULES, ERRORS, ARCHITECTURE, FLOW, SENTENCES, *COLUMNS])
def test_the_page_is_what_the_data_make(path: str, maker: ModuleType, pages: dict[str, str]) -> None:
    """The page is the one that the data make; if not, run `python scripts/make_pages.py` and read what changed."""
    assert pages[path] == maker.make()[path]


def _section(page: str, heading: str) -> str:
    return re.split(r"^#{2,3} ", page.partition(f"{heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_every_case_type_stands_with_its_term_its_first_day_and_its_norms(pages: dict[str, str]) -> None:
    """Each type has a section, with the number of its term and each article that it cites."""
    for case_type in colombia.RULES.types.values():
        section = _section(pages[RULES], f"### `{case_type.code}`: {case_type.es}")
        assert section
        if case_type.response is None:
            continue
        for version in case_type.response.term.versions:
            assert version.value.text() in section
            assert version.first_day is not None
            assert str(version.first_day.year) in section
            assert [c.article for c in version.citations if c.article not in section] == []


def test_every_figure_is_described_once(maker: ModuleType, pages: dict[str, str]) -> None:
    """The page has every figure of the rule book, and no other."""
    assert list(maker.FIGURES) == [name for name, _figure in colombia.RULES.figures.items()]
    section = _section(pages[RULES], "## Otras cifras")
    for name, figure in colombia.RULES.figures.items():
        rows = [line for line in section.splitlines() if f": {maker.FIGURES[name][1]} |" in line]
        assert [figure.versions[0].value.text() in row for row in rows] == [True]


def test_every_policy_stands_with_its_default_first(pages: dict[str, str]) -> None:
    """A policy lists all of its values, and says which is the default."""
    for policy, values in Policies.choices().items():
        listed = re.findall(r"^- `(\w+)`( \(por defecto\))?", _section(pages[RULES], f"### `{policy}`"), re.MULTILINE)
        assert [value for value, _default in listed] == [str(value) for value in values]
        assert [bool(default) for _value, default in listed] == [index == 0 for index in range(len(values))]


def test_every_obligation_and_holiday_stands_there(pages: dict[str, str]) -> None:
    """Obligations by code and holidays by name each have their row."""
    obligations = _section(pages[RULES], "## Plazos de un caso")
    assert [code for code in colombia.RULES.obligations if f"| `{code}`: " not in obligations] == []
    table = _section(pages[RULES], "## Festivos")
    assert [law.code for law in holidays.LAWS if f"| {law.name_es} | " not in table] == []


def test_every_finding_stands_with_its_norms(pages: dict[str, str]) -> None:
    """A finding has its row with what it says and the first of its norms, or the mark of those that cite none."""
    section = _section(pages[RULES], "## Advertencias")
    for finding, cited in colombia.RULES.findings.items():
        first = f"[{cited[0]}]({cited[0].url})" if cited and cited[0].url else str(cited[0]) if cited else "—"
        assert f"| `{finding}` | {finding.label()} | {first} |" in section


def test_the_slips_of_the_process_sheet_are_named(pages: dict[str, str]) -> None:
    """Two of its decrees have a wrong year: the page corrects them, and says that the others have no error."""
    section = _section(pages[RULES], "## Las normas de la ficha del proceso")
    slips = re.findall(r"^\| «(.+?)» \| (.+?) \|", section, re.MULTILINE)
    assert slips == [
        ("Decreto N.º 302 de 200", "**es el Decreto 302 de 2000**"),
        ("Decreto 229 de 2003", "**es el Decreto 229 de 2002**"),
        ("Resolución CRA N.º 413 de 2006", "ninguna"),
        ("Decreto 2981 de 2013", "ninguna"),
    ]


def _cited(version: Version[Term]) -> tuple[Citation, ...]:
    return (*version.citations, *((version.in_force_by,) if version.in_force_by else ()))


def _all_citations() -> Iterator[Citation]:
    yield from statutes.COUNTING
    for case_type in colombia.RULES.types.values():
        response = case_type.response
        if response is not None:
            yield from (citation for version in response.term.versions for citation in _cited(version))
            yield from response.extension.citations if response.extension else ()
            yield from response.emergency.citations if response.emergency else ()
        yield from case_type.own_silence.citations if case_type.own_silence else ()
        yield from case_type.citations
    versions = [version for _name, figure in colombia.RULES.figures.items() for version in figure.versions]
    yield from (citation for version in versions for citation in _cited(version))
    yield from (citation for rule in colombia.RULES.obligations.values() for citation in rule.citations)
    yield from (citation for note in colombia.RULES.policies.values() for citation in note.citations)
    yield from (citation for law in holidays.LAWS for citation in law.citations)
    yield from (citation for cited in (*colombia.RULES.findings.values(), *SHEET.values()) for citation in cited)


def test_every_citation_stands_with_its_address_and_its_confidence(maker: ModuleType, pages: dict[str, str]) -> None:
    """Norm, article, note and confidence are on one row; every address is in the list of norms; all are counted."""
    rows = [line for line in pages[RULES].splitlines() if line.startswith("| ")]
    cited = set(_all_citations())
    for citation in cited:
        place = f"[{citation}]({citation.url})" if citation.url else str(citation)
        said = citation.confidence.label()
        mark = said if citation.confidence is Confidence.VISTA else f"**{said}**"
        assert any(f"| {place} |" in row and citation.note in row and row.endswith(f"| {mark} |") for row in rows), (
            citation
        )
        for norm in (citation.norm, citation.source):
            assert f"| {norm.name} | {norm.title} | {norm.url}" in pages[RULES]
    assert cited == set(maker.citations())


def test_every_sentence_is_shown_with_an_example(maker: ModuleType, pages: dict[str, str]) -> None:
    """Every phrase of the engine and of the rule book has an example in both languages, and so has every cause."""
    examples = maker.sentence_examples()
    shown = {code.partition(".")[0] for code in examples} | set(examples)
    rules = colombia.RULES
    clauses = {
        f"{code}.{name}"
        for code, rule in rules.obligations.items()
        for name in ("now", "then", *(["did"] if rule.clauses.did else []), *rule.clauses.states)
    }
    readings = {f"{policy}.{value}" for policy, adopted in rules.adopted.items() for value in adopted.holds}
    disputed = {f"{policy}.disputed" for policy, adopted in rules.adopted.items() if adopted.disputed}
    words = {*STATES, *COUNTS} - {"disputed", "adopted"}
    assert sorted((words | clauses | readings | disputed) - shown) == []
    assert sorted(cause for cause in CAUSES if not any(code.endswith(f".{cause}") for code in examples)) == []
    missing = [code for code, (es, en) in examples.items() if f"| `{code}` | {es} | {en} |" not in pages[SENTENCES]]
    assert missing == []


def test_a_changed_word_changes_the_page(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a clause of the rule book changes, the page changes."""
    rules: RuleBook = colombia.RULES
    rule = rules.obligations["respuesta"]
    now = Said("la empresa contestará{by}", "the company will answer{by}")
    other = evolve(rule, clauses=evolve(rule.clauses, now=now))
    before = maker.sentences_page()
    changed = evolve(rules, obligations={**rules.obligations, rule.code: other})
    law = evolve(colombia.LAW, rules=changed)
    monkeypatch.setattr(colombia, "LAW", law)
    for door in ("agenda", "due"):
        monkeypatch.setattr(colombia, door, getattr(law, door))
    assert maker.sentences_page() != before


def test_a_changed_figure_changes_the_page(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison sees a change: one day more in one figure changes the page."""
    rules: RuleBook = colombia.RULES
    figure = rules.figures.copies
    version = figure.versions[0]
    longer = evolve(figure, versions=(evolve(version, value=Term(version.value.n + 1, version.value.unit)),))
    before = maker.make()
    monkeypatch.setattr(maker, "RULES", evolve(rules, figures=evolve(rules.figures, copies=longer)))
    assert maker.make()[RULES] != before[RULES]


def test_every_error_is_documented(pages: dict[str, str]) -> None:
    """Each public error has its code, its name, its status and its Spanish sentence on the page."""
    named = [getattr(errors, name) for name in errors.__all__]
    public = [each for each in named if inspect.isclass(each) and issubclass(each, PQRError) and each is not PQRError]
    assert public
    rows = set(re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\d+) \| .+ \| (.+) \|$", pages[ERRORS], re.MULTILINE))
    said = {each: each.spanish.replace("!r", "").replace("|", "\\|") for each in public}
    assert rows == {(each.code, each.__name__, str(each.http_status), said[each]) for each in public}


def test_the_map_names_every_module_on_its_floor(pages: dict[str, str]) -> None:
    """The map lists what is on disk, and its floors are those that import-linter keeps, the lowest first."""
    package = ROOT / "src" / "pqr_core"
    found = re.findall(r"^\| (\d*) \| `([\w./]+)` \| (.+) \|$", pages[ARCHITECTURE], re.MULTILINE)
    assert [path for _floor, path, purpose in found if not purpose.strip()] == []
    modules = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if "versions" not in path.parts}
    assert {path for _floor, path, _purpose in found if path.endswith(".py")} == {
        module for module in modules if not module.endswith("__init__.py")
    }
    floors: dict[str, set[str]] = {}
    for floor, path, _purpose in found:
        if floor:
            floors.setdefault(floor, set()).add(path.removesuffix(".py").rstrip("/"))
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = next(c["layers"] for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "floors")
    rooms = [{room.strip(" ()") for room in layer.split(":")} for layer in reversed(layers)]
    standing = [{r for r in floor if (package / r).is_dir() or (package / f"{r}.py").exists()} for floor in rooms]
    assert list(floors.values()) == [floor for floor in standing if floor]
