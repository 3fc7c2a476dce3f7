"""`due` and `agenda`: a deadline, and all deadlines of a case, explained."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pqr_core.cli.base import (
    Command,
    Output,
    add_json,
    add_profile,
    add_settings,
    base_profile_of,
    profile_of,
    read_moment,
)
from pqr_core.errors import CommandError

if TYPE_CHECKING:
    from pqr_core.law.agenda import Deadline
    from pqr_core.law.envelope import Envelope

__all__ = ("COMMANDS", "show_deadline", "show_readings")


def show_deadline(deadline: Deadline, output: Output) -> None:
    """Print the deadline in sentences and the months it touches."""
    from pqr_core.law.explanations import sentences
    from pqr_core.law.pictures import months_of

    first, *rest = sentences(deadline, output.lang)
    output.text(first, "strong")
    for sentence in rest:
        output.text(sentence)
    picture = months_of(deadline, output.lang)
    if picture:
        output.lines([(), *picture])


def _due_arguments(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument("tipo", help=output.say("tipo de trámite: reclamo, peticion...", "case type: reclamo..."))
    parser.add_argument(
        "filed", metavar=output.say("FECHA", "DATE"), help=output.say("día de radicación", "day of filing")
    )
    add_settings(parser, output)
    add_json(parser, output)


def _due(args: Namespace, output: Output) -> int:
    from pqr_core import colombia
    from pqr_core.exchange.columns import type_code

    case_type = colombia.RULES.case_type(type_code(args.tipo, colombia.RULES.types) or args.tipo)
    if case_type.response is None:
        raise CommandError(
            es=f"{args.tipo}: {case_type.description}", en=f"{args.tipo} has no answer term that the law sets"
        )
    deadline = colombia.due(case_type.code, read_moment(args.filed), profile=profile_of(args))
    if args.json:
        output.json(deadline.as_dict(output.lang))
    else:
        show_deadline(deadline, output)
    return 0


def _agenda_arguments(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument(
        "file",
        metavar="CASE.json",
        help=output.say("el caso, como en los vectores legales", "the case, as in the legal vectors"),
    )
    parser.add_argument(
        "--as-of",
        metavar="T",
        help=output.say("día o instante en que se mira (ahora)", "day or instant at which to look (now)"),
    )
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
        "--html", metavar="FILE", help=output.say("escribir también una página HTML", "write an HTML page too")
    )
    add_json(parser, output)


def _agenda(args: Namespace, output: Output) -> int:
    from pqr_core import colombia
    from pqr_core.drawing.html import html_page
    from pqr_core.exchange.vectors import load_case
    from pqr_core.law.explanations import findings, headline
    from pqr_core.law.pictures import agenda_html, deadline_table

    case, profile = load_case(args.file, colombia.LAW, base_profile_of(args))
    as_of = read_moment(args.as_of)
    agenda = colombia.agenda(case, as_of, profile=profile)
    envelope = colombia.envelope(case, as_of, profile=profile) if args.readings else None
    title = headline(agenda, output.lang)
    if args.html:
        page = html_page(title, agenda_html(agenda, output.lang), output.lang)
        Path(args.html).write_text(page, encoding="utf-8")
        output.wrote(args.html)
    if args.json:
        document = agenda.as_dict(output.lang)
        output.json(document if envelope is None else {**document, "readings": envelope.as_dict()})
        return 0
    output.text(title, "strong")
    output.lines([(), *deadline_table(agenda, output.lang)])
    noticed = findings(agenda, output.lang)
    if noticed:
        output.title(output.say("Advertencias", "Warnings"))
    for each in noticed:
        output.text(f"! {each}", "warn")
    answer = agenda.get("respuesta")
    if answer is not None:
        output.text()
        show_deadline(answer, output)
    if envelope is not None:
        show_readings(envelope, output)
    return 0


def show_readings(envelope: Envelope, output: Output) -> None:
    """Print the earliest and latest day of each deadline over the disputed readings, and the day to rely on."""
    from pqr_core import colombia
    from pqr_core.drawing.text import table

    output.title(
        output.say(
            f"Según las lecturas en disputa ({envelope.combinations} combinaciones)",
            f"Under the disputed readings ({envelope.combinations} combinations)",
        )
    )
    obligations = colombia.RULES.obligations
    rows = [
        (
            obligations[bounds.code].label(output.lang),
            str(bounds.earliest_on or "-"),
            str(bounds.latest_on or "-"),
            str(bounds.safe_on or "-"),
            "" if bounds.is_firm else ", ".join(f"{policy}: {value}" for policy, value in bounds.earliest_under),
        )
        for bounds in envelope.bounds
    ]
    headings = (
        output.say("Plazo", "Deadline"),
        output.say("Primer día", "Earliest"),
        output.say("Último día", "Latest"),
        output.say("Día seguro", "Safe day"),
        output.say("El primero, con", "The earliest, under"),
    )
    output.lines([(), *table(headings, rows)])


COMMANDS: Final = (
    Command(
        name="due",
        es="el último día para responder, explicado",
        en="the last day to answer, explained",
        arguments=_due_arguments,
        run=_due,
    ),
    Command(
        name="agenda",
        es="todos los plazos de un caso, explicados",
        en="all deadlines of a case, explained",
        arguments=_agenda_arguments,
        run=_agenda,
    ),
)
