"""The details given to a letter, each of its kind, from code or from the command line."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from pqr_core.colombia.letters import LETTERS
from pqr_core.documents.kinds import Detail, Form, Given, LetterKind, Paragraph, kind_of
from pqr_core.documents.told import LONGEST_TEXT, details_of, read, told
from pqr_core.errors import InvalidInputError
from pqr_core.vocabulary import ActKind, Capacity, Outcome

EACH = LetterKind(
    code="x",
    es="x",
    en="x",
    purpose="x",
    form=Form.LETTER,
    title="x",
    paragraphs=[Paragraph("p", "x")],
    elements=[],
    details=[Detail(kind.value, kind, "x", "x") for kind in Given],
)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Given.TEXT, "a", "a"),
        (Given.LONG_TEXT, "a\n\nb", "a\n\nb"),
        (Given.TEXTS, "a; b ;", ["a", "b"]),
        (Given.DAY, "2026-03-16", date(2026, 3, 16)),
        (Given.HOUR, "13:05", time(13, 5)),
        (Given.COUNT, "3", 3),
        (Given.FLAG, "sí", True),
        (Given.FLAG, "no", None),
        (Given.OUTCOME, "accede", Outcome.ACCEDE),
        (Given.ACT, "corte", ActKind.CORTE),
        (Given.CAPACITY, "apoderado", Capacity.APODERADO),
        (
            Given.OUTCOMES,
            "1=accede: por esto; 2 = no_accede",
            {"1": (Outcome.ACCEDE, "por esto"), "2": (Outcome.NO_ACCEDE, None)},
        ),
    ],
)
def test_text_is_read_as_its_kind(kind: Given, text: str, value: Any) -> None:
    """A detail is read from text of the command line, and from a value in code."""
    assert told(EACH, {kind.value: read(EACH, kind.value, text)}) == {kind.value: value}
    assert kind.label("es") != "" != kind.label("en")


WRONG: list[tuple[Given, Any]] = [
    (Given.TEXT, 3),
    (Given.TEXT, "\ud800"),
    (Given.TEXT, "a\0b"),
    (Given.LONG_TEXT, "x" * (LONGEST_TEXT + 1)),
    (Given.TEXTS, "una sola"),
    (Given.TEXTS, [1]),
    (Given.DAY, datetime(2026, 3, 16)),
    (Given.DAY, "2026-03-16"),
    (Given.HOUR, "10:20"),
    (Given.COUNT, 0),
    (Given.COUNT, True),
    (Given.FLAG, 1),
    (Given.OUTCOME, "quizas"),
    (Given.OUTCOMES, "1=accede"),
    (Given.OUTCOMES, {"1": "quizas"}),
    (Given.OUTCOMES, {1: "accede"}),
    (Given.OUTCOMES, {"1": ("accede", 3)}),
]


@pytest.mark.parametrize(("kind", "value"), WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_what_is_of_another_kind_is_refused_by_name(kind: Given, value: Any) -> None:
    """A value of another kind is refused by name, in both languages."""
    with pytest.raises(InvalidInputError) as refused:
        told(EACH, {kind.value: value})
    assert refused.value.params["place"] == kind.value
    assert refused.value.message("es") != refused.value.message("en")


def test_what_no_page_can_show_is_called_what_it_is() -> None:
    """A null character is not half a character."""
    for value, said in (("a\0b", "un carácter nulo"), ("a\ud83d", "medio carácter")):
        with pytest.raises(InvalidInputError) as refused:
            told(EACH, {"text": value})
        assert said in refused.value.message("es")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Given.DAY, "ayer"),
        (Given.HOUR, "25:00"),
        (Given.COUNT, "tres"),
        (Given.COUNT, "-1"),
        (Given.COUNT, "9" * 5000),
        (Given.FLAG, "quizás"),
        (Given.OUTCOMES, "accede"),
    ],
)
def test_text_that_says_nothing_of_its_kind_is_refused(kind: Given, text: str) -> None:
    """A text that is not of its kind is refused by name."""
    with pytest.raises(InvalidInputError) as refused:
        read(EACH, kind.value, text)
    assert refused.value.params["place"] == kind.value


def test_what_a_letter_does_not_take_is_refused() -> None:
    """An unknown detail, or an unknown letter, is refused; a detail that is None counts as not given."""
    with pytest.raises(InvalidInputError, match="unknown key"):
        told(EACH, {"nada": 1})
    with pytest.raises(InvalidInputError, match="unknown key"):
        read(EACH, "nada", "1")
    with pytest.raises(InvalidInputError, match="did you mean 'aviso'"):
        kind_of(LETTERS, "avizo")
    assert told(EACH, {"day": None}) == {}
    assert [detail.name for detail in details_of(EACH)][-3:] == ["numero", "firmante", "cargo"]


def test_a_kind_whose_names_stand_twice_is_refused() -> None:
    """Names of elements, paragraphs and details are unique, and each kind has a signature."""
    twice = [Paragraph("p", "x"), Paragraph("p", "y")]
    common: dict[str, Any] = {"code": "x", "es": "x", "en": "x", "purpose": "x", "form": Form.LETTER, "title": "x"}
    with pytest.raises(InvalidInputError, match="stands twice"):
        LetterKind(**common, paragraphs=twice, elements=[])
    with pytest.raises(InvalidInputError, match="signatory"):
        LetterKind(**common, paragraphs=[], elements=[], signatory="portero")
    assert repr(EACH) == "<LetterKind x>"
