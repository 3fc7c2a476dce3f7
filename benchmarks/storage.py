"""The store compared with the bare driver doing the same: bulk import, one case, a stream of facts, one act.

python -m benchmarks.storage            SQLite in a temporary file, then each server of PQR_TEST_URLS
python -m benchmarks.storage URL...     these instead (tables `bench_*`, dropped at the end)

MariaDB is measured, but nothing is promised for it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, fields, make_class
from sqlalchemy import Table

from benchmarks.side_by_side import OURS, OWN_TIME, Row, Target, measure, report
from pqr_core import colombia
from pqr_core.cases.canonical import instant_text
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.cases.serialization import event_to_json
from pqr_core.facts import Facts, facts_of
from pqr_core.storage.cases import NewCase
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


def facts(number: int, utility: str = "aguas") -> Facts:
    """The row of a claim of `case_of`."""
    return Facts(
        utility=utility,
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
        self.clock = OWN_TIME if self.sqlite else time.perf_counter_ns
        """The clock for reads; a server's time is not in our process."""

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
        """The promise for this engine, if there is one: ours within that many times of `peer`."""
        return [Target(peer, factors[self.name], faster=False)] if self.name in factors else []

    def begin(self, driver: Any) -> None:
        """Begin a transaction as the store does."""
        if self.sqlite:
            driver.cursor().execute("BEGIN IMMEDIATE")


def bulk(bench: Bench) -> bool:
    """Write finished cases with their events and rows into all tables, in one transaction that is rolled back."""
    new = [NewCase(case_of(number), facts(number)) for number in range(1, BULK + 1)]
    with bench.store.begin(NOON) as unit:
        unit.cases.add_many(new)
        unit.commit()
    driver = bench.driver()
    tables = (bench.tables.cases, bench.tables.events, bench.tables.facts, bench.tables.duties)
    rows = [bench.stored(table, driver) for table in tables]
    cursor = driver.cursor()
    for table in reversed(tables):
        cursor.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our own table
    driver.commit()

    def raw() -> None:
        bench.begin(driver)
        cursor = driver.cursor()
        for table, values in zip(tables, rows, strict=True):
            cursor.executemany(bench.insert(table), values)
        driver.rollback()

    def ours() -> None:
        with bench.store.begin(NOON) as unit:
            unit.cases.add_many(new)

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
    title = f"Bulk import of {BULK:,} cases with {EVENTS} events and a row each, hashes included"
    return report(title, "ns a case", found, RAW, bench.within(RAW, sqlite=4, postgresql=2))


def projected(case: Case) -> Facts:
    """The row of facts of a case."""
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id=case.utility_id)
    return facts_of(colombia.agenda(case, NOON + timedelta(days=1), profile=profile))


def one_case(bench: Bench) -> bool:
    """Read one case with its events by key, in an open transaction."""
    with bench.store.begin(NOON) as unit:
        unit.cases.add_many([NewCase(case_of(number), facts(number)) for number in range(1, BULK + 1)])
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

    with bench.store.read() as unit:
        found = measure(
            [
                Row(MADE, raw, 1),
                Row(OURS, lambda: unit.cases.get("aguas", UUID(int=next(numbers) % BULK + 1)), 1),
            ],
            10,
            bench.clock,
        )
    driver.rollback()
    driver.close()
    limits = bench.within(MADE, sqlite=5, postgresql=2.5)
    return report(f"One case with {EVENTS} events by key", "ns", found, MADE, limits)


def stream(bench: Bench) -> bool:
    """Read all rows of facts, one after the other."""
    with bench.store.begin(NOON) as unit:
        unit.facts.put(facts(number) for number in range(1, STREAMED + 1))
        unit.commit()
    if not bench.sqlite:  # a server in use has gathered statistics
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
        """With days and ids as Python values, as a user of the driver would make them."""
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

    with bench.store.read() as unit:
        assert raw() == sum(1 for _ in unit.facts.stream("aguas")) == STREAMED
        found = measure(
            [
                Row(MADE, raw, STREAMED),
                Row(OURS, lambda: sum(1 for _ in unit.facts.stream("aguas")), STREAMED),
            ],
            3,
            bench.clock,
        )
    driver.rollback()
    driver.close()
    limits = bench.within(MADE, sqlite=3, postgresql=3)
    return report(f"Stream of {STREAMED:,} rows of facts", "ns a row", found, MADE, limits)


def memory(bench: Bench) -> None:
    """The most memory that a stream holds at once."""
    with bench.store.begin(NOON) as unit:
        unit.facts.put(facts(number) for number in range(STREAMED + 1, LARGE + 1))
        unit.commit()
    with bench.store.read() as unit:
        tracemalloc.start()
        seen = sum(1 for _ in unit.facts.stream("aguas"))
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    print(f"\nMemory: at most {peak / 1e6:.1f} MB while streaming {seen:,} rows of facts")


def one_act(bench: Bench) -> bool:
    """One act: read a case, decide, append an event, look at its row, commit; each on another case."""
    with bench.store.begin(NOON) as unit:
        unit.cases.add_many(NewCase(case_of(n, "actos"), facts(n, "actos")) for n in range(1, 20_001))
        unit.commit()
    tables, mark = bench.tables, bench.mark
    driver = bench.driver()
    where = f"WHERE utility_id = {mark} AND case_id = {mark}"
    read_case = f"SELECT * FROM {tables.cases.name} {where}"  # noqa: S608 - our own table
    read_events = f"SELECT text FROM {tables.events.name} {where} ORDER BY seq"  # noqa: S608 - as above
    read_row = f"SELECT * FROM {tables.facts.name} WHERE utility = {mark} AND case_id = {mark}"  # noqa: S608 - as above
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
        cursor.execute(read_row, key)
        cursor.fetchall()
        driver.commit()

    def ours() -> None:
        with bench.store.begin(NOON) as unit:
            number = next(numbers)
            stored = unit.cases.get("actos", UUID(int=number))
            unit.cases.save(stored, stored.case.act(note), facts(number, "actos"))
            unit.commit()

    found = measure([Row(RAW, raw, 1), Row(OURS, ours, 1)], 10)
    driver.close()
    return report("One act in its own transaction", "ns", found, RAW, bench.within(RAW, sqlite=4, postgresql=4))


def measured(url: str) -> bool:
    """Print every table of one database; return whether every promise is kept."""
    bench = Bench(url)
    print(f"\n=== {bench.name}")
    checks: tuple[Callable[[Bench], bool], ...] = (bulk, one_case, stream, one_act)
    kept = [check(bench) for check in checks]
    memory(bench)
    bench.tables.metadata.drop_all(bench.engine)
    bench.store.close()
    return all(kept)


def main() -> int:
    """Measure every database asked for; return 0 if every promise is kept."""
    with tempfile.TemporaryDirectory() as folder:
        servers = [url for url in os.environ.get("PQR_TEST_URLS", "").split() if not url.startswith("sqlite")]
        urls = sys.argv[1:] or [f"sqlite:///{Path(folder) / 'bench.sqlite'}", *servers]
        kept = [measured(url) for url in urls]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
