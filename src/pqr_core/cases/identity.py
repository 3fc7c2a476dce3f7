"""The identity of an event that has no id: a UUID made from its content.

Annulments and corrections name events by it, so it must stay the same when the form of the fields changes. A field that
has moved since is put back where it was when the first identities were made.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from pqr_core.vocabulary import EventType

__all__ = ("identity_of",)

_NAMESPACE: Final = UUID("5f1d3a52-6c0e-5b1e-9a58-0b7c6f0e2d11")
_MOVED: Final = (
    ("centro_poblado", None, "predio", "centro_poblado"),
    ("valor_reclamado", "factura", "factura", "reclamado"),
    ("acepta_electronica", "notificaciones", "peticionario", "acepta_electronica"),
)
"""The fields of a filing that moved: its name, what holds it now, what held it then, and its name there."""

_ONCE_BARE: Final = frozenset(
    {
        EventType.TRASLADO_COMPETENCIA,
        EventType.TRASLADO_PARCIAL,
        EventType.RESPUESTA_ENVIADA,
        EventType.ENVIO_COMUNICACION_CERTIFICADA,
        EventType.ENVIO_CITACION,
        EventType.NOTIFICACION_PERSONAL,
        EventType.CONDUCTA_CONCLUYENTE,
        EventType.COMUNICACION_CERTIFICADA,
        EventType.ENTREGA_AVISO,
        EventType.ENTREGA_COPIAS,
        EventType.REMISION_SSPD,
        EventType.REMISION_INSISTENCIA,
        EventType.AVISO_VISITA,
        EventType.ACUSE,
    }
)
"""The types that once had no details: without details, their identity is made without a payload."""


def identity_of(content: dict[str, Any]) -> str:
    """The identity made from the content of an event: nested dicts without defaults and without personal data."""
    _as_first_told(content)
    return str(uuid5(_NAMESPACE, json.dumps(content, default=_wherever, sort_keys=True)))


def _wherever(value: object) -> str:
    """`value` as text; an instant in UTC, so that it is the same in every zone, as it is once stored."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _as_first_told(content: dict[str, Any]) -> None:
    payload = content.get("payload")
    if payload is None:
        return
    if content["type"] is EventType.CORRECCION:
        _as_first_told(payload["event"])
    elif content["type"] is EventType.RADICACION:
        for name, here, there, once in _MOVED:
            holder = payload if here is None else payload.get(here, {})
            if name in holder:
                payload.setdefault(there, {})[once] = holder.pop(name)
        if not payload.get("notificaciones", True):
            del payload["notificaciones"]
    elif content["type"] in _ONCE_BARE and not payload:
        del content["payload"]
