"""Every error: its message in both languages, its code, and that it survives a process."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable
from datetime import date, datetime
from string import Formatter
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from tests.languages import english_in

from pqr_core import colombia, errors, vocabulary
from pqr_core.bounded import read_toml
from pqr_core.calendars.drift import Drift
from pqr_core.cases.events import Decision, Event
from pqr_core.cases.serialization import case_from_json, event_from_json
from pqr_core.errors import REFUSAL_PRECEDENCE, InvalidInputError, NoRuleInForceError, PQRError, ProfileError
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.fields import ClosedList
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.moments import require_date, require_instant
from pqr_core.policies import Policies
from pqr_core.storage.memory import MemoryStore
from pqr_core.vocabulary import EventType, Role

NAMED = [getattr(errors, name) for name in errors.__all__]
CLASSES: list[type[PQRError]] = [each for each in NAMED if isinstance(each, type) and issubclass(each, PQRError)]
SAID = [each for each in CLASSES if each is not PQRError]
LISTS: list[type[ClosedList]] = [
    each for name in vocabulary.__all__ if isinstance(each := getattr(vocabulary, name), type)
]


def names(template: str) -> set[str]:
    """The parameters of a template."""
    return {name for _text, name, _format, _conversion in Formatter().parse(template) if name}


def made(kind: type[PQRError]) -> PQRError:
    """The error, with the name of each parameter as its value."""
    said: dict[str, Any] = {name: Said(f"<{name}>", f"<{name}>") for name in names(kind.english) | names(kind.spanish)}
    return kind(**said)


def test_every_class_is_public() -> None:
    """What the module defines under the base is in its `__all__`."""
    defined = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, PQRError)]
    assert set(defined) == set(CLASSES)


@pytest.mark.parametrize("kind", SAID)
def test_its_message_in_both_languages(kind: type[PQRError]) -> None:
    """Spanish and English sentences over the parameters, English by default, in every word that `str` gives."""
    error = made(kind)
    assert str(error) == error.message() == error.message("en")
    for lang, template in (("en", kind.english), ("es", kind.spanish)):
        message = error.message(lang)  # type: ignore[arg-type]
        assert all(f"<{name}>" in message for name in names(template))
        assert "{" not in message


@pytest.mark.parametrize("kind", SAID)
def test_it_survives_a_process(kind: type[PQRError]) -> None:
    """Pickled and read back it is the same error: class, parameters and message."""
    error = made(kind)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert (again.params, str(again), again.message("es")) == (error.params, str(error), error.message("es"))


def test_codes_are_unique_and_stable_in_form() -> None:
    """One code a class, in lower-case words without accents."""
    codes = [kind.code for kind in CLASSES]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_the_refusals_are_those_of_the_contract() -> None:
    """Ten codes, in their order of precedence."""
    assert [kind.code for kind in REFUSAL_PRECEDENCE] == [
        "vector_invalido",
        "fecha_sin_zona",
        "tipo_desconocido",
        "politica_desconocida",
        "evento_desconocido",
        "evento_incompleto",
        "evento_anterior",
        "regla_inexistente",
        "fuera_de_rango",
        "dia_no_habil",
    ]


def test_a_host_can_catch_by_kind() -> None:
    """An unknown name is a LookupError, a wrong value a ValueError, a wrong type a TypeError."""
    assert issubclass(errors.UnknownCaseTypeError, LookupError)
    assert issubclass(errors.OutOfSpanError, ValueError)
    assert issubclass(errors.NotADateError, TypeError)
    assert issubclass(errors.MissingExtraError, ImportError)


def test_a_missing_parameter_is_a_fault_of_ours() -> None:
    """An error made without what its message needs fails where it is made."""
    with pytest.raises(KeyError):
        errors.OutOfSpanError(day="2101-01-01")


def test_words_inside_a_message_follow_its_language() -> None:
    """A parameter that is words is told in the language of the message, also quoted, nested and from a process."""
    rule = Said(es="respuesta de reclamo", en="answer to reclamo")
    inner = NoRuleInForceError(rule=rule, day="1990-05-05", span=Said(es="ninguna", en="none"))
    error = ProfileError(place="perfil", detail=inner.said)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    for each in (error, again):
        assert str(each) == "perfil: no rule 'answer to reclamo' in force on 1990-05-05; none"
        assert each.message("es") == "perfil: no hay regla 'respuesta de reclamo' vigente el 1990-05-05; ninguna"
    assert str(InvalidInputError(place="x", detail=Said("mal", "bad")).params["detail"]) == "bad"


# --- at the counter ------------------------------------------------------------------------------------------------

DAY = date(2026, 3, 16)
CASE = colombia.file("reclamo", on=DAY, utility="aguas", radicado="R-1")
AGUAS = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")
CALENDAR = colombia.calendar()
NOBODY = UUID(int=0)
TWO_DAYS = Said(Drift(version="0.1", only_ours=(DAY,)).summary("es"), Drift(version="0.1", only_ours=(DAY,)).summary())


def _stored(do: Callable[[Any], object]) -> Callable[[], object]:
    def within() -> None:
        with MemoryStore().begin() as unit:
            do(unit)

    return within


def _raise(error: PQRError) -> Callable[[], object]:
    def raised() -> None:
        raise error

    return raised


LETTER = Said("citación para notificación personal", "summons to be notified in person")
OF_A_FILE: dict[str, Any] = {"file": "casos.csv", "column": "fecha", "line": 2, "value": "03/04/2026"}
RAISED: dict[type[PQRError], Callable[[], object]] = {
    errors.InvalidInputError: lambda: event_from_json('{"schema_version": 1, "type": "nota", "on": 3}'),
    errors.NaiveDatetimeError: lambda: require_instant(datetime(2026, 3, 16), "recorded_at"),
    errors.UnknownCaseTypeError: lambda: colombia.due("reclmo", DAY),
    errors.UnknownPolicyError: lambda: Policies.of({"months": "trigger"}),
    errors.UnknownEventError: lambda: event_from_json('{"schema_version": 1, "type": "desicion", "on": "2026-03-16"}'),
    errors.IncompleteEventError: lambda: event_from_json('{"schema_version": 1, "on": "2026-03-16"}'),
    errors.EventBeforeFilingError: lambda: colombia.agenda(CASE, date(2026, 3, 1), profile=AGUAS),
    errors.NoRuleInForceError: lambda: colombia.due("recurso_reposicion", date(1990, 1, 3)),
    errors.OutOfSpanError: lambda: CALENDAR.add_business_days(DAY, 100_000),
    errors.NotBusinessDayError: lambda: CALENDAR.add_business_days(date(2026, 3, 15), 0),
    errors.NotADateError: lambda: require_date(None, "filed_on"),
    errors.CalendarDriftError: _raise(errors.CalendarDriftError(version="0.1", days=TWO_DAYS)),
    errors.ProfileError: lambda: profile_from_toml('[utility]\nid = "a"\nnombre = "x"', colombia.LAW),
    errors.ForeignProfileError: lambda: colombia.agenda(CASE, DAY),
    errors.CommandError: _raise(errors.CommandError(es="--limit: falta", en="--limit: missing")),
    errors.MissingExtraError: _raise(errors.MissingExtraError(feature="nit", package="python-stdnum", extra="ids")),
    errors.TransitionRefused: lambda: colombia.agenda(CASE, DAY, profile=AGUAS).act(Event(EventType.EJECUCION, on=DAY)),
    errors.RoleRefusedError: _raise(
        errors.RoleRefusedError.of(EventType.DECISION, "ana", by=[Role.RESPONSABLE], mine=[])
    ),
    errors.LetterError: _raise(errors.LetterError(detail=Said("la carta no se lee", "nobody can read the letter"))),
    errors.IncompleteLetterError: _raise(
        errors.IncompleteLetterError(letter=LETTER, missing=Said("falta la firma", "the signature is missing"))
    ),
    errors.LetterNotDueError: _raise(
        errors.LetterNotDueError(letter=LETTER, reason=Said("no se ha decidido", "nothing was decided"))
    ),
    errors.LetterTemplateError: _raise(
        errors.LetterTemplateError(place="carta.docx", detail=Said("da demasiado texto", "it gives too much text"))
    ),
    errors.StorageError: _raise(errors.StorageError(detail=Said.of_system(OSError(2, "No such file or directory")))),
    errors.CaseNotFoundError: _stored(lambda unit: unit.cases.get("aguas", NOBODY)),
    errors.StaleCaseError: _raise(errors.StaleCaseError(key="R-1", stored=2, expected=1)),
    errors.ConflictError: _raise(errors.ConflictError(detail=Said("otro escritor espera", "another writer waits"))),
    errors.DuplicateRadicadoError: _raise(errors.DuplicateRadicadoError(radicado="R-1", utility="aguas")),
    errors.DuplicateCaseError: _raise(errors.DuplicateCaseError(key="form-7", radicado="R-1", utility="aguas")),
    errors.HistoryRewrittenError: _raise(errors.HistoryRewrittenError(key=NOBODY, seq=2)),
    errors.ChangedEventError: _raise(errors.ChangedEventError(event="radicacion (2026-03-16)")),
    errors.ReportHandedInError: _raise(errors.ReportHandedInError(report="sui", period="2026-10", day="2026-11-06")),
    errors.RowsToProjectError: _raise(errors.RowsToProjectError(utility="aguas", n=2)),
    errors.SchemaVersionError: _raise(errors.SchemaVersionError(found="0001", needed="0029")),
    errors.NewerSchemaError: _raise(errors.NewerSchemaError(found="0030", needed="0029")),
    errors.UnknownSchemaError: _raise(
        errors.UnknownSchemaError(found="abc", needed="0029", table="pqr_alembic_version")
    ),
    errors.ImportFileError: _raise(
        errors.ImportFileError(file="casos.json", detail=Said.of_json(json.JSONDecodeError("Expecting value", "{", 1)))
    ),
    errors.UnreadableFileError: _raise(errors.UnreadableFileError(file="casos.csv", offset=3, encoding="utf-8")),
    errors.ForeignFileError: _raise(
        errors.ForeignFileError(
            file="casos.csv", what=Said("un libro de Excel", "an Excel workbook"), remedy=Said("ábralo", "open it")
        )
    ),
    errors.ManySheetsError: _raise(
        errors.ManySheetsError(file="casos.xlsx", detail=Said("hay varias", "there are several"), sheets="2025, 2026")
    ),
    errors.MidnightDatesError: _raise(errors.MidnightDatesError(**OF_A_FILE)),
    errors.MissingColumnsError: _raise(errors.MissingColumnsError(file="casos.csv", missing="tipo", found="Clase")),
    errors.RepeatedColumnError: _raise(
        errors.RepeatedColumnError(file="casos.csv", headings="'Tipo', 'TIPO'", column="tipo")
    ),
    errors.TooMuchError: lambda: read_toml("a = " + "[" * 99),
    errors.DelimiterError: _raise(errors.DelimiterError(file="casos.csv", one="','", other="';'")),
    errors.AmbiguousDatesError: _raise(
        errors.AmbiguousDatesError(**OF_A_FILE, day_first="3 de abril", month_first="4 de marzo")
    ),
    errors.MonthFirstDatesError: _raise(errors.MonthFirstDatesError(**OF_A_FILE, month_first="4 de marzo")),
    errors.MixedDatesError: _raise(
        errors.MixedDatesError(**OF_A_FILE, other_column="vence", other_line=3, other_value="2026-05-01")
    ),
    errors.FrameError: _raise(errors.FrameError.expected(Said("un texto", "text"), 3, place="tipo")),
    errors.PeriodError: lambda: Period.parse("marzo"),
    errors.MissingPackageError: _raise(
        errors.MissingPackageError(feature=Said("una tabla", "a table"), package="polars")
    ),
}


def test_each_class_is_raised_below() -> None:
    """Every class of errors has an example of its sentence here."""
    assert set(RAISED) == set(SAID)


@pytest.mark.parametrize("kind", SAID)
def test_at_the_counter_it_is_spanish(kind: type[PQRError]) -> None:
    """No word of English in the Spanish sentence, and another sentence in English."""
    with pytest.raises(kind) as raised:
        RAISED[kind]()
    assert type(raised.value) is kind
    assert english_in(raised.value.message("es")) == set()
    assert raised.value.message("es") != raised.value.message("en")


@pytest.mark.parametrize("kind", SAID)
def test_a_service_answers_with_it(kind: type[PQRError]) -> None:
    """Its code, its sentence and its parameters go into JSON, and its status is one a service gives."""
    with pytest.raises(kind) as raised:
        RAISED[kind]()
    for lang in ("es", "en"):
        answer = raised.value.as_dict(lang)
        assert answer["code"] == kind.code
        assert answer["message"] == raised.value.message(lang)
        assert answer["params"].keys() == raised.value.params.keys()
        assert json.loads(json.dumps(answer)) == answer
    assert kind.http_status in (400, 403, 404, 409, 422, 500)


def test_the_status_says_whose_turn_it_is() -> None:
    """The status separates bad input, a missing thing, a conflict, a refusal of the law, and a fault of the host."""
    assert errors.InvalidInputError.http_status == 400
    assert errors.CaseNotFoundError.http_status == 404
    assert errors.TransitionRefused.http_status == errors.StaleCaseError.http_status == 409
    assert errors.NotBusinessDayError.http_status == errors.ImportFileError.http_status == 422
    assert errors.StorageError.http_status == errors.SchemaVersionError.http_status == 500


@pytest.mark.parametrize(
    ("make", "es", "en"),
    [
        (
            lambda: colombia.file("reclamo", on=DAY, utility="aguas", account=5),
            "cuenta: se esperaba un texto, llegó un número entero",
            "account: expected text, got int",
        ),
        (
            lambda: Decision(resultado="acede"),
            (
                "resultado: se esperaba uno de accede, accede_parcialmente, no_accede, confirma, modifica, revoca, "
                "rechaza, traslada, archiva (¿quiso decir 'accede'?), llegó 'acede'"
            ),
            "Outcome: expected one of accede, accede_parcialmente, ",
        ),
        (
            lambda: case_from_json("[1, 2"),
            "$: no es JSON válido: línea 1, columna 6",
            "$: not JSON: line 1, column 6: Expecting ',' delimiter",
        ),
        (
            lambda: colombia.due("Petición", DAY),
            None,
            "unknown case type 'Petición'; known types: peticion, ",
        ),
    ],
)
def test_what_people_read(make: Callable[[], object], es: str | None, en: str | None) -> None:
    """What was expected and what came, the field by its name at the counter, and the word that is nearly right."""
    with pytest.raises(PQRError) as raised:
        make()
    if es is not None:
        assert raised.value.message("es") == es
    if en is not None:
        assert str(raised.value).startswith(en)


@pytest.mark.parametrize("kind", LISTS)
def test_at_the_counter_no_list_has_the_name_of_its_class(kind: type[ClosedList]) -> None:
    """A word of none of the closed lists of the vocabulary is refused under the Spanish name of its list."""
    with pytest.raises(InvalidInputError) as refused:
        kind("none of them")
    assert kind.__name__ not in refused.value.message("es")


def test_a_key_that_is_nearly_right_is_suggested() -> None:
    """By its path, as the file has it."""
    with pytest.raises(ProfileError) as raised:
        profile_from_toml('[utility]\nid = "a"\nsaturday_is_bussiness_day = true', colombia.LAW)
    said = raised.value.message("es")
    assert said.startswith("utility.saturday_is_bussiness_day: clave desconocida; las conocidas son: id, name, ")
    assert said.endswith(" (¿quiso decir 'saturday_is_business_day'?)")


@pytest.mark.parametrize("word", ["Petición", "PETICION", "peticiones"])
def test_a_word_that_is_nearly_right_is_suggested(word: str) -> None:
    """Accents, case and an ending do not hide which one it was; what is like none is not guessed."""
    with pytest.raises(errors.UnknownCaseTypeError) as raised:
        colombia.due(word, DAY)
    assert raised.value.message("es").endswith("(¿quiso decir 'peticion'?)")
    with pytest.raises(errors.UnknownCaseTypeError) as raised:
        colombia.due("xyz", DAY)
    assert "¿" not in raised.value.message("es")


def test_what_the_system_says_is_not_shown_raw() -> None:
    """In Spanish the usual refusals in Spanish, and the others by their code."""
    assert Said.of_system(FileNotFoundError(2, "No such file or directory")).es == "no existe"
    rare = Said.of_system(OSError(5, "Input/output error"))
    assert (rare.es, rare.en) == ("el sistema no lo permite (EIO)", "Input/output error")
    assert Said.of_system(OSError("odd")).es == "el sistema no lo permite (OSError)"


def test_a_message_can_be_read_whatever_was_told() -> None:
    """A very long key is cut in the message, in both languages, and whole in the parameters."""
    error = InvalidInputError(place="x" * 10**6, detail=Said("y" * 10**6, "z" * 10**6))
    assert len(error.message("es")) < 10_000
    assert len(str(error)) < 10_000
    assert error.params["place"] == "x" * 10**6
