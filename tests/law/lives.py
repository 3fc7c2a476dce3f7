"""Whole lives of a case: what can happen to it on a day, what the company would do next, and how it is closed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final, NamedTuple

from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Execution, Filing
from pqr_core.law import acts
from pqr_core.law.agenda import Agenda
from pqr_core.law.profiles import Profile
from pqr_core.law.standing import Situation, days_to_come
from pqr_core.policies import Policies
from pqr_core.testing.strategies import FILED_ON, KINDS, told
from pqr_core.vocabulary import EventType, LegalState, Outcome, WorkflowState

E, S = EventType, WorkflowState
_GRANTS: Final = frozenset({Outcome.ACCEDE, Outcome.ACCEDE_PARCIALMENTE, Outcome.MODIFICA, Outcome.REVOCA})
_BESIDE: Final = frozenset({"reconexion", "aviso_visita", "leyenda_tramite", "remision_insistencia", "entrega_copias"})


WRITTEN: Final = (E.NOTA, E.ACUSE, E.ADJUNTO, E.VINCULO, E.FUERZA_MAYOR, E.PRACTICA_PRUEBA)
"""Acts that are recorded and change neither the state nor a duty."""


def filed(tipo: str, on: date = FILED_ON, **filing: Any) -> Case:
    """A case of the utility of the default profile."""
    if colombia.RULES.types[tipo].given_date:
        filing.setdefault("fecha_limite", on + timedelta(days=20))
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
"""The default readings, and two utilities that choose another reading for nearly every policy."""


def agenda(case: Case, day: date, profile: Profile = colombia.DEFAULT_PROFILE) -> Agenda:
    """The agenda at the end of a day, with everything that was recorded of that day."""
    return colombia.agenda(case, datetime.combine(day, time.max, colombia.ZONE), profile=profile)


def next_day(seen: Agenda) -> date | None:
    """The next day on which something changes even if nobody acts."""
    return next((then.today for then in days_to_come(Situation(seen))), None)


# --- to the end ----------------------------------------------------------------------------------------------------

_LEADS_ELSEWHERE: Final = frozenset(
    {
        *(E.REQUERIMIENTO, E.DEVOLUCION_ACLARACION, E.APERTURA_PRUEBAS, E.PRORROGA, E.TRASLADO_COMPETENCIA),
        *(E.PRORROGA_COMPLEMENTO, E.PRORROGA_PRUEBAS, E.CIERRE_PRUEBAS),
        *(E.ACUSE, E.REGISTRO, E.ASIGNACION, E.ANALISIS, E.PRACTICA_PRUEBA),
        *(E.RECURSO_INTERPUESTO, E.QUEJA_INTERPUESTA, E.INSISTENCIA_INTERPUESTA),
    }
)
"""Acts that an agenda may offer although the case can be closed without them."""
_ENOUGH: Final = 60


def to_the_end(case: Case, day: date, profile: Profile = colombia.DEFAULT_PROFILE) -> tuple[Case, date, list[Event]]:
    """Do what the case calls for, act by act, as the days pass; each act must be permitted.

    Stop when the case is closed, or when nothing is called for and no later day will change that.
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
    """The acts called for that bring the case nearer to its end; the closing first."""
    kinds = [permit.act for permit in acts.allowed(now) if permit.act not in _LEADS_ELSEWHERE]
    for kind in sorted(kinds, key=lambda kind: kind is not E.CIERRE):
        yield from (event for event in told(kind, day) if _is_whole(event) and not acts.refusals(now, event))


def _is_whole(event: Event) -> bool:
    return not isinstance(event.payload, Decision | Execution) or event.payload.completa


# --- every state that facts can lead to ----------------------------------------------------------------------------


class Place(NamedTuple):
    """Where a case stands: whatever decides which acts are possible."""

    state: WorkflowState
    duties: frozenset[tuple[str, LegalState]]
    beside: bool
    waits: frozenset[str]
    answer: LegalState | None
    appealed: bool
    granted: bool
    carried_out: bool


def place(case: Case, seen: Agenda) -> Place:
    """The place of a case. Of the duties beside the procedure, it only notes whether there are any."""
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
    """Every place that facts, recorded on any day, can lead to, nearest first, each with a history that leads there."""
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
