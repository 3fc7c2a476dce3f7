"""`tables due`: the last day to answer of each type and day, as a plain table for any language and any tool."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Final

from pqr_core import colombia
from pqr_core.cli.base import Output, add_formats, file_name
from pqr_core.cli.settings import add_settings, read_year
from pqr_core.cli.stores import add_target, add_utility, open_store, settings_of
from pqr_core.errors import CommandError
from pqr_core.exchange.spreadsheets import Sheet, write_csv, write_xlsx
from pqr_core.frames import CellKind, frame_of
from pqr_core.language import Language
from pqr_core.law.answers import DueRow, due_table
from pqr_core.private import opened_for
from pqr_core.storage.due_days import write_due_days

__all__ = ("arguments", "run")

_KINDS: Final[Mapping[str, CellKind]] = {
    "utility": str,
    "tipo": str,
    "filed_on": date,
    "due_on": date,
    "rule": str,
    "fingerprint": str,
}
_AROUND: Final = (5, 1)
"""The years by default: how many before the present one, and how many after it."""


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    parser.add_argument(
        "what", choices=("due",), metavar=say("TABLA", "TABLE"), help=say("due: los vencimientos", "due: the due days")
    )
    add_target(parser, output)
    parser.add_argument(
        "--out",
        metavar=file_name(output),
        help=say("un archivo .csv, .parquet o .xlsx", "a file .csv, .parquet or .xlsx"),
    )
    parser.add_argument(
        "--years",
        metavar=say("AÑOS", "YEARS"),
        help=say(
            f"años de radicación, como 2026 o 2020-2027 (los {_AROUND[0]} anteriores, este y el próximo)",
            f"years of filing, as 2026 or 2020-2027 (the {_AROUND[0]} before, this one and the next)",
        ),
    )
    add_utility(parser, output)
    add_settings(parser, output)
    add_formats(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Write the table to the database or the file, or print it."""
    profile = settings_of(args)
    first, last = _years(args.years)
    definitions, calendar = colombia.definitions(profile), colombia.calendar_of(profile)
    calendar.is_business_day(first)  # refuses a year outside the span before anything is written
    calendar.is_business_day(last)

    def rows() -> Iterator[DueRow]:
        return due_table(definitions, first, last, output.lang)

    if args.out:
        _write(Path(args.out), rows(), output.lang)
        output.wrote(args.out)
    if args.store:
        with open_store(args.store) as store:
            put = write_due_days(store, profile.utility_id, first, last, rows())
            name = f"{store.tables.prefix}due_days"
        output.note(output.say(f"filas escritas en la tabla {name}: {put}", f"rows written to the table {name}: {put}"))
    if output.sheets(args, lambda: [_sheet(rows(), output.lang)]):
        return 0
    if args.json:
        output.json([{name: _plain(cell) for name, cell in zip(_KINDS, row, strict=True)} for row in rows()])
    elif not (args.out or args.store or args.xlsx):
        raise CommandError(
            es="diga dónde va la tabla: --store URL, --out ARCHIVO, --csv, --json o --xlsx ARCHIVO",
            en="say where the table goes: --store URL, --out FILE, --csv, --json or --xlsx FILE",
        )
    return 0


def _plain(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _years(text: str | None) -> tuple[date, date]:
    """The first and the last day of the years asked for."""
    if text is None:
        now, (before, after) = read_year(None), _AROUND
        return date(now - before, 1, 1), date(now + after, 12, 31)
    first, _dash, last = text.partition("-")
    begin, end = read_year(first), read_year(last or first)
    if end < begin:
        raise CommandError(
            es=f"--years {text}: el último año es anterior al primero",
            en=f"--years {text}: the last year is before the first",
        )
    return date(begin, 1, 1), date(end, 12, 31)


def _sheet(rows: Iterable[DueRow], lang: Language) -> Sheet:
    # Headings are the names to join by, so they are the same in both languages.
    return Sheet("due_days", tuple(_KINDS), rows, lang)


def _write(path: Path, rows: Iterable[DueRow], lang: Language) -> None:
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        known = ", ".join(_WRITERS)
        raise CommandError(es=f"{path}: escriba {known}", en=f"{path}: write {known}")
    with opened_for(path, personal=False) as target:
        write(rows, target, lang)


def _csv(rows: Iterable[DueRow], target: IO[bytes], lang: Language) -> None:
    with TextIOWrapper(target, encoding="utf-8", newline="") as text:
        write_csv(_sheet(rows, lang), text)


def _parquet(rows: Iterable[DueRow], target: IO[bytes], _lang: Language) -> None:
    columns = dict(zip(_KINDS, map(list, zip(*rows, strict=True)), strict=False)) or {name: [] for name in _KINDS}
    table = frame_of(columns, _KINDS, backend="pyarrow")
    from pyarrow import parquet

    parquet.write_table(table, target)


def _xlsx(rows: Iterable[DueRow], target: IO[bytes], lang: Language) -> None:
    write_xlsx([_sheet(rows, lang)], target)


_WRITERS: Final[Mapping[str, Callable[[Iterable[DueRow], IO[bytes], Language], None]]] = {
    ".csv": _csv,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
