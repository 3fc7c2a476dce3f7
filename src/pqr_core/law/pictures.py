"""A deadline and an agenda drawn: the days in a table, their months as a calendar, and both as HTML.

Every mark has an ASCII symbol, so no drawing depends on colour. The words come from `law.explanations`.

>>> from datetime import date
>>> from pqr_core import colombia
>>> from pqr_core.drawing.text import plain
>>> print(plain(months_of(colombia.due("reclamo", date(2026, 3, 16)))[:4]))
       marzo de 2026                   abril de 2026
 L   M   X   J   V   S   D       L   M   X   J   V   S   D
                         1               1+  2*  3*  4-  5-
 2   3   4   5   6   7   8       6+  7+  8+  9! 10  11  12
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from pqr_core.calendars.business import DayKind
from pqr_core.calendars.terms import TracedDay
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import CSS, html_months, html_table
from pqr_core.drawing.text import (
    NARROW,
    WIDE,
    WIDTH,
    Cell,
    Line,
    Mark,
    Span,
    Style,
    beside,
    legend,
    month,
    months_between,
    table,
)
from pqr_core.language import Language, long_date
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.explanations import headline, noticed, sentences
from pqr_core.vocabulary import EventType, LegalState

__all__ = (
    "STATE_STYLES",
    "agenda_fragment",
    "agenda_html",
    "day_table",
    "deadline_fragment",
    "deadline_html",
    "deadline_table",
    "fragment",
    "months_of",
)

STATE_STYLES: Final[Mapping[LegalState, Style]] = {
    LegalState.PENDIENTE: "strong",
    LegalState.SUSPENDIDO: "paused",
    LegalState.DISPONIBLE: "",
    LegalState.CUMPLIDO: "good",
    LegalState.CUMPLIDO_TARDE: "warn",
    LegalState.VENCIDO: "bad",
    LegalState.PRECLUIDO: "dim",
    LegalState.EXTINGUIDO: "dim",
    LegalState.NO_APLICA: "dim",
}
"""The style of each state; its name is always shown too."""

# --- the marks of the days -----------------------------------------------------------------------------------------

_MARKS: Final[Mapping[str, tuple[str, Style, str, str]]] = {
    "base": ("o", "base", "día desde el que se cuenta", "day it is counted from"),
    "counted": ("+", "counted", "contado", "counted"),
    "weekend": ("-", "dim", "fin de semana", "weekend"),
    "holiday": ("*", "holiday", "festivo", "holiday"),
    "closure": ("x", "closed", "cierre de la empresa", "closed"),
    "paused": ("~", "paused", "suspendido", "suspended"),
    "extended": (">", "paused", "prórroga", "extension"),
    "uncounted": (".", "dim", "no contado", "not counted"),
    "due": ("!", "due", "último día", "last day"),
    "met": ("=", "good", "cumplido", "met"),
}
"""The symbol, style and meaning (Spanish, English) of each kind of day, in the order of the key."""


_ROOMY: Final = 2
"""How many months fit side by side with space after each symbol; one more fits without that space."""


def _kind_of(traced: TracedDay, deadline: Deadline) -> str:
    if traced.day == deadline.due_on:
        return "due"
    if traced.number is not None:
        return "counted"
    if traced.cause is not None:
        return "extended" if traced.cause is EventType.PRORROGA else "paused"
    return "uncounted" if traced.reason.kind is DayKind.BUSINESS else traced.reason.kind.value


def _marks(deadline: Deadline, lang: Language) -> dict[date, tuple[str, str]]:
    """The kind and the description of every day that has a mark."""
    marks: dict[date, tuple[str, str]] = {}
    for kind, day in (("met", deadline.met_on), ("base", deadline.counted_since), ("due", deadline.due_on)):
        if day is not None:
            marks[day] = kind, _meaning(kind, lang)
    for traced in deadline.trace:
        kind = _kind_of(traced, deadline)
        said = traced.text(lang) if traced.number is None else f"{_meaning('counted', lang)}: {traced.number}"
        marks[traced.day] = kind, f"{_meaning(kind, lang)} ({said})" if kind == "due" else said
    return marks


def _meaning(kind: str, lang: Language) -> str:
    _symbol, _style, spanish, english = _MARKS[kind]
    return spanish if lang == "es" else english


def _mark(kind: str, tip: str) -> Mark:
    return Mark(_MARKS[kind][0], _MARKS[kind][1], tip)


def _key(marks: Mapping[date, tuple[str, str]], lang: Language) -> list[Mark]:
    used = {kind for kind, _said in marks.values()}
    return [_mark(kind, _meaning(kind, lang)) for kind in _MARKS if kind in used]


def months_of(
    deadline: Deadline, lang: Language = "es", *, extra: Mapping[date, Mark] | None = None, width: int = WIDTH
) -> list[Line]:
    """The months of the deadline as a calendar with marked days, and the key; empty if there is no day to mark.

    Args:
        deadline: the deadline.
        lang: the language of the texts.
        extra: the marks of further days.
        width: the columns of the terminal; at least 28 are used.
    """
    marks = _marks(deadline, lang)
    others = extra or {}
    drawn = {day: _mark(*kind_and_tip) for day, kind_and_tip in marks.items()} | dict(others)
    if not drawn:
        return []
    months = months_between(min(drawn), max(drawn))
    roomy = len(months) <= _ROOMY
    cell, across = (WIDE, _ROOMY) if roomy else (NARROW, _ROOMY + 1)
    pictures = [month(year, number, drawn.get, lang, cell=cell) for year, number in months]
    return [*beside(pictures, across=across, width=width), (), *legend([*_key(marks, lang), *others.values()], width)]


# --- tables --------------------------------------------------------------------------------------------------------

_HEADINGS: Final[Mapping[Language, tuple[tuple[str, ...], tuple[str, ...], str]]] = {
    "es": (("Día", "N.º", "Qué es"), ("Plazo", "Clase", "Último día", "Estado", "Norma"), "Día por día"),
    "en": (("Day", "No.", "What it is"), ("Deadline", "Kind", "Last day", "State", "Norm"), "Day by day"),
}


def _day_rows(deadline: Deadline, lang: Language) -> list[list[Cell]]:
    return [
        [
            long_date(traced.day, lang),
            "" if traced.number is None else str(traced.number),
            Span(traced.text(lang), _MARKS[_kind_of(traced, deadline)][1] if traced.number is None else ""),
        ]
        for traced in deadline.trace
    ]


def day_table(deadline: Deadline, lang: Language = "es") -> list[Line]:
    """Every day of the walk, with its number or why it has none."""
    return table(_HEADINGS[lang][0], _day_rows(deadline, lang), right=(1,))


def _deadline_rows(agenda: Agenda, lang: Language) -> list[list[Cell]]:
    return [
        [
            deadline.rule.label(lang),
            deadline.kind.label(lang),
            _due(deadline),
            Span(deadline.state.label(lang), STATE_STYLES[deadline.state]),
            "; ".join(citation.text(lang) for citation in deadline.citations),
        ]
        for deadline in agenda.deadlines
    ]


def _due(deadline: Deadline) -> str:
    if deadline.due_at is not None:
        return f"{deadline.due_at:%Y-%m-%d %H:%M}"
    return "-" if deadline.due_on is None else deadline.due_on.isoformat()


def deadline_table(agenda: Agenda, lang: Language = "es", *, width: int = WIDTH) -> list[Line]:
    """The deadlines of the agenda, one per row, with their norms, in `width` columns of a terminal."""
    return table(_HEADINGS[lang][1], _deadline_rows(agenda, lang), width=width)


# --- HTML ----------------------------------------------------------------------------------------------------------


def deadline_html(deadline: Deadline, lang: Language = "es") -> str:
    """The deadline explained as HTML without its style sheet: sentences, months, and a folded list of the days."""
    marks = _marks(deadline, lang)
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences(deadline, lang))
    if not marks:
        return said
    months = months_between(min(marks), max(marks))
    drawn = {day: _mark(*kind_and_tip) for day, kind_and_tip in marks.items()}
    picture = html_months(months, drawn.get, _key(marks, lang), lang)
    if not deadline.trace:
        return said + picture
    headings, _agenda, folded = _HEADINGS[lang]
    days = html_table(headings, _day_rows(deadline, lang))
    return f"{said}{picture}<details><summary>{folded}</summary>{days}</details>"


def agenda_html(agenda: Agenda, lang: Language = "es") -> str:
    """The agenda as HTML without its style sheet: the table, the findings, and each deadline explained in a fold."""
    parts = [
        f"<h1>{escape(headline(agenda, lang))}</h1>",
        html_table(_HEADINGS[lang][1], _deadline_rows(agenda, lang)),
    ]
    if agenda.findings:
        said = (escape(noticed(each, lang)) for each in agenda.findings)
        parts.append("<ul>" + "".join(f'<li class="warn">{each}</li>' for each in said) + "</ul>")
    for deadline in agenda.deadlines:
        is_open = " open" if deadline is agenda.deadlines[0] else ""
        label = escape(deadline.rule.label(lang))
        parts.append(f"<details{is_open}><summary>{label}</summary>{deadline_html(deadline, lang)}</details>")
    return "".join(parts)


def fragment(html: str) -> str:
    """`html` with its style sheet, to be embedded in a page of the host, as in a notebook."""
    return f'<style>{CSS}</style><div class="pqr part">{html}</div>'


def deadline_fragment(deadline: Deadline) -> str:
    """The deadline as HTML with its style sheet, to be embedded in a page, in Spanish."""
    return fragment(deadline_html(deadline))


def agenda_fragment(agenda: Agenda) -> str:
    """The agenda as HTML with its style sheet, to be embedded in a page, in Spanish."""
    return fragment(agenda_html(agenda))
