"""The store that a command works on, and the arguments that name it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from pqr_core.cli.base import Output, profile_of
from pqr_core.errors import CommandError, ForeignProfileError
from pqr_core.fields import nfc

if TYPE_CHECKING:
    from pqr_core.law.profiles import Profile
    from pqr_core.storage.sql import SqlStore

__all__ = ("add_store", "add_utility", "open_store", "require_utility", "settings_of", "utility_of")


def add_store(parser: ArgumentParser, output: Output) -> None:
    """`--store`."""
    parser.add_argument(
        "--store",
        required=True,
        metavar="URL",
        help=output.say(
            "base de datos: un archivo SQLite o una URL, como postgresql://usuario@servidor/base",
            "database: an SQLite file or a URL, as postgresql://user@server/base",
        ),
    )


def add_utility(parser: ArgumentParser, output: Output) -> None:
    """`--utility`."""
    parser.add_argument(
        "--utility",
        metavar="ID",
        help=output.say("la empresa de los casos (empresa)", "the utility of the cases (empresa)"),
    )


def utility_of(args: Namespace) -> str:
    """The utility that the arguments say, or the one of a utility that has decided nothing."""
    from pqr_core import colombia

    return nfc(args.utility) if args.utility else colombia.DEFAULT_PROFILE.utility_id


def settings_of(args: Namespace) -> Profile:
    """The profile that the arguments say, of the utility that they say; without one, of one that has decided nothing.

    Raises:
        ForeignProfileError: `--utility` and the profile are of two utilities.
    """
    profile = profile_of(args)
    if not args.utility:
        return profile
    utility = nfc(args.utility)
    if args.profile and profile.utility_id != utility:
        raise ForeignProfileError(utility=utility, profile=profile.utility_id)
    return evolve(profile, utility_id=utility)


def require_utility(store: SqlStore, utility: str) -> None:
    """Nothing when the store holds something of the utility: a name mistyped is no utility without cases.

    Raises:
        CommandError: it does not; the utilities that are there are told.
    """
    from pqr_core.storage.queries import FactsQuery

    with store.begin(writing=False) as unit:
        if unit.facts.page(utility, FactsQuery(), limit=1):
            return
        found = unit.utilities()
    if utility not in found:
        es, en = (f"; hay de {', '.join(found)}", f"; there are of {', '.join(found)}") if found else ("", "")
        raise CommandError(
            es=f"no hay casos de la empresa {utility} en esta base de datos{es} (--utility)",
            en=f"there are no cases of utility {utility} in this store{en} (--utility)",
        )


def open_store(url: str, *, new: bool = False, must_exist: bool = True) -> SqlStore:
    """The store at `url`, or in the SQLite file of that path; `new` makes its tables where they are missing.

    Raises:
        CommandError: an SQLite file that is not there, and is not to be made.
        StorageError: the database cannot be reached.
    """
    from pqr_core.storage.sql import SqlStore

    store = SqlStore(url if "://" in url else f"sqlite:///{url}")
    place = store.engine.url
    if new:
        store.create()
    elif must_exist and place.get_backend_name() == "sqlite" and place.database and not Path(place.database).exists():
        # SQLite would make an empty file of a name mistyped.
        raise CommandError(es=f"no existe {place.database}", en=f"there is no {place.database}")
    return store
