"""`calendar YEAR`: the days that do not count, drawn, with their norms."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pqr_core.cli.base import Command, Output, add_json, add_settings, profile_of
from pqr_core.drawing.text import NARROW, Line, Mark, Span, beside, legend, month, table
from pqr_core.errors import CommandError
from pqr_core.language import Language, long_date

if TYPE_CHECKING:
    from pqr_core.calendars.business import BusinessCalendar

__all__ = ("COMMANDS",)


def _arguments(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument("year", metavar=output.say("AÑO", "YEAR"))
    add_settings(parser, output)
    parser.add_argument(
        "--ics", metavar="FILE", help=output.say("escribir también un iCalendar", "write an iCalendar file too")
    )
    add_json(parser, output)


def _run(args: Namespace, output: Output) -> int:
    from pqr_core import colombia

    calendar = colombia.calendar_of(profile_of(args))
    first, last = _year(args.year)
    calendar.is_business_day(first)  # a year outside the span is refused before anything is written
    if args.ics:
        from pqr_core.exchange.ics import calendar_ics

        Path(args.ics).write_bytes(calendar_ics(calendar, first.year, output.lang))
        output.wrote(args.ics)
    if args.json:
        output.json(_document(calendar, first, last, output.lang))
    else:
        _draw(calendar, first, last, output)
    return 0


def _year(text: str) -> tuple[date, date]:
    try:
        return date(int(text), 1, 1), date(int(text), 12, 31)
    except ValueError:
        raise CommandError(es=f"{text!r} no es un año", en=f"{text!r} is no year") from None


def _business_days(calendar: BusinessCalendar, first: date, last: date) -> int:
    return calendar.business_days_between(first, last) + calendar.is_business_day(first)


# --- drawn ---------------------------------------------------------------------------------------------------------


def _draw(calendar: BusinessCalendar, first: date, last: date, output: Output) -> None:
    from pqr_core.calendars.business import DayKind

    closed = output.say("cierre de la empresa", "closed")
    key = {
        DayKind.HOLIDAY: Mark("*", "holiday", output.say("festivo", "holiday")),
        DayKind.CLOSURE: Mark("x", "closed", closed),
        DayKind.WEEKEND: Mark(" ", "dim"),
    }
    count = _business_days(calendar, first, last)
    output.text(output.say(f"{first.year}: {count} días hábiles", f"{first.year}: {count} business days"), "strong")
    pictures = [
        month(first.year, number, lambda day: key.get(calendar.why(day).kind), output.lang, cell=NARROW)
        for number in range(1, last.month + 1)
    ]
    output.lines([(), *beside(pictures, across=3), ()])
    closures = [closure for closure in calendar.closures if closure.first <= last and first <= closure.last]
    output.lines(legend([key[DayKind.HOLIDAY], *([key[DayKind.CLOSURE]] if closures else [])]))
    output.text(
        output.say("Los domingos no son hábiles; los sábados sí.", "Sundays are no business days; Saturdays are.")
        if calendar.saturday_is_business_day
        else output.say("Los sábados y domingos no son hábiles.", "Saturdays and Sundays are no business days.")
    )
    output.lines([(), *_holidays(calendar, first, last, output)])
    if closures:
        headings = (output.say("Cierre", "Closed"), output.say("Acto", "Act"))
        days = [(f"{c.first}" if c.first == c.last else f"{c.first} - {c.last}", c.act) for c in closures]
        output.lines([(), *table(headings, days)])
    if calendar.is_projected(last):
        year = calendar.verified_through
        output.text()
        output.text(
            output.say(
                f"Proyectado: las leyes de festivos están verificadas hasta {year}.",
                f"Projected: the holiday laws are verified up to {year}.",
            ),
            "warn",
        )


def _holidays(calendar: BusinessCalendar, first: date, last: date, output: Output) -> list[Line]:
    headings = (output.say("Día", "Day"), output.say("Festivo", "Holiday"), output.say("Norma", "Norm"))
    rows = [
        (
            Span(long_date(holiday.day, output.lang, year=False)),
            holiday.law.name_en if output.lang == "en" else holiday.law.name_es,
            holiday.law.citations[0].text(output.lang),
        )
        for holiday in calendar.holidays_in(first, last)
    ]
    return table(headings, rows)


# --- for programs --------------------------------------------------------------------------------------------------


def _document(calendar: BusinessCalendar, first: date, last: date, lang: Language) -> dict[str, Any]:
    return {
        "year": first.year,
        "business_days": _business_days(calendar, first, last),
        "saturday_is_business_day": calendar.saturday_is_business_day,
        "holidays": [
            {
                "day": holiday.day.isoformat(),
                "code": holiday.law.code,
                "name": holiday.law.name_en if lang == "en" else holiday.law.name_es,
                "citations": [
                    {"norm": c.norm.id, "name": c.norm.name, "article": c.article, "confidence": c.confidence}
                    for c in holiday.law.citations
                ],
            }
            for holiday in calendar.holidays_in(first, last)
        ],
        "closures": [
            {"from": closure.first.isoformat(), "to": closure.last.isoformat(), "act": closure.act}
            for closure in calendar.closures
            if closure.first <= last and first <= closure.last
        ],
        "disputed": [day.isoformat() for day in calendar.disputed_in(first, last)],
        "projected": calendar.is_projected(last),
        "fingerprint": calendar.fingerprint,
    }


COMMANDS: Final = (
    Command(
        name="calendar",
        es="los festivos de un año con sus normas, dibujados",
        en="the holidays of a year with their norms, drawn",
        arguments=_arguments,
        run=_run,
    ),
)
