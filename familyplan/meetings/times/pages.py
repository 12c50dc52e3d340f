"""Proposing times, fixing one, moving it: the lead's side."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Db, Sent, go, id_in, writes
from familyplan.meetings.pages import MEETING, ONE, reached
from familyplan.meetings.times import service

Asked = Request[Person, SignedIn, Any]


def _moment(form: Form, on: str, at: str, zone: str) -> datetime | None:
    """Read a day and an hour that belong together; both empty is none."""
    day, hour = form.day(on), form.text(at, longest=20)
    if day is None and not hour:
        return None
    if day is None or not hour:
        raise Refusal(_("A day and a time belong together."), field=at if day else on)
    return service.moment(day, hour, zone, field=at)


@writes(ONE + "/times", page=MEETING, guards=[guards.interventionist])
def propose(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Offer up to three times, on the family's clock."""
    engagement, meeting = reached(db, request, engagement_id, meeting_id)
    read = [_moment(form, f"on_{n}", f"at_{n}", engagement.zone) for n in range(1, service.MOST + 1)]
    service.propose(db, engagement, meeting, [one for one in read if one is not None], by=request.user)
    return go(f"/engagements/{engagement_id}/meetings/{meeting_id}")


@writes(ONE + "/time", page=MEETING, guards=[guards.interventionist])
def set_time(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Fix one of the times offered, or set or move the time by hand."""
    engagement, meeting = reached(db, request, engagement_id, meeting_id)
    if form.raw("offer"):
        service.fix(db, engagement, meeting, id_in(form.raw("offer")), by=request.user)
    else:
        at = _moment(form, "on", "at", engagement.zone)
        if at is None:
            raise Refusal(_("Please give a day and a time."), field="on")
        service.set_time(db, engagement, meeting, at, form.number("revision", 0), by=request.user)
    return go(f"/engagements/{engagement_id}/meetings/{meeting_id}")


HANDLERS = [propose, set_time]
