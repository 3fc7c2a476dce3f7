"""The table of due days in a database: joined in SQL, remade, and shared by utilities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from attrs import evolve
from sqlalchemy import text

from pqr_core import colombia
from pqr_core.errors import StorageError
from pqr_core.law.answers import due_table
from pqr_core.law.profiles import Profile
from pqr_core.storage.due_days import write_due_days
from pqr_core.storage.sql import SqlStore

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
AGUAS = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")
RIO = evolve(colombia.DEFAULT_PROFILE, utility_id="rio", saturday_is_business_day=True)


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store in each database, with the table of nobody in it."""
    with SqlStore(database_url, prefix="dues_") as made:
        with made.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS dues_due_days"))
        yield made
        with made.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS dues_due_days"))


def write(store: SqlStore, profile: Profile, first: date = FIRST, last: date = LAST) -> int:
    """Put the days of a utility."""
    rows = due_table(colombia.definitions(profile), first, last)
    return write_due_days(store, profile.utility_id, first, last, rows)


def joined(store: SqlStore) -> list[tuple[object, ...]]:
    """What a report makes of cases of its own."""
    query = """
        SELECT own.utility, own.tipo, due.due_on FROM (
            SELECT 'aguas' AS utility, 'reclamo' AS tipo, DATE('2026-03-16') AS filed_on
            UNION ALL SELECT 'rio', 'reclamo', DATE('2026-03-16')
            UNION ALL SELECT 'aguas', 'sugerencia', DATE('2026-03-16')
        ) own LEFT JOIN dues_due_days due
        ON due.utility = own.utility AND due.tipo = own.tipo AND due.filed_on = own.filed_on
        ORDER BY own.utility, own.tipo
    """
    with store.engine.connect() as connection:
        return [(row[0], row[1], row[2] and str(row[2])) for row in connection.execute(text(query))]


@pytest.mark.database
def test_it_is_joined_in_sql(store: SqlStore) -> None:
    """By utility, type and day of filing, each utility with its own days; a type without a term has none."""
    put = write(store, AGUAS)
    assert put == len(list(due_table(colombia.definitions(AGUAS), FIRST, LAST)))
    write(store, RIO)
    expected = [colombia.due("reclamo", date(2026, 3, 16), profile=profile).due_on for profile in (AGUAS, RIO)]
    assert joined(store) == [
        ("aguas", "reclamo", str(expected[0])),
        ("aguas", "sugerencia", None),
        ("rio", "reclamo", str(expected[1])),
    ]
    assert expected[0] != expected[1]


@pytest.mark.database
def test_it_is_made_again_in_place(store: SqlStore) -> None:
    """Rows of the given years are replaced; those of other years and utilities stay."""
    write(store, AGUAS, date(2025, 1, 1), date(2026, 12, 31))
    write(store, RIO)
    write(store, evolve(AGUAS, saturday_is_business_day=True))
    with store.engine.connect() as connection:
        found = connection.execute(
            text("SELECT utility, fingerprint, COUNT(*) FROM dues_due_days GROUP BY utility, fingerprint")
        ).all()
    one_month = len(list(due_table(colombia.definitions(AGUAS), FIRST, LAST)))
    two_years = len(list(due_table(colombia.definitions(AGUAS), date(2025, 1, 1), date(2026, 12, 31))))
    of = {(row[0], row[1]): row[2] for row in found}
    saturdays = colombia.definitions(evolve(AGUAS, saturday_is_business_day=True)).fingerprint
    assert of == {
        ("aguas", colombia.definitions(AGUAS).fingerprint): two_years - one_month,
        ("aguas", saturdays): one_month,
        ("rio", colombia.definitions(RIO).fingerprint): one_month,
    }


@pytest.mark.database
def test_a_table_of_somebody_else_is_not_written_over(store: SqlStore) -> None:
    """It fails by name, and nothing of it changes."""
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE dues_due_days (utility VARCHAR(9))"))
        connection.execute(text("INSERT INTO dues_due_days VALUES ('ajena')"))
    with pytest.raises(StorageError):
        write(store, AGUAS)
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT utility FROM dues_due_days")).all() == [("ajena",)]
