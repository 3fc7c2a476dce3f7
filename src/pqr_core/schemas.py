r"""The JSON Schema (draft 2020-12) of the forms of values, made from the classes themselves.

A form is the JSON object of a class with fields, under their names, or the object that a `TypedDict` describes.
`Annotated[str, date]` is text in the form of a day; `Annotated[dict[str, Any], Filing]` is an object in the form of a
class. Optional keys stand in a `TypedDict` of their own that requires none (`total=False`).

>>> Schemas().of(date | None)
{'anyOf': [{'type': 'string', 'pattern': '^\\d{4}-\\d{2}-\\d{2}$'}, {'type': 'null'}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

from attrs import NOTHING, field, fields, frozen

__all__ = ("AT_LEAST_ONE", "EXACTLY_ONE", "Member", "Schemas", "choices_of", "members")

_Schema = dict[str, Any]

_SCALARS: Final[Mapping[type, _Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    datetime: {
        "type": "string",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$",
    },
    Decimal: {"type": "string", "pattern": r"^[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?$"},
    UUID: {"type": "string", "pattern": r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"},
}


class Member(NamedTuple):
    """One key of a form: the type of its value, whether it is required, and the metadata of its field."""

    hint: Any
    required: bool
    metadata: Mapping[Any, Any]


@cache
def members(kind: type) -> Mapping[str, Member]:
    """The keys of the form of a class with fields, or of a `TypedDict`, in their order."""
    hints = get_type_hints(kind, include_extras=True)
    if is_typeddict(kind):
        required: frozenset[str] = kind.__required_keys__  # type: ignore[attr-defined]  # of every TypedDict
        return {name: Member(hint, name in required, {}) for name, hint in hints.items()}
    return {each.name: Member(hints[each.name], each.default is NOTHING, each.metadata) for each in fields(kind)}


EXACTLY_ONE: Final = "EXACTLY_ONE"
"""The name of the class attribute with the keys of which exactly one must be given."""
AT_LEAST_ONE: Final = "AT_LEAST_ONE"
"""The name of the class attribute with the keys of which at least one must be given."""


def choices_of(*kinds: type) -> _Schema:
    """The conditions on the keys of these classes together, in one object."""
    exactly = [{"oneOf": [_given(key) for key in told]} for kind in kinds if (told := getattr(kind, EXACTLY_ONE, ()))]
    at_least = [_given(key) for kind in kinds for key in getattr(kind, AT_LEAST_ONE, ())]
    return {**({"allOf": exactly} if exactly else {}), **({"anyOf": at_least} if at_least else {})}


def _given(key: str) -> _Schema:
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


@frozen(kw_only=True)
class Schemas:
    """Makes schemas.

    Args:
        elsewhere: the classes whose schema is elsewhere in the document, each with the reference to it.
        remarks: for a metadata key, the remark to add to the schema of a field that has it.
    """

    elsewhere: Mapping[type, _Schema] = field(factory=dict, repr=False)
    remarks: Mapping[str, str] = field(factory=dict, repr=False)

    def of(self, hint: Any) -> _Schema:
        """The schema of a value of the type `hint`."""
        origin, args = get_origin(hint), get_args(hint)
        if origin in (UnionType, Union):  # `Union` when one of the parts is `Annotated`
            inner = [self.of(each) for each in args if each is not NoneType]
            return {"anyOf": [*inner, {"type": "null"}] if NoneType in args else inner}
        match origin:
            case None:
                return self._of_class(hint)
            case _ if origin is Annotated:
                return self.of(args[1])
            case _ if origin is Literal:
                return {"enum": list(args)}
            case _ if origin is dict:
                return {"type": "object", "additionalProperties": self.of(args[1])}
            case _:
                return {"type": "array", "items": self.of(args[0])}

    def _of_class(self, kind: Any) -> _Schema:
        """The schema of a value of a class, or of any value."""
        known = {Any: {}, **_SCALARS, **self.elsewhere}.get(kind)
        if known is not None:
            return dict(known)
        return {"enum": [str(each) for each in kind]} if issubclass(kind, StrEnum) else self.of_object(kind)

    def of_object(self, kind: type) -> _Schema:
        """The schema of the form of a class with fields, or of a `TypedDict`."""
        told = members(kind)
        made: _Schema = {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {**self.of(each.hint), **self._remark(each.metadata)} for name, each in told.items()},
        }
        required = [name for name, each in told.items() if each.required]
        if required:
            made["required"] = required
        return made | choices_of(kind)

    def _remark(self, metadata: Mapping[Any, Any]) -> _Schema:
        found = [remark for key, remark in self.remarks.items() if key in metadata]
        return {"$comment": "; ".join(found)} if found else {}
