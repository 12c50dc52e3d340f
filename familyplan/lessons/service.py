"""Giving lessons, by the model and by hand, and noting that somebody opened or read one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.engagements.ties.queries import stands_alone
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.lessons.records import Assignment


def slugs_for(model: InterventionModel, member: Member) -> tuple[str, ...]:
    """
    Which lessons this model gives to this member, in order; the loved one never gets what is for the family.

    Nobody from work gets any: what they teach of illness is not for a work place (practice 1.22).
    """
    if stands_alone(member):
        return ()
    if member.is_loved_one:
        return model.lessons.loved_one
    named = model.lessons.member
    if member.is_first_caller:
        named = model.lessons.first_caller + tuple(slug for slug in named if slug not in model.lessons.first_caller)
    lessons = shelf.current().lessons
    return tuple(slug for slug in named if lessons[slug].is_for(model.key, member.relation))


def assign(db: Session, engagement: Engagement, before: str = "", *, by: Person) -> None:
    """
    Give everybody who has come in what the chosen model has them read. Told when a way is chosen or changed.

    After a change (*before* is the old model) what the old one alone had given and nobody opened is put away; what
    was opened or read stays. Doing it again changes nothing.
    """
    here = select(Member).where(Member.engagement_id == engagement.id, Member.came_in_at.is_not(None))
    _give(db, engagement, db.scalars(here.where(Member.left_at.is_(None))).all(), by=by, tidy=bool(before))


def assign_to(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """Give somebody who just came in what the model has them read; nothing before a way was chosen."""
    _give(db, engagement, [member], by=by, tidy=False)


def assign_once_help_began(db: Session, engagement: Engagement, *, by: Person) -> None:
    """
    Give every member who has come in what the way has them read once help began; doing it again changes nothing.

    Given like by hand, on top: it is no part of what is read before the day. Nothing for the loved one.
    """
    model = shelf.current().models.get(engagement.model_key or "")
    if model is None or not model.lessons.once_help_began:
        return
    here = select(Member).where(Member.engagement_id == engagement.id, Member.came_in_at.is_not(None))
    members = db.scalars(here.where(Member.left_at.is_(None), Member.is_loved_one.is_(False))).all()
    kept = select(Assignment.member_id, Assignment.slug).where(Assignment.engagement_id == engagement.id)
    known = {(row[0], row[1]) for row in db.execute(kept).all()}
    new = [
        Assignment(engagement_id=engagement.id, member_id=member.id, slug=slug, by_id=by.id, given_at=clock.now())
        for member in members
        for slug in model.lessons.once_help_began
        if (member.id, slug) not in known and shelf.current().lessons[slug].is_for(model.key, member.relation)
    ]
    db.add_all(new)
    db.flush()
    if new:
        note(db, "lessons.assigned", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def _give(db: Session, engagement: Engagement, members: Iterable[Member], *, by: Person, tidy: bool) -> None:
    model = shelf.current().models.get(engagement.model_key or "")
    if model is None:
        return
    kept = select(Assignment).where(Assignment.engagement_id == engagement.id)
    known = {(one.member_id, one.slug): one for one in db.scalars(kept)}
    wanted = {(member.id, slug) for member in members for slug in slugs_for(model, member)}
    new = [
        Assignment(engagement_id=engagement.id, member_id=member.id, slug=slug, given_at=clock.now())
        for member in members
        for slug in slugs_for(model, member)
        if (member.id, slug) not in known
    ]
    for key, assignment in known.items():
        if key in wanted:
            assignment.put_away_at = None
        elif tidy and assignment.by_id is None and assignment.opened_at is None:
            assignment.put_away_at = clock.now()
    db.add_all(new)
    db.flush()
    if new:
        note(db, "lessons.assigned", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def give(
    db: Session, engagement: Engagement, members: list[Member], slug: str, due_on: date | None, *, by: Person
) -> int:
    """
    Give a lesson by hand, with a day or without; returns how many people did not have it yet.

    Who had it keeps it, and gets the new day when there is one. Refuses somebody who has not come in, what was
    written for the other side of the table, and a day that is over.
    """
    check(members, slug, due_on, today=clock.today(engagement.zone))
    in_turn(db, engagement)
    kept = select(Assignment).where(Assignment.engagement_id == engagement.id, Assignment.slug == slug)
    known = {one.member_id: one for one in db.scalars(kept)}
    for member in members:
        had = known.get(member.id)
        if had is None:
            had = Assignment(
                engagement_id=engagement.id, member_id=member.id, slug=slug, by_id=by.id, given_at=clock.now()
            )
            db.add(had)
        had.due_on = due_on or had.due_on
        had.put_away_at = None
    db.flush()
    note(db, "lesson.given", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    return sum(member.id not in known for member in members)


def check(members: list[Member], slug: str, due_on: date | None, *, today: date) -> None:
    """Refuse, in words, what cannot be given; changes nothing."""
    audience = shelf.current().lessons[slug].about.audience
    if not members:
        raise Refusal(_("Nobody has come in yet. Lessons wait until then."), field="who")
    for member in members:
        if member.came_in_at is None or member.left_at is not None:
            raise Refusal(_("%(name)s has not come in. Lessons wait until then."), field="who", name=member.person.name)
        if audience in ("interventionist", "member" if member.is_loved_one else "loved_one"):
            raise Refusal(_("That lesson was written for somebody else."), field="slug")
    if due_on is not None and due_on < today:
        raise Refusal(_("That day is over. Please pick one ahead, or leave it empty."), field="due_on")


def opened(db: Session, assignments: list[Assignment]) -> None:
    """Note that its reader opened a lesson; only the first time counts."""
    new = [one.id for one in assignments if one.opened_at is None]
    if new:
        first = update(Assignment).where(Assignment.id.in_(new), Assignment.opened_at.is_(None))
        db.execute(first.values(opened_at=clock.now()))


def read(db: Session, assignments: list[Assignment], *, by: Person) -> None:
    """Note that its reader has read a lesson, in every family where it was given; the first time stands."""
    for one in assignments:
        first = update(Assignment).where(Assignment.id == one.id, Assignment.read_at.is_(None))
        now = clock.now()
        taken = db.execute(first.values(read_at=now, opened_at=func.coalesce(Assignment.opened_at, now)))
        if taken.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
            note(db, "lesson.read", by=by, about="lesson", about_id=one.id, engagement_id=one.engagement_id)
