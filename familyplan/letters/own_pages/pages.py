"""The loved one's own pages: shown to the family by one button, read there by members; and laid out by the lead."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel.errors import NotYours
from familyplan.kernel.web import Answer, Context, Db, Page, reads, writes
from familyplan.letters import queries as letters
from familyplan.letters.own_pages import queries, service
from familyplan.letters.pages import around
from familyplan.letters.queries import Found, kind_of
from familyplan.letters.reading.queries import read_aloud
from familyplan.letters.writing import queries as writing

Asked = Request[Person, SignedIn, Any]


def _reach(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """As the loved one, whose page it is, or as somebody of the family while it is shown; raises `NotYours`."""
    try:
        mine = letters.own(db, letter_id, seen_by=seen_by)
    except NotYours:
        return queries.shown(db, letter_id, seen_by=seen_by)
    if not queries.is_own_page(mine):
        raise NotYours
    return mine


def _shown(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    reached = _reach(db, letter_id, seen_by=seen_by)
    mine = reached.what == "writer"
    return {
        **around(reached),
        "mine": mine,
        "name": "" if mine else _called(db, reached.engagement, seen_by=seen_by),
        "shown": queries.standing(db, reached),
        "told": read_aloud(writing.parts(db, reached)),
    }


def _called(db: Session, engagement: Engagement, *, seen_by: Person) -> str:
    """The name that this reader uses for the loved one."""
    reader = engagements.reach(db, engagement.id, seen_by=seen_by, among=("member",)).member
    return (reader.calls if reader else "") or engagement.loved_name or ""


def _pages(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = _with_pages(db, engagement_id, seen_by=seen_by)
    laid = queries.of_family(db, engagement, seen_by=seen_by)
    kinds = [(kind_of(engagement, one.kind), one) for one in laid]
    return {"engagement": engagement, "laid": [(kind.title if kind else "", one) for kind, one in kinds]}


SHOWN = Page("letters/shown.html", _shown)
PAGES = Page("letters/own_pages.html", _pages)


@writes("/letters/{letter_id:uuid}/shown", how=get, guards=[guards.family])
def shown(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the page as the family is shown it; journaled where it is another's."""
    reached = _reach(db, letter_id, seen_by=request.user)
    if reached.what != "writer":
        about_id, family = reached.letter.id, reached.engagement.id
        note(db, "own_page.read", by=request.user, about="letter", about_id=about_id, engagement_id=family)
    return SHOWN.show(letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/shown", page=SHOWN, guards=[guards.family])
def show(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show one's own page to the family."""
    reached = letters.own(db, letter_id, seen_by=request.user)
    service.show(db, reached, writing.parts(db, reached), by=request.user)
    return SHOWN.changed("shown", to=f"/letters/{letter_id}/shown", letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/shown/withdrawal", page=SHOWN, guards=[guards.family])
def hide(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Take one's own page out of the family's sight."""
    service.hide(db, letters.own(db, letter_id, seen_by=request.user), by=request.user)
    return SHOWN.changed("shown", to=f"/letters/{letter_id}/shown", letter_id=letter_id)


def _with_pages(db: Session, engagement_id: UUID, *, seen_by: Person) -> Engagement:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    if not queries.kinds(engagement):
        raise NotYours
    return engagement


@reads("/engagements/{engagement_id:uuid}/own-pages", guards=[guards.interventionist])
def own_pages(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the lead which pages the loved one has, and not a word of them; not found in a way that has none."""
    return PAGES.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/own-pages", page=PAGES, guards=[guards.interventionist])
def lay_out(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Lay the pages out, where help began and the program did not know of it."""
    service.lay_out_pages(db, _with_pages(db, engagement_id, seen_by=request.user), by=request.user)
    return PAGES.changed("own_pages", to=f"/engagements/{engagement_id}/own-pages", engagement_id=engagement_id)


HANDLERS = [shown, show, hide, own_pages, lay_out]
