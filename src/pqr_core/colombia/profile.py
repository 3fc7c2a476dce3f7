"""The profile of a Colombian utility that has decided nothing. Data only."""

from __future__ import annotations

from datetime import time
from typing import Final

from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.vocabulary import Role

__all__ = ("DEFAULT_PROFILE",)

DEFAULT_PROFILE: Final = Profile(
    utility_id="empresa",
    office_hours=OfficeHours(time(8, 0), time(17, 0)),
    soon_business_days=3,
    roles={
        "respuesta": (Role.ANALISTA, Role.RESPONSABLE),
        "reconocimiento_sap": (Role.RESPONSABLE,),
        "leyenda_tramite": (Role.ANALISTA,),
        "entrega_copias": (Role.ANALISTA, Role.RESPONSABLE),
        "citacion": (Role.NOTIFICADOR,),
        "aviso": (Role.NOTIFICADOR,),
        "remision_sspd": (Role.RESPONSABLE,),
        "remision_insistencia": (Role.RESPONSABLE,),
        "aviso_visita": (Role.TECNICO, Role.ANALISTA),
        "no_suspender": (Role.TECNICO, Role.RESPONSABLE),
        "reconexion": (Role.TECNICO, Role.ANALISTA),
    },
    ladders={"*": (1, 0, -1), "respuesta": (5, 3, 1, 0, -1), "citacion": (2, 0, -1)},
)
"""Monday to Friday, 8:00 to 17:00, no closures, the default readings, and no times of its own.

The roles that work on a duty are those that do its acts. For the duty not to suspend the service, they are the roles
that could suspend it.
"""
