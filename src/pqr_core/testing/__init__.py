"""Tools for the tests of hosts and of other back ends: conformance suite, strategies, fixtures, linter."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pqr_core.testing.conformance import StoreConformance as StoreConformance

__all__ = ("StoreConformance",)


def __getattr__(name: str) -> Any:
    """Import the suite when it is asked for: the pytest plugin loads this package in every run of a host."""
    if name in __all__:
        return getattr(import_module("pqr_core.testing.conformance"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
