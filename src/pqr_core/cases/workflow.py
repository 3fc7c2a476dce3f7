"""The states of a case as one table: nothing else in the package may change the state of a case.

`TRANSITIONS[state][event]` is the state after the event. A pair that is not in the table is refused and changes
nothing. An event that leaves the state unchanged is in the table too: it is allowed there. The table gives the order
of acts: first the answer, then what follows from it, last the closing. `law.acts` says whether the law allows an act on
a given day.

What the user or an authority did is a fact, which no table can refuse: a case records it in any state.

A `Workflow` is one version of the table. A case keeps the version with which it began (`Filing.workflow`). From
release 0.2.0 on, a version is never changed. Version 1 was corrected in place before that, as 0.1.0 was never released.

>>> WORKFLOWS[1].step(WorkflowState.RADICADO, EventType.ASIGNACION)
<WorkflowState.ASIGNADO: 'asignado'>
>>> WORKFLOWS[1].step(WorkflowState.CERRADO, EventType.DECISION)
Traceback (most recent call last):
...
pqr_core.errors.TransitionRefused: decision is not allowed while the case is cerrado: annul the closing: ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from pqr_core.errors import InvalidInputError, TransitionRefused
from pqr_core.fields import Brief
from pqr_core.language import Said
from pqr_core.vocabulary import Activity, EventType, Role, WorkflowState

__all__ = (
    "ACTIVITIES",
    "OUTSIDERS",
    "ROLES",
    "TRANSITIONS",
    "WORKFLOWS",
    "Workflow",
    "workflow_of",
)

_S, _E, _A, _R = WorkflowState, EventType, Activity, Role
_Row = Mapping[EventType, WorkflowState]

_ANY_TIME: Final = (_E.NOTA, _E.ACUSE, _E.ANULACION, _E.CORRECCION, _E.FUERZA_MAYOR, _E.ADJUNTO, _E.VINCULO)
"""The events that can be recorded in any state."""

_WORK: Final = (_E.REGISTRO, _E.ASIGNACION, _E.ANALISIS)
_BESIDE: Final = (
    _E.VISITA_PROGRAMADA,
    _E.AVISO_VISITA,
    _E.PRACTICA_PRUEBA,
    _E.CAUSA_ELIMINADA,
    _E.RECONEXION,
    _E.ENTREGA_COPIAS,
    _E.LEYENDA_INCLUIDA,
    _E.NEGATIVA_RESERVA,
    _E.INSISTENCIA_INTERPUESTA,
    _E.REMISION_INSISTENCIA,
    _E.RECURSO_RESUELTO,
)
"""The acts besides the procedure: their duties do not wait for the answer, and do not end with it."""

_PROCEDURE: Final = (
    _E.COMPLEMENTO,
    _E.PRORROGA_COMPLEMENTO,
    _E.ACLARACION,
    _E.PRORROGA_PRUEBAS,
    _E.CIERRE_PRUEBAS,
    _E.DEMORA_USUARIO,
    _E.PRORROGA,
    _E.TRASLADO_PARCIAL,
    _E.CONFLICTO_PLANTEADO,
    _E.CONFLICTO_RESUELTO,
)
"""The acts on the clock of the answer while it is being prepared; some of them change the state."""

_PAUSES: Final = {
    _E.REQUERIMIENTO: _S.EN_ESPERA,
    _E.DEVOLUCION_ACLARACION: _S.EN_ESPERA,
    _E.APERTURA_PRUEBAS: _S.EN_PRUEBAS,
}
_COMPLETES: Final = {
    _E.DECISION: _S.DECIDIDO,
    _E.RESPUESTA_ENVIADA: _S.NOTIFICADO,
    _E.RESPUESTA_VERBAL: _S.NOTIFICADO,
}
"""The acts that answer; one may follow an answer that left something open, or an act without effect."""
_ANSWERS: Final = {
    **_COMPLETES,
    _E.TRASLADO_COMPETENCIA: _S.TRASLADADO,
    _E.DESISTIMIENTO_EXPRESO: _S.DESISTIDO,
    _E.DESISTIMIENTO_TACITO: _S.DESISTIDO,
    _E.ARCHIVO: _S.DEVUELTO,
    _E.RECONOCIMIENTO_SAP: _S.SILENCIO,
}

_CITATIONS: Final = (
    _E.ENVIO_CITACION,
    _E.PUBLICACION_CITACION,
    _E.ENVIO_NOTIFICACION_ELECTRONICA,
    _E.ENVIO_COMUNICACION_CERTIFICADA,
)
_NOTICES: Final = (
    _E.NOTIFICACION_PERSONAL,
    _E.CONDUCTA_CONCLUYENTE,
    _E.NOTIFICACION_ELECTRONICA,
    _E.COMUNICACION_CERTIFICADA,
    _E.ENTREGA_AVISO,
    _E.PUBLICACION_AVISO,
)
_NOTIFIES: Final = dict.fromkeys(_NOTICES, _S.NOTIFICADO)
_STAYS_AFTER: Final = (*_CITATIONS, *_NOTICES, _E.ACEPTACION_DESISTIMIENTO)
_AFTERMATH: Final = {
    _E.RECURSO_INTERPUESTO: _S.RECURRIDO,
    _E.QUEJA_INTERPUESTA: _S.RECURRIDO,
    _E.REMISION_SSPD: _S.EN_SSPD,
    _E.DECISION_SSPD: _S.NOTIFICADO,
    _E.RECONOCIMIENTO_SAP: _S.SILENCIO,
    _E.EJECUCION: _S.EN_EJECUCION,
}
"""The acts that follow an answer, in any order."""


def _row(state: WorkflowState, stays: Iterable[EventType], moves: _Row) -> _Row:
    beside = dict.fromkeys((*_ANY_TIME, *_WORK, *_BESIDE, *stays), state)
    return MappingProxyType({**beside, _E.CIERRE: _S.CERRADO, **moves})


def _open(state: WorkflowState, moves: _Row) -> _Row:
    """The row of a state in which the answer is being prepared."""
    return _row(state, _PROCEDURE, {**_PAUSES, **_ANSWERS, **moves})


def _ended(state: WorkflowState, moves: _Row = MappingProxyType({})) -> _Row:
    """The row of a state after an act that may leave the answer open: an internal decision, an exit without effect."""
    return _row(state, (*_PROCEDURE, *_PAUSES, *_STAYS_AFTER), {**_ANSWERS, **_AFTERMATH, **moves})


def _answered(state: WorkflowState, moves: _Row) -> _Row:
    return _row(state, _STAYS_AFTER, {**_AFTERMATH, **moves})


TRANSITIONS: Final[Mapping[WorkflowState, _Row]] = MappingProxyType(
    {
        _S.RADICADO: _open(
            _S.RADICADO,
            {_E.REGISTRO: _S.REGISTRADO, _E.ASIGNACION: _S.ASIGNADO, _E.ANALISIS: _S.EN_ANALISIS},
        ),
        _S.REGISTRADO: _open(_S.REGISTRADO, {_E.ASIGNACION: _S.ASIGNADO, _E.ANALISIS: _S.EN_ANALISIS}),
        _S.ASIGNADO: _open(_S.ASIGNADO, {_E.ANALISIS: _S.EN_ANALISIS}),
        _S.EN_ANALISIS: _open(_S.EN_ANALISIS, {_E.ASIGNACION: _S.ASIGNADO}),
        _S.EN_ESPERA: _open(_S.EN_ESPERA, {_E.COMPLEMENTO: _S.EN_ANALISIS, _E.ACLARACION: _S.EN_ANALISIS}),
        _S.EN_PRUEBAS: _open(_S.EN_PRUEBAS, {_E.CIERRE_PRUEBAS: _S.EN_ANALISIS}),
        _S.DECIDIDO: _ended(_S.DECIDIDO, {**dict.fromkeys(_CITATIONS, _S.CITADO), **_NOTIFIES}),
        _S.CITADO: _answered(_S.CITADO, {**_COMPLETES, **_NOTIFIES}),
        _S.NOTIFICADO: _answered(_S.NOTIFICADO, _COMPLETES),
        _S.RECURRIDO: _answered(_S.RECURRIDO, {_E.RECURSO_RESUELTO: _S.NOTIFICADO}),
        _S.EN_SSPD: _answered(_S.EN_SSPD, {_E.EJECUCION: _S.EN_SSPD}),
        _S.SILENCIO: _ended(_S.SILENCIO),
        _S.EN_EJECUCION: _answered(_S.EN_EJECUCION, {}),
        _S.TRASLADADO: _ended(_S.TRASLADADO),
        _S.DESISTIDO: _ended(_S.DESISTIDO),
        _S.DEVUELTO: _ended(_S.DEVUELTO),
        _S.CERRADO: MappingProxyType(dict.fromkeys(_ANY_TIME, _S.CERRADO)),
    }
)
"""The state after each event, by state: version 1 of the table."""

_USER: Final = (_R.USUARIO,)
_COUNTER: Final = (_R.VENTANILLA, _R.ANALISTA)
_ANALYST: Final = (_R.ANALISTA, _R.RESPONSABLE)
_FIELD: Final = (_R.TECNICO, _R.ANALISTA)
_HEAD: Final = (_R.RESPONSABLE,)
_NOTIFIER: Final = (_R.NOTIFICADOR,)

ROLES: Final[Mapping[EventType, tuple[Role, ...]]] = MappingProxyType(
    {
        **dict.fromkeys((_E.NOTA, _E.ADJUNTO, _E.VINCULO, _E.FUERZA_MAYOR), (*_COUNTER, _R.RESPONSABLE)),
        **dict.fromkeys((_E.ACUSE, _E.REGISTRO), _COUNTER),
        **dict.fromkeys((_E.ANULACION, _E.CORRECCION, _E.ASIGNACION, _E.CIERRE), _HEAD),
        **dict.fromkeys((_E.ANALISIS, _E.REQUERIMIENTO, _E.DEVOLUCION_ACLARACION, _E.DEMORA_USUARIO), _ANALYST),
        **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS, _E.PRORROGA), _ANALYST),
        **dict.fromkeys((_E.LEYENDA_INCLUIDA, _E.RECURSO_RESUELTO), _ANALYST),
        **dict.fromkeys((_E.VISITA_PROGRAMADA, _E.AVISO_VISITA, _E.PRACTICA_PRUEBA), _FIELD),
        **dict.fromkeys((_E.CAUSA_ELIMINADA, _E.COMPLEMENTO, _E.ACLARACION, _E.PRORROGA_COMPLEMENTO), _USER),
        **dict.fromkeys((_E.DESISTIMIENTO_EXPRESO, _E.RECURSO_INTERPUESTO, _E.QUEJA_INTERPUESTA), _USER),
        **dict.fromkeys((_E.CONDUCTA_CONCLUYENTE, _E.INSISTENCIA_INTERPUESTA), _USER),
        **dict.fromkeys((_E.RECONEXION, _E.EJECUCION, _E.ENTREGA_COPIAS), (*_FIELD, _R.RESPONSABLE)),
        **dict.fromkeys((_E.DECISION, _E.RESPUESTA_ENVIADA, _E.DESISTIMIENTO_TACITO, _E.ARCHIVO), _HEAD),
        **dict.fromkeys((_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL, _E.CONFLICTO_PLANTEADO), _HEAD),
        **dict.fromkeys((_E.RECONOCIMIENTO_SAP, _E.REMISION_SSPD, _E.ACEPTACION_DESISTIMIENTO), _HEAD),
        **dict.fromkeys((_E.NEGATIVA_RESERVA, _E.REMISION_INSISTENCIA), _HEAD),
        **dict.fromkeys((_E.RESPUESTA_VERBAL,), (_R.VENTANILLA, _R.RESPONSABLE)),
        **dict.fromkeys((*_CITATIONS, *(each for each in _NOTICES if each is not _E.CONDUCTA_CONCLUYENTE)), _NOTIFIER),
        _E.DECISION_SSPD: (_R.SSPD,),
        _E.CONFLICTO_RESUELTO: (_R.AUTORIDAD,),
    }
)
"""The roles that may do each act of the table. A host maps its accounts to these roles, or passes its own table."""

OUTSIDERS: Final = frozenset({_R.USUARIO, _R.SSPD, _R.AUTORIDAD})
"""The roles outside the utility. What they do is not an act of the utility, but a fact to record (`Case.record`)."""

ACTIVITIES: Final[Mapping[EventType, Activity]] = MappingProxyType(
    {
        **dict.fromkeys((_E.RADICACION, _E.ACUSE, _E.ADJUNTO), _A.RECEPCION),
        **dict.fromkeys((_E.REGISTRO, _E.ASIGNACION, _E.VINCULO), _A.REGISTRO),
        **dict.fromkeys((_E.NOTA, _E.ANULACION, _E.CORRECCION, _E.FUERZA_MAYOR, _E.ANALISIS), _A.ANALISIS),
        **dict.fromkeys((_E.REQUERIMIENTO, _E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO), _A.ANALISIS),
        **dict.fromkeys((_E.DEVOLUCION_ACLARACION, _E.ACLARACION, _E.DEMORA_USUARIO, _E.PRORROGA), _A.ANALISIS),
        **dict.fromkeys((_E.TRASLADO_PARCIAL, _E.CONFLICTO_PLANTEADO, _E.CONFLICTO_RESUELTO), _A.ANALISIS),
        _E.LEYENDA_INCLUIDA: _A.ANALISIS,
        **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS), _A.PRUEBAS),
        **dict.fromkeys((_E.VISITA_PROGRAMADA, _E.AVISO_VISITA, _E.PRACTICA_PRUEBA), _A.PRUEBAS),
        **dict.fromkeys((*_ANSWERS, _E.NEGATIVA_RESERVA), _A.RESPUESTA),
        **dict.fromkeys((*_CITATIONS, *_NOTICES), _A.NOTIFICACION),
        **dict.fromkeys((_E.RECURSO_INTERPUESTO, _E.QUEJA_INTERPUESTA, _E.RECURSO_RESUELTO), _A.RECURSO),
        **dict.fromkeys((_E.REMISION_SSPD, _E.DECISION_SSPD, _E.ACEPTACION_DESISTIMIENTO), _A.RECURSO),
        **dict.fromkeys((_E.INSISTENCIA_INTERPUESTA, _E.REMISION_INSISTENCIA), _A.RECURSO),
        **dict.fromkeys((_E.EJECUCION, _E.CAUSA_ELIMINADA, _E.RECONEXION, _E.ENTREGA_COPIAS), _A.EJECUCION),
        _E.CIERRE: _A.ARCHIVO,
    }
)
"""The activity of the process sheet of each event; the activity of attention comes with the filing (`Attention`)."""

_REOPEN: Final = Said(es="anule el cierre: con eso el caso se reabre", en="annul the closing: that reopens the case")
_FILE_ANEW: Final = Said(es="un caso se radica una sola vez: radique otro", en="a case is filed once: file another one")


def _frozen_rows(table: Mapping[WorkflowState, _Row]) -> Mapping[WorkflowState, _Row]:
    return MappingProxyType({state: MappingProxyType(dict(row)) for state, row in table.items()})


@frozen(kw_only=True, eq=False)
class Workflow(Brief):
    """One version of the table.

    Args:
        version: its number.
        transitions: the state after each event, by state; a pair that is absent is refused.
        roles: the roles that may do each act.
        initial: the state of a case that has only its filing.
    """

    version: int
    transitions: Mapping[WorkflowState, _Row] = field(converter=_frozen_rows)
    roles: Mapping[EventType, tuple[Role, ...]]
    initial: WorkflowState = WorkflowState.RADICADO

    def allowed(self, state: WorkflowState) -> tuple[EventType, ...]:
        """The events that the table allows in `state`, sorted by their rank."""
        return tuple(sorted(self.transitions.get(WorkflowState(state), ()), key=lambda event: event.rank))

    def step(self, state: WorkflowState, event: EventType) -> WorkflowState:
        """The state after `event`.

        Raises:
            TransitionRefused: the table does not have the pair; the error says what to do first.
            InvalidInputError: there is no such state or event.
        """
        try:
            return self.transitions[state][event]
        except (KeyError, TypeError):
            raise self._refusal(WorkflowState(state), EventType(event)) from None

    def before(self, state: WorkflowState, event: EventType) -> tuple[EventType, ...]:
        """The acts of `state` that begin the shortest ways to a state that allows `event`; empty if there is no way.

        If an answer is among them, the acts that end the case without an answer are left out.
        """
        state, event = WorkflowState(state), EventType(event)
        firsts: dict[WorkflowState, set[EventType]] = {}
        for act, after in self.transitions[state].items():
            if after is not state:
                firsts.setdefault(after, set()).add(act)
        seen = {state, *firsts}
        while firsts:
            found = {act for reached, acts in firsts.items() if event in self.transitions[reached] for act in acts}
            if found:
                return tuple(sorted(found.intersection(_COMPLETES) or found, key=lambda act: act.rank))
            further: dict[WorkflowState, set[EventType]] = {}
            for reached, acts in firsts.items():
                for after in set(self.transitions[reached].values()) - seen:
                    further.setdefault(after, set()).update(acts)
            seen.update(further)
            firsts = further
        return ()

    def remedy(self, state: WorkflowState, event: EventType) -> Said:
        """What to do first if the table does not have `event` in `state`."""
        state, event = WorkflowState(state), EventType(event)
        if not any(event in row for row in self.transitions.values()):
            return _FILE_ANEW
        first = self.before(state, event)
        if not first:
            return _REOPEN
        names = ", ".join(act.label() for act in first)
        return Said(es=f"haga antes una de estas: {names}", en=f"do one of these first: {', '.join(first)}")

    def _refusal(self, state: WorkflowState, event: EventType) -> TransitionRefused:
        remedy = self.remedy(state, event)
        return TransitionRefused(
            act=event,
            state=state,
            reason=remedy.en,
            actuacion=event.label(),
            estado=state.label(),
            motivo=remedy.es,
            guard="tabla",
            remedy={"es": remedy.es, "en": remedy.en},
            allowed=self.allowed(state),
        )

    def fold(self, events: Iterable[EventType]) -> WorkflowState:
        """The state after `events`, in the order in which they happened; one that the table lacks changes nothing."""
        state = self.initial
        for event in events:
            state = self.transitions[state].get(event, state)
        return state


WORKFLOWS: Final[Mapping[int, Workflow]] = MappingProxyType(
    {1: Workflow(version=1, transitions=TRANSITIONS, roles=ROLES)}
)
"""Every version; from release 0.2.0 on, none is changed or removed, because cases keep theirs."""


def workflow_of(version: int) -> Workflow:
    """The workflow of that version.

    Raises:
        InvalidInputError: this library does not have it, because it is older than the case.
    """
    try:
        return WORKFLOWS[version]
    except KeyError:
        known = ", ".join(map(str, WORKFLOWS))
        es = f"no hay versión {version!r} del flujo; las conocidas son: {known}. ¿pqr-core es anterior al caso?"
        en = f"no version {version!r} of the workflow; known versions: {known}. Is pqr-core older than the case?"
        raise InvalidInputError(place="workflow", detail=Said(es, en)) from None
