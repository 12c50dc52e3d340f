"""Noting what an insurer said and which terms the family was told. A line is struck out, never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.insurance.records import KINDS, MoneySaid

OF_A_CARD = re.compile(
    r"\b(member|policy|subscriber|group)\s*(id|no|nr|number|#)|\bssn\b|social security", re.IGNORECASE
)


@dataclass(frozen=True)
class Said:
    """One thing that was said: of which kind, by or to whom, on which day, in which words."""

    kind: str
    who: str
    words: str
    said_on: date
    reference: str = ""
    program_id: UUID | None = None


def check(said: Said, *, started_on: date, today: date) -> None:
    """Refuse a line without words, days that cannot be, and the number of a card; decides only."""
    if said.kind not in KINDS:
        raise Refusal(_("Please choose one of these."), field="kind")
    if not said.words:
        raise Refusal(_("What was said? A few words are enough."), field="money_words")
    if said.said_on > today:
        raise Refusal(_("That day is still ahead. Note it once it was said."), field="money_on")
    if said.said_on < started_on:
        raise Refusal(_("That is before the family called. Is the year right?"), field="money_on")
    for field, text in (("reference", said.reference), ("money_words", said.words), ("who", said.who)):
        if OF_A_CARD.search(text):
            sentence = _("The number on a card stays between its owner and the program. Please leave it out here.")
            raise Refusal(sentence, field=field)


def add(db: Session, engagement: Engagement, said: Said, *, by: Person) -> MoneySaid:
    """Keep one line; the same words of the same day once."""
    in_turn(db, engagement)
    check(said, started_on=engagement.started_on, today=clock.today(engagement.zone))
    here = select(MoneySaid).where(MoneySaid.engagement_id == engagement.id, MoneySaid.withdrawn_at.is_(None))
    for known in db.scalars(here.where(MoneySaid.said_on == said.said_on)):
        if Said(known.kind, known.who, known.words, known.said_on, known.reference, known.program_id) == said:
            return known
    kept = MoneySaid(
        engagement_id=engagement.id, kind=said.kind, program_id=said.program_id, who=said.who, words=said.words,
        reference=said.reference, said_on=said.said_on, entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    db.add(kept)
    note(db, "money.noted", by=by, about="money", about_id=kept.id, engagement_id=engagement.id)
    db.flush()
    return kept


def withdraw(db: Session, engagement: Engagement, kept: MoneySaid, *, by: Person) -> None:
    """Strike a line out; it stays readable. Twice is once."""
    living = update(MoneySaid).where(MoneySaid.id == kept.id, MoneySaid.withdrawn_at.is_(None))
    if db.execute(living.values(withdrawn_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE counts
        note(db, "money.struck_out", by=by, about="money", about_id=kept.id, engagement_id=engagement.id)
