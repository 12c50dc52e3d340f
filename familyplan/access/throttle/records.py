"""Counts of what was tried lately."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record


class Tries(Record):
    """
    How often one thing was tried by or for somebody lately; `about` is a keyed hash, never an address.

    `began_at` is when the first of them was; once they have to wait, when the newest was.
    """

    __tablename__ = "tries"
    __table_args__ = (UniqueConstraint("what", "about"), Index("ix_tries_began_at", "began_at"))

    what: Mapped[str] = mapped_column(String(30))
    about: Mapped[bytes] = mapped_column(LargeBinary)
    began_at: Mapped[datetime]
    count: Mapped[int] = mapped_column(default=0)
