"""Kill writers at random moments and check what they left. A test runs it, with a URL and a number of rounds.

One process imports the library and forks the writers, so a round takes milliseconds. Each round has its own utility.
The writer reports through a pipe what the store acknowledged; then it is killed (SIGKILL) while it writes.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.cases.filing import Petitioner
from pqr_core.facts import Facts
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, PetitionerKind

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)
LONGEST_SECONDS = 0.03
NOTES = 2
PREFIX = "kill_"


def write(url: str, utility: str, pipe: int) -> None:
    """File a case, save it twice, file the next one; report each write that was acknowledged."""
    with SqlStore(url, prefix=PREFIX) as store:
        for number in range(1, 10_000):
            with store.begin(NOON) as unit:
                filing = Filing(
                    tipo="queja",
                    radicado=YearlyNumbering()(unit, utility, DAY),
                    peticionario=Petitioner(clase=PetitionerKind.NATURAL, nombre="Ana " * 50),
                )
                case = Case.file(
                    filing, utility_id=utility, case_id=UUID(int=number), zone=ZoneInfo("America/Bogota"), on=DAY
                )
                stored = unit.cases.add(case, row(case, 1), key=f"k{number}")
                unit.commit()
            os.write(pipe, f"{number} 1\n".encode())
            for version in (2, 3):
                with store.begin(NOON) as unit:
                    notes = [Event(EventType.NOTA, on=DAY, actor=f"{version} {n}") for n in range(NOTES)]
                    case = stored.case.record(*notes)
                    stored = unit.cases.save(stored, case, row(case, version))
                    unit.commit()
                os.write(pipe, f"{number} {version}\n".encode())


def row(case: Case, version: int) -> Facts:
    """The row of facts of that version."""
    facts = Facts(utility=case.utility_id, case_id=case.case_id, tipo="queja", filed_on=DAY)
    return evolve(facts, causal=f"v{version}", radicado=case.filing.radicado)


def killed(url: str, utility: str) -> dict[int, int]:
    """Run a writer and kill it; return the last version of each case that was acknowledged to it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        write(url, utility, writing)
        os._exit(0)
    os.close(writing)
    acknowledged = os.read(reading, 100)  # the writer has begun
    time.sleep(random.uniform(0, LONGEST_SECONDS))  # noqa: S311 - any moment will do
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(reading, 1 << 16):
        acknowledged += more
    os.close(reading)
    lines = acknowledged.decode().splitlines()
    return {int(number): int(version) for number, version in map(str.split, lines)}


def check(url: str, utility: str, acknowledged: dict[int, int]) -> None:
    """Check that every acknowledged write is stored, with at most one more, and that no write is stored in part."""
    with SqlStore(url, prefix=PREFIX) as store, store.read() as unit:
        cases = {stored.case.case_id.int: stored for stored in unit.cases.stream(utility)}
        for number, version in acknowledged.items():
            assert version <= cases[number].version <= version + 1, (number, version, cases[number].version)
        assert len(acknowledged) <= len(cases) <= len(acknowledged) + 1
        for number, stored in cases.items():
            assert len(stored.case.events) == 1 + NOTES * (stored.version - 1), number
            assert unit.cases.verify_history(utility, stored.case.case_id) == ()
            assert stored.case.filing.peticionario is not None
            assert stored.case.filing.peticionario.nombre == "Ana " * 50
            assert unit.cases.by_key(utility, f"k{number}") == stored
            known = unit.facts.get(utility, stored.case.case_id)
            assert known == row(stored.case, stored.version), known
        radicados = sorted(str(stored.case.filing.radicado) for stored in cases.values())
        assert radicados == [f"2026-{n:06}" for n in range(1, len(cases) + 1)]


def main(url: str, rounds: int) -> None:
    """Make the tables, run the rounds, check each, and drop the tables."""
    with SqlStore(url, prefix=PREFIX) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
    writes = 0
    for number in range(rounds):
        acknowledged = killed(url, f"round {number}")
        check(url, f"round {number}", acknowledged)
        writes += sum(acknowledged.values())
    assert writes >= rounds
    with SqlStore(url, prefix=PREFIX) as store:
        store.tables.metadata.drop_all(store.engine)
    sys.stdout.write(f"{rounds} killed, {writes} writes acknowledged and found\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
