"""How it is for me: a member's own page about themselves, and the lead's page of what the family said."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.records import Member
from familyplan.journal.service import note
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes
from familyplan.outcomes.own import queries, service

Asked = Request[Person, SignedIn, Any]
AT = "/engagements/{engagement_id:uuid}/how-it-is"


def _place(db: Session, engagement_id: UUID, seen_by: Person) -> engagements.Reach:
    return engagements.reach(db, engagement_id, seen_by=seen_by, among=("member",))


def _mine(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    place = _place(db, engagement_id, seen_by)
    return {
        "engagement": place.engagement,
        "lead_name": place.engagement.lead.first_name,
        "pause": pauses.standing(db, engagement_id, seen_by=seen_by),
        "said": queries.of_member(db, found(place.member), seen_by=seen_by),
        "taps": list(service.TAPS.items()),
        "taps_of": service.taps_of,
    }


def _family(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    return {
        "engagement": engagement,
        "said": queries.of_family(db, engagement, seen_by=seen_by),
        "taps_of": service.taps_of,
    }


MINE = Page("outcomes/own/mine.html", _mine)
FAMILY = Page("outcomes/own/family.html", _family)


@reads(AT, guards=[guards.family])
def mine(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show a member what they said about themselves over time, and the question."""
    return MINE.show(engagement_id=engagement_id)


@writes(AT, page=MINE, guards=[guards.family])
def say(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep what a member says about themselves."""
    place = _place(db, engagement_id, request.user)
    words = form.text("words", longest=service.LONGEST)
    member: Member = found(place.member)
    service.say(db, place.engagement, member, form.every("taps"), words, by=request.user)
    return MINE.changed("own", to=f"/engagements/{engagement_id}/how-it-is", engagement_id=engagement_id)


@writes(AT + "/{own_outcome_id:uuid}/withdrawal", page=MINE, guards=[guards.family])
def take_back(request: Asked, db: Db, engagement_id: FromPath[UUID], own_outcome_id: FromPath[UUID]) -> Answer:
    """Take one answer back."""
    place = _place(db, engagement_id, request.user)
    said = queries.one(db, found(place.member), own_outcome_id, seen_by=request.user)
    service.take_back(db, place.engagement, said, by=request.user)
    return MINE.changed("own", to=f"/engagements/{engagement_id}/how-it-is", engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/own-outcomes", how=get, guards=[guards.interventionist])
def family(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the lead what the family said about themselves; journaled, since the words are others'."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    note(
        db, "own_outcomes.read", by=request.user, about="engagement", about_id=engagement.id,
        engagement_id=engagement.id,
    )  # fmt: skip
    return FAMILY.show(engagement_id=engagement_id)


HANDLERS = [mine, say, take_back, family]
