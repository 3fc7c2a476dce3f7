"""The office: what each call writes, refuses and returns, on every store."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    Annulment,
    Assignment,
    Correction,
    Decision,
    Event,
    Filing,
    Note,
    RecursoFiled,
    Registration,
    Until,
)
from pqr_core.cases.filing import Link, Petitioner
from pqr_core.errors import (
    CaseNotFoundError,
    ConflictError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    EventBeforeFilingError,
    IncompleteEventError,
    InvalidInputError,
    NoRuleInForceError,
    NotADateError,
    PQRError,
    StaleCaseError,
    StorageError,
    TransitionRefused,
    UnknownCaseTypeError,
)
from pqr_core.facts import facts_of
from pqr_core.language import Said
from pqr_core.office.desk import Office
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.clocks import FrozenClock
from pqr_core.vocabulary import EventType, Relation, Role, WorkflowState

E = EventType
FILED_ON = date(2026, 3, 16)
RECLAMO = Filing(tipo="reclamo", canal="web")
GRANTED = Decision(resultado="accede", acto="facturacion")
DENIED = Decision(resultado="no_accede", acto="facturacion")


def instant(day: int, hour: int = 10, month: int = 3) -> datetime:
    """An instant of 2026 in Colombia."""
    return datetime(2026, month, day, hour, tzinfo=colombia.ZONE)


# --- filing --------------------------------------------------------------------------------------------------------


def test_a_case_is_filed_numbered_and_on_the_list(office: Office, office_store: Store) -> None:
    """A filed case has its row, its version and its gaps; the next case has the next number."""
    view = office.file(RECLAMO, actor="ana")
    assert (view.radicado, view.version, view.state) == ("2026-000001", 1, WorkflowState.RADICADO)
    assert view.case.events[0].at == instant(16)
    assert (view.case.events[0].recorded_at, view.case.events[0].actor) == (instant(16), "ana")
    assert {each.field for each in view.missing} == {"peticionario", "servicio", "account", "causal", "hechos"}
    assert office.file(RECLAMO, on=FILED_ON).radicado == "2026-000002"
    with office_store.read() as unit:
        row = unit.facts.by_radicado("empresa", "2026-000001")
        assert row is not None
        assert row.due_on == view.agenda["respuesta"].due_on == date(2026, 4, 9)


def test_a_question_has_one_moment(office: Office) -> None:
    """A view, a letter and a reason take a day or an instant, not both; a datetime or a text is not a day."""
    office.file(RECLAMO)
    not_days: tuple[Any, ...] = (instant(17), "2026-03-17")
    asked = (
        partial(office.look, "2026-000001"),
        partial(office.letter, "2026-000001", "constancia_recepcion"),
        partial(office.why_not, "2026-000001", E.CIERRE),
    )
    for ask in asked:
        with pytest.raises(InvalidInputError, match=r"on: give the day \(on\) or the instant \(at\), not both"):
            ask(on=date(2026, 3, 17), at=instant(20))
        for wrong in not_days:
            with pytest.raises(NotADateError, match=r"on: expected a datetime\.date"):
                ask(on=wrong)


def test_a_version_is_a_number(office: Office) -> None:
    """The text of an ETag is refused as such: `"1"` is not a version that somebody else has changed."""
    view = office.file(RECLAMO)
    with pytest.raises(InvalidInputError, match="version: expected a whole number"):
        office.act(view.radicado, E.ANALISIS, version=f"{view.version}")  # type: ignore[arg-type]  # as a header gives it
    assert office.act(view.radicado, E.ANALISIS, version=view.version).version == 2


def test_the_paper_of_yesterday_has_a_number_of_its_year(office: Office, clock: FrozenClock) -> None:
    """`on` is the legal day: a paper of 30 December filed on 2 January takes a number of the old year."""
    clock.move_to(datetime(2027, 1, 2, 9, tzinfo=colombia.ZONE))
    assert office.file(RECLAMO, on=date(2026, 12, 30)).radicado == "2026-000001"
    assert office.file(RECLAMO).radicado == "2027-000001"


def test_a_number_of_the_host_is_kept_and_is_unique(office: Office) -> None:
    """A number of the host is stored and must be unique; none of ours is taken."""
    assert office.file(evolve(RECLAMO, radicado="PQR-9")).radicado == "PQR-9"
    for misleading in ("PQR-9\u3164", "PQR-9\u200b", "PQR-\u0669", "\u2800", "PQR\U000e01009", "PQR\u00a09"):
        with pytest.raises(InvalidInputError, match="radicado"):
            office.file(evolve(RECLAMO, radicado=misleading))
    with pytest.raises(DuplicateRadicadoError):
        office.file(evolve(RECLAMO, radicado="PQR-9"))
    assert office.file(RECLAMO).radicado == "2026-000001"


def test_a_correction_asks_of_a_radicado_what_a_filing_does(
    office: Office, office_store: Store, clock: FrozenClock
) -> None:
    """A new number that looks like another one is refused; a stored one that does is read, and can be corrected."""
    view = office.file(RECLAMO)
    (filed,) = view.case.events

    def corrected(case: Case, **changes: Any) -> Correction:
        (first, *_) = case.events
        return Correction(first.identity, evolve(first, id=None, payload=evolve(case.filing, **changes)))

    for told in (corrected(view.case, radicado="PQR-9\u200b"), corrected(view.case, radicado="PQR-\u0669")):
        for tell in (office.act, partial(office.record, reason="el número del papel")):
            with pytest.raises(InvalidInputError, match="radicado"):
                tell(view.radicado, told)
    with office_store.begin() as unit:
        old = Case.file(evolve(RECLAMO, radicado="PQR-9\u200b"), utility_id="empresa", zone=colombia.ZONE, at=filed.at)
        unit.cases.add(old, facts_of(colombia.agenda(old, instant(16))))
        unit.commit()
    assert office.act("PQR-9\u200b", corrected(old, canal="web")).case.filing.canal == "web"
    clock.tick(timedelta(hours=1))
    assert office.act("PQR-9\u200b", corrected(old, radicado="PQR-9")).radicado == "PQR-9"
    unnumbered = Case.file(RECLAMO, utility_id="empresa", zone=colombia.ZONE, at=filed.at)
    with office_store.begin() as unit:
        unit.cases.add(unnumbered, facts_of(colombia.agenda(unnumbered, instant(16))))
        unit.commit()
    with pytest.raises(InvalidInputError, match="radicado"):
        office.act(unnumbered.case_id, Registration(radicado="PQR-\u0669"))


def test_what_is_refused_takes_no_number(office: Office) -> None:
    """An unknown type, a day before the rule or a future day is refused, and takes no number."""
    with pytest.raises(UnknownCaseTypeError):
        office.file(Filing(tipo="tutela"))
    with pytest.raises(NoRuleInForceError):
        office.file(RECLAMO, on=date(1990, 3, 16))
    for moment in ({"on": date(2026, 3, 17)}, {"at": instant(16, 11)}):
        with pytest.raises(EventBeforeFilingError):
            office.file(RECLAMO, **moment)
    assert office.file(RECLAMO, at=instant(16, 11), recorded_at=instant(16, 11)).radicado == "2026-000001"


def test_filing_again_under_a_key_gives_the_same_case_and_takes_no_number(office: Office, clock: FrozenClock) -> None:
    """A request that is sent again an hour later; another filing under the key is refused."""
    first = office.file(RECLAMO, key="form-7")
    clock.tick(timedelta(hours=1))
    again = office.file(RECLAMO, key="form-7")
    assert (again.radicado, again.case, again.version) == (first.radicado, first.case, 1)
    office.act(first.radicado, E.ACUSE)
    assert office.file(RECLAMO, key="form-7").version == 2
    assert office.file(RECLAMO, at=instant(16), key="form-7").radicado == first.radicado
    for other, moment in ((evolve(RECLAMO, canal="correo"), {}), (RECLAMO, {"on": FILED_ON})):
        with pytest.raises(DuplicateCaseError) as twice:
            office.file(other, key="form-7", **moment)  # type: ignore[arg-type]
        assert twice.value.message("es").startswith("con form-7 ya existe el caso 2026-000001 de la empresa")
    assert office.file(RECLAMO, key="form-8").radicado == "2026-000002"


@pytest.mark.parametrize("key", ["", " "])
def test_an_empty_key_is_refused(office: Office, key: str) -> None:
    """Under an empty header of a host, two equal filings would be one; no number is taken."""
    with pytest.raises(InvalidInputError, match=r"^key: expected a text that tells one filing from another"):
        office.file(RECLAMO, key=key)
    assert office.file(RECLAMO).radicado == "2026-000001"


def test_a_key_holds_when_the_data_of_the_person_are_gone(office: Office, office_store: Store) -> None:
    """After the personal data are erased, the key still gives the same case."""
    filing = evolve(RECLAMO, peticionario=Petitioner(clase="natural", nombre="Ana Pérez"), hechos="me cobran de más")
    first = office.file(filing, key="k")
    with office_store.begin() as unit:
        unit.cases.anonymise("empresa", first.case.case_id)
        unit.commit()
    assert office.file(filing, key="k").radicado == first.radicado


def test_fifty_requests_at_once_under_one_key_are_one_case_and_one_number(office: Office) -> None:
    """This holds on any engine; the next filing has the number 2."""
    together = Barrier(10)

    def request(number: int) -> str:
        if number < 10:
            together.wait()
        return office.file(RECLAMO, key="once").radicado

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(request, range(50))) == {"2026-000001"}
    assert office.file(RECLAMO).radicado == "2026-000002"


def test_many_at_once_are_numbered_without_gap(office: Office) -> None:
    """Each under its own key."""
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: office.file(RECLAMO, key=str(each)).radicado, range(24)))
    assert sorted(found) == [f"2026-{number:06}" for number in range(1, 25)]


# --- looking -------------------------------------------------------------------------------------------------------


def test_a_case_is_found_by_its_number_or_its_id(office: Office) -> None:
    """A case is found by its number or its id; an unknown one is refused by name."""
    view = office.file(RECLAMO)
    for name in (view.radicado, view.case.case_id, str(view.case.case_id)):
        assert office.look(name).case == view.case
    for absent in ("2026-000009", "x", "11111111-1111-1111-1111-111111111111"):
        with pytest.raises(CaseNotFoundError):
            office.look(absent)


def test_it_is_shown_at_the_end_of_a_day_or_at_an_instant(office: Office, clock: FrozenClock) -> None:
    """A case is shown at a day or an instant; before its filing there is nothing to show."""
    radicado = office.file(RECLAMO).radicado
    clock.move_to(instant(20))
    office.act(radicado, GRANTED)
    assert office.look(radicado).state is WorkflowState.DECIDIDO
    assert office.look(radicado, on=date(2026, 3, 19)).state is WorkflowState.RADICADO
    assert office.look(radicado, on=date(2026, 3, 20)).state is WorkflowState.DECIDIDO
    assert office.look(radicado, at=instant(20, 9)).state is WorkflowState.RADICADO
    with pytest.raises(EventBeforeFilingError):
        office.look(radicado, on=date(2026, 3, 15))


def test_offers_are_of_a_role_and_data_of_the_person_shown_when_asked(office: Office) -> None:
    """As the view says."""
    radicado = office.file(evolve(RECLAMO, peticionario=Petitioner(clase="natural", nombre="Ana Pérez"))).radicado
    assert all(Role.NOTIFICADOR in each.roles for each in office.look(radicado, role=Role.NOTIFICADOR).offered)
    assert "Ana" not in json.dumps(office.look(radicado).as_dict())
    assert "Ana" in json.dumps(office.look(radicado, personal=True).as_dict())


# --- acts and facts ------------------------------------------------------------------------------------------------


def test_an_act_is_told_by_type_details_or_event(office: Office, office_store: Store) -> None:
    """Each at its moment, by its actor, with the row of the case."""
    radicado = office.file(RECLAMO).radicado
    office.act(radicado, E.ACUSE, actor="ana")
    office.act(radicado, Assignment(responsable="laura"))
    view = office.act(radicado, Event(E.ANALISIS, at=instant(16), actor="laura"))
    assert [(each.type, each.actor) for each in view.case.events[1:]] == [
        (E.ACUSE, "ana"),
        (E.ASIGNACION, None),
        (E.ANALISIS, "laura"),
    ]
    assert all(each.recorded_at == instant(16) for each in view.case.events)
    assert (view.version, view.state) == (4, WorkflowState.EN_ANALISIS)
    with office_store.read() as unit:
        row = unit.facts.by_radicado("empresa", radicado)
        assert row is not None
        assert row.state is WorkflowState.EN_ANALISIS


def test_what_is_told_of_today_without_its_hour_is_shown_at_once(office: Office) -> None:
    """An act of today without an hour counts as of noon; it is shown even at ten."""
    radicado = office.file(RECLAMO, on=FILED_ON).radicado
    assert office.act(radicado, E.ASIGNACION, on=FILED_ON).state is WorkflowState.ASIGNADO
    assert office.look(radicado).state is WorkflowState.ASIGNADO
    assert office.act(radicado, E.ANALISIS, on=FILED_ON).state is WorkflowState.EN_ANALISIS


def test_the_instant_of_a_look_is_not_in_the_future(office: Office, clock: FrozenClock) -> None:
    """At ten, an act of today without an hour counts, and the view shows the instant ten, not noon."""
    filed = office.file(RECLAMO, on=FILED_ON, key="k")
    told = office.act(filed.radicado, E.ASIGNACION, on=FILED_ON)
    for view in (filed, told, office.look(filed.radicado), office.file(RECLAMO, on=FILED_ON, key="k")):
        assert view.as_dict()["as_of"] == "2026-03-16T10:00:00-05:00"
        assert view.as_of == instant(16)
    assert office.look(filed.radicado).state is WorkflowState.ASIGNADO
    clock.move_to(instant(16, 15))
    assert office.look(filed.radicado).as_of == office.look(filed.radicado).agenda.as_of == instant(16, 15)
    assert office.look(filed.radicado, at=instant(16, 13)).as_of == instant(16, 13)
    assert office.look(filed.radicado, on=FILED_ON).as_dict()["as_of"].startswith("2026-03-16T23:59:59")


def test_the_code_of_a_type_is_the_type(office: Office) -> None:
    """A code is a type, as in `Event("acuse")`; an unknown code is refused with the nearest one."""
    radicado = office.file(RECLAMO).radicado
    assert office.act(radicado, "acuse").case.events[-1].type is E.ACUSE
    assert office.record(radicado, "nota").case.events[-1].type is E.NOTA
    assert [each.guard.code for each in office.why_not(radicado, "cierre")] == ["deberes_pendientes"]
    for tell in (office.act, office.record, office.why_not):
        with pytest.raises(InvalidInputError, match="acuse"):
            tell(radicado, "acuze")


def test_details_of_several_types_and_two_moments_are_refused(office: Office) -> None:
    """Details of several types, or two moments, are refused: the caller must say which is meant."""
    radicado = office.file(RECLAMO).radicado
    with pytest.raises(InvalidInputError):
        office.act(radicado, Until(date(2026, 4, 20)))
    with pytest.raises(IncompleteEventError):
        office.act(radicado, Event(E.ACUSE, on=FILED_ON), on=FILED_ON)
    with pytest.raises(IncompleteEventError):
        office.act(radicado, E.ACUSE, on=FILED_ON, at=instant(16))


def test_what_is_not_permitted_changes_nothing(office: Office) -> None:
    """The refusal says why, and `why_not` says the same without acting."""
    radicado = office.file(RECLAMO).radicado
    why = office.why_not(radicado, E.CIERRE)
    assert why[0].guard.code == "deberes_pendientes"
    with pytest.raises(TransitionRefused) as refused:
        office.act(radicado, E.CIERRE)
    assert refused.value.guard == "deberes_pendientes"
    assert office.look(radicado).version == 1
    assert office.why_not(radicado, GRANTED) == ()
    assert office.why_not(radicado, Decision())[0].guard.code == "decision_sin_resultado"
    assert office.why_not(radicado, E.ACUSE, on=date(2026, 3, 17)) == ()


def test_an_act_is_judged_when_it_happened_and_the_future_is_refused(office: Office, clock: FrozenClock) -> None:
    """A recurso of 23:59 of its last day, entered the next morning, is in time."""
    radicado = office.file(RECLAMO).radicado
    office.act(radicado, DENIED)
    office.act(radicado, E.ENVIO_CITACION)
    office.act(radicado, E.NOTIFICACION_PERSONAL)  # the recurso may be filed until Tuesday 24 March
    clock.move_to(instant(25, 8))
    with pytest.raises(TransitionRefused):
        office.act(radicado, E.RECURSO_INTERPUESTO)
    with pytest.raises(TransitionRefused) as refused:
        office.act(radicado, E.NOTA, at=instant(25, 9))
    assert refused.value.guard == "futuro"
    late = datetime(2026, 3, 24, 23, 59, tzinfo=colombia.ZONE)
    assert office.act(radicado, E.RECURSO_INTERPUESTO, at=late).state is WorkflowState.RECURRIDO


def test_a_fact_is_recorded_whether_it_is_permitted_or_not(office: Office, clock: FrozenClock) -> None:
    """A late fact needs a reason, which is stored, and has its finding; one in time needs none."""
    radicado = office.file(Filing(tipo="recurso_reposicion", attacked_notified_on=date(2026, 3, 2))).radicado
    clock.move_to(instant(17))
    view = office.record(radicado, E.COMPLEMENTO, reason="lo trajo el usuario", actor="ana")
    assert view.case.events[-2].type is E.COMPLEMENTO
    assert view.case.events[-1].payload == Note("lo trajo el usuario")
    assert view.case.events[-1].actor == "ana"
    with pytest.raises(IncompleteEventError) as missing:
        office.record(radicado, E.COMPLEMENTO)
    assert missing.value.params["place"] == "reason"
    assert office.record(radicado, E.ACUSE).case.events[-1].type is E.ACUSE
    with pytest.raises(TransitionRefused):
        office.record(radicado, E.NOTA, on=date(2026, 3, 18), reason="x")
    with pytest.raises(EventBeforeFilingError):
        office.record(radicado, E.NOTA, on=date(2026, 3, 12), reason="x")


def test_a_fact_in_time_that_is_told_late_can_be_told_through_act(office: Office, clock: FrozenClock) -> None:
    """H16: the answer of the last day, entered two days after it."""
    radicado = office.file(RECLAMO).radicado
    clock.move_to(instant(13, month=4))
    view = office.act(radicado, GRANTED, on=date(2026, 4, 9))
    assert (view.agenda["respuesta"].met_on, view.agenda["respuesta"].state) == (date(2026, 4, 9), "cumplido")


# --- two writers ---------------------------------------------------------------------------------------------------


def test_a_version_refuses_what_somebody_else_changed(office: Office) -> None:
    """With an old version nothing changes; without a version the act is judged on the current case."""
    view = office.file(RECLAMO)
    office.act(view.radicado, E.ACUSE, version=view.version)
    with pytest.raises(StaleCaseError) as stale:
        office.act(view.radicado, E.ASIGNACION, version=view.version)
    assert (stale.value.params["stored"], stale.value.params["expected"]) == (2, 1)
    assert stale.value.message("es").startswith("el caso 2026-000001 va en la versión 2")
    assert stale.value.http_status == 409
    assert office.act(view.radicado, E.ASIGNACION).version == 3


def test_acts_at_once_are_all_done(office: Office) -> None:
    """All acts are done; the second is judged on the case after the first."""
    radicado = office.file(RECLAMO).radicado
    with ThreadPoolExecutor(6) as pool:
        versions = sorted(pool.map(lambda _: office.act(radicado, E.NOTA).version, range(18)))
    assert versions == list(range(2, 20))


def test_a_unit_that_the_database_gave_up_is_begun_again(clock: FrozenClock) -> None:
    """Any call is repeated, at any version, because nothing of it was stored."""
    store = _Overtaken(ConflictError(detail=Said("otro", "another")))
    office = Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE, clock=clock)
    store.left = 1
    view = office.file(RECLAMO)
    store.left = 1
    assert office.act(view.radicado, E.ACUSE, version=1).version == 2
    store.left = 1
    assert office.nightly() == ()
    assert (view.radicado, store.left) == ("2026-000001", 0)


def test_a_store_that_locks_nothing_is_asked_again(clock: FrozenClock) -> None:
    """A store without locks finds the conflict when it saves; the call is then repeated."""
    store = _Overtaken(StaleCaseError(key="x", stored=2, expected=1))
    office = Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE, clock=clock)
    radicado = office.file(RECLAMO).radicado
    store.left = 2
    assert office.act(radicado, E.ACUSE).version == 2
    store.left = 1
    with pytest.raises(StaleCaseError):
        office.act(radicado, E.NOTA, version=2)
    store.left = 99
    with pytest.raises(StaleCaseError):
        office.act(radicado, E.NOTA)


class _Overtaken(MemoryStore):
    """A store in which another writer is faster a few times."""

    def __init__(self, error: PQRError) -> None:
        super().__init__()
        self.error, self.left = error, 0

    def keep(self, state: Any) -> None:
        """Refuse a commit with the error of a save that came too late."""
        del state
        if self.left > 0:
            self.left -= 1
            raise self.error


# --- a recurso -----------------------------------------------------------------------------------------------------


@pytest.fixture
def denied(office: Office, clock: FrozenClock) -> str:
    """A reclamo that was denied and notified on 16 March; it is the 18th."""
    radicado = office.file(RECLAMO).radicado
    office.act(radicado, DENIED)
    office.act(radicado, E.ENVIO_CITACION)
    office.act(radicado, E.NOTIFICACION_PERSONAL)
    clock.move_to(instant(18))
    return radicado


def recurso(radicado: str) -> Filing:
    """A recurso against that case."""
    links = (Link(relacion=Relation.RECURSO_DE, radicado=radicado),)
    return Filing(tipo="recurso_reposicion", vinculos=links, attacked_notified_on=FILED_ON)


def test_a_recurso_is_told_in_the_case_it_attacks_and_so_is_its_decision(
    office: Office, clock: FrozenClock, denied: str
) -> None:
    """Both are recorded in the same call; the case attacked closes only when the decision is notified."""
    attacking = office.file(recurso(denied), actor="ana")
    original = office.look(denied)
    assert original.state is WorkflowState.RECURRIDO
    told = original.case.events[-1]
    assert (told.type, told.at, told.actor, told.evidence) == (
        E.RECURSO_INTERPUESTO,
        instant(18),
        "ana",
        (attacking.radicado,),
    )
    clock.move_to(instant(25))
    office.act(attacking.radicado, Decision(resultado="confirma"))
    assert office.look(denied).version == original.version
    assert office.why_not(denied, E.CIERRE)[0].guard.code == "recurso_sin_resolver"
    office.act(attacking.radicado, E.ENVIO_CITACION)
    office.act(attacking.radicado, E.NOTIFICACION_PERSONAL)
    last = office.look(denied).case.events[-1]
    assert (last.type, last.payload.resultado, last.payload.notificado_el) == (  # type: ignore[union-attr]
        E.RECURSO_RESUELTO,
        "confirma",
        date(2026, 3, 25),
    )
    assert office.act(denied, E.CIERRE).state is WorkflowState.CERRADO


def test_a_link_that_is_told_later_counts_too(office: Office, denied: str) -> None:
    """A link added later, because it was not known at the filing, has the same effect."""
    attacking = office.file(Filing(tipo="recurso_reposicion", attacked_notified_on=FILED_ON))
    assert office.look(denied).state is WorkflowState.NOTIFICADO
    office.act(attacking.radicado, Link(relacion=Relation.RECURSO_DE, radicado=denied))
    assert office.look(denied).state is WorkflowState.RECURRIDO


def test_what_a_recurso_told_is_taken_back_in_its_own_case(office: Office, denied: str) -> None:
    """It cannot be annulled or corrected in the case attacked; the error names the case of the recurso."""
    attacking = office.file(recurso(denied))
    (told,) = (each for each in office.look(denied).case.events if each.type is E.RECURSO_INTERPUESTO)
    other = evolve(told, id=None, at=instant(17), evidence=())
    for amendment in (Annulment(told.identity), Correction(told.identity, other)):
        assert office.why_not(denied, amendment)[0].guard.code == "contado_por_recurso"
        for tell in (office.act, partial(office.record, reason="fue un error")):
            with pytest.raises(TransitionRefused) as refused:
                tell(denied, amendment)
            assert refused.value.guard == "contado_por_recurso"
            assert f"anule o corrija en {attacking.radicado} la radicación" in refused.value.remedy["es"]
    assert office.look(denied).state is WorkflowState.RECURRIDO


def test_a_recurso_that_attacked_another_case_is_taken_back_in_the_first(office: Office, denied: str) -> None:
    """A corrected link annuls the recurso in the first case and records it in the other; the rows agree."""
    second = office.file(RECLAMO).radicado
    attacking = office.file(recurso(denied))
    filed = attacking.case.events[0]
    right = evolve(filed, payload=evolve(filed.detail(Filing), vinculos=recurso(second).vinculos))
    office.record(attacking.radicado, Correction(filed.identity, right), reason="era contra otro")
    assert office.look(denied).state is WorkflowState.NOTIFICADO
    assert office.look(second).case.events[-1].type is E.RECURSO_INTERPUESTO
    with office.store.read() as unit:
        rows = [unit.facts.by_radicado("empresa", each) for each in (denied, second, attacking.radicado)]
    assert [row and row.recurso_filed for row in rows] == [False, True, False]
    assert rows[2] is not None
    assert rows[1] is not None
    assert rows[2].recurso_of == rows[1].case_id


def test_a_link_that_was_annulled_leaves_nothing_behind(office: Office, denied: str) -> None:
    """An annulled link removes the recurso from the case; of two that attack a case, the other remains."""
    others = [office.file(Filing(tipo="recurso_reposicion", attacked_notified_on=FILED_ON)) for _ in range(2)]
    for each in others:
        office.act(each.radicado, Link(relacion=Relation.RECURSO_DE, radicado=denied))
    for each, left in zip(others, (True, False), strict=True):
        link = office.look(each.radicado).case.events[-1]
        office.record(each.radicado, Annulment(link.identity), reason="fue un error")
        with office.store.read() as unit:
            row, attacked = (unit.facts.by_radicado("empresa", name) for name in (each.radicado, denied))
        assert row is not None
        assert attacked is not None
        assert (row.recurso_of, attacked.recurso_filed) == (None, left)
    assert office.look(denied).state is WorkflowState.NOTIFICADO


def test_a_recurso_against_itself_is_against_nothing(office: Office) -> None:
    """Such a link, a mistake at the counter, has no effect."""
    mine = office.file(Filing(tipo="recurso_reposicion", attacked_notified_on=FILED_ON)).radicado
    assert office.act(mine, Link(relacion=Relation.RECURSO_DE, radicado=mine)).version == 2


def test_a_recurso_against_what_is_not_here_is_filed_all_the_same(office: Office) -> None:
    """A recurso against an unknown case is filed, since nobody may refuse one; links of other kinds have no effect."""
    assert office.file(recurso("2019-123")).version == 1
    first = office.file(RECLAMO)
    twin = evolve(RECLAMO, vinculos=(Link(relacion=Relation.DUPLICADO_DE, radicado=first.radicado),))
    office.file(twin)
    assert office.look(first.radicado).version == 1


def test_two_recursos_at_once_are_both_told(office: Office, denied: str) -> None:
    """Each locks the case attacked in turn, and both are recorded."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: office.file(recurso(denied)), range(4)))
    events = [each.type for each in office.look(denied).case.events]
    assert events.count(E.RECURSO_INTERPUESTO) == 4


# --- utilities -----------------------------------------------------------------------------------------------------


def test_each_of_several_utilities_is_named_and_numbers_its_own(office_store: Store, clock: FrozenClock) -> None:
    """Each utility has its own numbers, and its cases are not found under another."""
    aguas, rio = (evolve(colombia.DEFAULT_PROFILE, utility_id=name) for name in ("aguas", "rio"))
    office = Office(office_store, colombia.JURISDICTION, {"aguas": aguas, "rio": rio}, clock=clock)
    assert office.file(RECLAMO, utility="aguas").radicado == "2026-000001"
    assert office.file(RECLAMO, utility="rio").radicado == "2026-000001"
    assert office.file(RECLAMO, utility="aguas").radicado == "2026-000002"
    for unknown in (None, "empresa"):
        with pytest.raises(InvalidInputError):
            office.file(RECLAMO, utility=unknown)
    with pytest.raises(CaseNotFoundError):
        office.look("2026-000002", utility="rio")


@pytest.mark.parametrize("profiles", [{}, {"aguas": colombia.DEFAULT_PROFILE}])
def test_a_profile_under_the_name_of_another_is_refused(profiles: dict[str, Any]) -> None:
    """It is refused before anything is filed."""
    with pytest.raises(InvalidInputError):
        Office(MemoryStore(), colombia.JURISDICTION, profiles)


# --- the transaction of the host -----------------------------------------------------------------------------------


@pytest.fixture
def hosted(database_url: str) -> Iterator[tuple[Office, Any]]:
    """An office in the database of a host, and its engine."""
    engine = create_engine(database_url)
    store = SqlStore(engine, prefix="o_")
    store.tables.metadata.drop_all(engine)
    store.create()
    yield Office(store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE, clock=FrozenClock()), engine
    store.tables.metadata.drop_all(engine)
    engine.dispose()


def test_calls_within_the_transaction_of_a_host_are_rolled_back_with_it(hosted: tuple[Office, Any]) -> None:
    """A rollback of the host also undoes numbers; a commit stores everything."""
    office, engine = hosted
    with Session(engine) as session:
        radicado = office.file(RECLAMO, key="a", within=session).radicado
        assert office.file(RECLAMO, key="a", within=session).radicado == radicado
        office.act(radicado, E.ACUSE, within=session)
        session.rollback()
    with pytest.raises(CaseNotFoundError):
        office.look(radicado)
    with Session(engine) as session, session.begin():
        assert office.file(RECLAMO, key="a", within=session).radicado == radicado
        with pytest.raises(TransitionRefused):
            office.act(radicado, E.CIERRE, within=session)
        office.record(radicado, E.NOTA, within=session)
    assert office.look(radicado).version == 2


def test_a_store_without_a_database_has_no_transaction_of_a_host() -> None:
    """It is refused, not done in a transaction of its own."""
    office = Office(MemoryStore(), colombia.JURISDICTION, colombia.DEFAULT_PROFILE)
    with pytest.raises(StorageError):
        office.file(RECLAMO, within=object())  # type: ignore[arg-type]


# --- what is told of it --------------------------------------------------------------------------------------------


def test_the_log_names_acts_and_nobody(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """The log has numbers, types and versions; it has no person and no refusal."""
    ana = Petitioner(clase="natural", nombre="Ana Pérez", documento="31415926")
    with caplog.at_level(logging.DEBUG):
        radicado = office.file(evolve(RECLAMO, peticionario=ana, hechos="Ana reclama"), actor="laura").radicado
        office.record(radicado, E.NOTA, reason="habló Ana")
        office.act(radicado, Note("Ana llamó"))
    ours = [record for record in caplog.records if record.name == "pqr_core.office"]
    assert [record.getMessage() for record in ours] == [
        "empresa: filed 2026-000001 (reclamo)",
        "empresa: nota in 2026-000001, version 2",
        "empresa: nota in 2026-000001, version 3",
    ]
    assert "Ana" not in caplog.text


def test_an_office_is_told_without_a_password() -> None:
    """The `repr` of an office has its utilities and its store, without a password."""
    office = Office(MemoryStore(), colombia.JURISDICTION, colombia.DEFAULT_PROFILE)
    assert "empresa" in repr(office)


def test_a_posted_recurso_is_told_with_its_day(office: Office, denied: str) -> None:
    """The day of posting is also recorded in the case attacked."""
    office.file(evolve(recurso(denied), puesto_al_correo_el=date(2026, 3, 17)))
    assert office.look(denied).case.events[-1].payload == RecursoFiled(date(2026, 3, 17))


def test_what_is_no_filing_and_no_name_of_a_case_is_refused_by_name() -> None:
    """A dictionary of a form, another payload, and a number that a host passes for a radicado."""
    office = colombia.office(MemoryStore(), clock=lambda: instant(20))
    things: tuple[Any, ...] = ({"tipo": "reclamo"}, GRANTED, None)
    for thing in things:
        with pytest.raises(InvalidInputError) as refused:
            office.file(thing)
        assert "Filing" in refused.value.message("es")
    names: tuple[Any, ...] = (None, 2026)
    for name in names:
        with pytest.raises(CaseNotFoundError):
            office.look(name)
