"""Values that pydantic and FastAPI accept and return directly, with their schema in the OpenAPI document.

A class of values derives from `Portable`. Its JSON form is its fields under their own names, without those that are
None. A class with `as_dict` has the form that `as_dict` returns; such a value is only returned, never accepted. If one
field says the class of another one (`VARIANTS`), the fields of that class stand beside the others, as those of the
payload of an event do.

The form is the one that `cases.serialization` reads and writes, and reading is equally strict: text becomes a day, an
instant, a number or a word of a list, and nothing else is converted. Only pydantic's own call imports pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from attrs import NOTHING, Attribute, fields

from pqr_core.errors import PQRError
from pqr_core.fields import Brief
from pqr_core.schemas import Member, Schemas, choices_of, members

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema, SchemaSerializer
    from pydantic_core.core_schema import TypedDictField

__all__ = ("VARIANTS", "Portable")

VARIANTS: Final = "variants"
"""The metadata key of a field whose class another field says: a `(name of that field, {its value: class})`."""

_TOLD_AS_TEXT: Final[Mapping[type, tuple[re.Pattern[str], str]]] = {
    date: (re.compile(r"\d{4}-\d{2}-\d{2}"), "a day YYYY-MM-DD"),
    datetime: (
        re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})"),
        "an instant YYYY-MM-DDThh:mm:ss with its offset",
    ),
    UUID: (re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"), "a UUID"),
    Decimal: (re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?"), "a decimal number"),
}
"""Classes written as text: the pattern, and the name of the form."""


class Portable(Brief):
    """A value that pydantic and FastAPI accept and return directly."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """How pydantic reads, writes and describes a value of the class; only pydantic calls this."""
        given = getattr(cls, "as_dict", None)
        return _given(cls, given) if given is not None else _Fields(cls, handler).whole()

    @property
    def __pydantic_serializer__(self) -> SchemaSerializer:
        """How pydantic writes a value of the class where a model or an answer says no class: `dict[str, Any]`."""
        kind: type = type(self)
        return _serializer(kind)


@cache
def _serializer(kind: type) -> SchemaSerializer:
    from pydantic import TypeAdapter

    made: SchemaSerializer = TypeAdapter(kind).serializer
    return made


# --- what is only given --------------------------------------------------------------------------------------------


def _given(kind: type, as_dict: Callable[[Any], Any]) -> CoreSchema:
    """A value that its own `as_dict` writes."""
    from pydantic_core import core_schema

    form = get_type_hints(as_dict, include_extras=True)["return"]

    def described(_core: Any, _handler: Any) -> dict[str, Any]:
        return {**_about(kind), **Schemas().of(form)}

    return core_schema.is_instance_schema(
        kind,
        ref=_ref(kind),
        serialization=core_schema.plain_serializer_function_ser_schema(as_dict),
        metadata={"pydantic_js_functions": [described]},
    )


def _ref(kind: type, of: str = "") -> str:
    return f"{kind.__module__}.{kind.__qualname__}{of}:{id(kind)}"


def _about(kind: type) -> dict[str, Any]:
    return {"title": kind.__name__, "description": (kind.__doc__ or "").partition("\n")[0]}


# --- what is taken, too --------------------------------------------------------------------------------------------


class _Fields:
    """The fields of a class as pydantic describes them."""

    def __init__(self, kind: type, handler: GetCoreSchemaHandler) -> None:
        self._kind = kind
        self._handler = handler
        self._variant = next((each for each in _fields(kind) if VARIANTS in each.metadata), None)

    def whole(self) -> CoreSchema:
        """The schema to read a value from its fields, write it and describe it."""
        from pydantic_core import core_schema

        form = self._form()
        return core_schema.no_info_wrap_validator_function(
            self._read,
            form,
            ref=_ref(self._kind),
            serialization=core_schema.plain_serializer_function_ser_schema(self._written, return_schema=form),
            metadata={"pydantic_js_updates": _about(self._kind)},
        )

    def _read(self, value: Any, keys_of: Callable[[Any], Any]) -> Any:
        """A value of the class made of the keys that were read; a value of the class is returned as it is."""
        from pydantic_core import PydanticCustomError

        if isinstance(value, self._kind):
            return value
        told = keys_of(value)
        try:
            return self._kind(**self._nested(told))
        except PQRError as error:
            said = {"en": error.message("en"), "es": error.message("es")}
            raise PydanticCustomError(cast("Any", error.code), "{en}", said) from error

    def _nested(self, told: dict[str, Any]) -> dict[str, Any]:
        """The keys, with those that belong to the variant collected in its value."""
        if self._variant is None:
            return told
        by, classes = self._variant.metadata[VARIANTS]
        of = classes[told[by]]
        own = {name: told.pop(name) for name in members(of) if name in told}
        return {**told, self._variant.name: of(**own)}

    def _written(self, value: Any) -> dict[str, Any]:
        """The keys and the values of the fields."""
        found = dict(_present(value))
        if self._variant is not None:
            found.update(_present(found.pop(self._variant.name)))
        return found

    # --- the keys, and what each may hold ---

    def _form(self) -> CoreSchema:
        from pydantic_core import core_schema

        common = dict(members(self._kind))
        if self._variant is None:
            return self._object(common, choices_of(self._kind))
        del common[self._variant.name]
        by, classes = self._variant.metadata[VARIANTS]
        each = {
            str(value): self._of_variant({**common, **members(of)}, by, str(value), of) for value, of in classes.items()
        }
        return core_schema.tagged_union_schema(each, discriminator=by)

    def _of_variant(self, told: Mapping[str, Member], by: str, value: str, of: type) -> CoreSchema:
        """The object in which the field `by` has the value `value`, as a named part of the document."""
        literal = Member(Literal[value], required=True, metadata={})
        about = {"title": f"{self._kind.__name__} {value}", **choices_of(self._kind, of)}
        return self._object({**told, by: literal}, about, ref=_ref(self._kind, f"_{value}"))

    def _object(self, told: Mapping[str, Member], about: dict[str, Any], ref: str | None = None) -> CoreSchema:
        from pydantic_core import core_schema

        keys: dict[str, TypedDictField] = {
            name: core_schema.typed_dict_field(self._of(member.hint), required=member.required)
            for name, member in told.items()
        }
        return core_schema.typed_dict_schema(
            keys, extra_behavior="forbid", ref=ref, metadata={"pydantic_js_updates": about}
        )

    def _of(self, hint: Any) -> CoreSchema:
        from pydantic_core import core_schema

        if isinstance(hint, UnionType):
            (inner,) = (each for each in get_args(hint) if each is not NoneType)
            return core_schema.nullable_schema(self._of(inner))
        if get_origin(hint) is tuple:
            return core_schema.tuple_schema([self._of(get_args(hint)[0])], variadic_item_index=0)
        if get_origin(hint) is Literal:
            return core_schema.literal_schema(list(get_args(hint)))
        if hint is self._kind:  # a class within itself, such as the event within a correction
            return core_schema.definition_reference_schema(_ref(hint))
        return _scalar(hint) or self._handler.generate_schema(hint)


def _scalar(kind: type) -> CoreSchema | None:
    from pydantic_core import core_schema

    if kind in _TOLD_AS_TEXT:
        made = {
            date: core_schema.date_schema(),
            datetime: core_schema.datetime_schema(tz_constraint="aware"),
            UUID: core_schema.uuid_schema(),
            Decimal: core_schema.decimal_schema(allow_inf_nan=False),
        }
        return core_schema.no_info_before_validator_function(_told_as_text(kind), made[kind])
    strictly: dict[type, CoreSchema] = {
        str: core_schema.str_schema(strict=True),
        int: core_schema.int_schema(strict=True),
        bool: core_schema.bool_schema(strict=True),
    }
    return strictly.get(kind)


def _told_as_text(kind: type) -> Callable[[Any], Any]:
    """A function that passes values of the class and reads text in its form; anything else is refused."""
    from pydantic_core import PydanticCustomError

    form, meant = _TOLD_AS_TEXT[kind]

    def text(value: Any) -> Any:
        if type(value) is kind or (isinstance(value, str) and form.fullmatch(value)):
            return value
        refused = PydanticCustomError("no_text_of_it", "expected {meant}, as text", {"meant": meant})
        raise refused

    return text


def _fields(kind: Any) -> tuple[Attribute[Any], ...]:
    found: tuple[Attribute[Any], ...] = fields(kind)
    return found


def _present(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields that hold something, and the required ones."""
    told = ((each, getattr(value, each.name)) for each in _fields(type(value)))
    return ((each.name, held) for each, held in told if each.default is NOTHING or held not in (None, ()))
