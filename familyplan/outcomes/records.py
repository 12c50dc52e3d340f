"""Outcomes, corrections that never overwrite, and follow-ups."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.consents.records import Release
from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

SOURCES = ("family", "loved_one", "professional", "program")
HEARD_FROM = ("record", "loved_one", "family")  # how a program knows: its own record, its client, the family
YES_NO = ("yes", "no", "dont_know")
NOT_WANTED = "not_wanted"  # a look back that the family wants none of, as their plan reads it
LEVEL_REACHED, OTHER = "level_reached", "other"  # kinds of our own; all others are the keys of the model's outcomes


class Outcome(FamilyRecord):
    """
    One fact, its day and its source. Never overwritten: a correction is a new row that names the old one.

    Whatever a program's counselor enters has the source `program`, however they heard it, and names the release that
    let it be told; it reaches no member's page unless that release is in force and names the family. Anything else
    reaches them when `family_told`: what the loved one said to the professional alone is theirs.
    """

    __tablename__ = "outcome"

    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(12))
    heard_from: Mapped[str] = mapped_column(String(12), default="")  # of HEARD_FROM, for a program's facts
    family_told: Mapped[bool] = mapped_column(default=True)
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey(Release.id))
    happened_on: Mapped[date]
    about_that_day: Mapped[bool] = mapped_column(default=False)
    level: Mapped[int | None]  # of the model, where it has levels
    minutes: Mapped[int | None]  # the professional's, up to here
    people: Mapped[int | None]
    naloxone: Mapped[str] = mapped_column(String(10), default="")  # given along when somebody left early: of YES_NO
    care = Sealed("outcome.care")  # what comes next: level of care, appointment, who continues
    words = Sealed("outcome.words")
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("outcome.id"), unique=True)
    why_corrected = Sealed("outcome.why_corrected")
    withdrawn_at: Mapped[datetime | None]  # entered on the wrong record: hidden from all but the owner's journal


class FollowUp(FamilyRecord):
    """
    A look back, so many days after entry or after the answer. `couldn't find out` is an answer and counts.

    Dates are laid out when entry or answer is recorded; until then there are none. `outcome_id` is the first row of
    that entry or answer, so that a correction moves what is open instead of laying it out twice.
    """

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("outcome_id", "days"), Index("ix_follow_up_due_on", "due_on"))

    outcome_id: Mapped[UUID] = mapped_column(ForeignKey(Outcome.id))
    anchor: Mapped[str] = mapped_column(String(8))  # entered | answer
    days: Mapped[int]
    due_on: Mapped[date]
    moved_by_hand: Mapped[bool] = mapped_column(default=False)  # then a correction leaves its day alone
    dropped_at: Mapped[datetime | None]
    not_wanted_at: Mapped[datetime | None]  # the family wants fewer: it stays dropped, whatever the record calls for
    reached: Mapped[str] = mapped_column(String(10), default="")  # yes | no | not_tried
    in_treatment: Mapped[str] = mapped_column(String(20), default="")  # yes | no | could_not_find_out
    going: Mapped[str] = mapped_column(String(10), default="")  # better | same | worse | cant_say
    source: Mapped[str] = mapped_column(String(12), default="")
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey(Release.id))
    words = Sealed("follow_up.words")
    happened_on: Mapped[date | None]
    entered_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
