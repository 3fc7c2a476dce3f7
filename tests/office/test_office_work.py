"""The work of an office: lists, warnings, the outbox, indicators, imports, and the data of a person."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from pqr_core import colombia
from pqr_core.cases.events import Assignment, Decision, Filing, Visit
from pqr_core.cases.filing import Petitioner
from pqr_core.errors import InvalidInputError, PeriodError, RoleRefusedError, RowsToProjectError
from pqr_core.exchange.reading import Reading
from pqr_core.indicators.periods import Period
from pqr_core.law.profiles import Profile
from pqr_core.office.desk import Office
from pqr_core.office.health import HealthForm
from pqr_core.office.persons import KeptDataForm
from pqr_core.office.worklist import WorklistForm
from pqr_core.schemas import Schemas
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.clocks import FrozenClock
from pqr_core.vocabulary import EventType, Role, WorkClass

E = EventType
RECLAMO = Filing(tipo="reclamo")
ANA = Petitioner(clase="natural", tipo_documento="cc", nombre="Ana Pérez", documento="31415926")


def with_profile(store: Store, clock: FrozenClock, **settings: Any) -> Office:
    """An office under other settings."""
    profile = evolve(colombia.DEFAULT_PROFILE, **settings)
    return Office(store, colombia.JURISDICTION, profile, clock=clock)


def valid(form: object, document: Any) -> None:
    """The document is valid against the schema."""
    Draft202012Validator(Schemas().of(form)).validate(json.loads(json.dumps(document)))


# --- the list ------------------------------------------------------------------------------------------------------


def test_the_list_is_that_of_today_with_its_counts(office: Office, clock: FrozenClock) -> None:
    """The list may be of any day; cases filed later are not on it."""
    first = office.file(RECLAMO).radicado
    office.file(Filing(tipo="peticion_informacion"))
    clock.move_to(datetime(2026, 4, 8, 9, tzinfo=colombia.ZONE))
    office.file(RECLAMO)
    page = office.worklist()
    assert [(each.tipo, each.duty.code, each.due_on, each.work_class) for each in page] == [
        ("peticion_informacion", "respuesta", date(2026, 3, 31), WorkClass.OVERDUE),
        ("reclamo", "respuesta", date(2026, 4, 9), WorkClass.SOON),
        ("reclamo", "respuesta", date(2026, 4, 29), WorkClass.LATER),
    ]
    assert page.items[1].radicado == first
    assert (page.counts[WorkClass.OVERDUE], page.counts[WorkClass.SOON], page.counts[WorkClass.TODAY]) == (1, 1, 0)
    assert [each.radicado for each in office.worklist(work_class=WorkClass.SOON)] == [first]
    assert len(office.worklist(on=date(2026, 3, 20))) == 2
    assert len(office.worklist(on=date(2026, 3, 13))) == 0


def test_a_list_goes_in_pages_and_is_json(office: Office) -> None:
    """`next` is text, to be given back; the form has its schema."""
    filed = {office.file(RECLAMO).radicado for _ in range(5)}
    seen: list[str | None] = []
    page = office.worklist(limit=2)
    while True:
        told = page.as_dict("en")
        valid(WorklistForm, told)
        seen += [each["radicado"] for each in told["items"]]
        assert told["counts"]["vence_despues"] == 5
        if page.next is None:
            break
        page = office.worklist(limit=2, after=page.next)
    assert (len(seen), set(seen)) == (5, filed)
    assert told["items"][0]["label"] == "Answer"
    for wrong in ("", "x", "2026-04-09", "2026-04-09.x"):
        with pytest.raises(InvalidInputError):
            office.worklist(after=wrong)


def test_each_account_has_its_own_list(office: Office, clock: FrozenClock) -> None:
    """The last assignment decides; one without a name changes nothing."""
    one, other = office.file(RECLAMO).radicado, office.file(RECLAMO).radicado
    office.act(one, Assignment(responsable="laura"))
    for assignment in (Assignment(responsable="pedro"), Assignment(responsable="laura"), Assignment()):
        clock.tick()
        office.act(other, assignment)
    assert [each.row.responsable for each in office.worklist(assignee="laura")] == ["laura", "laura"]
    assert office.worklist(assignee="pedro").counts[WorkClass.LATER] == 0
    clock.tick()
    office.act(one, Assignment(responsable="pedro"))
    assert [each.radicado for each in office.worklist(assignee="pedro")] == [one]


def test_a_role_sees_its_own_duties_also_those_that_do_not_lead(office: Office, clock: FrozenClock) -> None:
    """The technician sees the notice of a visit, even if the answer is due first; not the answer."""
    first = office.file(RECLAMO).radicado
    office.act(first, Visit(date(2026, 4, 24)))
    decided = office.file(RECLAMO).radicado
    office.act(decided, Decision(resultado="no_accede", acto="facturacion"))
    clock.tick(timedelta(hours=1))
    assert [(each.radicado, each.duty.code) for each in office.worklist()] == [
        (decided, "citacion"),
        (first, "respuesta"),
    ]
    assert [(each.radicado, each.duty.code) for each in office.worklist(role=Role.TECNICO)] == [(first, "aviso_visita")]
    assert [each.radicado for each in office.worklist(role=Role.NOTIFICADOR)] == [decided]
    assert [each.radicado for each in office.worklist(role=Role.ANALISTA)] == [first]
    assert office.worklist(role=Role.TECNICO).counts[WorkClass.LATER] == 1
    assert len(office.worklist(role=Role.TECNICO, work_class=WorkClass.OVERDUE)) == 0
    assert len(office.worklist(role=Role.TECNICO, assignee="laura")) == 0


def test_a_duty_that_the_profile_gives_nobody_is_everybodys(office_store: Store, clock: FrozenClock) -> None:
    """It is on the list of every role, so that somebody sees it."""
    office = with_profile(office_store, clock, roles={"citacion": (Role.NOTIFICADOR,)})
    office.file(RECLAMO)
    assert all(len(office.worklist(role=role)) == 1 for role in Role)


def test_lists_of_an_earlier_day_know_roles_and_accounts(office: Office, clock: FrozenClock) -> None:
    """Roles and accounts follow the events up to that day."""
    radicado = office.file(RECLAMO).radicado
    office.act(radicado, Assignment(responsable="laura"))
    clock.move_to(datetime(2026, 3, 20, 9, tzinfo=colombia.ZONE))
    office.act(radicado, Decision(resultado="accede", acto="facturacion"))
    then = date(2026, 3, 18)
    assert [each.duty.code for each in office.worklist(on=then, role=Role.ANALISTA)] == ["respuesta"]
    assert [each.duty.code for each in office.worklist(on=then, assignee="laura")] == ["respuesta"]
    assert len(office.worklist(on=then, role=Role.NOTIFICADOR)) == len(office.worklist(on=then, assignee="x")) == 0


def test_due_days_are_an_icalendar_with_alarms(office: Office) -> None:
    """The iCalendar is of everybody or of one account, and names no person."""
    first = office.file(evolve(RECLAMO, peticionario=ANA)).radicado
    office.file(Filing(tipo="sugerencia"))
    office.act(first, Assignment(responsable="laura"))
    text = office.calendar_feed().decode()
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20260409" in text
    assert first in text
    assert "BEGIN:VALARM" in text
    assert "Ana" not in text
    assert office.calendar_feed(assignee="laura", lang="en").decode().count("BEGIN:VEVENT") == 1
    assert "BEGIN:VEVENT" not in office.calendar_feed(assignee="pedro").decode()
    assert "BEGIN:VEVENT" not in office.calendar_feed(role=Role.NOTIFICADOR).decode()


# --- who may do what -----------------------------------------------------------------------------------------------


ROLES = {"laura": (Role.ANALISTA,), "jefe": (Role.RESPONSABLE,)}


def test_an_act_is_refused_to_an_account_whose_roles_may_not_do_it(office_store: Store, clock: FrozenClock) -> None:
    """If the profile enforces roles, the act is refused; what the user did can be recorded by anybody."""
    profile = evolve(colombia.DEFAULT_PROFILE, enforce_roles=True)
    office = Office(
        office_store, colombia.JURISDICTION, profile, clock=clock, roles_of=lambda account: ROLES.get(account, ())
    )
    radicado = office.file(RECLAMO, actor="quien sea").radicado
    office.act(radicado, E.ANALISIS, actor="laura")
    for account in ("laura", "nadie", None):
        with pytest.raises(RoleRefusedError) as refused:
            office.act(radicado, Decision(resultado="accede", acto="facturacion"), actor=account)
        assert refused.value.http_status == 403
    assert "jefe de atención al usuario" in refused.value.message("es")
    with pytest.raises(RoleRefusedError):
        office.record(radicado, E.CIERRE, reason="x", actor="laura")
    office.act(radicado, Decision(resultado="no_accede", acto="facturacion"), actor="jefe")
    office.record(radicado, E.CONDUCTA_CONCLUYENTE, reason="vino a preguntar", actor="laura")
    assert office.look(radicado).version == 4


def test_without_accounts_nobody_has_a_role(office_store: Store, clock: FrozenClock) -> None:
    """If the profile enforces roles and the office knows no accounts, no act that needs a role is permitted."""
    office = with_profile(office_store, clock, enforce_roles=True)
    radicado = office.file(RECLAMO).radicado
    with pytest.raises(RoleRefusedError):
        office.act(radicado, E.ANALISIS, actor="laura")


# --- warnings ------------------------------------------------------------------------------------------------------


def test_a_warning_is_given_once(office: Office, clock: FrozenClock) -> None:
    """A warning is given once; the next night gives the next one."""
    radicado = office.file(RECLAMO).radicado
    assert office.nightly() == ()
    clock.move_to(datetime(2026, 3, 31, 6, tzinfo=colombia.ZONE))
    (warning,) = office.nightly()
    assert (warning.radicado, warning.code) == (radicado, "respuesta")
    assert office.nightly() == ()
    clock.move_to(datetime(2026, 4, 8, 6, tzinfo=colombia.ZONE))
    assert len(office.nightly()) == 1


# --- what is told further ------------------------------------------------------------------------------------------


def test_every_event_recorded_is_told_further(office: Office, clock: FrozenClock) -> None:
    """The outbox has every event, also notes and those in a case attacked; each reader has its own position."""
    radicado = office.file(RECLAMO).radicado
    office.act(radicado, E.ACUSE)
    office.record(radicado, E.COMPLEMENTO, reason="lo trajo")
    read = [each for batch in office.outbox("mailer", limit=2) for each in batch]
    assert [each.event.type for each in read] == [E.RADICACION, E.ACUSE, E.COMPLEMENTO, E.NOTA]
    assert [each.seq for each in read] == [1, 2, 3, 4]
    assert {each.radicado for each in read} == {radicado}
    assert list(office.outbox("mailer")) == []
    assert [len(batch) for batch in office.outbox("printer")] == [4]
    clock.tick()
    office.act(radicado, E.ASIGNACION)
    assert [[each.event.type for each in batch] for batch in office.outbox("mailer")] == [[E.ASIGNACION]]


def test_what_ends_the_loop_leaves_its_batch_unread(office: Office) -> None:
    """An error in the loop, such as of a mail server, leaves the batch unread; the office can be used in the loop."""
    radicado = office.file(RECLAMO).radicado
    office.act(radicado, E.ACUSE)

    def send() -> None:
        for batch in office.outbox("mailer", limit=1):
            if batch[0].event.type is E.ACUSE:
                raise TimeoutError

    with pytest.raises(TimeoutError):
        send()
    told = []
    for batch in office.outbox("mailer", limit=1):
        told += [each.event.type for each in batch]
        if len(told) == 1:
            office.record(radicado, E.NOTA)
    assert told == [E.ACUSE, E.NOTA]


def test_a_batch_is_read_in_the_transaction_of_the_host(database_url: str) -> None:
    """If the host rolls back, the batch stays unread."""
    engine = create_engine(database_url)
    store = SqlStore(engine, prefix="o_")
    store.tables.metadata.drop_all(engine)
    store.create()
    office = Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE, clock=FrozenClock())
    office.file(RECLAMO)
    with Session(engine) as session:
        assert [len(batch) for batch in office.outbox("mailer", within=session)] == [1]
        session.rollback()
    with Session(engine) as session, session.begin():
        assert [len(batch) for batch in office.outbox("mailer", within=session)] == [1]
    assert list(office.outbox("mailer")) == []
    store.tables.metadata.drop_all(engine)
    engine.dispose()


# --- the whole register --------------------------------------------------------------------------------------------


def test_indicators_are_those_of_the_catalogue(office: Office, clock: FrozenClock) -> None:
    """Indicators of one or several periods, of some codes, in total or by group."""
    for tipo in ("reclamo", "queja"):
        radicado = office.file(Filing(tipo=tipo, servicio="acueducto")).radicado
        office.act(radicado, Decision(resultado="accede", acto="facturacion"))
    clock.move_to(datetime(2026, 4, 8, 6, tzinfo=colombia.ZONE))
    every = office.indicators("2026-03")
    assert [each.indicator.code for each in every] == list(colombia.INDICATORS)
    (days,) = office.indicators(["2026-02", Period.parse("2026-03")], codes=["tiempo_respuesta_pqr"])
    assert [str(each.period) for each in days.points] == ["2026-02", "2026-03"]
    grouped = office.indicators("2026-03", codes=["tiempo_respuesta_pqr"], by=("tipo",))
    assert {each.group for each in grouped} == {("queja",), ("reclamo",)}
    with pytest.raises(InvalidInputError):
        office.indicators("2026-03", codes=["tiempo_de_nada"])
    not_a_period: Any = 2026
    with pytest.raises(PeriodError, match="2026-Q1"):
        office.indicators(not_a_period)


CASES = "radicado,tipo,fecha_radicacion\nR-1,reclamo,2026-03-02\nR-2,reclamo,2026-03-03\n"


def test_files_are_imported_under_the_profile_of_the_utility(office: Office, office_store: Store) -> None:
    """Cases, subscribers, surveys and tickets are imported; a register of past years is not put in the outbox."""
    tally = office.import_cases(BytesIO(CASES.encode()), post=False)
    assert (tally.added, tally.rejected) == (2, 0)
    assert office.look("R-2").agenda["respuesta"].due_on == date(2026, 3, 25)
    assert len(office.worklist()) == 2
    assert list(office.outbox("mailer")) == []
    volumes = b"mes,servicio,suscriptores\n2026-03,acueducto,100\n"
    assert office.import_volumes(BytesIO(volumes)).added == 1
    surveys = b"id_encuesta,fecha_encuesta,satisfecho\n1,2026-03-02,si\n"
    assert office.import_surveys(BytesIO(surveys)).added == 1
    with office_store.read() as unit:
        assert len(list(unit.volumes.stream("empresa"))) == len(list(unit.surveys.stream("empresa"))) == 1
    with pytest.raises(InvalidInputError):
        office.import_tickets(BytesIO(surveys), reading=Reading(kind="surveys"))


def test_rows_are_made_anew_when_the_settings_changed(office_store: Store, clock: FrozenClock) -> None:
    """Before, lists are refused and `health` says so; a case whose day moves gets a note with the reason."""
    before = with_profile(office_store, clock)
    radicado = before.file(RECLAMO).radicado
    after = with_profile(office_store, clock, saturday_is_business_day=True)
    with pytest.raises(RowsToProjectError):
        after.worklist()
    assert after.health().rows_to_project == {"empresa": 1}
    assert not after.health().ok
    done = after.recalculate("Acuerdo 7 de 2026", actor="jefe")
    assert (done.rows, done.moved, done.refused) == (1, 1, ())
    view = after.look(radicado)
    assert (view.case.events[-1].type, view.case.events[-1].evidence) == (E.NOTA, ("Acuerdo 7 de 2026",))
    assert after.worklist().items[0].due_on == view.agenda["respuesta"].due_on
    assert after.health().ok


# --- the person, and the service -----------------------------------------------------------------------------------


def test_what_is_kept_of_somebody_is_told(office: Office, office_store: Store) -> None:
    """Data are found by the document or the host's hash, with their event; after erasure, nothing is found."""
    other = Petitioner(clase="natural", tipo_documento="cc", nombre="Otro", documento="2718")
    first = office.file(evolve(RECLAMO, peticionario=ANA, hechos="me cobran de más"))
    office.file(evolve(RECLAMO, peticionario=other))
    office.record(first.radicado, E.NOTA, reason="llamó Ana")
    (kept,) = office.personal_data(ANA)
    told = kept.as_dict("en")
    valid(KeptDataForm, told)
    assert told["radicado"] == first.radicado
    assert told["events"][0]["data"]["peticionario"]["nombre"] == "Ana Pérez"
    assert "Ana" not in repr(kept)
    with office_store.begin() as unit:
        row = unit.facts.get("empresa", first.case.case_id)
        assert row is not None
        unit.facts.put([evolve(row, petitioner="hash")])
        unit.commit()
    assert office.personal_data("hash") == (kept,)
    assert office.personal_data("otro") == ()
    with office_store.begin() as unit:
        unit.cases.anonymise("empresa", first.case.case_id)
        unit.commit()
    assert office.personal_data(ANA) == office.personal_data("hash") == ()
    with pytest.raises(InvalidInputError):
        office.personal_data(Petitioner(clase="natural", nombre="Ana Pérez"))


def test_health_never_raises_and_shows_no_password(tmp_path: Any) -> None:
    """`health` works on a database without tables and on a complete one."""
    store = SqlStore(f"sqlite:///{tmp_path / 'x.sqlite'}")
    office = Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE)
    told = office.health().as_dict("es")
    valid(HealthForm, told)
    assert (told["ok"], told["fault"] is None) == (False, False)
    store.create()
    assert office.health().ok
    store.close()
    secret = SqlStore("postgresql://pqr:s3creta@127.0.0.1:1/pqr")
    office = Office(secret, colombia.JURISDICTION, colombia.DEFAULT_PROFILE)
    assert "s3creta" not in repr(office) + json.dumps(office.health().as_dict())


def test_a_door_for_colombia(tmp_path: Any) -> None:
    """A URL makes the tables; a store and an engine must have them."""
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    office = colombia.office(url)
    assert office.file(RECLAMO, on=date(2026, 3, 16)).radicado == "2026-000001"
    office.store.close()
    engine = create_engine(url)
    profile: Profile = evolve(colombia.DEFAULT_PROFILE, utility_id="rio")
    again = colombia.office(engine, {"rio": profile, "empresa": colombia.DEFAULT_PROFILE})
    assert again.look("2026-000001", utility="empresa").version == 1
    engine.dispose()
    assert colombia.office(MemoryStore(), clock=FrozenClock()).file(RECLAMO).case.events[0].at == FrozenClock().at
