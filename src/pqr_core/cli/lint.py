"""`lint PATH`: finds raw date arithmetic on legal dates in a program, and says what to write instead."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from pqr_core.cli.base import Output, add_json
from pqr_core.language import joined
from pqr_core.testing.lint.files import smells_of

__all__ = ("arguments", "run")

_FEW: Final = 5
"""How many unread files are named."""


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar=output.say("RUTA", "PATH"),
        help=output.say(
            "archivos o carpetas de Python, notebooks y SQL", "files or folders of Python, notebooks and SQL"
        ),
    )
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Print the findings; 1 if there are any."""
    unread: list[str] = []
    found = tuple(smell for path in args.paths for smell in smells_of(path, unread.append))
    if args.json:
        told = [
            {
                "path": each.path,
                "line": each.line,
                "column": each.column,
                "rule": each.rule.code,
                "wrong": each.rule.wrong.text(output.lang),
                "instead": each.rule.instead.text(output.lang),
            }
            for each in found
        ]
        output.json({"found": told})
    else:
        output.plain(each.text(output.lang) for each in found)
        if not found and not unread:
            output.note(output.say("nada que señalar", "nothing found"))
    if unread:
        named = joined(unread[:_FEW], output.lang)
        es, en = "no se revisó un archivo", "a file was not read"
        if len(unread) > 1:
            es, en = f"no se revisaron {len(unread)} archivos", f"{len(unread)} files were not read"
        why = output.say("muy grande, ilegible, o no es Python", "too large, unreadable, or not Python")
        output.note(f"{output.say(es, en)} ({why}): {named}")
    return 1 if found else 0
