"""Which acts are permitted, for whom and until when; and for a refusal its reason, norm and first possible day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.lives import filed

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    Annulment,
    Consent,
    Correction,
    Decision,
    Event,
    EvidencePeriod,
    Execution,
    Filing,
    NotifiedOn,
    Payload,
    RecursoDecided,
    RecursoFiled,
    Requirement,
    Until,
    VerbalAnswer,
    Visit,
)
from pqr_core.cases.filing import Notices, Petitioner
from pqr_core.cases.schema import needs_of
from pqr_core.cases.workflow import OUTSIDERS, ROLES, TRANSITIONS
from pqr_core.colombia.guards import GUARD_NORMS
from pqr_core.errors import EventBeforeFilingError, InvalidInputError, TransitionRefused
from pqr_core.exchange.questions import event_keys
from pqr_core.law import acts
from pqr_core.law.agenda import Agenda
from pqr_core.law.grounds import VOID
from pqr_core.law.guards import EFFECT, FUTURE, GUARDS, ORDER
from pqr_core.law.profiles import Profile
from pqr_core.policies import Policies
from pqr_core.testing.strategies import AMENDMENTS, events
from pqr_core.vocabulary import EventType, Finding, LegalState, Role, WorkflowState

E = EventType
MONDAY = date(2026, 3, 16)
BY_CODE = {guard.code: guard for guard in (*GUARDS, ORDER, EFFECT, FUTURE)}
TOLD_IN_TIME = evolve(colombia.DEFAULT_PROFILE, policies=Policies(pruebas_notice="required"))


def on(days: int) -> date:
    """The day so many days after that Monday."""
    return MONDAY + timedelta(days=days)


def event(kind: EventType, days: int, payload: Payload | None = None) -> Event:
    """An event that many days after the filing."""
    return Event(kind, on=on(days)) if payload is None else Event(kind, on=on(days), payload=payload)


def at(days: int, clock: str) -> datetime:
    """An hour of the day that many days after the filing."""
    return datetime.combine(on(days), time.fromisoformat(clock), colombia.ZONE)


def agenda(case: Case, days: int, profile: Profile = colombia.DEFAULT_PROFILE) -> Agenda:
    """The agenda that many days after the filing."""
    return colombia.agenda(case, on(days), profile=profile)


def refused(case: Case, days: int, act: EventType | Event) -> TransitionRefused:
    """The error with which an act of that day is refused, asked on that day or later."""
    told = act if isinstance(act, Event) else event(act, days)
    with pytest.raises(TransitionRefused) as error:
        acts.act(agenda(case, days), told)
    return error.value


DENIED = Decision(resultado="no_accede", acto="facturacion")
ACCEDE = Decision(resultado="accede", acto="facturacion")
DECIDED = filed("reclamo").record(event(E.DECISION, 3, DENIED))
CITED = DECIDED.record(event(E.ENVIO_CITACION, 4))
NOTIFIED = CITED.record(event(E.NOTIFICACION_PERSONAL, 7))
APPEALED = NOTIFIED.record(event(E.RECURSO_INTERPUESTO, 8))
GRANTED = filed("reclamo").record(
    event(E.DECISION, 3, ACCEDE), event(E.ENVIO_CITACION, 4), event(E.NOTIFICACION_PERSONAL, 7)
)
CLOSED = GRANTED.record(event(E.EJECUCION, 20), event(E.CIERRE, 25, None))
ASKED = filed("reclamo").record(event(E.REQUERIMIENTO, 2, Requirement(hasta=on(20))))
RETURNED = filed("peticion_general").record(event(E.DEVOLUCION_ACLARACION, 2))
EVIDENCE = filed("reclamo").record(event(E.APERTURA_PRUEBAS, 2, EvidencePeriod(dias=9)))
WITHHELD = filed("peticion_informacion").record(event(E.NEGATIVA_RESERVA, 3, NotifiedOn(on(3))))
APELACION = filed("recurso_reposicion_apelacion").record(
    event(E.DECISION, 3, Decision(resultado="confirma")),
    event(E.ENVIO_CITACION, 4),
    event(E.NOTIFICACION_PERSONAL, 7),
)
INFORMATION = filed("peticion_informacion")
VISITED = filed("reclamo").record(event(E.VISITA_PROGRAMADA, 1, Visit(on(10))))


class Refused(NamedTuple):
    """A case, the days after its filing, what is done, and the guard that refuses it."""

    case: Case
    days: int
    act: EventType | Event
    code: str


REFUSED = (
    Refused(CLOSED, 30, E.ANALISIS, "caso_cerrado"),
    Refused(filed("reclamo"), 1, E.RADICACION, "ya_radicado"),
    Refused(filed("reclamo"), 1, E.FUERZA_MAYOR, "fuerza_mayor_sin_efecto"),
    Refused(filed("sugerencia"), 1, E.REQUERIMIENTO, "sin_termino"),
    Refused(filed("reclamo"), 60, event(E.DECISION, 60, DENIED), "silencio_positivo"),
    Refused(filed("reclamo"), 60, E.DESISTIMIENTO_EXPRESO, "silencio_positivo"),
    Refused(filed("reclamo"), 60, E.TRASLADO_COMPETENCIA, "silencio_positivo"),
    Refused(filed("reclamo"), 60, event(E.RESPUESTA_VERBAL, 60, VerbalAnswer("no_accede")), "silencio_positivo"),
    Refused(DECIDED, 4, event(E.DECISION, 4, ACCEDE), "ya_decidido"),
    Refused(DECIDED, 4, E.REQUERIMIENTO, "ya_respondido"),
    Refused(filed("recurso_reposicion"), 1, E.REQUERIMIENTO, "requerimiento_no_procede"),
    Refused(ASKED, 3, E.REQUERIMIENTO, "requerimiento_repetido"),
    Refused(filed("reclamo"), 20, E.REQUERIMIENTO, "requerimiento_extemporaneo"),
    Refused(filed("credito_reclamo"), 60, E.REQUERIMIENTO, "requerimiento_extemporaneo"),
    Refused(
        filed("reclamo"),
        3,
        event(E.REQUERIMIENTO, 3, Requirement(recibido_el=on(2))),
        "requerimiento_recibido_antes",
    ),
    Refused(filed("reclamo"), 3, event(E.REQUERIMIENTO, 3, Requirement(hasta=on(3))), "requerimiento_sin_plazo"),
    Refused(
        filed("reclamo"),
        3,
        event(E.REQUERIMIENTO, 3, Requirement(recibido_el=on(6), hasta=on(5))),
        "requerimiento_sin_plazo",
    ),
    Refused(filed("reclamo"), 3, E.COMPLEMENTO, "sin_requerimiento"),
    Refused(ASKED, 30, E.COMPLEMENTO, "complemento_vencido"),
    Refused(
        filed("habeas_data_reclamo").record(event(E.REQUERIMIENTO, 2)),
        3,
        E.PRORROGA_COMPLEMENTO,
        "prorroga_complemento_no_procede",
    ),
    Refused(ASKED.record(event(E.PRORROGA_COMPLEMENTO, 3)), 4, E.PRORROGA_COMPLEMENTO, "prorroga_complemento_repetida"),
    Refused(filed("recurso_reposicion"), 1, E.DEVOLUCION_ACLARACION, "devolucion_no_procede"),
    Refused(RETURNED, 3, E.DEVOLUCION_ACLARACION, "devolucion_repetida"),
    Refused(filed("reclamo"), 60, E.DEVOLUCION_ACLARACION, "devolucion_extemporanea"),
    Refused(filed("reclamo"), 3, E.ACLARACION, "aclaracion_no_procede"),
    Refused(filed("consulta"), 3, event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(dias=3)), "pruebas_sin_efecto"),
    Refused(EVIDENCE, 3, event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(dias=3)), "pruebas_repetidas"),
    Refused(filed("reclamo"), 60, event(E.APERTURA_PRUEBAS, 60, EvidencePeriod(dias=3)), "pruebas_extemporaneas"),
    Refused(filed("reclamo"), 3, event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(hasta=on(1))), "pruebas_sin_plazo"),
    Refused(filed("reclamo"), 3, event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(hasta=on(3))), "pruebas_sin_plazo"),
    Refused(filed("reclamo"), 3, E.CIERRE_PRUEBAS, "pruebas_cerradas"),
    Refused(
        EVIDENCE.record(event(E.CIERRE_PRUEBAS, 3)), 3, event(E.PRORROGA_PRUEBAS, 3, Until(on(30))), "pruebas_cerradas"
    ),
    Refused(
        EVIDENCE.record(event(E.PRORROGA_PRUEBAS, 3, Until(on(20)))),
        4,
        event(E.PRORROGA_PRUEBAS, 4, Until(on(30))),
        "pruebas_ya_prorrogadas",
    ),
    Refused(EVIDENCE, 3, event(E.PRORROGA_PRUEBAS, 3, Until(on(5))), "prorroga_pruebas_sin_efecto"),
    Refused(EVIDENCE, 3, event(E.PRORROGA_PRUEBAS, 3, Until(on(90))), "pruebas_exceden_tope"),
    Refused(filed("consulta"), 3, event(E.DEMORA_USUARIO, 3, Until(on(9))), "demora_sin_efecto"),
    Refused(filed("reclamo"), 3, E.CONFLICTO_PLANTEADO, "conflicto_no_procede"),
    Refused(filed("consulta").record(event(E.CONFLICTO_PLANTEADO, 3)), 4, E.CONFLICTO_PLANTEADO, "conflicto_repetido"),
    Refused(filed("consulta"), 90, E.CONFLICTO_PLANTEADO, "conflicto_extemporaneo"),
    Refused(filed("consulta"), 3, E.CONFLICTO_RESUELTO, "sin_conflicto"),
    Refused(filed("reclamo"), 24, event(E.APERTURA_PRUEBAS, 24, EvidencePeriod(dias=3)), "no_suspende"),
    Refused(filed("reclamo"), 3, event(E.DEMORA_USUARIO, 3, Until(on(3))), "no_suspende"),
    Refused(filed("reclamo"), 3, event(E.PRORROGA, 3, Until(on(40))), "prorroga_no_procede"),
    Refused(
        filed("consulta").record(event(E.PRORROGA, 3, Until(on(80)))),
        4,
        event(E.PRORROGA, 4, Until(on(85))),
        "prorroga_repetida",
    ),
    Refused(filed("consulta"), 90, event(E.PRORROGA, 90, Until(on(99))), "prorroga_extemporanea"),
    Refused(filed("consulta"), 3, event(E.PRORROGA, 3, Until(on(9))), "prorroga_sin_efecto"),
    Refused(filed("consulta"), 3, event(E.PRORROGA, 3, Until(on(200))), "prorroga_excede_maximo"),
    Refused(filed("recurso_reposicion"), 1, E.TRASLADO_COMPETENCIA, "traslado_no_procede"),
    Refused(filed("reclamo"), 20, E.TRASLADO_PARCIAL, "traslado_extemporaneo"),
    Refused(filed("habeas_data_reclamo"), 3, E.DESISTIMIENTO_TACITO, "desistimiento_no_procede"),
    Refused(ASKED, 3, E.DESISTIMIENTO_TACITO, "desistimiento_prematuro"),
    Refused(filed("recurso_reposicion"), 3, E.ARCHIVO, "archivo_no_procede"),
    Refused(filed("reclamo"), 3, E.ARCHIVO, "archivo_sin_causa"),
    Refused(filed("reclamo"), 3, event(E.DECISION, 3, Decision()), "decision_sin_resultado"),
    Refused(filed("reclamo"), 3, E.RESPUESTA_ENVIADA, "respuesta_sin_decision"),
    Refused(filed("consulta"), 90, E.RECONOCIMIENTO_SAP, "sin_silencio_positivo"),
    Refused(filed("reclamo").record(event(E.RECONOCIMIENTO_SAP, 60)), 61, E.RECONOCIMIENTO_SAP, "ya_reconocido"),
    Refused(filed("reclamo"), 3, E.RECONOCIMIENTO_SAP, "sin_silencio"),
    Refused(filed("reclamo"), 3, E.ENVIO_CITACION, "sin_decision"),
    Refused(filed("consulta").record(event(E.DECISION, 3, DENIED)), 4, E.NOTIFICACION_PERSONAL, "sin_decision"),
    Refused(NOTIFIED, 8, E.NOTIFICACION_PERSONAL, "ya_notificado"),
    Refused(
        filed("recurso_reposicion").record(event(E.DECISION, 3, DENIED), event(E.COMUNICACION_CERTIFICADA, 4)),
        4,
        E.COMUNICACION_CERTIFICADA,
        "ya_notificado",
    ),
    Refused(DECIDED, 4, event(E.NOTIFICACION_ELECTRONICA, 4, Consent()), "notificacion_sin_autorizacion"),
    Refused(DECIDED, 4, E.COMUNICACION_CERTIFICADA, "comunicacion_no_procede"),
    Refused(DECIDED, 4, E.ENTREGA_AVISO, "aviso_sin_citacion"),
    Refused(CITED, 5, E.PUBLICACION_AVISO, "aviso_prematuro"),
    Refused(APPEALED, 9, E.RECURSO_INTERPUESTO, "ya_cumplido"),
    Refused(filed("reclamo"), 4, E.RECURSO_INTERPUESTO, "recurso_no_procede"),
    Refused(NOTIFIED, 40, E.RECURSO_INTERPUESTO, "recurso_extemporaneo"),
    Refused(NOTIFIED, 8, E.QUEJA_INTERPUESTA, "queja_no_procede"),
    Refused(NOTIFIED, 8, E.REMISION_SSPD, "nada_que_remitir"),
    Refused(NOTIFIED, 8, event(E.DECISION_SSPD, 8, NotifiedOn(on(8))), "sin_apelacion"),
    Refused(NOTIFIED, 8, event(E.ACEPTACION_DESISTIMIENTO, 8, NotifiedOn(on(8))), "sin_recurso_desistido"),
    Refused(
        NOTIFIED,
        8,
        event(E.RECURSO_RESUELTO, 8, RecursoDecided(resultado="revoca", notificado_el=on(8))),
        "sin_recurso",
    ),
    Refused(
        APPEALED.record(event(E.RECURSO_RESUELTO, 9, RecursoDecided(resultado="revoca", notificado_el=on(9)))),
        10,
        event(E.RECURSO_RESUELTO, 10, RecursoDecided(resultado="revoca", notificado_el=on(10))),
        "recurso_ya_resuelto",
    ),
    Refused(filed("recurso_reposicion"), 3, event(E.NEGATIVA_RESERVA, 3, NotifiedOn(on(3))), "negativa_no_procede"),
    Refused(WITHHELD, 4, event(E.NEGATIVA_RESERVA, 4, NotifiedOn(on(4))), "negativa_repetida"),
    Refused(INFORMATION, 4, E.INSISTENCIA_INTERPUESTA, "sin_negativa"),
    Refused(WITHHELD, 40, E.INSISTENCIA_INTERPUESTA, "insistencia_extemporanea"),
    Refused(WITHHELD, 4, E.REMISION_INSISTENCIA, "sin_insistencia"),
    Refused(filed("reclamo"), 3, E.LEYENDA_INCLUIDA, "leyenda_no_procede"),
    Refused(filed("reclamo"), 3, E.ENTREGA_COPIAS, "copias_no_proceden"),
    Refused(INFORMATION.record(event(E.ENTREGA_COPIAS, 3)), 4, E.ENTREGA_COPIAS, "copias_entregadas"),
    Refused(VISITED, 3, event(E.VISITA_PROGRAMADA, 3, Visit(on(20))), "visita_repetida"),
    Refused(filed("reclamo").record(event(E.CAUSA_ELIMINADA, 1)), 3, E.CAUSA_ELIMINADA, "causa_repetida"),
    Refused(filed("reclamo"), 3, E.AVISO_VISITA, "sin_visita"),
    Refused(VISITED, 10, E.AVISO_VISITA, "visita_cumplida"),
    Refused(filed("reclamo"), 3, E.RECONEXION, "sin_causa_eliminada"),
    Refused(DECIDED, 4, E.EJECUCION, "nada_que_ejecutar"),
    Refused(GRANTED.record(event(E.EJECUCION, 8)), 9, E.EJECUCION, "ya_ejecutado"),
    Refused(DECIDED, 4, E.CIERRE, "deberes_pendientes"),
    Refused(
        DECIDED.record(event(E.ENVIO_NOTIFICACION_ELECTRONICA, 4, Consent(autorizada=True))),
        5,
        E.CIERRE,
        "sin_notificar",
    ),
    Refused(GRANTED, 8, E.CIERRE, "sin_firmeza"),
    Refused(APPEALED, 40, E.CIERRE, "recurso_sin_resolver"),
    Refused(WITHHELD.record(event(E.RESPUESTA_ENVIADA, 4)), 5, E.CIERRE, "insistencia_abierta"),
    Refused(GRANTED, 40, E.CIERRE, "sin_ejecutar"),
)


@pytest.mark.parametrize(
    ("case", "days", "act", "code"), REFUSED, ids=[f"{number}-{each.code}" for number, each in enumerate(REFUSED)]
)
def test_each_guard(case: Case, days: int, act: EventType | Event, code: str) -> None:
    """Each guard refuses its case first, with reason, norm and remedy in both languages; the act is not offered."""
    refusal, *_ = acts.refusals(agenda(case, days), act)
    assert refusal.guard.code == code
    assert refusal.text("es").startswith(BY_CODE[code].why.es)
    assert refusal.text("en").startswith(BY_CODE[code].why.en)
    assert BY_CODE[code].remedy.es in refusal.text("es")
    assert BY_CODE[code].remedy.en in refusal.text("en")
    assert refusal.norms
    kind = act if isinstance(act, EventType) else act.type
    if act is kind:
        assert kind not in [permit.act for permit in acts.allowed(agenda(case, days))]
    if kind is not E.RADICACION and (isinstance(act, Event) or kind not in NEED_DETAILS):
        assert refused(case, days, act).guard == code


NEED_DETAILS = {E.APERTURA_PRUEBAS, E.PRORROGA_PRUEBAS, E.PRORROGA}


def test_evidence_that_is_not_told_where_the_utility_reads_that_it_must_be() -> None:
    """Under `pruebas_notice: required`, the day on which the user was told of the evidence is required."""
    now = agenda(filed("reclamo"), 3, TOLD_IN_TIME)
    refusal, *_ = acts.refusals(now, event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(dias=3)))
    assert refusal.guard.code == "pruebas_sin_comunicar"
    told = event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(dias=3, comunicada_el=on(3)))
    assert acts.refusals(now, told) == ()
    assert acts.refusals(agenda(filed("reclamo"), 3), event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(dias=3))) == ()


def test_every_guard_is_tested_and_every_act_has_its_norm() -> None:
    """Codes of guards are unique; the rule book names only known guards, and gives a norm for every refusal."""
    tested = {each.code for each in REFUSED} | {"pruebas_sin_comunicar", ORDER.code, EFFECT.code, FUTURE.code}
    assert tested == set(BY_CODE)
    assert len(BY_CODE) == len(GUARDS) + 3
    assert set(GUARD_NORMS) <= set(BY_CODE) | set(EventType)
    assert set(EventType) <= set(GUARD_NORMS)
    assert {guard.limit for guard in GUARDS} - {None} <= set(colombia.RULES.obligations)
    assert set(ROLES) == {kind for row in TRANSITIONS.values() for kind in row}


def test_no_finding_that_says_an_act_was_void_is_forgotten() -> None:
    """Every finding whose name says that an act was void belongs to an act; a late recurso is judged by its filing."""
    named = {
        f for f in Finding if any(w in f for w in ("extemporane", "prematuro", "sin_efecto", "repetid", "no_procede"))
    }
    assert named - set().union(*VOID.values()) == {Finding.RECURSO_EXTEMPORANEO}


# --- judged at the instant it happened -----------------------------------------------------------------------------

LAST = date(2026, 4, 6)
NOTIFIED_LATER = DECIDED.record(event(E.ENVIO_CITACION, 4), event(E.NOTIFICACION_PERSONAL, 9))


def test_what_was_received_on_its_last_day_and_entered_later_is_in_time() -> None:
    """A recurso of 23:59 on its last day is in time, whatever agenda is asked; one of the next minute is late."""
    row = agenda(NOTIFIED_LATER, 20)["recurso"]
    assert row.due_on is not None
    received = datetime.combine(row.due_on, time(23, 59), colombia.ZONE)
    filed_in_time = Event(E.RECURSO_INTERPUESTO, at=received)
    for later in (timedelta(minutes=1), timedelta(hours=9), timedelta(days=30)):
        now = colombia.agenda(NOTIFIED_LATER, received + later)
        after = acts.act(now, filed_in_time)
        assert colombia.agenda(after, received + later)["recurso"].state is LegalState.CUMPLIDO
    late = Event(E.RECURSO_INTERPUESTO, at=received + timedelta(minutes=1))
    with pytest.raises(TransitionRefused) as error:
        acts.act(colombia.agenda(NOTIFIED_LATER, received + timedelta(minutes=1)), late)
    assert error.value.guard == "recurso_extemporaneo"


def test_an_act_after_its_window_is_refused_whatever_agenda_is_at_hand() -> None:
    """The agenda asked may be of that day, a month later, or of a day on which the act was still in time."""
    late = event(E.REQUERIMIENTO, 20)
    for days in (20, 50):
        assert refused(filed("reclamo"), days, late).guard == "requerimiento_extemporaneo"
    assert refused(filed("reclamo"), 1, late).guard == "futuro"
    assert refused(filed("reclamo"), 1, evolve(late, recorded_at=at(20, "15:00"))).guard == "requerimiento_extemporaneo"


def test_the_future_is_refused() -> None:
    """It compares hours if both have one, otherwise days; the event within a correction is checked too."""
    case = filed("reclamo")
    morning = colombia.agenda(case, at(3, "10:00"))
    for event_, guard in (
        (Event(E.NOTA, at=at(3, "10:01")), "futuro"),
        (Event(E.NOTA, at=at(3, "10:00")), None),
        (Event(E.NOTA, on=on(3)), None),
        (Event(E.NOTA, on=on(4)), "futuro"),
        (Event(E.NOTA, at=at(3, "10:01"), recorded_at=at(3, "10:05")), None),
        (
            Event(E.CORRECCION, on=on(3), payload=Correction(corrige=case.events[0].identity, event=event(E.NOTA, 9))),
            "futuro",
        ),
    ):
        found = acts.refusals(morning, event_)
        assert [each.guard.code for each in found] == ([guard] if guard else [])
    assert acts.refusals(agenda(case, 3), Event(E.NOTA, at=at(3, "15:00"))) == ()
    error = refused(case, 3, event(E.DECISION, 1400, ACCEDE))
    assert (error.guard, error.legal_from, error.norm != "") == ("futuro", None, True)


def test_an_act_before_the_filing_is_refused() -> None:
    """The agenda of that day would be refused too; nor may a correction move an event there."""
    case = filed("reclamo").record(Event(E.NOTA, on=on(1), id="n"))
    early = Correction(corrige="n", event=event(E.NOTA, -1))
    for told in (event(E.ANALISIS, -1), event(E.CORRECCION, 3, early)):
        with pytest.raises(EventBeforeFilingError):
            acts.act(agenda(case, 3), told)
    later = Correction(corrige="n", event=event(E.NOTA, 2))
    assert acts.act(agenda(case, 3), event(E.CORRECCION, 3, later)).timeline()[0].day == on(2)


def test_an_act_told_late_is_judged_with_what_had_happened_by_then() -> None:
    """A later decision, and the state after it, are no reason to refuse an earlier requirement."""
    decided = filed("reclamo").record(event(E.DECISION, 10, ACCEDE))
    after = acts.act(agenda(decided, 12), event(E.REQUERIMIENTO, 2))
    assert agenda(after, 12)["requerimiento"].state is LegalState.CUMPLIDO
    assert refused(decided, 12, event(E.REQUERIMIENTO, 11)).guard == "ya_respondido"


def test_an_act_told_late_may_not_take_the_effect_of_its_like() -> None:
    """An earlier requirement would make the known one the second; if it happened, it is recorded as a fact."""
    error = refused(ASKED, 5, event(E.REQUERIMIENTO, 1))
    assert (error.guard, error.norm) == ("sin_efecto", "CPACA, art. 17 (sustituido por la Ley 1755 de 2015, art. 1)")


def test_an_act_that_the_order_of_the_day_leaves_without_effect_is_refused() -> None:
    """A completion without an hour counts at noon, before the requirement of that afternoon, and completes nothing."""
    asked = filed("reclamo").record(Event(E.REQUERIMIENTO, at=at(2, "15:00")))
    assert refused(asked, 2, E.COMPLEMENTO).guard == "sin_efecto"
    told = Event(E.COMPLEMENTO, at=at(2, "16:00"))
    assert acts.refusals(colombia.agenda(asked, at(2, "17:00")), told) == ()


def test_what_was_told_of_a_day_counts_for_an_act_of_that_day() -> None:
    """A decision of the afternoon can be cited on the same day, even if the citation has no hour."""
    decided = filed("reclamo").record(Event(E.DECISION, at=at(3, "15:00"), payload=DENIED))
    assert agenda(acts.act(agenda(decided, 3), event(E.ENVIO_CITACION, 3)), 4)["citacion"].met_on == on(3)


# --- facts and acts ------------------------------------------------------------------------------------------------


def test_what_others_did_is_always_recorded() -> None:
    """Acts of a user or an authority, and force majeure, can be recorded in every state."""
    theirs = [kind for kind, roles in ROLES.items() if not OUTSIDERS.isdisjoint(roles)]
    assert {E.RECURSO_INTERPUESTO, E.DECISION_SSPD, E.CONFLICTO_RESUELTO, E.CONDUCTA_CONCLUYENTE} <= set(theirs)
    assert all(set(ROLES[kind]) <= OUTSIDERS for kind in theirs)
    for case in (filed("reclamo"), DECIDED, CLOSED):
        for kind in (E.DESISTIMIENTO_EXPRESO, E.QUEJA_INTERPUESTA, E.RECURSO_INTERPUESTO, E.FUERZA_MAYOR):
            assert case.record(event(kind, 60)).events[-1].type is kind


def test_a_fact_against_the_rules_is_recorded_and_the_agenda_says_its_effect() -> None:
    """A decision after the silence is recorded, and the silence remains."""
    late = filed("reclamo").record(event(E.DECISION, 60, DENIED))
    assert {Finding.SILENCIO_POSITIVO, Finding.DECISION_POSTERIOR_AL_SILENCIO} <= set(agenda(late, 60).findings)
    assert agenda(late, 60)["respuesta"].state is LegalState.CUMPLIDO_TARDE


# --- ways out ------------------------------------------------------------------------------------------------------


def done(case: Case, *steps: tuple[EventType, int] | tuple[EventType, int, Payload]) -> Case:
    """The case after acts that are permitted, each on its day."""
    for kind, days, *payload in steps:
        case = acts.act(agenda(case, days), event(kind, days, payload[0] if payload else None))
    return case


def test_the_commonest_silence_is_recognised_carried_out_and_closed() -> None:
    """Without a decision there is nothing to notify."""
    case = done(filed("reclamo"), (E.RECONOCIMIENTO_SAP, 26), (E.EJECUCION, 27), (E.CIERRE, 27))
    assert case.state is WorkflowState.CERRADO
    assert agenda(case, 60).open_duties() == ()


def test_a_late_decision_is_recognised_carried_out_notified_and_closed() -> None:
    """The late decision against the user is recorded as a fact; the acts left to do are permitted."""
    late = filed("reclamo").record(event(E.DECISION, 30, DENIED))
    case = done(
        late,
        (E.RECONOCIMIENTO_SAP, 31),
        (E.EJECUCION, 32),
        (E.ENVIO_CITACION, 32),
        (E.NOTIFICACION_PERSONAL, 33),
        (E.CIERRE, 33),
    )
    assert agenda(case, 60).open_duties() == ()


def test_after_the_silence_only_what_grants_everything_may_be_decided() -> None:
    """Such a decision is not against the user; the silence must still be recognised."""
    silent = filed("reclamo")
    granted = done(silent, (E.DECISION, 30, ACCEDE))
    assert "reconocimiento_sap" in [duty.code for duty in agenda(granted, 30).open_duties()]
    for payload in (DENIED, Decision(resultado="accede_parcialmente"), evolve(ACCEDE, completa=False)):
        assert refused(silent, 30, event(E.DECISION, 30, payload)).guard == "silencio_positivo"
    assert done(silent, (E.RESPUESTA_VERBAL, 30, VerbalAnswer("accede"))).state is WorkflowState.NOTIFICADO


def test_a_silence_recognised_too_soon_can_be_recognised_again() -> None:
    """The first recognition had no effect: the answer is still owed, and the second recognition ends it."""
    early = filed("reclamo").record(event(E.RECONOCIMIENTO_SAP, 3))
    assert refused(early, 4, E.RECONOCIMIENTO_SAP).guard == "sin_silencio"
    assert agenda(done(early, (E.RECONOCIMIENTO_SAP, 30)), 30)["respuesta"].state is LegalState.EXTINGUIDO


@pytest.mark.parametrize(
    ("case", "kind", "days"),
    [
        (VISITED.record(event(E.DECISION, 2, ACCEDE)), E.AVISO_VISITA, 3),
        (filed("reclamo").record(event(E.TRASLADO_COMPETENCIA, 2), event(E.CAUSA_ELIMINADA, 3)), E.RECONEXION, 4),
        (filed("habeas_data_reclamo").record(event(E.CIERRE, 1)), E.LEYENDA_INCLUIDA, 2),
        (
            WITHHELD.record(event(E.RESPUESTA_ENVIADA, 4), event(E.INSISTENCIA_INTERPUESTA, 5)),
            E.REMISION_INSISTENCIA,
            6,
        ),
        (INFORMATION.record(event(E.RESPUESTA_ENVIADA, 40), event(E.CIERRE, 41)), E.ENTREGA_COPIAS, 42),
        (filed("reclamo").record(event(E.CIERRE, 1)), E.RECONOCIMIENTO_SAP, 40),
        (DECIDED.record(event(E.CIERRE, 4)), E.ENVIO_CITACION, 5),
    ],
    ids=lambda value: value.value if isinstance(value, EventType) else "-",
)
def test_no_order_refuses_what_discharges_an_open_duty(case: Case, kind: EventType, days: int) -> None:
    """An open duty can be discharged after the answer, after a transfer, and even in a closed case."""
    owed = {row.code for row in agenda(case, days).open_duties()}
    assert len(owed - {row.code for row in agenda(done(case, (kind, days)), days).open_duties()}) >= 1


def test_a_duty_that_can_no_longer_be_met_bars_no_closing() -> None:
    """A visit that took place without notice can no longer be announced, and does not prevent the closing."""
    visited = GRANTED.record(event(E.VISITA_PROGRAMADA, 8, Visit(on(20))), event(E.EJECUCION, 9))
    assert refused(visited, 19, E.CIERRE).guard == "deberes_pendientes"
    assert acts.refusals(agenda(visited, 20), E.CIERRE) == ()


def test_the_appealed_case_closes_once_its_recurso_is_decided_and_notified() -> None:
    """The case can be closed when the decision on the recurso counts as notified, not when it is filed or decided."""
    assert refused(APPEALED, 40, E.CIERRE).legal_from is None
    resolved = done(APPEALED, (E.RECURSO_RESUELTO, 30, RecursoDecided(resultado="confirma", notificado_el=on(33))))
    assert resolved.state is WorkflowState.NOTIFICADO
    assert refused(resolved, 31, E.CIERRE).legal_from == on(33)
    assert done(resolved, (E.CIERRE, 33)).state is WorkflowState.CERRADO


def test_each_of_two_recursos_can_be_decided() -> None:
    """While one of them has no decision, the case cannot be closed, and the office can say how it was decided."""
    twice = APPEALED.record(event(E.RECURSO_INTERPUESTO, 9))
    decided = RecursoDecided(resultado="confirma", notificado_el=on(30))
    once = done(twice, (E.RECURSO_RESUELTO, 30, decided))
    assert refused(once, 40, E.CIERRE).guard == "recurso_sin_resolver"
    both = done(once, (E.RECURSO_RESUELTO, 30, decided))
    assert refused(both, 40, event(E.RECURSO_RESUELTO, 40, decided)).guard == "recurso_ya_resuelto"
    assert done(both, (E.CIERRE, 40)).state is WorkflowState.CERRADO


def test_a_recurso_that_was_granted_is_something_to_carry_out() -> None:
    """It must be carried out, also in the case that it attacked."""
    resolved = done(APPEALED, (E.RECURSO_RESUELTO, 30, RecursoDecided(resultado="revoca", notificado_el=on(30))))
    assert done(resolved, (E.EJECUCION, 31), (E.CIERRE, 31)).state is WorkflowState.CERRADO


def test_a_later_decision_changes_nothing_of_what_was_granted() -> None:
    """Only the first answer counts: a second decision neither adds nor removes what must be carried out."""
    again = GRANTED.record(event(E.DECISION, 9, DENIED))
    assert refused(again, 30, E.CIERRE).guard == "sin_ejecutar"
    granted_late = NOTIFIED.record(event(E.DECISION, 9, ACCEDE))
    assert refused(granted_late, 10, event(E.EJECUCION, 10)).guard == "nada_que_ejecutar"


def test_what_a_correction_puts_in_place_is_asked_what_the_event_itself_would_be() -> None:
    """A correction that moves a requirement to a day on which it would have no effect is refused."""
    late = Correction(corrige=ASKED.events[1].identity, event=event(E.REQUERIMIENTO, 17, Requirement(hasta=on(30))))
    assert refused(ASKED, 18, event(E.CORRECCION, 18, late)).guard == "sin_efecto"
    right = Correction(corrige=ASKED.events[1].identity, event=event(E.REQUERIMIENTO, 1, Requirement(hasta=on(20))))
    assert acts.act(agenda(ASKED, 16), event(E.CORRECCION, 16, right)).timeline()[0].day == on(1)


def test_a_withdrawn_recurso_is_accepted_and_closed() -> None:
    """The decision is firm the day after the acceptance is notified (CPACA art. 87.4)."""
    withdrawn = filed("recurso_reposicion").record(event(E.DESISTIMIENTO_EXPRESO, 3))
    assert refused(withdrawn, 4, E.CIERRE).guard == "sin_firmeza"
    accepted = done(withdrawn, (E.ACEPTACION_DESISTIMIENTO, 4, NotifiedOn(on(7))))
    assert refused(accepted, 5, E.CIERRE).legal_from == on(8)
    assert done(accepted, (E.CIERRE, 8)).state is WorkflowState.CERRADO


def test_a_recurso_of_the_post_is_in_time_by_the_day_it_was_posted() -> None:
    """If it arrives late, it is filed with the day of posting; it may also be filed before the notification."""
    posted = event(E.RECURSO_INTERPUESTO, 40, RecursoFiled(on(8)))
    assert acts.refusals(agenda(NOTIFIED, 40), posted) == ()
    assert refused(NOTIFIED, 40, event(E.RECURSO_INTERPUESTO, 40, RecursoFiled(on(39)))).guard == "recurso_extemporaneo"
    assert agenda(done(CITED, (E.RECURSO_INTERPUESTO, 5)), 5)["recurso"].state is LegalState.CUMPLIDO
    other = filed("reclamo").record(event(E.DECISION, 3, evolve(DENIED, acto="otro")))
    assert refused(other, 4, E.RECURSO_INTERPUESTO).guard == "recurso_no_procede"


def test_a_rejected_apelacion_goes_to_the_sspd_by_queja_alone() -> None:
    """Before a queja is filed, nothing waits for the SSPD; once it is filed, the SSPD's decision ends the wait."""
    rejected = filed("recurso_reposicion_apelacion").record(event(E.DECISION, 3, Decision(resultado="rechaza")))
    sspd = event(E.DECISION_SSPD, 9, NotifiedOn(on(9)))
    notified = rejected.record(event(E.NOTIFICACION_PERSONAL, 7))
    assert refused(notified, 9, sspd).guard == "sin_apelacion"
    complained = done(rejected, (E.QUEJA_INTERPUESTA, 8))
    assert done(complained, (E.DECISION_SSPD, 9, NotifiedOn(on(9)))).state is WorkflowState.NOTIFICADO
    assert refused(notified, 40, E.QUEJA_INTERPUESTA).guard == "queja_no_procede"


def test_the_file_goes_to_the_sspd_and_comes_back() -> None:
    """The file of an apelación is sent, once."""
    sent = done(APELACION, (E.REMISION_SSPD, 8))
    assert sent.state is WorkflowState.EN_SSPD
    assert refused(sent, 9, E.REMISION_SSPD).guard == "ya_cumplido"
    decided = done(sent, (E.DECISION_SSPD, 30, NotifiedOn(on(30))))
    assert refused(decided, 31, event(E.DECISION_SSPD, 31, NotifiedOn(on(31)))).guard == "sin_apelacion"
    assert done(decided, (E.EJECUCION, 31), (E.CIERRE, 31)).state is WorkflowState.CERRADO


def test_a_register_that_keeps_no_notices_bars_neither_notice_nor_closing() -> None:
    """It is unknown whether the decision was notified; it can be notified now, and the case can be closed."""
    unknown = filed("reclamo", no_registrado=["notificacion"]).record(event(E.DECISION, 3, DENIED))
    assert acts.refusals(agenda(unknown, 60), E.CIERRE) == ()
    assert acts.refusals(agenda(unknown, 4), E.ENVIO_CITACION) == ()


def test_what_is_carried_out_in_part_is_not_yet_carried_out() -> None:
    """The closing waits for the rest."""
    part = done(GRANTED, (E.EJECUCION, 8, Execution(completa=False)))
    assert refused(part, 40, E.CIERRE).guard == "sin_ejecutar"
    assert done(part, (E.EJECUCION, 9), (E.CIERRE, 40)).state is WorkflowState.CERRADO


def test_annulling_the_closing_reopens_the_case() -> None:
    """The remedy for a closed case is to annul the closing, and that reopens it."""
    closed = filed("sugerencia").record(event(E.NOTA, 1)).record(Event(E.CIERRE, on=on(2), id="c"))
    error = refused(closed, 3, E.ASIGNACION)
    assert error.remedy == {
        "es": "anule el cierre: con eso el caso se reabre",
        "en": "annul the closing: that reopens the case",
    }
    reopened = acts.act(agenda(closed, 3), event(E.ANULACION, 3, Annulment("c")))
    assert done(reopened, (E.ASIGNACION, 3)).state is WorkflowState.ASIGNADO


# --- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "days", "kind", "first"),
    [
        (filed("reclamo"), 3, E.RECONOCIMIENTO_SAP, date(2026, 4, 10)),
        (CITED, 5, E.ENTREGA_AVISO, date(2026, 3, 31)),
        (ASKED, 3, E.DESISTIMIENTO_TACITO, on(21)),
        (ASKED, 3, E.RECONOCIMIENTO_SAP, date(2026, 4, 23)),
        (GRANTED.record(event(E.EJECUCION, 8)), 8, E.CIERRE, date(2026, 3, 31)),
        (WITHHELD.record(event(E.RESPUESTA_ENVIADA, 4)), 5, E.CIERRE, date(2026, 4, 8)),
        (DECIDED.record(event(E.ENVIO_CITACION, 4), event(E.ENTREGA_AVISO, 15)), 15, E.CIERRE, date(2026, 4, 11)),
        (filed("consulta"), 3, E.RECONOCIMIENTO_SAP, None),
        (filed("habeas_data_reclamo").record(event(E.REQUERIMIENTO, 2)), 3, E.DESISTIMIENTO_TACITO, None),
        (filed("reclamo"), 4, E.DESISTIMIENTO_TACITO, None),
        (GRANTED, 8, E.CIERRE, None),
        (filed("reclamo"), 20, E.REQUERIMIENTO, None),
    ],
    ids=lambda value: "-" if isinstance(value, Case) else str(value),
)
def test_waiting_makes_it_legal_from_a_day_or_never(case: Case, days: int, kind: EventType, first: date | None) -> None:
    """Refused the day before, permitted on the day named; if no day is possible, none is named."""
    assert {refusal.legal_from for refusal in acts.refusals(agenda(case, days), kind)} == {first}
    if first is not None:
        assert acts.refusals(colombia.agenda(case, first - timedelta(days=1)), kind)
        assert acts.refusals(colombia.agenda(case, first), kind) == ()


def test_what_the_details_are_to_blame_for_is_not_mended_by_waiting() -> None:
    """A refusal for the details names no day: electronic notice without consent is refused on every day."""
    notice = event(E.NOTIFICACION_ELECTRONICA, 4, Consent(autorizada=False))
    assert [each.legal_from for each in acts.refusals(agenda(DECIDED, 4), notice)] == [None]
    both = acts.refusals(agenda(filed("reclamo"), 3), event(E.NOTIFICACION_ELECTRONICA, 3, Consent(autorizada=False)))
    assert [each.guard.code for each in both] == ["sin_decision", "notificacion_sin_autorizacion"]
    assert [each.legal_from for each in both] == [None, None]


def test_a_refusal_carries_guard_norm_remedy_and_day() -> None:
    """The error has the same data as the refusal, in its fields and in both messages."""
    error = refused(CITED, 5, E.ENTREGA_AVISO)
    assert (error.code, error.guard, error.latest) == ("transicion_rechazada", "aviso_prematuro", None)
    assert error.norm == "CPACA, art. 69"
    assert error.remedy == {"es": "espere a que venza", "en": "wait until it has ended"}
    assert error.legal_from == date(2026, 3, 31)
    assert "procede desde el martes 31 de marzo de 2026" in error.message("es")
    assert "legal from Tuesday 31 March 2026" in error.message("en")
    refusal, *_ = acts.refusals(agenda(CITED, 5), E.ENTREGA_AVISO)
    assert (refusal.act, refusal.state) == (E.ENTREGA_AVISO, WorkflowState.CITADO)
    assert repr(refusal) == "<Refusal of entrega_aviso by aviso_prematuro>"


@pytest.mark.parametrize(
    ("case", "told", "code", "latest"),
    [
        (filed("consulta"), lambda day: event(E.PRORROGA, 3, Until(day)), "prorroga_excede_maximo", date(2026, 6, 17)),
        (
            filed("reclamo"),
            lambda day: event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(hasta=day, comunicada_el=on(3))),
            "pruebas_exceden_tope",
            date(2026, 5, 6),
        ),
        (EVIDENCE, lambda day: event(E.PRORROGA_PRUEBAS, 3, Until(day)), "pruebas_exceden_tope", date(2026, 5, 5)),
    ],
    ids=["extension", "evidence", "more evidence"],
)
def test_a_day_beyond_the_law_is_refused_with_the_last_one_possible(
    case: Case, told: Any, code: str, latest: date
) -> None:
    """The last possible day is permitted, and the next is not."""
    error = refused(case, 3, told(latest + timedelta(days=1)))
    assert (error.guard, error.latest) == (code, latest)
    assert "a más tardar el " in error.message("es")
    assert "at the latest on " in error.message("en")
    assert acts.refusals(agenda(case, 3), told(latest)) == ()


def test_an_extension_that_could_not_extend_is_not_permitted() -> None:
    """The evidence already gave more days than any extension could, so no extension moves the day."""
    profile = evolve(colombia.DEFAULT_PROFILE, policies=Policies(art14_extension="allowed"))
    case = filed("reclamo").record(event(E.APERTURA_PRUEBAS, 3, EvidencePeriod(dias=30)))
    refusal, *_ = acts.refusals(agenda(case, 4, profile), E.PRORROGA)
    assert refusal.guard.code == "prorroga_sin_efecto"
    assert acts.refusals(agenda(filed("reclamo"), 4, profile), E.PRORROGA) == ()


def test_the_order_of_the_workflow_names_what_comes_first() -> None:
    """After the citation of a partial decision, the rest must be decided before anything else is required."""
    part = filed("reclamo").record(event(E.DECISION, 2, evolve(DENIED, completa=False)), event(E.ENVIO_CITACION, 3))
    error = refused(part, 4, E.REQUERIMIENTO)
    assert (error.guard, error.norm) == ("tabla", "CPACA, art. 17 (sustituido por la Ley 1755 de 2015, art. 1)")
    assert error.remedy["es"].startswith("haga antes una de estas: ")
    assert "decisión" in error.remedy["es"]


def test_norms_are_those_of_the_guard_the_duty_or_the_act() -> None:
    """Closing cites the norm of the duty still owed; an extension on data, its own law; other acts, that of the act."""
    closing, *_ = acts.refusals(agenda(DECIDED, 4), E.CIERRE)
    assert closing.norms == agenda(DECIDED, 4)["citacion"].citations
    late, *_ = acts.refusals(agenda(filed("habeas_data_consulta"), 90), event(E.PRORROGA, 90, Until(on(99))))
    assert [str(norm) for norm in late.norms] == ["Ley 1581 de 2012, art. 14"]
    for tipo, norm in (("habeas_data_reclamo", "Ley 1581 de 2012, art. 15.1"), ("credito_reclamo", "art. 16.II.1")):
        unasked, *_ = acts.refusals(agenda(filed(tipo), 1), E.COMPLEMENTO)
        assert str(unasked.norms[0]).endswith(norm)
    work, *_ = acts.refusals(agenda(CLOSED, 30), E.ASIGNACION)
    assert [str(norm) for norm in work.norms] == ["Ley 142 de 1994, art. 153"]


# --- what is offered -----------------------------------------------------------------------------------------------


def offered(case: Case, days: int, role: Role | None = None) -> list[EventType]:
    """What the case calls for that many days after the filing."""
    return [permit.act for permit in acts.allowed(agenda(case, days), role)]


def test_what_may_be_done_by_whom_until_when() -> None:
    """After the filing: the answer, the powers still open, the next steps; no act that needs its own reason."""
    permits = {permit.act: permit for permit in acts.allowed(agenda(filed("reclamo"), 1))}
    assert list(permits) == [
        *(E.DECISION, E.RESPUESTA_VERBAL),
        *(E.TRASLADO_COMPETENCIA, E.REQUERIMIENTO, E.DEVOLUCION_ACLARACION, E.APERTURA_PRUEBAS),
        *(E.ACUSE, E.ASIGNACION, E.ANALISIS, E.REGISTRO),
    ]
    assert permits[E.DECISION].until == date(2026, 4, 9)
    assert permits[E.REQUERIMIENTO].until == date(2026, 3, 31)
    assert permits[E.APERTURA_PRUEBAS].until == date(2026, 4, 8)
    assert permits[E.ACUSE].until is None
    assert permits[E.DECISION].roles == (Role.RESPONSABLE,)
    for kind in (E.CAUSA_ELIMINADA, E.NEGATIVA_RESERVA, E.VISITA_PROGRAMADA, E.DESISTIMIENTO_EXPRESO, E.NOTA):
        assert acts.refusals(agenda(filed("reclamo"), 1), kind) == ()


@pytest.mark.parametrize(
    ("case", "days", "kinds"),
    [
        (filed("reclamo"), 60, [E.RECONOCIMIENTO_SAP]),
        (filed("consulta"), 90, [E.RESPUESTA_ENVIADA, E.RESPUESTA_VERBAL]),
        (DECIDED, 4, [E.ENVIO_CITACION]),
        (CITED, 5, [E.NOTIFICACION_PERSONAL]),
        (CITED, 20, [E.ENTREGA_AVISO]),
        (NOTIFIED, 8, [E.RECURSO_INTERPUESTO]),
        (GRANTED, 8, [E.RECURSO_INTERPUESTO, E.EJECUCION]),
        (GRANTED.record(event(E.EJECUCION, 8)), 40, [E.CIERRE]),
        (APPEALED, 9, [E.RECURSO_RESUELTO]),
        (APELACION, 8, [E.DECISION_SSPD, E.REMISION_SSPD]),
        (
            ASKED,
            30,
            [E.DECISION, E.RESPUESTA_VERBAL, E.DEVOLUCION_ACLARACION, E.APERTURA_PRUEBAS, E.DESISTIMIENTO_TACITO],
        ),
        (CLOSED, 60, []),
        (filed("felicitacion"), 1, [E.TRASLADO_COMPETENCIA, E.ACUSE, E.ASIGNACION, E.ANALISIS, E.CIERRE, E.REGISTRO]),
    ],
)
def test_what_the_case_calls_for(case: Case, days: int, kinds: list[EventType]) -> None:
    """Duties come first, then powers, then the rest."""
    worked = (
        case.record(event(E.ANALISIS, 0))
        if case.state is WorkflowState.RADICADO and kinds[-1:] != [E.REGISTRO]
        else case
    )
    assert offered(worked, days) == kinds


def test_overdue_duties_come_first_then_duties_by_their_day() -> None:
    """The notice of a near visit comes before the answer; an overdue reconnection before both."""
    case = VISITED.record(event(E.CAUSA_ELIMINADA, 1))
    assert offered(case, 2)[:4] == [E.RECONEXION, E.AVISO_VISITA, E.DECISION, E.RESPUESTA_VERBAL]
    for one, other in pairwise(acts.allowed(agenda(filed("reclamo"), 1))[2:6]):
        assert one.until is not None
        assert other.until is not None
        assert one.until <= other.until


def test_each_role_is_offered_its_own() -> None:
    """The notifier cites; the user's burdens are told as the user's."""
    assert offered(DECIDED, 4, Role.NOTIFICADOR) == [E.ENVIO_CITACION]
    assert offered(NOTIFIED, 8, Role.USUARIO) == [E.RECURSO_INTERPUESTO]
    assert offered(DECIDED, 4, Role.SSPD) == []


def test_electronic_notice_is_offered_to_who_accepted_it() -> None:
    """If nobody said, it is permitted but not offered; if the user refused, it is refused; opening follows sending."""
    for accepts, found in ((True, True), (False, False), (None, False)):
        notices = None if accepts is None else Notices(acepta_electronica=accepts)
        decided = filed("reclamo", notificaciones=notices).record(event(E.DECISION, 3, DENIED))
        assert (E.ENVIO_NOTIFICACION_ELECTRONICA in offered(decided, 4)) is found
        told = acts.refusals(agenda(decided, 4), E.ENVIO_NOTIFICACION_ELECTRONICA)
        assert [each.guard.code for each in told] == ([] if accepts is not False else ["notificacion_sin_autorizacion"])
    unsaid = filed("reclamo", peticionario=Petitioner(clase="natural")).record(event(E.DECISION, 3, DENIED))
    assert acts.refusals(agenda(unsaid, 4), E.ENVIO_NOTIFICACION_ELECTRONICA)
    sent = DECIDED.record(event(E.ENVIO_NOTIFICACION_ELECTRONICA, 4, Consent(autorizada=True)))
    assert {E.NOTIFICACION_ELECTRONICA, E.ENVIO_CITACION} <= set(offered(sent, 5))


@settings(max_examples=60)
@given(st.sampled_from([k for k in TRANSITIONS[WorkflowState.EN_ANALISIS] if k not in AMENDMENTS]).flatmap(events))
def test_what_is_refused_changes_nothing_and_what_is_permitted_is_recorded(act: Event) -> None:
    """A permitted act is recorded as given; a refused one raises with its reason."""
    case = filed("reclamo").act(Event(E.ANALISIS, on=MONDAY))
    now = colombia.agenda(case, date(2028, 1, 3))
    found = acts.refusals(now, act)
    if found:
        with pytest.raises(TransitionRefused) as error:
            acts.act(now, act)
        assert error.value.guard == found[0].guard.code
        assert len(case.events) == 2
    else:
        assert acts.act(now, act).events[-1] is act


def test_no_day_is_promised_beyond_the_calendar() -> None:
    """The 72 hours of the recognition would end outside the calendar, so no day is promised."""
    last = date(2100, 12, 7)
    case = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=last)
    (refusal,) = acts.refusals(colombia.agenda(case, last), E.RECONOCIMIENTO_SAP)
    assert refusal.guard.code == "sin_silencio"
    assert refusal.legal_from is None
    earlier = Case.file(Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, on=date(2100, 12, 1))
    (refusal,) = acts.refusals(colombia.agenda(earlier, date(2100, 12, 1)), E.RECONOCIMIENTO_SAP)
    assert refusal.legal_from == date(2100, 12, 24)


def test_a_type_of_act_and_a_role_may_be_given_by_their_code() -> None:
    """They mean the same as the members of the lists."""
    now = colombia.agenda(filed("reclamo"), MONDAY)
    # A type checker refuses the codes, so that it finds wrong ones.
    assert list(map(repr, now.refusals("cierre"))) == list(map(repr, now.refusals(E.CIERRE))) != []  # type: ignore[arg-type]
    assert now.refusals("nota") == ()  # type: ignore[arg-type]
    assert now.allowed("analista") == now.allowed(Role.ANALISTA) != ()  # type: ignore[arg-type]


@pytest.mark.parametrize("other", ["cierres", None, 5, ["cierre"]])
def test_what_is_no_act_and_no_role_is_refused_by_name(other: Any) -> None:
    """The error is typed, and for a word near one of the list it says which."""
    now = colombia.agenda(filed("reclamo"), MONDAY)
    works_on = partial(colombia.DEFAULT_PROFILE.works_on, code="respuesta")
    asked: tuple[Callable[[Any], object], ...] = (now.refusals, now.act, now.case.act, needs_of, event_keys, works_on)
    for ask in asked:
        with pytest.raises(InvalidInputError):
            ask(other)
    if other is not None:
        with pytest.raises(InvalidInputError):
            now.allowed(other)
    with pytest.raises(InvalidInputError, match=r"did you mean 'cierre'\?"):
        now.refusals("cierres")  # type: ignore[arg-type]
