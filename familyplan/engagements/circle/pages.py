"""The sheet of the first call, on a phone or on paper; and a member's own word that they come."""

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
from familyplan.engagements.circle import queries, service
from familyplan.engagements.people.service import RELATION_WORDS
from familyplan.engagements.records import Engagement
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, id_in, reads, writes

Asked = Request[Person, SignedIn, Any]
SHEET_PATH = "/engagements/{engagement_id:uuid}/invitation-sheet"
COMING_PATH = "/engagements/{engagement_id:uuid}/coming"


def _sheet(db: Session, *, seen_by: Person, engagement_id: UUID, **_about: object) -> Context:
    place = queries.place(db, engagement_id, seen_by=seen_by, supervisor_too=True)
    engagement = place.engagement
    members = engagements.members(db, engagement, seen_by=seen_by)
    return {
        "engagement": engagement, "sheet": queries.sheet_of(engagement),
        "leads": place.what == "lead", "writes": place.what != "supervisor", "staff": place.member is None,
        "calls": (place.member.calls if place.member else "") or engagement.loved_name or "…",
        "words": queries.words(db, place, seen_by=seen_by),
        "people": queries.to_ask(db, place, seen_by=seen_by),
        "relations": RELATION_WORDS,
        "circle": [member for member in members if not member.is_loved_one],
        "coming": queries.commitments(db, engagement, seen_by=seen_by),
    }  # fmt: skip


def _coming(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement, member = queries.coming_place(db, engagement_id, seen_by=seen_by)
    return {
        "engagement": engagement,
        "sheet": queries.sheet_of(engagement),
        "calls": member.calls or engagement.loved_name or "…",
        "given": queries.commitments(db, engagement, seen_by=seen_by).get(member.id),
        "lead_name": engagement.lead.first_name,
        "member": member,
    }


SHEET = Page("engagements/circle/sheet.html", _sheet)
COMING = Page("engagements/circle/coming.html", _coming)


def _end(db: Session, engagement: Engagement, form: Form, step: str, *, by: Person) -> None:
    """End a step of the plan in the same act, where the lead ticked the box."""
    if by.kind == "staff" and form.ticked("step_done"):
        service.end_step(db, engagement, step, by=by)


def _changed(engagement_id: UUID) -> Answer:
    to = f"/engagements/{engagement_id}/invitation-sheet"
    return SHEET.changed("sheet", to=to, says={"kept": True}, engagement_id=engagement_id)


@writes(SHEET_PATH, how=get, guards=[guards.sheet_people])
def sheet(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the sheet to the professional and the first caller."""
    if request.user.kind == "staff":
        acts.look(db, engagement_id, "sheet", by=request.user)
    return SHEET.show(engagement_id=engagement_id)


@writes(SHEET_PATH, page=SHEET, guards=[guards.letter_people])
def write(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep the short message and how the loved one is invited."""
    place = queries.place(db, engagement_id, seen_by=request.user)
    words = service.Words(
        message=form.text("message", longest=service.LONGEST_WORDS),
        inviting=form.text("inviting", longest=service.LONGEST_WORDS),
        revision=form.number("revision", 0),
    )
    service.write(db, place, words, by=request.user)
    _end(db, place.engagement, form, service.sheet(place.engagement).worded, by=request.user)
    return _changed(engagement_id)


@writes(SHEET_PATH + "/people", page=SHEET, guards=[guards.letter_people])
def add(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Name one more person to ask."""
    place = queries.place(db, engagement_id, seen_by=request.user)
    name, how = (
        form.text("name", longest=service.LONGEST_NAME),
        form.text("how", longest=service.LONGEST_HOW),
    )
    service.add(db, place, name, form.text("relation"), how, by=request.user)
    return _changed(engagement_id)


@writes(SHEET_PATH + "/people/{asked_id:uuid}", page=SHEET, guards=[guards.letter_people])
def answered(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], asked_id: FromPath[UUID]) -> Answer:
    """Keep what one of them said, or take them off the list."""
    place = queries.place(db, engagement_id, seen_by=request.user)
    asked = queries.one_to_ask(db, place, asked_id, seen_by=request.user)
    if form.ticked("away"):
        service.put_away(db, place, asked, by=request.user)
    else:
        how = form.text("how", longest=service.LONGEST_HOW)
        service.answered(db, place, asked, form.text("said"), how, by=request.user)
    return _changed(engagement_id)


@writes(SHEET_PATH + "/listing", page=SHEET, guards=[guards.interventionist])
def listed(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Say that everybody who is to be asked is on the list: the plan's step is done."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.end_step(db, engagement, service.sheet(engagement).listed, by=request.user)
    return _changed(engagement_id)


@writes(SHEET_PATH + "/commitments", page=SHEET, guards=[guards.interventionist])
def told(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note who told the professional that they come, or that they do not after all."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    if form.raw("member"):
        member = found(engagements.member(db, engagement, id_in(form.raw("member")), seen_by=request.user))
        act = service.take_back if form.raw("said") == "no" else service.commit
        act(db, engagement, member, by=request.user)
    _end(db, engagement, form, service.sheet(engagement).committed, by=request.user)
    return _changed(engagement_id)


@reads(COMING_PATH, guards=[guards.family])
def coming(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show a member what they said, or the button to say it."""
    return COMING.show(engagement_id=engagement_id)


@writes(COMING_PATH, page=COMING, guards=[guards.family])
def come(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep a member's own word that they come, or take it back."""
    engagement, member = queries.coming_place(db, engagement_id, seen_by=request.user)
    act = service.take_back if form.raw("said") == "no" else service.commit
    act(db, engagement, member, by=request.user)
    return COMING.changed("coming", to=f"/engagements/{engagement_id}/coming", engagement_id=engagement_id)


HANDLERS = [sheet, write, add, answered, listed, told, coming, come]
