"""The store that a command works on, and the arguments that name it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from attrs import evolve
from sqlalchemy.engine import URL

from pqr_core.cli.base import Output
from pqr_core.cli.settings import base_profile_of, profile_of
from pqr_core.errors import CommandError, ForeignProfileError
from pqr_core.fields import nfc
from pqr_core.law.profiles import Profile
from pqr_core.names import choices
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.sql import SqlStore

__all__ = (
    "STORE",
    "UTILITY",
    "add_store",
    "add_target",
    "add_utility",
    "base_settings_of",
    "open_store",
    "require_utility",
    "settings_of",
)

STORE: Final = "PQR_STORE"
"""The environment variable with the store."""
UTILITY: Final = "PQR_UTILITY"
"""The environment variable with the utility."""


def add_store(parser: ArgumentParser, output: Output, *, required: bool = True) -> None:
    """Add `--store`, with `PQR_STORE` as its default."""
    told = os.environ.get(STORE) or None
    parser.add_argument(
        "--store",
        required=required and told is None,
        default=told,
        metavar="URL",
        help=output.say(
            f"base de datos: un archivo SQLite o una URL, como postgresql://usuario@servidor/base ({STORE})",
            f"database: an SQLite file or a URL, as postgresql://user@server/base ({STORE})",
        ),
    )


def add_target(parser: ArgumentParser, output: Output) -> None:
    """Add `--store` where something is written only on request; here `PQR_STORE` is not a request and is ignored."""
    parser.add_argument(
        "--store", metavar="URL", help=output.say("escribir en esta base de datos", "write to this database")
    )


def add_utility(parser: ArgumentParser, output: Output) -> None:
    """Add `--utility`, with `PQR_UTILITY` as its default."""
    parser.add_argument(
        "--utility",
        default=os.environ.get(UTILITY),
        metavar="ID",
        help=output.say(
            f"la empresa de los casos ({UTILITY}, o empresa)", f"the utility of the cases ({UTILITY}, or empresa)"
        ),
    )


def settings_of(args: Namespace) -> Profile:
    """The profile that the arguments give, for the utility they give; without a profile, the default one.

    Raises:
        ForeignProfileError: `--utility` and the profile name two utilities.
    """
    return _of_its_utility(profile_of(args), args)


def base_settings_of(args: Namespace) -> Profile:
    """As `settings_of`, for a command whose arguments change no days of the utility (`add_profile`)."""
    return _of_its_utility(base_profile_of(args), args)


def _of_its_utility(profile: Profile, args: Namespace) -> Profile:
    if not args.utility:
        return profile
    utility = nfc(args.utility)
    if args.profile and profile.utility_id != utility:
        raise ForeignProfileError(utility=utility, profile=profile.utility_id)
    return evolve(profile, utility_id=utility)


def require_utility(store: SqlStore, utility: str) -> None:
    """Return if the store holds something of the utility; a mistyped name is not a utility without cases.

    Raises:
        CommandError: it holds nothing; the message names the utilities that it does hold.
    """
    with store.read() as unit:
        if unit.facts.page(utility, FactsQuery(), limit=1):
            return
        found = unit.utilities()
    if utility not in found:
        of = choices(found, utility)
        es, en = (f"; hay de {of.es}", f"; there are of {of.en}") if found else ("", "")
        raise CommandError(
            es=f"no hay casos de la empresa {utility} en esta base de datos{es} (--utility)",
            en=f"there are no cases of utility {utility} in this store{en} (--utility)",
        )


def open_store(url: str, *, new: bool = False, must_exist: bool = True) -> SqlStore:
    """The store at a URL, or in the SQLite file of that path; with `new`, missing tables are made.

    Raises:
        CommandError: the SQLite file does not exist and is not to be made.
        StorageError: the database cannot be reached.
    """
    store = SqlStore(url if "://" in url else URL.create("sqlite", database=url))
    place = store.engine.url
    if new:
        store.create()
    elif must_exist and place.get_backend_name() == "sqlite" and place.database and not Path(place.database).exists():
        # For a mistyped name SQLite would make an empty file.
        raise CommandError(es=f"no existe {place.database}", en=f"there is no {place.database}")
    return store
