"""Golden files: each sample letter as text and as a web page, in `golden/`; read the difference when one changes.

UPDATE_GOLDEN=1 python -m pytest tests/documents/test_golden.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.documents.samples import SAMPLES, html, pdf, whole

from pqr_core.documents.pdf import seen_pdf
from pqr_core.documents.seen import Seen

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("kind", SAMPLES)
@pytest.mark.parametrize("form", ["txt", "html"])
def test_a_letter_is_as_it_was(kind: str, form: str) -> None:
    """Each letter is as in its golden file; whoever changes a letter looks at the result."""
    made = whole(kind).text() if form == "txt" else html(kind)
    file = GOLDEN / f"{kind}.{form}"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_pdf_says_what_the_text_says(kind: str) -> None:
    """Each line of the text is in the PDF."""
    seen = Seen(seen_pdf(pdf(kind)))
    lines = [line.removeprefix("- ") for line in whole(kind).text().splitlines() if line.strip()]
    assert [line for line in lines if not seen.shows(line)] == []
