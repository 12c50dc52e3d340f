"""What was gathered for a family, and what of it the family is shown."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.queries import Reach
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import surprises
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.programs.options.records import Option, OptionsSeen, OptionsShown

FACT = "options_shown"
NOT_FOR = ("employer",)  # an employer learns of no treatment (practice 1.22)


def options(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Option]:
    """Every option that stands for a family, with its program, the earliest added first; for staff who reached it."""
    if seen_by.kind != "staff":
        return []
    here = select(Option).join(Option.program).options(contains_eager(Option.program))
    here = here.where(Option.engagement_id == engagement.id, Option.put_away_at.is_(None))
    return list(db.scalars(here.order_by(Option.added_at, Option.id)))


def option(db: Session, engagement: Engagement, option_id: UUID, *, seen_by: Person) -> Option:
    """One option of a family that *seen_by* leads, with its program; raises `NotYours`."""
    here = select(Option).join(Option.program).options(contains_eager(Option.program))
    found = db.scalar(here.where(Option.id == option_id, Option.engagement_id == engagement.id))
    if found is None or engagement.lead_id != seen_by.id or found.put_away_at is not None:
        raise NotYours
    return found


def showing(db: Session, engagement: Engagement, *, seen_by: Person) -> OptionsShown | None:
    """The showing that stands, for whoever reached the family; None where nothing is shown."""
    here = select(OptionsShown).where(OptionsShown.engagement_id == engagement.id, OptionsShown.taken_back_at.is_(None))
    if seen_by.kind != "staff":
        mine = select(Member.engagement_id).where(Member.person_id == seen_by.id, Member.left_at.is_(None))
        here = here.where(OptionsShown.engagement_id.in_(mine))
    return db.scalar(here.order_by(OptionsShown.shown_at.desc(), OptionsShown.id.desc()).limit(1))


def seen(db: Session, shown: OptionsShown, *, seen_by: Person) -> dict[UUID, datetime]:
    """Who has looked since it was shown, by member, for staff who reached the family."""
    if seen_by.kind != "staff":
        return {}
    rows = db.execute(
        select(OptionsSeen.member_id, OptionsSeen.seen_at).where(OptionsSeen.options_shown_id == shown.id)
    )
    return {row[0]: row[1] for row in rows}


def shown(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Option]:
    """What the family is shown now, for one of its members who may see it; nothing while nothing is shown."""
    mine = select(Member.engagement_id).where(Member.person_id == seen_by.id, Member.left_at.is_(None))
    here = select(Option).join(Option.program).options(contains_eager(Option.program))
    here = here.where(Option.engagement_id == engagement.id, Option.engagement_id.in_(mine))
    here = here.where(Option.put_away_at.is_(None), Option.shown_at.is_not(None), Option.nothing_taken_at.is_not(None))
    return list(db.scalars(here.order_by(Option.added_at, Option.id)))


def place(db: Session, engagement_id: UUID, *, seen_by: Person) -> Reach:
    """Reach a family as one of those whom its options may be shown to; raises `NotYours`."""
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one"))
    if reached.member is None or not may_be_shown(reached.engagement, reached.member):
        raise NotYours
    return reached


def may_be_shown(engagement: Engagement, member: Member) -> bool:
    """
    Say whether options are for this person's eyes at all.

    The loved one's where the way looks at them together with him or her, and nothing is kept for the day. Never an
    employer's.
    """
    if not member.is_loved_one:
        return member.relation not in NOT_FOR
    return not surprises(engagement) and "loved_one" in done_by(engagement, FACT)


def done_by(engagement: Engagement, fact: str) -> frozenset[str]:
    """Say whose step it is, by the model's file, that waits for *fact*; nobody's where the way has no such step."""
    model = shelf.current().models.get(engagement.model_key or "")
    steps = model.milestones if model else ()
    return frozenset(who for step in steps if fact in {wait.fact for wait in step.waits_for} for who in step.by)
