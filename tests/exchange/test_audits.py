"""The page for an auditor gives each question in words, and the answer of the law."""

from __future__ import annotations

import re
from html import unescape

import pytest

from pqr_core import colombia
from pqr_core.exchange.audits import asked, audit_page
from pqr_core.exchange.vectors import UNSUPPORTED, answering, only_due, run
from pqr_core.exchange.workings import working
from pqr_core.language import Language
from pqr_core.vectors import packaged

ALL = packaged()
ANSWERED = [each for each in ALL if not (isinstance(each.body["expect"], dict) and "refused" in each.body["expect"])]


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_question_is_told_in_words(lang: Language) -> None:
    """Every question is in words, except those malformed on purpose, which are shown as they are."""
    for vector in (*ANSWERED, *only_due(ALL)):
        told = asked(vector, colombia.LAW, lang)
        assert told.partition(" {")[0].endswith("?"), vector.id
    assert all(asked(vector, colombia.LAW, lang) for vector in ALL)


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_question_is_on_the_page(lang: Language) -> None:
    """Every question is on the page with its source, answered or not."""
    page = unescape(audit_page(run(ALL, answering(colombia.LAW)), colombia.LAW, lang=lang))
    assert [vector.id for vector in ALL if f"{vector.id}: " not in page] == []
    assert ("Respuestas distintas" in page, "Other answers" in page) == (False, False)
    apart = audit_page(run(ALL, lambda _asked: UNSUPPORTED), colombia.LAW, lang=lang)
    assert ("no contesta" if lang == "es" else "not answered") in apart


def test_every_wrong_answer_has_its_working() -> None:
    """Each wrong answer has its own article, with the norm by which the law counts."""
    report = run(ANSWERED, lambda _asked: "no sé")
    page = unescape(audit_page(report, colombia.LAW))
    assert page.count("<article>") == len(ANSWERED)
    assert page.count('"no sé"') >= len(ANSWERED)


def test_the_working_of_a_case_tells_its_norms() -> None:
    """The working is shown for each deadline that the vector names and the case has."""
    for vector in ANSWERED:
        named = vector.body["expect"].get("deadlines", {}) if vector.op == "agenda" else {}
        if any(row is not None for row in named.values()):
            sentences = working(vector, colombia.LAW).sentences
            assert sentences, vector.id
            assert all(each.es and each.en for each in sentences)
    told = [each.es for vector in ANSWERED for each in working(vector, colombia.LAW).sentences]
    assert sum(bool(re.search(r"\(.*\b(Ley|CPACA|Decreto)\b", each)) for each in told) > len(ANSWERED)


def test_the_working_of_a_refusal_is_the_refusal() -> None:
    """The working of a refusal is the refusal, in both languages."""
    refused = next(vector for vector in ALL if vector.id == "antes-del-calendario")
    (said,) = working(refused, colombia.LAW).sentences
    assert "1983-12-31" in said.es
    assert said.es != said.en
