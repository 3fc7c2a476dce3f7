"""The profile of a Colombian utility that has decided nothing of its own. Data only."""

from __future__ import annotations

from datetime import time
from typing import Final

from pqr_core.law.profiles import OfficeHours, Profile

__all__ = ("DEFAULT_PROFILE",)

DEFAULT_PROFILE: Final = Profile(
    utility_id="empresa",
    office_hours=OfficeHours(time(8, 0), time(17, 0)),
    soon_business_days=3,
    ladders={"*": (1, 0, -1), "respuesta": (5, 3, 1, 0, -1), "citacion": (2, 0, -1)},
)
"""Monday to Friday from 8:00 to 17:00, no closures, the default readings, no times of its own."""
