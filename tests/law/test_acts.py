"""What may be done now, by whom, until when; and why not, resting on what norm, from which day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.making import AMENDMENTS, events

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Consent, Decision, Event, EvidencePeriod, Filing, Payload, Requirement, Until
from pqr_core.cases.filing import Petitioner
from pqr_core.cases.workflow import TRANSITIONS
from pqr_core.colombia.guards import GUARD_NORMS
from pqr_core.errors import InvalidInputError, TransitionRefused
from pqr_core.law import acts
from pqr_core.law.agenda import Agenda
from pqr_core.vocabulary import EventType, Finding, LegalState, Role, WorkflowState

E = EventType
MONDAY = date(2026, 3, 16)
GUARDS = {guard.code: guard for guard in acts.GUARDS}
FINDINGS = {guard.code for guard in acts.GUARDS} & set(Finding)


def filed(tipo: str = "reclamo", **filing: Any) -> Case:
    """A case of that Monday."""
    return Case.file(Filing(tipo=tipo, **filing), utility_id="empresa", zone=colombia.ZONE, on=MONDAY)


def on(days: int) -> date:
    """A day counted from that Monday."""
    return MONDAY + timedelta(days=days)


def event(kind: EventType, days: int, payload: Payload | None = None) -> Event:
    """An event that many days after the filing."""
    return Event(kind, on=on(days)) if payload is None else Event(kind, on=on(days), payload=payload)


def agenda(case: Case, days: int) -> Agenda:
    """The agenda that many days after the filing."""
    return colombia.agenda(case, on(days))


def codes(case: Case, days: int, kind: EventType) -> list[str]:
    """The guards that refuse an act on that day."""
    return [refusal.guard.code for refusal in acts.refusals(case, agenda(case, days), kind)]


DECIDED = filed().record(event(E.DECISION, 3, Decision(resultado="no_accede", acto="facturacion")))
CITED = DECIDED.record(event(E.ENVIO_CITACION, 4))
GRANTED = (
    filed()
    .record(event(E.DECISION, 3, Decision(resultado="accede", acto="facturacion")))
    .record(event(E.ENVIO_CITACION, 4), event(E.NOTIFICACION_PERSONAL, 7))
)
ASKED = filed().record(event(E.REQUERIMIENTO, 2, Requirement(hasta=on(20))))
RETURNED = filed("peticion_general").record(event(E.DEVOLUCION_ACLARACION, 2))


@pytest.mark.parametrize(
    ("case", "days", "kind", "code"),
    [
        (filed("recurso_reposicion"), 1, E.REQUERIMIENTO, "requerimiento_no_procede"),
        (ASKED, 3, E.REQUERIMIENTO, "requerimiento_repetido"),
        (filed(), 20, E.REQUERIMIENTO, "requerimiento_extemporaneo"),
        (filed(), 3, E.COMPLEMENTO, "sin_requerimiento"),
        (ASKED, 30, E.COMPLEMENTO, "complemento_vencido"),
        (ASKED.record(event(E.PRORROGA_COMPLEMENTO, 3)), 4, E.PRORROGA_COMPLEMENTO, "prorroga_complemento_repetida"),
        (filed("recurso_reposicion"), 1, E.DEVOLUCION_ACLARACION, "devolucion_no_procede"),
        (RETURNED, 3, E.DEVOLUCION_ACLARACION, "devolucion_repetida"),
        (filed(), 60, E.DEVOLUCION_ACLARACION, "devolucion_extemporanea"),
        (filed(), 3, E.ACLARACION, "aclaracion_no_procede"),
        (filed("consulta"), 3, E.APERTURA_PRUEBAS, "pruebas_sin_efecto"),
        (
            filed().record(event(E.APERTURA_PRUEBAS, 2, EvidencePeriod(dias=3))),
            3,
            E.APERTURA_PRUEBAS,
            "pruebas_repetidas",
        ),
        (filed(), 60, E.APERTURA_PRUEBAS, "pruebas_extemporaneas"),
        (filed(), 3, E.CIERRE_PRUEBAS, "pruebas_cerradas"),
        (
            filed().record(
                event(E.APERTURA_PRUEBAS, 2, EvidencePeriod(dias=9)), event(E.PRORROGA_PRUEBAS, 3, Until(on(20)))
            ),
            4,
            E.PRORROGA_PRUEBAS,
            "pruebas_ya_prorrogadas",
        ),
        (filed("consulta"), 3, E.DEMORA_USUARIO, "demora_sin_efecto"),
        (filed(), 3, E.PRORROGA, "prorroga_no_procede"),
        (filed("consulta").record(event(E.PRORROGA, 3, Until(on(80)))), 4, E.PRORROGA, "prorroga_repetida"),
        (filed("consulta"), 90, E.PRORROGA, "prorroga_extemporanea"),
        (filed("recurso_reposicion"), 1, E.TRASLADO_COMPETENCIA, "traslado_no_procede"),
        (filed(), 20, E.TRASLADO_COMPETENCIA, "traslado_extemporaneo"),
        (filed(), 3, E.DESISTIMIENTO_TACITO, "desistimiento_prematuro"),
        (filed(), 3, E.ARCHIVO, "archivo_sin_causa"),
        (DECIDED, 4, E.DECISION, "ya_decidido"),
        (filed(), 60, E.DECISION, "silencio_positivo"),
        (filed(), 3, E.RECONOCIMIENTO_SAP, "sin_silencio"),
        (filed(), 3, E.ENVIO_CITACION, "sin_decision"),
        (
            filed(peticionario=Petitioner(clase="natural")),
            3,
            E.NOTIFICACION_ELECTRONICA,
            "notificacion_sin_autorizacion",
        ),
        (DECIDED, 4, E.COMUNICACION_CERTIFICADA, "comunicacion_no_procede"),
        (DECIDED, 4, E.ENTREGA_AVISO, "aviso_sin_citacion"),
        (CITED, 5, E.PUBLICACION_AVISO, "aviso_prematuro"),
        (DECIDED, 4, E.RECURSO_INTERPUESTO, "recurso_no_procede"),
        (GRANTED, 40, E.RECURSO_INTERPUESTO, "recurso_extemporaneo"),
        (GRANTED, 8, E.QUEJA_INTERPUESTA, "queja_no_procede"),
        (GRANTED, 8, E.REMISION_SSPD, "nada_que_remitir"),
        (filed(), 3, E.AVISO_VISITA, "sin_visita"),
        (filed(), 3, E.RECONEXION, "sin_causa_eliminada"),
        (DECIDED, 4, E.EJECUCION, "nada_que_ejecutar"),
        (DECIDED, 4, E.CIERRE, "deberes_pendientes"),
        (GRANTED, 8, E.CIERRE, "sin_firmeza"),
        (GRANTED, 40, E.CIERRE, "sin_ejecutar"),
    ],
    ids=lambda value: value if isinstance(value, str) and value in GUARDS else "-",
)
def test_each_guard(case: Case, days: int, kind: EventType, code: str) -> None:
    """Each guard refuses where it should, says so in both languages, and `act` raises it where the table allows."""
    assert code in codes(case, days, kind)
    refusal = next(r for r in acts.refusals(case, agenda(case, days), kind) if r.guard.code == code)
    assert refusal.text("es").startswith(GUARDS[code].why["es"])
    assert GUARDS[code].remedy["en"] in refusal.text("en")
    assert kind not in [permit.act for permit in acts.allowed(case, agenda(case, days))]


def test_every_guard_is_tested_and_its_acts_are_in_the_table() -> None:
    """No two guards share a code; those of the rule book exist."""
    mark = next(mark for mark in test_each_guard.pytestmark if mark.name == "parametrize")  # type: ignore[attr-defined]
    assert {row[3] for row in mark.args[1]} == set(GUARDS)
    assert len(GUARDS) == len(acts.GUARDS)
    assert set(GUARD_NORMS) <= set(GUARDS)
    assert {kind for guard in acts.GUARDS for kind in guard.acts} <= {e for row in TRANSITIONS.values() for e in row}
    assert {guard.opens for guard in acts.GUARDS} - {None} <= set(colombia.RULES.obligations)


@settings(max_examples=150, deadline=None)
@given(
    kinds=st.lists(
        st.sampled_from([E.REQUERIMIENTO, E.COMPLEMENTO, E.APERTURA_PRUEBAS, E.PRORROGA, E.DECISION]), max_size=3
    ),
    tipo=st.sampled_from(["reclamo", "consulta", "recurso_reposicion", "peticion_general"]),
    gap=st.integers(1, 12),
    days=st.integers(0, 70),
    data=st.data(),
)
def test_guards_refuse_what_the_engine_notes(
    kinds: list[EventType], tipo: str, gap: int, days: int, data: st.DataObject
) -> None:
    """An act that the engine would answer with a finding is refused with the same name."""
    payloads: dict[EventType, Payload] = {
        E.DECISION: Decision(resultado="accede"),
        E.APERTURA_PRUEBAS: EvidencePeriod(dias=3, comunicada_el=MONDAY),
        E.PRORROGA: Until(on(30)),
    }
    case = filed(tipo)
    for number, kind in enumerate(kinds, start=1):
        case = case.record(event(kind, number * gap, payloads.get(kind)))
    now = len(kinds) * gap + days
    before = agenda(case, now)
    kind = data.draw(st.sampled_from([k for k in GUARDED if k in case.workflow.allowed(case.state)] or [E.NOTA]))
    after = agenda(case.record(event(kind, now, payloads.get(kind))), now)
    noted = (set(after.findings) - set(before.findings)) & FINDINGS
    assert noted <= {refusal.guard.code for refusal in acts.refusals(case, before, kind)}


GUARDED = (E.REQUERIMIENTO, E.APERTURA_PRUEBAS, E.PRORROGA, E.TRASLADO_COMPETENCIA, E.DESISTIMIENTO_TACITO, E.ARCHIVO)


@settings(max_examples=60)
@given(st.sampled_from([k for k in TRANSITIONS[WorkflowState.EN_ANALISIS] if k not in AMENDMENTS]).flatmap(events))
def test_what_is_refused_changes_nothing_and_what_is_allowed_is_recorded(act: Event) -> None:
    """An act is recorded as it is, or raised against with its reason."""
    case = filed().act(Event(E.ANALISIS, on=MONDAY))
    now = colombia.agenda(case, MONDAY)
    if acts.refusals(case, now, act.type, act):
        with pytest.raises(TransitionRefused) as refused:
            acts.act(case, now, act)
        assert refused.value.guard in GUARDS
        assert len(case.events) == 2
    else:
        assert acts.act(case, now, act).events[-1] is act


def test_what_may_be_done_by_whom_until_when() -> None:
    """Each permit of the first day with its roles and the last day of its obligation."""
    case = filed()
    permits = {permit.act: permit for permit in acts.allowed(case, agenda(case, 1))}
    assert permits[E.DECISION].until == date(2026, 4, 9)
    assert permits[E.REQUERIMIENTO].until == date(2026, 3, 31)
    assert permits[E.NOTA].until is None
    assert permits[E.COMPLEMENTO if E.COMPLEMENTO in permits else E.DESISTIMIENTO_EXPRESO].roles == (Role.USUARIO,)
    assert {E.RECONOCIMIENTO_SAP, E.ARCHIVO, E.CIERRE} & set(permits) == set()


def test_waiting_makes_it_legal() -> None:
    """What a guard says is legal from a day is refused on the day before and allowed on that day."""
    for case, kind, days in (
        (filed(), E.RECONOCIMIENTO_SAP, 3),
        (CITED, E.ENTREGA_AVISO, 5),
        (ASKED, E.DESISTIMIENTO_TACITO, 3),
    ):
        (refusal,) = acts.refusals(case, agenda(case, days), kind)
        assert refusal.legal_from is not None
        eve = colombia.agenda(case, refusal.legal_from - timedelta(days=1))
        assert acts.refusals(case, eve, kind)
        assert acts.refusals(case, colombia.agenda(case, refusal.legal_from), kind) == ()


def test_a_refusal_carries_guard_norm_remedy_and_day() -> None:
    """The error has what the refusal has, in its fields and in both sentences."""
    with pytest.raises(TransitionRefused) as refused:
        acts.act(CITED, agenda(CITED, 5), event(E.ENTREGA_AVISO, 5))
    error = refused.value
    assert (error.code, error.guard) == ("transicion_rechazada", "aviso_prematuro")
    assert error.norm == "CPACA, art. 69"
    assert error.remedy == {"es": "espere a que venza", "en": "wait until it has ended"}
    assert error.legal_from == date(2026, 3, 31)
    assert "procede desde el 2026-03-31" in error.message("es")
    assert "legal from 2026-03-31" in error.message("en")


def test_a_duty_in_the_way_of_closing_brings_its_own_norm() -> None:
    """Closing is refused on the norms of the first duty that is still to be met."""
    first, *_ = acts.refusals(DECIDED, agenda(DECIDED, 4), E.CIERRE)
    assert first.norms == agenda(DECIDED, 4)["citacion"].citations


def test_consent_told_with_the_event_opens_electronic_notice() -> None:
    """The event says it; else the petitioner; where nobody said anything, it is asked at the act."""
    now = agenda(DECIDED, 4)
    assert acts.refusals(DECIDED, now, E.NOTIFICACION_ELECTRONICA) == ()
    for told, refused in ((True, 0), (False, 1)):
        notice = event(E.NOTIFICACION_ELECTRONICA, 4, Consent(autorizada=told))
        assert len(acts.refusals(DECIDED, now, notice.type, notice)) == refused


def test_a_fact_against_the_rules_is_recorded_and_the_agenda_says_its_effect() -> None:
    """A decision after the silence stays a fact, and the silence stays."""
    late = filed().record(event(E.DECISION, 60, Decision(resultado="no_accede")))
    assert Finding.SILENCIO_POSITIVO in agenda(late, 60).findings
    assert agenda(late, 60)["respuesta"].state is LegalState.CUMPLIDO_TARDE


def test_the_agenda_of_another_case_is_refused() -> None:
    """What may be done is asked with the agenda of the same history."""
    with pytest.raises(InvalidInputError, match="another history"):
        acts.allowed(CITED, agenda(DECIDED, 5))
