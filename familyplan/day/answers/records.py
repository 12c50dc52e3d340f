"""What a family agreed to answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed


class AgreedAnswer(FamilyRecord):
    """
    One agreed answer. Its id is made of the family and the objection's key, or by the page that it was typed on.

    So the same form sent twice is the same row. An empty answer is none: the row stays, and is shown nowhere.
    """

    __tablename__ = "agreed_answer"

    objection: Mapped[str] = mapped_column(String(30), default="")  # a key of content/day; "" is the family's own
    said = Sealed("agreed_answer.said")  # what may be said, in the family's own words
    answer = Sealed("agreed_answer.answer")
    revision: Mapped[int] = mapped_column(default=0)
    agreed_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
