"""What was erased."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record


class Tombstone(Record):
    """That a family or a person was erased; ids alone. It is kept beside the keys too, where no backup reaches."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("what", "about_id"),)

    what: Mapped[str] = mapped_column(String(10))  # engagement | person
    about_id: Mapped[UUID]
    erased_at: Mapped[datetime]
