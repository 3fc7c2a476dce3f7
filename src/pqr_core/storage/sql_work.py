"""The work in SQL: one statement over the duties for the counts, one for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Dialect,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from pqr_core.facts import Facts
from pqr_core.law.agenda import ENDLESS, Duty
from pqr_core.storage.bulk import CHUNK, Insert, Question
from pqr_core.storage.sql_registers import RegisterTable
from pqr_core.storage.tables import Tables
from pqr_core.storage.work import Owed, OwedPage, WorkCounts, WorkKey, WorkQuery, key_of
from pqr_core.vocabulary import WorkClass

__all__ = ("DutyStatements",)

_LATER: Final = "later"
_MIXED: Final = "mixed"
_SPELL: Final = ("code", "from_on", "until_on", "due_on", "due_at", "waits", "leads")


class _Asked(NamedTuple):
    """The parts of a query that need a statement of their own."""

    codes: tuple[str, ...] | None
    of_somebody: bool


class DutyStatements:
    """The statements of duties, built once for a store: they replace the duties of rows and answer the queries."""

    def __init__(self, tables: Tables, facts: RegisterTable[Facts]) -> None:
        self._duties = tables.duties
        self._equals = tables.equals
        self._facts = facts
        self._insert = Insert(tables.duties)
        duties = tables.duties.c
        self._delete = delete(tables.duties).where(
            duties.utility == bindparam("of_utility"), duties.case_id == bindparam("of_case")
        )
        self._counts: dict[_Asked, Question] = {}
        self._pages: dict[tuple[_Asked, WorkClass | None, bool], Question] = {}
        self._due = {follows: Question(self._owing(follows=follows)) for follows in (False, True)}
        self._read: tuple[Callable[[Any], Any], Callable[[Any], Any]] | None = None

    def replace(self, connection: Connection, closed: Sequence[tuple[str, UUID]], rows: Sequence[Facts]) -> None:
        """Replace the duties of the rows `closed` by those of `rows`."""
        if closed:
            connection.execute(self._delete, [{"of_utility": utility, "of_case": id_} for utility, id_ in closed])
        self._insert(connection, [_values(row, duty) for row in rows for duty in row.duties])

    # --- the questions ---------------------------------------------------------------------------------------------

    def counts(self, connection: Connection, utility: str, query: WorkQuery) -> WorkCounts:
        """How many cases stand in each class of work, in one statement."""
        asked = _asked_of(query)
        if asked not in self._counts:
            self._counts[asked] = Question(self._counting(asked))
        found = dict(self._counts[asked](connection, _asked(utility, query)))
        later, mixed = found.pop(_LATER), found.pop(_MIXED)
        return WorkCounts({WorkClass(each): n for each, n in found.items()}, later, bool(mixed))

    def page(
        self, connection: Connection, utility: str, query: WorkQuery, after: WorkKey | None, limit: int
    ) -> OwedPage:
        """The next duties in the order of the work, in one statement."""
        values = {**_asked(utility, query), "limit": limit}
        if after is not None:
            values["after_due_on"], values["after_case_id"] = after
        asked = (_asked_of(query), query.work_class, after is not None)
        if asked not in self._pages:
            self._pages[asked] = Question(self._paging(*asked))
        found = self._pages[asked](connection, values)
        *first, later, mixed = found[0]
        owed = () if first[0] is None else tuple(self._owed(connection, found))
        return OwedPage(owed, later, bool(mixed))

    def owed(self, connection: Connection, utility: str, day: date, due_by: date) -> Iterator[Owed]:
        """Every duty with a last day up to `due_by`, inclusive, that is open at the end of `day` and does not wait.

        It is read in pages, in constant memory.
        """
        values: dict[str, Any] = {"utility": utility, "day": day, "due_by": due_by, "limit": CHUNK}
        page: list[Owed] = []
        while not page or len(page) == CHUNK:
            page = list(self._owed(connection, self._due["after_code" in values](connection, values)))
            if not page:
                return
            yield from page
            values["after_due_on"], values["after_case_id"] = key_of(page[-1])
            values["after_code"] = page[-1].duty.code

    # --- as statements ---------------------------------------------------------------------------------------------

    def _counting(self, asked: _Asked) -> CompoundSelect[Any]:
        # Group by the name: an engine with numbered parameters would not recognise the repeated expression.
        led = select(self._class().label("word"), func.count().label("n")).where(*self._asking(asked))
        return union_all(
            led.group_by(literal_column("word")),
            select(literal(_LATER), self._later()),
            select(literal(_MIXED), self._mixed()),
        )

    def _paging(self, asked: _Asked, work_class: WorkClass | None, follows: bool) -> Select[Any]:  # noqa: FBT001 - as a key
        duties = self._duties.c
        # Join on the same number on both sides: a join without a condition would look like a forgotten one.
        spells = select(self._duties, literal(1).label("one")).where(*self._asking(asked), self._is(work_class))
        if follows:
            spells = spells.where(_beyond(duties.due_on, duties.case_id))
        found = (
            spells.order_by(duties.due_on, duties.case_id).limit(bindparam("limit", type_=Integer)).subquery("spells")
        )
        guard = select(self._later().label("later"), self._mixed().label("mixed"), literal(1).label("one")).subquery(
            "guard"
        )
        guarded = guard.outerjoin(self._with_rows(found), guard.c.one == found.c.one)
        columns = (*self._told(found), guard.c.later, guard.c.mixed)
        return select(*columns).select_from(guarded).order_by(found.c.due_on, found.c.case_id)

    def _owing(self, *, follows: bool) -> Select[Any]:
        duties = self._duties.c
        order = (duties.due_on, duties.case_id, duties.code)
        query = select(self._duties).where(
            duties.utility == _named("utility"),
            duties.due_on <= _named("due_by"),
            duties.from_on <= _named("day"),
            duties.until_on > _named("day"),
            duties.waits == false(),
        )
        spells = query.where(_beyond(*order)) if follows else query
        found = spells.order_by(*order).limit(bindparam("limit", type_=Integer)).subquery("spells")
        rows = select(*self._told(found)).select_from(self._with_rows(found))
        return rows.order_by(found.c.due_on, found.c.case_id, found.c.code)

    # --- their parts -----------------------------------------------------------------------------------------------

    def _asking(self, asked: _Asked) -> Iterator[Any]:
        """The conditions for the one duty of a case that counts: see `WorkQuery.asks`."""
        duties = self._duties.c
        yield duties.utility == _named("utility")
        yield from (duties.from_on <= _named("day"), duties.until_on > _named("day"))
        if asked.codes is None:
            yield duties.leads
        else:
            other = self._duties.alias("other")
            yield _one_of(duties.code, asked.codes)
            yield (
                ~select(literal(1))
                .where(
                    other.c.utility == duties.utility,
                    other.c.case_id == duties.case_id,
                    other.c.from_on <= _named("day"),
                    other.c.until_on > _named("day"),
                    _one_of(other.c.code, asked.codes),
                    _before(other.c, duties),
                )
                .exists()
            )
        if asked.of_somebody:
            facts = self._facts.table.c
            of_case = and_(facts.utility == duties.utility, facts.case_id == duties.case_id, facts.known_to.is_(None))
            yield select(literal(1)).where(of_case, facts.responsable == _named("responsable")).exists()

    def _overdue(self) -> Any:
        duties, day = self._duties.c, _named("day")
        return or_(duties.due_on < day, and_(duties.due_on == day, duties.due_at.is_not(None)))

    def _class(self) -> Any:
        duties = self._duties.c
        return case(
            (self._overdue(), WorkClass.OVERDUE.value),
            (duties.waits, WorkClass.SUSPENDED.value),
            (duties.due_on == ENDLESS, WorkClass.UNDATED.value),
            (duties.due_on == _named("day"), WorkClass.TODAY.value),
            (duties.due_on <= _named("soon_on"), WorkClass.SOON.value),
            else_=WorkClass.LATER.value,
        )

    def _is(self, work_class: WorkClass | None) -> Any:
        """The condition for the wanted class, written as a span of the index where possible."""
        duties, day, soon_on = self._duties.c, _named("day"), _named("soon_on")
        on_the_day = and_(duties.due_on == day, duties.due_at.is_(None))
        return {
            None: true(),
            WorkClass.OVERDUE: and_(duties.due_on <= day, self._overdue()),
            WorkClass.SUSPENDED: and_(duties.due_on >= day, duties.waits, or_(duties.due_on > day, on_the_day)),
            WorkClass.UNDATED: and_(duties.due_on == ENDLESS, duties.waits == false()),
            WorkClass.TODAY: and_(on_the_day, duties.waits == false()),
            WorkClass.SOON: and_(duties.due_on > day, duties.due_on <= soon_on, duties.waits == false()),
            WorkClass.LATER: and_(duties.due_on > soon_on, duties.due_on < ENDLESS, duties.waits == false()),
        }[work_class]

    def _known(self) -> tuple[Any, ...]:
        facts = self._facts.table.c
        return facts.utility == _named("utility"), facts.known_to.is_(None)

    def _later(self) -> Any:
        """How many current rows belong to cases in which something happened after the day."""
        facts = self._facts.table.c
        return select(func.count()).where(*self._known(), facts.last_on > _named("day")).scalar_subquery()

    def _mixed(self) -> Any:
        """Whether there are rows of other definitions, as 1 or 0.

        The query jumps from digest to digest in the index, however many rows have each.
        """
        facts = self._facts.table.c
        digest = facts.fingerprint
        # Name every column of the index in the order: PostgreSQL does not see that `known_to` is always null here.
        first = select(digest).where(*self._known()).order_by(facts.known_to, digest).limit(1)
        found = select(first.scalar_subquery().label("digest")).cte("digests", recursive=True)
        following = first.where(digest > found.c.digest).correlate(found).scalar_subquery()
        every = found.union_all(select(following).where(found.c.digest.is_not(None)))
        return case((select(every.c.digest).where(self._is_other(every.c.digest)).exists(), 1), else_=0)

    def _is_other(self, digest: Any) -> Any:
        """The condition for a digest of other definitions: not those of the query, nor recorded as equal to them."""
        pairs, definitions = self._equals.c, _named("definitions")
        equal = select(pairs.old).where(
            pairs.utility == _named("utility"), pairs.new == definitions, pairs.old == digest
        )
        return and_(digest != definitions, digest != literal(""), ~equal.exists())

    @cached_property
    def later(self) -> Select[Any]:
        """The ids of the cases filed up to the day in which something happened after it, unordered.

        To return them in order, an engine would read every row by its key.
        """
        facts, day = self._facts.table.c, _named("day")
        asked = facts.last_on > day, facts.filed_on <= day
        return select(facts.case_id).where(*self._known(), *asked)

    @cached_property
    def others(self) -> Select[Any]:
        """The digests of other definitions under which current rows were made, each with the number of rows."""
        digest = self._facts.table.c.fingerprint
        counted = select(digest.label("digest"), func.count().label("n"))
        return counted.where(*self._known(), self._is_other(digest)).group_by(digest)

    @cached_property
    def made_under(self) -> Select[Any]:
        """The ids of the cases whose current rows were made under some definitions, in order."""
        facts = self._facts.table.c
        of_them = facts.fingerprint.in_(bindparam("digests", expanding=True))
        return select(facts.case_id).where(*self._known(), of_them).order_by(facts.case_id)

    def _with_rows(self, spells: Any) -> Any:
        """The duties joined with the rows of their cases."""
        facts = self._facts.table
        return spells.join(
            facts,
            and_(facts.c.utility == spells.c.utility, facts.c.case_id == spells.c.case_id, facts.c.known_to.is_(None)),
        )

    def _told(self, spells: Any) -> tuple[Any, ...]:
        """The columns of the rows and of the duties."""
        return (*self._facts.columns, *(spells.c[name] for name in _SPELL))

    def _owed(self, connection: Connection, found: Sequence[Sequence[Any]]) -> Iterator[Owed]:
        dialect, first = connection.dialect, len(self._facts.columns)
        if self._read is None:
            self._read = self._reading("due_on", dialect), self._reading("due_at", dialect)
        day_of, instant_of = self._read
        spells = (values[first : first + len(_SPELL)] for values in found)
        for row, (code, *days, due_at, waits, leads) in zip(self._facts.made(dialect, found), spells, strict=True):
            from_on, until_on, due_on = map(day_of, days)
            due = None if due_on == ENDLESS else due_on
            at = None if due_at is None else instant_of(due_at)
            yield Owed(row, Duty(code, from_on, until_on, due, at, bool(waits), bool(leads)))

    def _reading(self, column: str, dialect: Dialect) -> Callable[[Any], Any]:
        """The function that turns the value of a column from the driver into the value that was stored."""
        convert: Any = self._duties.c[column].type.dialect_impl(dialect).result_processor(dialect, None)
        return convert or (lambda value: value)


def _named(parameter: str) -> Any:
    """A parameter; it takes the type of the column with which it is compared."""
    return bindparam(parameter)


def _asked(utility: str, query: WorkQuery) -> dict[str, Any]:
    """The values of the parameters of a query."""
    days = {"day": query.day, "soon_on": query.soon_on}
    return {"utility": utility, **days, "definitions": query.definitions, "responsable": query.responsable}


def _asked_of(query: WorkQuery) -> _Asked:
    return _Asked(None if query.codes is None else tuple(sorted(query.codes)), query.responsable is not None)


def _one_of(column: Any, codes: tuple[str, ...]) -> Any:
    return or_(false(), *(column == code for code in codes))


def _before(one: Any, other: Any) -> Any:
    """Whether one duty is more urgent than another of the same case, as `urgency_of` orders them."""
    waits = and_(one.waits, other.waits == false())
    alike = and_(one.waits == other.waits, one.code < other.code)
    return or_(one.due_on < other.due_on, and_(one.due_on == other.due_on, or_(waits, alike)))


def _beyond(*columns: Any) -> Any:
    return tuple_(*columns) > tuple_(*(bindparam(f"after_{column.name}", type_=column.type) for column in columns))


def _values(row: Facts, duty: Duty) -> tuple[Any, ...]:
    days = (duty.from_on, duty.until_on, duty.due_on or ENDLESS, duty.due_at)
    return row.utility, row.case_id, duty.code, *days, duty.waits, duty.leads
