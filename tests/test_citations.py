"""Norms and citations: what they say, and what they cannot be."""

from __future__ import annotations

import pytest

from pqr_core.citations import Citation, Confidence, Norm

LEY = Norm(id="ley-142-1994", name="Ley 142 de 1994")


def test_a_citation_names_norm_and_article() -> None:
    """The norm alone where it has no articles, as a ruling."""
    assert str(LEY) == "Ley 142 de 1994"
    assert str(Citation(LEY, "art. 158", Confidence.VISTA)) == "Ley 142 de 1994, art. 158"
    assert str(Citation(LEY, "", Confidence.VISTA)) == "Ley 142 de 1994"


@pytest.mark.parametrize(
    ("confidence", "es", "en"),
    [
        (Confidence.CITADA, "citada", "as cited"),
        (Confidence.RECORDADA, "recordada", "from memory"),
        (Confidence.EN_DISPUTA, "en disputa", "disputed"),
    ],
)
def test_what_was_not_read_says_so(confidence: Confidence, es: str, en: str) -> None:
    """Wherever it is shown, in both languages."""
    citation = Citation(LEY, "art. 158", confidence)
    assert citation.text("es") == f"Ley 142 de 1994, art. 158; {es}"
    assert citation.text("en") == f"Ley 142 de 1994, art. 158; {en}"


def test_what_was_read_needs_no_word() -> None:
    """The text of the norm was read: nothing is added."""
    citation = Citation(LEY, "art. 158", Confidence.VISTA)
    assert citation.text("es") == citation.text("en") == str(citation)
    assert (Confidence.VISTA.label("es"), Confidence.VISTA.label("en")) == ("vista", "read")


def test_the_code_of_a_confidence_is_enough() -> None:
    """A citation is read back from its codes; an unknown one is refused."""
    assert Citation(LEY, "art. 158", "citada").confidence is Confidence.CITADA
    with pytest.raises(ValueError, match="segura"):
        Citation(LEY, "art. 158", "segura")


@pytest.mark.parametrize("wrong", [{"id": ""}, {"name": ""}, {"id": "x", "url": None}])
def test_a_norm_has_an_id_and_a_name(wrong: dict[str, object]) -> None:
    """Neither empty, and its address a text."""
    with pytest.raises((ValueError, TypeError)):
        Norm(**{"id": "ley", "name": "Ley", **wrong})  # type: ignore[arg-type]


def test_a_citation_is_of_a_norm() -> None:
    """A text is no norm."""
    with pytest.raises(TypeError):
        Citation("Ley 142 de 1994", "art. 158", Confidence.VISTA)  # type: ignore[arg-type]
