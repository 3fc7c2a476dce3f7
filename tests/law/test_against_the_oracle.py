"""The engine agrees with the oracle, a brute-force implementation of the contract that shares no code with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from tests.oracle.agenda import evaluate as by_brute_force
from tests.oracle.crowds import crowded_vectors
from tests.oracle.histories import decided_by_id_alone, vectors

from pqr_core import colombia
from pqr_core.exchange.vectors import evaluate


@pytest.mark.filterwarnings("error")
@settings(max_examples=600, deadline=None)
@given(vectors())
def test_the_engine_agrees_with_the_second_reading(vector: dict[str, Any]) -> None:
    """Every row, finding and refusal is the same."""
    assume(not decided_by_id_alone(vector))
    expected, got = by_brute_force(vector), evaluate(vector, colombia.LAW)
    if isinstance(expected, dict) and isinstance(got, dict) and "findings" in expected and "findings" in got:
        expected = {**expected, "findings": sorted(expected["findings"])}
    assert got == expected


@settings(max_examples=600, deadline=None)
@given(crowded_vectors())
def test_they_agree_where_acts_collide(vector: dict[str, Any]) -> None:
    """They agree on many acts of few kinds within the same weeks: waits within extensions, overlapping notices."""
    assert evaluate(vector, colombia.LAW) == by_brute_force(vector)
