"""The Django migrations make the tables of the store. They are read as text, so Django need not be installed."""

from __future__ import annotations

from pathlib import Path

from pqr_core.storage.tables import SCHEMA


def test_the_newest_migration_for_django_is_of_the_newest_tables(root: Path) -> None:
    """A change of our tables needs a Django migration; without one, `migrate` leaves the tables of a host unchanged.

    Until the first release with `contrib.django` the number in `0001_initial.py` is changed instead.
    """
    newest = max((root / "src/pqr_core/contrib/django/migrations").glob("0*.py"))
    assert f'SCHEMA = "{SCHEMA}"' in newest.read_text(encoding="utf-8"), newest.name
