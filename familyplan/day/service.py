"""Agreeing on the day: two sentences, and who does what. What is only decided stands in plain functions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.records import DayPlan
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.engagements.service import in_turn
from familyplan.guidance import shelf
from familyplan.guidance.models import Day, InterventionModel, Role
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _

STOPPING = _("We'll stop here. The offer stays.")
LONGEST = 300  # code points of a sentence that is said aloud
MEANWHILE = 409

When = Literal["none", "ahead", "today", "past"]


def model_of(engagement: Engagement) -> InterventionModel | None:
    """The family's way, or None before it was chosen."""
    return shelf.current().models.get(engagement.model_key or "")


def day_of(engagement: Engagement) -> Day | None:
    """What the family's way says of its day; None where it has none, or none yet at the level that was reached."""
    model = model_of(engagement)
    if model is None or model.day is None or (engagement.level or model.first_level) < model.day.level:
        return None
    return model.day


def when(day_on: date | None, today: date) -> When:
    """Say where *today* is from the day."""
    if day_on is None:
        return "none"
    return "today" if day_on == today else "ahead" if day_on > today else "past"


def is_overdue(stands: str, how: When, safety_on: date | None, today: date) -> Literal["", "undecided", "safety"]:
    """Say what is missing on the morning itself: the decision, or that safety was asked within a day."""
    if how != "today":
        return ""
    if stands != "go":
        return "undecided"
    return "safety" if safety_on is None or (today - safety_on).days > 0 else ""


def tasks(engagement: Engagement) -> list[Role]:
    """The tasks of the day as the family's way names them, in their order."""
    model, day = model_of(engagement), day_of(engagement)
    labels = {role.key: role for role in model.roles} if model else {}
    return [labels[key] for key in day.tasks] if day else []


def second_thought(day: Day | None, role: str, relation: str) -> bool:
    """Say whether this way does not give that task to somebody of that relation without a second thought."""
    return day is not None and role == day.voice and relation in day.voice_not_by_default


def agree(db: Session, engagement: Engagement, how_there: str, stopping: str, seen: int, *, by: Person) -> None:
    """
    Keep how the loved one will come to be there, and the sentence for stopping; empty is not agreed yet.

    *seen* is the revision that was shown: where it is another by now, nothing is changed and it is said. Sent twice it
    stands once.
    """
    in_turn(db, engagement)
    plan = db.scalar(select(DayPlan).where(DayPlan.engagement_id == engagement.id))
    if plan is not None and (plan.how_there or "", plan.stopping or "") == (how_there, stopping):
        return
    if (plan.revision if plan else 0) != seen:
        raise Refusal(_("This was changed meanwhile, in another window or by somebody else. Your words are still here; "
                        "above them stands what was kept."), status=MEANWHILE)  # fmt: skip
    if plan is None:
        plan = DayPlan(engagement_id=engagement.id, revision=0)
        db.add(plan)
    plan.how_there, plan.stopping = how_there, stopping
    plan.revision, plan.changed_at, plan.by_id = seen + 1, clock.now(), by.id
    note(db, "day.agreed", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def give(
    db: Session, engagement: Engagement, role: str, member_id: UUID | None, was: Collection[UUID], *, by: Person
) -> None:
    """
    Give one task of the day to one person, or to nobody; whoever had it has it no more.

    *was* is who was shown to have it. Refuses the loved one, and somebody who is not here; kindly, where it was given
    to somebody else meanwhile. Given twice it stands once.
    """
    if role not in {one.key for one in tasks(engagement)}:
        raise Refusal(_("Please choose one of these."), field="role")
    in_turn(db, engagement)
    here = select(MemberRole).join(Member, Member.id == MemberRole.member_id)
    held = list(db.scalars(here.where(MemberRole.engagement_id == engagement.id, MemberRole.role == role,
                                      Member.left_at.is_(None))))  # fmt: skip
    stands = {one.member_id for one in held}
    if stands == ({member_id} - {None}):
        return
    if stands != set(was):
        raise Refusal(_("Somebody else was chosen meanwhile. This is how it stands now; please look once more."),
                      status=MEANWHILE)  # fmt: skip
    if member_id is not None and member_id not in stands:
        _can_have_it(db, engagement, member_id)
        db.add(MemberRole(engagement_id=engagement.id, member_id=member_id, role=role, since_at=clock.now()))
    for one in held:
        if one.member_id != member_id:
            db.delete(one)
    note(db, "day.task_given", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def _can_have_it(db: Session, engagement: Engagement, member_id: UUID) -> None:
    here = select(Member).where(Member.id == member_id, Member.engagement_id == engagement.id, Member.left_at.is_(None))
    member = db.scalar(here)
    if member is None or member.is_loved_one:
        raise NotYours
    if member.relation == "child":
        raise Refusal(_("A child has no task on the day. Please choose somebody else, or nobody."), field="member")
