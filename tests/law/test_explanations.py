"""Deadlines and agendas in words and pictures."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import get_args

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing, Payload, Requirement, Until, Visit
from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import LEY_142_1994
from pqr_core.errors import Language
from pqr_core.law.agenda import Agenda
from pqr_core.law.deadlines import Deadline
from pqr_core.law.explanations import sentences
from pqr_core.law.pictures import STATE_STYLES, day_table, deadline_table, months_of
from pqr_core.policies import Policies
from pqr_core.rendering import plain, width_of
from pqr_core.vocabulary import EventType, Finding, LegalState, Outcome

RECLAMO = colombia.due("reclamo", date(2026, 3, 16))


def _event(event_type: EventType, day: date, payload: Payload | None = None) -> Event:
    return Event(event_type, on=day) if payload is None else Event(event_type, on=day, payload=payload)


def _agenda(tipo: str, filed_on: date, as_of: date | datetime, *events: Event, **filing: date | str) -> Agenda:
    case = Case.file(
        Filing(tipo=tipo, radicado="R-1", **filing),  # type: ignore[arg-type]  # each test gives what its type needs
        utility_id="empresa",
        zone=colombia.ZONE,
        on=filed_on,
        events=events,
    )
    return colombia.agenda(case, as_of)


EXTENDED = _agenda(
    "peticion_general",
    date(2026, 3, 2),
    date(2026, 4, 10),
    _event(EventType.REQUERIMIENTO, date(2026, 3, 9)),
    _event(EventType.COMPLEMENTO, date(2026, 3, 24)),
    _event(EventType.PRORROGA, date(2026, 4, 6), Until(date(2026, 4, 30))),
)
LATE = _agenda(
    "reclamo",
    date(2026, 3, 16),
    date(2026, 4, 14),
    _event(EventType.DECISION, date(2026, 4, 10), Decision(resultado=Outcome.ACCEDE)),
    _event(EventType.ENVIO_CITACION, date(2026, 4, 13)),
)

# --- words ---------------------------------------------------------------------------------------------------------


def test_the_letter_names_norm_days_and_due_day() -> None:
    """A citizen reads the due day, the term with its norm, the first day and every day skipped with its reason."""
    text = RECLAMO.text()
    for expected in (
        "debe responder a más tardar el jueves 9 de abril de 2026",
        "15 días hábiles (Ley 142 de 1994, art. 158;",
        "desde el lunes 16 de marzo de 2026; el primer día contado es el martes 17 de marzo de 2026",
        "21, 22, 28 y 29 de marzo, 4 y 5 de abril",
        "lunes 23 de marzo de 2026, festivo: San José (Ley 51 de 1983, art. 1)",
        "jueves 2 de abril de 2026, festivo: Jueves Santo",
        "viernes 3 de abril de 2026, festivo: Viernes Santo",
        "Estado: pendiente.",
    ):
        assert expected in text


def test_english_says_the_same() -> None:
    """Both languages have the same number of sentences, and English has no Spanish but the names of norms."""
    english = RECLAMO.text("en")
    assert len(english.splitlines()) == len(RECLAMO.text("es").splitlines())
    assert "must answer by Thursday 9 April 2026" in english
    assert "Monday 23 March 2026 does not count, holiday: Saint Joseph's Day (Ley 51 de 1983, art. 1)" in english


def test_repr_explains_itself() -> None:
    """At a prompt the deadline tells day, term and norm; `str` is the letter."""
    shown = repr(RECLAMO)
    assert shown.startswith("<Deadline respuesta (pendiente): ")
    for expected in ("jueves 9 de abril de 2026", "15 días hábiles desde", "Ley 142 de 1994, art. 158"):
        assert expected in shown
    assert str(RECLAMO) == RECLAMO.text("es")


def test_suspension_and_extension_are_told_with_their_cause() -> None:
    """The days suspended are one stretch; the extension says from which day to which."""
    text = EXTENDED["respuesta"].text()
    assert (
        "del martes 10 de marzo de 2026 al martes 24 de marzo de 2026, suspendido: requerimiento de completar" in text
    )
    assert "pasa del jueves 9 de abril de 2026 al jueves 16 de abril de 2026: prórroga de la respuesta" in text


def test_a_term_of_months_that_rolls_says_so() -> None:
    """31 January plus a month ends on Sunday 1 March and passes to the next business day."""
    agenda = _agenda(
        "peticion_general",
        date(2026, 1, 26),
        date(2026, 2, 2),
        _event(EventType.REQUERIMIENTO, date(2026, 1, 31)),
    )
    text = agenda["complemento"].text()
    assert "1 mes" in text
    assert "El plazo terminaba el domingo 1 de marzo de 2026, domingo: pasa al siguiente día hábil." in text


def test_a_clock_that_waits_has_no_day_and_says_why() -> None:
    """While the user must complete the petition, the last day is unknown."""
    agenda = _agenda(
        "peticion_general", date(2026, 3, 2), date(2026, 3, 12), _event(EventType.REQUERIMIENTO, date(2026, 3, 9))
    )
    answer = agenda["respuesta"]
    assert answer.due_on is None
    assert (
        "El último día no se conoce mientras el término siga suspendido (por contar: 10 días hábiles)." in answer.text()
    )
    assert "Estado: suspendido." in answer.text()


def test_state_tells_when_it_was_met() -> None:
    """A late answer is said to be late, and when it came."""
    text = LATE["respuesta"].text()
    assert "la empresa debía responder" in text
    assert "Estado: cumplido tarde; se cumplió el viernes 10 de abril de 2026." in text


def test_a_date_set_by_the_order_is_told_as_such() -> None:
    """An order of a control body has its own date and no count."""
    agenda = _agenda("requerimiento_autoridad", date(2026, 3, 2), date(2026, 3, 3), fecha_limite=date(2026, 3, 12))
    text = agenda["respuesta"].text()
    assert "a más tardar el jueves 12 de marzo de 2026" in text
    assert "La fecha la fija el propio requerimiento" in text
    assert "Se cuenta desde" not in text


def test_a_duty_without_a_number_in_the_law_says_so() -> None:
    """The aviso has no term in the law, and the default utility has set none."""
    agenda = _agenda(
        "reclamo",
        date(2026, 3, 16),
        date(2026, 5, 4),
        _event(EventType.DECISION, date(2026, 4, 8), Decision(resultado=Outcome.ACCEDE)),
        _event(EventType.ENVIO_CITACION, date(2026, 4, 9)),
    )
    assert "Ni la ley ni la empresa han fijado un plazo para ello." in agenda["aviso"].text()


def test_a_term_of_hours_tells_the_hour() -> None:
    """Reconnection is due at an hour, not at midnight."""
    case = Case.file(
        Filing(tipo="reclamo"),
        utility_id="empresa",
        zone=colombia.ZONE,
        on=date(2026, 3, 16),
        events=[Event(EventType.CAUSA_ELIMINADA, at=datetime(2026, 3, 18, 10, 30, tzinfo=colombia.ZONE))],
    )
    agenda = colombia.agenda(case, date(2026, 3, 19))
    text = agenda["reconexion"].text()
    assert "a más tardar el jueves 19 de marzo de 2026, a las 10:30" in text
    assert "24 horas" in text
    assert "2026-03-19 10:30" in plain(deadline_table(agenda))


def test_a_term_counted_backwards_says_so() -> None:
    """The notice of a visit is counted back from its day."""
    agenda = _agenda(
        "reclamo",
        date(2026, 3, 16),
        date(2026, 3, 18),
        _event(EventType.VISITA_PROGRAMADA, date(2026, 3, 17), Visit(date(2026, 3, 31))),
    )
    assert "Se cuenta hacia atrás desde el martes 31 de marzo de 2026." in agenda["aviso_visita"].text()


def test_what_is_not_sure_is_said() -> None:
    """A norm not read, a disputed one, and a day after the verified year are told as such."""
    text = colombia.due("peticion_congreso", date(2027, 3, 16)).text()
    assert "Ley 5 de 1992, art. 258 está en disputa" in text
    assert "Proyectado: los festivos están verificados hasta 2026" in text
    from_memory = Citation(LEY_142_1994, "art. 186", Confidence.RECORDADA)
    remembered = evolve(RECLAMO, citations=(*RECLAMO.citations, from_memory)).text()
    assert "Ley 142 de 1994, art. 186 se cita de memoria" in remembered


def test_disputed_holidays_within_the_count_are_named() -> None:
    """A day about which the sources differ is told by its date."""
    basis = evolve(RECLAMO.basis, calendar=evolve(RECLAMO.basis.calendar, disputed=(date(2026, 3, 24),)))
    assert "Días en disputa: martes 24 de marzo de 2026." in evolve(RECLAMO, basis=basis).text()


def test_only_readings_that_are_not_the_default_are_told() -> None:
    """A utility's own reading is told with its question and code; a usual one is not."""
    profile = evolve(colombia.DEFAULT_PROFILE, policies=Policies.of({"first_day": "filing_day"}))
    text = colombia.due("reclamo", date(2026, 3, 16), profile=profile).text()
    assert "(first_day: filing_day)" in text
    assert "el mismo día de la radicación, si es hábil" in text
    assert "ese mismo día es el primero que cuenta" in text
    assert "first_day" not in RECLAMO.text()


def test_a_closure_is_told_with_its_act() -> None:
    """A day on which the company did not attend names the act that closed it."""
    closure = Closure(date(2026, 3, 18), act="Resolución 7 de 2026")
    profile = evolve(colombia.DEFAULT_PROFILE, closures=(closure,))
    deadline = colombia.due("reclamo", date(2026, 3, 16), profile=profile)
    assert deadline.due_on == date(2026, 4, 10)
    assert "miércoles 18 de marzo de 2026, cierre: Resolución 7 de 2026" in deadline.text()
    assert "18x" in plain(months_of(deadline))


def test_the_trace_is_that_of_the_walk_when_a_closure_came_late() -> None:
    """A closure announced after the due day moves nothing, and the days of the trace add up all the same."""
    closure = Closure(date(2026, 3, 18), act="Resolución 7 de 2026", known_on=date(2026, 6, 1))
    deadline = colombia.due("reclamo", date(2026, 3, 16), profile=evolve(colombia.DEFAULT_PROFILE, closures=(closure,)))
    assert deadline.due_on == date(2026, 4, 9)
    assert [traced.number for traced in deadline.trace if traced.number][-1] == 15


def test_the_agenda_tells_every_deadline_and_finding() -> None:
    """The headline, one line a deadline, what was noticed, and the answer explained."""
    text = LATE.text()
    assert text.startswith("R-1 - Reclamo - Al martes 14 de abril de 2026, 12:00 - vencido\n")
    assert text.count("\n- ") == len(LATE.deadlines) + len(LATE.findings)
    assert "(silencio_positivo)" in text
    assert "San José" in text
    assert Finding.SILENCIO_POSITIVO.label("en") in LATE.text("en")


def test_an_agenda_with_nothing_to_answer_is_short() -> None:
    """A suggestion has no term: its agenda tells the case and what else there is, and invents no answer."""
    agenda = _agenda("sugerencia", date(2026, 3, 16), date(2026, 3, 17))
    assert agenda.get("respuesta") is None
    assert agenda.text().startswith("R-1 - Sugerencia - Al martes 17 de marzo de 2026, 12:00\n")
    assert "Advertencias" not in agenda.text()


def test_a_deadline_without_term_or_norm_still_tells_itself() -> None:
    """The order of a control body has neither, in its `repr` as in its letter."""
    agenda = _agenda("requerimiento_autoridad", date(2026, 3, 2), date(2026, 3, 3), fecha_limite=date(2026, 3, 12))
    shown = repr(agenda["respuesta"])
    assert shown == (
        "<Deadline respuesta (pendiente): la empresa debe responder a más tardar el jueves 12 de marzo de 2026>"
    )
    assert "<details>" not in agenda["respuesta"]._repr_html_()


def test_what_has_no_day_has_no_picture() -> None:
    """A deadline that nothing has set yet is told and not drawn."""
    deadline = _agenda("recurso_reposicion", date(2026, 3, 16), date(2026, 3, 17))["no_suspender"]
    deadline = evolve(deadline, base_on=None)
    assert months_of(deadline) == []
    assert 'class="months"' not in deadline._repr_html_()
    assert "art. 155" in deadline.text()


def test_confidence_has_words_in_both_languages() -> None:
    """How a norm was checked is told wherever it is cited."""
    assert {each.label("en") for each in Confidence} == {"read", "as cited", "from memory", "disputed"}
    assert Confidence.EN_DISPUTA.label() == "en disputa"


# --- pictures ------------------------------------------------------------------------------------------------------


def test_the_calendar_marks_every_day_of_the_walk() -> None:
    """As many days are marked as walked, each with a symbol of the key."""
    picture = plain(months_of(EXTENDED["respuesta"]))
    for expected in (" 2o", " 3+", " 7-", "10~", "24~", "25+", " 2*", "10>", "16!"):
        assert expected in picture
    assert "+ contado" in picture
    assert "~ suspendido" in picture
    assert all(width_of(line) <= 80 for line in picture.splitlines())


def test_every_state_has_its_style() -> None:
    """No state is left out of the table of styles."""
    assert set(STATE_STYLES) == set(LegalState)


def test_the_day_table_numbers_the_days_that_count() -> None:
    """Fifteen numbers, in order, and a reason for each other day."""
    lines = plain(day_table(RECLAMO)).splitlines()[2:]
    assert next(line for line in lines if line.startswith("jueves 9 de abril")).split()[6] == "15"
    assert any("festivo: San José" in line for line in lines)


def test_the_table_of_deadlines_fits_a_terminal() -> None:
    """Norms are broken within their column."""
    lines = plain(deadline_table(LATE)).splitlines()
    assert all(width_of(line) <= 80 for line in lines)
    assert any("cumplido tarde" in line for line in lines)


@pytest.mark.parametrize(
    "shown", [RECLAMO, EXTENDED["respuesta"], LATE, EXTENDED], ids=["due", "answer", "late", "ext"]
)
def test_html_stands_alone_and_tells_norm_and_marks(shown: Agenda | Deadline) -> None:
    """A notebook gets the style, the sentences and the months with a symbol for each mark."""
    html = shown._repr_html_()
    assert html.startswith("<style>")
    assert "art. 1" in html
    assert "<span>*</span>" in html
    assert "<script" not in html


def test_html_escapes_what_the_user_wrote() -> None:
    """A radicado that looks like markup is shown, not run."""
    case = Case.file(
        Filing(tipo="reclamo", radicado="<b>R</b>"), utility_id="e", zone=colombia.ZONE, on=date(2026, 3, 16)
    )
    assert "&lt;b&gt;R&lt;/b&gt;" in colombia.agenda(case, date(2026, 3, 17))._repr_html_()


# --- for programs --------------------------------------------------------------------------------------------------

KEYS = {
    "code",
    "kind",
    "state",
    "base_on",
    "due_on",
    "days_left",
    "due_at",
    "met_on",
    "term",
    "citations",
    "projected",
    "disputed_days",
    "fingerprints",
    "policies",
    "trace",
    "text",
}


def test_the_dict_of_a_deadline_is_json_with_stable_keys() -> None:
    """Every value is JSON, the trace is complete, and only text depends on the language."""
    document = json.loads(json.dumps(RECLAMO.as_dict()))
    assert set(document) == KEYS
    assert (document["code"], document["due_on"], document["term"]) == (
        "respuesta",
        "2026-04-09",
        {"n": 15, "unit": "business_days"},
    )
    assert document["citations"][0]["norm"] == "ley-142-1994"
    assert document["trace"][6] == {
        "day": "2026-03-23",
        "number": None,
        "reason": "holiday",
        "cause": None,
        "text": "festivo: San José (Ley 51 de 1983, art. 1)",
    }
    english = RECLAMO.as_dict("en")
    assert {key for key in KEYS if english[key] != document[key]} == {"trace", "text"}


def test_the_dict_of_an_agenda_holds_every_deadline() -> None:
    """The agenda names its case, instant, work class and findings by their codes."""
    document = json.loads(json.dumps(LATE.as_dict()))
    assert [each["code"] for each in document["deadlines"]] == [each.code for each in LATE.deadlines]
    assert document["findings"] == ["silencio_positivo"]
    assert document["work_class"] == "vencido"
    assert document["tipo"] == "reclamo"
    assert document["as_of"] == "2026-04-14T12:00:00-05:00"


def test_sentences_end_as_sentences_do() -> None:
    """Each is one line that ends with a full stop, in every state of a whole procedure and in both languages."""
    for agenda in (EXTENDED, LATE):
        for deadline in agenda.deadlines:
            for lang in get_args(Language):
                said = sentences(deadline, lang)
                assert all(each.endswith(".") and "\n" not in each and "{" not in each for each in said)


def test_a_requirement_with_its_own_day_is_told_without_a_term() -> None:
    """A shorter time given in the requirement is no count of months."""
    agenda = _agenda(
        "peticion_general",
        date(2026, 3, 2),
        date(2026, 3, 12),
        _event(EventType.REQUERIMIENTO, date(2026, 3, 9), Requirement(hasta=date(2026, 3, 20))),
    )
    text = agenda["complemento"].text()
    assert "viernes 20 de marzo de 2026" in text
    assert "Fundamento: " in text
    assert "El término es" not in text
