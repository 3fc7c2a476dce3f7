"""Relations between rows do not depend on the order in which cases arrive, in any store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event, Filing
from pqr_core.cases.filing import Link
from pqr_core.facts import Facts, RowMaker, Survey, case_id_of, facts_of
from pqr_core.indicators.base import Undefined, Why
from pqr_core.indicators.counting import count
from pqr_core.law.profiles import Profile
from pqr_core.office.projection import project
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.storage.cases import NewCase
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, Relation

AT = datetime(2026, 8, 1, 15, tzinfo=UTC)
DAYS = 60
PROFILE = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas", repeat_days=DAYS)
JANUARY, MARCH, APRIL, JUNE = (date(2026, month, 10) for month in (1, 3, 4, 6))
RELAPSE = colombia.INDICATORS["reincidencia"]


def case(
    number: int,
    filed_on: date,
    *,
    account: str | None = "C-1",
    causal: str | None = "F01",
    tipo: str = "reclamo",
    attacks: Link | None = None,
    case_id: UUID | None = None,
) -> Case:
    """A case with the id that its radicado gives, or another."""
    radicado = f"R-{number}"
    links = () if attacks is None else (attacks,)
    filing = Filing(tipo=tipo, radicado=radicado, account=account, causal=causal, vinculos=links)
    known = case_id or case_id_of("aguas", radicado)
    return Case.file(filing, utility_id="aguas", zone=colombia.ZONE, on=filed_on, case_id=known)


def attacking(number: int) -> Link:
    """The link of a recurso to a case, by its radicado."""
    return Link(relacion=Relation.RECURSO_DE, radicado=f"R-{number}")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store of each kind, which makes the rows under the profile."""
    maker = RowMaker(colombia.LAW, {"aguas": PROFILE})
    if store_url == "memory":
        made: Store = MemoryStore()
        made.rows = maker
        yield made
        return
    with SqlStore(store_url, prefix="rel_", rows=maker) as sql:
        sql.tables.metadata.drop_all(sql.engine)
        sql.create()
        yield sql
        sql.tables.metadata.drop_all(sql.engine)


def memory(profile: Profile = PROFILE) -> MemoryStore:
    """A store in memory."""
    made = MemoryStore()
    made.rows = RowMaker(colombia.LAW, {"aguas": profile})
    return made


def add(store: Store, *cases: Case, at: datetime = AT) -> None:
    """Add the cases one by one, each in a unit of its own."""
    for each in cases:
        with store.begin(at) as unit:
            unit.cases.add(each)
            unit.commit()


def rows(store: Store) -> dict[str, Facts]:
    """The rows known now, by radicado."""
    with store.read() as unit:
        return {str(row.radicado): row for row in unit.facts.stream("aguas")}


def repeats(store: Store) -> dict[str, str | None]:
    """Which case each one repeats, by radicado."""
    found = rows(store)
    names = {row.case_id: name for name, row in found.items()}
    return {name: None if row.repeat_of is None else names[row.repeat_of] for name, row in found.items()}


# --- repeated cases ------------------------------------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_filing_does_not_matter(store: Store, order: Sequence[int]) -> None:
    """January, March and April: each repeats the one before it, within sixty days."""
    cases = [case(1, JANUARY), case(2, MARCH), case(3, APRIL)]
    add(store, *(cases[place] for place in order))
    assert repeats(store) == {"R-1": None, "R-2": "R-1", "R-3": "R-2"}


@pytest.mark.database
def test_a_late_arrival_gives_its_successor_a_new_row(store: Store) -> None:
    """The earlier row can still be read; nothing else in the row changes."""
    add(store, case(2, MARCH))
    late = AT + timedelta(days=1)
    add(store, case(1, JANUARY), at=late)
    with store.read() as unit:
        then = unit.facts.get("aguas", case_id_of("aguas", "R-2"), before=late)
        now = unit.facts.get("aguas", case_id_of("aguas", "R-2"))
    assert then is not None
    assert now == evolve(then, repeat_of=case_id_of("aguas", "R-1"))


@pytest.mark.database
def test_only_the_same_account_and_causal_is_repeated(store: Store) -> None:
    """Within the days; one without account or causal repeats nothing, and of the same day the ids decide."""
    first, same = sorted((UUID(int=5), UUID(int=9)))
    add(
        store,
        case(1, JANUARY),
        case(2, MARCH, account="C-2"),
        case(3, MARCH, causal="F02"),
        case(4, MARCH, account=None),
        case(5, MARCH, causal=None),
        case(6, JUNE + timedelta(days=2)),
        case(7, JUNE, account="C-7", case_id=same),
        case(8, JUNE, account="C-7", case_id=first),
    )
    add(store, case(9, JANUARY + timedelta(days=DAYS)), case(10, JANUARY + timedelta(days=2 * DAYS + 1)))
    found = repeats(store)
    assert {name: found[name] for name in ("R-1", "R-2", "R-3", "R-4", "R-5", "R-8")} == dict.fromkeys(
        ("R-1", "R-2", "R-3", "R-4", "R-5", "R-8")
    )
    assert found["R-7"] == "R-8"
    assert found["R-9"] == "R-1"
    assert found["R-10"] is None  # a day too late
    assert found["R-6"] == "R-10"


@pytest.mark.database
def test_a_correction_moves_it(store: Store) -> None:
    """To another account, and back; those after it follow. April is more than sixty days after January."""
    add(store, case(1, JANUARY), case(2, MARCH), case(3, APRIL))
    for account, expected in (("C-9", {"R-2": None, "R-3": None}), ("C-1", {"R-2": "R-1", "R-3": "R-2"})):
        with store.begin(AT) as unit:
            stored = unit.cases.by_radicado("aguas", "R-2")
            filed = stored.case.filed.event
            fixed = evolve(filed, payload=evolve(stored.case.filing, account=account))
            unit.cases.save(stored, _corrected(stored.case, fixed))
            unit.commit()
        found = repeats(store)
        assert {name: found[name] for name in expected} == expected


def _corrected(told: Case, right: Event) -> Case:
    filed = told.filed.event
    change = Event(EventType.CORRECCION, at=AT, recorded_at=AT, payload=Correction(str(filed.identity), right))
    return told.record(change)


FILED = st.dates(date(2026, 1, 1), date(2026, 7, 1))
CASES = st.lists(
    st.tuples(FILED, st.sampled_from(["C-1", "C-2", None]), st.sampled_from(["F01", "F02"])), min_size=1, max_size=12
)


@settings(max_examples=60)
@given(told=CASES, data=st.data(), days=st.integers(1, 120))
def test_it_is_the_nearest_earlier_case(told: list[Any], data: st.DataObject, days: int) -> None:
    """In any order, one by one or many at once, the result is that of a loop over all cases."""
    cases = [case(number, day, account=account, causal=causal) for number, (day, account, causal) in enumerate(told)]
    profile = evolve(PROFILE, repeat_days=days)
    expected: dict[str, str | None] = {}
    for each in cases:
        mine = each.filing.account, each.filing.causal
        before = [
            (other.filed_on, other.case_id, str(other.filing.radicado))
            for other in cases
            if (other.filing.account, other.filing.causal) == mine
            and (other.filed_on, other.case_id) < (each.filed_on, each.case_id)
        ]
        near = max(before, default=None)
        close = near is not None and None not in mine and (each.filed_on - near[0]).days <= days
        expected[str(each.filing.radicado)] = near[2] if near is not None and close else None
    shuffled = data.draw(st.permutations(cases))
    cut = data.draw(st.integers(0, len(shuffled)))
    stores: list[Store] = [memory(profile)]
    sqlite = SqlStore("sqlite://", rows=RowMaker(colombia.LAW, {"aguas": profile}))
    sqlite.create()
    stores.append(sqlite)
    for store in stores:
        add(store, *shuffled[:cut])
        with store.begin(AT) as unit:
            made = [facts_of(colombia.agenda(each, AT, profile)) for each in shuffled[cut:]]
            unit.cases.add_many(_new(each, row) for each, row in zip(shuffled[cut:], made, strict=True))
            unit.commit()
        assert repeats(store) == expected
    sqlite.close()


def _new(told: Case, row: Facts) -> Any:
    return NewCase(told, row)


@pytest.mark.database
def test_days_not_decided_make_the_indicator_undefined(store: Store) -> None:
    """Without `repeat_days`, which the reason names, nobody can say what repeats; decided later, rows are made anew."""
    undecided = evolve(PROFILE, repeat_days=None)
    store.rows = RowMaker(colombia.LAW, {"aguas": undecided})
    add(store, case(1, JANUARY), case(2, MARCH))

    def measured(period: str = "2026-03") -> Any:
        with store.read() as unit:
            counts = count(unit.source("aguas"), [RELAPSE], periods=[period])
        return counts.result(RELAPSE, period)

    assert set(repeats(store).values()) == {None}
    assert measured() == Undefined(Why.NO_REPEAT_DAYS)
    done = project(store, "aguas", colombia.definitions(PROFILE), at=AT, reason="se fijan los días")
    assert (done.rows, done.moved) == (2, 0)
    assert repeats(store) == {"R-1": None, "R-2": "R-1"}
    assert measured().exact == 100
    assert measured("2026-02") == Undefined(Why.ZERO_DENOMINATOR)  # nothing was filed
    project(store, "aguas", colombia.definitions(undecided), at=AT, reason="se quitan")
    assert set(repeats(store).values()) == {None}
    assert measured() == Undefined(Why.NO_REPEAT_DAYS)
    with store.read() as unit:
        grouped = count(unit.source("aguas"), [RELAPSE], by=("account",), periods=["2026-03"])
    assert grouped.groups(RELAPSE) == ()  # the rows that only explain make no group


def test_what_is_made_by_settings_is_told_by_their_digest() -> None:
    """The days are part of the definitions; of who has not decided, nothing changes."""
    undecided = evolve(PROFILE, repeat_days=None)
    assert undecided.fingerprint == evolve(colombia.DEFAULT_PROFILE, utility_id="aguas").fingerprint
    assert len({undecided.fingerprint, PROFILE.fingerprint, evolve(PROFILE, repeat_days=61).fingerprint}) == 3


# --- recursos ------------------------------------------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize("by", ["radicado", "id"])
@pytest.mark.parametrize("first", ["original", "recurso"])
@pytest.mark.parametrize("own_id", [False, True], ids=["id of the radicado", "id of its own"])
def test_a_recurso_and_its_case_know_each_other(store: Store, by: str, first: str, own_id: bool) -> None:  # noqa: FBT001 - of the list
    """Whichever comes first, whatever the id of the case attacked, and however the link names it."""
    original = case(1, JANUARY, case_id=UUID(int=77) if own_id else None)
    link = attacking(1) if by == "radicado" else Link(relacion=Relation.RECURSO_DE, case_id=original.case_id)
    recurso = case(2, MARCH, tipo="recurso_reposicion", attacks=link)
    add(store, *((original, recurso) if first == "original" else (recurso, original)))
    found = rows(store)
    assert found["R-2"].recurso_of == original.case_id
    assert (found["R-1"].recurso_filed, found["R-2"].recurso_filed) == (True, False)
    # It stays so when either is saved again, also with a row that knows nothing of the other.
    for name in ("R-1", "R-2"):
        with store.begin(AT) as unit:
            stored = unit.cases.by_radicado("aguas", name)
            noted = stored.case.record(Event(EventType.ANALISIS, at=AT, recorded_at=AT))
            unit.cases.save(stored, noted, facts_of(colombia.agenda(noted, AT, PROFILE)))
            unit.commit()
    again = rows(store)
    assert again["R-2"].recurso_of == original.case_id
    assert again["R-1"].recurso_filed


@pytest.mark.database
def test_a_recurso_against_nothing_that_is_here(store: Store) -> None:
    """Its row names the radicado, and no case."""
    add(store, case(2, MARCH, tipo="recurso_reposicion", attacks=attacking(1)))
    (row,) = rows(store).values()
    assert (row.recurso_of, row.recurso_of_radicado) == (None, "R-1")


@pytest.mark.database
def test_rows_of_before_are_related_on_demand(store: Store) -> None:
    """Rows of an older version, which did not relate them, are related on demand."""
    add(store, case(1, JANUARY), case(2, MARCH, tipo="recurso_reposicion", attacks=attacking(1)), case(3, MARCH))
    ids = [row.case_id for row in rows(store).values()]
    if isinstance(store, SqlStore):
        with store.engine.begin() as connection:
            connection.execute(
                text("UPDATE rel_facts SET repeat_of = NULL, recurso_of = NULL, recurso_filed = :no"), {"no": False}
            )
    before = rows(store)
    with store.begin(AT) as unit:
        made = unit.facts.relate("aguas", ids)
        again = unit.facts.relate("aguas", ids)
        nothing = unit.facts.relate("aguas", [UUID(int=1)])
        unit.commit()
    assert (made, again, nothing) == (
        sum(a != b for a, b in zip(before.values(), rows(store).values(), strict=True)),
        0,
        0,
    )
    found = rows(store)
    assert found["R-2"].recurso_of == found["R-1"].case_id
    assert found["R-1"].recurso_filed
    assert repeats(store)["R-3"] in ("R-1", "R-2")


def test_a_row_made_directly_says_what_it_says() -> None:
    """Of a host that knows what repeats what; a store finds nothing else where no days are told."""
    store = MemoryStore()
    first = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=JANUARY, account="C-1", causal="F01")
    second = evolve(first, radicado="R-2", case_id=case_id_of("aguas", "R-2"), filed_on=MARCH, repeat_of=UUID(int=9))
    third = evolve(first, radicado="R-3", case_id=case_id_of("aguas", "R-3"), filed_on=APRIL, repeat_days=90)
    with store.begin(AT) as unit:
        assert unit.facts.put([first, second, third]) == 3
        unit.commit()
    found = rows(store)
    assert found["R-2"].repeat_of == UUID(int=9)
    assert found["R-3"].repeat_of == second.case_id


# --- at the same time ----------------------------------------------------------------------------------------------


@pytest.mark.database
def test_two_units_that_do_not_see_each_other(database_url: str) -> None:
    """The one that ends last relates both; SQLite lets only one write at a time."""
    if database_url.startswith("sqlite"):
        pytest.skip("one writer at a time")
    maker = RowMaker(colombia.LAW, {"aguas": PROFILE})
    with SqlStore(database_url, prefix="rel_", rows=maker) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        with store.begin(AT) as first:  # who writes the definitions is waited for, and here one thread does all
            first.define_all(maker.definitions("aguas"))
            first.commit()
        with store.begin(AT) as one:
            one.cases.add(case(1, JANUARY))
            with store.begin(AT) as other:
                other.cases.add(case(2, MARCH))
                other.cases.add(case(3, MARCH, tipo="recurso_reposicion", attacks=attacking(1), account=None))
                other.commit()
            assert repeats(store) == {"R-2": None, "R-3": None}
            one.commit()
        assert repeats(store) == {"R-1": None, "R-2": "R-1", "R-3": None}
        found = rows(store)
        assert found["R-3"].recurso_of == found["R-1"].case_id
        assert found["R-1"].recurso_filed
        store.tables.metadata.drop_all(store.engine)


def beside(store: SqlStore, first: Callable[[UnitOfWork], None], second: Callable[[UnitOfWork], None]) -> None:
    """Do `first` in one unit and, before it is committed, `second` in another, which has to wait for it."""
    failed: list[BaseException] = []

    def wait() -> None:
        try:
            with store.begin(AT) as unit:
                second(unit)
                unit.commit()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    with store.begin(AT) as unit:
        first(unit)
        other = threading.Thread(target=wait)
        other.start()
        other.join(1)
        assert other.is_alive()  # it waits
        unit.commit()
    other.join(20)
    assert failed == []


def analysis_of_r_2(unit: UnitOfWork) -> None:
    """An act on R-2."""
    stored = unit.cases.by_radicado("aguas", "R-2")
    unit.cases.save(stored, stored.case.record(Event(EventType.ANALISIS, at=AT, recorded_at=AT)))


def case_before_r_2(unit: UnitOfWork) -> None:
    """An earlier case of the same account and causal, which R-2 then repeats."""
    unit.cases.add(case(1, JANUARY))


def survey_about_r_2(unit: UnitOfWork) -> None:
    """A survey, which fills `satisfied` in the row of R-2."""
    unit.surveys.put([Survey(utility="aguas", survey_id="1", answered_on=MARCH, satisfied=True, radicado="R-2")])


@pytest.fixture
def one_case(database_url: str) -> Iterator[SqlStore]:
    """A store on a server with the case R-2."""
    if database_url.startswith("sqlite"):
        pytest.skip("one writer at a time")
    with SqlStore(database_url, prefix="rel_", rows=RowMaker(colombia.LAW, {"aguas": PROFILE})) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        add(store, case(2, MARCH))
        yield store
        store.tables.metadata.drop_all(store.engine)


@pytest.mark.database
def test_a_successor_saved_at_the_same_time_is_not_lost(one_case: SqlStore) -> None:
    """An act on a case waits for the unit that changes its row, and both changes are stored."""
    beside(one_case, case_before_r_2, analysis_of_r_2)
    row = rows(one_case)["R-2"]
    assert (row.repeat_of, str(row.state)) == (case_id_of("aguas", "R-1"), "en_analisis")


@pytest.mark.database
@pytest.mark.parametrize("change", [survey_about_r_2, case_before_r_2])
def test_what_changes_the_row_of_another_case_loses_nothing_of_it(
    one_case: SqlStore, change: Callable[[UnitOfWork], None]
) -> None:
    """A unit that waits for the row of an act being recorded changes the row that it finds then."""
    beside(one_case, analysis_of_r_2, change)
    assert str(rows(one_case)["R-2"].state) == "en_analisis"
