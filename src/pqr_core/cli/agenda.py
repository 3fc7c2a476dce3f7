"""`agenda`: all deadlines of a case, explained."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Final

from pqr_core import colombia
from pqr_core.bounded import BOUNDS
from pqr_core.cases.structuring import document_of
from pqr_core.cli.base import Output, add_formats, file_name
from pqr_core.cli.deadlines import bound_headings, deadline_sheet, earliest_under
from pqr_core.cli.due import show_deadline
from pqr_core.cli.settings import add_as_of_moment, add_profile, base_profile_of, read_moment
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import html_page, html_table
from pqr_core.drawing.text import table
from pqr_core.exchange.vectors import load_case, read_case
from pqr_core.law.envelope import Envelope
from pqr_core.law.explanations import headline, noticed
from pqr_core.law.pictures import agenda_html, deadline_table
from pqr_core.private import opened_for

__all__ = ("arguments", "run")

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
    if output.sheets(args, lambda: [deadline_sheet(agenda, output, envelope)]):
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


def _show_readings(envelope: Envelope, output: Output) -> None:
    """Print the earliest and latest day of each deadline over the disputed readings, and the day to rely on."""
    output.title(_readings_title(envelope, output))
    output.lines([(), *table(bound_headings(output), _bound_rows(envelope, output), width=output.width)])


def _readings_html(envelope: Envelope, output: Output) -> str:
    title = escape(_readings_title(envelope, output))
    return f"<h2>{title}</h2>{html_table(bound_headings(output), _bound_rows(envelope, output))}"


def _readings_title(envelope: Envelope, output: Output) -> str:
    return output.say(
        f"Según las lecturas en disputa ({envelope.combinations} combinaciones)",
        f"Under the disputed readings ({envelope.combinations} combinations)",
    )


def _bound_rows(envelope: Envelope, output: Output) -> list[tuple[str, ...]]:
    obligations = colombia.RULES.obligations
    return [
        (
            obligations[bounds.code].label(output.lang),
            str(bounds.earliest_on or "-"),
            str(bounds.latest_on or "-"),
            str(bounds.safe_on or "-"),
            earliest_under(bounds, output),
        )
        for bounds in envelope.bounds
    ]
