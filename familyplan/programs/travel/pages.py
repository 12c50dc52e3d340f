"""Travel and home: the lead's page, a member's own lines, and the whole list for whoever keeps the details."""

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
from familyplan.engagements.pauses import queries as pauses
from familyplan.engagements.records import Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.language import gettext as in_words
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, reads, writes
from familyplan.programs.options.queries import done_by
from familyplan.programs.travel import queries, service

Asked = Request[Person, SignedIn, Any]
LINE, LONGEST = 200, 500
E = "/engagements/{engagement_id:uuid}"


def _travel(db: Session, *, seen_by: Person, engagement_id: UUID, **_more: object) -> Context:
    place = queries.place(db, engagement_id, seen_by=seen_by)
    engagement, travel = place.engagement, shelf.current().programs.travel
    by_topic: dict[str, list[Any]] = {topic.key: [] for topic in travel.topics}
    for line in queries.lines(db, place, seen_by=seen_by):
        by_topic.setdefault(line.topic, []).append(line)
    calls = place.member.calls if place.member else ""
    return {
        "engagement": engagement,
        "place": place,
        "leads": place.what == "lead",
        "travel": travel,
        "lines": by_topic,
        "calls": calls or engagement.loved_name or in_words(_("the person")),
        "lead_name": engagement.lead.first_name,
        "members": [one for one in engagements.members(db, engagement, seen_by=seen_by) if not one.is_loved_one],
        "has_step": bool(done_by(engagement, queries.FACT)),
        "keepers": queries.keepers(engagement),
        "pause": pauses.standing(db, engagement_id, seen_by=seen_by),
    }


TRAVEL = Page("programs/travel.html", _travel)
MINE = Page("programs/my_travel.html", _travel)


def _own(seen_by: Person) -> Page:
    return TRAVEL if seen_by.kind == "staff" else MINE


def _again(*, request: Asked, engagement_id: UUID, **_: object) -> tuple[Page, Context]:
    return _own(request.user), {"engagement_id": engagement_id}


def _changed(request: Asked, engagement_id: UUID) -> Answer:
    if request.user.kind == "staff":
        to = f"/engagements/{engagement_id}/programs/travel"
        return TRAVEL.changed("travel", to=to, engagement_id=engagement_id)
    return MINE.changed("travel", to=f"/engagements/{engagement_id}/travel", engagement_id=engagement_id)


def _said(db: Session, form: Form, place: queries.Place, seen_by: Person) -> service.Said:
    return service.Said(
        words=form.text("words", longest=LONGEST),
        member=_member(db, form.raw("who"), place, seen_by),
        somebody=form.text("somebody", longest=LINE),
        not_needed=form.ticked("not_needed"),
    )


def _member(db: Session, sent: str, place: queries.Place, seen_by: Person) -> Member | None:
    """Read who does it: for staff one of the family, for a member nobody but themselves."""
    return engagements.member(db, place.engagement, id_in(sent), seen_by=seen_by) if sent else None


def _place(db: Session, engagement_id: UUID, seen_by: Person) -> queries.Place:
    place = queries.place(db, engagement_id, seen_by=seen_by)
    if place.what == "supervisor":
        raise NotYours
    return place


@writes(f"{E}/programs/travel", how=get, guards=[guards.team])
def travel(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show staff everything that is to settle, and who does it."""
    acts.look(db, engagement_id, "programs", by=request.user)
    return TRAVEL.show(engagement_id=engagement_id)


@reads(f"{E}/travel", guards=[guards.family])
def mine(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show a member what is theirs to do; everything to whoever keeps the details."""
    return MINE.show(engagement_id=engagement_id)


@writes(f"{E}/travel/lines", page=_again, guards=[guards.letter_people])
def add(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Add a line: fields topic, words, who, somebody, not_needed."""
    place = _place(db, engagement_id, request.user)
    if not place.edits:
        raise NotYours
    topic = service.topic_of(form.text("topic"))
    service.add(db, place, topic, _said(db, form, place, request.user), by=request.user)
    return _changed(request, engagement_id)


@writes(f"{E}/travel/lines/{{line_id:uuid}}", page=_again, guards=[guards.letter_people])
def amend(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], line_id: FromPath[UUID]) -> Answer:
    """Say something else about a line."""
    place = _place(db, engagement_id, request.user)
    line = queries.line(db, place, line_id, seen_by=request.user)
    if not place.edits:
        raise NotYours
    service.amend(db, place, line, _said(db, form, place, request.user), by=request.user)
    return _changed(request, engagement_id)


@writes(f"{E}/travel/lines/{{line_id:uuid}}/putting-away", page=_again, guards=[guards.letter_people])
def put_away(request: Asked, db: Db, engagement_id: FromPath[UUID], line_id: FromPath[UUID]) -> Answer:
    """Take a line off the list."""
    place = _place(db, engagement_id, request.user)
    service.put_away(db, place, queries.line(db, place, line_id, seen_by=request.user), by=request.user)
    return _changed(request, engagement_id)


@writes(f"{E}/travel/lines/{{line_id:uuid}}/doing", page=_again, guards=[guards.letter_people])
def done(request: Asked, db: Db, engagement_id: FromPath[UUID], line_id: FromPath[UUID]) -> Answer:
    """Say that it is done."""
    place = _place(db, engagement_id, request.user)
    service.mark(db, place, queries.line(db, place, line_id, seen_by=request.user), done=True, by=request.user)
    return _changed(request, engagement_id)


@writes(f"{E}/travel/lines/{{line_id:uuid}}/doing/withdrawal", page=_again, guards=[guards.letter_people])
def not_done(request: Asked, db: Db, engagement_id: FromPath[UUID], line_id: FromPath[UUID]) -> Answer:
    """Say that it is not done after all."""
    place = _place(db, engagement_id, request.user)
    service.mark(db, place, queries.line(db, place, line_id, seen_by=request.user), done=False, by=request.user)
    return _changed(request, engagement_id)


HANDLERS = [travel, mine, add, amend, put_away, done, not_done]
