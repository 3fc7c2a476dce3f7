"""Types of columns that store a value in the same way on every engine. Migrations use them, so they never change.

This module knows no table.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

from pqr_core.law.agenda import Duty

__all__ = (
    "DIGEST",
    "LONG_TEXT",
    "MARIADB",
    "VERSION",
    "ZONE_NAME",
    "Code",
    "SpellList",
    "TextList",
    "UtcInstant",
    "UuidText",
)

_CODE_LENGTH: Final = 255
_UUID_LENGTH: Final = 36
_MICROSECONDS: Final = 6

# A collation by bytes without padding, so that every engine sorts and compares text as Python does.
MARIADB: Final[dict[str, Any]] = {
    "mariadb_engine": "InnoDB",
    "mariadb_charset": "utf8mb4",
    "mariadb_collate": "utf8mb4_nopad_bin",
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}


class UtcInstant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC to the microsecond."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of the engine that stores microseconds."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        if dialect.name in ("mariadb", "mysql"):
            return dialect.type_descriptor(mysql.DATETIME(fsp=_MICROSECONDS))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; without time zone if the engine has no type for one."""
        if value is None:
            return None
        instant = value.astimezone(UTC)
        return instant if dialect.name == "postgresql" else instant.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The stored value as an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class UuidText(TypeDecorator[UUID]):
    """A UUID as 36 characters, with the same form and order on every engine."""

    impl = String(_UUID_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The UUID as text."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> UUID | None:  # noqa: ARG002
        """The text as a UUID."""
        return None if value is None else UUID(value)


class Code(TypeDecorator[str]):
    """Text of at most 255 characters, compared by its bytes; a word of the vocabulary is stored as its code."""

    impl = String(_CODE_LENGTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type of the engine that compares by bytes; on MariaDB, the table sets the collation."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.VARCHAR(_CODE_LENGTH, collation="C"))
        return dialect.type_descriptor(String(_CODE_LENGTH))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """The code of a word of the vocabulary, or the text itself."""
        return value.value if isinstance(value, StrEnum) else value


LONG_TEXT: Final = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
"""Text of any length."""


class TextList(TypeDecorator[tuple[str | None, ...]]):
    """Several texts in order, as a JSON array."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text of any length."""
        return dialect.type_descriptor(LONG_TEXT)

    def process_bind_param(self, value: tuple[str | None, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The texts as JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str | None, ...] | None:  # noqa: ARG002
        """The stored JSON as texts."""
        return None if value is None else tuple(json.loads(value))


class SpellList(TypeDecorator[tuple[Duty, ...]]):
    """Duties with their days, as a JSON array; empty for rows of older versions, which stored no duties."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text of any length."""
        return dialect.type_descriptor(LONG_TEXT)

    def process_bind_param(self, value: tuple[Duty, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The duties as JSON, with days in ISO 8601 and instants in UTC."""
        return "[]" if not value else json.dumps([_plain(duty) for duty in value], separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Duty, ...]:  # noqa: ARG002
        """The stored JSON as duties."""
        if not value or value == "[]":
            return ()
        return tuple(
            Duty(
                code, _day(from_on), _day(until_on), due_on and _day(due_on), due_at and _instant(due_at), waits, leads
            )
            for code, from_on, until_on, due_on, due_at, waits, leads in json.loads(value)
        )


def _plain(duty: Duty) -> tuple[Any, ...]:
    days = (duty.from_on.isoformat(), duty.until_on.isoformat(), duty.due_on and duty.due_on.isoformat())
    at = duty.due_at and duty.due_at.astimezone(UTC).isoformat()
    return duty.code, *days, at, duty.waits, duty.leads


_day: Final = date.fromisoformat
_instant: Final = datetime.fromisoformat


DIGEST: Final = String(64)
"""A SHA-256 in hexadecimal."""

ZONE_NAME: Final = String(64)
VERSION: Final = String(32)
"""The number of a migration."""
