"""Tools for the tests of hosts and of other back ends: conformance suite, strategies, fixtures, linter."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_SUITE: Final = "StoreConformance"


def __getattr__(name: str) -> Any:
    """Import the suite when it is asked for: the pytest plugin loads this package in every run of a host."""
    if name == _SUITE:
        return getattr(import_module("pqr_core.testing.conformance"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
