"""`calendar YEAR`: the days that do not count, drawn, with their norms."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Any, Final

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar, DayKind
from pqr_core.cli.base import Output, add_formats, file_name
from pqr_core.cli.settings import add_settings, profile_of, read_year
from pqr_core.drawing.text import NARROW, Line, Mark, Span, beside, legend, month, table
from pqr_core.exchange.ics import calendar_ics
from pqr_core.exchange.spreadsheets import Sheet
from pqr_core.language import Language, long_date

__all__ = ("arguments", "run")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    parser.add_argument(
        "year", metavar=output.say("AÑO", "YEAR"), help=output.say("el año, como 2026", "the year, as 2026")
    )
    add_settings(parser, output)
    parser.add_argument(
        "--ics",
        metavar=file_name(output, ".ics"),
        help=output.say("escribir también un iCalendar", "write an iCalendar file too"),
    )
    add_formats(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Print the year."""
    calendar = colombia.calendar_of(profile_of(args))
    year = read_year(args.year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    calendar.is_business_day(first)  # refuses a year outside the span before anything is written
    if args.ics:
        Path(args.ics).write_bytes(calendar_ics(calendar, first.year, output.lang))
        output.wrote(args.ics)
    if output.sheets(args, lambda: [_sheet(calendar, first, last, output)]):
        return 0
    if args.json:
        output.json(_document(calendar, first, last, output.lang))
    else:
        _draw(calendar, first, last, output)
    return 0


def _business_days(calendar: BusinessCalendar, first: date, last: date) -> int:
    return calendar.business_days_between(first, last) + calendar.is_business_day(first)


# --- drawn ---------------------------------------------------------------------------------------------------------


def _across(width: int) -> int:
    """How many months stand in a row: the most that fit and that divide the year into full rows."""
    return max(n for n in _ROWS if n == 1 or n * (7 * NARROW + _GAP) - _GAP <= width)


_ROWS: Final = (1, 2, 3, 4, 6)
_GAP: Final = 4


def _draw(calendar: BusinessCalendar, first: date, last: date, output: Output) -> None:
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
    output.lines([(), *beside(pictures, across=_across(output.width), width=output.width), ()])
    closures = [closure for closure in calendar.closures if closure.first <= last and first <= closure.last]
    output.lines(legend([key[DayKind.HOLIDAY], *([key[DayKind.CLOSURE]] if closures else [])], output.width))
    output.text(
        output.say("Los domingos no son hábiles; los sábados sí.", "Sundays are not business days; Saturdays are.")
        if calendar.saturday_is_business_day
        else output.say("Los sábados y domingos no son hábiles.", "Saturdays and Sundays are not business days.")
    )
    output.lines([(), *_holidays(calendar, first, last, output)])
    if closures:
        headings = (output.say("Cierre", "Closed"), output.say("Acto", "Act"))
        days = [(f"{c.first}" if c.first == c.last else f"{c.first} - {c.last}", c.act) for c in closures]
        output.lines([(), *table(headings, days, width=output.width)])
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
    return table(headings, rows, width=output.width)


def _sheet(calendar: BusinessCalendar, first: date, last: date, output: Output) -> Sheet:
    """The table of holidays and closures, by first day."""
    say, lang = output.say, output.lang
    days: list[tuple[date, date, str, str]] = [
        (
            holiday.day,
            holiday.day,
            holiday.law.name_en if lang == "en" else holiday.law.name_es,
            holiday.law.citations[0].text(lang),
        )
        for holiday in calendar.holidays_in(first, last)
    ]
    days += [
        (closure.first, closure.last, say("Cierre", "Closed"), closure.act)
        for closure in calendar.closures
        if closure.first <= last and first <= closure.last
    ]
    headings = (
        say("Desde", "From"),
        say("Hasta", "To"),
        say("Día no hábil", "Day off"),
        say("Norma o acto", "Norm or act"),
    )
    return Sheet(say(f"Días no hábiles {first.year}", f"Non-business days {first.year}"), headings, sorted(days), lang)


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
