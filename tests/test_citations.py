"""Norms and citations: their text, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from attrs import evolve, fields, has

from pqr_core.citations import Amendment, AmendmentKind, Citation, Confidence, Norm
from pqr_core.colombia import RULES
from pqr_core.colombia.articles import AMENDED, cite
from pqr_core.colombia.findings import TECHNICAL
from pqr_core.colombia.holidays import LAWS
from pqr_core.colombia.norms import CPACA, LEY_142_1994, LEY_689_2001, LEY_1266_2008, LEY_1755_2015, LEY_2157_2021
from pqr_core.colombia.sheet import SHEET
from pqr_core.errors import InvalidInputError
from pqr_core.vocabulary import Finding

LEY = Norm(id="ley-142-1994", name="Ley 142 de 1994", url="https://example.org/142")
LATER = Norm(id="ley-689-2001", name="Ley 689 de 2001", url="https://example.org/689")
DECREE = Norm(id="decreto-229-2002", name="Decreto 229 de 2002")
AMENDMENT = Amendment(AmendmentKind.MODIFICADO, LATER, "art. 20")


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
    """A norm that was not read is marked wherever it is shown, in both languages."""
    citation = Citation(LEY, "art. 158", confidence)
    assert citation.text("es") == f"Ley 142 de 1994, art. 158; {es}"
    assert citation.text("en") == f"Ley 142 de 1994, art. 158; {en}"


def test_what_was_read_needs_no_word() -> None:
    """A norm whose text was read has no mark."""
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
    """A text is not a norm."""
    with pytest.raises(InvalidInputError, match=r"^norm: expected a Norm, got str$"):
        Citation("Ley 142 de 1994", "art. 158", Confidence.VISTA)  # type: ignore[arg-type]


# --- an article as it is in force ----------------------------------------------------------------------------------


def test_an_amended_article_is_cited_by_the_norm_it_belongs_to() -> None:
    """The norm and article a lawyer names, then what gave it its present text, in the reader's language."""
    citation = Citation(LEY, "art. 159", Confidence.VISTA, by=AMENDMENT)
    assert str(citation) == "Ley 142 de 1994, art. 159 (modificado por la Ley 689 de 2001, art. 20)"
    assert citation.named("en") == "Ley 142 de 1994, art. 159 (as amended by Ley 689 de 2001, art. 20)"
    quoted = evolve(citation, confidence=Confidence.CITADA)
    assert quoted.text("es") == f"{citation}; citada"
    assert quoted.text("en") == f"{citation.named('en')}; as cited"


@pytest.mark.parametrize(
    ("article", "change", "norm", "es", "en"),
    [
        ("art. 3", AmendmentKind.MODIFICADO, DECREE, "modificado por el Decreto 229", "as amended by Decreto 229"),
        ("arts. 14 y 17", AmendmentKind.SUSTITUIDO, LATER, "sustituidos por la Ley 689", "as replaced by Ley 689"),
        ("art. 16.II.8", AmendmentKind.ADICIONADO, LATER, "adicionado por la Ley 689", "as added by Ley 689"),
    ],
)
def test_the_change_agrees_with_what_was_changed(
    article: str, change: AmendmentKind, norm: Norm, es: str, en: str
) -> None:
    """One article or several, a law or a decree: the Spanish agrees."""
    citation = Citation(LEY, article, Confidence.VISTA, by=Amendment(change, norm, "art. 1"))
    assert f"({es}" in citation.named("es")
    assert f"({en}" in citation.named("en")


def test_the_address_is_that_of_the_text_in_force() -> None:
    """What amended an article has its present text; the page of the amended norm may still print the old one."""
    assert Citation(LEY, "art. 158", Confidence.VISTA).url == LEY.url
    assert Citation(LEY, "art. 159", Confidence.VISTA, by=AMENDMENT).url == LATER.url
    assert cite(CPACA, "art. 17").url == LEY_1755_2015.url
    assert cite(LEY_142_1994, "art. 159").url == LEY_689_2001.url


@pytest.mark.parametrize(
    ("norm", "article", "by"),
    [
        (CPACA, "art. 12", None),
        (CPACA, "art. 13", LEY_1755_2015),
        (CPACA, "art. 14.1", LEY_1755_2015),
        (CPACA, "arts. 17 y 19", LEY_1755_2015),
        (CPACA, "art. 33", LEY_1755_2015),
        (CPACA, "art. 34", None),
        (CPACA, "art. 54 inc. 13", None),
        (CPACA, "art. 15 par. 1", LEY_1755_2015),
        (LEY_1266_2008, "art. 16.II.3", None),
        (LEY_1266_2008, "art. 16.II.8", LEY_2157_2021),
        (LEY_142_1994, "", None),
    ],
)
def test_the_data_know_what_gave_an_article_its_text(norm: Norm, article: str, by: Norm | None) -> None:
    """Both edges of the articles that a norm replaced, their parts with them, and the ones beside."""
    found = cite(norm, article).by
    assert (None if found is None else found.norm) is by


def test_articles_of_different_norms_are_cited_one_by_one() -> None:
    """Only one of the two was replaced: one citation cannot say it of both."""
    with pytest.raises(InvalidInputError, match="one by one"):
        cite(CPACA, "arts. 17 y 68")


def _citations_in(value: object) -> Iterator[Citation]:
    """Every citation held by a value of the data, however deep."""
    if isinstance(value, Citation):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _citations_in(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _citations_in(each)
    elif has(cls := type(value)):
        for attribute in fields(cls):
            yield from _citations_in(getattr(value, attribute.name))


def _as_in_force(citation: Citation) -> Citation:
    return cite(citation.norm, citation.article, citation.note, citation.confidence)


def test_no_citation_hides_what_gave_its_article_its_text() -> None:
    """Rules, guards, readings, findings, holidays and the sheet cite as `cite` does; one that does not is found."""
    found = set(_citations_in((RULES, LAWS, SHEET)))
    assert {citation.by for citation in found} >= {by for table in AMENDED.values() for by in table.values()}
    assert [str(citation) for citation in found if citation != _as_in_force(citation)] == []
    bare = Citation(CPACA, "art. 17", Confidence.VISTA)
    assert bare != _as_in_force(bare)


def test_no_citation_names_another_norm_in_its_article() -> None:
    """Neither "art. 1 (CPACA art. 17)" nor a law in brackets: the norm is the one the article belongs to."""
    names = ("Ley", "Decreto", "CPACA", "(")
    assert [str(c) for c in _citations_in((RULES, LAWS, SHEET)) if any(name in c.article for name in names)] == []


# --- findings ------------------------------------------------------------------------------------------------------


def test_each_finding_has_its_norms_or_is_of_the_register() -> None:
    """A finding about the law cites it; those about the register or the calendar are listed, and cite none."""
    assert set(RULES.findings) == set(Finding)
    assert {finding for finding, norms in RULES.findings.items() if not norms} == TECHNICAL


def test_the_fingerprint_does_not_see_the_norms_of_findings() -> None:
    """They move no date."""
    assert evolve(RULES, findings={}).fingerprint == RULES.fingerprint
