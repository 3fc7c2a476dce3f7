"""The form of the numbers of people, companies, places and cases."""

from __future__ import annotations

import re
import sys

import pytest

from pqr_core.cases.identifiers import DEPARTMENTS, NumberPattern, account, cedula, divipola, nit
from pqr_core.errors import InvalidInputError, MissingExtraError


def test_dosquebradas() -> None:
    """Department 66, municipality 170; the code is a text, because a number would lose leading zeros."""
    assert divipola("66", "170") == "66170"
    assert divipola("05", "001") == "05001"
    assert len(DEPARTMENTS) == 33


@pytest.mark.parametrize(("department", "municipality"), [("66", "17"), ("66", "000"), ("01", "170"), ("66", "1700")])
def test_what_is_no_divipola_code(department: str, municipality: str) -> None:
    """An unknown department, or a municipality without its three digits, is refused."""
    with pytest.raises(InvalidInputError):
        divipola(department, municipality)


def test_nit() -> None:
    """The check digit is verified; dots and the hyphen are left out."""
    assert nit("213.123.432-1") == "2131234321"
    with pytest.raises(InvalidInputError, match="check digit"):
        nit("2131234325")
    with pytest.raises(InvalidInputError, match="digits"):
        nit("21312")


def test_nit_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where python-stdnum is not installed, the error says which extra brings it."""
    monkeypatch.setitem(sys.modules, "stdnum.co", None)
    with pytest.raises(MissingExtraError, match=re.escape("pqr-core[ids]")):
        nit("2131234321")


@pytest.mark.parametrize("number", ["12", "012345", "12345678901", "12a45", "3\u0661\u0664\u0661\u0665", ""])
def test_what_is_no_cedula(number: str) -> None:
    """Too short, too long, a leading zero, a letter or another script; the message does not repeat the number."""
    with pytest.raises(InvalidInputError) as refused:
        cedula(number)
    assert not number or number not in str(refused.value)


def test_cedula_and_account() -> None:
    """Punctuation of a cédula goes, the zeros of an account stay."""
    assert cedula(" 31.415.926 ") == "31415926"
    assert account(" 000123-4 ") == "000123-4"
    with pytest.raises(InvalidInputError):
        account("12 34")


def test_radicados_by_pattern() -> None:
    """Each utility has its own pattern; the refusal shows its example, which must fit the pattern."""
    pattern = NumberPattern(r"20\d{2}-\d{6}", example="2026-000001")
    assert pattern.check("2026-000123") == "2026-000123"
    with pytest.raises(InvalidInputError, match="2026-000001"):
        pattern.check("2026-123")
    with pytest.raises(InvalidInputError):
        NumberPattern(r"\d+", example="x")
