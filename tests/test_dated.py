"""Dated values: both edges of each version, gaps, repeal, and invalid lists of versions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, NoRuleInForceError

DAY = timedelta(days=1)
FIRST, REPEALED = date(2015, 6, 30), date(2020, 3, 27)
AGAIN, LAST = date(2022, 5, 18), date(2026, 12, 31)
TERM = Dated(
    "respuesta", (Version(15, first_day=FIRST, last_day=REPEALED), Version(30, first_day=AGAIN, last_day=LAST))
)


@pytest.mark.parametrize(("day", "value"), [(FIRST, 15), (REPEALED, 15), (AGAIN, 30), (LAST, 30)])
def test_both_edges_of_each_version_are_in_force(day: date, value: int) -> None:
    """The first and the last day are both included."""
    assert TERM.at(day).value == value


@pytest.mark.parametrize(
    ("day", "said", "dicho"),
    [
        (FIRST - DAY, "the first version begins on 2015-06-30", "la primera versión rige desde el 2015-06-30"),
        (REPEALED + DAY, "it lies between two versions", "queda entre dos versiones"),
        (AGAIN - DAY, "it lies between two versions", "queda entre dos versiones"),
        (LAST + DAY, "it was repealed with effect after 2026-12-31", "dejó de regir después del 2026-12-31"),
    ],
)
def test_every_day_outside_is_refused(day: date, said: str, dicho: str) -> None:
    """Before the first version, in a gap and after a repeal there is no rule, and the error says which of the three."""
    with pytest.raises(NoRuleInForceError, match=f"no rule 'respuesta' in force on {day}; {said}") as refused:
        TERM.at(day)
    assert refused.value.params["day"] == day
    assert refused.value.message("es") == f"no hay regla 'respuesta' vigente el {day}; {dicho}"


def test_open_ends() -> None:
    """Without a first or a last day a version holds since ever and for ever."""
    always = Dated("siempre", (Version(1),))
    assert always.at(date.min).value == always.at(date.max).value == 1
    ended = Dated("hasta", (Version(1, last_day=FIRST),))
    assert ended.at(date.min).value == 1
    with pytest.raises(NoRuleInForceError, match="repealed"):
        ended.at(FIRST + DAY)
    begun = Dated("desde", (Version(1, first_day=FIRST),))
    assert begun.at(date.max).value == 1


def test_versions_may_touch() -> None:
    """The day after the last of one may be the first of the next."""
    assert Dated("seguidas", (Version(1, last_day=FIRST), Version(2, first_day=FIRST + DAY))).at(FIRST + DAY).value == 2


@pytest.mark.parametrize(
    "versions",
    [
        (Version(1, last_day=FIRST), Version(2, first_day=FIRST)),
        (Version(1), Version(2, first_day=FIRST)),
        (Version(1, last_day=FIRST), Version(2)),
        (Version(1, first_day=AGAIN, last_day=LAST), Version(2, first_day=FIRST, last_day=REPEALED)),
    ],
)
def test_versions_that_overlap_or_are_out_of_order_are_refused(versions: tuple[Version[int], ...]) -> None:
    """No day may have two values."""
    with pytest.raises(InvalidInputError, match=r"^versions: .* does not come after the last day before it"):
        Dated("mal", versions)


def test_a_rule_has_a_version() -> None:
    """A rule without a version is refused, because it could never answer."""
    with pytest.raises(InvalidInputError, match=r"^versions: expected at least one version, got none$"):
        Dated("vacía", ())


def test_an_edge_is_a_date() -> None:
    """A text or an hour is no day of force."""
    for wrong in ("2015-06-30", 2015):
        with pytest.raises(TypeError):
            Version(1, first_day=wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        TERM.at(datetime(2015, 6, 30, 10, 0))
