"""`import FILE.csv`: cases from a file into a store; every bad row named, none lost, the same file twice no change."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from errno import EISDIR
from filecmp import cmp
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TextIO

from attrs import define

from pqr_core.cli.base import Command, Output, add_json, add_settings
from pqr_core.cli.stores import add_store, add_utility, open_store, settings_of
from pqr_core.errors import (
    CommandError,
)
from pqr_core.language import Language, Said

if TYPE_CHECKING:
    from pqr_core.exchange.csv import CaseFile, Rejected
    from pqr_core.office.imports import Tally

__all__ = ("COMMANDS",)

# --- the file of rejects -------------------------------------------------------------------------------------------


@define
class _RejectsFile:
    """Where the rows refused will stand; written beside its place, and put there when it is whole."""

    _wanted: Path
    _part: Path
    _open: TextIO

    def keep(self, file: CaseFile, rejects: Sequence[Rejected], output: Output) -> Path | None:
        """Write the rejects and give the path where they are; None where there are none.

        A file that is there already and holds something else is left as it is: the rejects get a name of their own.
        """
        from pqr_core.exchange.csv import write_rejects

        if not rejects:
            return None
        write_rejects(file, rejects, self._open, lang=output.lang)
        self._open.close()
        for place in self._places():
            if not place.exists():
                self._part.replace(place)
                return place
            if place.is_file() and cmp(place, self._part, shallow=False):
                return place
            output.note(
                output.say(
                    f"{place} ya existe con otro contenido y no se toca",
                    f"{place} is there already with something else in it, and is left as it is",
                )
            )
        raise AssertionError  # the places have no end

    def _places(self) -> Iterator[Path]:
        yield self._wanted
        for number in count(2):
            yield self._wanted.with_stem(f"{self._wanted.stem}-{number}")


@contextmanager
def _prepared(wanted: Path, source: Path | None) -> Iterator[_RejectsFile]:
    """The file of rejects, refused here where it could not be written after the import, or is the file imported."""
    if source is not None and wanted.exists() and wanted.samefile(source):
        raise CommandError(
            es=f"{wanted} es el mismo archivo que se importa; indique otro con --rejects",
            en=f"{wanted} is the file to import itself; name another one with --rejects",
        )
    part = wanted.with_name(f".{wanted.name}.{os.getpid()}")
    try:
        if wanted.is_dir():
            raise IsADirectoryError(EISDIR, "", str(wanted))
        opened = part.open("x", encoding="utf-8-sig", newline="")
    except OSError as error:
        said = Said.of_system(error)
        raise CommandError(
            es=f"no se puede escribir el archivo de rechazos {wanted}: {said.es}; indique otro con --rejects",
            en=f"the file of rejects {wanted} cannot be written: {said.en}; name another one with --rejects",
        ) from None
    try:
        with opened:
            yield _RejectsFile(wanted, part, opened)
    finally:
        part.unlink(missing_ok=True)


# --- the command ---------------------------------------------------------------------------------------------------


def _arguments(parser: ArgumentParser, output: Output) -> None:
    say = output.say
    parser.add_argument("file", metavar="FILE.csv", help=say("el archivo; - lee la entrada", "the file; - reads stdin"))
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    parser.add_argument("--encoding", metavar="CODEC", help=say("codificación: utf-8, cp1252...", "encoding"))
    parser.add_argument("--date-format", metavar="F", help=say("iso, dmy o mdy", "iso, dmy or mdy"))
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar=say("NOMBRE=ENCABEZADO", "NAME=HEADING"),
        help=say("qué encabezado es una columna (se repite)", "which heading a column has (repeatable)"),
    )
    parser.add_argument(
        "--rejects",
        metavar="FILE",
        help=say("dónde dejar las filas rechazadas (FILE.rechazos.csv)", "where to put rows refused"),
    )
    add_json(parser, output)


def _run(args: Namespace, output: Output) -> int:
    from pqr_core import colombia
    from pqr_core.exchange.csv import read_cases
    from pqr_core.office.imports import Tally, import_cases

    source = None if args.file == _STDIN else Path(args.file)
    if source is not None and not source.is_file():
        raise CommandError(es=f"no existe el archivo {source}", en=f"there is no file {source}")
    profile = settings_of(args)
    utility = profile.utility_id
    with (
        _prepared(_rejects_path(args.rejects, source), source) as rejects,
        read_cases(
            source or _stdin(),
            utility_id=utility,
            law=colombia.LAW,
            encoding=args.encoding,
            date_format=args.date_format,
            mapping=_mapping(args.column),
        ) as file,
        open_store(args.store, new=True) as store,
    ):
        tally, at = Tally(), datetime.now(colombia.ZONE)
        try:
            progress = output.counter(_name(args.file))
            import_cases(store, file, law=colombia.LAW, profile=profile, at=at, progress=progress, tally=tally)
        finally:
            # Whatever ends the import: what is stored is told, and every bad row.
            kept_at = None
            try:
                kept_at = rejects.keep(file, tally.rejects, output)
            finally:
                if args.json:
                    output.json(_document(tally, file, kept_at, output.lang))
                else:
                    _show(tally, file, _name(args.file), kept_at, output)
    return 1 if tally.rejects else 0


_STDIN: Final = "-"


def _stdin() -> BinaryIO:
    return sys.stdin.buffer


def _name(file: str) -> str:
    return Path(file).name


def _rejects_path(said: str | None, source: Path | None) -> Path:
    if said == _STDIN:
        raise CommandError(
            es="--rejects necesita el nombre de un archivo: en la salida va el resultado",
            en="--rejects needs the name of a file: the output has the result",
        )
    return Path(said) if said else (source or Path("stdin.csv")).with_suffix(".rechazos.csv")


def _mapping(columns: Iterable[str]) -> dict[str, str]:
    mapping = {}
    for text in columns:
        name, equals, heading = text.partition("=")
        if not (equals and name.strip() and heading.strip()):
            raise CommandError(
                es=f"--column {text}: escriba NOMBRE=ENCABEZADO, como radicado=Expediente",
                en=f"--column {text}: write NAME=HEADING, as radicado=Expediente",
            )
        mapping[heading] = name.strip()
    return mapping


def _show(tally: Tally, file: CaseFile, name: str, kept_at: Path | None, output: Output) -> None:
    from pqr_core.exchange.csv import shown

    say = output.say
    for reject in tally.rejects:
        column = say(f", columna {reject.column}", f", column {reject.column}") if reject.column else ""
        value = f" {reject.value!r}" if reject.value else ""
        where = say(f"línea {reject.line}{column}", f"line {reject.line}{column}")
        output.text(f"{where}:{value} {reject.reason(output.lang)}", "warn")
    if file.unknown:
        names = ", ".join(shown(heading) for heading in file.unknown)
        output.text(say(f"Columnas que no se importan: {names}", f"Columns not imported: {names}"), "dim")
    dialect = f"{file.dialect.encoding}, {file.dialect.delimiter!r}, {file.dialect.date_format}"
    output.text(
        say(
            f"{name} ({dialect}): {tally.rows} filas; {tally.added} casos nuevos, {tally.updated} actualizados, "
            f"{tally.unchanged} sin cambio, {len(tally.rejects)} rechazados.",
            f"{name} ({dialect}): {tally.rows} rows; {tally.added} new cases, {tally.updated} updated, "
            f"{tally.unchanged} unchanged, {len(tally.rejects)} rejected.",
        ),
        "strong",
    )
    if not tally.complete:
        output.text(
            say(
                f"La importación no terminó: {tally.rows} de {file.total} filas.",
                f"The import did not come to its end: {tally.rows} of {file.total} rows.",
            ),
            "bad",
        )
    if tally.stated:
        output.text(
            say(
                f"De {tally.stated} vencimientos que trae el archivo, {tally.agreed} son los de la ley.",
                f"Of {tally.stated} due days stated in the file, {tally.agreed} are those of the law.",
            )
        )
    if kept_at is not None:
        output.wrote(str(kept_at))


def _document(tally: Tally, file: CaseFile, kept_at: Path | None, lang: Language) -> dict[str, Any]:
    return {
        "complete": tally.complete,
        "rows": tally.rows,
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": [
            {"line": each.line, "column": each.column, "value": each.value, "reason": each.reason(lang)}
            for each in tally.rejects
        ],
        "rejects_file": None if kept_at is None else str(kept_at),
        "unknown_columns": list(file.unknown),
        "encoding": file.dialect.encoding,
        "delimiter": file.dialect.delimiter,
        "date_format": file.dialect.date_format,
        "due_days_stated": tally.stated,
        "due_days_as_the_law": tally.agreed,
    }


COMMANDS: Final = (
    Command(
        name="import",
        es="importar los casos de un archivo CSV",
        en="import the cases of a CSV file",
        arguments=_arguments,
        run=_run,
    ),
)
