"""Answers to the twelve rows, whom the professional talked them over with, and reporting considered; staff only."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from familyplan.engagements.records import FamilyRecord
from familyplan.kernel.vault import Sealed

ANSWERS = ("no", "yes", "dont_know")


class SafetyAnswer(FamilyRecord):
    """What one person told us about one row, when, in whose words. A changed answer is a new row."""

    __tablename__ = "safety_answer"

    row: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(10))
    said_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    said_by_other = Sealed("safety.answer.said_by_other")  # somebody who is no member
    words = Sealed("safety.answer.words")
    asked_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Consultation(FamilyRecord):
    """Which licensed clinician a row was talked over with and what was advised; or why nobody was."""

    __tablename__ = "consultation"

    row: Mapped[str] = mapped_column(String(20))
    clinician = Sealed("safety.consultation.clinician")
    advised = Sealed("safety.consultation.advised")
    nobody_because = Sealed("safety.consultation.nobody_because")
    happened_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class ReportingConsidered(FamilyRecord):
    """That a report to the authorities was considered. The program files none and sets no clock."""

    __tablename__ = "reporting_considered"

    learned = Sealed("safety.reporting.learned")
    from_whom = Sealed("safety.reporting.from_whom")
    consulted = Sealed("safety.reporting.consulted")
    reported: Mapped[str] = mapped_column(String(10), default="")
    to_whom = Sealed("safety.reporting.to_whom")
    reference = Sealed("safety.reporting.reference")
    happened_on: Mapped[date]
    entered_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
