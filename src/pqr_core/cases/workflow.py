"""The life of a case as one table: nothing else in the package may change the state of a case.

`TRANSITIONS[state][event]` is the state after the event. A pair that is not in the table is refused by `step` and
changes nothing. An event that leaves the state as it is stands in the table too: it is allowed there.

>>> step(WorkflowState.RADICADO, EventType.ASIGNACION)
<WorkflowState.ASIGNADO: 'asignado'>
>>> step(WorkflowState.CERRADO, EventType.DECISION)
Traceback (most recent call last):
...
pqr_core.errors.TransitionRefused: decision is not allowed while the case is cerrado: allowed here: fuerza_mayor, ...
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.errors import TransitionRefused
from pqr_core.vocabulary import EventType, WorkflowState

__all__ = ("TRANSITIONS", "allowed_events", "step")

_S, _E = WorkflowState, EventType

_ANY_TIME: Final = (_E.NOTA, _E.ACUSE, _E.ANULACION, _E.CORRECCION, _E.FUERZA_MAYOR)
"""What can be written down whatever the state."""

_BEFORE_DECISION: Final = (
    _E.REQUERIMIENTO,
    _E.COMPLEMENTO,
    _E.PRORROGA_COMPLEMENTO,
    _E.DEVOLUCION_ACLARACION,
    _E.ACLARACION,
    _E.APERTURA_PRUEBAS,
    _E.PRORROGA_PRUEBAS,
    _E.CIERRE_PRUEBAS,
    _E.DEMORA_USUARIO,
    _E.PRORROGA,
    _E.VISITA_PROGRAMADA,
    _E.AVISO_VISITA,
    _E.RECONOCIMIENTO_SAP,
    _E.CAUSA_ELIMINADA,
    _E.RECONEXION,
    _E.ENTREGA_COPIAS,
)
"""Acts of the procedure while the answer is being made."""

_AFTER_DECISION: Final = (
    _E.ENVIO_CITACION,
    _E.PUBLICACION_CITACION,
    _E.RECONOCIMIENTO_SAP,
    _E.CAUSA_ELIMINADA,
    _E.RECONEXION,
    _E.ENTREGA_COPIAS,
    _E.RECURSO_INTERPUESTO,
    _E.QUEJA_INTERPUESTA,
    _E.REMISION_SSPD,
    _E.DECISION_SSPD,
)
"""Acts that follow the answer."""

_NOTICE: Final = (
    _E.NOTIFICACION_PERSONAL,
    _E.CONDUCTA_CONCLUYENTE,
    _E.NOTIFICACION_ELECTRONICA,
    _E.COMUNICACION_CERTIFICADA,
    _E.ENTREGA_AVISO,
    _E.PUBLICACION_AVISO,
)

_ANSWERS: Final = {
    _E.DECISION: _S.DECIDIDO,
    _E.DESISTIMIENTO_TACITO: _S.DECIDIDO,
    _E.RESPUESTA_ENVIADA: _S.NOTIFICADO,
    _E.RESPUESTA_VERBAL: _S.NOTIFICADO,
    _E.TRASLADO_COMPETENCIA: _S.CERRADO,
    _E.DESISTIMIENTO_EXPRESO: _S.CERRADO,
    _E.ARCHIVO: _S.CERRADO,
}


def _row(
    state: WorkflowState, stays: tuple[EventType, ...], moves: Mapping[EventType, WorkflowState]
) -> Mapping[EventType, WorkflowState]:
    return MappingProxyType({**dict.fromkeys((*_ANY_TIME, *stays), state), **moves})


TRANSITIONS: Final[Mapping[WorkflowState, Mapping[EventType, WorkflowState]]] = MappingProxyType(
    {
        _S.RADICADO: _row(
            _S.RADICADO, _BEFORE_DECISION, {_E.ASIGNACION: _S.ASIGNADO, _E.ANALISIS: _S.EN_ANALISIS, **_ANSWERS}
        ),
        _S.ASIGNADO: _row(_S.ASIGNADO, (*_BEFORE_DECISION, _E.ASIGNACION), {_E.ANALISIS: _S.EN_ANALISIS, **_ANSWERS}),
        _S.EN_ANALISIS: _row(
            _S.EN_ANALISIS, (*_BEFORE_DECISION, _E.ANALISIS), {_E.ASIGNACION: _S.ASIGNADO, **_ANSWERS}
        ),
        _S.DECIDIDO: _row(
            _S.DECIDIDO,
            (*_AFTER_DECISION, _E.DECISION),
            {**dict.fromkeys(_NOTICE, _S.NOTIFICADO), _E.RESPUESTA_ENVIADA: _S.NOTIFICADO, _E.CIERRE: _S.CERRADO},
        ),
        _S.NOTIFICADO: _row(_S.NOTIFICADO, (*_AFTER_DECISION, *_NOTICE), {_E.CIERRE: _S.CERRADO}),
        _S.CERRADO: _row(_S.CERRADO, (), {}),
    }
)


def allowed_events(state: WorkflowState) -> tuple[EventType, ...]:
    """The events the table allows in `state`, in the order of the contract."""
    return tuple(sorted(TRANSITIONS[state], key=lambda event: event.rank))


def step(state: WorkflowState, event: EventType) -> WorkflowState:
    """The state after `event`.

    Raises:
        TransitionRefused: the table has no such pair; the error lists what it has.
    """
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        allowed = ", ".join(allowed_events(state))
        raise TransitionRefused(act=event, state=state, reason=f"allowed here: {allowed}") from None
