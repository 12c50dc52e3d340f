"""Reading lessons, for whoever they were given to; all of them, for staff; who read what, for the team."""

import re
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.guidance import shelf
from familyplan.kernel import clock, markdown
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.language import gettext as _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, reads, writes
from familyplan.lessons import queries, service

Asked = Request[Person, SignedIn, Any]
EVERYONE = "everyone"


def with_name(text: str, calls: str) -> str:
    """Put what this reader calls the person where a lesson says NAME."""
    return re.sub(r"\bNAME\b", lambda _place: calls or _("the person you love"), text)


def _list(db: Session, *, seen_by: Person) -> Context:
    if seen_by.kind == "staff":
        every = [one.in_language(seen_by.language) for one in shelf.current().lessons.values()]
        return {"every": every, "to_read": [], "have_read": [], "models": shelf.current().models}
    given = queries.mine(db, seen_by=seen_by)
    first = {one.assignment.slug: one for one in reversed(given)}  # once, also for somebody in two families
    own = [one for one in given if first[one.assignment.slug] is one]
    return {
        "every": [],
        "to_read": [one for one in own if one.assignment.read_at is None],
        "have_read": [one for one in own if one.assignment.read_at is not None],
    }


def _lesson(db: Session, *, seen_by: Person, slug: str) -> Context:
    known = shelf.current().lessons.get(slug)
    given = [] if seen_by.kind == "staff" else queries.mine(db, seen_by=seen_by, slug=slug)
    if known is None or not (given or seen_by.kind == "staff"):
        raise NotYours
    lesson = known.in_language(seen_by.language)
    calls = given[0].member.calls if given else ""
    return {
        "lesson": lesson,
        "short": with_name(lesson.short, markdown.plain(calls)),
        "body": with_name(lesson.body, markdown.plain(calls)),
        "small_thing": with_name(lesson.about.one_small_thing, calls),
        "given": given[0].assignment if given else None,
    }


def _family(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    members = engagements.members(db, reach.engagement, seen_by=seen_by)
    return {
        "engagement": reach.engagement,
        "leads": reach.what == "lead",
        "readers": queries.readers(db, reach.engagement, seen_by=seen_by),
        "members": [member for member in members if member.came_in_at is not None],
        "outside": [member for member in members if member.came_in_at is None and not member.is_loved_one],
        "every": [one.in_language(seen_by.language) for one in shelf.current().lessons.values()],
        "today": clock.today(reach.engagement.zone),
    }


LESSONS = Page("lessons/list.html", _list)
LESSON = Page("lessons/show.html", _lesson)
FAMILY = Page("lessons/family.html", _family)


@reads("/lessons", guards=[guards.signed_in])
def lessons(request: Asked, db: Db) -> Answer:
    """Show a member what is theirs to read, and staff every lesson there is."""
    return LESSONS.show()


@writes("/lessons/{slug:str}", page=LESSON, how=get, guards=[guards.signed_in])
def lesson(request: Asked, db: Db, slug: FromPath[str]) -> Answer:
    """Show one lesson; that its reader opened it is noted the first time."""
    given = queries.mine(db, seen_by=request.user, slug=slug)
    service.opened(db, [one.assignment for one in given])
    return LESSON.show(slug=slug)


@writes("/lessons/{slug:str}/reading", page=LESSON, guards=[guards.family])
def read(request: Asked, db: Db, slug: FromPath[str]) -> Answer:
    """Note that somebody has read what was given to them."""
    given = queries.mine(db, seen_by=request.user, slug=slug)
    if not given:
        raise NotYours
    service.read(db, [one.assignment for one in given], by=request.user)
    return LESSON.changed("reading", to=f"/lessons/{slug}", slug=slug)


@writes("/engagements/{engagement_id:uuid}/lessons", how=get, guards=[guards.team])
def family_lessons(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show who of a family has read what, and who not yet."""
    engagement_service.look(db, engagement_id, "lessons", by=request.user)
    return FAMILY.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/lessons", page=FAMILY, guards=[guards.interventionist])
def give(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Give a lesson to one person or to everybody who is in."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    slug = form.choice("slug", shelf.current().lessons)
    members = engagements.members(db, engagement, seen_by=request.user)
    audience = shelf.current().lessons[slug].about.audience
    service.give(db, engagement, chosen(form, members, audience), slug, form.day("due_on"), by=request.user)
    return FAMILY.changed("lessons", to=f"/engagements/{engagement_id}/lessons", engagement_id=engagement_id)


def chosen(form: Form, members: list[Any], audience: str) -> list[Any]:
    """Say whom a form names: one person, or everybody who is in and for whom that lesson was written."""
    who = form.choice("who", (EVERYONE, *(str(member.id) for member in members)))
    if who != EVERYONE:
        return [member for member in members if str(member.id) == who]
    fits = {"everyone": (True, False), "loved_one": (True,), "member": (False,)}.get(audience, ())
    return [member for member in members if member.came_in_at is not None and member.is_loved_one in fits]


HANDLERS = [lessons, lesson, read, family_lessons, give]
