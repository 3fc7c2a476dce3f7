"""`act`: do something with a case, or record what happened."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from pqr_core.cli.base import Output, add_json
from pqr_core.cli.cases import add_office, add_told, completed, office_of, read_act, show, told
from pqr_core.vocabulary import EventType

__all__ = ("arguments", "run")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    parser.add_argument("radicado", metavar="RADICADO", help=say("el caso", "the case"))
    parser.add_argument(
        "type",
        metavar=say("ACTUACIÓN", "TYPE"),
        help=say(
            "lo que se hace, como decision (pqr show dice qué procede); correccion completa o corrige la radicación",
            "what is done, as decision (pqr show says what may be done); correccion completes or corrects the filing",
        ),
    )
    parser.add_argument(
        "--record",
        metavar=say("MOTIVO", "REASON"),
        help=say(
            "registrar un hecho, proceda o no, con su motivo", "record a fact, whether it is permitted or not, and why"
        ),
    )
    add_told(parser, output)
    add_office(parser, output)
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Do the act if the law permits it, or record what happened; then show the case."""
    kind = read_act(args.type)
    with office_of(args) as office:
        corrects = kind is EventType.CORRECCION
        event = completed(office.look(args.radicado).case, args) if corrects else told(kind, args)
        if args.record is None:
            view = office.act(args.radicado, event, actor=args.actor)
        else:
            view = office.record(args.radicado, event, reason=args.record or None, actor=args.actor)
    show(view, args, output)
    return 0
