"""Keeping a text beside what stands, and letting go of it once it is not needed; nothing here changes what stands."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.kernel import clock
from familyplan.letters.records import Revision, Section

SPAN = timedelta(minutes=10)
MUCH = 100  # code points that may go at once without the text before being kept


def gone(before: str, after: str) -> int:
    """Count what a change took away: the code points of *before* between the beginning and the end that both share."""
    start = _shared(before, after)
    return len(before) - start - _shared(before[start:][::-1], after[start:][::-1])


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def row_of(section: Section, body: str, number: int, writing: str, why: str) -> Revision:
    """Make the row of a text that never stood in its place."""
    now = clock.now()
    return Revision(
        engagement_id=section.engagement_id, letter_id=section.letter_id, section_id=section.id, body=body,
        number=number, why=why, writing=writing, began_at=now, saved_at=now,
    )  # fmt: skip


def keep_beside(
    db: Session, section: Section, body: str, revision: int, writing: str, *, why: str = "conflict", most: int = 0
) -> bool:
    """
    Keep a text that could not be put in place; what the same page sends again replaces it, unless much went.

    What goes in that way is in the history: a save that was overtaken on its way may say less than its page has said.
    False, and nothing is kept, where *most* such texts wait already (0: however many).
    """
    now = clock.now()
    waiting = select(Revision).where(
        Revision.section_id == section.id, Revision.why == why, Revision.settled_at.is_(None)
    )
    beside = list(db.scalars(waiting.order_by(Revision.id.desc())))
    if any(one.body == body for one in beside):
        return True
    for one in beside:
        if writing and one.writing == writing and now - one.began_at <= SPAN and gone(one.body, body) <= MUCH:
            if gone(one.body, body):  # less than was kept: the writer's own deletion, or an older save that came late
                db.add(row_of(section, one.body, section.revision, one.writing, "saved"))
            one.body, one.saved_at, one.number = body, now, revision
            return True
    if most and len(beside) >= most:
        return False
    db.add(row_of(section, body, revision, writing, why))
    db.execute(update(Section).where(Section.id == section.id).values(span_began_at=None))
    return True


def settle_unsaved(db: Session, section: Section, body: str, writing: str) -> None:
    """Let go of words typed after a session ended, once the same page saved by itself again, or they stand."""
    here = select(Revision).where(Revision.section_id == section.id, Revision.why == "unsaved")
    for one in db.scalars(here.where(Revision.settled_at.is_(None))):
        if one.body == body or (writing and one.writing == writing):
            one.settled_at = clock.now()


def keep_late(db: Session, section: Section, body: str) -> None:
    """Keep what a save that came late would have said, where that is more than what stands; twice is once."""
    if not gone(body, section.body):
        return
    here = select(Revision).where(Revision.section_id == section.id, Revision.number == section.revision)
    if all(one.body != body for one in db.scalars(here)):
        db.add(row_of(section, body, section.revision, section.writing, "saved"))
