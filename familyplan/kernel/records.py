"""The base of every record: an id from the start, times in UTC, names for all constraints, sealed words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

from familyplan.kernel.vault import Sealed


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC; a naive one is refused, since nobody could say what it meant."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time needs a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back where the database keeps none (SQLite)."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Record(DeclarativeBase):
    """
    One row. Its id exists from the first moment (UUIDv7), because sealing needs it before anything is stored.

    A `Sealed("label")` in a class body makes a column of that name, bytes, and reads and writes text through the
    vault under the key of the row's engagement (`engagement_id`), or the installation's where there is none.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Utc, UUID: Uuid}

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give every sealed attribute its column of bytes before the class is mapped."""
        for name, sealed in list(vars(cls).items()):
            if isinstance(sealed, Sealed):
                setattr(cls, sealed.column, mapped_column(name, LargeBinary, nullable=True))
        super().__init_subclass__(**kwargs)

    def __init__(self, **values: Any) -> None:
        """Set the id, then the engagement, then the rest: what is sealed depends on the first two."""
        self.id = values.pop("id", None) or uuid7()
        if "engagement_id" in values:
            self.engagement_id = values.pop("engagement_id")
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(name)
            setattr(self, name, value)

    def sealed_under(self) -> UUID | None:
        """Say whose key seals this row's words: an engagement's, or the installation's (None)."""
        engagement: UUID | None = getattr(self, "engagement_id", None)
        return engagement
