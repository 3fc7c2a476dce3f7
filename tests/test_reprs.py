"""The `repr` of each of our values is one short line, and signatures show defaults in a few words."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from types import FunctionType, ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given

import pqr_core
from pqr_core import colombia, samples
from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cases.case import Case
from pqr_core.citations import Norm
from pqr_core.exchange.vectors import read_case
from pqr_core.fields import Brief
from pqr_core.law.agenda import Agenda
from pqr_core.law.comparison import compare
from pqr_core.office import worklist
from pqr_core.office.imports import import_cases
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.strategies import cases
from pqr_core.vectors import theme
from pqr_core.vocabulary import EventType

MOST = 300
DEFAULT = 250
"""Characters that a default may have in a signature."""
DEPTH = 6


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the package but the scripts, and what Django loads when it has its settings."""
    names = (found.name for found in pkgutil.walk_packages(pqr_core.__path__, "pqr_core."))
    scripts = ("pqr_core.__main__", "pqr_core.storage.migrations.", "pqr_core.contrib.django")
    return tuple(importlib.import_module(name) for name in names if not name.startswith(scripts))


def public() -> Iterator[tuple[str, Any]]:
    """What the modules list in `__all__`, by its full name."""
    for module in modules():
        for name in getattr(module, "__all__", ()):
            yield f"{module.__name__}.{name}", getattr(module, name)


def is_ours(value: object) -> bool:
    """Whether a value is of a class of the package."""
    return type(value).__module__.startswith("pqr_core")


def within(value: Any, depth: int = DEPTH, seen: set[int] | None = None) -> Iterator[Any]:
    """The value and what it is made of, as far as that is of the package or holds something that is."""
    seen = set() if seen is None else seen
    if depth == 0 or id(value) in seen or isinstance(value, str | type):
        return
    seen.add(id(value))
    parts: list[Any] = []
    if is_ours(value):
        yield value
        parts = [getattr(value, each.name) for each in attrs.fields(type(value))] if attrs.has(type(value)) else []
    elif isinstance(value, Mapping):
        parts = list(value.values())
    elif isinstance(value, tuple | list | set | frozenset):
        parts = list(value)
    for part in parts:
        yield from within(part, depth - 1, seen)


def too_long(value: Any) -> list[str]:
    """The values within that show more than one short line."""
    return [
        f"{type(each).__name__} {len(shown)}"
        for each in within(value)
        if len(shown := repr(each)) >= MOST or "\n" in shown
    ]


def test_every_public_value_is_shown_in_one_short_line() -> None:
    """The law, the catalogue, the rule book, the workflow and all that they are made of."""
    assert {name: long for name, value in public() if (long := too_long(value))} == {}


def _functions(value: Any) -> Iterator[FunctionType]:
    if inspect.isfunction(value):
        yield value
    elif inspect.isclass(value) and value.__module__.startswith("pqr_core"):
        members = vars(value).items()
        yield from (each for name, each in members if inspect.isfunction(each) and name != "__getattr__")  # attrs' own


def test_no_default_fills_a_signature() -> None:
    """What `help` shows of a function stays readable: `colombia.calendar` had eleven thousand characters."""
    long = {
        f"{name}: {function.__name__}({each.name})"
        for name, value in public()
        for function in _functions(value)
        for each in inspect.signature(function).parameters.values()
        if len(repr(each.default)) >= DEFAULT
    }
    assert long == set()
    assert len(str(inspect.signature(colombia.calendar))) < MOST


@pytest.mark.parametrize("name", ["clock", "silence", "golden"])
def test_an_agenda_is_shown_in_one_short_line(name: str) -> None:
    """Its deadlines with their walks, its permits and refusals, and the case."""
    agendas = 0
    for vector in theme(name):
        if vector.body["op"] == "agenda" and "refused" not in vector.body["expect"]:
            agenda = _agenda(vector.body)
            told = (
                agenda,
                *(each.trace for each in agenda.deadlines),
                agenda.allowed(),
                *map(agenda.refusals, EventType),
            )
            assert too_long(told) == [], vector.id
            agendas += 1
    assert agendas


def _agenda(body: Mapping[str, Any]) -> Agenda:
    case, profile = read_case({key: body[key] for key in ("case", "utility", "policies") if key in body}, colombia.LAW)
    on = body.get("as_of_on")
    return colombia.agenda(
        case, date.fromisoformat(on) if on else datetime.fromisoformat(body["as_of"]), profile=profile
    )


def test_what_is_said_of_two_agendas_is_short() -> None:
    """A comparison and an envelope."""
    case = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa")
    now, then = (colombia.agenda(case, case.filed_on + timedelta(days=n)) for n in (1, 40))
    assert too_long((compare(now, then), colombia.envelope(case, then.as_of))) == []


@pytest.mark.parametrize("store", [MemoryStore(), SqlStore("sqlite://")], ids=("memory", "sql"))
def test_what_a_store_gives_is_short(store: Store) -> None:
    """A file, its rows, the tally of an import, a page of work with its rows, a case as stored, a source."""
    if isinstance(store, SqlStore):
        store.create()
    utility, day = samples.MINISTRY.utility_id, samples.DEMO_AS_OF.date()
    profile = attrs.evolve(colombia.DEFAULT_PROFILE, utility_id=utility)
    definitions = colombia.definitions(profile)
    with store, samples.MINISTRY.cases() as file, samples.MINISTRY.cases() as again:
        tally = import_cases(store, file, law=colombia.LAW, profile=profile, recorded_at=samples.DEMO_AS_OF)
        with store.read() as unit:
            page = worklist.page(unit, utility, day, definitions, limit=20)
            stored = unit.cases.get(utility, page.items[0].row.case_id)
            assert page.items
            told = (store, unit, file, *islice(again, 3), tally, page, stored, unit.source(utility), definitions)
            assert too_long(told) == []


@given(cases())
def test_a_case_of_any_history_is_short(case: Case) -> None:
    """Whatever its events tell."""
    assert too_long((case, case.timeline(case.events[0].local(case.zone)))) == []


def test_a_brief_line_shows_what_differs() -> None:
    """Fields at their default are left out, long ones are cut, and a mapping says how many keys it has."""
    assert repr(Norm(id="ley-1", name="Ley 1")) == "Norm(id='ley-1', name='Ley 1')"
    assert "'" + "x" * 79 + "..." in repr(Norm(id="ley-1", name="x" * 1000))
    assert repr(colombia.CATALOGUE).startswith("Catalogue(services={3: acueducto, alcantarillado, aseo}, channels={7: ")
    assert "closures" not in repr(colombia.calendar(check="off"))
    assert isinstance(colombia.calendar(), BusinessCalendar)


def test_what_a_value_hides_is_not_shown() -> None:
    """A field that is not for a console stays out, also where it differs from its default."""

    @attrs.frozen
    class Secret(Brief):
        word: str = attrs.field(repr=False)
        made: list[int] = attrs.field(factory=list)
        size: int = attrs.field(default=1, converter=int)

    assert repr(Secret("hush")) == "Secret()"
    assert repr(Secret("hush", [1], 2)) == "Secret(made=[1], size=2)"
