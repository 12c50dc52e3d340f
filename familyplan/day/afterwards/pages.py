"""The evening's and the next day's calls: whom, who is with them, and what came of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day.afterwards import queries, service
from familyplan.day.afterwards.records import WHICH
from familyplan.day.live import service as live
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, writes

Asked = Request[Person, SignedIn, Any]


def _calls(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    after, today = service.after_on(db, engagement), clock.today(engagement.zone)
    return {
        "engagement": engagement,
        "at": f"/engagements/{engagement.id}/day/afterwards",
        "leads": reached.what == "lead",
        "after": after,
        "next_on": after + timedelta(days=1) if after else None,
        "today": today,
        "calls": queries.calls(db, engagement, seen_by=seen_by),
        "evenings": queries.evenings(db, engagement, seen_by=seen_by),
        "pause": pauses.standing(db, engagement.id, seen_by=seen_by),
        "key": str(uuid7()),
    }


AFTERWARDS = Page("day/afterwards.html", _calls)


@writes("/engagements/{engagement_id:uuid}/day/afterwards", how=get, guards=[guards.team])
def afterwards(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show whom to call after the day or an answer, and what was noted."""
    acts.look(db, engagement_id, "after_calls", by=request.user)
    return AFTERWARDS.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/day/afterwards", page=AFTERWARDS, guards=[guards.interventionist])
def note_call(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note a call: fields which, reached (yes or no), called_on, when (10:42, or empty for now), words, key."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    key = form.raw("key") if live.KEY.fullmatch(form.raw("key")) else str(uuid7())
    service.log(
        db, engagement, form.choice("which", WHICH), reached=form.choice("reached", ("yes", "no")) == "yes",
        called_at=_called_at(form, engagement), words=form.text("words", longest=service.LONGEST), key=key,
        by=request.user,
    )  # fmt: skip
    return AFTERWARDS.changed("calls", to=f"/engagements/{engagement_id}/day/afterwards", engagement_id=engagement_id)


def _called_at(form: Form, engagement: Engagement) -> datetime:
    """When it was: now, or at a time of a day that is not ahead."""
    now, on = clock.now(), form.day("called_on")
    today = clock.local(now, engagement.zone).date()
    if on is not None and on > today:
        raise Refusal(_("That day is still ahead."), field="called_on")
    if on is None or on == today:
        return live.typed_time(form.text("when"), engagement, now)
    if not form.text("when"):
        raise Refusal(_("About what time was it? A guess is fine."), field="when")
    end_of_day = now - timedelta(days=(today - on).days)
    midnight = clock.local(end_of_day, engagement.zone).replace(hour=23, minute=59)
    return live.typed_time(form.text("when"), engagement, midnight)


@writes(
    "/engagements/{engagement_id:uuid}/day/afterwards/{after_call_id:uuid}/withdrawal",
    page=lambda **given: (AFTERWARDS, {"engagement_id": given["engagement_id"]}), guards=[guards.interventionist],
)  # fmt: skip
def take_back(request: Asked, db: Db, engagement_id: FromPath[UUID], after_call_id: FromPath[UUID]) -> Answer:
    """Take the note of a call back."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    call = queries.call(db, engagement, after_call_id, seen_by=request.user)
    service.take_back(db, engagement, call, by=request.user)
    return AFTERWARDS.changed("calls", to=f"/engagements/{engagement_id}/day/afterwards", engagement_id=engagement_id)


HANDLERS = [afterwards, note_call, take_back]
