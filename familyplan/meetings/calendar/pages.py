"""The calendar file of one meeting, for the member who is asked to it."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements.pauses.service import stands_still
from familyplan.kernel.errors import NotYours
from familyplan.kernel.language import _, gettext
from familyplan.kernel.web import Answer, Db, reads, send
from familyplan.meetings.calendar import service
from familyplan.meetings.ours import queries
from familyplan.meetings.reminders import queries as reminders

Asked = Request[Person, SignedIn, Any]
TITLE = _("Appointment")
NAME = "appointment.ics"
HEADERS = {"content-disposition": f'attachment; filename="{NAME}"', "cache-control": "no-store"}


@reads("/engagements/{engagement_id:uuid}/our-meetings/{meeting_id:uuid}/appointment.ics", guards=[guards.family])
def appointment(request: Asked, db: Db, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Hand out one file, once; the place stands in it only where this member asks for it (`?place=yes`)."""
    place = queries.ours(db, engagement_id, seen_by=request.user)
    mine = queries.one(db, place, meeting_id, seen_by=request.user)
    meeting = mine.meeting
    if meeting.starts_at is None or meeting.called_off_at is not None or stands_still(db, engagement_id):
        raise NotYours
    wish = reminders.wish_of(db, place.member, seen_by=request.user)
    title = (wish.calendar_title if wish else "") or gettext(TITLE)
    where = meeting.place if request.query_params.get("place") == "yes" else ""
    content = service.appointment(
        mine.invited.id, title, meeting.starts_at, meeting.minutes_long, meeting.revision, where
    )
    return send(content, "text/calendar", headers=HEADERS)


HANDLERS = [appointment]
