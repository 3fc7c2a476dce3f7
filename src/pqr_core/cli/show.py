"""`show`: a case with its deadlines, its findings and what may be done."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime

from pqr_core.cli.agenda import deadline_sheet
from pqr_core.cli.base import Output, add_formats
from pqr_core.cli.cases import add_office, office_of, show
from pqr_core.cli.settings import add_as_of_moment, read_moment

__all__ = ("arguments", "run")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    parser.add_argument("radicado", metavar="RADICADO", help=say("el caso", "the case"))
    add_as_of_moment(parser, output)
    parser.add_argument(
        "--personal",
        action="store_true",
        help=say("con los datos del peticionario, en el JSON", "with the data of the petitioner, in the JSON"),
    )
    add_office(parser, output)
    add_formats(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Show the case; as a table, its deadlines."""
    moment = read_moment(args.as_of)
    when = {"at": moment} if isinstance(moment, datetime) else {"on": moment}
    with office_of(args) as office:
        view = office.look(args.radicado, personal=args.personal, **({} if args.as_of is None else when))
    if not output.sheet(args, lambda: deadline_sheet(view.agenda, output)):
        show(view, args, output)
    return 0
