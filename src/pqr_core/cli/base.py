"""What every command shares: where it writes, in which language, and how it reads days and settings.

Knows no command. Nothing heavy is imported here: a command imports what it needs when it runs.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TextIO

from attrs import frozen

from pqr_core.drawing.text import Line, Span, Style, encodable, wrapped, write
from pqr_core.errors import CommandError
from pqr_core.language import Language

if TYPE_CHECKING:
    from pqr_core.law.profiles import Profile

__all__ = (
    "Command",
    "Output",
    "add_json",
    "add_profile",
    "add_settings",
    "base_profile_of",
    "profile_of",
    "read_moment",
)


class Output:
    """Where a command writes, and the language of what people read."""

    def __init__(self, lang: Language) -> None:
        self.lang: Language = lang

    def say(self, es: str, en: str) -> str:
        """The one of both that is in the language asked."""
        return es if self.lang == "es" else en

    def lines(self, lines: Iterable[Line]) -> None:
        """Print a picture."""
        write(lines, sys.stdout)

    def text(self, text: str = "", style: Style = "") -> None:
        """Print a paragraph, broken into lines."""
        self.lines((Span(line, style),) for line in wrapped(text, indent="  "))

    def plain(self, lines: Iterable[str]) -> None:
        """Print lines as they are, for programs that read them."""
        for line in lines:
            _plainly(line, sys.stdout)

    def title(self, text: str) -> None:
        """Print a heading with an empty line before it."""
        self.lines([(), (Span(text, "strong"),)])

    def json(self, document: Any) -> None:
        """Print one JSON object, in ASCII where the stream could not write it otherwise."""
        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        _plainly(json.dumps(document, ensure_ascii=ascii_only, indent=2 if sys.stdout.isatty() else None), sys.stdout)

    def note(self, text: str) -> None:
        """Tell something beside the result, on the error stream."""
        _plainly(f"pqr: {text}", sys.stderr)

    def wrote(self, path: str) -> None:
        """Tell which file was written."""
        self.note(self.say(f"escrito en {path}", f"written to {path}"))

    def counter(self, what: str) -> Callable[[int, int], None]:
        """What tells on a terminal's error stream how many of how many are done, for work that counts by itself."""
        shown_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal shown_at
            now = time.monotonic()
            if not sys.stderr.isatty() or (done < total and now - shown_at < _EVERY_SECONDS):
                return
            shown_at = now
            share = f"{done * 100 // total} %" if total else ""
            line = encodable(f"{what}: {done} / {total}  {share} ", sys.stderr.encoding)
            sys.stderr.write("\r" + line + ("\r" + " " * len(line) + "\r" if done >= total else ""))
            sys.stderr.flush()

        return tell

    @contextmanager
    def notes_of_warnings(self) -> Iterator[None]:
        """Show a warning of the library as a note, without the place in the code it comes from."""
        import warnings

        def show(message: Warning | str, *_place: Any, **_more: Any) -> None:
            self.note(str(message))

        with warnings.catch_warnings():
            warnings.showwarning = show
            yield


_EVERY_SECONDS: Final = 0.1


def _plainly(text: str, stream: TextIO) -> None:
    print(encodable(text, stream.encoding), file=stream)


@frozen(kw_only=True)
class Command:
    """One command: its name, what it does, its arguments and what runs it, which gives the exit status."""

    name: str
    es: str
    en: str
    arguments: Callable[[ArgumentParser, Output], None]
    run: Callable[[Namespace, Output], int]


# --- arguments that several commands have --------------------------------------------------------------------------


def add_json(parser: ArgumentParser, output: Output) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help=output.say("un objeto JSON", "one JSON object"))


def add_settings(parser: ArgumentParser, output: Output) -> None:
    """The settings of a utility that move a date: its profile, or its Saturdays and closures alone."""
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
    """`--profile`."""
    parser.add_argument(
        "--profile",
        metavar="FILE.toml",
        help=output.say(
            "el perfil de la empresa: días, horario, cierres y lecturas de la norma",
            "the profile of the utility: its days, hours, closures and readings of the law",
        ),
    )


def base_profile_of(args: Namespace) -> Profile:
    """The profile that the argument of `add_profile` names, or that of a utility that has decided nothing."""
    from pqr_core import colombia
    from pqr_core.exchange.profiles import load_profile

    return load_profile(args.profile, colombia.LAW) if args.profile else colombia.DEFAULT_PROFILE


def profile_of(args: Namespace) -> Profile:
    """The profile that the arguments of `add_settings` say."""
    from attrs import evolve

    from pqr_core.calendars.business import Closure

    base = base_profile_of(args)
    closures = list(base.closures)
    for days, act in args.closure:
        first, _dots, last = days.partition("..")
        closures.append(Closure(_read_day(first), _read_day(last or first), act=act))
    saturday = args.saturday or base.saturday_is_business_day
    return evolve(base, saturday_is_business_day=saturday, closures=tuple(closures))


def _read_day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            es=f"{text!r} no es una fecha: escríbala como 2026-03-16", en=f"{text!r} is no date: write it as 2026-03-16"
        ) from None


def read_moment(text: str | None) -> datetime | date:
    """A day, or an instant in legal time of Colombia, which one without offset is meant in. Without `text`, now."""
    from pqr_core import colombia
    from pqr_core.moments import local_time

    if text is None:
        return datetime.now(colombia.ZONE)
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(
            es=f"{text!r} no es una fecha ni un instante: escriba 2026-03-16 o 2026-03-16T10:00:00-05:00",
            en=f"{text!r} is neither a day nor an instant: write 2026-03-16 or 2026-03-16T10:00:00-05:00",
        ) from None
    return colombia.instant(moment) if moment.tzinfo is None else local_time(moment, colombia.ZONE)
