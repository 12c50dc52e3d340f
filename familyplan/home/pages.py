"""The member's page: one next step. `/` itself is answered in `app`, which knows who sees which first page."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.needs.service import needs
from familyplan.engagements.records import Engagement, Member
from familyplan.home import queries
from familyplan.journal.service import note
from familyplan.kernel.errors import NotYours
from familyplan.kernel.web import Answer, Context, Db, Page, go, reads, writes
from familyplan.letters import queries as letters

Asked = Request[Person, SignedIn, Any]


def _home(
    db: Session,
    *,
    seen_by: Person,
    family: UUID | None,
    phone: str,
    mine: list[tuple[Member, Engagement]] | None = None,
) -> Context:
    mine = mine or queries.places(db, seen_by=seen_by)
    member, engagement = queries.place_among(mine, family)
    others = [(one, other) for other, one in mine if one.id != engagement.id]
    return {
        "home": queries.home(db, member, engagement, phone=phone, seen_by=seen_by),
        "lead_name": engagement.lead.first_name,
        "others": others,
    }


def _kept(db: Session, *, seen_by: Person) -> Context:
    return {"kept": letters.kept(db, seen_by=seen_by)}


HOME = Page("home/home.html", _home)
KEPT = Page("home/kept.html", _kept)
NOT_WANTED = Page("home/not_wanted.html")


def first(db: Session, person: Person, phone: str) -> Answer:
    """Show the page that a relative begins with; who has left every circle finds their own words, and no more."""
    here = engagements.memberships(db, seen_by=person)
    return HOME.show(family=None, phone=phone, mine=here) if here else KEPT.show()


@reads("/engagements/{engagement_id:uuid}/home", guards=[guards.family])
def home(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show one's own page for one of several families; another's is not found."""
    engagements.membership(db, engagement_id, seen_by=request.user)
    return HOME.show(family=engagement_id, phone=request.auth.phone)


@writes("/engagements/{engagement_id:uuid}/not-wanted", guards=[guards.family])
def not_wanted(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Let the lead know that the loved one does not want this. No reason is asked; nothing else happens by itself."""
    place = engagements.reach(db, engagement_id, seen_by=request.user, among=("loved_one",))
    if place.member is None:
        raise NotYours
    needs(db, place.engagement, "does_not_want", place.member.id)
    note(
        db,
        "loved_one.does_not_want",
        by=request.user,
        about="member",
        about_id=place.member.id,
        engagement_id=engagement_id,
    )
    return go(f"/engagements/{engagement_id}/not-wanted")


@reads("/engagements/{engagement_id:uuid}/not-wanted", guards=[guards.family])
def heard(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Say what happens now that the loved one said so."""
    place = engagements.reach(db, engagement_id, seen_by=request.user, among=("loved_one",))
    return NOT_WANTED.show(says={"lead_name": place.engagement.lead.first_name, "engagement": place.engagement})


HANDLERS = [home, not_wanted, heard]
