"""The life of a case as one table: nothing else in the package may change the state of a case.

`TRANSITIONS[state][event]` is the state after the event. A pair that is not in the table is refused by `step` and
changes nothing. An event that leaves the state as it is stands in the table too: it is allowed there. The table says
in what order acts follow each other; whether the law allows one on a given day is asked of `law.acts`.

A `Workflow` is a version of the table; a case keeps the version it began with (`Filing.workflow`).

>>> step(WorkflowState.RADICADO, EventType.ASIGNACION)
<WorkflowState.ASIGNADO: 'asignado'>
>>> step(WorkflowState.CERRADO, EventType.DECISION)
Traceback (most recent call last):
...
pqr_core.errors.TransitionRefused: decision is not allowed while the case is cerrado: it is too late for it; ...
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from pqr_core.errors import InvalidInputError, TransitionRefused
from pqr_core.vocabulary import Activity, EventType, Role, WorkflowState

__all__ = ("ACTIVITIES", "ROLES", "TRANSITIONS", "WORKFLOWS", "Workflow", "allowed_events", "step", "workflow_of")

_S, _E, _A, _R = WorkflowState, EventType, Activity, Role
_Row = Mapping[EventType, WorkflowState]

_ANY_TIME: Final = (_E.NOTA, _E.ACUSE, _E.ANULACION, _E.CORRECCION, _E.FUERZA_MAYOR, _E.ADJUNTO, _E.VINCULO)
"""What can be written down whatever the state."""

_WHILE_OPEN: Final = (
    _E.COMPLEMENTO,
    _E.PRORROGA_COMPLEMENTO,
    _E.ACLARACION,
    _E.PRORROGA_PRUEBAS,
    _E.CIERRE_PRUEBAS,
    _E.DEMORA_USUARIO,
    _E.PRORROGA,
    _E.VISITA_PROGRAMADA,
    _E.AVISO_VISITA,
    _E.PRACTICA_PRUEBA,
    _E.CAUSA_ELIMINADA,
    _E.RECONEXION,
    _E.ENTREGA_COPIAS,
    _E.REGISTRO,
    _E.ASIGNACION,
    _E.ANALISIS,
)
"""Acts of the procedure while the answer is being made; some of them move it."""

_PAUSES: Final = {
    _E.REQUERIMIENTO: _S.EN_ESPERA,
    _E.DEVOLUCION_ACLARACION: _S.EN_ESPERA,
    _E.APERTURA_PRUEBAS: _S.EN_PRUEBAS,
}

_ANSWERS: Final = {
    _E.DECISION: _S.DECIDIDO,
    _E.RESPUESTA_ENVIADA: _S.NOTIFICADO,
    _E.RESPUESTA_VERBAL: _S.NOTIFICADO,
    _E.TRASLADO_COMPETENCIA: _S.TRASLADADO,
    _E.DESISTIMIENTO_EXPRESO: _S.DESISTIDO,
    _E.DESISTIMIENTO_TACITO: _S.DESISTIDO,
    _E.ARCHIVO: _S.DEVUELTO,
    _E.RECONOCIMIENTO_SAP: _S.SILENCIO,
}

_CITATIONS: Final = (_E.ENVIO_CITACION, _E.PUBLICACION_CITACION)
_NOTICES: Final = (
    _E.NOTIFICACION_PERSONAL,
    _E.CONDUCTA_CONCLUYENTE,
    _E.NOTIFICACION_ELECTRONICA,
    _E.COMUNICACION_CERTIFICADA,
    _E.ENTREGA_AVISO,
    _E.PUBLICACION_AVISO,
)
_CARRIED_OUT: Final = (_E.CAUSA_ELIMINADA, _E.RECONEXION, _E.ENTREGA_COPIAS, _E.REGISTRO)
_AFTERMATH: Final = (*_CITATIONS, *_NOTICES, *_CARRIED_OUT)

_AFTER_ANSWER: Final = {
    _E.RECURSO_INTERPUESTO: _S.RECURRIDO,
    _E.QUEJA_INTERPUESTA: _S.RECURRIDO,
    _E.REMISION_SSPD: _S.EN_SSPD,
    _E.DECISION_SSPD: _S.NOTIFICADO,
    _E.RECONOCIMIENTO_SAP: _S.SILENCIO,
    _E.EJECUCION: _S.EN_EJECUCION,
    _E.CIERRE: _S.CERRADO,
}
_COMPLETES: Final = {_E.DECISION: _S.DECIDIDO, _E.RESPUESTA_ENVIADA: _S.NOTIFICADO}
"""A decision may follow one that left something unanswered."""
_NOTIFIES: Final = dict.fromkeys(_NOTICES, _S.NOTIFICADO)
_ENDS: Final = {_E.RECONOCIMIENTO_SAP: _S.SILENCIO, _E.CIERRE: _S.CERRADO}


def _row(state: WorkflowState, stays: Iterable[EventType], moves: _Row) -> _Row:
    return MappingProxyType({**dict.fromkeys((*_ANY_TIME, *stays), state), **moves})


def _open(state: WorkflowState, moves: _Row) -> _Row:
    return _row(state, _WHILE_OPEN, {**_PAUSES, **_ANSWERS, **moves})


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
        _S.DECIDIDO: _row(
            _S.DECIDIDO,
            _CARRIED_OUT,
            {**_AFTER_ANSWER, **dict.fromkeys(_CITATIONS, _S.CITADO), **_NOTIFIES, **_COMPLETES},
        ),
        _S.CITADO: _row(_S.CITADO, (*_CITATIONS, *_CARRIED_OUT), {**_AFTER_ANSWER, **_NOTIFIES, **_COMPLETES}),
        _S.NOTIFICADO: _row(_S.NOTIFICADO, _AFTERMATH, {**_AFTER_ANSWER, **_COMPLETES}),
        _S.RECURRIDO: _row(_S.RECURRIDO, _AFTERMATH, _AFTER_ANSWER),
        _S.EN_SSPD: _row(
            _S.EN_SSPD,
            (*_AFTERMATH, _E.REMISION_SSPD),
            {_E.DECISION_SSPD: _S.NOTIFICADO, _E.RECONOCIMIENTO_SAP: _S.SILENCIO},
        ),
        _S.SILENCIO: _row(
            _S.SILENCIO,
            (*_AFTERMATH, _E.RESPUESTA_ENVIADA),
            {_E.EJECUCION: _S.EN_EJECUCION, _E.CIERRE: _S.CERRADO},
        ),
        _S.EN_EJECUCION: _row(_S.EN_EJECUCION, _AFTERMATH, _AFTER_ANSWER),
        _S.TRASLADADO: _row(_S.TRASLADADO, (_E.REGISTRO,), _ENDS),
        _S.DESISTIDO: _row(_S.DESISTIDO, _AFTERMATH, {**_ENDS, _E.RECURSO_INTERPUESTO: _S.RECURRIDO}),
        _S.DEVUELTO: _row(_S.DEVUELTO, (_E.REGISTRO,), _ENDS),
        _S.CERRADO: _row(_S.CERRADO, (), {}),
    }
)

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
        **dict.fromkeys((_E.VISITA_PROGRAMADA, _E.AVISO_VISITA, _E.PRACTICA_PRUEBA), _FIELD),
        **dict.fromkeys((_E.CAUSA_ELIMINADA, _E.COMPLEMENTO, _E.ACLARACION, _E.PRORROGA_COMPLEMENTO), _USER),
        **dict.fromkeys((_E.DESISTIMIENTO_EXPRESO, _E.RECURSO_INTERPUESTO, _E.QUEJA_INTERPUESTA), _USER),
        **dict.fromkeys((_E.RECONEXION, _E.EJECUCION, _E.ENTREGA_COPIAS), (*_FIELD, _R.RESPONSABLE)),
        **dict.fromkeys((_E.DECISION, _E.RESPUESTA_ENVIADA, _E.DESISTIMIENTO_TACITO, _E.ARCHIVO), _HEAD),
        **dict.fromkeys((_E.TRASLADO_COMPETENCIA, _E.RECONOCIMIENTO_SAP, _E.REMISION_SSPD), _HEAD),
        **dict.fromkeys((_E.RESPUESTA_VERBAL,), (_R.VENTANILLA, _R.RESPONSABLE)),
        **dict.fromkeys((*_CITATIONS, *_NOTICES), _NOTIFIER),
        _E.DECISION_SSPD: (_R.SSPD,),
    }
)
"""Who may do each act of the table. A host maps its own accounts to these roles, or passes its own table."""

ACTIVITIES: Final[Mapping[EventType, Activity]] = MappingProxyType(
    {
        **dict.fromkeys((_E.RADICACION, _E.ACUSE, _E.ADJUNTO), _A.RECEPCION),
        **dict.fromkeys((_E.REGISTRO, _E.ASIGNACION, _E.VINCULO), _A.REGISTRO),
        **dict.fromkeys((_E.NOTA, _E.ANULACION, _E.CORRECCION, _E.FUERZA_MAYOR, _E.ANALISIS), _A.ANALISIS),
        **dict.fromkeys((_E.REQUERIMIENTO, _E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO), _A.ANALISIS),
        **dict.fromkeys((_E.DEVOLUCION_ACLARACION, _E.ACLARACION, _E.DEMORA_USUARIO, _E.PRORROGA), _A.ANALISIS),
        **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS), _A.PRUEBAS),
        **dict.fromkeys((_E.VISITA_PROGRAMADA, _E.AVISO_VISITA, _E.PRACTICA_PRUEBA), _A.PRUEBAS),
        **dict.fromkeys(_ANSWERS, _A.RESPUESTA),
        **dict.fromkeys((*_CITATIONS, *_NOTICES), _A.NOTIFICACION),
        **dict.fromkeys((_E.RECURSO_INTERPUESTO, _E.QUEJA_INTERPUESTA), _A.RECURSO),
        **dict.fromkeys((_E.REMISION_SSPD, _E.DECISION_SSPD), _A.RECURSO),
        **dict.fromkeys((_E.EJECUCION, _E.CAUSA_ELIMINADA, _E.RECONEXION, _E.ENTREGA_COPIAS), _A.EJECUCION),
        _E.CIERRE: _A.ARCHIVO,
    }
)
"""The activity of the process sheet that each event belongs to; the attention comes with the filing (`Attention`)."""


def _frozen_rows(table: Mapping[WorkflowState, _Row]) -> Mapping[WorkflowState, _Row]:
    return MappingProxyType({state: MappingProxyType(dict(row)) for state, row in table.items()})


@frozen(kw_only=True, eq=False)
class Workflow:
    """One version of the table. `initial` is the state of a case that was filed and nothing more."""

    version: int
    transitions: Mapping[WorkflowState, _Row] = field(converter=_frozen_rows)
    roles: Mapping[EventType, tuple[Role, ...]] = ROLES
    initial: WorkflowState = WorkflowState.RADICADO

    def allowed(self, state: WorkflowState) -> tuple[EventType, ...]:
        """The events the table allows in `state`, in the order of the contract."""
        return tuple(sorted(self.transitions.get(state, ()), key=lambda event: event.rank))

    def step(self, state: WorkflowState, event: EventType) -> WorkflowState:
        """The state after `event`.

        Raises:
            TransitionRefused: the table has no such pair; the error says what is to be done first.
        """
        try:
            return self.transitions[state][event]
        except KeyError:
            raise self._refusal(state, event) from None

    def before(self, state: WorkflowState, event: EventType) -> tuple[EventType, ...]:
        """The acts of `state` that begin the shortest ways to where `event` is allowed; none where there is no way."""
        firsts: dict[WorkflowState, set[EventType]] = {}
        for act, after in self.transitions[state].items():
            if after is not state:
                firsts.setdefault(after, set()).add(act)
        seen = {state, *firsts}
        while firsts:
            found = {act for reached, acts in firsts.items() if event in self.transitions[reached] for act in acts}
            if found:
                return tuple(sorted(found, key=lambda act: act.rank))
            further: dict[WorkflowState, set[EventType]] = {}
            for reached, acts in firsts.items():
                for after in set(self.transitions[reached].values()) - seen:
                    further.setdefault(after, set()).update(acts)
            seen.update(further)
            firsts = further
        return ()

    def _refusal(self, state: WorkflowState, event: EventType) -> TransitionRefused:
        first = self.before(state, event)
        en, es = "it is too late for it; file a new case", "ya no es tiempo; radique un caso nuevo"
        if first:
            en = f"do one of these first: {', '.join(first)}"
            es = f"haga antes una de estas: {', '.join(act.label() for act in first)}"
        return TransitionRefused(
            act=event,
            state=state,
            reason=en,
            actuacion=event.label(),
            estado=state.label(),
            motivo=es,
            guard="tabla",
            remedy={"es": es, "en": en},
            allowed=self.allowed(state),
        )

    def fold(self, events: Iterable[EventType]) -> WorkflowState:
        """The state after `events`, in the order they happened; one outside the table leaves it as it is."""
        state = self.initial
        for event in events:
            state = self.transitions[state].get(event, state)
        return state


WORKFLOWS: Final[Mapping[int, Workflow]] = MappingProxyType({1: Workflow(version=1, transitions=TRANSITIONS)})
"""Every version there has been; none is ever changed or taken out, since cases live by it."""


def workflow_of(version: int) -> Workflow:
    """The workflow of that version.

    Raises:
        InvalidInputError: this library has none; it is older than the case.
    """
    try:
        return WORKFLOWS[version]
    except KeyError:
        known = ", ".join(map(str, WORKFLOWS))
        detail = f"no version {version!r} of the workflow; known versions: {known}. Is pqr-core older than the case?"
        raise InvalidInputError(place="workflow", detail=detail) from None


def allowed_events(state: WorkflowState) -> tuple[EventType, ...]:
    """The events that the present version allows in `state`, in the order of the contract."""
    return WORKFLOWS[max(WORKFLOWS)].allowed(state)


def step(state: WorkflowState, event: EventType) -> WorkflowState:
    """The state after `event` in the present version; `TransitionRefused` as in `Workflow.step`."""
    return WORKFLOWS[max(WORKFLOWS)].step(state, event)
