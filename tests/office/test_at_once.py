"""Two writers at once: the second starts again by itself, and nothing is done twice or lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

import pytest
from attrs import evolve
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.errors import (
    ConflictError,
    EventBeforeFilingError,
    IncompleteEventError,
    StorageError,
    TransitionRefused,
)
from pqr_core.facts import RowMaker
from pqr_core.language import Said
from pqr_core.office.desk import Office
from pqr_core.office.imports import Tally, import_cases
from pqr_core.office.projection import project
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.verification import Seen, verify
from pqr_core.vocabulary import ActKind, EventType, Outcome, WorkflowState

T = TypeVar("T")
AT = datetime(2026, 4, 20, 17, tzinfo=UTC)
ROWS = RowMaker(colombia.LAW, {"empresa": colombia.DEFAULT_PROFILE})
LINES = 2400


@pytest.fixture
def url(database_url: str) -> Iterator[str]:
    """A database with our tables, empty."""
    with SqlStore(database_url, prefix="ao_") as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
    yield database_url
    with SqlStore(database_url, prefix="ao_") as store:
        store.tables.metadata.drop_all(store.engine)


def at_once(url: str, *works: Callable[[SqlStore], Any]) -> list[Any]:
    """Run these at the same time, each with its own store, and return their results."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[SqlStore], Any]) -> Any:
        with SqlStore(url, prefix="ao_", rows=ROWS) as store:
            barrier.wait()
            return work(store)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def file_of(first: int = 1, last: int = LINES) -> BytesIO:
    """A file of claims, some answered."""
    lines = ["radicado,tipo,fecha_radicacion,fecha_respuesta,resultado"]
    for n in range(first, last + 1):
        answered = f"{date(2026, 3, 17) + timedelta(days=n % 20)},accede" if n % 3 else ","
        lines.append(f"R-{n},reclamo,2026-03-16,{answered}")
    return BytesIO("\n".join(lines).encode())


def imported(file: Callable[[], BytesIO]) -> Callable[[SqlStore], Tally]:
    """Import a file."""
    return lambda store: import_cases(store, file(), law=colombia.LAW, profile=colombia.DEFAULT_PROFILE, recorded_at=AT)


def whole(url: str) -> int:
    """The number of cases; all of them must verify."""
    seen = Seen()
    with SqlStore(url, prefix="ao_") as store, store.read() as unit:
        assert list(verify(unit, "empresa", colombia.LAW, seen)) == []
    return seen.cases


@pytest.mark.parametrize("turn", range(2))
def test_s8_two_imports_of_one_file_at_once(url: str, turn: int) -> None:
    """Each case is added by one of them and found by the other."""
    first, second = at_once(url, imported(file_of), imported(file_of))
    assert [tally.rejected for tally in (first, second)] == [0, 0], turn
    assert first.added + second.added == LINES
    assert first.unchanged + second.unchanged == LINES
    assert first.complete
    assert second.complete
    assert whole(url) == LINES


def test_an_import_beside_another_writer(url: str) -> None:
    """A writer adds events to the cases of the file, and files others with its numbers; everything is stored."""
    at_once(url, imported(lambda: file_of(1, 300)))

    def write(store: SqlStore) -> int:
        saved = 0
        for n in range(1, 61):

            def note(unit: Any, n: int = n) -> None:
                stored = unit.cases.by_radicado("empresa", f"R-{n * 5}")
                unit.cases.save(stored, stored.case.record(Event(EventType.NOTA, at=AT)))

            store.do(note, AT)
            saved += 1
        return saved

    answered = BytesIO(file_of(1, 300).getvalue().replace(b",,", b",2026-04-06,accede"))
    tally, saved, again = at_once(url, imported(lambda: BytesIO(answered.getvalue())), write, imported(file_of))
    assert (tally.rejected, saved, again.rejected) == (0, 60, 0)
    assert whole(url) == LINES


def test_two_projections_at_once(url: str) -> None:
    """Each row is remade once and each note written once; a third writer stops neither."""
    at_once(url, imported(lambda: file_of(1, 600)))
    closure = Closure(date(2026, 4, 1), date(2026, 4, 1), act="Resolución 1", own_act=True)
    closed = colombia.definitions(evolve(colombia.DEFAULT_PROFILE, closures=(closure,)))

    def again(store: SqlStore) -> Any:
        return project(store, "empresa", closed, at=AT, reason="Resolución 1")

    def write(store: SqlStore) -> None:
        for n in range(1, 41):

            def note(unit: Any, n: int = n) -> None:
                stored = unit.cases.by_radicado("empresa", f"R-{n * 3}")
                unit.cases.save(stored, stored.case.record(Event(EventType.NOTA, at=AT)))

            store.do(note, AT)

    first, second, _ = at_once(url, again, again, write)
    assert (first.refused, second.refused) == ((), ())
    assert first.rows + second.rows >= 600
    with SqlStore(url, prefix="ao_") as store, store.read() as unit:
        notes = [
            event.evidence
            for stored in unit.cases.stream("empresa")
            for event in stored.case.events
            if event.type is EventType.NOTA and event.evidence
        ]
    assert len(notes) == first.moved + second.moved
    assert whole(url) == 600


class Interrupted:
    """A clock that lets something happen right after it was read, as while a request waits for another one."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.meanwhile: list[Callable[[], Any]] = []

    def __call__(self) -> datetime:
        """The instant, a second after the last one."""
        self.now = read = self.now + timedelta(seconds=1)
        if self.meanwhile:
            self.meanwhile.pop()()
        return read


DECIDED = Decision(resultado=Outcome.NO_ACCEDE, acto=ActKind.FACTURACION)
BEFORE_MIDNIGHT = datetime(2026, 4, 21, 4, 59, 57, tzinfo=UTC)


@pytest.fixture(params=[AT, BEFORE_MIDNIGHT], ids=["in the afternoon", "at midnight"])
def moment(request: pytest.FixtureRequest) -> Interrupted:
    """A clock that stands at an instant."""
    return Interrupted(request.param)


def office_of(store: Store, clock: Callable[[], datetime]) -> Office:
    """An office with a clock."""
    return Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE, clock=clock)


def test_a_filing_that_waits_for_the_same_one_gives_its_case(office_store: Store, moment: Interrupted) -> None:
    """The case was filed after the second request read the clock, and yet is not in its future."""
    office = office_of(office_store, moment)

    def file() -> str:
        return str(office.file(Filing(tipo="reclamo"), key="k").radicado)

    moment.meanwhile.append(file)
    assert file() == file() == "2026-000001"


@pytest.mark.parametrize("way", ["act", "record"])
def test_an_act_is_judged_on_what_it_waited_for(office_store: Store, moment: Interrupted, way: str) -> None:
    """Two people decide at once: the second decision is refused, though its request read the clock before the first."""
    office = office_of(office_store, moment)
    radicado = str(office.file(Filing(tipo="reclamo")).radicado)
    moment.meanwhile.append(lambda: office.act(radicado, DECIDED))
    with pytest.raises(TransitionRefused if way == "act" else IncompleteEventError) as refused:
        getattr(office, way)(radicado, DECIDED)
    assert way == "record" or refused.value.params["guard"] == "ya_decidido"
    moment.meanwhile.append(lambda: office.act(radicado, EventType.NOTA))
    office.record(radicado, DECIDED, reason="el sistema anterior")
    case = office.look(radicado).case
    assert [each.type for each in case.events[1:]] == ["decision", "nota", "decision", "nota"]
    told = [(each.at, each.recorded_at) for each in case.events]
    assert told == sorted(told)
    assert all(at == recorded_at for at, recorded_at in told)


def test_ten_people_decide_and_one_decision_stands(url: str) -> None:
    """Every other one is told that the case is decided."""
    with SqlStore(url, prefix="ao_") as store:
        radicado = str(colombia.office(store).file(Filing(tipo="reclamo")).radicado)

    def decide(store: SqlStore) -> bool:
        try:
            colombia.office(store).act(radicado, DECIDED)
        except TransitionRefused:
            return False
        return True

    assert sum(at_once(url, *[decide] * 10)) == 1
    with SqlStore(url, prefix="ao_") as store:
        assert len(colombia.office(store).look(radicado).case.events) == 2


@pytest.mark.parametrize("radicado", [None, "R-1"], ids=["numbered by us", "numbered by the host"])
@pytest.mark.parametrize("joined", [False, True], ids=["alone", "with the host"])
@pytest.mark.parametrize("on", [None, date(2026, 3, 16)], ids=["now", "on a day"])
def test_eight_requests_with_one_key_are_one_case(
    url: str, *, on: date | None, joined: bool, radicado: str | None
) -> None:
    """In our transactions and in those of a host, who repeats its own after a conflict; whoever gives the number."""

    def file(store: SqlStore) -> Any:
        office, filing = colombia.office(store), Filing(tipo="reclamo", radicado=radicado)
        if not joined:
            return office.file(filing, key="k", on=on).case.case_id
        while True:
            with suppress(ConflictError), Session(store.engine) as session, session.begin():
                return office.file(filing, key="k", on=on, within=session).case.case_id

    assert len(set(at_once(url, *[file] * 8))) == 1
    assert whole(url) == 1
    with SqlStore(url, prefix="ao_") as store:
        assert [len(batch) for batch in colombia.office(store).outbox("mailer")] == [1]


def test_an_act_in_the_transaction_of_a_host_sees_what_was_committed_meanwhile(url: str) -> None:
    """Also where the host reads an older state, as on MariaDB: the act is judged on all that the case holds."""
    if url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    with SqlStore(url, prefix="ao_") as store:
        office = colombia.office(store)
        radicado = str(office.file(Filing(tipo="reclamo")).radicado)
        with store.engine.begin() as connection:
            connection.execute(select(func.count()).select_from(store.tables.events)).one()
            office.act(radicado, EventType.NOTA)
            view = office.act(radicado, DECIDED, within=connection)
            assert [each.type for each in view.case.events] == ["radicacion", "nota", "decision"]
        assert office.look(radicado).version == 3
    assert whole(url) == 1


def test_the_clock_of_one_machine_may_be_ahead(office_store: Store) -> None:
    """What another machine has recorded has happened: it is shown, and an act is judged on it."""
    ahead, behind = office_of(office_store, lambda: AT + timedelta(seconds=2)), office_of(office_store, lambda: AT)
    view = ahead.file(Filing(tipo="reclamo"), key="k")
    radicado = str(view.radicado)
    assert behind.file(Filing(tipo="reclamo"), key="k").radicado == radicado
    assert behind.look(radicado).agenda.open_duties() == view.agenda.open_duties()
    assert behind.act(radicado, DECIDED).state is WorkflowState.DECIDIDO
    with pytest.raises(TransitionRefused):
        behind.act(radicado, DECIDED)
    filed, decided = behind.look(radicado).case.events
    assert filed.at == decided.at == decided.recorded_at == AT + timedelta(seconds=2)
    evening = office_of(office_store, lambda: AT + timedelta(hours=5)).file(Filing(tipo="reclamo"))
    with pytest.raises(EventBeforeFilingError):  # a clock that is hours off is an error of somebody
        behind.look(str(evening.radicado))


def test_a_clock_is_ahead_across_midnight(office_store: Store) -> None:
    """The act that follows what was done after midnight happens after midnight too."""
    ahead = office_of(office_store, lambda: BEFORE_MIDNIGHT + timedelta(seconds=4))
    behind = office_of(office_store, lambda: BEFORE_MIDNIGHT)
    radicado = str(ahead.file(Filing(tipo="reclamo")).radicado)
    assert behind.look(radicado).case.filed_on == date(2026, 4, 21)
    assert behind.act(radicado, DECIDED).case.events[-1].at == BEFORE_MIDNIGHT + timedelta(seconds=4)


def test_what_is_done_in_vain_is_done_again_and_then_told() -> None:
    """It is retried ten times, each time from the beginning; any other error is raised at once."""
    store, done = MemoryStore(rows=ROWS), list[int]()

    def work(unit: Any, *, until: int) -> str:
        done.append(len(unit.utilities()))
        unit.cases.add(colombia.file("queja", on=date(2026, 3, 16), utility="empresa", case_id=UUID(int=1)))
        if len(done) < until:
            raise ConflictError(detail=Said.alike("-"))
        return "done"

    assert store.do(lambda unit: work(unit, until=4), AT) == "done"
    assert done == [0, 0, 0, 0]
    with pytest.raises(ConflictError, match="begin it again") as refused:
        store.do(lambda unit: work(unit, until=100), AT)
    assert len(done) == 4 + 11
    assert "empiécela de nuevo" in refused.value.message("es")

    def broken(_unit: Any) -> None:
        done.append(0)
        raise StorageError(detail=Said.alike("gone"))

    with pytest.raises(StorageError, match="gone"):
        store.do(broken, AT)
    assert len(done) == 16
