"""`verify`: puts legal vectors to this engine or to another program; without files, the packaged vectors.

A failing vector is a line `id: field: expected X, got Y`, in English in either language, because programs read it. The
error stream says, in the user's language, why the answers of a program may differ. The exit status is 0 when all hold,
1 when some fail or none was answered, 2 when a file cannot be read as vectors or the program cannot be asked.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pqr_core import colombia, vectors
from pqr_core.cli.base import Output, add_json, file_name
from pqr_core.errors import CommandError
from pqr_core.exchange.audits import audit_page
from pqr_core.exchange.vectors import OPS, Vector, Verdict, VerifyReport, answering, load, only_due
from pqr_core.exchange.vectors import run as put_to
from pqr_core.exchange.workings import Missed, missed, working
from pqr_core.language import joined
from pqr_core.testing.programs import PATIENCE, ask

__all__ = ("arguments", "run")

_FEW: Final = 4
"""How many days of one reason are listed."""
_EXAMPLE: Final = '"2026-07-22"'


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say, themes, ops = output.say, ", ".join(vectors.THEMES), ", ".join(OPS)
    parser.add_argument(
        "files",
        nargs="*",
        metavar=file_name(output, ".json"),
        help=say("archivos de casos de prueba (los del paquete)", "files of test vectors (ours)"),
    )
    parser.add_argument(
        "--theme",
        action="append",
        default=[],
        choices=vectors.THEMES,
        metavar=say("TEMA", "THEME"),
        help=say(
            f"solo ese tema de los del paquete: {themes} (se repite)", f"only this theme of ours: {themes} (repeatable)"
        ),
    )
    parser.add_argument(
        "--op",
        action="append",
        default=[],
        choices=OPS,
        metavar=say("OPERACIÓN", "OP"),
        help=say(f"solo esa operación: {ops} (se repite)", f"only this operation: {ops} (repeatable)"),
    )
    parser.add_argument(
        "--only-due",
        action="store_true",
        help=say("de cada caso, solo el último día para responder", "of each case, only the last day to answer"),
    )
    parser.add_argument(
        "--command",
        metavar=say("PROGRAMA", "PROGRAM"),
        help=say("preguntar a ese programa, un objeto JSON por línea", "ask that program, one JSON object a line"),
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=PATIENCE,
        metavar=say("SEGUNDOS", "SECONDS"),
        help=say(
            f"segundos que se espera cada respuesta del programa ({PATIENCE:g})",
            f"seconds to wait for each answer of the program ({PATIENCE:g})",
        ),
    )
    parser.add_argument(
        "--html",
        metavar=file_name(output, ".html"),
        help=say("escribir también un informe para auditoría", "write a page for auditors too"),
    )
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Put the vectors to the engine or the program; 1 if one fails or none was answered."""
    chosen = tuple(_chosen(args))
    if not chosen:
        raise CommandError(
            es="ningún vector es así: no hay qué comprobar", en="no vector is like that: nothing to verify"
        )
    report = (
        put_to(chosen, answering(colombia.LAW)) if args.command is None else ask(args.command, chosen, args.timeout)
    )
    common = missed(report, colombia.LAW) if args.command is not None and report.failures else ()
    if args.html:
        page = audit_page(report, colombia.LAW, _about(args, chosen, output), output.lang)
        Path(args.html).write_text(page, encoding="utf-8")
        output.wrote(args.html)
    if args.json:
        output.json(_document(report, common, output))
    else:
        output.plain(report.lines())
    if args.command is not None and not args.json:
        for line in _told(report, common, output):
            output.note(line)
    return 0 if report.holds else 1


def _chosen(args: Namespace) -> Iterator[Vector]:
    """The vectors that the arguments select."""
    if args.files and args.theme:
        es, en = (
            "--theme es de los vectores del paquete: quite los archivos",
            "--theme is of our vectors: name no files",
        )
        raise CommandError(es=es, en=en)
    if args.files:
        found = chain.from_iterable(load(file, colombia.LAW) for file in args.files)
    else:
        found = chain.from_iterable(map(vectors.theme, args.theme or vectors.THEMES))
    for vector in only_due(found) if args.only_due else found:
        if not args.op or vector.op in args.op:
            yield vector


# --- why -----------------------------------------------------------------------------------------------------------


def _told(report: VerifyReport, common: tuple[Missed, ...], output: Output) -> Iterator[str]:
    """What the wrong answers have in common, and what is wrong with them, in sentences."""
    say = output.say
    if _is_in_another_order(report):
        yield say(
            "las respuestas son las de la ley, pero en otro orden que las preguntas",
            "the answers are those of the law, but not in the order of the questions",
        )
        return
    unread = [verdict.unread for verdict in report.failures if verdict.unread is not None]
    if unread:
        first, count = unread[0], len(unread)
        yield say(
            f"respuestas que no son JSON: {count}; la primera es {first}. Cada línea contesta una pregunta: una fecha "
            f"va entre comillas dobles ({_EXAMPLE}), y los avisos del programa van por la salida de error.",
            f"answers that are not JSON: {count}; the first is {first}. Each line answers one question: a day is "
            f"written in double quotes ({_EXAMPLE}), and the program's own messages belong on the error stream.",
        )
    if common:
        yield say("lo que las respuestas distintas parecen no conocer:", "what the wrong answers seem not to know:")
    for each in common:
        days = joined(map(str, each.days[:_FEW]), output.lang) if each.days else say("cada semana", "every week")
        more = len(each.days) - _FEW
        rest = say(f" y {more} días más", f" and {more} days more") if more > 0 else ""
        count = len(each.vectors)
        yield f"  {each.reason.text(output.lang)}: {days}{rest} ({say('vectores', 'vectors')}: {count})"
    traps = dict.fromkeys(verdict.vector.body["trap"][output.lang] for verdict in report.failures if _has_trap(verdict))
    if traps:
        yield say("errores en los que se cayó:", "mistakes that were made:")
    for trap in traps:
        yield f"  {trap}"
    if not report.failures and not report.holds:
        yield say("el programa no contestó ninguna pregunta", "the program answered no question")


def _has_trap(verdict: Verdict) -> bool:
    return verdict.is_read and "trap" in verdict.vector.body


def _is_in_another_order(report: VerifyReport) -> bool:
    """Whether a failing program gives every right answer, but each to another question."""
    given, right = (
        sorted(json.dumps(each, sort_keys=True) for each in answers)
        for answers in (
            (verdict.answer for verdict in report.verdicts),
            (verdict.vector.body["expect"] for verdict in report.verdicts),
        )
    )
    return bool(report.failures) and given == right


def _document(report: VerifyReport, common: tuple[Missed, ...], output: Output) -> dict[str, Any]:
    lang = output.lang
    return {
        "vectors": report.total,
        "failed": len(report.failures),
        "unsupported": [verdict.id for verdict in report.unsupported],
        "failures": [
            {
                "id": verdict.id,
                "differences": list(verdict.differences),
                "source": verdict.vector.body.get("source", ""),
                "why": [each.text(lang) for each in working(verdict.vector, colombia.LAW).sentences],
            }
            for verdict in report.failures
        ],
        "missed": [
            {"reason": each.reason.text(lang), "days": list(map(str, each.days)), "vectors": list(each.vectors)}
            for each in common
        ],
    }


def _about(args: Namespace, chosen: tuple[Vector, ...], output: Output) -> Iterator[tuple[str, str]]:
    """What an auditor has to know about the run in order to repeat it."""
    say = output.say
    digest = sha256("\n".join(repr(sorted(vector.body.items())) for vector in chosen).encode()).hexdigest()
    yield say("Sistema", "System"), args.command or "pqr_core"
    yield say("Fecha", "Date"), f"{datetime.now(colombia.ZONE):%Y-%m-%d %H:%M %z}"
    yield say("Vectores", "Vectors"), ", ".join(args.files or args.theme or [f"pqr_core {version('pqr-core')}"])
    yield say("Huella de los vectores", "Digest of the vectors"), digest
    yield say("Ley verificada el", "Law verified on"), str(colombia.RULES.verified_on)
