"""A run of legal vectors as a page for an auditor: each question, what the law gives, and the answer.

The page stands alone and prints well: it has no script, no link to another site and nothing that is folded away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import html_page, html_table
from pqr_core.drawing.text import Cell, Span, Style
from pqr_core.exchange.questions import Json
from pqr_core.exchange.vectors import Answer, Vector, Verdict, VerifyReport
from pqr_core.exchange.workings import Missed, missed, working
from pqr_core.language import Language, Said, long_date
from pqr_core.law.jurisdiction import Law
from pqr_core.law.rules import Unit
from pqr_core.vocabulary import EventType

__all__ = ("asked", "audit_page")

_TITLE: Final = Said("Verificación con vectores legales", "Verification with legal vectors")
_SUMMARY: Final = Said(
    "{total} preguntas: {right} respuestas como las da la ley, {wrong} distintas, {apart} que el sistema no contesta.",
    "{total} questions: {right} answered as the law does, {wrong} otherwise, {apart} that the system does not answer.",
)
_MISSED: Final = Said("Lo que las respuestas distintas tienen en común", "What the other answers have in common")
_MISSED_INTRO: Final = Said(
    "Días que ninguna respuesta acertada tuvo que recorrer, y que el sistema no parece conocer.",
    "Days that no right answer had to walk, and that the system seems not to know.",
)
_WRONG: Final = Said("Respuestas distintas", "Other answers")
_ALL: Final = Said("Todas las preguntas", "All questions")
_ASKED: Final = Said("Se preguntó", "Asked")
_GIVES: Final = Said("La ley da", "The law gives")
_SOURCE: Final = Said("Fuente", "Source")
_TRAP: Final = Said("Error que descubre", "The mistake it finds")
_ANSWERED: Final = Said("El sistema respondió", "The system answered")
_NOTHING: Final = Said("nada que se pueda leer", "nothing that can be read")
_RESULT: Final[Mapping[str, Said]] = {
    "good": Said("igual", "the same"),
    "bad": Said("distinta", "other"),
    "dim": Said("no contesta", "not answered"),
}
_HEADINGS: Final = (Said("Pregunta", "Question"), _SOURCE, _GIVES, _ANSWERED, Said("Resultado", "Result"))
_REASONS: Final = (
    Said("Por qué no cuentan", "Why they do not count"),
    Said("Días", "Days"),
    Said("Preguntas", "Questions"),
)
_WORDS: Final[Mapping[str, Said]] = {
    "true": Said("sí", "yes"),
    "false": Said("no", "no"),
    "null": Said("ninguno", "none"),
}
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_FEW: Final = 12
_SHOWN: Final = 400

_STYLE: Final = """\
main.pqr{max-width:70rem}.audit td:not(:last-child){white-space:normal}
.audit article{border-left:4px solid var(--bad);padding:.1em 1em;margin:1em 0}
.audit h3{font-size:1.05em;margin:.4em 0}.audit dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.2em}
.audit dt{font-weight:600}.audit dd{margin:0;overflow-wrap:anywhere}.audit td{overflow-wrap:break-word}
.audit time{white-space:nowrap}
@page{size:A4;margin:16mm 14mm}
@media print{body{margin:0}main.pqr{max-width:none;font-size:9.5pt}.audit thead{display:table-header-group}
.audit tr,.audit article{break-inside:avoid}.audit h2,.audit h3{break-after:avoid}}
"""


def audit_page(report: VerifyReport, law: Law, about: Iterable[tuple[str, str]] = (), lang: Language = "es") -> str:
    """The report as an HTML page.

    Args:
        report: the answers and their verdicts.
        law: the law under which the workings are counted.
        about: labels and values for the head of the page, such as the system, its version and the day.
        lang: the language of the page.
    """
    counts = {"total": report.total, "wrong": len(report.failures), "apart": len(report.unsupported)}
    right = report.total - counts["wrong"] - counts["apart"]
    body = [
        f"<h1>{escape(_TITLE.text(lang))}</h1>",
        _list(about),
        f'<p class="strong">{escape(_SUMMARY.text(lang).format(right=right, **counts))}</p>',
        *_common(missed(report, law), lang),
    ]
    if report.failures:
        body.append(f"<h2>{escape(_WRONG.text(lang))}</h2>")
        body.extend(_article(verdict, law, lang) for verdict in report.failures)
    body.append(f"<h2>{escape(_ALL.text(lang))}</h2>")
    body.append(html_table([each.text(lang) for each in _HEADINGS], _rows(report.verdicts, law, lang)))
    html = _DAY.sub(r"<time>\g<0></time>", "".join(body))
    return html_page(_TITLE.text(lang), f'<div class="audit">{html}</div>', lang, style=_STYLE)


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    items = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in pairs)
    return f"<dl>{items}</dl>" if items else ""


def _common(found: Sequence[Missed], lang: Language) -> Iterator[str]:
    if found:
        yield f"<h2>{escape(_MISSED.text(lang))}</h2><p>{escape(_MISSED_INTRO.text(lang))}</p>"
        rows = [(each.reason.text(lang), _few(each.days), str(len(each.vectors))) for each in found]
        yield html_table([each.text(lang) for each in _REASONS], rows)


def _few(days: Sequence[date]) -> str:
    told = ", ".join(map(str, days[:_FEW]))
    return told if len(days) <= _FEW else f"{told}... (+{len(days) - _FEW})"


def _article(verdict: Verdict, law: Law, lang: Language) -> str:
    """A wrong answer, with the complete working."""
    body = verdict.vector.body
    gives = [f"<strong>{escape(_plain(body['expect'], lang))}</strong>"]
    gives += [escape(each.text(lang)) for each in working(verdict.vector, law).sentences]
    parts = [
        (_ASKED, escape(asked(verdict.vector, law, lang))),
        (_GIVES, "<br>".join(gives)),
        (_SOURCE, escape(str(body.get("source", "")))),
        (_ANSWERED, f'<span class="bad">{escape(_given(verdict, lang))}</span>'),
    ]
    if "trap" in body:
        parts.insert(3, (_TRAP, escape(str(body["trap"][lang]))))
    told = "".join(f"<dt>{escape(label.text(lang))}</dt><dd>{html}</dd>" for label, html in parts)
    return f"<article><h3>{escape(verdict.id)}</h3><dl>{told}</dl></article>"


def _rows(verdicts: Iterable[Verdict], law: Law, lang: Language) -> Iterator[Sequence[Cell]]:
    for verdict in verdicts:
        body = verdict.vector.body
        style: Style = "bad" if verdict.differences else "good" if verdict.is_supported else "dim"
        yield (
            f"{verdict.id}: {asked(verdict.vector, law, lang)}",
            str(body.get("source", "")),
            _plain(body["expect"], lang),
            _given(verdict, lang),
            Span(_RESULT[style].text(lang), style),
        )


# --- what was answered ---------------------------------------------------------------------------------------------


def _plain(answer: Answer, lang: Language) -> str:
    """An answer in readable form; a text that is not a day keeps its quotes."""
    if isinstance(answer, dict) and isinstance(answer.get("deadlines"), dict):
        rows = [f"{code}: {_row(row)}" for code, row in answer["deadlines"].items()]
        return "; ".join([*rows, *map(str, answer.get("findings", ()))])
    if isinstance(answer, str) and _DAY.fullmatch(answer):
        return answer
    text = json.dumps(answer, ensure_ascii=False)
    return _WORDS[text].text(lang) if text in _WORDS else text


def _row(row: Any) -> str:
    return "-" if row is None else ", ".join(str(value) for value in row.values())


def _given(verdict: Verdict, lang: Language) -> str:
    """The answer given; of an agenda, only the parts that differ."""
    if verdict.differences:
        told = "; ".join(verdict.differences) if isinstance(verdict.answer, dict) else _answered(verdict, lang)
        return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}..."
    return _plain(verdict.vector.body["expect"], lang) if verdict.is_supported else _RESULT["dim"].text(lang)


def _answered(verdict: Verdict, lang: Language) -> str:
    return _plain(verdict.answer, lang) if verdict.is_read else _NOTHING.text(lang)


# --- what was asked ------------------------------------------------------------------------------------------------


def asked(vector: Vector, law: Law, lang: Language = "es") -> str:
    """The question in words; a question that is malformed on purpose is shown as it is."""
    try:
        told = _QUESTIONS[vector.op](vector.body, law, lang)
    except (LookupError, TypeError, ValueError):
        return json.dumps(vector.question, ensure_ascii=False)
    settings = {key: vector.body[key] for key in ("utility", "policies") if key in vector.body}
    return f"{told} {json.dumps(settings, ensure_ascii=False)}" if settings else told


def _day(text: str, lang: Language) -> str:
    return long_date(date.fromisoformat(text), lang)


def _is_business_day(body: Json, _law: Law, lang: Language) -> str:
    day = _day(body["on"], lang)
    return Said(f"¿Es hábil el {day}?", f"Is {day} a business day?").text(lang)


def _add_business_days(body: Json, _law: Law, lang: Language) -> str:
    day, n = _day(body["from"], lang), int(body["n"])
    es, en = Unit.BUSINESS_DAYS.words(n), Unit.BUSINESS_DAYS.words(n, "en")
    return Said(f"¿Qué día está a {es} del {day}?", f"Which day is {en} from {day}?").text(lang)


def _business_days_between(body: Json, _law: Law, lang: Language) -> str:
    first, last = _day(body["from"], lang), _day(body["to"], lang)
    es, en = f"¿Cuántos días hábiles van del {first} al {last}?", f"How many business days from {first} to {last}?"
    return Said(es, en).text(lang)


def _add_months(body: Json, _law: Law, lang: Language) -> str:
    day, n = _day(body["from"], lang), int(body["n"])
    es, en = f"¿Cuándo vence un término de {n} meses desde el {day}?", f"When does a term of {n} months from {day} end?"
    return Said(es, en).text(lang)


def _due(body: Json, law: Law, lang: Language) -> str:
    asked_for = Said("¿Cuál es el último día para responder?", "Which day is the last to answer?")
    return f"{_told(body, law, lang)} {asked_for.text(lang)}"


def _agenda(body: Json, law: Law, lang: Language) -> str:
    moment = str(body.get("as_of", body.get("as_of_on")))
    es, en = f"¿Qué plazos tiene el {moment}?", f"Which deadlines has it on {moment}?"
    return f"{_told(body, law, lang)} {Said(es, en).text(lang)}"


def _told(body: Json, law: Law, lang: Language) -> str:
    """The filing and what happened after it."""
    case = body["case"]
    label = law.rules.types[case["tipo"]].label(lang)
    filed = str(case.get("filed_at", case.get("filed_on")))
    parts = [f"{label}: {Said('radicación', 'filing').text(lang)}, {filed}"]
    for event in case.get("events", ()):
        name = EventType(event["type"]).label(lang)
        parts.append(f"{name}, {event.get('at', event.get('on'))}")
    return "; ".join(parts) + "."


_QUESTIONS: Final[Mapping[str, Callable[[Json, Law, Language], str]]] = {
    "is_business_day": _is_business_day,
    "add_business_days": _add_business_days,
    "business_days_between": _business_days_between,
    "add_months": _add_months,
    "due": _due,
    "agenda": _agenda,
}
