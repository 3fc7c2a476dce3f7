"""`db`: the tables of a store and its rows: make them, bring them up to date, check, verify and show them."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime
from itertools import chain
from typing import Any, Final

from attrs import asdict, evolve

from pqr_core import colombia
from pqr_core.cli.base import Output, add_json, file_name
from pqr_core.cli.settings import add_settings, profile_of
from pqr_core.cli.stores import add_store, open_store, require_utility
from pqr_core.errors import CommandError, SchemaVersionError
from pqr_core.exchange.profiles import load_profile
from pqr_core.fields import nfc
from pqr_core.language import Said, joined
from pqr_core.office.projection import Projection, has_settings, project
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.verification import Damage, Seen, verify, verify_definitions

__all__ = ("arguments", "run")

_UNPROVED: Final = {
    "bare": Said(
        "instantes de registro de actuaciones anteriores a la versión 0017 de las tablas",
        "instants of recording of events from before the tables of version 0017",
    ),
    "direct": Said("filas hechas directamente, sin actuaciones", "rows made directly, without events"),
    "elsewhere": Said(
        "filas de otras definiciones (vea pqr db project)", "rows of other definitions (see pqr db project)"
    ),
    "closed": Said("filas cerradas por otra: solo su orden", "rows that another has closed: their order alone"),
    "radicados": Said("radicados que no dio una serie de aquí", "radicados that no series here has given"),
}
"""What `verify` saw but cannot prove, by its name in `Seen`."""


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    parser.add_argument(
        "action",
        choices=("upgrade", "check", "verify", "sql", "project"),
        metavar=output.say("ACCIÓN", "ACTION"),
        help=output.say(
            "upgrade: crear o actualizar las tablas y rehacer las filas; check: decir si son las de esta versión; "
            "verify: decir qué se cambió por fuera, y qué no se puede probar; "
            "sql: mostrar lo que haría upgrade; project: rehacer las filas hechas con otras definiciones",
            "upgrade: make the tables or bring them up to date, and make the rows anew; check: say whether they are "
            "of this version; verify: say what was changed behind the store's back, and what cannot be proved; "
            "sql: show what upgrade would run; project: make rows of other definitions anew",
        ),
    )
    add_store(parser, output)
    parser.add_argument(
        "--utility",
        metavar="ID",
        help=output.say("verify: solo esta empresa, no todas", "verify: this utility alone, not all of them"),
    )
    add_settings(parser, output)
    parser.add_argument(
        "--reason",
        metavar=output.say("RAZÓN", "REASON"),
        help=output.say(
            "lo que dirá la nota de cada caso al que se le mueva un día",
            "what the note says in each case of which a day moves",
        ),
    )
    parser.add_argument(
        "--since",
        metavar=file_name(output, ".toml"),
        help=output.say(
            "el perfil de antes, donde solo cambiaron días: las filas a las que no tocan quedan como están",
            "the profile before, where only days have changed: the rows that they do not touch stay as they are",
        ),
    )
    parser.add_argument(
        "--no-project",
        action="store_true",
        help=output.say("no rehacer las filas después de upgrade", "do not make the rows anew after upgrade"),
    )
    add_json(parser, output)


def run(args: Namespace, output: Output) -> int:
    """Do the action and say how the tables stand; 1 if a row could not be made, or something was changed."""
    with open_store(args.store, must_exist=args.action != "upgrade") as store:
        if args.action == "sql":
            statements = store.upgrade_sql()
            if args.json:
                output.json({"sql": statements})
            else:
                output.plain(statements.splitlines())
            return 0
        if args.action == "upgrade":
            store.upgrade()
        if args.action == "project" or (args.action == "upgrade" and not args.no_project):
            return _project(store, args, output)
        if args.action == "verify":
            return _verify(store, args, output)
        try:
            store.check()
        except SchemaVersionError as error:
            if args.json:
                found = str(error.params["found"])
                output.json({"current": False, "found": found, "needed": error.params["needed"]})
            raise
    if args.json:
        output.json({"current": True})
        return 0
    output.text(output.say("Las tablas son las de esta versión.", "The tables are those of this version."))
    return 0


def _verify(store: SqlStore, args: Namespace, output: Output) -> int:
    """Compare the stored data with themselves, report each difference as it is found, then what cannot be proved."""
    if args.utility:
        require_utility(store, nfc(args.utility))
    seen, found = Seen(), list[Damage]()
    with store.read() as unit:
        utilities = [nfc(args.utility)] if args.utility else unit.kept_utilities()
        every = (verify(unit, utility, colombia.LAW, seen) for utility in utilities)
        for damage in chain(verify_definitions(unit, seen), *every):
            found.append(damage)
            if not args.json:
                names = (each for each in (damage.utility, damage.name) if each)
                output.text(f"{' '.join(names)}: {damage.told.text(output.lang)}", "warn")
    unproved = {name: n for name, n in asdict(seen).items() if n and name in _UNPROVED}
    if args.json:
        damages = [
            {"kind": each.kind, "utility": each.utility, "name": each.name, "told": each.told.text(output.lang)}
            for each in found
        ]
        output.json({"whole": not found, "damages": damages, "seen": asdict(seen)})
        return 1 if found else 0
    compared = [
        output.count(seen.cases, ("caso", "casos"), ("case", "cases")),
        output.count(seen.events, ("actuación", "actuaciones"), ("event", "events")),
        output.count(seen.rows, ("fila", "filas"), ("row", "rows")),
        output.count(seen.definitions, ("definición", "definiciones"), ("definition", "definitions")),
    ]
    differences = output.count(len(found), ("diferencia", "diferencias"), ("difference", "differences"))
    output.text(f"{output.say('Comparados', 'Compared')}: {joined(compared, output.lang)}. {differences}.")
    for name, n in unproved.items():
        output.text(
            output.say(f"No se puede probar: {_UNPROVED[name].es}: {n}", f"Not proved: {_UNPROVED[name].en}: {n}")
        )
    return 1 if found else 0


def _project(store: SqlStore, args: Namespace, output: Output) -> int:
    """Make the rows of the profile's utility anew; without settings, those of every utility with the default ones."""
    profile = profile_of(args)
    since = colombia.definitions(load_profile(args.since, colombia.LAW)) if args.since else None
    at = datetime.now(tz=colombia.ZONE)
    reason = args.reason or output.say("definiciones nuevas", "new definitions")
    with store.read() as unit:
        utilities = [profile.utility_id] if args.profile else unit.utilities()
        definitions = {each: colombia.definitions(evolve(profile, utility_id=each)) for each in utilities}
        told = args.profile or args.saturday or args.closure
        other = [] if told else [each for each in utilities if not has_settings(unit, each, definitions[each])]
    done = {
        utility: project(
            store,
            utility,
            definitions[utility],
            at=at,
            reason=reason,
            since=since,
            progress=output.counter(output.say("filas rehechas", "rows made anew")),
        )
        for utility in utilities
        if utility not in other
    }
    if args.json:
        output.json({"current": True, "projected": {each: _told(found) for each, found in done.items()}})
    else:
        output.text(output.say("Las tablas son las de esta versión.", "The tables are those of this version."))
        for utility, found in done.items():
            _show_projection(utility, found, output)
    if other:
        names = ", ".join(other)
        raise CommandError(
            es=f"las filas de {names} se hicieron con otros ajustes que los de quien no ha decidido nada, o no se sabe "
            "con cuáles: ejecute `pqr db project` con el --profile de cada empresa",
            en=f"the rows of {names} were made with other settings than those of one that has decided nothing, or "
            "nobody knows with which: run `pqr db project` with the --profile of each utility",
        )
    return 1 if any(found.refused for found in done.values()) else 0


def _told(found: Projection) -> dict[str, Any]:
    refused = [{"case_id": str(each.case_id), "error": each.error.code} for each in found.refused]
    return {"rows": found.rows, "moved": found.moved, "refused": refused}


def _show_projection(utility: str, found: Projection, output: Output) -> None:
    output.text(
        output.say(
            f"{utility}: filas rehechas: {found.rows}; casos con un día movido: {found.moved}.",
            f"{utility}: rows made anew: {found.rows}; cases of which a day moved: {found.moved}.",
        )
    )
    for each in found.refused:
        output.text(f"{each.case_id}: {each.error.message(output.lang)}", "warn")
