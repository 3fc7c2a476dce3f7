"""`due`: the last day to answer, explained."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pqr_core import colombia
from pqr_core.cli.base import Output, add_json
from pqr_core.cli.feeds import add_ics, write_ics
from pqr_core.cli.settings import add_settings, add_type, profile_of, read_moment, read_type
from pqr_core.errors import CommandError
from pqr_core.exchange.ics import DueEvent, warning_days
from pqr_core.law.agenda import Deadline
from pqr_core.law.explanations import sentences
from pqr_core.law.pictures import months_of

__all__ = ("arguments", "run", "show_deadline")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    add_type(parser, output)
    parser.add_argument(
        "filed",
        metavar=output.say("FECHA", "DATE"),
        help=output.say(
            "día de radicación, con hora o sin ella: 2026-06-26, 26/06/2026, hoy",
            "day of filing, with or without the hour: 2026-06-26, 26/06/2026, today",
        ),
    )
    add_settings(parser, output)
    add_ics(parser, output)
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Print the deadline."""
    case_type = colombia.RULES.types[read_type(args.tipo)]
    if case_type.response is None:
        raise CommandError(
            es=f"{args.tipo}: {case_type.description}", en=f"{args.tipo} has no answer term that the law sets"
        )
    profile = profile_of(args)
    deadline = colombia.due(case_type.code, read_moment(args.filed), profile=profile)
    if args.ics:
        assert deadline.due_on is not None  # noqa: S101 - a type with a legal term has a day
        warnings = warning_days(deadline.code, deadline.due_on, profile, deadline.basis.calendar)
        event = DueEvent(
            key=f"{case_type.code}:{deadline.base_on}",
            due_on=deadline.due_on,
            summary=f"{deadline.rule.label(output.lang)}: {case_type.label(output.lang)}",
            description=deadline.text(output.lang),
            warnings=warnings,
            at=profile.office_hours.opens,
        )
        write_ics(args, [event], output)
    if args.json:
        output.json(deadline.as_dict(output.lang))
    else:
        show_deadline(deadline, output)
    return 0


def show_deadline(deadline: Deadline, output: Output) -> None:
    """Print the deadline in sentences, and the months it touches."""
    first, *rest = sentences(deadline, output.lang)
    output.text(first, "strong")
    for sentence in rest:
        output.text(sentence)
    picture = months_of(deadline, output.lang, width=output.width)
    if picture:
        output.lines([(), *picture])
