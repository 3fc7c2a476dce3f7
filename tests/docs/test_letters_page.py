"""The page of letters says what the data say."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from pqr_core.colombia.letters import LETTERS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def letters_maker() -> ModuleType:
    """The script `make_letters_page`."""
    path = ROOT / "scripts" / "make_letters_page.py"
    spec = importlib.util.spec_from_file_location("make_letters_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_the_letters_of_today(letters_maker: ModuleType) -> None:
    """Run `python -m scripts.make_letters_page` when this fails, and read what changed."""
    written = (ROOT / "docs" / "es" / "cartas.md").read_text(encoding="utf-8")
    assert written == letters_maker.page()


@pytest.mark.parametrize("kind", LETTERS.values(), ids=list(LETTERS))
def test_every_element_stands_with_its_norms_and_what_happens_without_it(
    kind: object, letters_maker: ModuleType
) -> None:
    """For a lawyer: each of them, none left out."""
    told = "\n".join(letters_maker.section(kind))
    for element in kind.elements:  # type: ignore[attr-defined]
        assert element.es in told
        assert element.without.es in told
        for citation in element.citations:
            assert str(citation) in told
