"""Writing a gate's decision. The page that shows what was looked at beside it is composed above, in `desk`."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import queries, service
from familyplan.engagements.gates.records import DECISIONS, KINDS
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, writes

Asked = Request[Person, SignedIn, Any]


def _decide(db: Session, *, seen_by: Person, engagement_id: UUID, kind: str, member_id: str) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    member = _member(db, engagement, member_id, seen_by=seen_by)
    standing = queries.standing(db, engagement, seen_by=seen_by)
    stood = standing.of(member.id) if member else (standing.b if kind == "B" else standing.c)
    return {
        "engagement": engagement,
        "kind": kind,
        "member": member,
        "stood": stood,
        "text": shelf.current().safety.gates[kind.lower()],
        "above": shelf.current().safety.above_gates,
        "leads": engagement.lead_id == seen_by.id,
    }


DECIDE = Page("engagements/gates/decide.html", _decide)


def _again(*, form: Form, engagement_id: UUID, **_: object) -> tuple[Page, Context]:
    """Show the form of the same gate again; a gate that there is none of is not found."""
    kind = form.raw("kind")
    if kind not in KINDS:
        raise NotYours
    return DECIDE, {"engagement_id": engagement_id, "kind": kind, "member_id": form.raw("member_id")}


def _member(db: Session, engagement: Engagement, member_id: str, *, seen_by: Person) -> Member | None:
    if not member_id:
        return None
    try:
        return engagements.member(db, engagement, UUID(member_id), seen_by=seen_by)
    except ValueError:
        raise NotYours from None


@writes("/engagements/{engagement_id:uuid}/gates", page=_again, guards=[guards.team])
def decide(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Put a decision on the record: fields kind (A, B, C), member_id (for A), decision, why, consulted."""
    engagement = engagements.overseen(db, engagement_id, seen_by=request.user)
    kind, decision = form.choice("kind", KINDS), form.choice("decision", DECISIONS)
    member = _member(db, engagement, form.raw("member_id") if kind == "A" else "", seen_by=request.user)
    why, consulted = form.text("why"), form.text("consulted")
    service.decide(db, engagement, kind, decision, why, consulted, by=request.user, member=member)
    return go(f"/engagements/{engagement_id}/gates")


HANDLERS = [decide]
