"""`report`: the reports of an office as files: the regulator's month, the register, what is published."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Final

from attrs import evolve

from pqr_core import colombia
from pqr_core.cli.base import Output, add_formats, file_name, records
from pqr_core.cli.cases import office_with_cases
from pqr_core.cli.settings import add_as_of, add_settings, day_of
from pqr_core.cli.stores import add_store, add_utility, settings_of
from pqr_core.colombia.reports import REPORTS
from pqr_core.colombia.sui import FORMATO_A
from pqr_core.dated import Dated
from pqr_core.drawing.text import Cell, Span, table
from pqr_core.errors import CommandError
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.law.profiles import Profile
from pqr_core.office.desk import Office
from pqr_core.private import opened_for
from pqr_core.reports.checks import Checker
from pqr_core.reports.monthly import choices_of, month_of
from pqr_core.reports.official import OfficialReport, Section
from pqr_core.reports.reading import read_file, read_text
from pqr_core.reports.regulator import checked_report

__all__ = ("arguments", "run")

_MONTHLY: Final = "sui"
_SHOWN: Final = 20
"""The rows of a table that a terminal shows; the files have all of them."""
_WIDEST: Final = 5
"""The columns of a table that a terminal shows."""
_LONG: Final = frozenset({"elecciones", "recomendaciones"})
"""Tables of long sentences, which the terminal does not show."""


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    kinds = "; ".join(f"{each.code}: {each.label(output.lang)}" for each in REPORTS.values())
    parser.add_argument("kind", metavar=say("INFORME", "KIND"), choices=list(REPORTS), help=kinds)
    add_store(parser, output, required=False)
    parser.add_argument(
        "--period",
        metavar=say("PERÍODO", "PERIOD"),
        help=say(
            "2026-10, 2026-Q3, 2026-S1 o 2026 (el último que terminó)",
            "2026-10, 2026-Q3, 2026-S1 or 2026 (the last that is over)",
        ),
    )
    parser.add_argument(
        "--out", metavar=say("CARPETA", "DIR"), help=say("dónde dejar los archivos", "where to put the files")
    )
    add_utility(parser, output)
    add_settings(parser, output)
    add_as_of(parser, output)
    parser.add_argument(
        "--choice",
        action="append",
        default=[],
        metavar=say("CÓDIGO=VALOR", "CODE=VALUE"),
        help=say(
            "una elección del informe, como en el perfil: --choice municipio.Cali=76001; se puede repetir",
            "a choice of the report, as in the profile: --choice municipio.Cali=76001; may be repeated",
        ),
    )
    parser.add_argument(
        "--recommendation",
        action="append",
        default=[],
        metavar=say("TEXTO", "TEXT"),
        help=say("una recomendación de los particulares; se puede repetir", "a recommendation; may be repeated"),
    )
    parser.add_argument(
        "--hand-in",
        action="store_true",
        help=say("guardar en la base lo que se entregó, con su huella", "keep what was handed in, with its digest"),
    )
    parser.add_argument(
        "--incomplete",
        action="store_true",
        help=say(
            "entregarlo aunque haya filas que no se pudieron escribir",
            "hand it in though there are rows that could not be written",
        ),
    )
    parser.add_argument(
        "--reference",
        metavar=say("NÚMERO", "NUMBER"),
        help=say("el número con que se recibió lo entregado", "the number under which it was taken"),
    )
    parser.add_argument(
        "--correction",
        metavar=say("NÚMERO", "NUMBER"),
        help=say(
            "el número de la solicitud de corrección de lo ya entregado",
            "the number of the request to correct what was handed in",
        ),
    )
    parser.add_argument(
        "--check",
        metavar=file_name(output),
        help=say(
            "validar un archivo del formato (de sui); con --store, compararlo con el propio",
            "validate a file of the format (of sui); with --store, compare it with ours",
        ),
    )
    parser.add_argument(
        "--as-register",
        metavar=file_name(output, ".csv"),
        help=say(
            "con --check: escribir el archivo como registro, para pqr import",
            "with --check: write the file as a register, for pqr import",
        ),
    )
    first = Said("la primera tabla sin datos personales", "the first table without personal data")
    every = Said("las tablas sin datos personales", "the tables without personal data")
    add_formats(parser, output, first=first, every=every)


def run(args: Namespace, output: Output) -> int:
    """Make the report, or check a file; 1 if something is left out of the report."""
    profile, until = _profile(args), day_of(args)
    if args.check:
        return _check(args, profile, until, output)
    if not args.store:
        raise CommandError(es="falta --store", en="--store is missing")
    with office_with_cases(args, profile) as office:
        report = office.report(
            args.kind,
            args.period,
            on=until,
            recommendations=args.recommendation,
            progress=output.counter(args.kind),
        )
        # What is kept comes before what is shown: who reads only the first lines closes the pipe.
        if args.out:
            _write(report, args.out, output)
        elif not (args.json or args.csv or args.xlsx):
            output.note(output.say("los archivos se escriben con --out CARPETA", "--out DIR writes the files"))
        try:
            if args.hand_in or args.correction:
                _hand_in(office, report, args, output)
        finally:
            _tell(report, args, output)
    return 0 if report.complete else 1


def _profile(args: Namespace) -> Profile:
    """The profile, with the choices that the command line gives."""
    profile = settings_of(args)
    reports: dict[str, Dated[str] | str] = dict(profile.reports)
    for told in args.choice:
        code, equals, value = told.rpartition("=")
        if not equals:
            raise CommandError(es=f"se esperaba CÓDIGO=VALOR, llegó {told!r}", en=f"expected CODE=VALUE, got {told!r}")
        reports[f"{args.kind}.{code}"] = value
    return evolve(profile, reports=reports)


def _tell(report: OfficialReport, args: Namespace, output: Output) -> None:
    lang = output.lang
    public = [each for each in report.sections if not each.personal]
    if output.sheets(args, lambda: [each.sheet(lang) for each in public]):
        return
    if args.json:
        output.json(
            {
                "report": report.code,
                "utility": report.utility,
                "period": str(report.period),
                "until": report.until.isoformat(),
                "complete": report.complete,
                "notes": [each.text(lang) for each in report.notes],
                "tables": {each.code: records(each.sheet(lang)) for each in public},
            }
        )
        return
    output.title(f"{report.title.text(lang)} - {report.period}")
    for note in report.notes:
        output.text(note.text(lang))
    for each in public:
        if each.on_page and len(each.headings) <= _WIDEST and each.code not in _LONG:
            _show(each, output)


def _show(section: Section, output: Output) -> None:
    if not section.rows:
        return
    output.title(section.title.text(output.lang))
    cells: list[list[Cell]] = [list(row) for row in section.texts(output.lang)]
    headings = [each.text(output.lang) for each in section.headings]
    output.lines(table(headings, cells[:_SHOWN], width=output.width))
    left = len(cells) - _SHOWN
    if left > 0:
        output.lines([(Span(output.say(f"y {left} más (--out)", f"and {left} more (--out)"), "dim"),)])


def _write(report: OfficialReport, folder: str, output: Output) -> None:
    written = report.write(folder, output.lang)
    for path in written.paths:
        output.wrote(str(path))
    if written.missing is not None:
        output.note(written.missing.message(output.lang))


def _hand_in(office: Office, report: OfficialReport, args: Namespace, output: Output) -> None:
    reference = args.correction or args.reference
    kept = office.hand_in(report, reference=reference, correction=bool(args.correction), incomplete=args.incomplete)
    output.note(
        output.say(
            f"entregado el {kept.handed_on}; huella SHA-256 {kept.sha256}",
            f"handed in on {kept.handed_on}; SHA-256 {kept.sha256}",
        )
    )


# --- a file of the format ------------------------------------------------------------------------------------------


def _check(args: Namespace, profile: Profile, until: date, output: Output) -> int:
    """Validate a file, compare it with ours, or write it as a register; 1 if it breaks a rule."""
    if args.kind != _MONTHLY or not args.period:
        raise CommandError(
            es="--check es de sui, y necesita --period con el mes del archivo",
            en="--check is of sui, and needs --period with the month of the file",
        )
    path, period = Path(args.check), month_of(Period.parse(args.period))
    form = FORMATO_A.at(period.last_day).value
    choices = choices_of(form, profile, period.last_day)
    file, ours = read_file(path, form), None
    if args.store:
        with office_with_cases(args, profile) as office:
            ours = office.report(_MONTHLY, period, on=until)
    checker = Checker(form=form, choices=choices, catalogue=colombia.CATALOGUE, period=period)
    report = checked_report(checker, file, profile, None if ours is None else read_text(_MONTHLY, ours.text, form))
    if args.out:
        _write(report, args.out, output)
    if args.as_register:
        with opened_for(args.as_register, personal=True) as target:
            target.write(file.as_register(form, choices))
        output.wrote(args.as_register)
    _tell(report, args, output)
    return 0 if report.complete else 1
