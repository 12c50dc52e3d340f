"""Saying by hand that a step is done or not needed, taking that back, and opening a stage early."""

from __future__ import annotations

from datetime import date

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.needs.service import met
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.milestones.records import Completion, Milestone, StageOpening

HOW = ("done", "not_needed")


def complete(
    db: Session,
    engagement: Engagement,
    milestone: Milestone,
    how: str,
    *,
    why: str,
    happened_on: date | None,
    by: Person,
) -> None:
    """
    End a step by hand, on any day up to today; "not needed" asks for a word why.

    Pressing twice for the same day changes nothing. A step that comes again is counted once for each day.
    """
    today = clock.today(engagement.zone)
    on = happened_on or today
    if on > today:
        raise Refusal(_("That day is still ahead. Note it when it has happened."), field="happened_on")
    if how == "not_needed" and not why:
        raise Refusal(_("Please say in a word why it is not needed here."), field="why")
    in_turn(db, engagement)
    standing = select(Completion).where(Completion.milestone_id == milestone.id, Completion.withdrawn_at.is_(None))
    known = list(db.scalars(standing))
    if any(one.how == how and (one.happened_on == on or not milestone.every_days) for one in known):
        return
    if known and not milestone.every_days:
        raise Refusal(_("This was already noted. Take that back first, then note it anew."), field="how")
    completion = Completion(
        engagement_id=engagement.id,
        milestone_id=milestone.id,
        how=how,
        happened_on=on,
        entered_at=clock.now(),
        by_id=by.id,
    )
    completion.why = why
    db.add(completion)
    met(db, engagement.id, "milestone_due", milestone.id)
    note(db, "milestone.completed", by=by, about="milestone", about_id=milestone.id, engagement_id=engagement.id)


def end(db: Session, engagement: Engagement, key: str, *, by: Person) -> None:
    """End the step of that key by hand, today; where something was said about it already nothing changes."""
    said = exists().where(Completion.milestone_id == Milestone.id, Completion.withdrawn_at.is_(None))
    here = select(Milestone).where(Milestone.engagement_id == engagement.id, Milestone.key == key, ~said)
    for milestone in db.scalars(here.where(Milestone.put_away_at.is_(None))).all():
        complete(db, engagement, milestone, "done", why="", happened_on=None, by=by)


def withdraw(db: Session, engagement: Engagement, completion: Completion, *, why: str, by: Person) -> None:
    """Take back what was said by hand, with a word why; both stay readable. Twice is harmless."""
    if not why:
        raise Refusal(_("Please say in a word why you take it back."), field="why")
    standing = update(Completion).where(Completion.id == completion.id, Completion.withdrawn_at.is_(None))
    taken = db.execute(standing.values(withdrawn_at=clock.now()))
    if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        completion.why_withdrawn = why
        about = completion.milestone_id
        note(db, "milestone.withdrawn", by=by, about="milestone", about_id=about, engagement_id=engagement.id)


def open_stage(db: Session, engagement: Engagement, stage: str, *, why: str, by: Person) -> None:
    """Open a closed stage before its time, with the reason on the record; opening it again changes nothing."""
    if not why:
        raise Refusal(_("Please say in a word why this can begin now."), field="why")
    in_turn(db, engagement)
    known = select(StageOpening.id).where(StageOpening.engagement_id == engagement.id, StageOpening.stage == stage)
    if db.scalar(known) is not None:
        return
    opening = StageOpening(engagement_id=engagement.id, stage=stage, opened_at=clock.now(), by_id=by.id)
    opening.why = why
    db.add(opening)
    note(db, "stage.opened", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
