"""The printed page: on both paper sizes nothing is cut or beyond the margins, whatever the content."""

from __future__ import annotations

from math import ceil

import pypdfium2 as pdfium
import pytest
from attrs import evolve
from tests.documents.samples import ANA, DECIDES, SAMPLES, Sample, at, filed, letter, pdf, whole

from pqr_core.cases.filing import Claim, Petitioner
from pqr_core.documents.letters import Letter

MARGIN = 42
"""The white margin at each side, in points (15 mm)."""
SIZES = {"letter": (612, 792), "a4": (595, 842)}
LONG = "El laboratorio revisó el medidor, y el registro fotográfico muestra la lectura de cada mes. " * 60


def crowded() -> Letter:
    """A decision with very long names, two petitioners, twenty claims and pages of reasons."""
    company = Petitioner(clase="juridica", nombre="Constructora-" + "Interamericana" * 9, documento="900123456")
    claims = [Claim(id=str(number), texto=f"que se revise el consumo del mes {number}") for number in range(1, 21)]
    person = evolve(ANA, nombre="María de los Ángeles " * 8)
    case = filed(peticionario=person, peticionarios=[person, company], pretensiones=claims)
    outcomes = {claim.id: "no_accede" for claim in claims}
    told = {**DECIDES, "resultado": "no_accede", "resultados": outcomes, "fundamentos": f"{LONG}\n\n{LONG}"}
    return letter("decision", Sample(case, at(24), told))


@pytest.mark.parametrize(
    ("kind", "paper"),
    [
        ("crowded", "letter"),
        *((kind, "letter") for kind in SAMPLES),
        ("decision", "a4"),
        *(pytest.param(kind, "a4", marks=pytest.mark.full) for kind in (*SAMPLES, "crowded") if kind != "decision"),
    ],
)
def test_the_margins_are_white(kind: str, paper: str) -> None:
    """The margins are white, and every page has something on it."""
    if kind != "crowded" and paper == "letter":
        made = pdf(kind)
    else:
        made = (crowded() if kind == "crowded" else whole(kind)).pdf(paper=paper)
    pages = pdfium.PdfDocument(made)
    assert len(pages) <= (8 if kind == "crowded" else 2)
    for page in pages:
        assert tuple(map(round, page.get_size())) == SIZES[paper]
        bitmap = page.render(scale=1, grayscale=True)
        width, dots = ceil(SIZES[paper][0]), bytes(bitmap.buffer)
        rows = [dots[y * bitmap.stride : y * bitmap.stride + width] for y in range(bitmap.height)]
        assert min(map(min, rows)) < 100
        assert {dot for row in rows for dot in (*row[:MARGIN], *row[-MARGIN:])} == {255}
        assert set().union(*rows[:MARGIN], *rows[-MARGIN // 2 :]) == {255}


@pytest.mark.parametrize(
    ("kind", "paper"), [("aviso", "letter"), ("notificacion_electronica", "a4"), ("decision_recurso", "a4")]
)
def test_nobody_signs_a_page_on_which_nothing_else_stands(kind: str, paper: str) -> None:
    """The last paragraph is on the page of the signature, and so are the annexes."""
    own = whole(kind)
    pages = [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(own.pdf(paper=paper))]
    (signed,) = [page for page in pages if own.facts["cargo"] in page]
    assert own.page.bloques[-1].texto.split()[-1] in signed
    assert all(annex in signed for annex in own.page.anexos)
