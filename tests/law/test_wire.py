"""Deadlines and agendas as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from attrs import evolve
from tests.law.stories import agenda, case, event

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.law.wire import citation_dicts
from pqr_core.policies import Policies

RECLAMO = colombia.due("reclamo", date(2026, 3, 16))
LATE = agenda(
    case(
        "reclamo",
        event("decision", date(2026, 4, 10), resultado="accede"),
        event("envio_citacion", date(2026, 4, 13)),
        filed=date(2026, 3, 16),
    ),
    date(2026, 4, 14),
)

KEYS = {
    "code",
    "label",
    "kind",
    "state",
    "base_on",
    "due_on",
    "days_left",
    "due_at",
    "met_on",
    "term",
    "citations",
    "projected",
    "disputed_days",
    "fingerprints",
    "policies",
    "trace",
    "text",
}


def test_the_dict_of_a_deadline_is_json_with_stable_keys() -> None:
    """Every value is JSON, the trace is complete, and only text depends on the language."""
    document = json.loads(json.dumps(RECLAMO.as_dict()))
    assert set(document) == KEYS
    assert (document["code"], document["due_on"], document["term"]) == (
        "respuesta",
        "2026-04-09",
        {"n": 15, "unit": "business_days"},
    )
    assert document["citations"][0]["norm"] == "ley-142-1994"
    assert document["trace"][6] == {
        "day": "2026-03-23",
        "number": None,
        "reason": "holiday",
        "cause": None,
        "text": "festivo: San José (Ley 51 de 1983, art. 1)",
    }
    english: dict[str, Any] = {**RECLAMO.as_dict("en")}
    assert {key for key in KEYS if english[key] != document[key]} == {"trace", "text", "label"}


def test_an_article_that_was_replaced_links_to_the_text_in_force() -> None:
    """The text of CPACA, art. 14 is from the Ley 1755 de 2015, and the link opens that law's official page."""
    replaced = [each for each in colombia.due("peticion_general", date(2026, 3, 16)).citations if each.by is not None]
    links = [each["url"] for each in citation_dicts(replaced)]
    assert links
    assert links == [each.source.url for each in replaced]
    assert "ley-1755-2015" in {each.source.id for each in replaced}


def test_the_dict_of_an_agenda_holds_every_deadline() -> None:
    """The agenda names its case, instant, work class and findings by their codes."""
    document = json.loads(json.dumps(LATE.as_dict()))
    assert [each["code"] for each in document["deadlines"]] == [each.code for each in LATE.deadlines]
    assert document["findings"] == ["silencio_positivo"]
    assert document["work_class"] == "vencido"
    assert document["tipo"] == "reclamo"
    assert document["as_of"] == "2026-04-14T12:00:00-05:00"


def test_the_trace_is_that_of_the_walk_when_a_closure_came_late() -> None:
    """A closure announced after the due day moves nothing, and the days of the trace add up all the same."""
    closure = Closure(date(2026, 3, 18), act="Resolución 7 de 2026", known_on=date(2026, 6, 1))
    deadline = colombia.due("reclamo", date(2026, 3, 16), profile=evolve(colombia.DEFAULT_PROFILE, closures=(closure,)))
    assert deadline.due_on == date(2026, 4, 9)
    assert [day["number"] for day in deadline.as_dict()["trace"] if day["number"]][-1] == 15
    assert "18 de marzo" not in deadline.text()


def test_calendar_days_are_told_as_such() -> None:
    """The unit of the term is the one that was counted, whatever the norm calls it."""
    policies = Policies.of({"congress_days": "calendar_days"})
    profile = evolve(colombia.DEFAULT_PROFILE, policies=policies)
    asked = colombia.due("peticion_congreso", date(2026, 3, 16), profile=profile)
    assert asked.as_dict()["term"] == {"n": 5, "unit": "calendar_days"}
