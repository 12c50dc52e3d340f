"""A treatment program, as the practice knows it. The practice's own, and no family's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.kernel.records import Record

ANSWERS = ("yes", "no", "unknown")


class Program(Record):
    """
    A program: what it offers, never what anybody needs. Put away instead of deleted, since families were shown it.

    `known_as` is the hash of name and place, so that the same program stands here once.
    """

    __tablename__ = "program"

    known_as: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    place: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(20), default="")  # a key of content/programs/levels.toml
    residential: Mapped[str] = mapped_column(String(10), default="unknown")  # of ANSWERS, as the next two
    opioid_medication: Mapped[str] = mapped_column(String(10), default="unknown")
    alcohol_medication: Mapped[str] = mapped_column(String(10), default="unknown")
    insurers: Mapped[str] = mapped_column(Text, default="")
    entry: Mapped[str] = mapped_column(Text, default="")  # what is asked before somebody can come
    contacts: Mapped[str] = mapped_column(Text, default="")
    admission: Mapped[str] = mapped_column(Text, default="")  # how one comes in
    notes: Mapped[str] = mapped_column(Text, default="")
    entered_at: Mapped[datetime]
    amended_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    put_away_at: Mapped[datetime | None]
