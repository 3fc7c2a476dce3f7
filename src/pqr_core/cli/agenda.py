"""`agenda`: all deadlines of a case, explained."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from pqr_core import colombia
from pqr_core.bounded import BOUNDS
from pqr_core.cases.structuring import document_of
from pqr_core.cli.base import Output, add_formats, file_name
from pqr_core.cli.due import show_deadline
from pqr_core.cli.settings import add_as_of_moment, add_profile, base_profile_of, read_moment
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import html_page, html_table
from pqr_core.drawing.text import table
from pqr_core.exchange.spreadsheets import Sheet, SheetCell
from pqr_core.exchange.vectors import load_case, read_case
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.envelope import Envelope
from pqr_core.law.explanations import headline, noticed
from pqr_core.law.pictures import agenda_html, deadline_table
from pqr_core.private import opened_for

__all__ = ("arguments", "deadline_sheet", "run")

_STDIN: Final = "-"


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    parser.add_argument(
        "file",
        metavar=output.say("CASO.json", "CASE.json"),
        help=output.say(
            "archivo JSON del caso (véase la guía); - lee la entrada",
            "JSON file of the case (see the guide); - reads standard input",
        ),
    )
    add_as_of_moment(parser, output)
    parser.add_argument(
        "--readings",
        action="store_true",
        help=output.say(
            "mostrar también cada plazo según todas las lecturas en disputa",
            "show each deadline under all disputed readings too",
        ),
    )
    add_profile(parser, output)
    parser.add_argument(
        "--html",
        metavar=file_name(output, ".html"),
        help=output.say("escribir también una página HTML", "write an HTML page too"),
    )
    add_formats(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Print every deadline and finding of the case."""
    if args.file == _STDIN:
        document = document_of(sys.stdin.buffer.read(BOUNDS.size + 1))
        case, profile = read_case(document, colombia.LAW, base_profile_of(args))
    else:
        case, profile = load_case(args.file, colombia.LAW, base_profile_of(args))
    as_of = read_moment(args.as_of)
    agenda = colombia.agenda(case, as_of, profile=profile)
    envelope = colombia.envelope(case, as_of, profile=profile) if args.readings else None
    title = headline(agenda, output.lang)
    if args.html:
        body = agenda_html(agenda, output.lang) + ("" if envelope is None else _readings_html(envelope, output))
        page = html_page(title, body, output.lang)
        with opened_for(args.html, personal=True) as target:
            target.write(page.encode())
        output.wrote(args.html)
    if output.sheet(args, lambda: deadline_sheet(agenda, output, envelope)):
        return 0
    if args.json:
        document = agenda.as_dict(output.lang)
        output.json(document if envelope is None else {**document, "readings": envelope.as_dict()})
        return 0
    output.text(title, "strong")
    output.lines([(), *deadline_table(agenda, output.lang, width=output.width)])
    if agenda.findings:
        output.title(output.say("Advertencias", "Warnings"))
    for finding in agenda.findings:
        output.text(f"! {noticed(finding, output.lang)}", "warn")
    answer = agenda.get("respuesta")
    if answer is not None:
        output.text()
        show_deadline(answer, output)
    if envelope is not None:
        _show_readings(envelope, output)
    return 0


def deadline_sheet(agenda: Agenda, output: Output, envelope: Envelope | None = None) -> Sheet:
    """The table of deadlines, with their days under the disputed readings if these were asked for."""
    say, lang = output.say, output.lang
    bounds = {} if envelope is None else {each.code: each for each in envelope.bounds}
    headings = (
        *(say("Plazo", "Deadline"), say("Clase", "Kind"), say("Estado", "State"), say("Desde", "From")),
        *(say("Último día", "Last day"), say("Última hora", "Last hour"), say("Cumplido el", "Met on")),
        *(f"{say('Lecturas', 'Readings')}: {each}" for each in _bound_headings(output)[1:4] if envelope is not None),
        say("Norma", "Norm"),
    )

    def row(deadline: Deadline) -> tuple[SheetCell, ...]:
        found = bounds.get(deadline.code)
        own = () if envelope is None else (None,) * 3
        return (
            *(deadline.rule.label(lang), deadline.kind.label(lang), deadline.state.label(lang)),
            *(deadline.base_on, deadline.due_on, deadline.due_at, deadline.met_on),
            *(own if found is None else (found.earliest_on, found.latest_on, found.safe_on)),
            "; ".join(citation.text(lang) for citation in deadline.citations),
        )

    return Sheet(headline(agenda, lang), headings, map(row, agenda.deadlines), lang, personal=True)


def _bound_headings(output: Output) -> tuple[str, ...]:
    return (
        output.say("Plazo", "Deadline"),
        output.say("Primer día", "Earliest"),
        output.say("Último día", "Latest"),
        output.say("Día seguro", "Safe day"),
        output.say("El primero, con", "The earliest, under"),
    )


def _show_readings(envelope: Envelope, output: Output) -> None:
    """Print the earliest and latest day of each deadline over the disputed readings, and the day to rely on."""
    output.title(_readings_title(envelope, output))
    output.lines([(), *table(_bound_headings(output), _bound_rows(envelope, output), width=output.width)])


def _readings_html(envelope: Envelope, output: Output) -> str:
    title = escape(_readings_title(envelope, output))
    return f"<h2>{title}</h2>{html_table(_bound_headings(output), _bound_rows(envelope, output))}"


def _readings_title(envelope: Envelope, output: Output) -> str:
    return output.say(
        f"Según las lecturas en disputa ({envelope.combinations} combinaciones)",
        f"Under the disputed readings ({envelope.combinations} combinations)",
    )


def _reading(policy: str, value: str, output: Output) -> str:
    """A reading in words; in English, the policy and its value as a profile has them."""
    return output.say(colombia.RULES.policies[policy].values[value], f"{policy}: {value}")


def _bound_rows(envelope: Envelope, output: Output) -> list[tuple[str, ...]]:
    obligations = colombia.RULES.obligations
    return [
        (
            obligations[bounds.code].label(output.lang),
            str(bounds.earliest_on or "-"),
            str(bounds.latest_on or "-"),
            str(bounds.safe_on or "-"),
            "" if bounds.is_firm else "; ".join(_reading(*each, output) for each in bounds.earliest_under),
        )
        for bounds in envelope.bounds
    ]
