"""Lives of a case: whatever can happen to it on a day, what the company would do next, and how it gets to its end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    Consent,
    Decision,
    Event,
    EvidencePeriod,
    Execution,
    Filing,
    NotifiedOn,
    RecursoDecided,
    RecursoFiled,
    Requirement,
    Until,
    VerbalAnswer,
    Visit,
)
from pqr_core.cases.filing import Attachment, Link
from pqr_core.law import acts
from pqr_core.law.agenda import Agenda
from pqr_core.law.profiles import Profile
from pqr_core.law.standing import Standing, days_to_come
from pqr_core.policies import Policies
from pqr_core.vocabulary import EventType, LegalState, Outcome, WorkflowState

E, S = EventType, WorkflowState
FILED_ON: Final = date(2026, 3, 16)
_GRANTS: Final = frozenset({Outcome.ACCEDE, Outcome.ACCEDE_PARCIALMENTE, Outcome.MODIFICA, Outcome.REVOCA})
_BESIDE: Final = frozenset({"reconexion", "aviso_visita", "leyenda_tramite", "remision_insistencia", "entrega_copias"})


def _days(day: date, n: int) -> date:
    return day + timedelta(days=n)


_DETAILS: Final[Mapping[EventType, Callable[[date], list[Any]]]] = {
    E.REQUERIMIENTO: lambda day: [Requirement(), Requirement(hasta=_days(day, 7))],
    E.APERTURA_PRUEBAS: lambda day: [EvidencePeriod(dias=5, comunicada_el=day), EvidencePeriod(dias=60)],
    E.PRORROGA_PRUEBAS: lambda day: [Until(_days(day, 20)), Until(_days(day, 200))],
    E.DEMORA_USUARIO: lambda day: [Until(_days(day, 60))],
    E.PRORROGA: lambda day: [Until(_days(day, 12)), Until(_days(day, 400))],
    E.DECISION: lambda _day: [
        Decision(resultado="accede", acto="facturacion"),
        Decision(resultado="no_accede", acto="facturacion"),
        Decision(resultado="accede_parcialmente", acto="otro"),
        Decision(resultado="rechaza"),
        Decision(),
        Decision(resultado="no_accede", completa=False),
    ],
    E.RESPUESTA_VERBAL: lambda _day: [VerbalAnswer("accede"), VerbalAnswer("no_accede")],
    E.ENVIO_NOTIFICACION_ELECTRONICA: lambda _day: [Consent(autorizada=True), Consent()],
    E.NOTIFICACION_ELECTRONICA: lambda _day: [Consent(autorizada=True), Consent()],
    E.RECURSO_INTERPUESTO: lambda day: [RecursoFiled(), RecursoFiled(_days(day, -4))],
    E.DECISION_SSPD: lambda day: [NotifiedOn(day), NotifiedOn(_days(day, 9))],
    E.ACEPTACION_DESISTIMIENTO: lambda day: [NotifiedOn(day), NotifiedOn(_days(day, 9))],
    E.NEGATIVA_RESERVA: lambda day: [NotifiedOn(day)],
    E.VISITA_PROGRAMADA: lambda day: [Visit(_days(day, 15)), Visit(_days(day, 1)), Visit(_days(day, -3))],
    E.RECURSO_RESUELTO: lambda day: [
        RecursoDecided(resultado="revoca", notificado_el=_days(day, 5)),
        RecursoDecided(resultado="confirma", notificado_el=day),
    ],
    E.EJECUCION: lambda _day: [Execution(), Execution(completa=False)],
    E.ADJUNTO: lambda _day: [Attachment(referencia="x", sha256="0" * 64)],
    E.VINCULO: lambda _day: [Link(relacion="duplicado_de", radicado="R")],
}
"""What an act may tell, good and bad."""

AMENDMENTS: Final = (E.ANULACION, E.CORRECCION)
WRITTEN: Final = (E.NOTA, E.ACUSE, E.ADJUNTO, E.VINCULO, E.FUERZA_MAYOR, E.PRACTICA_PRUEBA)
"""What is written down and changes neither state nor duty."""
KINDS: Final = tuple(kind for kind in E if kind not in (E.RADICACION, *AMENDMENTS))


def told(kind: EventType, day: date) -> Iterator[Event]:
    """Events of a type on a day, with the details that make a difference."""
    details = _DETAILS.get(kind)
    if details is None:
        yield Event(kind, on=day)
    else:
        yield from (Event(kind, on=day, payload=payload) for payload in details(day))


def filed(tipo: str, on: date = FILED_ON, **filing: Any) -> Case:
    """A case of the utility of the default profile."""
    if colombia.RULES.types[tipo].given_date:
        filing.setdefault("fecha_limite", _days(on, 20))
    return Case.file(
        Filing(tipo=tipo, **filing), utility_id=colombia.DEFAULT_PROFILE.utility_id, zone=colombia.ZONE, on=on
    )


PROFILES: Final[tuple[Profile, ...]] = (
    colombia.DEFAULT_PROFILE,
    evolve(
        colombia.DEFAULT_PROFILE,
        aviso_business_days=3,
        remision_sspd_business_days=3,
        remision_insistencia_business_days=3,
        policies=Policies(
            art14_extension="allowed",
            art17_resume="restart",
            pruebas_notice="required",
            art39_contract="suspends",
            answer_met_by="notified",
            habeas_incomplete="restart",
        ),
    ),
    evolve(
        colombia.DEFAULT_PROFILE,
        policies=Policies(
            answer_met_by="decision",
            art17_contract="no_effect",
            art19_clock="no_effect",
            demora_usuario="no_effect",
            pruebas_resume="decide_at_end",
            requirement_from="received",
            congress_days="calendar_days",
        ),
    ),
)
"""The usual readings, and two utilities that read nearly everything otherwise."""


def agenda(case: Case, day: date, profile: Profile = colombia.DEFAULT_PROFILE) -> Agenda:
    """The agenda at the end of a day: with all that was told of it."""
    return colombia.agenda(case, datetime.combine(day, time.max, colombia.ZONE), profile=profile)


def next_day(seen: Agenda) -> date | None:
    """The next day on which something changes though nobody acts."""
    return next((then.today for then in days_to_come(Standing(seen))), None)


# --- to the end ----------------------------------------------------------------------------------------------------

_LEADS_ELSEWHERE: Final = frozenset(
    {
        *(E.REQUERIMIENTO, E.DEVOLUCION_ACLARACION, E.APERTURA_PRUEBAS, E.PRORROGA, E.TRASLADO_COMPETENCIA),
        *(E.PRORROGA_COMPLEMENTO, E.PRORROGA_PRUEBAS, E.CIERRE_PRUEBAS),
        *(E.ACUSE, E.REGISTRO, E.ASIGNACION, E.ANALISIS, E.PRACTICA_PRUEBA),
        *(E.RECURSO_INTERPUESTO, E.QUEJA_INTERPUESTA, E.INSISTENCIA_INTERPUESTA),
    }
)
"""What a case may call for and needs not to come to its end."""
_ENOUGH: Final = 60


def to_the_end(case: Case, day: date, profile: Profile = colombia.DEFAULT_PROFILE) -> tuple[Case, date, list[Event]]:
    """The case after what it calls for has been done, act by act, each permitted, while the days go by.

    It stops where it is closed, or where nothing is called for and no day will change that.
    """
    done: list[Event] = []
    while case.state is not S.CERRADO and len(done) < _ENOUGH:
        now = agenda(case, day, profile)
        event = next(_called_for(now, day), None)
        if event is not None:
            case = acts.act(now, event)
            done.append(event)
            continue
        later = next_day(now)
        if later is None:
            break
        day = later
    return case, day, done


def _called_for(now: Agenda, day: date) -> Iterator[Event]:
    """What brings a case on among the acts that it calls for, the closing before everything."""
    kinds = [permit.act for permit in acts.allowed(now) if permit.act not in _LEADS_ELSEWHERE]
    for kind in sorted(kinds, key=lambda kind: kind is not E.CIERRE):
        yield from (event for event in told(kind, day) if _is_whole(event) and not acts.refusals(now, event))


def _is_whole(event: Event) -> bool:
    return not isinstance(event.payload, Decision | Execution) or event.payload.completa


# --- every state that facts can lead to ----------------------------------------------------------------------------


class Place(NamedTuple):
    """Where a case stands, as far as it matters for what can be done with it."""

    state: WorkflowState
    duties: frozenset[tuple[str, LegalState]]
    beside: bool
    waits: frozenset[str]
    answer: LegalState | None
    appealed: bool
    granted: bool
    carried_out: bool


def place(case: Case, seen: Agenda) -> Place:
    """The place of a case; of the duties beside the procedure only that there are some."""
    kinds = {occurrence.event.type for occurrence in case.timeline()}
    answer = seen.get("respuesta")
    duties = frozenset((row.code, row.state) for row in seen.open_duties())
    waits = frozenset(row.code for row in seen.deadlines if row.state is LegalState.PENDIENTE)
    return Place(
        state=case.state,
        duties=frozenset((code, state) for code, state in duties if code not in _BESIDE),
        beside=any(code in _BESIDE for code, _ in duties),
        waits=waits - _BESIDE,
        answer=None if answer is None else answer.state,
        appealed=E.RECURSO_INTERPUESTO in kinds and E.RECURSO_RESUELTO not in kinds,
        granted=case.outcome in _GRANTS or E.RECONOCIMIENTO_SAP in kinds,
        carried_out=E.EJECUCION in kinds,
    )


def reached(
    tipo: str, profile: Profile = colombia.DEFAULT_PROFILE, limit: int | None = None
) -> Iterator[tuple[Case, date]]:
    """The places that facts recorded on whatever day lead to, the nearest first, each with a history that does."""
    case = filed(tipo)
    seen = {place(case, agenda(case, FILED_ON, profile))}
    todo = deque([(case, FILED_ON)])
    facts = [kind for kind in KINDS if kind not in WRITTEN]
    while todo and (limit is None or len(seen) < limit):
        case, day = todo.popleft()
        yield case, day
        later = next_day(agenda(case, day, profile))
        further = [(case.record(event), day) for kind in facts for event in told(kind, day)]
        if later is not None:
            further.insert(0, (case, later))
        for each in further:
            found = place(each[0], agenda(*each, profile))
            if found not in seen:
                seen.add(found)
                todo.append(each)
    yield from todo
