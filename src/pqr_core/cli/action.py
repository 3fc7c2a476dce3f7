"""`action`: open an improvement action, or close one with its evidence."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pqr_core import colombia
from pqr_core.cli.base import Output, unknown_word
from pqr_core.cli.cases import office_with_cases
from pqr_core.cli.settings import add_as_of, add_settings, day_of, read_day
from pqr_core.cli.stores import add_store, add_utility, settings_of
from pqr_core.errors import CommandError
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.meetings import ImprovementAction
from pqr_core.vocabulary import ActionKind

__all__ = ("arguments", "run")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)
    for name, metavar, told in (
        (
            "--period",
            say("PERÍODO", "PERIOD"),
            say("el período en que se decidió, como 2026-10", "the period it was decided about"),
        ),
        ("--what", say("TEXTO", "TEXT"), say("qué se hará", "what will be done")),
        ("--responsible", say("QUIÉN", "WHO"), say("quién responde", "who answers for it")),
        ("--due", say("DÍA", "DAY"), say("último día para cerrarla", "the last day to close it")),
        ("--indicator", say("CÓDIGO", "CODE"), say("el indicador que motiva la acción", "the indicator it answers")),
        ("--risk", say("CÓDIGO", "CODE"), say("el riesgo del mapa de la empresa", "the risk of the utility's map")),
        ("--close", "ID", say("cierra la acción con ese id (o su comienzo)", "closes the action of that id")),
    ):
        parser.add_argument(name, metavar=metavar, help=told)
    parser.add_argument(
        "--kind",
        choices=[each.value for each in ActionKind],
        help=say("la clase de acción", "the kind of action"),
    )
    parser.add_argument(
        "--evidence",
        action="append",
        default=[],
        metavar=say("TEXTO", "TEXT"),
        help=say("lo que muestra que se hizo; se puede repetir", "what shows that it was done; may be repeated"),
    )
    add_as_of(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Open or close the action, and print its id."""
    profile, day = settings_of(args), day_of(args)
    with office_with_cases(args, profile) as office:
        if args.close:
            action = office.action(args.close).closed(day, args.evidence)
        else:
            action = _opened(args, profile.utility_id, day)
        office.keep_action(action)
    name, state = str(action.action_id)[:8], action.state(day)
    output.text(f"{name}: {action.what} ({action.kind.label(output.lang)}, {state.label(output.lang)})")
    return 0


def _opened(args: Namespace, utility: str, day: date) -> ImprovementAction:
    needed = ("period", "what", "responsible", "due", "kind")
    missing = ", ".join(f"--{name}" for name in needed if not getattr(args, name))
    if missing:
        raise CommandError(es=f"para abrir una acción falta {missing}", en=f"to open an action {missing} is missing")
    if args.indicator and args.indicator not in colombia.INDICATORS:
        what = Said("indicador desconocido", "unknown indicator")
        raise unknown_word(what, args.indicator, colombia.INDICATORS)
    return ImprovementAction(
        utility=utility,
        indicator=args.indicator,
        period=str(Period.parse(args.period)),
        kind=ActionKind(args.kind),
        what=args.what,
        responsible=args.responsible,
        opened_on=day,
        due_on=read_day(args.due),
        riesgo=args.risk,
    )
