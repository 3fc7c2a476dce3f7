"""The earliest and the latest day of each deadline over the disputed readings."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Decision, Event, EvidencePeriod, Filing, Until
from pqr_core.errors import ForeignProfileError, UnknownPolicyError
from pqr_core.exchange.vectors import evaluate, read_case
from pqr_core.law.envelope import OWN_CLOSURES, Bounds
from pqr_core.policies import Policies
from pqr_core.vectors import packaged
from pqr_core.vocabulary import EventType, Kind, Outcome


def case_filed(on: date, *events: Event, tipo: str = "reclamo", hour: str | None = None) -> Case:
    """A case of a small utility, filed on a day or at an hour of it."""
    filing = Filing(tipo=tipo)
    at = None
    if hour is not None:
        at = colombia.instant(datetime.combine(on, time.fromisoformat(hour)))
    return Case.file(filing, utility_id="empresa", zone=colombia.ZONE, at=at, on=None if at else on, events=events)


def test_the_first_day_and_the_hour_of_filing_are_a_day_each() -> None:
    """For a claim filed late on a Friday, two policies decide the first day, and each moves the due day by one."""
    case = case_filed(date(2026, 3, 20), hour="18:30:00")
    bounds = colombia.envelope(case, date(2026, 3, 24)).get("respuesta")
    assert bounds is not None
    assert (bounds.earliest_on, bounds.latest_on) == (date(2026, 4, 14), date(2026, 4, 16))
    assert dict(bounds.earliest_under) == {"first_day": "filing_day", "off_hours": "as_registered"}
    assert dict(bounds.latest_under) == {"first_day": "next_business_day", "off_hours": "next_business_day"}
    assert not bounds.is_firm


def test_what_the_company_does_is_safe_early_and_what_binds_the_user_late() -> None:
    """The safe day of a duty is the earliest; that of a burden of the user is the latest."""
    case = case_filed(date(2026, 1, 30), Event(EventType.REQUERIMIENTO, on=date(2026, 2, 3)), tipo="peticion_general")
    envelope = colombia.envelope(case, date(2026, 2, 4))
    completion, power = envelope.get("complemento"), envelope.get("requerimiento")
    assert completion is not None
    assert power is not None
    assert completion.kind is Kind.CARGA
    assert completion.safe_on == completion.latest_on == date(2026, 3, 4)
    assert completion.earliest_on == date(2026, 3, 3)
    assert dict(completion.earliest_under) == {"months": "trigger_day"}
    assert power.safe_on == power.earliest_on


def test_a_reading_that_touches_nothing_of_the_type_is_not_tried() -> None:
    """Of a claim on credit data, today: the hour of filing, what keeps a silence away, and how its recognition runs."""
    tried = Policies.choices()
    combinations = len(tried["off_hours"]) * len(tried["answer_met_by"]) * len(tried["sap_recognition"])
    assert colombia.envelope(case_filed(date(2026, 3, 2), tipo="credito_reclamo"), date(2026, 3, 4)).combinations == (
        combinations
    )


def test_no_day_is_safe_for_what_some_reading_leaves_without_one() -> None:
    """A row without a day under some reading has no safe day: the latest day of the others could be wrong."""
    days = (date(2026, 3, 3), date(2026, 3, 4))
    for arises, dated, safe_on in ((True, True, days[1]), (True, False, None), (False, True, None)):
        bounds = Bounds(
            code="complemento",
            kind=Kind.CARGA,
            earliest_on=days[0],
            earliest_under=(),
            latest_on=days[1],
            latest_under=(),
            always_arises=arises,
            always_dated=dated,
        )
        assert bounds.safe_on == safe_on
        assert evolve(bounds, kind=Kind.DEBER).safe_on == days[0]


def test_a_row_that_arises_under_some_readings_only_says_so() -> None:
    """Silence for want of notification arises only where the answer must be notified in time."""
    decision = Event(EventType.DECISION, on=date(2026, 4, 8), payload=Decision(resultado=Outcome.ACCEDE))
    cited = Event(EventType.ENVIO_CITACION, on=date(2026, 4, 9))
    case = case_filed(date(2026, 3, 16), decision, cited)
    bounds = colombia.envelope(case, date(2026, 4, 13)).get("reconocimiento_sap")
    assert bounds is not None
    assert not bounds.always_arises
    assert ("answer_met_by", "notified") in bounds.earliest_under


def test_a_day_that_some_reading_leaves_open_is_not_always_dated() -> None:
    """While a requirement waits the due day is unknown, unless it does not stop the clock."""
    case = case_filed(date(2026, 3, 16), Event(EventType.REQUERIMIENTO, on=date(2026, 3, 18)))
    bounds = colombia.envelope(case, date(2026, 3, 20)).get("respuesta")
    assert bounds is not None
    assert not bounds.always_dated
    assert dict(bounds.earliest_under)["art17_contract"] == "no_effect"


def test_only_policies_whose_event_happened_are_tried() -> None:
    """A case without events depends only on the readings about the filing."""
    plain = colombia.envelope(case_filed(date(2026, 3, 16)), date(2026, 3, 20))
    evidence = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 18), payload=EvidencePeriod(hasta=date(2026, 4, 10)))
    tried = colombia.envelope(case_filed(date(2026, 3, 16), evidence), date(2026, 3, 20))
    assert tried.combinations == 2 * 2 * plain.combinations  # pruebas_resume, pruebas_notice


@pytest.mark.parametrize("policy", Policies.choices())
def test_a_policy_that_moves_a_row_is_tried(policy: str) -> None:
    """In every packaged vector about a policy whose values differ in a row, the envelope tries each of them."""
    values = Policies.choices()[policy]
    moved = []
    for body in (vector.body for vector in packaged() if vector.body["op"] == "agenda"):
        if policy not in body.get("policies", ()) or "refused" in body["expect"]:
            continue
        told = [
            evaluate({**body, "policies": {**body["policies"], policy: value}}, colombia.LAW)["deadlines"]
            for value in values
        ]
        if any(each != told[0] for each in told):
            case, profile = read_case(
                {key: body[key] for key in ("case", "utility", "policies") if key in body}, colombia.LAW
            )
            as_of = datetime.fromisoformat(body["as_of"]) if "as_of" in body else date.fromisoformat(body["as_of_on"])
            moved.append(colombia.envelope(case, as_of, profile=profile, open_policies=(policy,)).combinations)
    assert set(moved) == {len(values)}


def test_the_profile_of_another_utility_is_refused() -> None:
    """The profile of another utility is refused, as in an agenda."""
    foreign = evolve(colombia.DEFAULT_PROFILE, utility_id="gas")
    with pytest.raises(ForeignProfileError, match="'gas'"):
        colombia.envelope(case_filed(date(2026, 3, 16)), date(2026, 3, 20), profile=foreign)


def test_policies_not_open_stay_as_the_profile_has_them() -> None:
    """With no open policy there is one combination, and every day is certain."""
    envelope = colombia.envelope(case_filed(date(2026, 3, 16)), date(2026, 3, 20), open_policies=())
    assert envelope.combinations == 1
    assert all(bounds.is_firm for bounds in envelope.bounds)
    assert envelope.get("firmeza") is None


def test_an_unknown_policy_is_refused() -> None:
    """A policy that does not exist cannot be open."""
    with pytest.raises(UnknownPolicyError, match="first_day"):
        colombia.envelope(case_filed(date(2026, 3, 16)), date(2026, 3, 20), open_policies=("primer_dia",))


def test_the_company_s_own_closures_are_also_left_out() -> None:
    """A closure by the utility's own act moves the latest day, not the earliest."""
    closure = Closure(date(2026, 3, 25), act="Resolución 1 de 2026 de la gerencia", own_act=True)
    profile = evolve(colombia.DEFAULT_PROFILE, closures=(closure,))
    envelope = colombia.envelope(case_filed(date(2026, 3, 16)), date(2026, 3, 20), profile=profile, open_policies=())
    bounds = envelope.get("respuesta")
    assert bounds is not None
    assert (bounds.earliest_on, bounds.latest_on) == (date(2026, 4, 9), date(2026, 4, 10))
    assert dict(bounds.latest_under) == {OWN_CLOSURES: "closed"}


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.data())
def test_every_reading_lies_within_the_envelope(filed_on: date, data: st.DataObject) -> None:
    """Whatever set of readings a utility follows, its days lie between the bounds."""
    delay = Event(EventType.DEMORA_USUARIO, on=filed_on, payload=Until(hasta=filed_on.replace(day=28)))
    case = case_filed(filed_on, delay)
    chosen = {
        policy: data.draw(st.sampled_from([str(value) for value in values]), label=policy)
        for policy, values in Policies.choices().items()
    }
    profile = evolve(colombia.DEFAULT_PROFILE, policies=Policies.of(chosen))
    envelope = colombia.envelope(case, filed_on)
    for deadline in colombia.agenda(case, filed_on, profile=profile).deadlines:
        bounds = envelope.get(deadline.code)
        assert bounds is not None
        if deadline.due_on is not None:
            assert bounds.earliest_on is not None
            assert bounds.latest_on is not None
            assert bounds.earliest_on <= deadline.due_on <= bounds.latest_on


def test_what_a_correction_tells_turns_on_its_policies() -> None:
    """A note that was corrected into a requirement is as open to readings as the requirement itself."""
    note = Event(EventType.NOTA, on=date(2026, 2, 6), id="n")
    required = Event(EventType.REQUERIMIENTO, on=date(2026, 2, 6))
    corrected = Event(EventType.CORRECCION, on=date(2026, 2, 9), payload=Correction(corrige="n", event=required))
    plain = case_filed(date(2026, 1, 30), required, tipo="peticion_general")
    told = case_filed(date(2026, 1, 30), note, corrected, tipo="peticion_general")
    one, other = (colombia.envelope(each, date(2026, 2, 10)) for each in (plain, told))
    assert (one.combinations, one.get("respuesta")) == (other.combinations, other.get("respuesta"))
