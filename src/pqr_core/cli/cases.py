"""What the commands on one case share: the office they use, the arguments of `--set`, and how a case is shown."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin

from attrs import has

from pqr_core import colombia
from pqr_core.bounded import whole
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Correction, Event, Registration
from pqr_core.cases.serialization import event_from_json, event_to_json
from pqr_core.cases.upcasts import SCHEMA_VERSION
from pqr_core.cli.base import Output, add_formats, unknown_word
from pqr_core.cli.deadlines import deadline_sheet
from pqr_core.cli.settings import add_settings, read_moment
from pqr_core.cli.stores import add_store, add_utility, open_store, require_utility, settings_of
from pqr_core.drawing.text import Cell, table
from pqr_core.errors import CommandError, InvalidInputError
from pqr_core.exchange.spreadsheets import Sheet
from pqr_core.language import Language, Said
from pqr_core.law.explanations import headline, noticed
from pqr_core.law.pictures import deadline_table
from pqr_core.law.profiles import Profile
from pqr_core.names import same
from pqr_core.office.desk import Office
from pqr_core.office.views import CaseView
from pqr_core.schemas import members
from pqr_core.vocabulary import EventType

__all__ = (
    "add_case_formats",
    "add_office",
    "add_told",
    "completed",
    "office_of",
    "office_with_cases",
    "read_act",
    "show",
    "told",
)

_NOT_TOLD: Final = ("workflow",)
"""Fields that the office fills in by itself."""
_TRUTHS: Final = {"si": True, "sí": True, "true": True, "no": False, "false": False}


# --- arguments -----------------------------------------------------------------------------------------------------


def add_office(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments for the store, the utility and its profile."""
    add_store(parser, output)
    add_utility(parser, output)
    add_settings(parser, output)


def add_case_formats(parser: ArgumentParser, output: Output) -> None:
    """Add `--json`, `--csv` and `--xlsx` for the tables of a case; see `show`."""
    add_formats(
        parser,
        output,
        first=Said("los plazos", "the deadlines"),
        every=Said("los plazos, lo que procede y lo que falta", "the deadlines, what may be done and what is lacking"),
    )


def add_told(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments that describe an event: `--set`, when it happened, and who records it."""
    say = output.say
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar=say("CAMPO=VALOR", "FIELD=VALUE"),
        help=say(
            "un dato, como canal=web o peticionario.nombre=...; se puede repetir",
            "a detail, as canal=web or peticionario.nombre=...; may be repeated",
        ),
    )
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--on", metavar=say("DÍA", "DAY"), help=say("el día en que ocurrió", "the day it happened"))
    when.add_argument(
        "--at",
        metavar=say("INSTANTE", "INSTANT"),
        help=say("el instante en que ocurrió (ahora)", "the instant at which it happened (now)"),
    )
    parser.add_argument(
        "--actor", metavar="ID", help=say("la cuenta de quien lo registra", "the account of who tells it")
    )


@contextmanager
def office_of(args: Namespace, *, new: bool = False) -> Iterator[Office]:
    """The office on the store that the arguments name; with `new`, missing tables are made."""
    with open_store(args.store, new=new) as store:
        yield colombia.office(store, settings_of(args))


@contextmanager
def office_with_cases(args: Namespace, profile: Profile) -> Iterator[Office]:
    """The office of a utility that has something in the store that the arguments name.

    Raises:
        CommandError: the store holds nothing of the utility; or as `open_store`.
    """
    with open_store(args.store) as store:
        require_utility(store, profile.utility_id)
        yield colombia.office(store, profile)


# --- what is told --------------------------------------------------------------------------------------------------


def told(kind: EventType, args: Namespace, **own: str) -> Event:
    """The event of a type that the arguments of `add_told` describe; without `--on` or `--at` it happened now.

    Raises:
        CommandError: a day with an hour, an instant without one, or a `--set` that the type does not take.
        IncompleteEventError: a detail that the type needs is missing.
    """
    return _event(kind, _put_all(dict(own), kind, args), _moment(args))


def completed(case: Case, args: Namespace) -> Event:
    """A correction of the filing of a case: the filing as it is, with the details of `--set` added or replaced.

    Raises:
        CommandError: as `told`, for a filing; also without any `--set`.
        IncompleteEventError: as `told`, for a filing.
    """
    if not args.set:
        raise CommandError(
            es="diga con --set qué completa o corrige de la radicación, como --set canal=web",
            en="say with --set what completes or corrects the filing, as --set canal=web",
        )
    filed = case.filed.event
    kept = json.loads(event_to_json(Event(filed.type, at=filed.at, on=filed.on, payload=filed.payload)))
    document = {name: value for name, value in kept.items() if name not in _OF_EVENT}
    right = _event(filed.type, _put_all(document, filed.type, args), filed.at or filed.on)
    moment = _moment(args)
    at, on = (moment, None) if isinstance(moment, datetime) else (None, moment)
    return Event(EventType.CORRECCION, at=at, on=on, payload=Correction(corrige=filed.identity, event=right))


_OF_EVENT: Final = ("schema_version", "type", "at", "on")
"""Keys of an event in its JSON document that are not details."""


def _put_all(document: dict[str, Any], kind: EventType, args: Namespace) -> dict[str, Any]:
    """The document of the details, with everything that `--set` gives."""
    for each in args.set:
        path, equals, value = each.partition("=")
        if not equals:
            raise CommandError(
                es=f"--set: escriba CAMPO=VALOR, no {each!r}", en=f"--set: write FIELD=VALUE, not {each!r}"
            )
        _put(document, PAYLOADS[kind], path.strip().split("."), value)
    return document


def _moment(args: Namespace) -> date | datetime:
    """When it happened, by `--on` or `--at`; else now."""
    moment = read_moment(args.on or args.at)
    has_hour = isinstance(moment, datetime)
    if (args.on is not None and has_hour) or (args.at is not None and not has_hour):
        raise CommandError(
            es="--on es un día, como 2026-03-16, y --at un instante, como 2026-03-16T10:00",
            en="--on is a day, as 2026-03-16, and --at an instant, as 2026-03-16T10:00",
        )
    return moment


def _event(kind: EventType, document: dict[str, Any], moment: date | datetime | None) -> Event:
    """The event of a type at a moment with the details of a document; its refusals are reported as of `--set`."""
    when = {} if moment is None else {"at" if isinstance(moment, datetime) else "on": moment.isoformat()}
    try:
        return event_from_json(json.dumps({"schema_version": SCHEMA_VERSION, "type": kind, **document, **when}))
    except InvalidInputError as error:
        place = str(error.params["place"]).removeprefix("$.")
        detail = error.params["detail"]
        raise CommandError(
            es=f"--set {_typed(place)}: {detail.text('es')}", en=f"--set {_typed(place)}: {detail.text('en')}"
        ) from None


_COUNTER: Final = {"account": "cuenta", "attacked_notified_on": "fecha_notificacion_recurrida"}
"""The fields with an English name, as the people at the counter and the columns of a register call them."""
_FIELDS: Final = {told: name for name, told in _COUNTER.items()}


def _typed(path: str) -> str:
    """The path of a field as a user types it."""
    return _COUNTER.get(path, path)


def read_act(text: str) -> EventType:
    """The type of an act that a user gave by its code or by its name.

    Raises:
        CommandError: there is no such type.
    """
    words = {form: each for each in EventType for form in (each.es, each.value)}
    word = same(text, words)
    if word is None:
        codes = [each.value for each in EventType]
        raise unknown_word(Said("actuación desconocida", "unknown act"), text, codes)
    return words[word]


def _put(document: dict[str, Any], kind: type, path: Sequence[str], value: str) -> None:
    """Put a value at its path in the document of a class.

    Raises:
        CommandError: the class has no such field.
    """
    first, *rest = path
    name = _FIELDS.get(first, first)
    if name not in members(kind):
        known = [_typed(each) for each in members(kind) if each not in _NOT_TOLD]
        if not known:
            raise CommandError(
                es=f"--set {first}: esta actuación no lleva datos", en=f"--set {first}: this act takes no details"
            )
        raise unknown_word(Said("dato desconocido en --set", "unknown detail in --set"), first, known)
    hint = members(kind)[name].hint
    several = get_origin(_held(hint)) is tuple
    inner = get_args(_held(hint))[0] if several else _held(hint)
    if rest and has(inner):
        if several:
            document.setdefault(name, [{}])
            _put(document[name][-1], inner, rest, value)
        else:
            _put(document.setdefault(name, {}), inner, rest, value)
    elif several:
        document.setdefault(name, []).append(_value(inner, value))
    else:
        document[".".join((name, *rest))] = _value(inner, value)


def _held(hint: Any) -> Any:
    """The class of the values that a field holds, apart from None."""
    if isinstance(hint, UnionType):
        return next(each for each in get_args(hint) if each is not NoneType)
    return hint


def _value(kind: Any, text: str) -> object:
    """The value as a document has it: a day in ISO form, a number, a truth value, or else text."""
    if kind in (date, datetime):
        return read_moment(text).isoformat()
    if kind is bool:
        return _TRUTHS.get(text.lower(), text)
    if kind is int and (number := whole(text.removeprefix("-"))) is not None:
        return -number if text.startswith("-") else number
    return text


# --- a case ----------------------------------------------------------------------------------------------------


def show(view: CaseView, args: Namespace, output: Output) -> None:
    """Print the case: its deadlines, its findings, what may be done now and what the filing lacks.

    The arguments are those of `add_case_formats`.
    """
    lang, say = output.lang, output.say
    offered = _offered(view, output)
    missing = _missing(view, output)
    if output.sheets(args, lambda: [deadline_sheet(view.agenda, output), offered, missing]):
        return
    if args.json:
        output.json(view.as_dict(lang))
        return
    output.text(headline(view.agenda, lang), "strong")
    output.text(say(f"Estado: {view.state.label(lang)}.", f"State: {view.state.label(lang)}."))
    output.lines([(), *deadline_table(view.agenda, lang, width=output.width)])
    if view.findings:
        output.title(say("Advertencias", "Warnings"))
    for finding in view.findings:
        output.text(f"! {noticed(finding, lang)}", "warn")
    if view.offered:
        output.title(offered.title)
        output.lines(table(offered.headings, _offers(view, output), width=output.width))
    if view.missing:
        output.title(missing.title)
        output.lines(table(missing.headings, [[*map(str, row)] for row in missing.rows], width=output.width))
        # A registration only fills empty fields; a wrong value takes a correction.
        added = [each.field for each in view.missing if _is_left_open(view.case, each.field)]
        others = [each.field for each in view.missing if each.field not in added]
        for act, fields in ((EventType.REGISTRO, added), (EventType.CORRECCION, others)):
            if fields:
                details = " ".join(f"--set {key}=..." for field in fields for key in _keys(field))
                command = f"pqr act {view.radicado} {act} {details}"
                output.text(say(f"Complete con: {command}", f"Complete with: {command}"), "dim")


_CALLED: Final[Mapping[str, Said]] = {
    "account": Said("número de cuenta o de contrato", "account or contract number"),
    "acto_atacado": Said("acto que se recurre", "act that is attacked"),
    "attacked_notified_on": Said("notificación del acto recurrido", "day the attacked act was notified"),
    "canal": Said("canal por el que llegó", "channel it came by"),
    "causal": Said("causal del reclamo", "ground of the claim"),
    "centro_poblado": Said("centro poblado (DANE)", "settlement (DANE)"),
    "fecha_limite": Said("fecha que fijó la autoridad", "day set by the authority"),
    "hechos": Said("hechos, en palabras del usuario", "facts, in the user's words"),
    "peticionario": Said("nombre del peticionario", "name of the petitioner"),
    "peticionario.documento": Said("documento del peticionario", "identity document of the petitioner"),
    "peticionario.nombre": Said("nombre del peticionario", "name of the petitioner"),
    "servicio": Said("servicio público", "public service"),
}
"""The words for what the catalogue may find missing."""


def _called(path: str, lang: Language) -> str:
    return _CALLED.get(path, Said.alike(path)).text(lang)


def _is_left_open(case: Case, path: str) -> bool:
    return path in members(Registration) and getattr(case.filing, path) is None


def _keys(path: str) -> tuple[str, ...]:
    """What to type after `--set` to give a field; for a petitioner who is not given, the class and the name."""
    return ("peticionario.clase", "peticionario.nombre") if path == "peticionario" else (_typed(path),)


def _missing(view: CaseView, output: Output) -> Sheet:
    say, lang = output.say, output.lang
    headings = (say("Dato", "Detail"), say("Clave de --set", "Key of --set"), say("Por qué", "Why"))
    rows = [(_called(each.field, lang), f"{_keys(each.field)[-1]}=", say(each.es, each.en)) for each in view.missing]
    title = say("Por completar en la radicación", "To be completed in the filing")
    return Sheet(title, headings, rows, lang, personal=True)


def _offered(view: CaseView, output: Output) -> Sheet:
    say, lang = output.say, output.lang
    headings = (say("Actuación", "Act"), say("Código", "Code"), say("Hasta", "Until"))
    rows = [(each.act.label(lang), each.act.value, each.until) for each in view.offered]
    return Sheet(say("Procede ahora", "May be done now"), headings, rows, lang, personal=True)


def _offers(view: CaseView, output: Output) -> list[Sequence[Cell]]:
    today = view.agenda.as_of.date()

    def until(day: date | None) -> str:
        if day is None:
            return ""
        return day.isoformat() if day >= today else output.say(f"{day}, en mora", f"{day}, overdue")

    return [(each.act.label(output.lang), each.act.value, until(each.until)) for each in view.offered]
