"""`import FILE.csv`: cases from a file into a store; every bad row named, none lost, the same file twice no change."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from attrs import Factory, define, evolve, frozen

from pqr_core.cli.base import Command, Output, add_json, add_settings, profile_of
from pqr_core.cli.stores import add_store, add_utility, open_store, utility_of
from pqr_core.errors import (
    CommandError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    HistoryRewrittenError,
    InvalidInputError,
    PQRError,
    StaleCaseError,
)

if TYPE_CHECKING:
    from pqr_core.exchange.csv import CaseFile, Imported, Rejected
    from pqr_core.facts import Facts
    from pqr_core.law.profiles import Profile
    from pqr_core.storage.base import NewCase, Store, UnitOfWork

__all__ = ("COMMANDS", "Tally", "import_cases")

T = TypeVar("T")

_BATCH: Final = 1000
_OF_THE_ROW: Final = (
    DuplicateCaseError,
    DuplicateRadicadoError,
    HistoryRewrittenError,
    InvalidInputError,
    StaleCaseError,
)
"""What a store refuses because of one row, rather than because it cannot work."""


@define
class Tally:
    """What came of the rows of a file."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: list[Rejected] = Factory(list)
    stated: int = 0
    """Rows whose file states a due day."""
    agreed: int = 0
    """Of those, the ones whose due day is the law's."""

    @property
    def rows(self) -> int:
        """All rows."""
        return self.added + self.updated + self.unchanged + len(self.rejects)


@frozen
class _Row:
    imported: Imported
    facts: Facts


def import_cases(file: CaseFile, store: Store, *, profile: Profile, at: datetime, output: Output, what: str) -> Tally:
    """Keep the cases of `file` with their facts as of `at`, in units of some thousand rows.

    A case that is there already gets the events that are new; one whose stored history the file contradicts is
    rejected, as is one that the law or the store refuses.
    """
    tally = Tally()
    rows = _with_facts(output.progress(file, file.total, what), tally, profile, at)
    for batch in _batched(rows, _BATCH):
        _keep(batch, store, tally, at)
    tally.rejects.sort(key=lambda reject: reject.line)
    return tally


def _with_facts(results: Iterable[Imported | Rejected], tally: Tally, profile: Profile, at: datetime) -> Iterator[_Row]:
    from pqr_core import colombia
    from pqr_core.exchange.csv import Rejected
    from pqr_core.facts import facts_of

    for result in results:
        if isinstance(result, Rejected):
            tally.rejects.append(result)
            continue
        try:
            facts = facts_of(result.case, colombia.agenda(result.case, at, profile=profile))
        except PQRError as error:
            tally.rejects.append(result.refuse(error))
            continue
        if result.stated_due_on is not None:
            tally.stated += 1
            tally.agreed += result.stated_due_on == facts.due_on
        yield _Row(result, facts)


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _keep(rows: Sequence[_Row], store: Store, tally: Tally, at: datetime) -> None:
    """Keep the rows in one unit of work; where one of them is refused, the others without it."""
    from pqr_core.storage.base import NewCase

    try:
        news = [NewCase(row.imported.case, row.facts) for row in rows]
        with store.begin() as unit:
            present = unit.cases.add_many(news, at=at)
            updated = sum(_updated(unit, each, at) for each in present)
            unit.commit()
    except _OF_THE_ROW as error:
        if len(rows) == 1:
            tally.rejects.append(rows[0].imported.refuse(error))
            return
        middle = len(rows) // 2
        _keep(rows[:middle], store, tally, at)
        _keep(rows[middle:], store, tally, at)
        return
    tally.added += len(rows) - len(present)
    tally.updated += updated
    tally.unchanged += len(present) - updated


def _updated(unit: UnitOfWork, new: NewCase, at: datetime) -> bool:
    """Whether the case that is there already had to be given events."""
    case = new.case
    stored = unit.cases.get(case.utility_id, case.case_id)
    if stored.case.events == case.events:
        return False
    if all(event in case.events for event in stored.case.events):
        # A file lists events by column, a history by when they were recorded: the new ones come last.
        case = stored.case.record(*(event for event in case.events if event not in stored.case.events))
    if case == stored.case:
        return False
    unit.cases.save(stored, case, new.facts, at=at)
    return True


# --- the command ---------------------------------------------------------------------------------------------------


def _arguments(parser: ArgumentParser, output: Output) -> None:
    say = output.say
    parser.add_argument("file", metavar="FILE.csv")
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    parser.add_argument("--encoding", metavar="CODEC", help=say("codificación: utf-8, cp1252...", "encoding"))
    parser.add_argument("--date-format", metavar="F", help=say("iso, dmy o mdy", "iso, dmy or mdy"))
    parser.add_argument(
        "--rejects",
        metavar="FILE",
        help=say("dónde dejar las filas rechazadas (FILE.rechazos.csv)", "where to put rows refused"),
    )
    add_json(parser, output)


def _run(args: Namespace, output: Output) -> int:
    from pqr_core import colombia
    from pqr_core.exchange.csv import read_cases

    source = Path(args.file)
    if not source.is_file():
        raise CommandError(es=f"no existe el archivo {source}", en=f"there is no file {source}")
    utility = utility_of(args)
    with (
        read_cases(
            source,
            utility_id=utility,
            types=colombia.RULES.types,
            zone=colombia.ZONE,
            encoding=args.encoding,
            date_format=args.date_format,
        ) as file,
        open_store(args.store, new=True) as store,
    ):
        profile = evolve(profile_of(args), utility_id=utility)
        at = datetime.now(colombia.ZONE)
        tally = import_cases(file, store, profile=profile, at=at, output=output, what=source.name)
        kept_at = _write_rejects(file, tally.rejects, Path(args.rejects or source.with_suffix(".rechazos.csv")), output)
    if args.json:
        output.json(_document(tally, file, kept_at))
    else:
        _show(tally, file, source, kept_at, output)
    return 1 if tally.rejects else 0


def _write_rejects(file: CaseFile, rejects: Sequence[Rejected], path: Path, output: Output) -> Path | None:
    from pqr_core.exchange.csv import write_rejects

    if not rejects:
        return None
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        write_rejects(file, rejects, target, lang=output.lang)
    return path


def _show(tally: Tally, file: CaseFile, source: Path, kept_at: Path | None, output: Output) -> None:
    say = output.say
    for reject in tally.rejects:
        column = say(f", columna {reject.column}", f", column {reject.column}") if reject.column else ""
        value = f" {reject.value!r}" if reject.value else ""
        where = say(f"línea {reject.line}{column}", f"line {reject.line}{column}")
        output.text(f"{where}:{value} {reject.reason(output.lang)}", "warn")
    if file.unknown:
        names = ", ".join(file.unknown)
        output.text(say(f"Columnas que no se importan: {names}", f"Columns not imported: {names}"), "dim")
    dialect = f"{file.dialect.encoding}, {file.dialect.delimiter!r}, {file.dialect.date_format}"
    output.text(
        say(
            f"{source.name} ({dialect}): {tally.rows} filas; {tally.added} casos nuevos, {tally.updated} actualizados, "
            f"{tally.unchanged} sin cambio, {len(tally.rejects)} rechazados.",
            f"{source.name} ({dialect}): {tally.rows} rows; {tally.added} new cases, {tally.updated} updated, "
            f"{tally.unchanged} unchanged, {len(tally.rejects)} rejected.",
        ),
        "strong",
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


def _document(tally: Tally, file: CaseFile, kept_at: Path | None) -> dict[str, Any]:
    return {
        "rows": tally.rows,
        "added": tally.added,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": [
            {"line": each.line, "column": each.column, "value": each.value, "reason": each.reason("es")}
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
