"""The page with what may be said against it, and the answers agreed on."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day import queries as days
from familyplan.day.answers import queries, service
from familyplan.day.pages import page_or_none
from familyplan.day.service import day_of
from familyplan.engagements import queries as engagements
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, writes

Asked = Request[Person, SignedIn, Any]


def _answers(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    here = days.people(db, reached.engagement, seen_by=seen_by)
    day = day_of(reached.engagement)
    voice = day.voice if day else ""
    return {
        "engagement": reached.engagement,
        "leads": reached.what == "lead",
        "lines": queries.lines(db, reached.engagement, seen_by=seen_by),
        "new": queries.new_line(),
        "voices": [one.member.person.first_name for one in here if voice and voice in one.roles],
        "has_voice": bool(voice),
    }


ANSWERS = Page("day/answers.html", _answers)


@writes("/engagements/{engagement_id:uuid}/day/answers", how=get, guards=[guards.team])
def answers(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the usual objections and the family's own, with what was agreed to answer."""
    return page_or_none(db, ANSWERS, engagement_id, by=request.user)


@writes("/engagements/{engagement_id:uuid}/day/answers", page=ANSWERS, guards=[guards.interventionist])
def agree(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep one answer: fields answer_id, said (the family's own alone), answer, revision."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    words = form.text("said", longest=service.LONGEST), form.text("answer", longest=service.LONGEST)
    service.agree(db, engagement, id_in(form.raw("answer_id")), *words, form.number("revision", 0), by=request.user)
    return ANSWERS.changed("answers", to=f"/engagements/{engagement_id}/day/answers", engagement_id=engagement_id)


HANDLERS = [answers, agree]
