"""The members with their letters: how each stands, never a word of one."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk.board import queries, service
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.engagements.records import Member
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, writes
from familyplan.letters import queries as letters
from familyplan.letters.history import queries as history
from familyplan.letters.other_page import queries as other_page
from familyplan.letters.queries import OnBoard

Asked = Request[Person, SignedIn, Any]


def _board(db: Session, *, seen_by: Person, engagement_id: UUID, **_about: object) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    members = engagements.members(db, engagement, seen_by=seen_by)
    written: dict[UUID, list[OnBoard]] = {member.id: [] for member in members}
    for one in letters.board(db, engagement, seen_by=seen_by):
        written.setdefault(one.letter.member_id, []).append(one)
    nudged = queries.nudged(db, engagement, seen_by=seen_by)
    opened = {one.member.id: one for one in other_page.board(db, engagement, seen_by=seen_by)}
    return {
        "engagement": engagement,
        "leads": reached.what == "lead",
        "members": [member for member in members if not member.is_loved_one or written[member.id]],
        "written": written,
        "other_pages": opened,
        "could_open": other_page.could_have(db, engagement, members, seen_by=seen_by) - set(opened),
        "changed": history.changed_since(db, engagement, seen_by=seen_by),
        "last_here": queries.last_here(db, members, seen_by=seen_by),
        "nudged": nudged,
        "nudged_lately": {one for one, at in nudged.items() if at > clock.now() - service.NOT_AGAIN_WITHIN},
    }


BOARD = Page("desk/board.html", _board)


@writes("/engagements/{engagement_id:uuid}/letters", how=get, guards=[guards.team])
def board(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show every member and how their letters stand."""
    engagement_service.look(db, engagement_id, "letters", by=request.user)
    return BOARD.show(engagement_id=engagement_id)


def _circle(member: Member) -> Member:
    """The loved one is never reminded of anything."""
    if member.is_loved_one:
        raise NotYours
    return member


@writes(
    "/engagements/{engagement_id:uuid}/members/{member_id:uuid}/nudges", page=BOARD, guards=[guards.interventionist]
)
def nudge(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Send one writer a gentle reminder."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    member = _circle(engagements.member(db, engagement, member_id, seen_by=request.user))
    service.nudge(db, engagement, member, by=request.user)
    return BOARD.changed("board", to=f"/engagements/{engagement_id}/letters", engagement_id=engagement_id)


HANDLERS = [board, nudge]
