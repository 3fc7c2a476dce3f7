"""The deadlines of a case as a table for other programs, with their days under the disputed readings."""

from __future__ import annotations

from pqr_core import colombia
from pqr_core.cli.base import Output
from pqr_core.exchange.spreadsheets import Sheet, SheetCell
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.envelope import Bounds, Envelope
from pqr_core.law.explanations import headline

__all__ = ("bound_headings", "deadline_sheet", "earliest_under")


def deadline_sheet(agenda: Agenda, output: Output, envelope: Envelope | None = None) -> Sheet:
    """The table of deadlines, with their days under the disputed readings if these were asked for."""
    say, lang = output.say, output.lang
    bounds = {} if envelope is None else {each.code: each for each in envelope.bounds}
    headings = (
        *(say("Plazo", "Deadline"), say("Clase", "Kind"), say("Estado", "State"), say("Desde", "From")),
        *(say("Último día", "Last day"), say("Última hora", "Last hour"), say("Cumplido el", "Met on")),
        *(f"{say('Lecturas', 'Readings')}: {each}" for each in bound_headings(output)[1:] if envelope is not None),
        say("Norma", "Norm"),
    )

    def row(deadline: Deadline) -> tuple[SheetCell, ...]:
        found = bounds.get(deadline.code)
        own: tuple[SheetCell, ...] = () if envelope is None else (None,) * 4
        if found is not None:
            own = found.earliest_on, found.latest_on, found.safe_on, earliest_under(found, output)
        return (
            *(deadline.rule.label(lang), deadline.kind.label(lang), deadline.state.label(lang)),
            *(deadline.base_on, deadline.due_on, deadline.due_at, deadline.met_on),
            *own,
            "; ".join(citation.text(lang) for citation in deadline.citations),
        )

    return Sheet(headline(agenda, lang), headings, map(row, agenda.deadlines), lang, personal=True)


def bound_headings(output: Output) -> tuple[str, ...]:
    """The headings of the days of a deadline under the disputed readings."""
    return (
        output.say("Plazo", "Deadline"),
        output.say("Primer día", "Earliest"),
        output.say("Último día", "Latest"),
        output.say("Día seguro", "Safe day"),
        output.say("El primero, con", "The earliest, under"),
    )


def _reading(policy: str, value: str, output: Output) -> str:
    """A reading in words; in English, the policy and its value as a profile has them."""
    return output.say(colombia.RULES.policies[policy].values[value], f"{policy}: {value}")


def earliest_under(bounds: Bounds, output: Output) -> str:
    """The readings that give the earliest day, in words; empty if all give the same day."""
    return "" if bounds.is_firm else "; ".join(_reading(*each, output) for each in bounds.earliest_under)
