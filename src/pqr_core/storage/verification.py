"""Verify what a store holds of a utility against itself: histories, rows, duties, numbers, definitions.

Rows are counted again from the histories, under the definitions that they name, if the store keeps them. `Seen` says
what was compared and what cannot be verified.

>>> from datetime import date
>>> from pqr_core import colombia
>>> from pqr_core.facts import RowMaker
>>> from pqr_core.storage.memory import MemoryStore
>>> store = MemoryStore(rows=RowMaker(colombia.LAW, {"empresa": colombia.DEFAULT_PROFILE}))
>>> with store.begin() as unit:
...     _ = unit.cases.add(colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa", radicado="R-1"))
...     seen = Seen()
...     list(verify(unit, "empresa", colombia.LAW, seen)), seen.cases, seen.rows
([], 1, 1)
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from itertools import islice, pairwise
from typing import Final
from uuid import UUID

from attrs import define, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event, Filing
from pqr_core.errors import PQRError
from pqr_core.facts import Facts, columns_of
from pqr_core.language import Said
from pqr_core.law.agenda import Definitions
from pqr_core.law.engine import standing_of
from pqr_core.law.jurisdiction import Law
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.history import CASE_ITSELF, FaultKind
from pqr_core.storage.kept import KeptCase, zone_of
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.personal import rejoined

__all__ = ("Damage", "DamageKind", "Seen", "verify", "verify_definitions")

_SHOWN: Final = 20
"""The most missing numbers that are named."""
_FAULTS: Final = {
    FaultKind.CHANGED: Said("la actuación {} no es la que se registró", "event {} is not what was recorded"),
    FaultKind.MISSING: Said("falta la actuación {}", "event {} is missing"),
    FaultKind.ADDED: Said("la actuación {} no se registró", "event {} was never recorded"),
    FaultKind.REORDERED: Said("la actuación {} no está en su lugar", "event {} is not in its place"),
}


class DamageKind(StrEnum):
    """What is damaged."""

    HISTORY = "history"
    ROW = "row"
    DUTIES = "duties"
    NUMBERS = "numbers"
    DEFINITION = "definition"


@frozen
class Damage:
    """Stored data that are not as the library wrote them.

    Args:
        kind: what is damaged.
        utility: the utility; empty for a definition, which all utilities share.
        name: the radicado of the case, or its id if it has none; the name of the series; or the digest of the
            definition.
        told: what is wrong, in both languages.
    """

    kind: DamageKind
    utility: str
    name: str
    told: Said


@define
class Seen:
    """Counts what was compared, and what cannot be verified."""

    cases: int = 0
    events: int = 0
    rows: int = 0
    """Current rows that were counted again."""
    definitions: int = 0
    bare: int = 0
    """Events whose instant of recording the chain does not cover: from before version 0017 of the tables."""
    direct: int = 0
    """Rows made directly, which have no history."""
    elsewhere: int = 0
    """Rows under definitions with which this version of the library cannot count."""
    closed: int = 0
    """Closed rows: only their order and their instants are compared."""
    radicados: int = 0
    """Radicados that no series of this store gave, as far as is known."""


def verify(
    unit: UnitOfWork, utility: str, law: Law, seen: Seen, numbering: YearlyNumbering | None = None
) -> Iterator[Damage]:
    """Yield each damage in what the store holds of a utility; `seen` counts what was compared.

    Memory stays constant.

    Args:
        unit: a unit of work for reading.
        utility: the utility.
        law: the law under which the rows were counted.
        seen: is added to while the work goes on.
        numbering: the numbering that gave the radicados; None for the default `YearlyNumbering()`.
    """
    counting = _Counting(unit, utility, law)
    numbers = _Numbers(numbering or YearlyNumbering())
    for kept in unit.kept(utility):
        name = kept.radicado or kept.case_id
        for kind, told in _case_damages(kept, counting, numbers, seen):
            yield Damage(kind, utility, name, told)
    for series, told in numbers.damages(unit.kept_numbers(utility), seen):
        yield Damage(DamageKind.NUMBERS, utility, series, told)


def verify_definitions(unit: UnitOfWork, seen: Seen) -> Iterator[Damage]:
    """Yield a damage for each definition whose text does not have the digest under which it is stored."""
    for digest, text in unit.kept_definitions():
        seen.definitions += 1
        if sha256(text.encode(errors="surrogatepass")).hexdigest() != digest:
            told = Said("el texto de la definición no es el que se guardó", "the text of the definition was changed")
            yield Damage(DamageKind.DEFINITION, "", digest, told)


def _case_damages(
    kept: KeptCase, counting: _Counting, numbers: _Numbers, seen: Seen
) -> Iterator[tuple[DamageKind, Said]]:
    links = kept.links
    seen.cases += kept.is_there
    seen.events += len(kept.entries)
    seen.bare += links.bare
    faults = kept.faults(links)
    if not kept.is_there and (kept.entries or kept.personal):
        yield DamageKind.HISTORY, Said("falta el caso de estas actuaciones", "the case of these events is missing")
    elif kept.is_there:
        for fault in faults:
            yield DamageKind.HISTORY, _fault_told(fault.seq, fault.kind)
    events = tuple(_events(kept))
    numbers.note({*_radicados(event for event in events if event is not None), kept.radicado})
    case = _case_of(kept, events)
    yield from ((DamageKind.ROW, told) for told in _order_of_rows(kept))
    row = kept.rows[-1].row if kept.rows and kept.rows[-1].known_to is None else None
    seen.closed += max(len(kept.rows) - 1, 0)
    yield from counting.damages(kept, case, row, seen)


def _fault_told(seq: int, kind: FaultKind) -> Said:
    if seq == CASE_ITSELF:
        es = "lo que se guarda junto a las actuaciones (radicado, zona, cuántas son) no es lo que ellas dicen"
        return Said(es, "what is kept beside the events (radicado, zone, how many they are) is not what they say")
    es, en = _FAULTS[kind]
    return Said(es.format(seq), en.format(seq))


def _events(kept: KeptCase) -> Iterator[Event | None]:
    """The events of a case; None for an event that cannot be read."""
    for entry in kept.entries:
        try:
            yield rejoined(entry.text, kept.personal.get(entry.seq))
        except PQRError:
            yield None


def _case_of(kept: KeptCase, events: tuple[Event | None, ...]) -> Case | None:
    """The case; None if it cannot be read."""
    zone, whole = zone_of(kept.zone), tuple(event for event in events if event is not None)
    try:
        if zone is None or len(whole) < len(events):
            return None
        return Case(utility_id=kept.utility, case_id=UUID(kept.case_id), zone=zone, events=whole)
    except (PQRError, ValueError):
        return None


def _order_of_rows(kept: KeptCase) -> Iterator[Said]:
    """What is wrong with the order of the rows: each is closed when the next one begins, and the last is not closed."""
    rows = kept.rows
    if kept.is_there and not rows:
        yield Said("falta su fila", "its row is missing")
        return
    whole = all(row.row is not None and row.known_from is not None for row in rows)
    if not whole:
        yield Said("una de sus filas no se puede leer", "one of its rows cannot be read")
    if (
        [row.revision for row in rows] != list(range(1, len(rows) + 1))
        or any(one.known_to is None or one.known_to != other.known_from for one, other in pairwise(rows))
        or (rows and rows[-1].known_to is not None)
    ):
        es = "sus filas no se siguen: falta una, o cambió el instante desde el que se conoció"
        yield Said(
            es, "its rows do not follow one another: one is missing, or the instant it was known from was changed"
        )
    elif whole and kept.entries and rows and rows[0].row is not None and rows[0].row.fingerprint:
        first = rows[0].known_from
        if first is not None and first != kept.entries[0].at:
            yield Said(
                "su primera fila no se conoció con el caso", "its first row was not known together with the case"
            )


class _Counting:
    """Counts rows again from histories, under the definitions that they name."""

    def __init__(self, unit: UnitOfWork, utility: str, law: Law) -> None:
        self._unit = unit
        self._utility = utility
        self._law = law
        self._known: dict[str, Definitions | None] = {}

    def damages(
        self, kept: KeptCase, case: Case | None, row: Facts | None, seen: Seen
    ) -> Iterator[tuple[DamageKind, Said]]:
        """How the current row and its duties differ from those that the case gives."""
        spells = frozenset() if row is None else frozenset(row.duties)
        if kept.duties is not None and kept.duties != spells:
            codes = ", ".join(sorted({duty.code for duty in kept.duties ^ spells}))
            es, en = "los deberes no son los de la fila", "the duties are not those of the row"
            yield DamageKind.DUTIES, Said(f"{es}: {codes}", f"{en}: {codes}")
        if row is None:
            return
        if not row.fingerprint:
            seen.direct += 1
            return
        if not kept.is_there:
            yield DamageKind.ROW, Said("falta el caso de esta fila", "the case of this row is missing")
        definitions = self._of(row.fingerprint)
        if case is None or definitions is None:
            seen.elsewhere += definitions is None
            return
        seen.rows += 1
        try:
            told = columns_of(standing_of(case, definitions))
        except PQRError as error:
            yield DamageKind.ROW, Said(f"no se puede contar: {error.message('es')}", f"cannot be counted: {error}")
            return
        for name, value in told.items():
            mine = getattr(row, name)
            if mine != value and name == "duties":
                yield DamageKind.DUTIES, Said("los deberes de la fila no son los del caso", "the duties are not its")
            elif mine != value and (name, mine) != ("recurso_filed", True):  # which another case may set
                es, en = f"{name} es {mine} y el caso da {value}", f"{name} is {mine}, and the case gives {value}"
                yield DamageKind.ROW, Said(es, en)

    def _of(self, fingerprint: str) -> Definitions | None:
        """The definitions with a digest; None if they are not stored or this version cannot use them."""
        if fingerprint not in self._known:
            self._known[fingerprint] = self._redefined(fingerprint)
        return self._known[fingerprint]

    def _redefined(self, fingerprint: str) -> Definitions | None:
        try:
            *_, of_profile = (self._unit.definition(fingerprint) or "").splitlines() or [""]
            text = self._unit.definition(of_profile)
            profile = None if text is None else self._law.default_profile.redefined(text, self._utility)
        except PQRError:  # it was changed: `verify_definitions` reports it
            return None
        definitions = None if profile is None else self._law.definitions(profile)
        return definitions if definitions is not None and definitions.fingerprint == fingerprint else None


class _Numbers:
    """Compares the radicados in use with the last number of each series."""

    def __init__(self, numbering: YearlyNumbering) -> None:
        self._numbering = numbering
        self._used: dict[str, array[int]] = {}
        self._others = 0

    def note(self, radicados: Iterable[str | None]) -> None:
        """Note the radicados that a case has or had."""
        for radicado in radicados:
            read = None if radicado is None else self._numbering.read(radicado)
            if radicado is None:
                continue
            if read is None:
                self._others += 1
            else:
                year, number = read
                self._used.setdefault(year, array("q")).append(number)

    def damages(self, last: Iterable[tuple[str, int]], seen: Seen) -> Iterator[tuple[str, Said]]:
        """What is wrong with each series that some radicado belongs to, or that no case uses any more."""
        seen.radicados += self._others
        ledger = {
            year: (series, given) for series, given in last if (year := self._numbering.year_of(series)) is not None
        }
        # Radicados of another form may be the ones of a series without any: only its own numbering could tell.
        unused = frozenset[str]() if self._others else ledger.keys() - self._used.keys()
        for year in sorted({*self._used, *unused}):
            numbers = self._used.get(year, ())
            if year not in ledger:  # numbers from elsewhere: this store gave none
                seen.radicados += len(numbers)
                continue
            (series, given), used = ledger[year], set(numbers)
            for number in sorted(n for n in used if n > given)[:_SHOWN]:
                name = self._numbering.named(year, number)
                es, en = f"{name} está en uso, y el último número dado es {given}", f"the last number given is {given}"
                yield series, Said(es, f"{name} is in use, and {en}")
            missing = given - sum(1 for n in used if 0 < n <= given)
            if missing:
                absent = islice((n for n in range(1, given + 1) if n not in used), _SHOWN)
                names = ", ".join(self._numbering.named(year, n) for n in absent)
                es, en = f"{missing} números dados que ningún caso tiene", f"{missing} numbers given that no case has"
                yield series, Said(f"{es}: {names}", f"{en}: {names}")


def _radicados(events: Iterable[Event]) -> Iterator[str]:
    """Every radicado that the filings and corrections of the events hold, each once."""
    found = set[str]()
    for event in events:
        payload = event.payload
        if isinstance(payload, Correction) and payload.event is not None:
            payload = payload.event.payload
        if isinstance(payload, Filing) and payload.radicado is not None:
            found.add(payload.radicado)
    yield from found
