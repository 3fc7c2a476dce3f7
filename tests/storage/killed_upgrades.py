"""Kill upgrades at random moments and run them again: `python killed_upgrades.py URL KILLS`.

A process upgrades tables of the first schema with cases in them, or creates the tables. It is killed and started again
until it finishes. Then everything stored must verify, and the tables must be those of the current schema.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, Table, inspect

from pqr_core import colombia
from pqr_core.cases.canonical import instant_text
from pqr_core.cases.case import Case
from pqr_core.storage import migrations
from pqr_core.storage.history import link, start_of
from pqr_core.storage.personal import parted
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.verification import Seen, verify

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)
PREFIX = "ku_"
CASES = 50


def case_of(number: int) -> Case:
    """A claim."""
    name = f"R-{number}"
    return colombia.file("reclamo", on=DAY, utility="aguas", radicado=name, case_id=UUID(int=number))


def clear(store: SqlStore) -> None:
    """Remove every table of the store."""
    store.tables.metadata.drop_all(store.engine)


def make_old(store: SqlStore) -> None:
    """Make tables of the first schema, with cases, their events and their rows."""
    with store._changing() as connection:  # noqa: SLF001 - an old schema cannot be made otherwise
        migrations.upgrade(connection, store.tables, None, "0001")
        facts = Table(f"{PREFIX}facts", MetaData(), autoload_with=connection)
        for number in range(1, CASES + 1):
            case = case_of(number)
            key, zone = {"utility_id": "aguas", "case_id": case.case_id}, str(case.zone)
            text, _ = parted(case.events[0])
            digest = link(start_of("aguas", str(case.case_id), zone), text, instant_text(NOON))
            told = {"radicado": f"R-{number}", "zone": zone, "version": 1, "length": 1, "head": digest}
            connection.execute(store.tables.cases.insert(), {**key, **told})
            event = {"seq": 1, "recorded_at": NOON, "type": "radicacion", "text": text, "digest": digest}
            connection.execute(store.tables.events.insert(), {**key, **event})
            row: dict[str, Any] = {
                "utility": "aguas",
                "case_id": str(case.case_id),
                "radicado": f"R-{number}",
                "tipo": "reclamo",
            }
            row |= {"filed_on": DAY, "recurso_filed": False, "fingerprint": "", "revision": 1}
            connection.execute(facts.insert(), {**row, "known_from": NOON.replace(tzinfo=None)})


def shape(store: SqlStore) -> dict[str, Any]:
    """The columns and indexes of each table."""
    inspector = inspect(store.engine)
    return {
        name: (
            {column["name"]: (str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)},
            {str(index["name"]): index["column_names"] for index in inspector.get_indexes(name)},
        )
        for name in sorted(table.name for table in store.tables.metadata.sorted_tables)
    }


def upgraded(url: str, seconds: float) -> bool:
    """Upgrade in a process that is killed after that time. Return whether it finished before."""
    pid = os.fork()
    if pid == 0:
        try:
            with SqlStore(url, prefix=PREFIX) as store:
                store.upgrade()
            os._exit(0)
        finally:
            os._exit(1)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "an upgrade after a kill was refused"
        return True
    return False


def main(url: str, kills: int) -> None:
    """Kill the upgrades, check what is stored, and drop the tables."""
    with SqlStore(url, prefix=PREFIX) as store:
        clear(store)
        store.create()
        wanted = shape(store)
    killed, rounds, longest = 0, 0, 0.0
    while killed < kills:
        with SqlStore(url, prefix=PREFIX) as store:
            clear(store)
            if rounds % 4:
                make_old(store)
        begun = time.perf_counter()
        while killed < kills and not upgraded(url, random.uniform(0, longest or 1.0)):  # noqa: S311 - any moment will do
            killed += 1
        with SqlStore(url, prefix=PREFIX) as store:
            store.upgrade()
            longest = longest or (time.perf_counter() - begun) / 2
            assert shape(store) == wanted
            with store.read() as unit:
                seen = Seen()
                assert list(verify(unit, "aguas", colombia.LAW, seen)) == []
                assert (seen.cases, seen.direct) == ((CASES, CASES) if rounds % 4 else (0, 0))
        rounds += 1
    with SqlStore(url, prefix=PREFIX) as store:
        clear(store)
    sys.stdout.write(f"{killed} kills in {rounds} upgrades, each of them finished and clean\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
