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
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.events import Correction, Decision, Event, Filing
from pqr_core.cases.filing import Link
from pqr_core.errors import (
    ConflictError,
    EventBeforeFilingError,
    IncompleteEventError,
    ReportHandedInError,
    StorageError,
    TransitionRefused,
)
from pqr_core.facts import RowMaker
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.office.desk import Office
from pqr_core.office.imports import Tally, import_cases
from pqr_core.office.projection import project
from pqr_core.reports.official import OfficialReport
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.verification import Seen, verify
from pqr_core.vocabulary import ActKind, EventType, Outcome, Relation, WorkflowState

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


# --- what a call finds before it waits ----------------------------------------------------------------------------


def before_lock(store: SqlStore, meanwhile: Callable[[], Any]) -> None:
    """Let something happen once, right before a unit of this store locks the cases that it has found."""
    left = [meanwhile]

    @event.listens_for(store.engine, "before_cursor_execute")
    def interrupt(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "FOR UPDATE" in statement and left:
            left.pop()()


@pytest.fixture
def server(url: str) -> Iterator[SqlStore]:
    """A store on a server, where two units can write at once."""
    if url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time")
    with SqlStore(url, prefix="ao_", rows=ROWS) as store:
        yield store


def denied(office: Office) -> str:
    """A claim that was denied; the decision is notified."""
    radicado = str(office.file(Filing(tipo="reclamo"), on=date(2026, 3, 16)).radicado)
    office.act(radicado, DECIDED, on=date(2026, 3, 17))
    office.act(radicado, EventType.ENVIO_CITACION, on=date(2026, 3, 18))
    office.act(radicado, EventType.NOTIFICACION_PERSONAL, on=date(2026, 3, 19))
    return radicado


def against(radicado: str) -> Filing:
    """A recurso against that case."""
    links = (Link(relacion=Relation.RECURSO_DE, radicado=radicado),)
    return Filing(tipo="recurso_reposicion", vinculos=links, attacked_notified_on=date(2026, 3, 19))


def corrected(office: Office, name: str | UUID, **changes: Any) -> None:
    """Correct the filing of a case."""
    filed = office.look(name).case.events[0]
    right = evolve(filed, payload=evolve(filed.detail(Filing), **changes))
    office.record(name, Correction(filed.identity, right), reason="se copió mal")


def test_a_recurso_that_is_linked_anew_meanwhile_tells_the_case_it_attacks_now(server: SqlStore) -> None:
    """Its notice is recorded where the corrected link points, and nothing stands in the first case."""
    office = office_of(server, lambda: AT)
    first, second = denied(office), denied(office)
    mine = str(office.file(against(first), on=date(2026, 3, 20)).radicado)
    office.act(mine, Decision(resultado=Outcome.CONFIRMA), on=date(2026, 4, 10))
    office.act(mine, EventType.ENVIO_CITACION, on=date(2026, 4, 13))
    before_lock(server, lambda: corrected(office, mine, vinculos=against(second).vinculos))
    office.act(mine, EventType.NOTIFICACION_PERSONAL, on=date(2026, 4, 14))
    assert office.look(first).state is WorkflowState.NOTIFICADO
    told = [each.type for each in office.look(second).case.events[-2:]]
    assert told == [EventType.RECURSO_INTERPUESTO, EventType.RECURSO_RESUELTO]


def test_an_act_or_a_recurso_goes_to_the_case_that_has_the_radicado(server: SqlStore) -> None:
    """A radicado had been given to the wrong case, which is put right while the call waits: it looks again."""
    office = office_of(server, lambda: AT)

    def moves() -> tuple[str, UUID, UUID]:
        one, two = denied(office), denied(office)
        wrong, right = (office.look(each).case.case_id for each in (one, two))

        def move() -> None:
            corrected(office, wrong, radicado=f"{one} bis")
            corrected(office, right, radicado=one)

        before_lock(server, move)
        return one, wrong, right

    radicado, _, right = moves()
    assert office.act(radicado, EventType.NOTA).case.case_id == right
    radicado, *both = moves()
    office.file(against(radicado), on=date(2026, 3, 20))
    assert [office.look(each).state for each in both] == [WorkflowState.NOTIFICADO, WorkflowState.RECURRIDO]


def test_a_recurso_and_the_case_that_it_attacks_are_filed_at_once(server: SqlStore) -> None:
    """As by two processes of one import: each is kept before the other can see it, and yet they are related."""
    office = office_of(server, lambda: AT)
    denied(office)  # stores the definitions, for which the second unit would wait
    left = [lambda: office.file(against("X-1"), on=date(2026, 4, 20))]

    @event.listens_for(server.engine, "commit")
    def interrupt(_connection: Any) -> None:
        if left:
            left.pop()()

    attacked = office.file(Filing(tipo="reclamo", radicado="X-1"), on=date(2026, 3, 16)).case.case_id
    with server.read() as unit:
        rows = unit.facts.page("empresa", FactsQuery())
    assert [row.recurso_of for row in rows if row.tipo == "recurso_reposicion"] == [attacked]
    assert [row.case_id for row in rows if row.recurso_filed] == [attacked]


def test_what_a_call_records_elsewhere_is_as_late_as_what_it_finds_there(office_store: Store) -> None:
    """Also a recurso that waited for an act in the case that it attacks, and a letter: histories are in order."""
    moment = Interrupted(AT)
    office = office_of(office_store, moment)
    attacked = denied(office)
    moment.meanwhile.append(lambda: office.act(attacked, EventType.NOTA))
    office.file(against(attacked))
    told = [each.recorded_at for each in office.look(attacked).case.events]
    assert [each.type for each in office.look(attacked).case.events[-2:]] == ["nota", "recurso_interpuesto"]
    assert told == sorted(told, key=lambda each: each or AT)


def test_a_report_handed_in_twice_at_once_is_kept_once(url: str) -> None:
    """The same text gives what was kept; another text is refused, also if both are the first of their period."""

    def hand_in(text: str, period: str) -> Callable[[SqlStore], str]:
        report = OfficialReport(
            code="x",
            title=Said.alike("-"),
            utility="empresa",
            name="",
            period=Period.read(period),
            until=date(2026, 4, 1),
            norms=(),
            sections=(),
            text=text,
        )

        def work(store: SqlStore) -> str:
            try:
                return colombia.office(store).hand_in(report).text
            except ReportHandedInError:
                return "refused"

        return work

    assert at_once(url, *[hand_in("a", "2026-02")] * 4) == ["a"] * 4
    assert at_once(url, hand_in("a", "2026-03"), hand_in("b", "2026-03")).count("refused") == 1


def test_an_act_in_the_morning_follows_what_was_recorded_for_the_day(office_store: Store) -> None:
    """A day without hour counts from noon; an act of that morning has no hour then, so that it comes after."""
    morning = datetime(2026, 4, 20, 14, tzinfo=UTC)
    office, today = office_of(office_store, lambda: morning), date(2026, 4, 20)
    radicado = str(office.file(Filing(tipo="reclamo"), on=date(2026, 4, 17)).radicado)
    office.act(radicado, DECIDED, on=today)
    assert [each.guard.code for each in office.why_not(radicado, DECIDED)] == ["ya_decidido"]
    with pytest.raises(TransitionRefused):
        office.act(radicado, DECIDED)
    assert office.act(radicado, EventType.ENVIO_CITACION).state is WorkflowState.CITADO
    last = office.look(radicado).case.events[-1]
    assert (last.at, last.on, last.recorded_at) == (None, today, morning)
    other = str(office.file(Filing(tipo="reclamo"), on=today).radicado)
    assert office.act(other, DECIDED).case.events[-1].at == morning  # a filing counts from the beginning of its day


def test_the_clock_of_one_machine_may_be_ahead(office_store: Store) -> None:
    """What another machine has recorded has happened: it is shown, and an act is judged on it."""
    ahead, behind = office_of(office_store, lambda: AT + timedelta(seconds=2)), office_of(office_store, lambda: AT)
    view = ahead.file(Filing(tipo="reclamo"), key="k")
    radicado = str(view.radicado)
    assert behind.file(Filing(tipo="reclamo"), key="k").radicado == radicado
    assert behind.look(radicado).agenda.open_duties() == view.agenda.open_duties()
    assert behind.act(radicado, DECIDED).state is WorkflowState.DECIDIDO
    assert [each.guard.code for each in behind.why_not(radicado, DECIDED)] == ["ya_decidido"]
    with pytest.raises(TransitionRefused):
        behind.act(radicado, DECIDED)
    filed, decided = behind.look(radicado).case.events
    assert filed.at == decided.at == decided.recorded_at == AT + timedelta(seconds=2)
    entered = str(behind.file(Filing(tipo="reclamo")).radicado)
    ahead.act(entered, EventType.NOTA, at=AT)
    assert behind.act(entered, EventType.NOTA).case.events[-1].recorded_at == AT + timedelta(seconds=2)
    evening = office_of(office_store, lambda: AT + timedelta(hours=5)).file(Filing(tipo="reclamo"))
    with pytest.raises(EventBeforeFilingError):  # a clock that is hours off is an error of somebody
        behind.look(str(evening.radicado))


def test_a_clock_is_ahead_across_midnight(office_store: Store) -> None:
    """The act that follows what was done after midnight happens after midnight too; a second decision is refused."""
    ahead = office_of(office_store, lambda: BEFORE_MIDNIGHT + timedelta(seconds=4))
    behind = office_of(office_store, lambda: BEFORE_MIDNIGHT)
    radicado = str(ahead.file(Filing(tipo="reclamo")).radicado)
    assert behind.look(radicado).case.filed_on == date(2026, 4, 21)
    assert behind.act(radicado, EventType.NOTA).case.events[-1].at == BEFORE_MIDNIGHT + timedelta(seconds=4)
    decided = str(behind.file(Filing(tipo="reclamo")).radicado)
    ahead.act(decided, DECIDED)
    with pytest.raises(TransitionRefused) as refused:
        behind.act(decided, DECIDED)
    assert refused.value.params["guard"] == "ya_decidido"
    assert behind.act(decided, DECIDED, recorded_at=BEFORE_MIDNIGHT).version == 3  # an instant that is told stands


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
