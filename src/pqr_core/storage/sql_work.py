"""The work in SQL: one statement over the leading spells for the counts, one for a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from pqr_core.facts import Facts
from pqr_core.law.agenda import ENDLESS, Duty
from pqr_core.storage.rows import CHUNK, Insert, RegisterTable
from pqr_core.storage.tables import Tables
from pqr_core.storage.work import Owed, WorkCounts, WorkKey, WorkPage, WorkQuery, key_of
from pqr_core.vocabulary import WorkClass

__all__ = ("DutyStatements",)

_LATER: Final = "later"
_MIXED: Final = "mixed"


class DutyStatements:
    """What is built once for a store: the spells of the rows known now, and the questions put to them."""

    def __init__(self, tables: Tables, facts: RegisterTable[Facts]) -> None:
        self._duties = tables.duties
        self._facts = facts
        self._insert = Insert(tables.duties)
        duties = tables.duties.c
        self._delete = delete(tables.duties).where(
            duties.utility == bindparam("of_utility"), duties.case_id == bindparam("of_case")
        )

    def replace(self, connection: Connection, closed: Sequence[tuple[str, UUID]], rows: Sequence[Facts]) -> None:
        """Put the spells of `rows` in the place of those of the rows they close."""
        if closed:
            connection.execute(self._delete, [{"of_utility": utility, "of_case": id_} for utility, id_ in closed])
        self._insert(connection, [_values(row, duty) for row in rows for duty in row.duties])

    # --- the questions ---------------------------------------------------------------------------------------------

    def counts(self, connection: Connection, utility: str, query: WorkQuery) -> WorkCounts:
        """How many cases each class has, in one statement."""
        word = self._class(query).label("word")
        statement = union_all(
            select(word, func.count().label("n")).where(*self._leading(utility, query)).group_by(word),
            select(literal(_LATER), self._later(utility, query.day)),
            select(literal(_MIXED), case((self._mixed(utility, query.definitions), 1), else_=0)),
        )
        found = {row.word: row.n for row in connection.execute(statement)}
        later, mixed = found.pop(_LATER), found.pop(_MIXED)
        return WorkCounts({WorkClass(each): n for each, n in found.items()}, later, bool(mixed))

    def page(
        self, connection: Connection, utility: str, query: WorkQuery, after: WorkKey | None, limit: int
    ) -> WorkPage:
        """The next leading duties in the order of the work, in one statement."""
        duties = self._duties.c
        # The same number on both sides: a join on nothing would pass for a forgotten condition.
        spells = select(self._duties, literal(1).label("one")).where(*self._leading(utility, query), self._is(query))
        if after is not None:
            spells = spells.where(_beyond((duties.due_on, duties.case_id), after))
        found = spells.order_by(duties.due_on, duties.case_id).limit(limit).subquery("spells")
        guard = select(
            self._later(utility, query.day).label("later"),
            case((self._mixed(utility, query.definitions), 1), else_=0).label("mixed"),
            literal(1).label("one"),
        ).subquery("guard")
        rows = self._joined(found, guard)
        answered = connection.execute(rows.order_by(found.c.due_on, found.c.case_id)).all()
        owed = tuple(self._owed(connection, [row[2:] for row in answered if row[2] is not None]))
        return WorkPage(owed, answered[0].later, bool(answered[0].mixed))

    def owed(self, connection: Connection, utility: str, day: date, due_by: date) -> Iterator[Owed]:
        """Every dated duty that is open at the end of `day`, runs, and is due by `due_by`; in constant memory."""
        duties = self._duties.c
        query = select(self._duties).where(
            duties.utility == utility,
            duties.due_on <= due_by,
            duties.from_on <= day,
            duties.until_on > day,
            duties.waits == false(),
        )
        order = (duties.due_on, duties.case_id, duties.code)
        page: Sequence[Any] = ()
        after: tuple[Any, ...] | None = None
        while after is None or len(page) == CHUNK:
            spells = query if after is None else query.where(_beyond(order, after))
            found = spells.order_by(*order).limit(CHUNK).subquery("spells")
            rows = self._joined(found).order_by(found.c.due_on, found.c.case_id, found.c.code)
            page = list(self._owed(connection, connection.execute(rows).all()))
            yield from page
            after = () if not page else (*key_of(page[-1]), page[-1].duty.code)

    # --- their parts -----------------------------------------------------------------------------------------------

    def _leading(self, utility: str, query: WorkQuery) -> tuple[Any, ...]:
        duties = self._duties.c
        return (
            duties.utility == utility,
            duties.leads,
            duties.from_on <= query.day,
            duties.until_on > query.day,
        )

    def _overdue(self, day: date) -> Any:
        duties = self._duties.c
        return or_(duties.due_on < day, and_(duties.due_on == day, duties.due_at.is_not(None)))

    def _class(self, query: WorkQuery) -> Any:
        duties = self._duties.c
        return case(
            (self._overdue(query.day), WorkClass.OVERDUE.value),
            (duties.waits, WorkClass.SUSPENDED.value),
            (duties.due_on == ENDLESS, WorkClass.UNDATED.value),
            (duties.due_on == query.day, WorkClass.TODAY.value),
            (duties.due_on <= query.soon_on, WorkClass.SOON.value),
            else_=WorkClass.LATER.value,
        )

    def _is(self, query: WorkQuery) -> Any:
        """The condition for the class asked for, as a span of the index where it is one."""
        duties, day = self._duties.c, query.day
        on_the_day = and_(duties.due_on == day, duties.due_at.is_(None))
        return {
            None: true(),
            WorkClass.OVERDUE: and_(duties.due_on <= day, self._overdue(day)),
            WorkClass.SUSPENDED: and_(duties.due_on >= day, duties.waits, or_(duties.due_on > day, on_the_day)),
            WorkClass.UNDATED: and_(duties.due_on == ENDLESS, duties.waits == false()),
            WorkClass.TODAY: and_(on_the_day, duties.waits == false()),
            WorkClass.SOON: and_(duties.due_on > day, duties.due_on <= query.soon_on, duties.waits == false()),
            WorkClass.LATER: and_(duties.due_on > query.soon_on, duties.due_on < ENDLESS, duties.waits == false()),
        }[query.work_class]

    def _known(self, utility: str) -> tuple[Any, ...]:
        facts = self._facts.table.c
        return facts.utility == utility, facts.known_to.is_(None)

    def _later(self, utility: str, day: date) -> Any:
        """How many rows are of cases in which something happened after the day."""
        facts = self._facts.table.c
        return select(func.count()).where(*self._known(utility), facts.last_on > day).scalar_subquery()

    def _mixed(self, utility: str, definitions: frozenset[str]) -> Any:
        """Whether rows of other definitions are there: by the gaps between the digests, each a span of the index."""
        digest = self._facts.table.c.fingerprint
        ordered = sorted(definitions)
        spans = [digest < ordered[0], *(and_(digest > one, digest < two) for one, two in pairwise(ordered))]
        return or_(
            *(select(digest).where(*self._known(utility), span).exists() for span in (*spans, digest > ordered[-1]))
        )

    def later(self, utility: str, day: date) -> Select[Any]:
        """The ids of the cases of those rows, in order."""
        facts = self._facts.table.c
        return select(facts.case_id).where(*self._known(utility), facts.last_on > day).order_by(facts.case_id)

    def definitions(self, utility: str) -> Select[Any]:
        """The digests of the definitions that rows known now were made under."""
        return select(self._facts.table.c.fingerprint).where(*self._known(utility)).distinct()

    def foreign(self, utility: str, definitions: frozenset[str]) -> Select[Any]:
        """The ids of the cases whose rows are of other definitions."""
        facts = self._facts.table.c
        return select(facts.case_id).where(*self._known(utility), facts.fingerprint.not_in(sorted(definitions)))

    def _joined(self, spells: Any, guard: Any = None) -> Select[Any]:
        """The spells with the rows of their cases; each behind the one row of `guard`, which is there without any."""
        facts = self._facts.table
        here = and_(
            facts.c.utility == spells.c.utility, facts.c.case_id == spells.c.case_id, facts.c.known_to.is_(None)
        )
        columns = (*(spells.c[column.name] for column in self._duties.c), *self._facts.columns)
        both = spells.join(facts, here)
        if guard is None:
            return select(*columns).select_from(both)
        guarded = guard.outerjoin(both, guard.c.one == spells.c.one)
        return select(guard.c.later, guard.c.mixed, *columns).select_from(guarded)

    def _owed(self, connection: Connection, found: Sequence[Sequence[Any]]) -> Iterator[Owed]:
        width = len(self._duties.c)
        rows = self._facts.made(connection.dialect, [each[width:] for each in found])
        for (_, _, code, from_on, until_on, due_on, due_at, waits, leads), row in zip(
            (each[:width] for each in found), rows, strict=True
        ):
            yield Owed(
                row,
                Duty(code, from_on, until_on, None if due_on == ENDLESS else due_on, due_at, bool(waits), bool(leads)),
            )


def _beyond(columns: tuple[Any, ...], key: tuple[Any, ...]) -> Any:
    return tuple_(*columns) > tuple_(*(literal(value, column.type) for value, column in zip(key, columns, strict=True)))


def _values(row: Facts, duty: Duty) -> tuple[Any, ...]:
    days = (duty.from_on, duty.until_on, duty.due_on or ENDLESS, duty.due_at)
    return row.utility, row.case_id, duty.code, *days, duty.waits, duty.leads
