"""Due days of tables: every engine gives what `colombia.due` gives for each row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("duckdb")
pytest.importorskip("pandas")

import pandas as pd
import polars as pl
import pyarrow as pa
from tests.indicators import registers

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.dated import Dated, Version
from pqr_core.errors import (
    EventBeforeFilingError,
    FrameError,
    IncompleteEventError,
    InvalidInputError,
    MissingExtraError,
    NoRuleInForceError,
    NotADateError,
    OutOfSpanError,
    PQRError,
    UnknownCaseTypeError,
)
from pqr_core.exchange.due_frames import ADDED, due_frame
from pqr_core.law.answers import due_days, rule_text
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook, Term, Unit
from pqr_core.policies import CongressDays, Covid491, FirstDay, Policies

TYPES = tuple(colombia.RULES.types)
FIRST, LAST = colombia.LAW.span
DAY = timedelta(days=1)
FILED = date(2026, 3, 16)
ASKED = date(2026, 4, 30)
WORDS = {"RR": "recurso_reposicion"}
CASES = (
    # type, filed, answered, and the expected values on 30 April 2026
    ("reclamo", FILED, date(2026, 4, 10), date(2026, 4, 9), 16, False),
    ("reclamo", FILED, None, date(2026, 4, 9), None, True),
    ("RR", FILED, date(2026, 4, 9), date(2026, 4, 9), 15, False),
    ("consulta", FILED, None, date(2026, 4, 30), None, False),
    ("peticion_congreso", FILED, date(2026, 5, 4), date(2026, 3, 24), 31, True),
    ("sugerencia", FILED, None, None, None, False),
    ("requerimiento_autoridad", FILED, None, None, None, None),
    ("requerimiento_autoridad", FILED, date(2026, 3, 20), None, 4, False),
    (None, FILED, None, None, None, None),
    ("queja", None, None, None, None, None),
)

every = pytest.mark.parametrize("engine", registers.ENGINES)
in_memory = pytest.mark.parametrize("engine", [each for each in registers.ENGINES if "lazy" not in each.__name__][:-1])
lazy = pytest.mark.parametrize("engine", [registers.ENGINES[-1], registers._polars_lazy])  # noqa: SLF001 - by its kind


def table(words: list[str | None], filed: list[date | None], answered: list[date | None] | None = None) -> Any:
    """A register as Arrow has it."""
    columns = {
        "id": pa.array(range(len(words)), pa.int64()),
        "tipo": pa.array(words, pa.string()),
        "filed": pa.array(filed, pa.date32()),
        "answered": pa.array(answered or [None] * len(words), pa.date32()),
    }
    return pa.table(columns)


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows in the order of `id`, days as dates and whatever is missing as None."""
    held = frame.collect() if hasattr(frame, "collect") else frame
    arrow = pa.table(held.to_arrow_table() if hasattr(held, "to_arrow_table") else held)

    def plain(value: Any) -> Any:
        if value is None or value != value:  # noqa: PLR0124 - NaN
            return None
        return value.date() if isinstance(value, datetime) else value

    rows = [{name: plain(value) for name, value in row.items()} for row in arrow.to_pylist()]
    return sorted(rows, key=lambda row: row["id"])


@cache
def due_or_none(tipo: str, filed: date, profile: Profile) -> date | None:
    """The due day of one type and day; None if the law refuses it."""
    try:
        return colombia.due(tipo, filed, profile=profile).due_on
    except PQRError:
        return None


@every
def test_a_register_has_its_days(engine: Callable[[Any], Any]) -> None:
    """Each row has its last day, its rule, its days to answer and whether it is overdue; unknown values are null."""
    words, filed, answered, due, days, overdue = (list(column) for column in zip(*CASES, strict=True))
    made = engine(table(words, filed, answered))
    found = colombia.due_frame(made, tipo="tipo", filed="filed", answered="answered", on=ASKED, values=WORDS)
    rows = rows_of(found)
    assert [row["due_on"] for row in rows] == due
    assert [row["days_to_answer"] for row in rows] == days
    assert [row["overdue"] for row in rows] == overdue
    assert [row["rule"] is None for row in rows] == [day is None for day in due]
    assert rows[0]["rule"] == "15 días hábiles: Ley 142 de 1994, art. 158; Decreto 2150 de 1995, art. 123"
    assert [row["tipo"] for row in rows] == words
    assert list(rows[0]) == ["id", "tipo", "filed", "answered", *ADDED]


@every
def test_nobody_guesses_what_was_not_asked(engine: Callable[[Any], Any]) -> None:
    """Without a cut-off day, only a case that was answered, or owes no answer, is known not to be overdue."""
    words, filed, answered, due, *_ = (list(column) for column in zip(*CASES, strict=True))
    made = engine(table(words, filed, answered))
    rows = rows_of(colombia.due_frame(made, tipo="tipo", filed="filed", values=WORDS))
    assert [row["due_on"] for row in rows] == due
    assert {row["days_to_answer"] for row in rows} == {None}
    assert [row["overdue"] for row in rows] == [False if word == "sugerencia" else None for word in words]
    rows = rows_of(colombia.due_frame(made, tipo="tipo", filed="filed", answered="answered", values=WORDS))
    known = [False if word == "sugerencia" or day else None for word, day in zip(words, answered, strict=True)]
    assert [row["overdue"] for row in rows] == known


# --- the same as one by one ----------------------------------------------------------------------------------------

CLOSURES = (
    Closure(date(2020, 3, 20), date(2020, 4, 3), act="Decreto 1"),
    Closure(date(2026, 4, 9), act="Resolución 1", known_on=date(2026, 4, 8), own_act=True),
    Closure(date(2026, 5, 4), date(2026, 5, 8), act="Resolución 2", known_on=date(2026, 5, 7)),
)
READINGS = (
    Policies(),
    Policies(congress_days=CongressDays.CALENDAR_DAYS, first_day=FirstDay.FILING_DAY),
    Policies(covid_491=Covid491.APPLIED),
)
SETTINGS: dict[str, Mapping[str, Any]] = {
    "default": {},
    "Saturdays": {"saturday_is_business_day": True},
    "closures": {"closures": CLOSURES},
    "calendar days": {"policies": READINGS[1]},
    "emergency": {"policies": READINGS[2]},
    "readings that change": {
        "policies": Dated(
            "policies",
            (
                Version(READINGS[2], last_day=date(2020, 4, 30)),
                Version(READINGS[1], first_day=date(2020, 5, 2), last_day=date(2025, 12, 31)),
                Version(READINGS[0], first_day=date(2026, 1, 1)),
            ),
        )
    },
}
EDGES = sorted(
    {
        day
        for era in [*colombia.RULES.eras, date(2020, 3, 28), date(2020, 5, 1), date(2026, 1, 1), date(2026, 4, 8), LAST]
        for day in (era + number * DAY for number in range(-40, 41) if era > FIRST)
        if FIRST <= day <= LAST
    }
)
PAIRS = st.tuples(st.sampled_from(TYPES), st.sampled_from(EDGES) | st.dates(FIRST, LAST))


def profile_of(name: str) -> Profile:
    """The profile with these settings."""
    return evolve(colombia.DEFAULT_PROFILE, **SETTINGS[name])


@settings(max_examples=60)
@given(st.lists(PAIRS, min_size=1, max_size=40), st.sampled_from(sorted(SETTINGS)))
def test_every_pair_is_due_when_the_law_says(pairs: list[tuple[str, date]], name: str) -> None:
    """Of any type, day and settings: at the edge of a version, in the emergency, near a closure announced late."""
    profile = profile_of(name)
    expected = [due_or_none(tipo, filed, profile) for tipo, filed in pairs]
    words, days = [tipo for tipo, _ in pairs], [filed for _, filed in pairs]
    made = registers._polars_lazy(table([*words], [*days]))  # noqa: SLF001 - a lazy one does not refuse
    found = rows_of(colombia.due_frame(made, tipo="tipo", filed="filed", profile=profile))
    assert [row["due_on"] for row in found] == expected
    for row, (tipo, filed) in zip(found, pairs, strict=True):
        if row["due_on"] is not None:
            deadline = colombia.due(tipo, filed, profile=profile)
            assert deadline.term is not None
            terms = deadline.term.text(), *(citation.text() for citation in deadline.citations)
            assert row["rule"] == f"{terms[0]}: {'; '.join(terms[1:])}"


@every
@pytest.mark.parametrize("name", ["closures", "readings that change"])
def test_every_engine_has_the_same_days(engine: Callable[[Any], Any], name: str) -> None:
    """Each type on the edges of its versions; pairs that the law refuses are left out."""
    profile = profile_of(name)
    days = [day for number, day in enumerate(EDGES) if number % 7 == 0]
    found = {(tipo, day): due_or_none(tipo, day, profile) for tipo in TYPES for day in days}
    expected = {pair: due for pair, due in found.items() if due is not None}
    made = engine(table([tipo for tipo, _ in expected], [day for _, day in expected]))
    rows = rows_of(colombia.due_frame(made, tipo="tipo", filed="filed", profile=profile))
    assert [row["due_on"] for row in rows] == list(expected.values())


@settings(max_examples=40)
@given(st.sampled_from(TYPES), st.sampled_from(EDGES), st.sampled_from(sorted(SETTINGS)))
def test_the_days_of_a_type_are_those_of_the_law(tipo: str, first: date, name: str) -> None:
    """Fifty consecutive days, across any change of the law."""
    profile = profile_of(name)
    last = min(first + 50 * DAY, LAST)
    found = list(due_days(colombia.definitions(profile), tipo, first, last))
    assert [day.filed_on for day in found] == [first + number * DAY for number in range((last - first).days + 1)]
    assert [day.due_on for day in found] == [due_or_none(tipo, day.filed_on, profile) for day in found]


def test_a_rule_is_told_in_both_languages() -> None:
    """With the term and its norms."""
    (day,) = due_days(colombia.definitions(), "peticion_congreso", FILED, FILED)
    assert day.version is not None
    assert rule_text(day.version) == "5 días hábiles: Ley 5 de 1992, art. 258; en disputa"
    assert rule_text(day.version, "en") == "5 business days: Ley 5 de 1992, art. 258; disputed"


def test_another_law_is_another_value() -> None:
    """Another rule book may add a type or lack one."""
    norm = Citation(Norm(id="n", name="Norma"), "art. 1", Confidence.VISTA)
    kept = colombia.RULES.types["queja"]
    term = Dated("respuesta", (Version(Term(3, Unit.BUSINESS_DAYS), citations=(norm,)),))
    assert kept.response is not None
    own = evolve(kept, code="propia", response=evolve(kept.response, term=term))
    rules: RuleBook = evolve(colombia.RULES, types={"propia": own})
    law = evolve(colombia.LAW, rules=rules)
    found = due_frame(law, pl.DataFrame({"t": ["propia"], "d": [FILED]}), tipo="t", filed="d")
    assert found.row(0)[2:] == (date(2026, 3, 19), None, None, "3 días hábiles: Norma, art. 1")
    with pytest.raises(FrameError, match="'queja'"):
        due_frame(law, pl.DataFrame({"t": ["queja"], "d": [FILED]}), tipo="t", filed="d")


# --- what is refused -----------------------------------------------------------------------------------------------


@in_memory
def test_all_words_without_a_type_are_refused_at_once(engine: Callable[[Any], Any]) -> None:
    """Every unknown word is named, with what to do."""
    made = engine(table(["RR", "queja", "Reclamo", None, "RR"], [FILED] * 5))
    with pytest.raises(FrameError) as refused:
        colombia.due_frame(made, tipo="tipo", filed="filed")
    assert refused.value.code == "tabla_invalida"
    for lang, told in (("es", "diga cuál es cada uno con values"), ("en", "say which one each is with values")):
        message = refused.value.message(lang)  # type: ignore[arg-type]
        assert all(part in message for part in ("tipo: ", "'RR'", "'Reclamo'", told, "recurso_reposicion"))
        assert "'queja'" not in message


def test_many_words_without_a_type_are_counted() -> None:
    """The first ten, and how many more."""
    words: list[str | None] = [f"w{number}" for number in range(25)]
    with pytest.raises(FrameError, match=r"\(\+15\)"):
        colombia.due_frame(table(words, [FILED] * 25), tipo="tipo", filed="filed")


@lazy
def test_a_lazy_table_has_null_where_the_law_refuses(engine: Callable[[Any], Any]) -> None:
    """A lazy table cannot refuse before it runs; it has null where the law refuses the row."""
    made = engine(
        table(
            ["reclamo", "reclamo", "queja", "RR", "reclamo", "reclamo"],
            [date(1990, 1, 2), date(2101, 1, 3), LAST, FILED, FILED, FILED],
            [None, date(2101, 1, 5), None, None, FILED - DAY, date(2101, 1, 5)],
        )
    )
    found = colombia.due_frame(made, tipo="tipo", filed="filed", answered="answered", on=LAST)
    assert type(found) is type(made)
    rows = rows_of(found)
    assert [row["due_on"] for row in rows] == [None, None, None, None, date(2026, 4, 9), date(2026, 4, 9)]
    assert [(row["days_to_answer"], row["overdue"]) for row in rows] == [(None, None)] * 6


@in_memory
def test_a_table_in_memory_refuses_with_the_row(engine: Callable[[Any], Any]) -> None:
    """The error is that of the law for the first row that it refuses."""
    for second, error in (
        (date(1990, 1, 2), NoRuleInForceError),
        (date(2101, 1, 3), OutOfSpanError),
        (LAST, OutOfSpanError),
    ):
        made = engine(table(["sugerencia", "reclamo", "reclamo"], [second, second, second]))
        with pytest.raises(error, match=r"\(index 1\)") as refused:
            colombia.due_frame(made, tipo="tipo", filed="filed")
        assert refused.value.params["index"] == 1
    made = engine(table(["reclamo"] * 2, [FILED] * 2, [FILED, FILED - DAY]))
    with pytest.raises(EventBeforeFilingError, match=r"answered on 2026-03-15 \(index 1\)"):
        colombia.due_frame(made, tipo="tipo", filed="filed", answered="answered")
    made = engine(table(["reclamo"] * 2, [FILED] * 2, [FILED, date(2101, 1, 3)]))
    with pytest.raises(OutOfSpanError, match=r"\(index 1\)"):
        colombia.due_frame(made, tipo="tipo", filed="filed", answered="answered")


@every
def test_columns_are_refused_by_name(engine: Callable[[Any], Any]) -> None:
    """A missing column, one of another type, one that already exists, and an unknown type are refused."""
    made = engine(table(["reclamo"], [FILED]))
    with pytest.raises(InvalidInputError, match="clase: no such column"):
        colombia.due_frame(made, tipo="clase", filed="filed")
    with pytest.raises(FrameError, match="filed: expected a column of text"):
        colombia.due_frame(made, tipo="filed", filed="filed")
    for filed, answered in (("tipo", None), ("filed", "id")):
        with pytest.raises(NotADateError, match="a column of"):
            colombia.due_frame(made, tipo="tipo", filed=filed, answered=answered)
    with pytest.raises(InvalidInputError, match=r"^frame: there is a column .* already; rename it$"):
        colombia.due_frame(colombia.due_frame(made, tipo="tipo", filed="filed"), tipo="tipo", filed="filed")
    with pytest.raises(UnknownCaseTypeError, match="recurso"):
        colombia.due_frame(made, tipo="tipo", filed="filed", values={"RR": "recurso"})
    with pytest.raises(NotADateError, match="on"):
        colombia.due_frame(made, tipo="tipo", filed="filed", on=datetime(2026, 4, 1))


@every
def test_a_table_without_rows_keeps_its_columns(engine: Callable[[Any], Any]) -> None:
    """An empty table keeps its columns, with the same types as one with rows."""
    empty = colombia.due_frame(engine(table([], [])), tipo="tipo", filed="filed", answered="answered", on=ASKED)
    assert rows_of(empty) == []
    nothing = rows_of(colombia.due_frame(engine(table([None], [None])), tipo="tipo", filed="filed"))
    assert [nothing[0][name] for name in ADDED] == [None] * 4


def test_dates_of_python_are_days() -> None:
    """A pandas column of objects; anything else among them is refused, and the index stays."""
    days = [FILED, None, pd.NaT, float("nan")]
    made = pd.DataFrame({"t": ["queja"] * 4, "d": pd.Series(days, dtype=object)})
    found = colombia.due_frame(made.set_index([[7, 7, 8, 9]]), tipo="t", filed="d", on=ASKED)
    assert found.index.tolist() == [7, 7, 8, 9]
    assert found["due_on"].tolist()[0] == pd.Timestamp("2026-04-09")
    assert found["due_on"].isna().tolist() == [False, True, True, True]
    assert found["overdue"].tolist() == [True, pd.NA, pd.NA, pd.NA]
    assert found[found["overdue"]].index.tolist() == [7]
    with pytest.raises(NotADateError, match="d: "):
        colombia.due_frame(pd.DataFrame({"t": ["queja", "queja"], "d": [FILED, "ayer"]}), tipo="t", filed="d")


def test_the_request_sets_the_day_of_an_authority() -> None:
    """A single request without its day is refused; in a table its day is null."""
    with pytest.raises(IncompleteEventError):
        colombia.due("requerimiento_autoridad", FILED)


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Narwhals is an extra: the law itself does not need it."""
    made = pl.DataFrame({"t": ["queja"], "d": [FILED]})
    for name in [name for name in sys.modules if name.startswith(("pqr_core.exchange.due_frames", "narwhals"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.delattr("pqr_core.exchange.due_frames", raising=False)
    with pytest.raises(MissingExtraError, match="frames"):
        colombia.due_frame(made, tipo="t", filed="d")
