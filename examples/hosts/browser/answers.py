"""The questions of the page and of the program in Node, and their answers, all as JSON.

    {"op": "choices"}                                              the types of case and the events, to fill a form
    {"op": "due", "tipo": ..., "filed": day or instant}            the last day to answer
    {"op": "agenda", "case": ..., "utility": ..., "as_of": ...}    everything that comes due, explained as HTML too
    {"op": "year", "year": ..., "utility": ...}                    the days that do not count

`case`, `utility` and `policies` are those of a legal vector; `lang` is "es" (the default) or "en".
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from attrs import fields_dict

from pqr_core import CaseView, Deadline, EventType, Norm, Outcome, PQRError, colombia
from pqr_core.calendars.business import DayKind
from pqr_core.cases.events import PAYLOADS
from pqr_core.cases.schema import SCHEMAS, needs_of
from pqr_core.colombia import norms
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import CSS, html_months
from pqr_core.drawing.text import Mark, Style
from pqr_core.exchange.questions import VectorReader, event_keys
from pqr_core.language import Language, Said, long_date
from pqr_core.law.explanations import headline, noticed
from pqr_core.law.pictures import STATE_STYLES, deadline_html
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind

Json = Mapping[str, Any]

FIELDS: Final[Mapping[str, Said]] = {
    "acto": Said("Qué acto", "Which act"),
    "autorizada": Said("El usuario la aceptó", "The user accepted it"),
    "completa": Said("Responde todo", "Answers everything"),
    "comunicada_el": Said("Comunicada el", "Told on"),
    "dias": Said("Días hábiles", "Business days"),
    "fecha": Said("Fecha", "Day"),
    "hasta": Said("Hasta", "Until"),
    "notificada_el": Said("Notificada el", "Notified on"),
    "notificado_el": Said("Notificado el", "Notified on"),
    "puesto_al_correo_el": Said("Puesto al correo el", "Mailed on"),
    "recibido_el": Said("Recibido el", "Received on"),
    "responsable": Said("Responsable", "Assignee"),
    "resultado": Said("Resultado", "Outcome"),
}
"""What the form calls the details of an event."""

_AMENDMENTS: Final = frozenset({EventType.ANULACION, EventType.CORRECCION})
_LINKED: Final = {each.name: each.url for each in vars(norms).values() if isinstance(each, Norm) and each.url}
_NAMES: Final = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(_LINKED, key=len, reverse=True)))
_TAGS: Final = re.compile("(<[^>]*>)")
_YEAR: Final[Mapping[DayKind, tuple[str, Style, Said]]] = {
    DayKind.HOLIDAY: ("*", "holiday", Said("festivo", "holiday")),
    DayKind.CLOSURE: ("x", "closed", Said("cierre de la empresa", "closed")),
    DayKind.WEEKEND: ("-", "dim", Said("fin de semana", "weekend")),
}


def answer(text: str) -> str:
    """The answer to the question in `text`, as `{"answer": ...}`, or why there is none, as `{"error": ...}`."""
    question = json.loads(text)
    lang: Language = "en" if question.get("lang") == "en" else "es"
    try:
        found = ANSWERS[question["op"]](question, lang)
    except PQRError as error:
        return json.dumps({"error": error.as_dict(lang)})
    return json.dumps({"answer": found}, ensure_ascii=False)


def _moment(text: str) -> date | datetime:
    if len(text) == len("2026-03-16"):
        return date.fromisoformat(text)
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else colombia.instant(read)


def _linked(html: str) -> str:
    """The HTML with each norm in its text linked to the official page; tags are not changed."""

    def link(found: re.Match[str]) -> str:
        return f'<a href="{escape(_LINKED[found[0]])}" target="_blank" rel="noopener">{found[0]}</a>'

    parts = _TAGS.split(html)
    return "".join(part if part.startswith("<") else _NAMES.sub(link, part) for part in parts)


# --- the form ------------------------------------------------------------------------------------------------------


def choices(_question: Json, lang: Language) -> Json:
    """What a form offers, and the style of the pictures."""
    events = sorted({*LEGAL_EVENTS} - _AMENDMENTS, key=lambda each: each.label(lang))
    return {
        "types": [
            {"code": each.code, "label": each.label(lang), "given_date": each.given_date}
            for each in colombia.RULES.types.values()
        ],
        "events": [{"code": each.value, "label": each.label(lang), "fields": _fields(each, lang)} for each in events],
        "css": CSS,
    }


def _fields(kind: EventType, lang: Language) -> list[Json]:
    payload = PAYLOADS[kind]
    told, given = SCHEMAS.of_object(payload)["properties"], fields_dict(payload)
    required = {name for group in needs_of(kind) if len(group) == 1 for name in group}
    return [
        {
            "name": name,
            "label": FIELDS[name].text(lang),
            "required": name in required,
            "on": given[name].default is True,
            **_input(told[name], lang),
        }
        for name in sorted(event_keys(kind))
    ]


def _input(schema: Json, lang: Language) -> Json:
    """The input with which the form asks for a value of that schema."""
    (plain,) = (each for each in schema.get("anyOf", [schema]) if each.get("type") != "null")
    if "enum" in plain:
        words = next(kind for kind in (Outcome, ActKind) if set(plain["enum"]) <= {*kind})
        return {
            "input": "select",
            "options": [{"code": code, "label": words(code).label(lang)} for code in plain["enum"]],
        }
    if "pattern" in plain:
        return {"input": "date"}
    return {"input": {"integer": "number", "boolean": "checkbox", "string": "text"}[plain["type"]]}


# --- deadlines -----------------------------------------------------------------------------------------------------


def due(question: Json, lang: Language) -> Json:
    """The last day to answer."""
    return colombia.due(question["tipo"], _moment(question["filed"])).as_dict(lang)


def agenda(question: Json, lang: Language) -> Json:
    """What a screen shows of the case, with the HTML of each deadline."""
    reader = VectorReader(question, colombia.LAW)
    profile, case = reader.profile(), reader.case(question["case"])
    reader.settle()
    assert case is not None  # else settle has raised
    found = colombia.agenda(case, _moment(question["as_of"]), profile)
    view = CaseView(version=1, agenda=found).as_dict(lang, trace=True)
    return {
        **view,
        "headline": headline(found, lang),
        "noticed": [noticed(each, lang) for each in found.findings],
        "deadlines": [
            {**told, **_drawn(each, lang)} for told, each in zip(view["deadlines"], found.deadlines, strict=True)
        ],
    }


def _drawn(deadline: Deadline, lang: Language) -> Json:
    return {
        "state_label": deadline.state.label(lang),
        "style": STATE_STYLES[deadline.state],
        "day": "" if deadline.due_on is None else long_date(deadline.due_on, lang),
        "html": _linked(deadline_html(deadline, lang)),
    }


# --- the year ------------------------------------------------------------------------------------------------------


def year(question: Json, lang: Language) -> Json:
    """The holidays and closures of a year, with its months drawn."""
    reader = VectorReader(question, colombia.LAW)
    profile = reader.profile()
    reader.settle()
    calendar = colombia.calendar_of(profile)
    first, last = date(question["year"], 1, 1), date(question["year"], 12, 31)
    count = calendar.business_days_between(first, last) + calendar.is_business_day(first)

    def mark(day: date) -> Mark | None:
        reason = calendar.why(day)
        if reason.kind not in _YEAR:
            return None
        symbol, style, _meaning = _YEAR[reason.kind]
        return Mark(symbol, style, reason.text(lang))

    key = [Mark(symbol, style, meaning.text(lang)) for symbol, style, meaning in _YEAR.values()]
    months = [(first.year, number) for number in range(1, 13)]
    return {
        "title": Said(f"{first.year}: {count} días hábiles", f"{first.year}: {count} business days").text(lang),
        "business_days": count,
        "holidays": [
            {"day": each.day.isoformat(), "name": each.named(lang), "html": _linked(escape(each.text(lang)))}
            for each in calendar.holidays_in(first, last)
        ],
        "projected": calendar.is_projected(last),
        "html": html_months(months, mark, key, lang),
    }


ANSWERS: Final[Mapping[str, Callable[[Json, Language], Json]]] = {
    "choices": choices,
    "due": due,
    "agenda": agenda,
    "year": year,
}
