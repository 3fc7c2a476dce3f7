"""What is owed from the last act on if nobody acts, and the summary of the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.stories import FILED, agenda, at, case, day, event, profile
from tests.oracle.histories import vectors

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.errors import PQRError
from pqr_core.exchange.vectors import read_case
from pqr_core.law.agenda import ENDLESS, Agenda, Course, Definitions, Duty
from pqr_core.law.engine import agenda_of, standing_of
from pqr_core.law.profiles import Profile
from pqr_core.vocabulary import EventType, Finding, LegalState, Outcome

DAY = timedelta(days=1)
DECIDED = event("decision", day(10), resultado="no_accede", acto="facturacion")


def standing(told: Case, policies: dict[str, str] | None = None, **settings_: Any) -> Agenda:
    """The standing of the case under these readings and settings."""
    return _standing(told, profile(policies, **settings_))


def _standing(told: Case, under: Profile) -> Agenda:
    return standing_of(told, Definitions(rules=colombia.RULES, calendar=colombia.calendar_of(under), profile=under))


def duties(told: Case, **settings_: Any) -> list[tuple[str, date, date, date | None, bool, bool]]:
    """What is owed, in short form: code, from, until, due, waits, leads."""
    found = standing(told, **settings_).duties
    assert found is not None
    return [(each.code, each.from_on, each.until_on, each.due_on, each.waits, each.leads) for each in found]


# --- what is owed from the last act on -----------------------------------------------------------------------------


def test_an_agenda_has_no_duties_unless_they_are_asked_for() -> None:
    """Duties depend on the history, not on a day, and are computed only if asked for."""
    assert agenda(case(), FILED).duties is None
    assert standing(case()).as_of == datetime.combine(FILED, time.max, colombia.ZONE)


def test_silence_comes_by_itself() -> None:
    """Without an answer, the answer is owed for ever, and the recognition from the day after the due day."""
    assert duties(case()) == [
        ("respuesta", FILED, ENDLESS, day(15), False, True),
        ("reconocimiento_sap", day(15) + DAY, ENDLESS, day(15) + 3 * DAY, False, False),
    ]


def test_a_wait_that_lapses_gives_the_day_back() -> None:
    """While a requirement is open, the due day is unknown; after it lapses, the clock runs on."""
    required = event("requerimiento", day(5))
    lapsed = date(2026, 3, 11)
    assert duties(case("peticion_general", required)) == [
        ("respuesta", day(5), lapsed, None, True, True),
        ("respuesta", lapsed, ENDLESS, date(2026, 3, 25), False, True),
    ]


def test_a_suspension_of_known_end_is_a_spell_of_its_own() -> None:
    """The day on which evidence is opened is counted; the days up to its end are not."""
    opened = event("apertura_pruebas", day(5), hasta=day(8), comunicada_el=day(5))
    assert [each[1:3] for each in duties(case("reclamo", opened)) if each[0] == "respuesta"] == [
        (day(5), day(6)),
        (day(6), day(8) + DAY),
        (day(9), ENDLESS),
    ]


def test_a_conflict_of_competence_waits_for_its_judge() -> None:
    """Time alone does not end a conflict: until it is resolved, the answer has no day."""
    raised = event("conflicto_planteado", day(5))
    assert duties(case("peticion_general", raised)) == [("respuesta", day(5), ENDLESS, None, True, True)]


def test_an_aviso_is_owed_when_the_window_has_passed() -> None:
    """Cited but not notified: the aviso is owed after the window, without a day unless the profile sets one."""
    told = case("reclamo", DECIDED, event("envio_citacion", day(11)))
    assert duties(told) == [("aviso", day(17), ENDLESS, None, False, True)]
    assert duties(told, aviso_business_days=3) == [("aviso", day(17), ENDLESS, day(19), False, True)]


def test_a_deemed_notice_ends_what_is_owed() -> None:
    """Certified mail notifies on the next business day; until then the recurso bars suspension of the service."""
    told = case("recurso_reposicion", DECIDED, event("comunicacion_certificada", day(14)))
    assert duties(told) == [("no_suspender", day(14), day(15), None, False, True)]


def test_a_visit_can_be_told_only_before_its_day() -> None:
    """The notice of a visit is owed until the day before it, and comes first while it is due before the answer."""
    visit = event("visita_programada", day(2), fecha=day(9))
    assert duties(case("queja", visit))[:3] == [
        ("aviso_visita", day(2), day(9), day(6), False, True),
        ("respuesta", day(2), day(9), day(15), False, False),
        ("respuesta", day(9), ENDLESS, day(15), False, True),
    ]


def test_a_term_of_hours_keeps_its_instant() -> None:
    """A term of hours is overdue at the end of its last day; a term of days, only on the day after."""
    told = case("queja", event("causa_eliminada", at(day(3), 9)))
    found = next(each for each in standing(told).duties or () if each.code == "reconexion")
    assert found.due_at == at(day(4), 9)
    assert [found.is_overdue(each) for each in (day(3), day(4))] == [False, True]
    answer = next(each for each in standing(told).duties or () if each.code == "respuesta")
    assert [answer.is_overdue(each) for each in (day(15), day(16))] == [False, True]
    undated = Duty("aviso", FILED, ENDLESS, None, None, waits=False, leads=True)
    assert not undated.is_overdue(day(60))


def test_nothing_is_told_of_days_outside_the_calendar() -> None:
    """Duties end where the agenda of a later day would be refused."""
    told = case(
        "recurso_reposicion",
        event("decision", date(2100, 12, 24), resultado="revoca"),
        event("comunicacion_certificada", date(2100, 12, 30)),
        filed=date(2100, 12, 10),
    )
    assert duties(told) == [("no_suspender", date(2100, 12, 30), date(2100, 12, 31), None, False, True)]


@settings(max_examples=250, deadline=None)
@given(vectors(), st.lists(st.integers(0, 90), min_size=1, max_size=4))
def test_what_is_owed_on_a_day_is_what_the_agenda_of_that_day_says(told: dict[str, Any], later: list[int]) -> None:
    """For random histories, the spells that cover a day are the open duties of the agenda at the end of that day."""
    try:
        story, under = read_case(
            {key: told[key] for key in ("case", "utility", "policies") if key in told}, colombia.LAW
        )
        found = _standing(story, under)
    except (PQRError, KeyError):
        return
    assert found.duties is not None
    calendar = colombia.calendar_of(under)
    for number in (0, *later):
        then = story.last_on + timedelta(days=number)
        spells = [each for each in found.duties if each.from_on <= then < each.until_on]
        try:
            of_the_day = agenda_of(
                story,
                datetime.combine(then, time.max, colombia.ZONE),
                Definitions(rules=colombia.RULES, calendar=calendar, profile=under),
            )
        except PQRError:
            assert spells == []
            continue
        owed = of_the_day.open_duties()
        assert {(each.code, each.due_on, each.due_at, each.waits, each.is_overdue(then)) for each in spells} == {
            (each.code, each.due_on, each.due_at, each.state is LegalState.SUSPENDIDO, each.state is LegalState.VENCIDO)
            for each in owed
        }
        assert [each.code for each in spells if each.leads] == [each.code for each in owed[:1]]


# --- the account of the clock --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "as_of", "expected"),
    [
        (case(), day(3), Course(due_on=day(15), silence_on=day(15) + DAY)),
        (case("peticion_general"), day(3), Course(due_on=day(15))),
        (
            case("reclamo", DECIDED, event("notificacion_personal", day(12))),
            day(13),
            Course(
                met_on=day(10),
                resultado=Outcome.NO_ACCEDE,
                due_on=day(15),
                notified_on=day(12),
                notified_by=EventType.NOTIFICACION_PERSONAL,
            ),
        ),
        (
            case("reclamo", DECIDED),
            day(13),
            Course(met_on=day(10), resultado=Outcome.NO_ACCEDE, due_on=day(15), silence_on=day(15) + DAY),
        ),
        (
            case("reclamo", event("desistimiento_expreso", day(4))),
            day(5),
            Course(ended_on=day(4), ended_by=EventType.DESISTIMIENTO_EXPRESO, due_on=day(15)),
        ),
        (
            case("reclamo", event("reconocimiento_sap", day(16))),
            day(17),
            Course(ended_on=day(16), ended_by=EventType.RECONOCIMIENTO_SAP, due_on=day(15), silence_on=day(15) + DAY),
        ),
        (
            case("peticion_general", event("traslado_parcial", day(4))),
            day(5),
            Course(due_on=day(15), transferred_on=day(4)),
        ),
        (
            case("peticion_general", event("respuesta_enviada", day(4))),
            day(5),
            Course(met_on=day(4), due_on=day(15)),
        ),
        (
            case("peticion_informacion", DECIDED, event("respuesta_enviada", day(10))),
            day(13),
            Course(met_on=day(10), resultado=Outcome.NO_ACCEDE, due_on=day(10)),
        ),
        (
            case("sugerencia", event("traslado_competencia", day(4))),
            day(5),
            Course(ended_on=FILED, transferred_on=day(4)),
        ),
    ],
)
def test_the_course_of_a_case(told: Case, as_of: date, expected: Course) -> None:
    """Met, ended, notified, transferred; the day of the answer, and the day on which the silence decides."""
    assert agenda(told, as_of).course == expected


def test_the_course_of_an_open_wait() -> None:
    """No day is known; the day if the wait lapses, the days left after it, and the suspension are."""
    told = case("reclamo", event("requerimiento", day(5)))
    assert agenda(told, day(6)).course == Course(
        due_if_lapsed_on=date(2026, 3, 25),
        days_left=10,
        suspended_from=day(5),
        suspended_until=date(2026, 3, 10),
        silence_on=date(2026, 3, 26),
    )


def test_a_conflict_of_competence_has_no_end_to_tell() -> None:
    """Nobody knows when it will be resolved: neither a day nor the end of the suspension."""
    told = case("peticion_general", event("conflicto_planteado", day(5)))
    assert agenda(told, day(6)).course == Course(days_left=10, suspended_from=day(5))


def test_a_conflict_raised_on_the_last_day_stands_still_without_hiding_it() -> None:
    """The day is known, the suspension has no end."""
    told = case("peticion_general", event("conflicto_planteado", day(15)))
    assert agenda(told, day(15)).course == Course(due_on=day(15), suspended_from=day(15))


def test_suspensions_that_overlap_are_one() -> None:
    """From the first to the last of those that touch; one that begins later is another."""
    opened = event("apertura_pruebas", day(3), hasta=day(8), comunicada_el=day(3))
    delay, apart = event("demora_usuario", day(6), hasta=day(10)), event("demora_usuario", day(6), hasta=day(7))
    assert _suspended(case("reclamo", opened, delay), day(7)) == (day(3), day(10))
    assert _suspended(case("reclamo", opened, apart), day(7)) == (day(3), day(8))
    assert _suspended(case("reclamo", opened, delay), day(11)) == (None, None)
    assert _suspended(case("reclamo", opened, delay, event("decision", day(7))), day(7)) == (None, None)
    two = case("reclamo", event("demora_usuario", day(3), hasta=day(4)), event("demora_usuario", day(4), hasta=day(9)))
    assert _suspended(two, day(4)) == (day(3), day(9))


def test_a_suspension_that_is_still_to_open_is_another() -> None:
    """A requirement that will be received later opens its own, which the one of today does not reach."""
    delay = event("demora_usuario", day(3), hasta=day(5))
    required = event("requerimiento", day(3), recibido_el=day(17))
    told = case("reclamo", delay, required)
    received = {"requirement_from": "received"}
    assert agenda(told, day(4), received)["respuesta"].due_on == day(17)
    assert _suspended(told, day(4), received) == (day(3), day(5))
    assert _suspended(told, day(6), received) == (day(17), date(2026, 3, 26))


def _suspended(told: Case, as_of: date, policies: dict[str, str] | None = None) -> tuple[date | None, date | None]:
    course = agenda(told, as_of, policies).course
    return course.suspended_from, course.suspended_until


@pytest.mark.parametrize(
    ("met_by", "acts", "silence"),
    [
        ("decision", (), None),
        ("decision_and_citation", (), day(15) + DAY),
        ("decision_and_citation", (event("envio_citacion", day(15)),), None),
        ("decision_and_citation", (event("envio_citacion", day(16)),), day(15) + DAY),
        ("notified", (event("envio_citacion", day(12)),), day(15) + DAY),
        ("notified", (event("notificacion_personal", day(15)),), None),
        ("notified", (event("notificacion_personal", day(16)),), day(15) + DAY),
    ],
)
def test_the_day_the_silence_decides_is_known_before_it_comes(
    met_by: str, acts: tuple[Any, ...], silence: date | None
) -> None:
    """It follows from the acts so far; the company can still prevent it."""
    told = case("reclamo", DECIDED, *acts)
    found = agenda(told, day(16), {"answer_met_by": met_by})
    assert found.course.silence_on == silence
    assert (Finding.SILENCIO_POSITIVO in found.findings) is (silence is not None)


def test_a_withdrawal_leaves_no_silence_to_come() -> None:
    """In a case that was withdrawn, transferred or archived, no silence can accrue."""
    for kind in (EventType.DESISTIMIENTO_EXPRESO, EventType.TRASLADO_COMPETENCIA):
        assert agenda(case("reclamo", event(kind, day(3))), day(20)).course.silence_on is None
