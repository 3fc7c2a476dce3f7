"""The arguments for a utility and for time: its profile, its days, and the day or instant to look at."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from datetime import date, datetime, timedelta
from typing import Final

from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cli.base import Output, file_name, unknown_word
from pqr_core.errors import CommandError
from pqr_core.exchange.dates import readings_of
from pqr_core.exchange.profiles import load_profile
from pqr_core.exchange.words import type_code
from pqr_core.language import Said, long_date
from pqr_core.law.profiles import Profile
from pqr_core.moments import local_time

__all__ = (
    "add_as_of",
    "add_as_of_moment",
    "add_profile",
    "add_settings",
    "add_type",
    "base_profile_of",
    "day_of",
    "profile_of",
    "read_day",
    "read_moment",
    "read_type",
    "read_year",
)


def add_settings(parser: ArgumentParser, output: Output) -> None:
    """Add the settings of a utility that can move a date: its profile, or only its Saturdays and closures."""
    add_profile(parser, output)
    parser.add_argument(
        "--saturday", action="store_true", help=output.say("los sábados son hábiles", "Saturdays are business days")
    )
    parser.add_argument(
        "--closure",
        nargs=2,
        action="append",
        default=[],
        metavar=(output.say("DÍAS", "DAYS"), output.say("ACTO", "ACT")),
        help=output.say(
            "cierre de la empresa, por un día o por varios (2026-12-24..2026-12-31), y el acto que lo ordena",
            "closure of the company, of one day or several (2026-12-24..2026-12-31), and the act that orders it",
        ),
    )


def add_profile(parser: ArgumentParser, output: Output) -> None:
    """Add `--profile`."""
    parser.add_argument(
        "--profile",
        metavar=file_name(output, ".toml"),
        help=output.say(
            "el perfil de la empresa: días, horario, cierres y lecturas de la norma",
            "the profile of the utility: its days, hours, closures and readings of the law",
        ),
    )


def add_as_of(parser: ArgumentParser, output: Output) -> None:
    """Add `--as-of`, for a day."""
    parser.add_argument(
        "--as-of",
        metavar=output.say("FECHA", "DATE"),
        help=output.say("fecha de corte (hoy)", "as of this day (today)"),
    )


def add_as_of_moment(parser: ArgumentParser, output: Output) -> None:
    """Add `--as-of`, for a day or an instant."""
    parser.add_argument(
        "--as-of",
        metavar=output.say("FECHA", "DATE"),
        help=output.say("fecha de corte, con hora o sin ella (ahora)", "as of this day or instant (now)"),
    )


def add_type(parser: ArgumentParser, output: Output) -> None:
    """Add `TIPO`, the type of a case."""
    parser.add_argument(
        "tipo",
        metavar=output.say("TIPO", "TYPE"),
        help=output.say("tipo de trámite, como reclamo o peticion", "case type, as reclamo or peticion"),
    )


def read_type(text: str) -> str:
    """The code of a type that a user gave: by its code or by its name, in singular or plural.

    Raises:
        CommandError: there is no such type.
    """
    types = colombia.RULES.types
    code = type_code(text, types)
    if code is None:
        raise unknown_word(Said("tipo de trámite no reconocido", "unknown case type"), text, types)
    return code


def base_profile_of(args: Namespace) -> Profile:
    """The profile that the argument of `add_profile` names, or the default profile."""
    return load_profile(args.profile, colombia.LAW) if args.profile else colombia.DEFAULT_PROFILE


def profile_of(args: Namespace) -> Profile:
    """The profile that the arguments of `add_settings` give."""
    base = base_profile_of(args)
    closures = list(base.closures)
    for days, act in args.closure:
        first, _dots, last = days.partition("..")
        closures.append(Closure(read_day(first), read_day(last or first), act=act))
    saturday = args.saturday or base.saturday_is_business_day
    return evolve(base, saturday_is_business_day=saturday, closures=tuple(closures))


def read_day(text: str) -> date:
    """A day, written in any way that `read_moment` reads.

    Raises:
        CommandError: as there, or the text has an hour.
    """
    moment = read_moment(text)
    if isinstance(moment, datetime):
        raise CommandError(es=f"se esperaba un día sin hora, llegó {text!r}", en=f"expected a day, got {text!r}")
    return moment


def read_moment(text: str | None) -> datetime | date:
    """A day, or an instant; one written without an offset is in the legal time of Colombia. Without `text`, now.

    It reads ISO 8601, dates as people write them if they can be only one day (`26/06/2026`, `26 de junio de 2026`), and
    the words for the days around today.

    Raises:
        CommandError: `text` is not a date, or can be two days: `05/06/2026`.
    """
    if text is None:
        return datetime.now(colombia.ZONE)
    if (away := _AROUND.get(text.strip().casefold())) is not None:
        return datetime.now(colombia.ZONE).date() + timedelta(days=away)
    read = _iso(text) or _as_people_write(text)
    if not isinstance(read, datetime):
        return read
    return colombia.instant(read) if read.tzinfo is None else local_time(read, colombia.ZONE)


_AROUND: Final = {"hoy": 0, "today": 0, "ayer": -1, "yesterday": -1, "mañana": 1, "manana": 1, "tomorrow": 1}


def _iso(text: str) -> date | datetime | None:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _as_people_write(text: str) -> date | datetime:
    found = readings_of(" ".join(text.split()))
    days = dict.fromkeys(found.values())
    if len(days) > 1:
        one, other = (each.date() if isinstance(each, datetime) else each for each in days)
        raise CommandError(
            es=f"{text!r} puede ser el {long_date(one)} o el {long_date(other)}; escriba {one} o {other}",
            en=f"{text!r} can be {long_date(one, 'en')} or {long_date(other, 'en')}; write {one} or {other}",
        )
    day = next(iter(days), None)
    if day is not None and found.keys() != {"mdy"}:
        return day
    # It is a date only with the month first, which nobody writes here: suggest it, do not assume it.
    es, en = ("", "") if day is None else (f" (¿quiso decir {day:%Y-%m-%d}?)", f" (did you mean {day:%Y-%m-%d}?)")
    raise CommandError(
        es=f"se esperaba una fecha como 2026-03-16, 16/03/2026, hoy o 2026-03-16T10:00, llegó {text!r}{es}",
        en=f"expected a date as 2026-03-16, 16/03/2026, today or 2026-03-16T10:00, got {text!r}{en}",
    )


def read_year(text: str | None) -> int:
    """A year of four digits; without `text`, the present one.

    Raises:
        CommandError: `text` is not such a year.
    """
    if text is None:
        return datetime.now(colombia.ZONE).year
    if _YEAR.fullmatch(text) is None:
        raise CommandError(
            es=f"se esperaba un año como 2026, llegó {text!r}", en=f"expected a year as 2026, got {text!r}"
        )
    return int(text)


_YEAR: Final = re.compile(r"[1-9]\d{3}", re.ASCII)


def day_of(args: Namespace) -> date:
    """The legal day that the argument of `add_as_of` names; without it, today."""
    moment = read_moment(args.as_of)
    return moment.astimezone(colombia.ZONE).date() if isinstance(moment, datetime) else moment
