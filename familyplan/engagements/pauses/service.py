"""Pausing everything for a family, and starting again. After a death it never starts again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses.records import REASONS, Pause
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.mail import service as mail


def pause(db: Session, engagement: Engagement, why: str, *, by: Person, words: str = "", sentence: str = "") -> Pause:
    """
    Let everything stand still for this family; what waits in the outbox is never sent, also not later.

    *words* are a note for staff, *sentence* is what members read meanwhile. A death pauses for good and settles all
    that waited for the lead. Pausing again renews the reason and the sentence, and never weakens "for good".
    """
    if why not in REASONS:
        raise Refusal(_("Please choose one of these."), field="why")
    mail.stop(db, engagement.id)
    of = select(Pause).where(Pause.engagement_id == engagement.id, Pause.resumed_at.is_(None))
    standing = db.scalar(of.order_by(Pause.for_good.desc(), Pause.paused_at).limit(1))
    if standing is None:
        standing = Pause(engagement_id=engagement.id, why=why, for_good=False, paused_at=clock.now(), by_id=by.id)
        db.add(standing)
    standing.note = words or standing.note
    standing.sentence = sentence or standing.sentence
    if not standing.for_good:
        standing.why, standing.for_good = why, why == "died"
    if standing.for_good:
        waiting = update(Need).where(Need.engagement_id == engagement.id, Need.settled_at.is_(None))
        db.execute(waiting.values(settled_at=clock.now()))
    note(db, "pause.begun", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()
    return standing


def resume(db: Session, engagement: Engagement, *, by: Person) -> None:
    """
    Start again; nothing that was left out meanwhile is caught up. Where nothing stands still nothing happens.

    Where the file is closed mails stay stopped. Refuses after a death.
    """
    of = select(Pause).where(Pause.engagement_id == engagement.id, Pause.resumed_at.is_(None))
    standing = list(db.scalars(of))
    if any(each.for_good for each in standing):
        raise Refusal(_("Everything is stopped for this family, for good. Nothing is sent to them any more."))
    for each in standing:
        each.resumed_at = clock.now()
    if standing:
        if engagement.closed_at is None:
            mail.start_again(db, engagement.id)
        note(db, "pause.ended", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
        db.flush()


def stands_still(db: Session, engagement_id: UUID) -> bool:
    """Say whether everything is paused for a family, for rules that ask."""
    paused = select(Pause.id).where(Pause.engagement_id == engagement_id, Pause.resumed_at.is_(None))
    return db.scalar(paused.limit(1)) is not None
