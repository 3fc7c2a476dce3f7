"""`worklist` and `db`: what a store holds."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from pqr_core.cli.base import Command, Output, add_json, add_settings, profile_of, read_moment
from pqr_core.cli.stores import add_store, add_utility, open_store, require_utility, settings_of
from pqr_core.drawing.text import Cell, Line, Span, Style, bar, table
from pqr_core.errors import CommandError, SchemaVersionError
from pqr_core.vocabulary import WorkClass

if TYPE_CHECKING:
    from pqr_core.calendars.business import BusinessCalendar
    from pqr_core.office.projection import Projection
    from pqr_core.office.worklist import WorkItem
    from pqr_core.storage.sql import SqlStore

__all__ = ("CLASS_STYLES", "COMMANDS", "class_bars", "class_table")

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


def class_bars(counts: Mapping[WorkClass, int], output: Output) -> list[Line]:
    """How many cases each class has."""
    most = max(counts.values(), default=0)
    labels = {each: each.label(output.lang) for each in CLASS_STYLES}
    width = max(map(len, labels.values()))
    return [
        (
            Span(f"{label:<{width}} {counts[each]:>6} "),
            Span(bar(counts[each], most, _BAR), CLASS_STYLES[each]),
        )
        for each, label in labels.items()
    ]


def class_table(
    items: Sequence[WorkItem], day: date, *, of: int, calendar: BusinessCalendar, output: Output
) -> list[Line]:
    """The items with their duty and day, and how many more there are `of` them."""
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
    for item in items:
        due_on = item.due_on
        duty = colombia.RULES.obligations[item.duty.code].label(output.lang)
        left = calendar.business_days_between(day, due_on) if due_on else None
        body.append(
            (
                item.radicado or str(item.row.case_id),
                item.tipo,
                duty,
                str(due_on or "-"),
                "-" if left is None else f"{left:+d}" if left else "0",
            )
        )
    lines = table(headings, body, right=(4,))
    if more := of - len(items):
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
    from pqr_core.office import worklist

    profile = settings_of(args)
    calendar = colombia.calendar_of(profile)
    day = _day(read_moment(args.as_of))
    calendar.is_business_day(day)  # a day outside the span is refused before anything is written
    if args.limit < 0:
        raise CommandError(es="--limit no puede ser negativo", en="--limit cannot be negative")
    utility, definitions = profile.utility_id, colombia.definitions(profile)
    with open_store(args.store) as store, store.begin(writing=False) as unit:
        require_utility(store, utility)
        if args.json:
            listed: dict[WorkClass, list[dict[str, Any]]] = {each: [] for each in CLASS_STYLES}
            for item in worklist.items(unit, utility, day, definitions):
                listed[item.work_class].append(_item(item))
            output.json({"as_of": day.isoformat(), **{each.value: items for each, items in listed.items()}})
            return 0
        counts = worklist.counts(unit, utility, day, definitions)
        output.lines(class_bars(counts, output))
        for each in CLASS_STYLES:
            if counts[each]:
                label = each.label(output.lang)
                output.title(f"{label[0].upper()}{label[1:]}: {counts[each]}")
                limit = min(args.limit, counts[each])
                asked = worklist.page(unit, utility, day, definitions, work_class=each, limit=limit) if limit else None
                shown = () if asked is None else asked.items
                output.lines(class_table(shown, day, of=counts[each], calendar=calendar, output=output))
    return 0


def _add_as_of(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument("--as-of", metavar="T", help=output.say("día en que se mira (hoy)", "day to look at (today)"))


def _day(moment: date | datetime) -> date:
    from pqr_core import colombia

    return moment.astimezone(colombia.ZONE).date() if isinstance(moment, datetime) else moment


def _item(item: WorkItem) -> dict[str, Any]:
    return {
        "case_id": str(item.row.case_id),
        "radicado": item.radicado,
        "tipo": item.tipo,
        "filed_on": item.row.filed_on.isoformat(),
        "duty": item.duty.code,
        "due_on": None if item.due_on is None else item.due_on.isoformat(),
    }


# --- the database --------------------------------------------------------------------------------------------------


def _db_arguments(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument(
        "action",
        choices=("upgrade", "check", "sql", "project"),
        help=output.say(
            "upgrade: crear o actualizar las tablas y rehacer las filas; check: decir si son las de esta versión; "
            "sql: mostrar lo que haría upgrade; project: rehacer las filas hechas con otras definiciones",
            "upgrade: make the tables or bring them up to date, and make the rows anew; check: say whether they are "
            "of this version; sql: show what upgrade would run; project: make rows of other definitions anew",
        ),
    )
    add_store(parser, output)
    add_settings(parser, output)
    parser.add_argument(
        "--reason",
        metavar=output.say("RAZÓN", "REASON"),
        help=output.say(
            "lo que dirá la nota de cada caso al que se le mueva un día",
            "what the note says in each case of which a day moves",
        ),
    )
    parser.add_argument(
        "--since",
        metavar="FILE.toml",
        help=output.say(
            "el perfil de antes, donde solo cambiaron días: las filas a las que no tocan quedan como están",
            "the profile before, where only days have changed: the rows that they do not touch stay as they are",
        ),
    )
    parser.add_argument(
        "--no-project",
        action="store_true",
        help=output.say("no rehacer las filas después de upgrade", "do not make the rows anew after upgrade"),
    )
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
        if args.action == "project" or (args.action == "upgrade" and not args.no_project):
            return _project(store, args, output)
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


def _project(store: SqlStore, args: Namespace, output: Output) -> int:
    """Make the rows of the utility of the profile anew; without settings, of every utility that has decided nothing."""
    from pqr_core import colombia
    from pqr_core.exchange.profiles import load_profile
    from pqr_core.office.projection import has_settings, project

    profile = profile_of(args)
    since = colombia.definitions(load_profile(args.since, colombia.LAW)) if args.since else None
    at = datetime.now(tz=colombia.ZONE)
    reason = args.reason or output.say("definiciones nuevas", "new definitions")
    with store.begin(writing=False) as unit:
        utilities = [profile.utility_id] if args.profile else unit.utilities()
        definitions = {each: colombia.definitions(evolve(profile, utility_id=each)) for each in utilities}
        told = args.profile or args.saturday or args.closure
        other = [] if told else [each for each in utilities if not has_settings(unit, each, definitions[each])]
    done = {
        utility: project(
            store,
            utility,
            definitions[utility],
            at=at,
            reason=reason,
            since=since,
            progress=output.counter(output.say("filas rehechas", "rows made anew")),
        )
        for utility in utilities
        if utility not in other
    }
    if args.json:
        output.json({"current": True, "projected": {each: _told(found) for each, found in done.items()}})
    else:
        output.text(output.say("Las tablas son las de esta versión.", "The tables are those of this version."))
        for utility, found in done.items():
            _show_projection(utility, found, output)
    if other:
        names = ", ".join(other)
        raise CommandError(
            es=f"las filas de {names} se hicieron con otros ajustes que los de quien no ha decidido nada, o no se sabe "
            "con cuáles: ejecute `pqr db project` con el --profile de cada empresa",
            en=f"the rows of {names} were made with other settings than those of one that has decided nothing, or "
            "nobody knows with which: run `pqr db project` with the --profile of each utility",
        )
    return 1 if any(found.refused for found in done.values()) else 0


def _told(found: Projection) -> dict[str, Any]:
    refused = [{"case_id": str(each.case_id), "error": each.error.code} for each in found.refused]
    return {"rows": found.rows, "moved": found.moved, "refused": refused}


def _show_projection(utility: str, found: Projection, output: Output) -> None:
    output.text(
        output.say(
            f"{utility}: filas rehechas: {found.rows}; casos con un día movido: {found.moved}.",
            f"{utility}: rows made anew: {found.rows}; cases of which a day moved: {found.moved}.",
        )
    )
    for each in found.refused:
        output.text(f"{each.case_id}: {each.error.message(output.lang)}", "warn")


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
        es="crear o actualizar las tablas y sus filas, comprobar su versión o mostrar lo que falta",
        en="make or upgrade the tables and their rows, check their version, or show what is missing",
        arguments=_db_arguments,
        run=_db,
    ),
)
