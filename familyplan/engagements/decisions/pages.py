"""What a family decided together: the professional writes it down, the family reads it."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.decisions import queries, service
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, reads, writes

Asked = Request[Person, SignedIn, Any]
PATH = "/engagements/{engagement_id:uuid}/decisions"


def _decisions(db: Session, *, seen_by: Person, engagement_id: UUID, **_about: object) -> Context:
    place = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement, model = place.engagement, queries.model_of(place.engagement)
    return {
        "engagement": engagement, "leads": place.what == "lead", "model": model,
        "shown": model.decisions if model else None,
        "topics": service.offered(engagement), "labels": {one.key: one.label for one in shelf.current().topics.topics},
        "level": service.next_level(engagement),
        "members": engagements.members(db, engagement, seen_by=seen_by),
        "decisions": queries.decisions(db, engagement, seen_by=seen_by),
        "once": uuid7(),
    }  # fmt: skip


def _ours(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement, member = queries.family_place(db, engagement_id, seen_by=seen_by)
    return {
        "engagement": engagement,
        "member": member,
        "lead_name": engagement.lead.first_name,
        "labels": {one.key: one.label for one in shelf.current().topics.topics},
        "decisions": queries.shown(db, engagement, member, seen_by=seen_by),
        "nobody_votes": [one.label for one in shelf.current().topics.topics if one.nobody_votes],
    }


DECISIONS = Page("engagements/decisions/decisions.html", _decisions)
OURS = Page("engagements/decisions/ours.html", _ours)


@writes(PATH, how=get, guards=[guards.team])
def decisions(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what was decided, and the form for what is."""
    acts.look(db, engagement_id, "decisions", by=request.user)
    return DECISIONS.show(engagement_id=engagement_id)


@writes(PATH, page=DECISIONS, guards=[guards.interventionist])
def decide(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Put a decision on the record."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    said = service.Said(
        topic=form.text("topic"),
        proposal=form.text("proposal", longest=service.LONGEST),
        decided=form.text("decided", longest=service.LONGEST),
        decided_on=form.day("decided_on"),
        agreed=_agreed(db, form, engagement, seen_by=request.user),
        sure=form.ticked("sure"),
    )
    once = id_in(form.raw("once")) if form.raw("once") else uuid7()
    service.decide(db, engagement, said, once=once, by=request.user)
    return _changed(engagement_id)


def _agreed(db: Session, form: Form, engagement: Engagement, *, seen_by: Person) -> list[Member]:
    ids = {id_in(one) for one in form.every("agreed")}
    members = engagements.members(db, engagement, seen_by=seen_by) if ids else []
    chosen = [member for member in members if member.id in ids]
    if len(chosen) != len(ids):
        raise NotYours
    return chosen


@writes(PATH + "/{decision_id:uuid}/withdrawal", page=DECISIONS, guards=[guards.interventionist])
def take_back(
    request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], decision_id: FromPath[UUID]
) -> Answer:  # fmt: skip
    """Take a decision back, with a word why."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    decision = queries.decision(db, engagement, decision_id, seen_by=request.user)
    service.take_back(db, engagement, decision, form.text("why", longest=service.LONGEST), by=request.user)
    return _changed(engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    to = f"/engagements/{engagement_id}/decisions"
    return DECISIONS.changed("decisions", to=to, says={"kept": True}, engagement_id=engagement_id)


@reads("/engagements/{engagement_id:uuid}/decided", guards=[guards.family])
def ours(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the family what was decided together, as far as its way shows it to this reader."""
    return OURS.show(engagement_id=engagement_id)


HANDLERS = [decisions, decide, take_back, ours]
