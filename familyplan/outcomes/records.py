"""Outcomes, corrections that never overwrite, and follow-ups."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.consents.records import Release
from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

SOURCES = ("family", "loved_one", "professional", "program")
ANSWERS = ("accepted", "said_not_today", "asked_for_time", "walked_out", "not_held")
STARTED = ("started_residential", "started_outpatient", "started_medication", "started_detox", "started_self_help")
COURSE = ("did_not_arrive", "left_early", "next_level", "finished", "still_there", "other")
ENDS = ("other_help", "unknown", "died")
LEVELS = ("level_reached",)


class Outcome(FamilyRecord):
    """
    One fact, its day and its source. Never overwritten: a correction is a new row that names the old one.

    A fact of a program names the release that let it be told, and reaches no member's page unless that release
    names the family.
    """

    __tablename__ = "outcome"

    kind: Mapped[str] = mapped_column(String(24))
    source: Mapped[str] = mapped_column(String(12))
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey(Release.id))
    happened_on: Mapped[date]
    about_that_day: Mapped[bool] = mapped_column(default=False)
    level: Mapped[int | None]  # of the model, where it has levels
    minutes: Mapped[int | None]  # the professional's, up to here
    people: Mapped[int | None]
    care = Sealed("outcome.care")  # the level of care that the program offers
    words = Sealed("outcome.words")
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id"), unique=True)
    why_corrected = Sealed("outcome.why_corrected")
    withdrawn_at: Mapped[datetime | None]  # entered on the wrong record: hidden from all but the owner's journal


class FollowUp(FamilyRecord):
    """
    A look back, so many days after entry or after the answer. `couldn't find out` is an answer and counts.

    Dates are laid out when entry or answer is recorded; until then there are none.
    """

    __tablename__ = "follow_up"

    anchor: Mapped[str] = mapped_column(String(8))  # entered | answer
    days: Mapped[int]
    due_on: Mapped[date]
    dropped_at: Mapped[datetime | None]
    reached: Mapped[str] = mapped_column(String(10), default="")  # yes | no | not_tried
    in_treatment: Mapped[str] = mapped_column(String(16), default="")  # yes | no | could_not_find_out
    going: Mapped[str] = mapped_column(String(10), default="")  # better | same | worse | cant_say
    source: Mapped[str] = mapped_column(String(12), default="")
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey(Release.id))
    words = Sealed("follow_up.words")
    happened_on: Mapped[date | None]
    entered_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
