"""The relations of a row of facts to other cases: the one it repeats, the one it attacks, whether one attacks it.

The relations depend on what the store holds, not on the order in which it was written: putting a row also changes the
related rows. Every store uses this module, so that all of them give the same rows.

- `repeat_of` is the nearest earlier case of the same account and causal, by day of filing and then by case id, at most
  `repeat_days` calendar days before.
- `recurso_of` is the case with the radicado that the link of the recurso names, once the store has that case.
- `recurso_filed` is True for a case that a recurso attacks, whether or not its own history says so. A row made directly
  does not set it in another case.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from attrs import evolve, frozen

from pqr_core.facts import Facts
from pqr_core.fields import Brief

__all__ = ("RELATING", "Related", "Relating", "Sought", "related", "relating", "sought")


class Relating(NamedTuple):
    """The columns of a row of facts that relate it to other rows."""

    case_id: UUID
    radicado: str | None
    account: str | None
    causal: str | None
    filed_on: date
    repeat_days: int | None
    repeat_of: UUID | None
    recurso_of: UUID | None
    recurso_of_radicado: str | None
    recurso_filed: bool
    fingerprint: str


RELATING: Final = Relating._fields
"""The names of these columns, in order."""

T = TypeVar("T")

_values = attrgetter(*RELATING)
_follows_from = attrgetter("radicado", "account", "causal", "filed_on", "repeat_days", "recurso_of_radicado")


def relating(row: Facts) -> Relating:
    """The relating columns of a row."""
    return Relating(*_values(row))


# --- what has to be known ------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Sought(Brief):
    """The rows of one utility to which a batch of rows may be related: those that match one of these conditions.

    Args:
        accounts: rows of these accounts and `causales`, filed between `first` and `last`, both inclusive.
        causales: see `accounts`.
        first: see `accounts`.
        last: see `accounts`.
        radicados: rows with one of these radicados, which a link of the batch names.
        named: rows whose link names one of these radicados.
        ids: rows of these cases, and rows that attack one of them.
        cases: the cases of the batch for which these rows are sought.
    """

    accounts: frozenset[str]
    causales: frozenset[str]
    first: date
    last: date
    radicados: frozenset[str]
    named: frozenset[str]
    ids: frozenset[UUID]
    cases: frozenset[UUID]


def sought(rows: Iterable[Facts], known: Mapping[UUID, Facts]) -> Sought | None:
    """The rows that must be known to relate the rows of one utility; None if no relation can have changed.

    `known` holds the current rows of the same cases, which `rows` replace.
    """
    accounts, causales, radicados, named = set[str](), set[str](), set[str](), set[str]()
    cases, ids, days = set[UUID](), set[UUID](), [date.max, date.min]
    for row in rows:
        before = known.get(row.case_id)
        if not _is_moved(row, before):
            continue
        cases.add(row.case_id)
        ids |= _told(row.case_id, row.recurso_of)
        radicados |= _told(row.recurso_of_radicado)
        for each in (row,) if before is None else (row, before):
            named |= _told(each.radicado)
            reach = max(each.repeat_days or 0, row.repeat_days or 0)
            if reach and each.account is not None and each.causal is not None:
                accounts.add(each.account)
                causales.add(each.causal)
                days = [min(days[0], _shifted(each.filed_on, -reach)), max(days[1], _shifted(each.filed_on, reach))]
    if not ids:
        return None
    return Sought(
        accounts=frozenset(accounts),
        causales=frozenset(causales),
        first=days[0],
        last=days[1],
        radicados=frozenset(radicados),
        named=frozenset(named),
        ids=frozenset(ids),
        cases=frozenset(cases),
    )


def _told(*values: T | None) -> set[T]:
    return {value for value in values if value is not None}


def _is_moved(row: Facts, before: Facts | None) -> bool:
    """Whether a relation of the row may have changed, or was left out when the row was remade."""
    if before is None or _follows_from(row) != _follows_from(before):
        return True
    return _tells(row) != _tells(before)


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


# --- how they are related ------------------------------------------------------------------------------------------


class Related(NamedTuple):
    """The rows of a batch with their relations, and by case id the columns that change in other rows."""

    rows: list[Facts]
    others: dict[UUID, dict[str, Any]]


def related(rows: Sequence[Facts], known: Mapping[UUID, Facts], found: Iterable[Relating]) -> Related:
    """Relate the rows of a batch, of one utility, to one another and to the rows `found` in the store.

    Args:
        rows: the batch, one row for each case.
        known: the current rows of the same cases, which `rows` replace.
        found: the rows that were `sought`; it may hold more.
    """
    return _Relations(rows, known, found).related()


class _Relations:
    def __init__(self, rows: Sequence[Facts], known: Mapping[UUID, Facts], found: Iterable[Relating]) -> None:
        self._rows, self._known = rows, known
        self._moved = {row.case_id for row in rows if _is_moved(row, known.get(row.case_id))}
        own = {row.case_id: relating(row) for row in rows}
        self._before = {each.case_id: each for each in found if each.case_id not in own}
        self._now: dict[UUID, Relating] = {**self._before, **own}

    def related(self) -> Related:
        self._attack()
        self._repeat()
        changed = {case_id: self._now[case_id] for case_id, each in self._before.items() if self._now[case_id] != each}
        rows = [_telling(row, self._now[row.case_id]) for row in self._rows]
        return Related(rows, {case_id: _asdict(each) for case_id, each in changed.items()})

    def _tell(self, each: Relating, **told: Any) -> None:
        self._now[each.case_id] = each._replace(**told)

    def _attack(self) -> None:
        """Resolve the radicados that links name, and mark the attacked cases."""
        id_of = {each.radicado: each.case_id for each in self._now.values() if each.radicado is not None}
        for each in list(self._now.values()):
            name = each.recurso_of_radicado
            target = None if name is None or name == each.radicado else id_of.get(name)
            if name is not None and self._knows(each, target):
                self._tell(each, recurso_of=target)
        attacked = {
            each.recurso_of for each in self._now.values() if each.fingerprint and each.recurso_of != each.case_id
        }
        for each in list(self._now.values()):
            if each.case_id in attacked and not each.recurso_filed:
                self._tell(each, recurso_filed=True)

    def _knows(self, each: Relating, target: UUID | None) -> bool:
        """Whether the target of a link is known for sure: for rows found for another reason, it may be missing here."""
        return each.case_id in self._moved or target in self._moved or each.recurso_of in self._moved

    def _repeat(self) -> None:
        """Point each case to the nearest earlier one, if a case of the batch is or was that one, or came between."""
        groups: dict[tuple[str, str], list[tuple[date, UUID]]] = defaultdict(list)
        for each in self._now.values():
            if each.account is not None and each.causal is not None:
                insort(groups[each.account, each.causal], (each.filed_on, each.case_id))
        for each in list(self._now.values()):
            group = groups.get((each.account, each.causal), []) if each.account and each.causal else []
            earlier = _before(group, each)
            if each.case_id in self._moved or (earlier and earlier[1] in self._moved) or each.repeat_of in self._moved:
                self._point(each, earlier)

    def _point(self, each: Relating, earlier: tuple[date, UUID] | None) -> None:
        before = self._known.get(each.case_id)
        if each.repeat_days is None:
            # Without `repeat_days`, the value given by the caller stays, except one that followed from earlier
            # `repeat_days`.
            if before is not None and before.repeat_days is not None:
                self._tell(each, repeat_of=None)
        elif earlier is None or (each.filed_on - earlier[0]).days > each.repeat_days:
            self._tell(each, repeat_of=None)
        else:
            self._tell(each, repeat_of=earlier[1])


_TOLD: Final = ("repeat_of", "recurso_of", "recurso_filed")
_tells = attrgetter(*_TOLD)


def _asdict(each: Relating) -> dict[str, Any]:
    return dict(zip(_TOLD, _tells(each), strict=True))


def _telling(row: Facts, each: Relating) -> Facts:
    return row if _tells(row) == _tells(each) else evolve(row, **_asdict(each))


def _before(group: Sequence[tuple[date, UUID]], each: Relating) -> tuple[date, UUID] | None:
    place = bisect_left(group, (each.filed_on, each.case_id))
    return group[place - 1] if place else None
