"""`import FILE`: imports cases or a register; every bad row is named, and importing again changes nothing."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from errno import EISDIR
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from shutil import copyfileobj
from typing import Any, BinaryIO, Final, cast

from attrs import define, field

from pqr_core import colombia
from pqr_core.cli.base import Output, add_formats, file_name
from pqr_core.cli.settings import add_settings
from pqr_core.cli.stores import add_store, add_utility, open_store, settings_of
from pqr_core.errors import CommandError
from pqr_core.exchange.columns import CASES, KINDS, Columns
from pqr_core.exchange.faults import Rejected, shown
from pqr_core.exchange.files import RejectsWriter, RowFile, read_rows
from pqr_core.exchange.reading import Reading, load_reading
from pqr_core.exchange.spreadsheets import Sheet
from pqr_core.language import Language, Said, joined
from pqr_core.office.imports import Tally, import_cases, import_rows

__all__ = ("arguments", "run")

# --- the file of rejects -------------------------------------------------------------------------------------------


@define
class _RejectsFile:
    """The file of refused rows: an unnamed temporary file until it is complete, then put in its place."""

    _wanted: Path
    _part: BinaryIO
    _lang: Language
    _writer: RejectsWriter | None = field(default=None, init=False)
    _text: TextIOWrapper | None = field(default=None, init=False)

    def write(self, file: RowFile[Any], reject: Rejected) -> None:
        """Write one reject."""
        if self._writer is None:
            self._text = TextIOWrapper(self._part, encoding="utf-8-sig", newline="")
            self._writer = RejectsWriter(file, self._text, lang=self._lang)
        self._writer.write(reject)

    def keep(self, output: Output) -> Path | None:
        """Put the rejects in their place and return the path; None if there are no rejects.

        An existing file with other content is not touched: the rejects get another name.
        """
        if self._text is None:
            return None
        self._text.flush()
        for place in self._places():
            try:
                # Personal data: only the owner may read it.
                number = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                if place.is_file() and self._is_in(place):
                    return place
                output.note(
                    output.say(
                        f"{place} ya existe con otro contenido y no se toca",
                        f"{place} is there already with something else in it, and is left as it is",
                    )
                )
                continue
            with open(number, "wb") as target:  # noqa: PTH123 - a descriptor, not a path
                self._part.seek(0)
                copyfileobj(self._part, target)
            return place
        raise AssertionError  # `_places` never ends

    def _is_in(self, place: Path) -> bool:
        self._part.seek(0)
        with place.open("rb") as there:
            return all(one == there.read(len(one) or 1) for one in (*iter(lambda: self._part.read(_CHUNK), b""), b""))

    def _places(self) -> Iterator[Path]:
        yield self._wanted
        for number in count(2):
            yield self._wanted.with_stem(f"{self._wanted.stem}-{number}")


_CHUNK: Final = 1 << 16


@contextmanager
def _prepared(wanted: Path, source: Path | None, lang: Language) -> Iterator[_RejectsFile]:
    """The file of rejects; refused here if it could not be written after the import, or is the imported file itself."""
    if source is not None and wanted.exists() and wanted.samefile(source):
        raise CommandError(
            es=f"{wanted} es el mismo archivo que se importa; indique otro con --rejects",
            en=f"{wanted} is the file to import itself; name another one with --rejects",
        )
    try:
        if wanted.is_dir():
            raise IsADirectoryError(EISDIR, "", str(wanted))
        part = tempfile.TemporaryFile(dir=wanted.parent)  # noqa: SIM115 - closed below
    except OSError as error:
        said = Said.of_system(error)
        raise CommandError(
            es=f"no se puede escribir el archivo de rechazos {wanted}: {said.es}; indique otro con --rejects",
            en=f"the file of rejects {wanted} cannot be written: {said.en}; name another one with --rejects",
        ) from None
    with part:
        yield _RejectsFile(wanted, cast("BinaryIO", part), lang)


# --- the arguments -------------------------------------------------------------------------------------------------


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    parser.add_argument(
        "file",
        nargs="?",
        metavar=file_name(output),
        help=say(
            "CSV, texto, XLSX, XLS, ODS o Parquet; - lee la entrada",
            "CSV, text, XLSX, XLS, ODS or Parquet; - reads stdin",
        ),
    )
    add_store(parser, output, required=False)
    add_utility(parser, output)
    add_settings(parser, output)
    parser.add_argument(
        "--kind",
        choices=tuple(KINDS),
        metavar=say("CLASE", "KIND"),
        help=say(
            "qué son las filas: cases (casos), volumes (suscriptores por mes), surveys (encuestas) o tickets (turnos); "
            "si no se dice, casos",
            "what the rows are: cases, volumes (subscribers by month), surveys or tickets; cases if nothing is said",
        ),
    )
    parser.add_argument(
        "--columns",
        action="store_true",
        help=say("mostrar las columnas que se reconocen, y terminar", "show the columns that are known, and end"),
    )
    parser.add_argument(
        "--map", metavar=file_name(output, ".toml"), help=say("cómo leer el archivo", "how to read the file")
    )
    parser.add_argument(
        "--write-map",
        metavar=file_name(output, ".toml"),
        help=say("guardar cómo se leyó, para --map", "keep how it was read, for --map"),
    )
    for flag, metavar, told in _REPEATED:
        parser.add_argument(
            flag, action="append", default=[], metavar=metavar.text(output.lang), help=told.text(output.lang)
        )
    parser.add_argument(
        "--not-recorded",
        metavar=say("QUÉ", "WHAT"),
        help=say(
            "lo que el registro no lleva (notificacion,silencio): no se sabe, en vez de no hecho",
            "what the register does not keep (notificacion,silencio): unknown rather than undone",
        ),
    )
    parser.add_argument(
        "--recorded",
        metavar=say("QUÉ", "WHAT"),
        help=say("lo que sí lleva: si no está, no se hizo", "what it does keep: what is not there was not done"),
    )
    parser.add_argument(
        "--sheet", metavar=say("NOMBRE", "NAME"), help=say("la hoja del libro", "the sheet of the workbook")
    )
    parser.add_argument(
        "--skip-rows",
        type=int,
        metavar="N",
        help=say(
            "filas antes de los encabezados (si no, se buscan)", "rows before the headings (else they are looked for)"
        ),
    )
    parser.add_argument(
        "--encoding",
        metavar=say("CODIFICACIÓN", "ENCODING"),
        help=say("codificación del texto: utf-8, cp1252...", "encoding of the text: utf-8, cp1252..."),
    )
    parser.add_argument(
        "--date-format",
        metavar=say("FORMATO", "FORMAT"),
        help=say(
            "orden de las fechas: iso (año, mes, día), dmy (día, mes, año) o mdy (mes, día, año)",
            "order of the dates: iso (year, month, day), dmy (day, month, year) or mdy (month, day, year)",
        ),
    )
    parser.add_argument(
        "--dates-as",
        choices=("local", "utc"),
        metavar=say("LECTURA", "READING"),
        help=say(
            "las medianoches con huso: el día escrito (local) o ese instante (utc)",
            "midnights with an offset: the day that is written (local), or that instant (utc)",
        ),
    )
    parser.add_argument(
        "--short-years",
        action="store_true",
        default=None,
        help=say("los años tienen dos cifras", "years have two digits"),
    )
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="N", help=say("procesos que trabajan (1)", "processes that work (1)")
    )
    parser.add_argument(
        "--post",
        action="store_true",
        help=say(
            "contar lo nuevo a quienes leen el buzón de salida; un registro de años pasados, a nadie",
            "tell what is new to the readers of the outbox; a register of past years to nobody",
        ),
    )
    parser.add_argument(
        "--rejects",
        metavar=file_name(output, ".csv"),
        help=say(
            "dónde dejar las filas rechazadas (junto al archivo, con .rechazos.csv)",
            "where to put the rows refused (beside the file, with .rechazos.csv)",
        ),
    )
    of_columns = Said("la tabla de --columns", "the table of --columns")
    add_formats(parser, output, first=of_columns, every=of_columns)


_COLUMN: Final = Said("NOMBRE=ENCABEZADO", "NAME=HEADING")
_DEFAULT: Final = Said("COLUMNA=VALOR", "COLUMN=VALUE")
_REPEATED: Final = (
    (
        "--column",
        _COLUMN,
        Said("qué encabezado es una columna (se repite)", "which heading a column has (repeatable)"),
    ),
    (
        "--ignore",
        Said("ENCABEZADO", "HEADING"),
        Said("encabezado que no se importa (se repite)", "heading that is not imported (repeatable)"),
    ),
    (
        "--value",
        Said("COLUMNA:DE=A", "COLUMN:FROM=TO"),
        Said(
            "qué significa una palabra, como tipo:RR=recurso_reposicion; * es cualquier otra (se repite)",
            "what a word means, as tipo:RR=recurso_reposicion; * is any other (repeatable)",
        ),
    ),
    (
        "--default",
        _DEFAULT,
        Said(
            "qué dice una columna vacía o que falta (se repite)",
            "what a column says where it is empty or missing (repeatable)",
        ),
    ),
    (
        "--none",
        Said("PALABRA", "WORD"),
        Said("otra palabra que dice que no hay dato (se repite)", "another word for nothing (repeatable)"),
    ),
)


def _reading(args: Namespace) -> Reading:
    """How the file is to be read: as the mapping file says, unless another argument says otherwise."""
    base = load_reading(args.map) if args.map else Reading()
    values: dict[str, dict[str, str]] = {}
    for text in args.value:
        column, colon, rest = text.partition(":")
        word, equals, told = rest.rpartition("=")
        if not (column.strip() and colon and equals and word.strip()):
            raise CommandError(
                es=f"--value {text}: escriba COLUMNA:DE=A, como tipo:RR=recurso_reposicion",
                en=f"--value {text}: write COLUMN:FROM=TO, as tipo:RR=recurso_reposicion",
            )
        values.setdefault(column.strip(), {})[word.strip()] = told.strip()
    if args.skip_rows is not None and args.skip_rows < 0:
        raise CommandError(es="--skip-rows no puede ser negativo", en="--skip-rows cannot be negative")
    given = {
        "kind": args.kind,
        "columns": dict(_pairs("--column", args.column, _COLUMN, "radicado=Expediente")),
        "defaults": dict(_pairs("--default", args.default, _DEFAULT, "servicio=acueducto")),
        "values": values,
        "ignore": args.ignore,
        "none": args.none,
        "not_recorded": _words(args.not_recorded),
        "recorded": _words(args.recorded),
        **{
            name: getattr(args, name)
            for name in ("sheet", "skip_rows", "encoding", "date_format", "dates_as", "short_years")
        },
    }
    return base.with_more({name: value for name, value in given.items() if value not in (None, [], {}, ())})


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _pairs(flag: str, texts: Iterable[str], form: Said, example: str) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, equals, value = text.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise CommandError(
                es=f"{flag} {text}: escriba {form.es}, como {example}",
                en=f"{flag} {text}: write {form.en}, as {example}",
            )
        yield name.strip(), value.strip()


# --- the command ---------------------------------------------------------------------------------------------------


def _source(args: Namespace) -> Path | None:
    """The file to read; None if it comes on standard input.

    Raises:
        CommandError: the arguments do not say what to import, or contradict each other.
    """
    if args.csv or args.xlsx:
        es = "--csv y --xlsx son de la tabla de columnas (--columns)"
        raise CommandError(es=es, en="--csv and --xlsx are of the table of columns (--columns)")
    if args.file is None or args.store is None:
        raise CommandError(
            es="faltan el archivo y --store: pqr import ARCHIVO --store URL", en="FILE and --store are missing"
        )
    source = None if args.file == _STDIN else Path(args.file)
    if source is not None and not source.is_file():
        raise CommandError(es=f"no existe el archivo {source}", en=f"there is no file {source}")
    if args.write_map and Path(args.write_map).exists():
        raise CommandError(
            es=f"{args.write_map} ya existe y no se toca; dé otro nombre a --write-map, o impórtelo así con --map",
            en=f"{args.write_map} is there already and is left as it is; give --write-map another name, or use --map",
        )
    if args.jobs < 1:
        raise CommandError(es="--jobs es un número de procesos, desde 1", en="--jobs is a number of processes, from 1")
    return source


def run(args: Namespace, output: Output) -> int:
    """Import the file and report what became of its rows; 1 if some were refused."""
    reading = _reading(args)
    if args.columns:
        return _show_columns(reading, args, output)
    source = _source(args)
    profile, law = settings_of(args), colombia.LAW
    with (
        _prepared(_rejects_path(args.rejects, source), source, output.lang) as rejects,
        read_rows(source or _stdin(), profile=profile, law=law, reading=reading) as file,
        open_store(args.store, new=True) as store,
    ):
        if args.write_map:
            _write_map(Path(args.write_map), file, output)
        if not args.json:
            _tell_reading(file, output)
        tally, listed = Tally(), list[Rejected]() if args.json else None
        given: dict[str, Any] = {
            "law": law,
            "profile": profile,
            "on_reject": _taker(rejects, file, listed),
            "progress": output.counter(_name(args.file)),
            "tally": tally,
        }
        try:
            if file.reading.of_kind is CASES:
                import_cases(store, file, jobs=args.jobs, post=args.post, **given)
            else:
                import_rows(store, file, **given)
        finally:
            # However the import ends, report what is stored and every bad row.
            kept_at = None
            try:
                kept_at = rejects.keep(output)
            finally:
                if listed is not None:
                    output.json(_document(tally, file, kept_at, listed, output.lang))
                else:
                    _show(tally, file, _name(args.file), kept_at, output)
    return 1 if tally.rejected else 0


_STDIN: Final = "-"


def _taker(rejects: _RejectsFile, file: RowFile[Any], listed: list[Rejected] | None) -> Callable[[Rejected], None]:
    def take(reject: Rejected) -> None:
        rejects.write(file, reject)
        if listed is not None:
            listed.append(reject)

    return take


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


def _write_map(path: Path, file: RowFile[Any], output: Output) -> None:
    path.write_text(file.reading.toml(), encoding="utf-8")
    output.wrote(str(path))


# --- what is told --------------------------------------------------------------------------------------------------


def _show_columns(reading: Reading, args: Namespace, output: Output) -> int:
    """Print the table of the columns of a kind of file."""
    columns = reading.of_kind
    if output.sheets(args, lambda: [_columns_sheet(columns, output)]):
        return 0
    if args.json:
        output.json(
            [
                {
                    "column": each.name,
                    "headings": [each.name, *each.headings],
                    "takes": each.takes.value,
                    "words": sorted(each.words),
                    "needed": each.needed,
                    "needs": each.needs,
                }
                for each in columns.values()
            ]
        )
        return 0
    say = output.say
    output.text(say(f"Columnas de un archivo de {columns.es}", f"Columns of a file of {columns.en}"), "strong")
    for each in columns.values():
        needed = say(" (necesaria)", " (needed)") if each.needed else ""
        needs = say(f" (con {each.needs})", f" (with {each.needs})") if each.needs else ""
        words = f": {', '.join(each.words)}" if each.words else ""
        output.text(f"{each.name}{needed}{needs}", "strong")
        output.text(f"  {each.takes.label(output.lang)}{words}")
        if each.usual:
            output.text(say("  también: ", "  also: ") + ", ".join(each.usual), "dim")
    return 0


def _columns_sheet(columns: Columns, output: Output) -> Sheet:
    say, lang = output.say, output.lang
    headings = (
        *(say("Columna", "Column"), say("Necesaria", "Needed"), say("Qué trae", "Takes")),
        *(say("Palabras", "Words"), say("Con", "With"), say("Otros encabezados", "Other headings")),
    )
    rows = [
        (
            *(each.name, each.needed, each.takes.label(lang), ", ".join(each.words), each.needs),
            ", ".join(heading.replace("_", " ") for heading in each.headings),
        )
        for each in columns.values()
    ]
    return Sheet(say(f"Columnas de {columns.es}", f"Columns of {columns.en}"), headings, rows, lang)


def _tell_reading(file: RowFile[Any], output: Output) -> None:
    """The first line: what counts as unknown because the register does not record it, and how to say otherwise."""
    say = output.say
    if file.unrecorded:
        words = ",".join(file.unrecorded)
        es, en = (joined([each.label(lang) for each in file.unrecorded], lang) for lang in ("es", "en"))
        output.text(
            say(
                f"El registro no lleva {es}: se toman como desconocidas, no como incumplidas. Si las lleva y lo que no "
                f"está no se hizo, importe con --recorded {words}.",
                f"The register does not keep {en}: they are taken as unknown, not as undone. If it keeps them and what "
                f"is not there was not done, import with --recorded {words}.",
            ),
            "warn",
        )
    if file.layout.titles:
        number, line = file.layout.titles, file.layout.line
        es, en = ("fila", "row") if number == 1 else ("filas", "rows")
        output.text(
            say(
                f"Encabezados en la línea {line}, después de {number} {es} de título.",
                f"Headings on line {line}, below {number} title {en}.",
            ),
            "dim",
        )


def _show(tally: Tally, file: RowFile[Any], name: str, kept_at: Path | None, output: Output) -> None:
    say = output.say
    known = {}
    for fault in tally.faults:
        output.text(fault.text(output.lang, listed=False), "warn")
        if fault.known is not None:
            known[fault.column] = fault.known
    for column, words in known.items():
        output.text(say(f"Palabras de {column}: {words}", f"Words of {column}: {words}"))
    for column, first in tally.blanks.items():
        lines = ", ".join(str(line) for line, _text in first)
        told = ", ".join(dict.fromkeys(text for _line, text in first))
        output.text(
            say(
                f"Columna {column}: errores de hoja de cálculo ({told}) tomados como celdas vacías (líneas {lines}...)",
                f"Column {column}: spreadsheet errors ({told}) taken as empty cells (lines {lines}...)",
            ),
            "warn",
        )
    if file.unknown:
        names = ", ".join(shown(heading) for heading in file.unknown)
        output.text(say(f"Columnas que no se importan: {names}", f"Columns not imported: {names}"), "dim")
    if file.unnamed:
        numbers = ", ".join(map(str, file.unnamed))
        es, en = (
            f"Columnas sin encabezado, que no se importan: {numbers}",
            f"Columns without heading, not imported: {numbers}",
        )
        output.text(say(es, en), "warn")
    dialect = f"{file.description}, {file.date_format}"
    rows = output.count(tally.rows, ("fila", "filas"), ("row", "rows"))
    counts = (
        output.count(tally.added, *_NEW["cases" if file.reading.kind == "cases" else "rows"]),
        output.count(tally.updated, *_UPDATED),
        say(f"{tally.unchanged} sin cambio", f"{tally.unchanged} unchanged"),
        output.count(tally.rejected, *_REJECTED),
    )
    output.text(f"{name} ({dialect}): {rows}; {', '.join(counts)}.", "strong")
    if not tally.complete:
        output.text(
            say(
                f"La importación no terminó: {tally.rows} de {file.total} filas. Repita el comando: sigue donde quedó.",
                f"The import did not come to its end: {tally.rows} of {file.total} rows. Run it again, and it goes on.",
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


_NEW: Final = {
    "cases": (("caso nuevo", "casos nuevos"), ("new case", "new cases")),
    "rows": (("fila nueva", "filas nuevas"), ("new row", "new rows")),
}
_UPDATED: Final = ("actualización", "actualizaciones"), ("update", "updates")
_REJECTED: Final = ("fila rechazada", "filas rechazadas"), ("row refused", "rows refused")


def _document(
    tally: Tally, file: RowFile[Any], kept_at: Path | None, listed: list[Rejected], lang: Language
) -> dict[str, Any]:
    return {
        "kind": file.reading.kind,
        "complete": tally.complete,
        "rows": tally.rows,
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": [
            {"line": each.line, "column": each.column, "value": each.value, "reason": each.reason(lang)}
            for each in listed
        ],
        "faults": [
            {
                "kind": fault.kind,
                "column": fault.column,
                "count": fault.count,
                "lines": [each.line for each in fault.first],
                "values": [each.value for each in fault.first],
                "reason": fault.first[0].reason(lang),
            }
            for fault in tally.faults
        ],
        "errors_taken_for_nothing": tally.blank,
        "rejects_file": None if kept_at is None else str(kept_at),
        "not_recorded": list(file.unrecorded),
        "title_rows": file.layout.titles,
        "unknown_columns": list(file.unknown),
        "unnamed_columns": list(file.unnamed),
        "written_as": file.description,
        "delimiter": file.delimiter,
        "date_format": file.date_format,
        "due_days_stated": tally.stated,
        "due_days_as_the_law": tally.agreed,
    }
