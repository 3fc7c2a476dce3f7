"""The id of an event says whether a recurso recorded it, and which."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core import EventType
from pqr_core.law.standing import recurso_telling, telling_name

RECURSO = UUID("0b5f1c3e-8d7a-4f60-9c2b-1a2b3c4d5e6f")
TOLD = (EventType.RECURSO_INTERPUESTO, EventType.RECURSO_RESUELTO)


@given(st.uuids(), st.sampled_from(TOLD), st.integers(1, 10**6))
def test_an_event_told_by_a_recurso_names_its_case(recurso: UUID, kind: EventType, number: int) -> None:
    """What the one function makes, the other reads."""
    assert recurso_telling(f"{telling_name(recurso, kind)}/{number}") == str(recurso)


@pytest.mark.parametrize(
    "event_id",
    [
        None,
        "",
        str(RECURSO),
        telling_name(RECURSO, EventType.RECURSO_INTERPUESTO),
        f"{telling_name(RECURSO, EventType.RECURSO_INTERPUESTO)}/",
        f"{telling_name(RECURSO, EventType.RECURSO_INTERPUESTO)}/1/2",
        f"x{telling_name(RECURSO, EventType.RECURSO_INTERPUESTO)}/1",
        f"{telling_name(RECURSO, EventType.RESPUESTA_ENVIADA)}/1",
        f"{telling_name(RECURSO, EventType.RECURSO_INTERPUESTO).upper()}/1",
    ],
)
def test_any_other_id_is_one_by_hand(event_id: str | None) -> None:
    """Only the whole form, of an event that a recurso records, names a case."""
    assert recurso_telling(event_id) is None
