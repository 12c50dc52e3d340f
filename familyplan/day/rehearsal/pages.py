"""The rehearsal: for the lead all of it, for a supervisor to read, for a member their own part and one tap."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day import queries as days
from familyplan.day.mine import queries as mine
from familyplan.day.pages import moved_since, page_or_none, too_late
from familyplan.day.rehearsal import queries, service
from familyplan.day.service import day_of
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, writes

Asked = Request[Person, SignedIn, Any]


def _rehearsal(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    agreed = days.agreed(db, engagement, seen_by=seen_by)
    here = [one for one in days.people(db, engagement, seen_by=seen_by) if not one.member.is_loved_one]
    readers = days.readers(db, engagement, seen_by=seen_by)
    held_for = agreed.rehearsal.held_for if agreed.rehearsal else None
    return {
        "engagement": engagement, "leads": reached.what == "lead", "rehearsal": agreed.rehearsal,
        "day": day_of(engagement), "moved": moved_since(engagement, held_for), "readers": readers,
        "too_late": too_late(engagement, agreed.rehearsal),
        "seconds": sum(one.seconds for one in readers), "untimed": [one for one in readers if not one.seconds],
        "people": [one for one in here if one.member.relation != "child"],
        "pages": queries.pages_aloud(db, engagement, seen_by=seen_by), "today": clock.today(engagement.zone),
    }  # fmt: skip


REHEARSAL = Page("day/rehearsal.html", _rehearsal)
OWN = Page("day/own_rehearsal.html", mine.own_rehearsal)


def _page_of(*, request: Asked, engagement_id: UUID, **_more: object) -> tuple[Page, Context]:
    return (OWN if request.user.kind == "family" else REHEARSAL), {"engagement_id": engagement_id}


@writes("/engagements/{engagement_id:uuid}/day/rehearsal", how=get, guards=[guards.day_people])
def rehearsal(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the rehearsal; to a member their own part, once one is planned or held."""
    if request.user.kind == "family":
        return OWN.show(engagement_id=engagement_id)
    return page_or_none(db, REHEARSAL, engagement_id, by=request.user)


@writes("/engagements/{engagement_id:uuid}/day/rehearsal", page=REHEARSAL, guards=[guards.interventionist])
def plan(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Say when it is: fields day, time; both empty is not planned."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    service.plan(db, engagement, _planned_at(form, engagement.zone), by=request.user)
    return _changed(engagement_id)


def _planned_at(form: Form, zone: str) -> datetime | None:
    """Read a day and an hour as they are said where the family lives; no day is not planned."""
    day, hour = form.day("day"), form.text("time", longest=10) or "18:00"
    if day is None:
        return None
    try:
        time = datetime.strptime(hour, "%H:%M").time()  # noqa: DTZ007  the zone is the family's, set on the next line
    except ValueError:
        raise Refusal(_("That is not an hour we can read. Try it like 18:30."), field="time") from None
    return datetime.combine(day, time, ZoneInfo(zone)).astimezone(UTC)


@writes("/engagements/{engagement_id:uuid}/day/rehearsal/holding", page=REHEARSAL, guards=[guards.interventionist])
def hold(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note on which day it was held: field held_on; empty is today."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    held_on = form.day("held_on") or clock.today(engagement.zone)
    service.hold(db, engagement, held_on, by=request.user)
    return _changed(engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/day/rehearsal/holding/withdrawal", page=REHEARSAL,
    guards=[guards.interventionist],
)  # fmt: skip
def not_held(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Note that it was not held after all."""
    service.hold(db, days.led(db, engagement_id, seen_by=request.user), None, by=request.user)
    return _changed(engagement_id)


@writes("/engagements/{engagement_id:uuid}/day/rehearsal/times", page=REHEARSAL, guards=[guards.interventionist])
def take_time(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note that something was read aloud, and in how many seconds: fields letter, seconds."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    letter_id = id_in(form.raw("letter"))
    service.take_time(db, engagement, letter_id, form.number("seconds", 0), by=request.user)
    return _changed(engagement_id)


@writes("/engagements/{engagement_id:uuid}/day/rehearsal/lines", page=REHEARSAL, guards=[guards.interventionist])
def try_line(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note whether somebody could do it on Monday: fields member, said."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    said = form.choice("said", service.SAID)
    service.try_line(db, engagement, id_in(form.raw("member")), said, by=request.user)  # type: ignore[arg-type]  # of SAID
    return _changed(engagement_id)


def _whose(db: Session, form: Sent, engagement_id: UUID, person: Person) -> tuple[Engagement, UUID]:
    """A member for themselves, while there is a rehearsal; the lead for the one that is named."""
    if person.kind == "family":
        own = mine.own_rehearsal(db, seen_by=person, engagement_id=engagement_id)
        return own["engagement"], own["member"].id
    return days.led(db, engagement_id, seen_by=person), id_in(form.raw("member"))


@writes("/engagements/{engagement_id:uuid}/day/rehearsal/sign-offs", page=_page_of, guards=[guards.letter_people])
def sign_off(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Say that one knows one's part; the lead for somebody: field member."""
    engagement, member_id = _whose(db, form, engagement_id, request.user)
    service.sign_off(db, engagement, member_id, by=request.user)
    return _signed(request, engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/day/rehearsal/sign-offs/withdrawal", page=_page_of, guards=[guards.letter_people]
)
def take_back(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Take that back."""
    engagement, member_id = _whose(db, form, engagement_id, request.user)
    service.take_back(db, engagement, member_id, by=request.user)
    return _signed(request, engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    to = f"/engagements/{engagement_id}/day/rehearsal"
    return REHEARSAL.changed("rehearsal", to=to, engagement_id=engagement_id)


def _signed(request: Asked, engagement_id: UUID) -> Answer:
    if request.user.kind == "family":
        to = f"/engagements/{engagement_id}/day/rehearsal"
        return OWN.changed("own_part", to=to, engagement_id=engagement_id)
    return _changed(engagement_id)


HANDLERS = [rehearsal, plan, hold, not_held, take_time, try_line, sign_off, take_back]
