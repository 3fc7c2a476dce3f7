"""Every error: its message in both languages, its code, and that it survives a process."""

from __future__ import annotations

import pickle
import re
from string import Formatter

import pytest

from pqr_core import errors
from pqr_core.errors import REFUSAL_PRECEDENCE, InvalidInputError, NoRuleInForceError, PQRError, ProfileError
from pqr_core.language import Said

NAMED = [getattr(errors, name) for name in errors.__all__]
CLASSES: list[type[PQRError]] = [each for each in NAMED if isinstance(each, type) and issubclass(each, PQRError)]
SAID = [each for each in CLASSES if each is not PQRError]


def names(template: str) -> set[str]:
    """The parameters of a template."""
    return {name for _text, name, _format, _conversion in Formatter().parse(template) if name}


def made(kind: type[PQRError]) -> PQRError:
    """The error with each parameter saying its own name."""
    return kind(**{name: f"<{name}>" for name in names(kind.english) | names(kind.spanish)})


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
