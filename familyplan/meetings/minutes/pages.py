"""A professional's minutes with one tap."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from uuid_utils.compat import uuid7

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Db, Sent, id_in, writes
from familyplan.meetings.minutes import service
from familyplan.meetings.minutes.records import HOW
from familyplan.meetings.pages import AT, MEETINGS

Asked = Request[Person, SignedIn, Any]


@writes(AT + "/minutes", page=MEETINGS, guards=[guards.interventionist])
def add(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Count some minutes; each button of the page is one press."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    tap = id_in(form.raw("tap")) if form.raw("tap") else uuid7()
    minutes = form.number("quick", 0) or form.number("minutes", 0)
    how = form.choice("how", HOW, default="phone")
    on = form.day("happened_on") or clock.today(engagement.zone)
    service.add(db, engagement, minutes, how, on, tap, by=request.user)
    return _changed(engagement_id)


@writes(AT + "/minutes/withdrawal", page=MEETINGS, guards=[guards.interventionist])
def withdraw(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Take one count back."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.withdraw(db, engagement, id_in(form.raw("entry")), by=request.user)
    return _changed(engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    return MEETINGS.changed("time", to=f"/engagements/{engagement_id}/meetings", engagement_id=engagement_id)


HANDLERS = [add, withdraw]
