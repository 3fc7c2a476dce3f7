"""Removes the personal data of a case for good (Ley 1581 de 2012) and leaves everything that was done.

Deadlines, state and the ids with which events name each other do not change. The store also deletes the stored text
and the salt of its digest.

>>> from pqr_core.cases.events import Note
>>> without_personal(Note("habló con Ana Pérez")).texto is None
True
"""

from __future__ import annotations

from typing import Any, TypeVar

from attrs import AttrsInstance, evolve, fields, has

from pqr_core.cases.case import Case
from pqr_core.cases.filing import PERSONAL

__all__ = ("anonymise", "without_personal")

_V = TypeVar("_V", bound=AttrsInstance)


def without_personal(value: _V) -> _V:
    """`value` with None in every personal field, at every level."""
    changes: dict[str, Any] = {}
    for attribute in fields(type(value)):
        held = getattr(value, attribute.name)
        if PERSONAL in attribute.metadata:
            changes[attribute.name] = None
        elif isinstance(held, tuple):
            changes[attribute.name] = tuple(without_personal(each) if has(type(each)) else each for each in held)
        elif has(type(held)):
            changes[attribute.name] = without_personal(held)
    return evolve(value, **changes) if changes else value  # type: ignore[misc]  # bound to any attrs class


def anonymise(case: Case) -> Case:
    """The case without personal data; its history is otherwise unchanged."""
    return evolve(case, events=tuple(without_personal(event) for event in case.events))
