"""`worklist`: what is to be done, from the cases of a store."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cli.base import Output, add_formats
from pqr_core.cli.feeds import add_ics, write_ics
from pqr_core.cli.settings import add_as_of, add_settings, day_of
from pqr_core.cli.stores import add_store, add_utility, open_store, require_utility, settings_of
from pqr_core.drawing.text import Cell, Line, Span, Style, bar, table
from pqr_core.errors import CommandError
from pqr_core.exchange.spreadsheets import Sheet, SheetCell
from pqr_core.language import Said
from pqr_core.names import COUNT, mismatch
from pqr_core.office.feeds import work_events
from pqr_core.office.worklist import WorkItem, WorkOfDay
from pqr_core.vocabulary import WorkClass

__all__ = ("CLASS_STYLES", "arguments", "class_bars", "class_table", "run")

CLASS_STYLES: Final[Mapping[WorkClass, Style]] = {
    WorkClass.OVERDUE: "bad",
    WorkClass.TODAY: "warn",
    WorkClass.SOON: "warn",
    WorkClass.LATER: "good",
    WorkClass.SUSPENDED: "paused",
    WorkClass.UNDATED: "dim",
}
"""How each class is styled; their order is the order of the work."""

_SHOWN: Final = 10
_BAR: Final = 40


def class_bars(counts: Mapping[WorkClass, int], output: Output) -> list[Line]:
    """A bar for each class with the number of its cases."""
    most = max(counts.values(), default=0)
    labels = {each: each.label(output.lang) for each in CLASS_STYLES}
    width = max(map(len, labels.values()))
    room = min(_BAR, output.width - width - len(f" {0:>6} "))
    return [
        (
            Span(f"{label:<{width}} {counts[each]:>6} "),
            Span(bar(counts[each], most, room), CLASS_STYLES[each]),
        )
        for each, label in labels.items()
    ]


def class_table(
    items: Sequence[WorkItem], day: date, *, of: int, calendar: BusinessCalendar, output: Output
) -> list[Line]:
    """The items with their duty and day, and how many of the `of` cases are not shown."""
    say = output.say
    headings = (
        say("Radicado", "Filing"),
        say("Tipo", "Type"),
        say("Deber", "Duty"),
        say("Vence", "Due"),
        _left_heading(output),
    )
    body: list[Sequence[Cell]] = []
    for item in items:
        due_on = item.due_on
        duty = colombia.RULES.obligations[item.duty.code].label(output.lang)
        left = calendar.business_days_between(day, due_on) if due_on else None
        body.append(
            (
                item.radicado or str(item.row.case_id),
                _type_name(item, output),
                duty,
                str(due_on or "-"),
                _left(left, output),
            )
        )
    lines = table(headings, body, width=output.width)
    if more := of - len(items):
        lines.append((Span(say(f"... y {more} más", f"... and {more} more"), "dim"),))
    return lines


def _type_name(item: WorkItem, output: Output) -> str:
    return colombia.RULES.types[item.tipo].label(output.lang)


def _left_heading(output: Output) -> str:
    return output.say("Faltan / mora (días hábiles)", "Left / overdue (business days)")


def _left(days: int | None, output: Output) -> str:
    """The business days left, or the business days since the due day."""
    if days is None:
        return "-"
    if days == 0:
        return output.say("hoy", "today")
    return output.say(f"faltan {days}", f"{days} left") if days > 0 else output.say(f"mora {-days}", f"{-days} overdue")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    add_as_of(parser, output)
    parser.add_argument(
        "--limit",
        type=int,
        default=_SHOWN,
        metavar="N",
        help=output.say(f"casos que se muestran de cada clase ({_SHOWN})", f"cases shown of each class ({_SHOWN})"),
    )
    add_ics(parser, output)
    add_formats(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Print the classes of work and the most urgent cases of each."""
    profile = settings_of(args)
    calendar = colombia.calendar_of(profile)
    day = day_of(args)
    calendar.is_business_day(day)  # refuses a day outside the span before anything is written
    if args.limit < 0:
        wrong = mismatch(COUNT, Said.alike(str(args.limit)))
        raise CommandError(es=f"--limit: {wrong.es}", en=f"--limit: {wrong.en}")
    utility, definitions = profile.utility_id, colombia.definitions(profile)
    with open_store(args.store) as store, store.read() as unit:
        require_utility(store, utility)
        work = WorkOfDay(unit, utility, day, definitions)
        counts = work.counts()
        if args.ics:
            write_ics(args, work_events(work.items(), definitions, output.lang), output)
        if output.sheets(args, lambda: [_sheet(work.items(), day, calendar, output)]):
            return 0
        if args.json:
            lists = ((each.value, map(_item, work.items(work_class=each))) for each in CLASS_STYLES)
            output.json_lists({"as_of": day.isoformat()}, lists)
            return 0
        output.lines(class_bars(counts, output))
        for each in CLASS_STYLES:
            if counts[each]:
                label = each.label(output.lang)
                output.title(f"{label[0].upper()}{label[1:]}: {counts[each]}")
                limit = min(args.limit, counts[each])
                shown = work.page(work_class=each, limit=limit).items if limit else ()
                output.lines(class_table(shown, day, of=counts[each], calendar=calendar, output=output))
    return 0


def _sheet(items: Iterable[WorkItem], day: date, calendar: BusinessCalendar, output: Output) -> Sheet:
    """The table of every case with an open duty, in the order of the work."""
    say, lang = output.say, output.lang
    headings = (
        *(say("Clase", "Class"), say("Radicado", "Filing"), say("Tipo", "Type"), say("Radicado el", "Filed on")),
        *(say("Deber", "Duty"), say("Vence", "Due"), _left_heading(output)),
    )

    def row(item: WorkItem) -> tuple[SheetCell, ...]:
        left = None if item.due_on is None else calendar.business_days_between(day, item.due_on)
        return (
            *(
                item.work_class.label(lang),
                item.radicado or str(item.row.case_id),
                _type_name(item, output),
                item.row.filed_on,
            ),
            *(colombia.RULES.obligations[item.duty.code].label(lang), item.due_on, left),
        )

    return Sheet(say(f"Trabajo {day}", f"Work {day}"), headings, map(row, items), lang, personal=True)


def _item(item: WorkItem) -> dict[str, Any]:
    return {
        "case_id": str(item.row.case_id),
        "radicado": item.radicado,
        "tipo": item.tipo,
        "filed_on": item.row.filed_on.isoformat(),
        "duty": item.duty.code,
        "due_on": None if item.due_on is None else item.due_on.isoformat(),
    }
