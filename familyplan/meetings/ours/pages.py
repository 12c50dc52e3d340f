"""A member's own pages about meetings: when, whether it suits, and how they like to be reminded."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements.pauses import queries as pauses
from familyplan.kernel import clock
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, reads, writes
from familyplan.meetings import queries as meetings
from familyplan.meetings.news import service as news
from familyplan.meetings.ours import queries
from familyplan.meetings.records import YES_NO
from familyplan.meetings.reminders import queries as wishes
from familyplan.meetings.reminders import service as reminders
from familyplan.meetings.reminders.records import DEFAULT_WISH
from familyplan.meetings.times import service

Asked = Request[Person, SignedIn, Any]
AT = "/engagements/{engagement_id:uuid}/our-meetings"
ONE = AT + "/{meeting_id:uuid}"
OFF_SHOWN = timedelta(days=7)  # a meeting without a time that was called off
NEAR = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Toronto", "America/Mexico_City", "Europe/London",
)  # fmt: skip


def zones(own: str) -> list[tuple[str, str]]:
    """The clocks to choose from, as (name, words): the nearest first, one's own among them, then all by name."""
    far = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    listed = dict.fromkeys((own, *NEAR, *far))
    return [(name, name.replace("_", " ").replace("/", " / ")) for name in listed]


def _list(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    place = queries.ours(db, engagement_id, seen_by=seen_by)
    pause = pauses.standing(db, engagement_id, seen_by=seen_by)
    mine = [] if pause else queries.mine(db, place, seen_by=seen_by)
    wish = wishes.wish_of(db, place.member, seen_by=seen_by)
    return {
        **_common(place, seen_by),
        "pause": pause,
        "ahead": [one for one in mine if _is_ahead(one, place.engagement.zone)],
        "to_choose": meetings.waiting_for_answers(db, [one.meeting for one in mine], seen_by=seen_by),
        "over": [one for one in mine if one.meeting.held_on],
        "wish": wish.wish if wish else DEFAULT_WISH,
        "calendar_title": wish.calendar_title if wish else "",
        "zones": zones(seen_by.zone),
    }


def _is_ahead(one: queries.Mine, zone: str) -> bool:
    """Say whether it is still of interest: what has passed without a word is not shown as if it were to come."""
    meeting = one.meeting
    over = meeting.starts_at or (meeting.called_off_at + OFF_SHOWN if meeting.called_off_at else None)
    gone = over is not None and clock.local(over, zone).date() < clock.today(zone)
    return meeting.held_on is None and not gone


def _common(place: queries.Ours, seen_by: Person) -> Context:
    return {
        "engagement": place.engagement,
        "lead_name": place.engagement.lead.first_name,
        "zone": seen_by.zone,
        "city": news.place_of(seen_by.zone),
        "family_zone": place.engagement.zone,
        "family_city": news.place_of(place.engagement.zone),
        "title_of": meetings.title_of,
        "same_clock": lambda at: (
            at is None
            or clock.local(at, seen_by.zone).utcoffset() == clock.local(at, place.engagement.zone).utcoffset()
        ),
    }


def _one(db: Session, *, seen_by: Person, engagement_id: UUID, meeting_id: UUID) -> Context:
    place = queries.ours(db, engagement_id, seen_by=seen_by)
    mine = queries.one(db, place, meeting_id, seen_by=seen_by)
    meeting = mine.meeting
    open_now = meeting.starts_at is None and meeting.called_off_at is None and meeting.held_on is None
    return {
        **_common(place, seen_by),
        "pause": pauses.standing(db, engagement_id, seen_by=seen_by),
        "meeting": meeting,
        "mine": mine,
        "title": meetings.title_of(meeting),
        "offers": meetings.offered(db, meeting, seen_by=seen_by) if open_now else [],
        "member": place.member,
        "begun": meeting.starts_at is not None and meeting.starts_at <= clock.now(),
    }


LIST = Page("meetings/ours.html", _list)
MINE = Page("meetings/our_meeting.html", _one)


@reads(AT, guards=[guards.family])
def ours(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the meetings that this member is asked to, and how they are reminded."""
    return LIST.show(engagement_id=engagement_id)


@writes(AT + "/reminders", page=LIST, guards=[guards.family])
def remind(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep how this member is reminded, their clock, and what stands in their calendar."""
    place = queries.ours(db, engagement_id, seen_by=request.user)
    title = form.text("calendar_title", longest=reminders.LONGEST_TITLE)
    zone = form.text("zone", longest=60) or request.user.zone
    wish = form.text("wish", longest=20) or DEFAULT_WISH
    reminders.wish(db, place.engagement, place.member, wish, zone, title, by=request.user)
    return LIST.changed("wishes", to=f"/engagements/{engagement_id}/our-meetings", engagement_id=engagement_id)


@reads(ONE, guards=[guards.family])
def our_meeting(request: Asked, db: Db, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Show one meeting on this member's own clock."""
    return MINE.show(engagement_id=engagement_id, meeting_id=meeting_id)


@writes(ONE + "/answers", page=MINE, guards=[guards.family])
def answer(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Keep which times suit, or whether this member comes."""
    place = queries.ours(db, engagement_id, seen_by=request.user)
    mine = queries.one(db, place, meeting_id, seen_by=request.user)
    if form.raw("comes"):
        comes, revision = form.raw("comes"), form.number("revision", 0)
        service.say_comes(db, place.engagement, mine.meeting, place.member, comes, revision, by=request.user)
    else:
        sent = [(name.removeprefix("time-"), value) for name, value in form.pairs if name.startswith("time-")]
        answers = {id_in(time): word for time, word in sent if word in YES_NO}
        service.answer(db, place.engagement, mine.meeting, place.member, answers, by=request.user)
    to = f"/engagements/{engagement_id}/our-meetings/{meeting_id}"
    return MINE.changed(
        "answer", to=to, says={"kept": True}, engagement_id=engagement_id, meeting_id=meeting_id
    )  # fmt: skip


HANDLERS = [ours, remind, our_meeting, answer]
