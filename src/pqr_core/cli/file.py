"""`file`: file a case in a store, and give it its radicado."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pqr_core.cases.events import Filing
from pqr_core.cli.base import Output, add_json
from pqr_core.cli.cases import add_office, add_told, office_of, show, told
from pqr_core.cli.settings import add_type, read_type
from pqr_core.vocabulary import EventType

__all__ = ("arguments", "run")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    add_type(parser, output)
    parser.add_argument(
        "--key",
        metavar=say("CLAVE", "KEY"),
        help=say(
            "clave de la radicación: repetida, da el mismo caso", "key of the filing: told again, it is the same case"
        ),
    )
    add_told(parser, output)
    add_office(parser, output)
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """File the case and show it; a new database gets its tables."""
    filed = told(EventType.RADICACION, args, tipo=read_type(args.tipo))
    # No moment but the given one: under a key, a second filing of "now" would be a different filing.
    at = None if args.at is None else filed.at
    with office_of(args, new=True) as office:
        view = office.file(filed.detail(Filing), on=filed.on, at=at, key=args.key, actor=args.actor)
    show(view, args, output)
    return 0
