"""Meetings for the professional: planning, who is asked, what it was about, who was there, and the time it took."""

from datetime import datetime
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
from familyplan.engagements.pauses.service import stands_still
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, id_in, writes
from familyplan.meetings import queries, service
from familyplan.meetings.attendance import service as attendance
from familyplan.meetings.minutes import queries as minutes
from familyplan.meetings.news import service as news
from familyplan.meetings.records import ATTENDED, Meeting

Asked = Request[Person, SignedIn, Any]
AT = "/engagements/{engagement_id:uuid}/meetings"
ONE = AT + "/{meeting_id:uuid}"
LONGEST_AGENDA, LONGEST_PLACE = 4_000, 500


def _meetings(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    every = queries.meetings(db, engagement, seen_by=seen_by)
    model = queries.model_of(engagement)
    ahead = [one for one in every if one.held_on is None and one.called_off_at is None]
    return {
        "engagement": engagement,
        "leads": engagement.lead_id == seen_by.id,
        "model": model,
        "ahead": sorted(ahead, key=lambda one: one.starts_at or datetime.max.replace(tzinfo=clock.now().tzinfo)),
        "over": sorted((one for one in every if one.held_on), key=lambda one: one.held_on or clock.now().date()),
        "off": [one for one in every if one.called_off_at is not None],
        "title_of": queries.title_of,
        "to_choose": queries.waiting_for_answers(db, ahead, seen_by=seen_by),
        "held": queries.held(every),
        "spent": minutes.spent(db, engagement, seen_by=seen_by),
        "latest": minutes.latest(db, engagement, seen_by=seen_by),
        "tap": uuid7(),
        "today": clock.today(engagement.zone),
        "now": clock.now(),
    }


def _meeting(db: Session, *, seen_by: Person, engagement_id: UUID, meeting_id: UUID) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    meeting = queries.meeting(db, engagement, meeting_id, seen_by=seen_by)
    kind = queries.kind_of(meeting)
    asked = queries.everybody(db, meeting, seen_by=seen_by)
    if engagement.lead_id == seen_by.id:
        asked = queries.with_doubts(db, engagement, asked, seen_by=seen_by)
    later = kind is not None and kind.loved_one == "later"
    began_on = queries.help_began_on(db, engagement, seen_by=seen_by) if later else None
    on = clock.local(meeting.starts_at, engagement.zone).date() if meeting.starts_at else clock.today(engagement.zone)
    return {
        "engagement": engagement,
        "leads": engagement.lead_id == seen_by.id,
        "meeting": meeting,
        "title": queries.title_of(meeting),
        "kind": kind,
        "asked": asked,
        "doubts": queries.DOUBTS,
        "offers": queries.offered(db, meeting, seen_by=seen_by) if meeting.starts_at is None else [],
        "loved_one_comes": queries.may_come(engagement, kind, began_on, on),
        "joins_on": queries.joins_on(kind, began_on) if kind else None,
        "mark": service.mark_of(meeting),
        "begun": meeting.starts_at is not None and meeting.starts_at <= clock.now(),
        "local_of": lambda at: clock.local(at, engagement.zone),
        "quiet": stands_still(db, engagement.id),
        "today": clock.today(engagement.zone),
        "minutes": minutes.of(db, meeting, seen_by=seen_by) if meeting.held_on else meeting.minutes_long,
        "city": news.place_of(engagement.zone),
    }


MEETINGS = Page("meetings/meetings.html", _meetings)
MEETING = Page("meetings/meeting.html", _meeting)


@writes(AT, how=get, guards=[guards.team])
def meetings(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show every meeting of a family, what could be planned, and the time it took so far."""
    acts.look(db, engagement_id, "meetings", by=request.user)
    return MEETINGS.show(engagement_id=engagement_id)


@writes(AT, page=MEETINGS, guards=[guards.interventionist])
def plan(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Begin a meeting of one kind, and lead on to its page."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    meeting = service.plan(db, engagement, form.text("kind", longest=60), by=request.user)
    return go(f"/engagements/{engagement_id}/meetings/{meeting.id}")


@writes(ONE, how=get, guards=[guards.team])
def meeting(request: Asked, db: Db, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Show one meeting: its list, agenda, times, and who was there."""
    acts.look(db, engagement_id, "meetings", by=request.user)
    return MEETING.show(engagement_id=engagement_id, meeting_id=meeting_id)


def reached(db: Session, request: Asked, engagement_id: UUID, meeting_id: UUID) -> tuple[Engagement, Meeting]:
    """Reach one meeting of a family that whoever asks leads."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    return engagement, queries.meeting(db, engagement, meeting_id, seen_by=request.user)


@writes(ONE, page=MEETING, guards=[guards.interventionist])
def amend(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Keep agenda, place, length and who is asked to come."""
    engagement, one = reached(db, request, engagement_id, meeting_id)
    service.amend(db, engagement, one, _details(form), by=request.user)
    return _changed("about", engagement_id, meeting_id)


def _details(form: Form) -> service.Details:
    return service.Details(
        agenda=form.text("agenda", longest=LONGEST_AGENDA),
        place=form.text("place", longest=LONGEST_PLACE),
        minutes_long=form.number("minutes_long", 60),
        members=frozenset(id_in(member) for member in form.every("member")),
        seen=form.text("seen", longest=20),
    )


@writes(ONE + "/calling-off", page=MEETING, guards=[guards.interventionist])
def call_off(request: Asked, db: Db, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Call it off, and tell whoever was asked."""
    engagement, one = reached(db, request, engagement_id, meeting_id)
    service.call_off(db, engagement, one, by=request.user)
    return go(f"/engagements/{engagement_id}/meetings/{meeting_id}")


@writes(ONE + "/attendance", page=MEETING, guards=[guards.interventionist])
def attend(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Note that it was held, and who was there."""
    engagement, one = reached(db, request, engagement_id, meeting_id)
    sent = {name.removeprefix("attended-"): value for name, value in form.pairs if name.startswith("attended-")}
    held = attendance.Held(
        on=form.day("held_on") or clock.today(engagement.zone),
        attended={id_in(member): word for member, word in sent.items() if word in ATTENDED},
        minutes=form.number("minutes", 0),
    )
    attendance.note_held(db, engagement, one, held, by=request.user)
    return _changed("after", engagement_id, meeting_id)


@writes(ONE + "/attendance/withdrawal", page=MEETING, guards=[guards.interventionist])
def not_held(request: Asked, db: Db, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Take back that it was held."""
    engagement, one = reached(db, request, engagement_id, meeting_id)
    attendance.not_held(db, engagement, one, by=request.user)
    return go(f"/engagements/{engagement_id}/meetings/{meeting_id}")


@writes(ONE + "/next", page=MEETING, guards=[guards.interventionist])
def plan_next(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], meeting_id: FromPath[UUID]) -> Answer:
    """Plan the next one at the same hour, so many days later."""
    engagement, one = reached(db, request, engagement_id, meeting_id)
    following = service.plan_next(db, engagement, one, form.number("days", 0), by=request.user)
    return go(f"/engagements/{engagement_id}/meetings/{following.id}")


def _changed(block: str, engagement_id: UUID, meeting_id: UUID) -> Answer:
    to = f"/engagements/{engagement_id}/meetings/{meeting_id}"
    return MEETING.changed(block, to=to, says={"kept": block}, engagement_id=engagement_id, meeting_id=meeting_id)


HANDLERS = [meetings, plan, meeting, amend, call_off, attend, not_held, plan_next]
