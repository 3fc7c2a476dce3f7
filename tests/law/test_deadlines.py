"""One deadline: its data, its trace and its text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from attrs import evolve
from tests.law.stories import FILED, agenda, at, case, day, event

from pqr_core import colombia
from pqr_core.colombia import RULES
from pqr_core.errors import InvalidInputError, NotADateError, OutOfSpanError
from pqr_core.law.answers import due_table
from pqr_core.law.rules import Term, Unit
from pqr_core.vocabulary import Kind, LegalState


def test_it_knows_what_it_rests_on() -> None:
    """A deadline has its code, kind, term, norms and the fingerprints of calendar, rules and settings."""
    answer = colombia.due("reclamo", FILED)
    assert (answer.code, answer.kind, answer.term) == ("respuesta", Kind.DEBER, Term(15, Unit.BUSINESS_DAYS))
    assert [str(each) for each in answer.citations][:2] == [
        "Ley 142 de 1994, art. 158",
        "Decreto 2150 de 1995, art. 123",
    ]
    assert answer.basis.fingerprints == {
        "calendar": colombia.calendar().fingerprint,
        "rules": RULES.fingerprint,
        "profile": colombia.DEFAULT_PROFILE.fingerprint,
    }


def test_a_term_of_the_emergency_cites_it() -> None:
    """The version in force is the one cited and the one counted."""
    answer = colombia.due("consulta", date(2020, 3, 28))
    assert answer.term == Term(35, Unit.BUSINESS_DAYS)
    assert answer.citations[0].norm.name == "Decreto Legislativo 491 de 2020"
    in_course = colombia.due("peticion_general", date(2020, 3, 6))
    assert in_course.term == Term(30, Unit.BUSINESS_DAYS)
    assert in_course.citations[0].norm.name == "Decreto Legislativo 491 de 2020"


def test_a_given_day_is_counted_from_nothing() -> None:
    """The date of an authority has neither base nor term nor trace."""
    answer = agenda(case("requerimiento_autoridad", fecha_limite=day(8)), FILED)["respuesta"]
    assert (answer.base_on, answer.term, answer.due_on, answer.trace) == (None, None, day(8), ())
    assert answer.disputed_days == ()


def test_a_plain_row_is_traced_from_its_base() -> None:
    """The trace has the five days to cite, one by one; and a month day by day, with the roll at its end."""
    told = case("reclamo", event("decision", day(10), resultado="accede", acto="otro"))
    citation = agenda(told, day(11))["citacion"]
    assert [each.day for each in citation.trace if each.number] == [day(n) for n in range(11, 16)]
    told = case("peticion_general", event("requerimiento", date(2026, 2, 6)))
    burden = agenda(told, day(6))["complemento"]
    assert burden.due_on == date(2026, 3, 9)
    assert [each.day for each in burden.trace if each.number is None] == [date(2026, 3, 8), date(2026, 3, 9)]
    assert burden.term == Term(1, Unit.MONTHS)


def test_a_day_given_to_complete_is_counted_from_nothing() -> None:
    """Less than the month: no walk, no term. The month's own last day, given or not, is the month."""
    given = agenda(case("queja", event("requerimiento", day(5), hasta=day(9))), day(6))["complemento"]
    assert (given.term, given.trace) == (None, ())
    month = agenda(case("queja", event("requerimiento", day(5), hasta=date(2026, 3, 10))), day(6))["complemento"]
    assert (month.term, month.trace[-1].day) == (Term(1, Unit.MONTHS), date(2026, 3, 10))


def test_a_term_of_hours_knows_its_instant() -> None:
    """Twenty-four hours to reconnect, to the second; the day is that of the instant."""
    told = case("reclamo", event("causa_eliminada", at(day(4), 16, 30)))
    row = agenda(told, at(day(4), 17))["reconexion"]
    assert (row.due_at, row.due_on, row.state) == (
        at(date(2026, 2, 7), 16, 30),
        date(2026, 2, 7),
        LegalState.PENDIENTE,
    )


def test_a_day_after_the_verified_years_is_projected() -> None:
    """A deadline after the verified years says that it is projected."""
    assert not colombia.due("reclamo", FILED).is_projected
    assert colombia.due("reclamo", date(2026, 12, 18)).is_projected
    waiting = agenda(case("peticion_general", event("requerimiento", day(2))), day(3))["respuesta"]
    assert not waiting.is_projected


def test_only_a_duty_without_a_day_lacks_one() -> None:
    """The aviso without a setting lacks a day; the firmness that waits for the SSPD and `no_suspender` do not."""
    told = case("reclamo", event("decision", day(10), resultado="no_accede"), event("envio_citacion", day(11)))
    assert agenda(told, day(17))["aviso"].lacks_date
    assert not agenda(told, day(17), aviso_business_days=3)["aviso"].lacks_date
    assert not agenda(case("recurso_reposicion"), FILED)["no_suspender"].lacks_date


def test_it_says_itself_in_words() -> None:
    """`str` is the text, `repr` one line of it, and both name the norm."""
    answer = colombia.due("reclamo", FILED)
    assert str(answer) == answer.text("es")
    assert repr(answer).startswith("<Deadline respuesta (pendiente):")
    assert "Ley 142 de 1994" in repr(answer)
    assert answer.as_dict()["due_on"] == "2026-02-23"


@pytest.mark.parametrize(
    "filed",
    [
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-14))),
        datetime(9999, 12, 31, 23, tzinfo=colombia.ZONE),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    ],
)
def test_an_instant_that_no_zone_can_tell_is_outside(filed: datetime) -> None:
    """At the ends of `datetime` an instant may have no legal day; it is refused, also as the instant asked."""
    with pytest.raises(OutOfSpanError):
        colombia.due("reclamo", filed)
    with pytest.raises(OutOfSpanError):
        colombia.agenda(case(), filed)


def test_not_a_time_is_no_instant() -> None:
    """NaT of pandas is an instance of datetime, and is refused."""
    nat = pytest.importorskip("pandas").NaT
    for asked in (lambda: colombia.due("reclamo", nat), lambda: colombia.instant(nat)):
        with pytest.raises(NotADateError, match="NaT"):
            asked()


@pytest.mark.parametrize("name", ["aviso_business_days", "remision_sspd_business_days", "soon_business_days"])
@pytest.mark.parametrize("value", [0, -1, True, 1.5])
def test_the_times_of_a_utility_are_positive(name: str, value: object) -> None:
    """Zero days, a truth value or half a day are refused, in both languages."""
    with pytest.raises(InvalidInputError, match=f"{name}: expected a positive number") as refused:
        evolve(colombia.DEFAULT_PROFILE, **{name: value})  # type: ignore[arg-type]
    assert "un número positivo de días hábiles" in refused.value.message("es")


def test_a_type_without_a_term_is_told_in_both_languages() -> None:
    """No norm sets when a sugerencia is to be answered."""
    with pytest.raises(InvalidInputError, match="tipo: sugerencia has no answer term") as refused:
        colombia.due("sugerencia", FILED)
    assert refused.value.message("es") == "tipo: sugerencia no tiene término: ninguna norma lo fija"


def test_an_instant_is_made_of_a_naive_time_alone() -> None:
    """A day has no hour, and a time with an offset needs no zone."""
    naive = datetime(2026, 3, 16, 8, 30)
    assert colombia.instant(naive) == datetime(2026, 3, 16, 8, 30, tzinfo=colombia.ZONE)
    with pytest.raises(NotADateError):
        colombia.instant(date(2026, 3, 16))  # type: ignore[arg-type]
    with pytest.raises(InvalidInputError, match=r"instant: expected .* got 2026-03-16T08:30:00-05:00"):
        colombia.instant(colombia.instant(naive))


def test_the_table_of_due_days_ends_with_the_calendar() -> None:
    """Days due after the end of the calendar are left out; on other days every type with a term is in the table."""
    definitions = colombia.definitions()
    assert list(due_table(definitions, date(2100, 12, 31), date(2100, 12, 31))) == []
    told = {row.tipo: row.due_on for row in due_table(definitions, date(2026, 3, 16), date(2026, 3, 16))}
    assert told["reclamo"] == date(2026, 4, 9)
    assert set(told) <= set(definitions.rules.types)
