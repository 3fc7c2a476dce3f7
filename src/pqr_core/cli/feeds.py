"""Due days as an iCalendar file, for the agendas of the people at the counter."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from pqr_core.cli.base import Output, file_name
from pqr_core.exchange.ics import DueEvent, duties_ics_parts
from pqr_core.private import opened_for

__all__ = ("add_ics", "write_ics")


def add_ics(parser: ArgumentParser, output: Output) -> None:
    """Add `--ics`."""
    parser.add_argument(
        "--ics",
        metavar=file_name(output, ".ics"),
        help=output.say(
            "escribir también los vencimientos en un iCalendar, con avisos",
            "write the due days as an iCalendar file too, with alarms",
        ),
    )


def write_ics(args: Namespace, events: Iterable[DueEvent], output: Output) -> None:
    """Write the file that was asked for; it is about cases, so only its owner can read it."""
    parts = duties_ics_parts(events, output.lang)
    with opened_for(args.ics, personal=True) as target:
        target.writelines(parts)
    output.wrote(args.ics)
