"""Each indicator of the country, on cases whose value is counted by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.colombia import RULES
from pqr_core.colombia.indicators import INDICATORS, INFORMATION_REQUEST
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Volume, facts_of
from pqr_core.indicators.base import Undefined, Value, ValueUnit, Why
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.measures import Condition, DaysBetween, Measure, Test
from pqr_core.indicators.periods import Period
from pqr_core.sources import Origin, Rows
from pqr_core.vocabulary import EventType, Outcome

MARCH = Period.parse("2026-03")
FILED = date(2026, 3, 2)


def case(number: int, **columns: Any) -> Facts:
    """A claim filed on 2 March that is due on the 24th."""
    known: dict[str, Any] = {"tipo": "reclamo", "filed_on": FILED, "due_on": date(2026, 3, 24)} | columns
    return Facts(utility="aguas", radicado=f"R-{number}", **known)


def value(code: str, *facts: Facts, volumes: tuple[Volume, ...] = (), until: date | None = None) -> Fraction | None:
    """The value of March, None where it is undefined."""
    indicator = INDICATORS[code]
    rows = Rows(facts=facts, volumes=volumes)
    result = count(rows, [indicator], periods=[MARCH], until=until).result(indicator, MARCH)
    return result.exact if isinstance(result, Value) else None


IN_TERM = case(1, answered_on=date(2026, 3, 24))
LATE = case(2, answered_on=date(2026, 3, 25))
OPEN = case(3)
TRANSFERRED = case(4, ended_on=date(2026, 3, 6), transferred_on=date(2026, 3, 6))
ARCHIVED_LATE = case(5, ended_on=date(2026, 3, 30))
LAPSED = case(6, due_on=None, suspended_until=date(2026, 3, 11), due_if_lapsed_on=date(2026, 3, 27))
NEXT_MONTH = case(7, due_on=date(2026, 4, 9))
DUE = (IN_TERM, LATE, OPEN, TRANSFERRED, ARCHIVED_LATE, LAPSED, NEXT_MONTH)


def test_oportunidad_counts_what_is_open_and_late_as_late() -> None:
    """One of five: answered on the last day; a case closed after its last day was late first."""
    assert value("oportunidad", *DUE) == 20
    assert value("silencios_positivos", *DUE) == 4
    assert value("tasa_silencios_positivos", *DUE) == 80


def test_a_silence_from_the_notification_counts() -> None:
    """Decided in term and never cited: it counts from the day after the last one to cite or answer, and not before."""
    filing = Filing(tipo="reclamo", radicado="R-9")
    decided = Event(EventType.DECISION, on=date(2026, 3, 5), payload=Decision(resultado=Outcome.NO_ACCEDE))
    uncited = Case.file(filing, on=FILED, utility_id="empresa", zone=colombia.ZONE, events=[decided])
    row = facts_of(colombia.agenda(uncited, date(2026, 3, 6)))
    assert (row.answered_on, row.silence_on) == (date(2026, 3, 5), date(2026, 3, 25))
    for until, silences in ((date(2026, 3, 24), 0), (date(2026, 3, 25), 1), (None, 1)):
        assert value("silencios_positivos", row, until=until) == silences
    assert value("tasa_silencios_positivos", row) == 100


def test_silence_is_positive_where_the_law_says_so() -> None:
    """A general petition and a request for information that nobody answered decide nothing for the user."""
    others = [evolve(OPEN, case_id=case(n).case_id, tipo=tipo) for n, tipo in enumerate(("consulta", "denuncia"), 20)]
    others.append(evolve(LAPSED, case_id=case(30).case_id, tipo=INFORMATION_REQUEST))
    assert value("silencios_positivos", *DUE, *others) == 4
    assert value("tasa_silencios_positivos", *DUE, *others) == 80
    assert value("oportunidad", *DUE, *others) == Fraction(100, 8)
    assert value("silencios_positivos", *(evolve(OPEN, tipo=each.code) for each in RULES.types.values())) == 5
    assert "recurso_reposicion_apelacion" in INDICATORS["silencios_positivos"].formula_es


def test_no_case_is_late_before_its_time() -> None:
    """On the 20th nobody's last day has come; on the 24th three have, one answered."""
    assert value("silencios_positivos", *DUE, until=date(2026, 3, 20)) == 0
    assert value("oportunidad", *DUE, until=date(2026, 3, 20)) is None
    assert value("oportunidad", *DUE, until=date(2026, 3, 24)) == 25


def test_a_value_drills_down_to_its_cases() -> None:
    """The numbers of those behind numerator and denominator."""
    found = behind(Rows(facts=DUE), INDICATORS["oportunidad"], MARCH)
    assert [each.radicado for each in found.numerator] == ["R-1"]
    assert [each.radicado for each in found.denominator] == ["R-1", "R-2", "R-3", "R-5", "R-6"]
    ages = behind(Rows(facts=DUE), INDICATORS["pendientes_por_edad"], MARCH)
    assert [each.radicado for each in ages.numerator] == ["R-3", "R-6", "R-7"]


@pytest.mark.parametrize("code", ["mediana_respuesta_pqr", "p90_respuesta_pqr"])
def test_quantiles_are_numbers_that_occur(code: str) -> None:
    """Of 1 to 10 days, 5 is the median and 9 the 90th percentile; of nothing there is none."""
    answered = [case(n, answered_on=date(2026, 3, 20), business_days_to_answer=n) for n in range(1, 11)]
    assert value(code, *answered) == {"mediana_respuesta_pqr": 5, "p90_respuesta_pqr": 9}[code]
    nothing = count(Rows(), [INDICATORS[code]]).result(INDICATORS[code], MARCH)
    assert nothing == Undefined(Why.NO_ROWS)


def test_outcomes_are_shares_of_what_was_decided() -> None:
    """A rejected or transferred case was not decided; a recurso that is confirmed changed nothing."""
    day = date(2026, 3, 20)
    outcomes = (Outcome.ACCEDE, Outcome.ACCEDE_PARCIALMENTE, Outcome.NO_ACCEDE, Outcome.RECHAZA, Outcome.NO_ACCEDE)
    decided = [case(n, answered_on=day, resultado=outcome) for n, outcome in enumerate(outcomes)]
    assert value("tasa_favorabilidad", *decided) == 50
    assert value(
        "tasa_recursos", *decided, evolve(decided[0], case_id=case(9).case_id, recurso_filed=True)
    ) == Fraction(100, 6)
    recursos = [
        case(n, tipo="recurso_reposicion", answered_on=day, resultado=outcome)
        for n, outcome in enumerate((Outcome.CONFIRMA, Outcome.MODIFICA, Outcome.REVOCA, Outcome.RECHAZA))
    ]
    assert value("tasa_revocatoria", *recursos) == Fraction(200, 3)


def test_time_to_notify_is_from_answer_to_notification() -> None:
    """Ten days and two, in the month of the notification."""
    one = case(1, answered_on=date(2026, 2, 20), notified_on=date(2026, 3, 2))
    other = case(2, answered_on=date(2026, 3, 10), notified_on=date(2026, 3, 12))
    assert value("tiempo_notificacion", one, other, case(3, answered_on=date(2026, 3, 10))) == 6


def test_rates_need_their_volumes() -> None:
    """Two cases on 4,000 subscribers; a month whose volume nobody reported has no rate."""
    facts = (case(1, grupo_causal="F"), case(2))
    month = Volume(utility="aguas", month=date(2026, 3, 1), servicio="acueducto", subscribers=4_000, invoices=5_000)
    assert value("pqr_por_mil_suscriptores", *facts, volumes=(month,)) == Fraction(1, 2)
    assert value("reclamos_facturacion_por_diez_mil_facturas", *facts, volumes=(month,)) == 2
    assert value("pqr_por_mil_suscriptores", *facts) is None
    assert value("reclamos_facturacion_por_diez_mil_facturas", *facts, volumes=(evolve(month, invoices=None),)) is None


def test_repeated_cases_point_to_the_one_before() -> None:
    """One of two."""
    assert value("reincidencia", case(1), case(2, repeat_of=case(1).case_id)) == 50


def test_open_cases_have_ages() -> None:
    """Three open at the end of March, 29 days old; by the 10th, six are, 8 days old."""
    pending = INDICATORS["pendientes_por_edad"]
    assert value("pendientes_por_edad", *DUE) == 3
    counts = count(Rows(facts=DUE), [pending], periods=[MARCH], until=date(2026, 3, 10))
    ages = counts.distribution(pending.numerator[0].measure, MARCH)
    assert ages.counts == {8: 6}
    assert ages.bands((5, 10, 15)) == (0, 6, 0, 0)
    assert (pending.bands, counts.bands(pending, MARCH)) == ((15, 30, 60, 90), (6, 0, 0, 0, 0))
    assert counts.bands(evolve(pending, bands=()), MARCH) == ()
    with pytest.raises(InvalidInputError, match="not counted"):
        count(Rows(facts=DUE), [pending], periods=[MARCH]).result(pending, MARCH.shift(1))


def test_the_report_of_access_to_information_counts_its_requests() -> None:
    """Received, transferred, answered with their days, denied; a claim is none of them."""
    day = date(2026, 3, 12)
    asked = [
        case(1, tipo=INFORMATION_REQUEST, answered_on=day, business_days_to_answer=8, denied=True),
        case(2, tipo=INFORMATION_REQUEST, answered_on=day, business_days_to_answer=4, denied=False),
        case(3, tipo=INFORMATION_REQUEST, transferred_on=day, ended_on=day),
        case(4, answered_on=day, business_days_to_answer=40, denied=True),
    ]
    found = [value(code, *asked) for code in INDICATORS if code.startswith("acceso_")]
    assert found == [3, 1, 2, 6, 1]


def test_open_requests_for_information_stand_beside_their_time() -> None:
    """Those of other cases do not."""
    time = INDICATORS["acceso_tiempo_respuesta"]
    counts = count(Rows(facts=(*DUE, case(9, tipo=INFORMATION_REQUEST))), [time], periods=[MARCH])
    assert [counts.standing(each, MARCH.last_day) for each in time.beside] == [1, 1]


def test_counts_are_shown_as_cases() -> None:
    """No decimals, one in the singular, and zero is a count."""
    late = INDICATORS["silencios_positivos"]
    assert count(Rows(), [late]).result(late, MARCH).text() == "0 casos"
    assert [late.value(n, 1).text(lang) for n in (1, 2) for lang in ("es", "en")] == [
        "1 caso",
        "1 case",
        "2 casos",
        "2 cases",
    ]
    one = INDICATORS["tiempo_respuesta_pqr"].value(1, 1)
    assert (one.text(), ValueUnit.CALENDAR_DAYS.after("-1"), ValueUnit.PERCENT.after("1")) == (
        "1,0 días hábiles",
        "-1 día calendario",
        "1 %",
    )
    assert ValueUnit.PER_THOUSAND.words("en") == " per thousand"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"of": "tipo"}, "tipo"),
        ({"of": DaysBetween("filed_on", "tipo")}, "tipo"),
        ({"period_on": "radicado"}, "radicado"),
        ({"where": (Condition("tipo", Test.BEFORE, "reclamo"),)}, "tipo"),
        ({"where": (Condition("denied", Test.EQUAL, "si"),)}, "denied"),
        ({"where": (Condition("tipo", Test.ONE_OF, "reclamo"),)}, "tipo"),
        ({"where": (Condition("due_on", Test.SET, "x"),)}, "due_on"),
    ],
)
def test_what_cannot_be_counted_is_refused(wrong: dict[str, Any], place: str) -> None:
    """By the column that does not hold what is asked of it."""
    with pytest.raises(InvalidInputError, match=place):
        Measure(origin=Origin.FACTS, **wrong)


def test_a_quantile_is_of_one_number() -> None:
    """Not of a quotient, nor beyond the whole."""
    median = INDICATORS["mediana_respuesta_pqr"]
    for wrong in ({"quantile": Fraction(3, 2)}, {"denominator": median.numerator}):
        with pytest.raises(InvalidInputError, match="quantile"):
            evolve(median, **wrong)
    (term,) = median.numerator
    for changed in ({"lag": 1}, {"weight": 2}, {"rows": True}):
        with pytest.raises(InvalidInputError, match="quantile"):
            evolve(median, numerator=(evolve(term, **changed),))


def test_bands_are_of_one_number() -> None:
    """Ascending, and not of a count without one; and no number is shown with less than no decimals."""
    median, late = INDICATORS["mediana_respuesta_pqr"], INDICATORS["silencios_positivos"]
    for indicator, bands in ((median, (5, 5)), (median, (9, 5)), (late, (5,))):
        with pytest.raises(InvalidInputError, match="bands"):
            evolve(indicator, bands=bands)
    with pytest.raises(InvalidInputError, match="decimals"):
        evolve(median, decimals=-1)


def test_every_indicator_says_where_it_comes_from() -> None:
    """Name in both languages, a formula in words, a source; nothing of the composite indices is among them."""
    assert all(each.formula_es and each.name("en") for each in INDICATORS.values())
    assert all(str(each.source) for each in INDICATORS.values())
    assert not {"ius", "iqr", "iro"} & set(INDICATORS)
    assert INDICATORS["oportunidad"].target is None
