"""The registers of the memory store: rows by their key, each with the rows that it has closed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, islice, product
from typing import Any, Final
from uuid import UUID

from attrs import evolve, frozen

from pqr_core.facts import Facts, Survey
from pqr_core.fields import nfc
from pqr_core.moments import require_instant
from pqr_core.registers import R, RegisterOf
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.related import Relating, Sought, relating
from pqr_core.storage.rows import FactsRegister, Register, SurveyRegister
from pqr_core.storage.work import Owed, OwedPage, WorkCounts, WorkKey, WorkQuery, key_of

__all__ = ("SPECIAL", "Known", "MemoryRegister", "RegisterRows")

RegisterRows = dict[tuple[Any, ...], "tuple[Known, ...]"]
"""The rows of a register by key: the closed ones, then the current one."""


@frozen
class Known:
    """A row of a register, and the instants from and until which it is current."""

    row: Any
    known_from: datetime
    known_to: datetime | None = None


class MemoryRegister(Register[R]):
    """A register of one unit of work, over the rows of its state."""

    def __init__(self, unit: UnitOfWork, rows: RegisterRows, register: RegisterOf[R]) -> None:
        self.unit = unit
        self.rows = rows
        self.key_of = register.key_of
        self.over = register.over

    def put(self, rows: Iterable[R]) -> int:
        """See `Register.put`."""
        self.unit.check(writing=True)
        with self.unit.ending_on_errors(bulk=True):
            return sum(map(self._put, rows))

    def _put(self, row: R) -> bool:
        key, at = self.key_of(row), self.unit.recorded_at
        known = self.rows.get(key, ())
        if known and self.over is not None:
            row = self.over(row, known[-1].row)
        if known and known[-1].row == row:
            return False
        if known:
            since = max(at, known[-1].known_from)
            self.rows[key] = (*known[:-1], evolve(known[-1], known_to=since), Known(row, since))
        else:
            self.rows[key] = (Known(row, at),)
        return True

    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        """See `Register.stream`."""
        self.unit.check()
        if before is not None:
            require_instant(before, "before")
        wanted = nfc(utility)
        for key in sorted(key for key in self.rows if key[0] == wanted):
            self.unit.check()
            row = _known(self.rows[key], before)
            if row is not None:
                yield row


def _known(known: tuple[Known, ...], before: datetime | None) -> Any:
    if before is None:
        return known[-1].row
    return next((k.row for k in known if k.known_from < before and (k.known_to is None or k.known_to >= before)), None)


class _ByRelation:
    """An index of the current rows of a unit of work by the columns that relate them to others."""

    def __init__(self, rows: Iterable[Facts]) -> None:
        self._ids: dict[tuple[str, ...], set[UUID]] = defaultdict(set)
        for row in rows:
            self.replace(None, row)

    def replace(self, before: Facts | None, row: Facts) -> None:
        """Index a row in place of its previous one."""
        for key in () if before is None else self._keys(before):
            self._ids[key].discard(row.case_id)
        for key in self._keys(row):
            self._ids[key].add(row.case_id)

    @staticmethod
    def _keys(row: Facts) -> Iterator[tuple[str, ...]]:
        if row.account is not None and row.causal is not None:
            yield row.utility, "account", row.account, row.causal
        named = {"radicado": row.radicado, "named": row.recurso_of_radicado, "recurso_of": row.recurso_of}
        yield from ((row.utility, name, str(value)) for name, value in named.items() if value is not None)

    def found(self, utility: str, wanted: Sought) -> frozenset[UUID]:
        """The ids of the cases that are sought; it may return more."""
        keys = chain(
            product([utility], ["account"], wanted.accounts, wanted.causales),
            product([utility], ["radicado"], wanted.radicados),
            product([utility], ["named"], wanted.named),
            product([utility], ["recurso_of"], map(str, wanted.ids)),
        )
        return wanted.ids.union(*(self._ids[key] for key in keys if key in self._ids))

    def of_radicados(self, utility: str, radicados: Iterable[str]) -> frozenset[UUID]:
        """The cases with these radicados."""
        keys = product([utility], ["radicado"], radicados)
        return frozenset().union(*(self._ids[key] for key in keys if key in self._ids))


class _MemorySurveys(MemoryRegister[Survey], SurveyRegister):
    _about: dict[tuple[str, str], set[str]] | None = None
    """The surveys known now by utility and radicado, of one unit of work."""

    def about(self, utility: str, radicados: Collection[str]) -> Iterator[Survey]:
        self.unit.check()
        ids = (each for radicado in radicados for each in self._index().get((utility, radicado), ()))
        return (self.rows[utility, survey_id][-1].row for survey_id in sorted(ids))

    def _index(self) -> dict[tuple[str, str], set[str]]:
        if self._about is None:
            self._about = defaultdict(set)
            for known in self.rows.values():
                self._tell(self._about, known[-1].row)
        return self._about

    @staticmethod
    def _tell(about: dict[tuple[str, str], set[str]], row: Survey) -> None:
        if row.radicado is not None:
            about[row.utility, row.radicado].add(row.survey_id)

    def _put(self, row: Survey) -> bool:
        index, known = self._index(), self.rows.get(self.key_of(row))
        before = known[-1].row.radicado if known else None
        if before is not None:
            index[row.utility, before].discard(row.survey_id)
        is_new = super()._put(row)
        self._tell(index, row)
        if is_new:
            self.unit.facts.survey(row.utility, {each for each in (before, row.radicado) if each is not None})
        return is_new


class _MemoryFacts(MemoryRegister[Facts], FactsRegister):
    _by_relation: _ByRelation | None = None

    def _put(self, row: Facts) -> bool:
        known = self.rows.get((row.utility, row.case_id))
        before = {} if known is None else {row.case_id: known[-1].row}
        (made,), others = self._with_related([row], before)
        is_new, *_ = [self._replace(each) for each in (made, *others)]
        return is_new

    def _replace(self, row: Facts) -> bool:
        known = self.rows.get((row.utility, row.case_id))
        if self._by_relation is not None:
            self._by_relation.replace(None if known is None else known[-1].row, row)
        return super()._put(row)

    def _index(self) -> _ByRelation:
        if self._by_relation is None:
            self._by_relation = _ByRelation(known[-1].row for known in self.rows.values() if known)
        return self._by_relation

    def _found(self, utility: str, wanted: Sought) -> Iterator[Relating]:
        ids = self._index().found(utility, wanted)
        rows = (self.rows[utility, case_id][-1].row for case_id in ids if (utility, case_id) in self.rows)
        return map(relating, rows)

    def _surveys(self, utility: str, radicados: Collection[str]) -> Iterator[Survey]:
        return self.unit.surveys.about(utility, radicados)

    def _of_radicados(self, utility: str, radicados: Collection[str]) -> Iterator[Facts]:
        ids = self._index().of_radicados(utility, radicados)
        return (self.rows[utility, case_id][-1].row for case_id in sorted(ids))

    def get(self, utility: str, case_id: UUID, *, before: datetime | None = None) -> Facts | None:
        self.unit.check()
        if before is not None:
            require_instant(before, "before")
        known = self.rows.get((nfc(utility), case_id))
        row: Facts | None = None if known is None else _known(known, before)
        return row

    def by_radicado(self, utility: str, radicado: str) -> Facts | None:
        wanted = nfc(radicado)
        return next((row for row in self.stream(utility) if row.radicado == wanted), None)

    def _page_of(self, utility: str, query: FactsQuery, after: UUID | None, limit: int) -> tuple[Facts, ...]:
        rows = (row for row in self.stream(utility) if (after is None or row.case_id > after) and query.matches(row))
        return tuple(islice(rows, limit))

    def _unit_check(self) -> None:
        self.unit.check()

    def _work_counts(self, utility: str, query: WorkQuery) -> WorkCounts:
        asked = (query.class_of(each.duty) for each in self._asked(utility, query))
        return WorkCounts(Counter(asked), *self._beside(utility, query))

    def _work_page(self, utility: str, query: WorkQuery, after: WorkKey | None, limit: int) -> OwedPage:
        wanted = (each for each in self._asked(utility, query) if query.wants(each.duty))
        ordered = (each for each in sorted(wanted, key=key_of) if after is None or key_of(each) > after)
        return OwedPage(tuple(islice(ordered, limit)), *self._beside(utility, query))

    def _asked(self, utility: str, query: WorkQuery) -> Iterator[Owed]:
        asked = (query.asks(row, row.owed(query.day)) for row in self.stream(utility))
        return (each for each in asked if each is not None)

    def _beside(self, utility: str, query: WorkQuery) -> tuple[int, bool]:
        later = sum(1 for row in self.stream(utility) if _is_later(row, query.day))
        return later, bool(self._others(utility, query.definitions))

    def _owed(self, utility: str, day: date, due_by: date) -> Iterator[Owed]:
        owed = (Owed(row, duty) for row in self.stream(utility) for duty in row.owed(day) if not duty.waits)
        due = (each for each in owed if each.duty.due_on is not None and each.duty.due_on <= due_by)
        return iter(sorted(due, key=lambda each: (*key_of(each), each.duty.code)))

    def _later(self, utility: str, day: date) -> list[UUID]:
        return [row.case_id for row in self.stream(utility) if _is_later(row, day) and row.filed_on <= day]

    def _others(self, utility: str, definitions: str) -> dict[str, int]:
        alike = {definitions, "", *self.unit.equal_to(utility, definitions)}
        return Counter(row.fingerprint for row in self.stream(utility) if row.fingerprint not in alike)

    def _made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]:
        return [row.case_id for row in self.stream(utility) if row.fingerprint in definitions]


def _is_later(row: Facts, day: date) -> bool:
    return row.last_on is not None and row.last_on > day


SPECIAL: Final[Mapping[type, Callable[..., Register[Any]]]] = {Facts: _MemoryFacts, Survey: _MemorySurveys}
"""The registers that do more than keep their rows, by the class of these."""
