"""`letter`: a letter about a case, which lists what it lacks and cannot be made without it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from pqr_core import colombia
from pqr_core.cli.base import Output, add_json, file_name
from pqr_core.cli.settings import add_settings, read_moment
from pqr_core.cli.stores import add_store, add_utility, open_store, settings_of
from pqr_core.colombia.letters import LETTERS
from pqr_core.documents.custom import NO_TEMPLATES, load_templates
from pqr_core.documents.html import PAPERS
from pqr_core.documents.kinds import kind_of
from pqr_core.documents.letters import Letter, Missing
from pqr_core.documents.told import details_of, read
from pqr_core.drawing.text import Span, table
from pqr_core.errors import CommandError, PQRError
from pqr_core.language import Language
from pqr_core.office.correspondence import FORMS, Form
from pqr_core.office.desk import Office
from pqr_core.private import opened_for

__all__ = ("arguments", "run")

_FORMS: Final = tuple(f".{form}" for form in FORMS)


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    say = output.say
    kinds = ", ".join(LETTERS)
    parser.add_argument(
        "kind",
        metavar=say("CARTA", "KIND"),
        choices=list(LETTERS),
        help=say(f"la carta: {kinds}", f"the letter: {kinds}"),
    )
    parser.add_argument("radicado", nargs="?", metavar="RADICADO", help=say("el caso", "the case"))
    add_store(parser, output, required=False)
    add_utility(parser, output)
    add_settings(parser, output)
    parser.add_argument(
        "--at",
        metavar=say("FECHA", "DATE"),
        help=say("día o instante de la carta (ahora)", "day or instant of the letter (now)"),
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar=say("DATO=VALOR", "FIELD=VALUE"),
        help=say(
            "un dato que el expediente no tiene; varios textos se separan con punto y coma",
            "what the case does not hold; several texts are parted by semicolons",
        ),
    )
    parser.add_argument(
        "--fields", action="store_true", help=say("mostrar los datos que admite la carta", "show what the letter takes")
    )
    parser.add_argument("--check", action="store_true", help=say("solo decir qué falta", "only say what is missing"))
    parser.add_argument(
        "--out",
        metavar=file_name(output),
        help=say("dónde escribirla: .html, .docx, .pdf o .txt", "where to write it: .html, .docx, .pdf or .txt"),
    )
    parser.add_argument(
        "--issue",
        action="store_true",
        help=say(
            "expedirla: toma su número de salida y queda en el expediente con su envío; con --out",
            "issue it: it takes its outgoing number, and the case keeps it with its sending; with --out",
        ),
    )
    parser.add_argument(
        "--actor", metavar="ID", help=say("la cuenta de quien la expide", "the account of who issues it")
    )
    papers = ", ".join(PAPERS)
    parser.add_argument(
        "--paper",
        choices=PAPERS,
        default=PAPERS[0],
        metavar=say("PAPEL", "PAPER"),
        help=say(f"tamaño del papel: {papers} ({PAPERS[0]})", f"size of the paper: {papers} ({PAPERS[0]})"),
    )
    parser.add_argument(
        "--templates",
        metavar=say("CARPETA", "DIR"),
        help=say("las plantillas propias de la empresa", "the utility's own templates"),
    )
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Write the letter, or say what it lacks; 1 if it cannot be made."""
    if args.fields:
        _show_fields(args, output)
        return 0
    if args.radicado is None or args.store is None:
        raise CommandError(es="faltan el RADICADO y --store", en="RADICADO and --store are missing")
    if args.out and Path(args.out).suffix not in _FORMS:
        known = ", ".join(_FORMS)
        raise CommandError(es=f"--out termina en uno de {known}", en=f"--out ends in one of {known}")
    if args.issue and (not args.out or args.check or args.json):
        raise CommandError(
            es="--issue va con --out ARCHIVO, sin --check ni --json",
            en="--issue goes with --out FILE, without --check and --json",
        )
    with open_store(args.store) as store:
        office = colombia.office(store, settings_of(args))
        letter = _letter(office, args)
        if args.check or args.json:
            return _check(letter, args, output)
        for missing in letter.missing:
            if not (missing.binds or (args.issue and missing.facts == _TAKEN)):
                output.note(missing.text(output.lang))
        if not args.out:
            output.plain(letter.text().splitlines())
            return 0
        content = _issued(office, letter, args, output) if args.issue else FORMS[_form(args)](letter, args.paper)
    if content is not None:
        with opened_for(args.out, personal=True) as target:
            target.write(content)
        output.wrote(args.out)
    return 0


def _issued(office: Office, letter: Letter, args: Namespace, output: Output) -> bytes | None:
    """Issue the letter and say what the case keeps; None if it had been issued before, since its page is not remade."""
    if not Path(args.out).absolute().parent.is_dir():  # refused before a number is taken
        raise CommandError(es=f"no existe la carpeta de {args.out}", en=f"there is no folder for {args.out}")
    issued = office.issue(letter, form=_form(args), paper=args.paper, actor=args.actor)
    if issued.content is None:
        es, en = f"ya se había expedido, con el número {issued.numero}", f"issued before, as {issued.numero}"
    else:
        es, en = (", ".join(event.type.label(lang) for event in issued.events) for lang in ("es", "en"))
        es = f"expedida con el número {issued.numero}; en el expediente: {es}"
        en = f"issued as {issued.numero}; in the case: {en}"
    output.note(output.say(es, en))
    return issued.content


_TAKEN: Final = ("numero",)
"""What a letter lacks until it is issued."""


def _form(args: Namespace) -> Form:
    return cast("Form", Path(args.out).suffix.removeprefix("."))


def _letter(office: Office, args: Namespace) -> Letter:
    given: dict[str, Any] = {}
    for told in args.set:
        name, equals, value = told.partition("=")
        if not equals:
            raise CommandError(es=f"se esperaba DATO=VALOR, llegó {told!r}", en=f"expected FIELD=VALUE, got {told!r}")
        given[name] = read(kind_of(LETTERS, args.kind), name, value)
    templates = load_templates(args.templates, LETTERS) if args.templates else NO_TEMPLATES
    moment = read_moment(args.at)
    when = {"at": moment} if isinstance(moment, datetime) else {"on": moment}
    return office.letter(args.radicado, args.kind, templates=templates, **when, **given)


# --- what is missing, and what may be told -------------------------------------------------------------------------


def _check(letter: Letter, args: Namespace, output: Output) -> int:
    lang = output.lang
    refused = _refused(letter, lang)
    if args.json:
        output.json(
            {
                "kind": letter.kind.code,
                "can_be_made": refused is None,
                "refused": refused,
                "missing": [_as_dict(each, lang) for each in letter.missing],
                "event": None if letter.event is None else letter.event.type.value,
            }
        )
        return 0 if refused is None else 1
    if not letter.missing and refused is None:
        output.text(output.say("no falta nada", "nothing is missing"), "good")
    if letter.not_due is not None or letter.barred:
        output.text(f"! {refused}", "bad")  # first, because then it does not help to supply what is missing
        return 1
    for each in letter.missing:
        output.text(("! " if each.binds else "- ") + each.text(lang), "bad" if each.binds else "")
    if refused is not None and not any(each.binds for each in letter.missing):
        output.text(f"! {refused}", "bad")
    return 0 if refused is None else 1


def _refused(letter: Letter, lang: Language) -> str | None:
    """Why the letter cannot be made; None if it can."""
    try:
        letter.check()
    except PQRError as error:
        return error.message(lang)
    return None


def _as_dict(missing: Missing, lang: Language) -> dict[str, Any]:
    element = missing.element
    return {
        "element": element.code,
        "label": element.label(lang),
        "strength": element.strength.value,
        "norms": [citation.named(lang) for citation in element.citations],
        "without": element.without.text(lang),
        "facts": list(missing.facts),
        "text": missing.text(lang),
    }


def _show_fields(args: Namespace, output: Output) -> None:
    kind, lang = LETTERS[args.kind], output.lang
    details = details_of(kind)
    if args.json:
        output.json(
            [{"field": each.name, "kind": each.kind.name.lower(), "label": each.label(lang)} for each in details]
        )
        return
    headings = (output.say("Dato", "Field"), output.say("Clase", "Kind"), output.say("Qué es", "What it is"))
    rows = [(detail.name, detail.kind.label(lang), detail.label(lang)) for detail in details]
    output.lines([(Span(kind.label(lang), "strong"),), (), *table(headings, rows, width=output.width)])
