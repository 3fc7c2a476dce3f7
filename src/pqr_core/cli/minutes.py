"""`minutes`: keep the minutes of the meeting about a period."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pqr_core.cli.base import Output
from pqr_core.cli.cases import office_with_cases
from pqr_core.cli.settings import add_as_of, add_settings, day_of
from pqr_core.cli.stores import add_store, add_utility, settings_of
from pqr_core.indicators.periods import Period
from pqr_core.meetings import Minutes

__all__ = ("arguments", "run")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    parser.add_argument(
        "--period",
        required=True,
        metavar=say("PERÍODO", "PERIOD"),
        help=say("el período tratado", "the period looked at"),
    )
    parser.add_argument(
        "--present",
        action="append",
        required=True,
        metavar=say("NOMBRE", "NAME"),
        help=say("quién asistió, con su cargo; se puede repetir", "who was there, with the post; may be repeated"),
    )
    parser.add_argument(
        "--decision",
        action="append",
        default=[],
        metavar=say("TEXTO", "TEXT"),
        help=say("qué se decidió; se puede repetir", "what was decided; may be repeated"),
    )
    add_as_of(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Keep the minutes; they replace those of the same period and day."""
    profile = settings_of(args)
    minutes = Minutes(
        utility=profile.utility_id,
        period=str(Period.parse(args.period)),
        held_on=day_of(args),
        attendance=args.present,
        decisions=args.decision,
    )
    with office_with_cases(args, profile) as office:
        office.keep_minutes(minutes)
    es = f"acta de la reunión del {minutes.held_on} sobre {minutes.period}, guardada."
    output.text(output.say(es, f"minutes of the meeting of {minutes.held_on} about {minutes.period} kept."))
    return 0
