"""The rule book: the form of its parts, which version it gives, and what changes its fingerprint."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia import RULES
from pqr_core.colombia.norms import LEY_142_1994
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, NoRuleInForceError, UnknownCaseTypeError
from pqr_core.law.resolution import resolve
from pqr_core.law.rules import CaseType, Extension, RequirementRule, Response, RuleBook, Term, Unit
from pqr_core.policies import Policies

DAY = timedelta(days=1)
CITED = (Citation(LEY_142_1994, "art. 158", Confidence.VISTA),)
DEFAULT = Policies()
ANSWERED = {code: each.response for code, each in RULES.types.items() if each.response is not None}


@pytest.mark.parametrize("tipo", ANSWERED)
def test_both_edges_of_each_first_version(tipo: str) -> None:
    """On the first day of force there is a term; on the day before it is refused, and the error says from when."""
    first = ANSWERED[tipo].term.versions[0].first_day
    assert first is not None
    resolved = resolve(RULES, tipo, first, DEFAULT)
    assert resolved.n == ANSWERED[tipo].term.versions[0].value.n
    with pytest.raises(NoRuleInForceError) as refused:
        resolve(RULES, tipo, first - DAY, DEFAULT)
    assert refused.value.params["day"] == first - DAY
    assert str(first) in str(refused.value)


@pytest.mark.parametrize("tipo", [code for code, each in ANSWERED.items() if each.emergency is not None])
def test_both_edges_of_each_emergency(tipo: str) -> None:
    """The emergency term holds from its first to its last day, and neither before nor after."""
    emergency = ANSWERED[tipo].emergency
    assert emergency is not None
    applied = Policies.of({"covid_491": "applied"})
    for day, expected in (
        (emergency.first_day - DAY, False),
        (emergency.first_day, True),
        (emergency.last_day, True),
        (emergency.last_day + DAY, False),
    ):
        resolved = resolve(RULES, tipo, day, applied)
        assert (resolved.n == emergency.term.n) is expected
        assert (resolved.pending is not None) is (day < emergency.first_day)
        assert (resolve(RULES, tipo, day, DEFAULT).n == emergency.term.n) is (expected and not emergency.disputed)


def test_an_unknown_type_is_refused_with_the_known() -> None:
    """The error lists the known types."""
    with pytest.raises(UnknownCaseTypeError, match=r"peticion, queja, reclamo, .*felicitacion"):
        RULES.case_type("reclamacion")


def test_a_rule_is_resolved_once_for_its_era() -> None:
    """Days under the same versions share their rules; the first day of a new version has others."""
    assert resolve(RULES, "reclamo", date(2026, 2, 2), DEFAULT) is resolve(RULES, "reclamo", date(2023, 5, 5), DEFAULT)
    assert RULES.era(date(2021, 10, 28)) == date(2020, 3, 28)
    assert RULES.era(date(2022, 5, 17)) == date(2021, 10, 29)
    assert RULES.era(date(2022, 5, 18)) == date(2022, 5, 18)
    assert RULES.era(date(1980, 1, 1)) == date.min


def test_every_figure_and_obligation_is_cited() -> None:
    """Each number of the law, each type and each obligation names a norm, and each policy what it turns on."""
    for name, figure in RULES.figures.items():
        assert all(version.citations for version in figure.versions), name
    for code, response in ANSWERED.items():
        assert all(version.citations for version in response.term.versions), code
        assert response.extension is None or response.extension.citations, code
        assert response.emergency is None or response.emergency.citations, code
    assert all(rule.citations for rule in RULES.obligations.values())
    assert list(RULES.policies) == list(Policies.choices())
    for policy, note in RULES.policies.items():
        assert list(note.values) == list(Policies.choices()[policy])
        assert note.citations


def test_every_name_is_in_both_languages() -> None:
    """Types, obligations and terms are named in Spanish and English."""
    labels = [each.label for each in RULES.types.values()] + [each.label for each in RULES.obligations.values()]
    assert all(label("es") and label("en") for label in labels)
    assert Term(1, Unit.MONTHS).text("es") == "1 mes"
    assert Term(15, Unit.BUSINESS_DAYS).text("en") == "15 business days"


@pytest.mark.parametrize("wrong", [{"multiple": 2, "extra": 5}, {}])
def test_an_extension_has_one_measure(wrong: dict[str, int]) -> None:
    """Twice the term or so many days more, never both nor neither."""
    with pytest.raises(InvalidInputError, match="exactly one"):
        Extension(citations=CITED, **wrong)  # type: ignore[arg-type]


def test_a_term_is_positive() -> None:
    """A term of zero units is refused."""
    with pytest.raises(ValueError, match="n"):
        Term(0, Unit.BUSINESS_DAYS)


def _changed(tipo: str = "reclamo", **changes: Any) -> RuleBook:
    case_type = evolve(RULES.types[tipo], **changes)
    return evolve(RULES, types={**RULES.types, tipo: case_type})


def _response(tipo: str = "reclamo", **changes: Any) -> RuleBook:
    return _changed(tipo, response=evolve(ANSWERED[tipo], **changes))


@pytest.mark.parametrize(
    "other",
    [
        _response(term=Dated("otro", (Version(Term(16, Unit.BUSINESS_DAYS), first_day=date(1994, 7, 11)),))),
        _response(term=Dated("otro", (Version(Term(15, Unit.CALENDAR_DAYS), first_day=date(1994, 7, 11)),))),
        _response(term=Dated("otro", (Version(Term(15, Unit.BUSINESS_DAYS), first_day=date(1994, 7, 12)),))),
        _response(extension=None),
        _response(emergency=None),
        _response(from_filing=False),
        _changed(sap=False),
        _changed(invoice_limit=False),
        _changed(requirement=RequirementRule.ART_17),
        _changed("peticion_congreso", transferable=False),
        evolve(RULES, figures=evolve(RULES.figures, citation=Dated("otro", (Version(Term(6, Unit.BUSINESS_DAYS)),)))),
    ],
)
def test_the_fingerprint_sees_what_moves_a_date(other: RuleBook) -> None:
    """A changed figure, unit, day of force, extension or trait of a type changes the fingerprint."""
    assert other.fingerprint != RULES.fingerprint


def test_the_fingerprint_does_not_see_words() -> None:
    """Names, notes and citations do not change it, since they move no date."""
    assert _changed(es="Otro nombre", description="otra").fingerprint == RULES.fingerprint
    assert evolve(RULES).fingerprint == RULES.fingerprint


def test_a_small_rule_book_answers() -> None:
    """The engine needs only what the book has: a type with one term is enough."""
    term = Dated("prueba", (Version(Term(7, Unit.BUSINESS_DAYS), citations=CITED),))
    mine = CaseType(code="prueba", es="Prueba", en="Test", response=Response(term=term))
    resolved = resolve(evolve(RULES, types={"prueba": mine}), "prueba", date(2026, 2, 2), DEFAULT)
    assert (resolved.n, resolved.requirement_window, resolved.extension_total, resolved.pending) == (
        7,
        None,
        None,
        None,
    )
