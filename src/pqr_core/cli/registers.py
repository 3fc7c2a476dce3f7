"""`worklist` and `db`: what a store holds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from pqr_core.cli.base import Command, Output, add_json, add_settings, profile_of, read_moment
from pqr_core.cli.stores import add_store, add_utility, open_store, require_utility, utility_of
from pqr_core.errors import CommandError, SchemaVersionError
from pqr_core.rendering import Cell, Line, Span, Style, bar, table
from pqr_core.vocabulary import WorkClass

if TYPE_CHECKING:
    from pqr_core.calendars.business import BusinessCalendar
    from pqr_core.facts import Facts
    from pqr_core.indicators.rows import Rows
    from pqr_core.storage.base import Store, UnitOfWork

__all__ = ("CLASS_STYLES", "COMMANDS", "by_class", "class_bars", "class_table", "open_rows", "rows_of")

CLASS_STYLES: Final[Mapping[WorkClass, Style]] = {
    WorkClass.OVERDUE: "bad",
    WorkClass.TODAY: "warn",
    WorkClass.SOON: "warn",
    WorkClass.LATER: "good",
    WorkClass.SUSPENDED: "paused",
    WorkClass.UNDATED: "dim",
}
"""How each class is shown beside its name; their order is that of the work."""

_SHOWN: Final = 10
_BAR: Final = 40

# --- the work list -------------------------------------------------------------------------------------------------


def open_rows(store: Store, utility: str) -> Iterator[Facts]:
    """The rows with an open duty, page by page."""
    with store.begin(writing=False) as unit:
        page = unit.facts.open_page(utility)
        while page:
            yield from page
            page = unit.facts.open_page(utility, after=page[-1].case_id)


def by_class(
    rows: Iterable[Facts], day: date, *, calendar: BusinessCalendar, soon: int
) -> dict[WorkClass, list[Facts]]:
    """The rows in their work classes on `day`, the oldest due day first."""
    classes: dict[WorkClass, list[Facts]] = {work_class: [] for work_class in CLASS_STYLES}
    for row in rows:
        work_class = row.work_class(day, calendar=calendar, soon=soon)
        if work_class is not None:
            classes[work_class].append(row)
    for listed in classes.values():
        listed.sort(key=lambda row: (row.next_due(day) or date.max, row.radicado or ""))
    return classes


def class_bars(classes: Mapping[WorkClass, Sequence[Facts]], output: Output) -> list[Line]:
    """How many cases each class has."""
    most = max(map(len, classes.values()), default=0)
    labels = {each: each.label(output.lang) for each in classes}
    width = max(map(len, labels.values()))
    return [
        (
            Span(f"{labels[each]:<{width}} {len(rows):>6} "),
            Span(bar(len(rows), most, _BAR), CLASS_STYLES[each]),
        )
        for each, rows in classes.items()
    ]


def class_table(
    rows: Sequence[Facts], day: date, *, calendar: BusinessCalendar, output: Output, limit: int = _SHOWN
) -> list[Line]:
    """The first of the rows with their duty and day, and how many more there are."""
    from pqr_core import colombia

    say = output.say
    headings = (
        say("Radicado", "Filing"),
        say("Tipo", "Type"),
        say("Deber", "Duty"),
        say("Vence", "Due"),
        say("Días hábiles", "Business days"),
    )
    body: list[Sequence[Cell]] = []
    for row in rows[:limit]:
        due_on = row.next_due(day)
        duty = colombia.RULES.obligations[row.duty or "respuesta"].label(output.lang)
        left = calendar.business_days_between(day, due_on) if due_on else None
        body.append(
            (
                row.radicado or str(row.case_id),
                row.tipo,
                duty,
                str(due_on or "-"),
                "-" if left is None else f"{left:+d}" if left else "0",
            )
        )
    lines = table(headings, body, right=(4,))
    if len(rows) > limit:
        more = len(rows) - limit
        lines.append((Span(say(f"... y {more} más", f"... and {more} more"), "dim"),))
    return lines


def _worklist_arguments(parser: ArgumentParser, output: Output) -> None:
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    _add_as_of(parser, output)
    parser.add_argument(
        "--limit",
        type=int,
        default=_SHOWN,
        metavar="N",
        help=output.say(f"casos que se muestran de cada clase ({_SHOWN})", f"cases shown of each class ({_SHOWN})"),
    )
    add_json(parser, output)


def _worklist(args: Namespace, output: Output) -> int:
    from pqr_core import colombia

    profile = profile_of(args)
    calendar = colombia.calendar_of(profile)
    day = _day(read_moment(args.as_of))
    calendar.is_business_day(day)  # a day outside the span is refused before anything is written
    if args.limit < 0:
        raise CommandError(es="--limit no puede ser negativo", en="--limit cannot be negative")
    with open_store(args.store) as store:
        require_utility(store, utility_of(args))
        rows = open_rows(store, utility_of(args))
        classes = by_class(rows, day, calendar=calendar, soon=profile.soon_business_days)
    if args.json:
        output.json(
            {"as_of": day.isoformat(), **{each.value: [_row(r, day) for r in classes[each]] for each in classes}}
        )
        return 0
    output.lines(class_bars(classes, output))
    for each, rows_of_class in classes.items():
        if rows_of_class:
            label = each.label(output.lang)
            output.title(f"{label[0].upper()}{label[1:]}: {len(rows_of_class)}")
            output.lines(class_table(rows_of_class, day, calendar=calendar, output=output, limit=args.limit))
    return 0


def _add_as_of(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument("--as-of", metavar="T", help=output.say("día en que se mira (hoy)", "day to look at (today)"))


def _day(moment: date | datetime) -> date:
    from pqr_core import colombia

    return moment.astimezone(colombia.ZONE).date() if isinstance(moment, datetime) else moment


def _row(row: Facts, day: date) -> dict[str, Any]:
    due_on = row.next_due(day)
    return {
        "case_id": str(row.case_id),
        "radicado": row.radicado,
        "tipo": row.tipo,
        "filed_on": row.filed_on.isoformat(),
        "duty": row.duty,
        "due_on": None if due_on is None else due_on.isoformat(),
    }


def rows_of(unit: UnitOfWork, utility: str) -> Rows:
    """What is known of a utility now, to be counted."""
    from pqr_core.indicators.rows import Rows

    return Rows(
        facts=unit.facts.stream(utility), volumes=unit.volumes.stream(utility), surveys=unit.surveys.stream(utility)
    )


# --- the database --------------------------------------------------------------------------------------------------


def _db_arguments(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument(
        "action",
        choices=("upgrade", "check", "sql"),
        help=output.say(
            "upgrade: crear o actualizar las tablas; check: decir si son las de esta versión; "
            "sql: mostrar lo que haría upgrade",
            "upgrade: make the tables or bring them up to date; check: say whether they are of this version; "
            "sql: show what upgrade would run",
        ),
    )
    add_store(parser, output)
    add_json(parser, output)


def _db(args: Namespace, output: Output) -> int:
    with open_store(args.store, must_exist=args.action != "upgrade") as store:
        if args.action == "sql":
            statements = store.upgrade_sql()
            if args.json:
                output.json({"sql": statements})
            else:
                output.plain(statements.splitlines())
            return 0
        if args.action == "upgrade":
            store.upgrade()
        try:
            store.check()
        except SchemaVersionError as error:
            if args.json:
                output.json({"current": False, "found": error.params["found"], "needed": error.params["needed"]})
            raise
    if args.json:
        output.json({"current": True})
        return 0
    output.text(output.say("Las tablas son las de esta versión.", "The tables are those of this version."))
    return 0


COMMANDS: Final = (
    Command(
        name="worklist",
        es="lo vencido, lo de hoy, lo próximo, lo que sigue y lo suspendido",
        en="what is overdue, due today, soon or later, and suspended",
        arguments=_worklist_arguments,
        run=_worklist,
    ),
    Command(
        name="db",
        es="crear o actualizar las tablas, comprobar su versión o mostrar lo que falta",
        en="make or upgrade the tables, check their version, or show what is missing",
        arguments=_db_arguments,
        run=_db,
    ),
)
