"""The oracle against the published examples, and against what the contract says outright."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests.oracle.agenda import evaluate
from tests.oracle.days import Calendar, easter, holidays_of
from tests.oracle.histories import vectors

EXAMPLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "examples.json").read_text(encoding="utf-8")
)["vectors"]

REFUSALS = {
    "vector_invalido", "fecha_sin_zona", "tipo_desconocido", "politica_desconocida", "evento_desconocido",
    "evento_incompleto", "evento_anterior", "regla_inexistente", "fuera_de_rango", "dia_no_habil",
}  # fmt: skip


def assert_holds(expected: object, answered: object) -> None:
    """Compare as the vector format asks: fields given, codes set to null absent, findings exactly that set."""
    if not isinstance(expected, dict) or "refused" in expected:
        assert answered == expected
        return
    assert isinstance(answered, dict)
    assert "refused" not in answered, answered
    for code, row in expected.get("deadlines", {}).items():
        found = answered["deadlines"].get(code)
        if row is not None and found is not None:
            found = {name: found[name] for name in row}
        assert found == row, code
    if "findings" in expected:
        assert answered["findings"] == sorted(expected["findings"])


@pytest.mark.parametrize("vector", EXAMPLES, ids=[vector["id"] for vector in EXAMPLES])
def test_published_example(vector: dict[str, Any]) -> None:
    """The oracle answers every published vector as it is published."""
    assert_holds(vector["expect"], evaluate(vector))


def test_no_example_is_lost() -> None:
    """All 213 published vectors are here."""
    assert len(EXAMPLES) == 213


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1984, date(1984, 4, 22)),
        (2000, date(2000, 4, 23)),
        (2008, date(2008, 3, 23)),
        (2038, date(2038, 4, 25)),
        (2100, date(2100, 3, 28)),
    ],
)
def test_easter(year: int, sunday: date) -> None:
    """Easter falls where the almanac puts it, the earliest and latest of the span among them."""
    assert easter(year) == sunday


def test_holidays_of_two_years() -> None:
    """2025 has seventeen dates, two of its eighteen holidays falling on one; 2026 has the nineteenth."""
    written = "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25"
    assert holidays_of(2025) == {date.fromisoformat(f"2025-{day}") for day in written.split()}
    written = (
        "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 08-17 10-12 11-02 11-16 "
        "12-08 12-25"
    )
    assert holidays_of(2026) == {date.fromisoformat(f"2026-{day}") for day in written.split()}


@pytest.mark.parametrize("saturday", [False, True])
def test_counting_forth_and_back(*, saturday: bool) -> None:
    """Between a day and its n-th bd lie n bd, whichever way one walks."""
    calendar = Calendar(saturday_is_business_day=saturday, closures=((date(2026, 3, 30), date(2026, 4, 1)),))
    for start in (date(2026, 3, 1) + timedelta(day) for day in range(60)):
        for count in (1, 2, 20):
            assert calendar.business_days_between(start, calendar.add_business_days(start, count)) == count
            back = calendar.add_business_days(start, -count) - timedelta(1)
            assert calendar.business_days_between(back, start - timedelta(1)) == count


@given(vectors())
def test_any_history_is_answered(vector: dict[str, Any]) -> None:
    """Whatever is told, the oracle answers or refuses with a code of section 8; the order told is nothing to it."""
    answer = evaluate(vector)
    if isinstance(answer, dict) and "refused" in answer:
        assert answer["refused"] in REFUSALS
    if vector["op"] == "agenda":
        events = vector["case"]["events"]
        ties = Counter((event.get("at", event.get("on")), event["type"]) for event in events if "type" in event)
        if set(ties.values()) <= {1}:
            assert evaluate(vector | {"case": vector["case"] | {"events": events[::-1]}}) == answer


@pytest.mark.parametrize("tipo", ["reclamo", "consulta", "habeas_data_reclamo"])
def test_a_lone_filing(tipo: str) -> None:
    """With no event, the answer is due the n-th bd after filing, whatever the reading of the rest."""
    case = {"radicado": "R", "tipo": tipo, "filed_on": "2026-03-16", "events": []}
    answer: Any = evaluate({"op": "agenda", "case": case, "as_of_on": "2026-03-16"})
    term = {"reclamo": 15, "consulta": 30, "habeas_data_reclamo": 15}[tipo]
    due = Calendar().add_business_days(date(2026, 3, 16), term)
    assert answer["deadlines"]["respuesta"] == {"due": due.isoformat(), "state": "pendiente"}
    assert answer["findings"] == []
