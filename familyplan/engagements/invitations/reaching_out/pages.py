"""The page on which reaching out is planned, and on which the answer is noted."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations.reaching_out import queries, service
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, writes

Asked = Request[Person, SignedIn, Any]


def _reaching_out(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    plans = queries.plans(db, engagement, seen_by=seen_by)
    planned = plans[0] if plans and not plans[0].answer else None
    members = engagements.members(db, engagement, seen_by=seen_by, gone_too=True)
    past = planned is not None and planned.planned_on is not None and planned.planned_on < clock.today(engagement.zone)
    return {
        "engagement": engagement,
        "leads": engagement.lead_id == seen_by.id,
        "b": gates.standing_of(db, engagement.id).b,
        "texts": shelf.current().safety.gates,
        "carriers": [each for each in members if not each.is_loved_one and each.left_at is None],
        "names": {each.id: each.person.name for each in members},
        "fears": queries.fears(db, engagement, seen_by=seen_by),
        "planned": planned,
        "past": past,
        "answered": [each for each in plans if each.answer],
    }


REACHING_OUT = Page("engagements/invitations/reaching_out.html", _reaching_out)


@writes("/engagements/{engagement_id:uuid}/reaching-out", how=get, guards=[guards.team])
def reaching_out(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what is planned, and what the answers were."""
    acts.look(db, engagement_id, "reaching_out", by=request.user)
    return REACHING_OUT.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/reaching-out", page=REACHING_OUT, guards=[guards.interventionist])
def plan(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep the plan: who carries it, when, in which words, and what is done if one is asked alone."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.plan(
        db,
        engagement,
        by=request.user,
        carrier=_carrier(db, engagement, form, seen_by=request.user),
        planned_on=form.day("planned_on"),
        words=form.text("words"),
        if_asked_alone=form.text("if_asked_alone"),
    )
    return _changed(engagement_id)


def _carrier(db: Session, engagement: Engagement, form: Form, *, seen_by: Person) -> Member | None:
    if not form.raw("carrier"):
        return None
    try:
        return engagements.member(db, engagement, UUID(form.raw("carrier")), seen_by=seen_by)
    except ValueError:
        raise NotYours from None


@writes("/engagements/{engagement_id:uuid}/reaching-out/answer", page=REACHING_OUT, guards=[guards.interventionist])
def answer(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note the answer, in the loved one's own words where there are any."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    said, words = form.text("answer"), form.text("answer_words")
    service.answer(db, engagement, by=request.user, said=said, words=words, on=form.day("answered_on"))
    return _changed(engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    to = f"/engagements/{engagement_id}/reaching-out"
    return REACHING_OUT.changed("reaching_out", to=to, says={"kept": True}, engagement_id=engagement_id)


HANDLERS = [reaching_out, plan, answer]
