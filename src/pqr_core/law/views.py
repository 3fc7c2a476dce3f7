"""A picture of a case for people: its events on a line of days, and the legal clocks below it.

It shows no personal data of the petitioner.
"""

from __future__ import annotations

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.graphs import Bar, days_svg
from pqr_core.drawing.html import html_table
from pqr_core.errors import InvalidInputError
from pqr_core.language import Language, Said, long_date
from pqr_core.law.acts import allowed
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.pictures import agenda_html, fragment
from pqr_core.vocabulary import LegalState

__all__ = ("CasePicture",)

_LATE = frozenset({LegalState.VENCIDO, LegalState.CUMPLIDO_TARDE})
_HEADINGS: dict[Language, tuple[str, ...]] = {
    "es": ("Procede ahora", "Quién", "Hasta"),
    "en": ("May be done now", "By whom", "Until"),
}
_CUT: dict[Language, str] = {"es": "fecha de corte: {day}", "en": "as of {day}"}


@frozen
class CasePicture:
    """A case and its agenda, drawn together; a notebook shows it as HTML.

    Raises:
        InvalidInputError: the agenda is that of another case, or of another history of the case.
    """

    case: Case
    agenda: Agenda

    def __attrs_post_init__(self) -> None:
        if self.agenda.case is not self.case and self.agenda.case != self.case:
            es = f"es de otra historia que la del caso {self.case.case_id}"
            en = f"it is of another history than {self.case.case_id} has"
            raise InvalidInputError(place="agenda", detail=Said(es, en))

    def svg(self, lang: Language = "es") -> str:
        """The line of events with the clocks below it, as one SVG picture."""
        timeline = (self.case.filed, *self.case.timeline(self.agenda.as_of))
        points = [(occurrence.day, occurrence.event.type.label(lang)) for occurrence in timeline]
        clocks = [_bar(row, lang) for row in self.agenda.deadlines]
        today = self.agenda.as_of.date()
        now = _CUT[lang].format(day=long_date(today, lang))
        return days_svg(points, [bar for bar in clocks if bar is not None], today, lang, now=now)

    def html(self, lang: Language = "es") -> str:
        """The title, the picture, what may be done now, and the agenda, as HTML without its style sheet."""
        filing = self.case.filing
        title = f"{filing.radicado or self.case.case_id} · {filing.tipo} · {self.case.state.label(lang)}"
        permits = [
            [permit.act.label(lang), ", ".join(role.label(lang) for role in permit.roles), _iso(permit.until)]
            for permit in allowed(self.agenda)
        ]
        parts = (self.svg(lang), html_table(_HEADINGS[lang], permits), agenda_html(self.agenda, lang))
        return f"<h1>{escape(title)}</h1>{''.join(parts)}"

    def _repr_html_(self) -> str:
        return fragment(self.html())


def _iso(day: object) -> str:
    return "" if day is None else str(day)


def _bar(row: Deadline, lang: Language) -> Bar | None:
    """The clock of a deadline, from the day it is counted from to its last day; None if one of them is not known."""
    base_on = row.counted_since
    if base_on is None or row.due_on is None:
        return None
    label = f"{row.rule.label(lang)}: {row.due_on.isoformat()}, {row.state.label(lang)}"
    return Bar(label, min(base_on, row.due_on), max(base_on, row.due_on), row.state in _LATE)
