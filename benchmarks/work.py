"""The work of a large office compared with the same statements by hand, and the time to make all its rows anew.

python -m benchmarks.work                   SQLite in a temporary file, then each server of PQR_TEST_URLS
python -m benchmarks.work URL...            these instead (tables `bench_*`, dropped at the end)
python -m benchmarks.work --small URL...    a tenth of the size

There are a million cases, 300,000 of them open, with a duty beside each third answer: counts by class, a page of all, a
page of each class. Then 200,000 cases whose rows were made under other definitions that give the same days.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from attrs import evolve, make_class
from sqlalchemy import event

from benchmarks.side_by_side import OURS, Row, Target, measure, report
from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.facts import Facts, facts_of
from pqr_core.law.agenda import ENDLESS, Duty
from pqr_core.law.engine import standing_of
from pqr_core.office import worklist
from pqr_core.office.projection import project
from pqr_core.storage.cases import NewCase
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, WorkClass

NOON: Final = datetime(2026, 3, 16, 17, tzinfo=UTC)
UTILITY: Final = "empresa"
BY_HAND: Final = "the statement by hand"
STATEMENT: Final = "our statement"
MADE: Final = "by hand, rows made"
DEFINITIONS: Final = colombia.definitions()
DAY: Final = date(2026, 3, 16)
SOON: Final = DEFINITIONS.calendar.add_business_days(DAY, DEFINITIONS.profile.soon_business_days + 1) - timedelta(1)
PAGE: Final = 100
CASES, OPEN, PROJECTED = 1_000_000, 300_000, 200_000


def row(number: int) -> Facts:
    """An answered row, or an open one that is due around the day asked about; a fifth of the open ones after a wait."""
    filed_on = DAY - timedelta(days=10 + number % 700)
    known = Facts(
        utility=UTILITY,
        case_id=UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128),
        radicado=f"R-{number}",
        tipo="reclamo",
        filed_on=filed_on,
        fingerprint=DEFINITIONS.fingerprint,
        answered_on=DAY - timedelta(days=1 + number % 5),
    )
    if number * 7 % (CASES // 1000) >= OPEN // 1000:
        return known
    due_on = DAY + timedelta(days=number % 41 - 20)
    return evolve(known, answered_on=None, due_on=due_on, duties=tuple(_duties(number, filed_on, due_on)))


def _duties(number: int, filed_on: date, due_on: date) -> Iterator[Duty]:
    if number % 5 == 0:
        resumes_on = DAY + timedelta(days=number % 7)
        yield Duty("respuesta", filed_on, resumes_on, None, None, waits=True, leads=True)
        yield Duty("respuesta", resumes_on, ENDLESS, max(due_on, resumes_on), None, waits=False, leads=True)
    else:
        yield Duty("respuesta", filed_on, ENDLESS, due_on, None, waits=False, leads=True)
    if number % 3 == 0:
        yield Duty("reconocimiento_sap", due_on, ENDLESS, due_on + timedelta(days=3), None, waits=False, leads=False)


class Office:
    """The store with its rows, and the driver's own connection to it."""

    def __init__(self, url: str) -> None:
        self.store = SqlStore(url, prefix="bench_")
        self.tables = self.store.tables
        self.tables.metadata.drop_all(self.store.engine)
        self.store.create()
        self.name = self.store.engine.dialect.name
        self.mark, self.true = ("?", "1") if self.name == "sqlite" else ("%s", "true")

    def gather_statistics(self) -> None:
        """Gather statistics, as a database in use has them."""
        words = {"postgresql": "ANALYZE {}", "sqlite": "ANALYZE {}"}.get(self.name, "ANALYZE TABLE {}")
        with self.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in (self.tables.facts, self.tables.duties, self.tables.cases, self.tables.events):
                connection.exec_driver_sql(words.format(table.name)).close()


# --- the work of a day ---------------------------------------------------------------------------------------------


def lists(office: Office) -> bool:
    """Time counts by class and pages, of a million cases."""
    begun = time.perf_counter()
    for start in range(0, CASES, 50_000):
        with office.store.begin(NOON) as unit:
            unit.facts.put(map(row, range(start + 1, start + 50_001)))
            unit.commit()
        if start in (0, CASES - 50_000):
            office.gather_statistics()
    print(f"{CASES:,} rows, {OPEN:,} of them open, put in {time.perf_counter() - begun:.0f} s")
    kept = [counts(office), page(office, None), *(page(office, each) for each in WorkClass)]
    return all(kept)


def counts(office: Office) -> bool:
    """Time how many cases each class has."""
    mark, duties = office.mark, office.tables.duties.name
    sql = f"""
        SELECT CASE WHEN due_on < {mark} OR (due_on = {mark} AND due_at IS NOT NULL) THEN 'vencido'
            WHEN waits THEN 'suspendido' WHEN due_on = '9999-12-31' THEN 'sin_fecha'
            WHEN due_on = {mark} THEN 'vence_hoy' WHEN due_on <= {mark} THEN 'vence_pronto'
            ELSE 'vence_despues' END AS word, count(*)
        FROM {duties} WHERE utility = {mark} AND leads = {office.true} AND from_on <= {mark} AND until_on > {mark}
        GROUP BY word
    """  # noqa: S608 - our own table
    with closing(_driver(office)) as driver, office.store.read() as unit:

        def raw() -> dict[str, int]:
            cursor = driver.cursor()
            cursor.execute(sql, (*_told(office, DAY, DAY, DAY, SOON), UTILITY, *_told(office, DAY, DAY)))
            return dict(cursor.fetchall())

        def ours() -> dict[WorkClass, int]:
            return worklist.counts(unit, UTILITY, DAY, DEFINITIONS)

        assert raw() == {each.value: n for each, n in ours().items() if n}
        found = measure([Row(BY_HAND, raw, 1), Row(OURS, ours, 1)], 10)
    return report("Counts by class", "ns", found, BY_HAND, [Target(BY_HAND, 1.5, faster=False)])


def page(office: Office, work_class: WorkClass | None) -> bool:
    """Time the first page: its statement given to the driver, and also with the rows that a user would make of it."""
    mark, duties, facts = office.mark, office.tables.duties.name, office.tables.facts.name
    where = {
        None: "",
        WorkClass.OVERDUE: "AND d.due_on < :day",
        WorkClass.TODAY: "AND d.due_on = :day AND NOT d.waits",
        WorkClass.SOON: "AND d.due_on > :day AND d.due_on <= :soon AND NOT d.waits",
        WorkClass.LATER: "AND d.due_on > :soon AND d.due_on < '9999-12-31' AND NOT d.waits",
        WorkClass.SUSPENDED: "AND d.due_on >= :day AND d.waits",
        WorkClass.UNDATED: "AND d.due_on = '9999-12-31' AND NOT d.waits",
    }[work_class]
    spells = f"""
        SELECT * FROM {duties} d
        WHERE d.utility = {mark} AND d.leads = {office.true} AND d.from_on <= {mark} AND d.until_on > {mark} {where}
        ORDER BY d.due_on, d.case_id LIMIT {PAGE}
    """  # noqa: S608 - our own tables
    sql = f"""
        SELECT s.*, f.* FROM ({spells}) s
        JOIN {facts} f ON f.utility = s.utility AND f.case_id = s.case_id AND f.known_to IS NULL
        ORDER BY s.due_on, s.case_id
    """  # noqa: S608 - as above
    day, soon = _told(office, DAY, SOON)
    values = [UTILITY, day, day, *(day if word == ":day" else soon for word in where.split() if word[0] == ":")]
    sql = sql.replace(":day", mark).replace(":soon", mark)
    make, asked = ByHand(office), list[tuple[str, Any]]()
    with closing(_driver(office)) as driver, office.store.read() as unit:

        def told(statement: str, given: Any) -> Sequence[Any]:
            cursor = driver.cursor()
            cursor.execute(statement, given)
            rows: Sequence[Any] = cursor.fetchall()
            return rows

        def ours() -> int:
            return len(worklist.page(unit, UTILITY, DAY, DEFINITIONS, work_class=work_class, limit=PAGE).items)

        event.listen(office.store.engine, "before_cursor_execute", lambda *each: asked.append(each[2:4]))
        listed = ours()
        ((our_sql, given),) = asked
        assert listed == len([make(each) for each in told(sql, values)])
        found = measure(
            [
                Row(BY_HAND, lambda: told(sql, values), 1),
                Row(STATEMENT, lambda: told(our_sql, given), 1),
                Row(MADE, lambda: [make(each) for each in told(sql, values)], 1),
                Row(OURS, ours, 1),
            ],
            10,
        )
    title = f"A page of {PAGE}{f' ({work_class.en})' if work_class else ''}"
    report(title, "ns", found, BY_HAND, [])
    return _within(found[STATEMENT], found[BY_HAND], "its statement by hand", 1.5) & _within(
        found[OURS], found[MADE], "the rows made by hand of it", 2.5
    )


def _within(ours: float | None, theirs: float | None, what: str, factor: float) -> bool:
    """Print whether a promise is kept, and return it."""
    assert ours is not None
    assert theirs is not None
    holds = ours <= factor * theirs
    print(f"  {'holds' if holds else 'FAILS'}: within {factor:g} times of {what}: {ours / theirs:.2f}")
    return holds


class ByHand:
    """What a user of the driver makes of a row of the statement: days, ids and spells as Python values."""

    def __init__(self, office: Office) -> None:
        columns = [*office.tables.duties.columns, *office.tables.facts.columns]
        ids, kinds = ("case_id", "repeat_of", "recurso_of"), [column.type.python_type for column in columns]
        self._ids = [place for place, column in enumerate(columns) if column.name in ids]
        self._days = [place for place, kind in enumerate(kinds) if kind is date and office.name == "sqlite"]
        self._spells = len(office.tables.duties.columns) + list(office.tables.facts.columns.keys()).index("duties")
        self._row = make_class("WorkRow", [f"c{place}" for place, _ in enumerate(columns)], frozen=True)
        self._spell = make_class("Spell", ["code", "from_on", "until_on", "due_on", "due_at", "waits", "leads"])

    def __call__(self, values: Sequence[Any]) -> Any:
        """The row."""
        told = list(values)
        for place in self._ids:
            told[place] = told[place] and UUID(told[place])
        for place in self._days:
            told[place] = told[place] and date.fromisoformat(told[place])
        spells = []
        for code, *days, due_at, waits, leads in json.loads(told[self._spells]):
            read = (day and date.fromisoformat(day) for day in days)
            spells.append(self._spell(code, *read, due_at and datetime.fromisoformat(due_at), waits, leads))
        told[self._spells] = spells
        return self._row(*told)


def _driver(office: Office) -> Any:
    return office.store.engine.raw_connection()


def _told(office: Office, *days: date) -> tuple[Any, ...]:
    """Days as the driver takes them."""
    return tuple(day.isoformat() for day in days) if office.name == "sqlite" else days


# --- rows made anew ------------------------------------------------------------------------------------------------


def case_of(number: int) -> Case:
    """A claim of three events; a third of them answered."""
    told = Event(EventType.ASIGNACION, at=NOON + timedelta(hours=1), actor="oficina")
    answered = Event(EventType.RESPUESTA_ENVIADA, at=NOON + timedelta(days=number % 20))
    return Case.file(
        Filing(tipo="reclamo", radicado=f"C-{number}", servicio="acueducto", causal="cobro"),
        utility_id="otra",
        case_id=UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128),
        zone=colombia.ZONE,
        at=NOON,
        events=(told, answered) if number % 3 == 0 else (told,),
    )


def projection(office: Office) -> None:
    """Time making every row of a utility anew, where no day moves."""
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id="otra")
    definitions = colombia.definitions(profile)
    begun = time.perf_counter()
    for start in range(0, PROJECTED, 10_000):
        cases = map(case_of, range(start + 1, start + 10_001))
        new = [NewCase(case, evolve(facts_of(standing_of(case, definitions)), fingerprint="0" * 64)) for case in cases]
        with office.store.begin(NOON) as unit:
            unit.cases.add_many(new)
            unit.define_all(definitions)
            unit.commit()
        if start in (0, PROJECTED - 10_000):
            office.gather_statistics()
    print(f"\n{PROJECTED:,} cases with their rows added in {time.perf_counter() - begun:.0f} s")
    begun, cpu = time.perf_counter(), time.process_time()
    done = project(office.store, "otra", definitions, at=NOON + timedelta(days=400), reason="0.2.0")
    taken, cpu = time.perf_counter() - begun, time.process_time() - cpu
    assert (done.rows, done.moved, done.refused) == (PROJECTED, 0, ())
    print(f"made anew in {taken:.0f} s: {taken / PROJECTED * 1e3:.2f} ms a case ({cpu / PROJECTED * 1e3:.2f} of ours)")


def main() -> int:
    """Measure every database asked for; return 0 if every promise is kept."""
    global CASES, OPEN, PROJECTED
    words = sys.argv[1:]
    if "--small" in words:
        words.remove("--small")
        CASES, OPEN, PROJECTED = CASES // 10, OPEN // 10, PROJECTED // 10
    with tempfile.TemporaryDirectory() as folder:
        servers = [url for url in os.environ.get("PQR_TEST_URLS", "").split() if not url.startswith("sqlite")]
        kept = []
        for url in words or [f"sqlite:///{Path(folder) / 'bench.sqlite'}", *servers]:
            office = Office(url)
            print(f"\n=== {office.name}")
            kept.append(lists(office))
            projection(office)
            office.tables.metadata.drop_all(office.store.engine)
            office.store.close()
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
