"""The store beside the bare driver doing the same: bulk import, a CSV, one case, a stream of facts, one act.

python -m benchmarks.storage            SQLite in a temporary file, then each server of PQR_TEST_URLS
python -m benchmarks.storage URL...     these instead (tables `bench_*`, dropped at the end)

MariaDB is measured and promised nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, fields, make_class
from sqlalchemy import Table

from benchmarks.side_by_side import OURS, Row, Target, measure, report
from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.cases.serialization import event_to_json, instant_text
from pqr_core.exchange.csv import read_cases
from pqr_core.facts import Facts, facts_of
from pqr_core.office.imports import import_cases
from pqr_core.storage.base import NewCase
from pqr_core.storage.history import link
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType

NOON: Final = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY: Final = date(2026, 3, 16)
BULK: Final = 2000
STREAMED: Final = 20_000
LARGE: Final = 200_000
RAW: Final = "the driver"
MADE: Final = "the driver to attrs"
EVENTS: Final = 3


def case_of(number: int, utility: str = "aguas") -> Case:
    """A claim of three events."""
    return Case.file(
        Filing(tipo="reclamo", radicado=f"R-{number}", servicio="acueducto", causal="cobro", account=f"A-{number}"),
        utility_id=utility,
        case_id=UUID(int=number),
        zone=ZoneInfo("America/Bogota"),
        at=NOON,
        events=(
            Event(EventType.ASIGNACION, at=NOON + timedelta(hours=1), actor="oficina"),
            Event(EventType.ANALISIS, at=NOON + timedelta(hours=2), actor="oficina"),
        ),
    )


def facts(number: int) -> Facts:
    """The row of such a claim."""
    return Facts(
        utility="aguas",
        case_id=UUID(int=number),
        radicado=f"R-{number}",
        account=f"A-{number}",
        tipo="reclamo",
        servicio="acueducto",
        causal="cobro",
        filed_on=DAY,
        due_on=date(2026, 4, 9),
    )


class Bench:
    """A store with its tables, and the driver's own connection to the same database."""

    def __init__(self, url: str) -> None:
        self.store = SqlStore(url, prefix="bench_")
        self.engine = self.store.engine
        self.tables = self.store.tables
        self.tables.metadata.drop_all(self.engine)
        self.store.create()
        self.name = self.engine.dialect.name
        self.sqlite = self.name == "sqlite"
        self.mark = "?" if self.sqlite else "%s"

    def driver(self) -> Any:
        """A connection of the driver."""
        connection: Any = self.engine.raw_connection()
        return connection

    def stored(self, table: Table, driver: Any) -> list[tuple[Any, ...]]:
        """All rows of a table as the driver gives them."""
        cursor = driver.cursor()
        cursor.execute(f"SELECT * FROM {table.name}")  # noqa: S608 - our own table
        return [tuple(row) for row in cursor.fetchall()]

    def insert(self, table: Table) -> str:
        """The bare statement that inserts a row."""
        return f"INSERT INTO {table.name} VALUES ({', '.join([self.mark] * len(table.columns))})"  # noqa: S608

    def within(self, peer: str, **factors: float) -> list[Target]:
        """What is promised on this engine: ours within so many times of `peer`."""
        return [Target(peer, factors[self.name], faster=False)] if self.name in factors else []

    def begin(self, driver: Any) -> None:
        """Begin as the store does."""
        if self.sqlite:
            driver.cursor().execute("BEGIN IMMEDIATE")


def bulk(bench: Bench) -> bool:
    """Cases ready made with their events into both tables, in one transaction that is rolled back."""
    new = [NewCase(case_of(number)) for number in range(1, BULK + 1)]
    with bench.store.begin() as unit:
        unit.cases.add_many(new, at=NOON)
        unit.commit()
    driver = bench.driver()
    tables = (bench.tables.cases, bench.tables.events)
    rows = [bench.stored(table, driver) for table in tables]
    cursor = driver.cursor()
    for table in (bench.tables.events, bench.tables.cases):
        cursor.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our own table
    driver.commit()

    def raw() -> None:
        bench.begin(driver)
        cursor = driver.cursor()
        for table, values in zip(tables, rows, strict=True):
            cursor.executemany(bench.insert(table), values)
        driver.rollback()

    def ours() -> None:
        with bench.store.begin() as unit:
            unit.cases.add_many(new, at=NOON)

    events = [event for each in new for event in each.case.events]
    found = measure(
        [
            Row(RAW, raw, BULK),
            Row(OURS, ours, BULK),
            Row("texts and digests alone", lambda: [link("", event_to_json(event), "") for event in events], BULK),
            Row("projecting facts", lambda: [projected(each.case) for each in new[:100]], 100),
        ],
        5,
    )
    driver.close()
    title = f"Bulk import of {BULK:,} cases with {EVENTS} events each, hashes included, facts apart"
    return report(title, "ns a case", found, RAW, bench.within(RAW, sqlite=4, postgresql=2))


def projected(case: Case) -> Facts:
    """The row of facts of a case."""
    return facts_of(colombia.agenda(case, NOON + timedelta(days=1)))


def from_csv(bench: Bench) -> bool:
    """A file of cases read, checked, projected and kept, against the driver inserting the rows that come of it."""
    lines = ["radicado,tipo,servicio,causal,cuenta,fecha_radicacion,fecha_respuesta,resultado,fecha_notificacion"]
    told = DAY + timedelta(days=20)
    for n in range(BULK):
        answered = DAY + timedelta(days=n % 15)
        lines.append(f"C-{n},reclamo,acueducto,cobro,A-{n % 900},{DAY},{answered},accede,{told}")
    content = "\n".join(lines).encode()
    tables = (bench.tables.cases, bench.tables.events, bench.tables.facts)
    driver, names = bench.driver(), (f"archivo {n}" for n in count())

    def ours() -> str:
        utility, at = next(names), NOON + timedelta(days=60)
        profile = evolve(colombia.DEFAULT_PROFILE, utility_id=utility)
        with read_cases(BytesIO(content), utility_id=utility, law=colombia.LAW) as file:
            tally = import_cases(bench.store, file, law=colombia.LAW, profile=profile, at=at)
        assert tally.added == BULK, tally
        return utility

    first = ours()
    rows = [[row[1:] for row in bench.stored(table, driver) if row[0] == first] for table in tables]
    driver.rollback()

    def raw() -> None:
        utility = next(names)
        bench.begin(driver)
        cursor = driver.cursor()
        for table, values in zip(tables, rows, strict=True):
            cursor.executemany(bench.insert(table), [(utility, *row) for row in values])
        driver.commit()

    found = measure([Row(RAW, raw, BULK), Row(OURS, ours, BULK)], 3)
    driver.close()
    title = f"Import of {BULK:,} cases from CSV, with their rows of facts"
    return report(title, "ns a case", found, RAW, bench.within(RAW, sqlite=10, postgresql=10))


def one_case(bench: Bench) -> bool:
    """One case with its events by key, in a transaction that is open."""
    with bench.store.begin() as unit:
        unit.cases.add_many([NewCase(case_of(number)) for number in range(1, BULK + 1)], at=NOON)
        unit.commit()
    case_row = make_class("CaseRow", [column.name for column in bench.tables.cases.columns], frozen=True)
    event_row = make_class("EventRow", [column.name for column in bench.tables.events.columns], frozen=True)
    where = f"WHERE utility_id = {bench.mark} AND case_id = {bench.mark}"
    read_case = f"SELECT * FROM {bench.tables.cases.name} {where}"  # noqa: S608 - our own table
    read_events = f"SELECT * FROM {bench.tables.events.name} {where} ORDER BY seq"  # noqa: S608 - as above
    driver = bench.driver()
    numbers = count()

    def raw() -> object:
        key = ("aguas", str(UUID(int=next(numbers) % BULK + 1)))
        cursor = driver.cursor()
        cursor.execute(read_case, key)
        case = case_row(*cursor.fetchone())
        cursor.execute(read_events, key)
        return case, tuple(event_row(*row) for row in cursor.fetchall())

    with bench.store.begin(writing=False) as unit:
        found = measure(
            [
                Row(MADE, raw, 1),
                Row(OURS, lambda: unit.cases.get("aguas", UUID(int=next(numbers) % BULK + 1)), 1),
            ],
            10,
        )
    driver.rollback()
    driver.close()
    limits = bench.within(MADE, sqlite=6, postgresql=2.5)
    return report(f"One case with {EVENTS} events by key", "ns", found, MADE, limits)


def stream(bench: Bench) -> bool:
    """All rows of facts, one after the other."""
    with bench.store.begin() as unit:
        unit.facts.put((facts(number) for number in range(1, STREAMED + 1)), at=NOON)
        unit.commit()
    if not bench.sqlite:  # a server in use has its statistics
        with bench.engine.begin() as connection:
            analyze = "ANALYZE" if bench.name == "postgresql" else "ANALYZE TABLE"
            connection.exec_driver_sql(f"{analyze} {bench.tables.facts.name}").close()
    names = [attribute.name for attribute in fields(Facts)]
    row = make_class("FactsRow", names, frozen=True)
    where = f"WHERE utility = {bench.mark} AND known_to IS NULL ORDER BY case_id"
    query = f"SELECT {', '.join(names)} FROM {bench.tables.facts.name} {where}"  # noqa: S608 - our own table
    hints = [column.type.python_type for column in (bench.tables.facts.c[name] for name in names)]
    days = [place for place, kind in enumerate(hints) if kind is date]
    ids = [names.index(name) for name in ("case_id", "repeat_of", "recurso_of")]
    driver = bench.driver()

    def raw() -> int:
        """With days and ids as Python has them, as a user of the driver would make them."""
        cursor = driver.cursor()
        cursor.execute(query, ("aguas",))
        seen = 0
        for values in cursor:
            converted = list(values)
            for place in ids:
                if converted[place] is not None:
                    converted[place] = UUID(converted[place])
            if bench.sqlite:
                for place in days:
                    if converted[place] is not None:
                        converted[place] = date.fromisoformat(converted[place])
            row(*converted)
            seen += 1
        return seen

    with bench.store.begin(writing=False) as unit:
        assert raw() == sum(1 for _ in unit.facts.stream("aguas")) == STREAMED
        found = measure(
            [
                Row(MADE, raw, STREAMED),
                Row(OURS, lambda: sum(1 for _ in unit.facts.stream("aguas")), STREAMED),
            ],
            3,
        )
    driver.rollback()
    driver.close()
    limits = bench.within(MADE, sqlite=3, postgresql=3)
    return report(f"Stream of {STREAMED:,} rows of facts", "ns a row", found, MADE, limits)


def memory(bench: Bench) -> None:
    """The most that a stream holds at once."""
    with bench.store.begin() as unit:
        unit.facts.put((facts(number) for number in range(STREAMED + 1, LARGE + 1)), at=NOON)
        unit.commit()
    with bench.store.begin(writing=False) as unit:
        tracemalloc.start()
        seen = sum(1 for _ in unit.facts.stream("aguas"))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    print(f"\nMemory: at most {peak / 1e6:.1f} MB while streaming {seen:,} rows of facts")


def one_act(bench: Bench) -> bool:
    """Read a case, decide, append an event, commit: each act in a transaction of its own, on a case of its own."""
    with bench.store.begin() as unit:
        unit.cases.add_many([NewCase(case_of(number, "actos")) for number in range(1, 20_001)], at=NOON)
        unit.commit()
    tables, mark = bench.tables, bench.mark
    driver = bench.driver()
    where = f"WHERE utility_id = {mark} AND case_id = {mark}"
    read_case = f"SELECT * FROM {tables.cases.name} {where}"  # noqa: S608 - our own table
    read_events = f"SELECT text FROM {tables.events.name} {where} ORDER BY seq"  # noqa: S608 - as above
    save = f"UPDATE {tables.cases.name} SET version = {mark}, length = {mark}, head = {mark} {where}"  # noqa: S608
    save += f" AND version = {mark}"
    insert = bench.insert(tables.events)
    numbers = count(1)
    note = Event(EventType.NOTA, at=NOON + timedelta(hours=3), actor="oficina")
    text, instant = event_to_json(note), instant_text(NOON)
    recorded_at = NOON.replace(tzinfo=None).isoformat(" ") if bench.sqlite else NOON

    def raw() -> None:
        key = ("actos", str(UUID(int=next(numbers))))
        bench.begin(driver)
        cursor = driver.cursor()
        cursor.execute(read_case, key)
        *_, version, length, head = cursor.fetchone()
        cursor.execute(read_events, key)
        cursor.fetchall()
        head = link(head, text, instant)
        cursor.execute(save, (version + 1, length + 1, head, *key, version))
        cursor.execute(insert, (*key, length + 1, recorded_at, "nota", text, head))
        driver.commit()

    def ours() -> None:
        with bench.store.begin() as unit:
            stored = unit.cases.get("actos", UUID(int=next(numbers)))
            unit.cases.save(stored, stored.case.act(note), at=NOON)
            unit.commit()

    found = measure([Row(RAW, raw, 1), Row(OURS, ours, 1)], 10)
    driver.close()
    return report("One act in its own transaction", "ns", found, RAW, bench.within(RAW, sqlite=4, postgresql=4))


def measured(url: str) -> bool:
    """Print every table of one database; whether every promise is kept."""
    bench = Bench(url)
    print(f"\n=== {bench.name}")
    checks: tuple[Callable[[Bench], bool], ...] = (bulk, from_csv, one_case, stream, one_act)
    kept = [check(bench) for check in checks]
    memory(bench)
    bench.tables.metadata.drop_all(bench.engine)
    bench.store.close()
    return all(kept)


def main() -> int:
    """Measure every database asked; 0 when every promise is kept."""
    with tempfile.TemporaryDirectory() as folder:
        servers = [url for url in os.environ.get("PQR_TEST_URLS", "").split() if not url.startswith("sqlite")]
        urls = sys.argv[1:] or [f"sqlite:///{Path(folder) / 'bench.sqlite'}", *servers]
        kept = [measured(url) for url in urls]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
