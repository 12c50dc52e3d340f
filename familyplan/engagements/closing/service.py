"""Closing a family's file and opening it again. Nothing is deleted by it, and nothing is sent after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.closing.records import Closing
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses.service import stands_still
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.mail import service as mail

LONGEST = 500  # code points


@dataclass(frozen=True)
class Words:
    """On which day, what members read then, and why overdose and guns were not asked about once more, if not."""

    happened_on: date
    sentence: str
    not_asked_because: str = ""


def close(db: Session, engagement: Engagement, words: Words, *, by: Person) -> None:
    """
    Close the file: what waits in the outbox is never sent, also not later, and nothing waits for the lead any more.

    Closed already, it changes nothing. Refuses a day that is ahead or before the first call, and no sentence.
    """
    if engagement.closed_at is not None:
        return
    if not words.sentence:
        raise Refusal(_("Please write one sentence for the family to read."), field="sentence")
    if words.happened_on > clock.today(engagement.zone):
        raise Refusal(_("That day is still ahead. Close it on the day itself."), field="happened_on")
    if words.happened_on < engagement.started_on:
        raise Refusal(_("That is before the family called. Is the year right?"), field="happened_on")
    in_turn(db, engagement)
    open_one = update(Engagement).where(Engagement.id == engagement.id, Engagement.closed_at.is_(None))
    if db.execute(open_one.values(closed_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    closing = Closing(
        engagement_id=engagement.id, happened_on=words.happened_on, closed_at=clock.now(), by_id=by.id
    )  # fmt: skip
    closing.sentence, closing.not_asked_because = words.sentence, words.not_asked_because
    db.add(closing)
    mail.stop(db, engagement.id)
    waiting = update(Need).where(Need.engagement_id == engagement.id, Need.settled_at.is_(None))
    db.execute(waiting.values(settled_at=clock.now()))
    note(db, "engagement.closed", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()


def reopen(db: Session, engagement: Engagement, *, by: Person) -> None:
    """
    Open the file again; nothing is caught up. An open one stays as it is.

    Where all stands still, mails stay stopped until that ends.
    """
    in_turn(db, engagement)
    closed = update(Engagement).where(Engagement.id == engagement.id, Engagement.closed_at.is_not(None))
    if db.execute(closed.values(closed_at=None)).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    here = select(Closing).where(Closing.engagement_id == engagement.id, Closing.reopened_at.is_(None))
    for closing in db.scalars(here):
        closing.reopened_at, closing.reopened_by_id = clock.now(), by.id
    if not stands_still(db, engagement.id):
        mail.start_again(db, engagement.id)
    note(db, "engagement.reopened", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()
