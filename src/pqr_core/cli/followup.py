"""`followup`: the follow-up of a period, as a page, a workbook or a document, or its summary on the terminal."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pqr_core import colombia, samples
from pqr_core.bounded import whole
from pqr_core.cli.base import Output, add_formats, file_name
from pqr_core.cli.cases import office_with_cases
from pqr_core.cli.settings import add_as_of, add_settings, day_of
from pqr_core.cli.stores import add_store, add_utility, settings_of
from pqr_core.drawing.text import Line, Span, table, wrapped
from pqr_core.errors import CommandError
from pqr_core.exchange.spreadsheets import Sheet, write_xlsx
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.names import shown
from pqr_core.private import opened_for
from pqr_core.reports.followup import FollowUp
from pqr_core.reports.followup_book import sheets_of, sheets_of_part
from pqr_core.reports.followup_data import data_of
from pqr_core.reports.followup_page import html_of
from pqr_core.reports.followup_parts import Part, Shown, parts_of, text_of, title_of
from pqr_core.reports.followup_word import docx_of

__all__ = ("arguments", "run")

_ALL: Final = ("todos", "all")
_FORMS: Final = (".html", ".xlsx", ".docx")
_INVENTED: Final = Said(
    "Datos inventados: son los de la muestra del paquete, no los de una empresa.",
    "Invented data: those of the sample of the package, of no utility.",
)


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    parser.add_argument(
        "--period",
        required=True,
        metavar=say("PERÍODO", "PERIOD"),
        help=say("2026-10, 2026-Q4 o 2026", "2026-10, 2026-Q4 or 2026"),
    )
    parser.add_argument(
        "--out",
        metavar=file_name(output),
        help=say("el seguimiento completo: .html, .xlsx o .docx", "the whole follow-up: .html, .xlsx or .docx"),
    )
    add_as_of(parser, output)
    parser.add_argument(
        "--audit",
        metavar="N",
        help=say(
            f"casos que revisa el autocontrol, o todos ({colombia.FOLLOWUP.sample})",
            f"cases that the self-audit looks at, or all ({colombia.FOLLOWUP.sample})",
        ),
    )
    parser.add_argument("--made-by", metavar=say("NOMBRE", "NAME"), help=say("quién lo elabora", "who makes it"))
    first = Said("los indicadores del resumen", "the indicators of the summary")
    every = Said("las dos tablas del resumen", "the two tables of the summary")
    add_formats(parser, output, first=first, every=every)


def run(args: Namespace, output: Output) -> int:
    """Write the follow-up, or print its summary."""
    if args.out and Path(args.out).suffix not in _FORMS:
        known = ", ".join(_FORMS)
        raise CommandError(es=f"--out termina en uno de {known}", en=f"--out ends in one of {known}")
    profile = settings_of(args)
    with office_with_cases(args, profile) as office:
        found = office.followup(
            Period.parse(args.period),
            on=day_of(args),
            made_by=args.made_by or _account(),
            sample=None if args.audit in _ALL else _sample(args.audit),
            every_case=args.audit in _ALL,
            notes=(_INVENTED,) if profile.utility_id == samples.SYNTHETIC_YEAR.utility_id else (),
        )
    if args.out:
        with opened_for(args.out, personal=True) as target:
            if args.out.endswith(".xlsx"):
                write_xlsx(sheets_of(found, output.lang), target)
            else:
                target.write(docx_of(found, output.lang) if args.out.endswith(".docx") else _page(found, output))
        output.wrote(args.out)
        if not (args.json or args.csv or args.xlsx):
            return 0
    parts = parts_of(found, output.lang)[:2]
    if output.sheets(args, lambda: _sheets(parts, output)):
        return 0
    if args.json:
        output.json(data_of(found, output.lang))
    elif not args.out:
        output.title(title_of(found, output.lang))
        for part in parts:
            output.lines(_summary(part, output))
    return 0


def _page(found: FollowUp, output: Output) -> bytes:
    return html_of(found, output.lang).encode()


def _sheets(parts: Sequence[Part], output: Output) -> list[Sheet]:
    """The first table of each part."""
    return [sheets_of_part(part, output.lang)[0] for part in parts]


def _account() -> str | None:
    """The account that runs the command; None if the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None


def _sample(text: str | None) -> int | None:
    if text is None:
        return None
    number = whole(text)
    if number is None:
        told = shown(text)
        raise CommandError(
            es=f"--audit: se esperaba un número de casos o todos, llegó {told.es}",
            en=f"--audit: expected a number of cases or all, got {told.en}",
        )
    return number


def _summary(part: Part, output: Output) -> list[Line]:
    first = part.tables[0]
    rows = [
        [Span(text_of(cell, output.lang), cell.style if isinstance(cell, Shown) else "") for cell in row]
        for row in first.rows
    ]
    title = ((Span(line, "strong"),) for line in wrapped(part.title, output.width, "  "))
    return [*title, *table(first.headings, rows, width=output.width)]
