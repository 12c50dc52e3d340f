"""What is kept of a family, for the owner and its lead: a hold by law, and erasing. No word of the family is here."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.holds import queries as holds
from familyplan.engagements.holds import service as holding
from familyplan.engagements.records import Engagement
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, writes
from familyplan.upkeep.erasure import service as erasure
from familyplan.upkeep.keeping import queries, service

Asked = Request[Person, SignedIn, Any]
LONGEST_CODE = 20


def _keeping(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = queries.kept(db, engagement_id, seen_by=seen_by)
    wish = queries.wish(db, reach.engagement, seen_by=seen_by)
    return {
        "engagement": reach.engagement, "owns": reach.what == "owner",
        "hold": holds.standing(db, reach.engagement, seen_by=seen_by),
        "lifted": holds.before(db, reach.engagement, seen_by=seen_by),
        "wish": wish, "may_agree": wish is not None and seen_by.id in {other.id for other in wish.others},
    }  # fmt: skip


KEEPING = Page("upkeep/keeping.html", _keeping)


def _owned(db: Session, engagement_id: UUID, *, by: Person) -> Engagement:
    return engagements.reach(db, engagement_id, seen_by=found(by), among=("owner",)).engagement


def _changed(block: str, engagement_id: UUID) -> Answer:
    return KEEPING.changed(block, to=f"/engagements/{engagement_id}/keeping", engagement_id=engagement_id)


@reads("/engagements/{engagement_id:uuid}/keeping", guards=[guards.keepers])
def keeping(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show whether a hold stands over a family, and how far erasing it is."""
    return KEEPING.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/keeping/holds", page=KEEPING, guards=[guards.owner, guards.confirmed()])
def place_hold(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Stop every deletion for a family."""
    engagement = _owned(db, engagement_id, by=request.user)
    holding.place(db, engagement, form.text("reason", longest=holding.LONGEST_REASON), by=request.user)
    return _changed("keeping", engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/keeping/holds/lifting", page=KEEPING, guards=[guards.owner, guards.confirmed()]
)
def lift_hold(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Let deletions go on."""
    holding.lift(db, _owned(db, engagement_id, by=request.user), by=request.user)
    return _changed("keeping", engagement_id)


@writes("/engagements/{engagement_id:uuid}/keeping/erasure", page=KEEPING, guards=[guards.owner, guards.confirmed()])
def ask_to_erase(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Ask to erase a family, with its code typed."""
    engagement = _owned(db, engagement_id, by=request.user)
    service.ask(db, engagement, form.text("code", longest=LONGEST_CODE), by=request.user)
    return _changed("keeping", engagement_id)


@writes(
    "/engagements/{engagement_id:uuid}/keeping/erasure/agreement",
    page=KEEPING,
    guards=[guards.keepers, guards.confirmed()],
)
def agree_to_erase(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Agree as the second person."""
    service.agree(db, queries.kept(db, engagement_id, seen_by=request.user).engagement, by=request.user)
    return _changed("keeping", engagement_id)


@writes("/engagements/{engagement_id:uuid}/keeping/erasure/withdrawal", page=KEEPING, guards=[guards.keepers])
def let_be(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Let it be."""
    service.let_be(db, queries.kept(db, engagement_id, seen_by=request.user).engagement, by=request.user)
    return _changed("keeping", engagement_id)


def _erase(request: Asked, db: Session, form: Form) -> None:
    """Erase, in transactions of its own, since a key goes after the rows; `db` is let go of first."""
    engagement = _owned(db, request.path_params["engagement_id"], by=request.user)
    service.refuse_unless_agreed(db, engagement, form.text("code", longest=LONGEST_CODE), by=request.user)
    db.close()
    erasure.erase_engagement(request.app.state.database, engagement.id, by=request.user)


@writes(
    "/engagements/{engagement_id:uuid}/keeping/erasure/last-step",
    page=KEEPING,
    before=_erase,
    guards=[guards.owner, guards.confirmed()],
)
def erase(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Lead back to the families: this one is gone, for good. Once more it is not found."""
    return go("/engagements")


HANDLERS = [keeping, place_hold, lift_hold, ask_to_erase, agree_to_erase, let_be, erase]
