"""Who takes the roles that a family agrees on together: staff only, in the ways that have such roles."""

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
from familyplan.engagements.people.service import RELATION_WORDS
from familyplan.engagements.roles import queries, service
from familyplan.kernel.errors import NotYours
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, id_in, writes

Asked = Request[Person, SignedIn, Any]


def _roles(db: Session, *, seen_by: Person, engagement_id: UUID, **_about: object) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    everyone = engagements.members(db, reached.engagement, seen_by=seen_by)
    could = [one for one in everyone if not one.is_loved_one and one.relation != "child"]
    return {
        "engagement": reached.engagement,
        "leads": reached.what == "lead",
        "roles": queries.roles(reached.engagement),
        "agreed": queries.agreements(db, reached.engagement, seen_by=seen_by),
        "people": {one.id: one for one in could},
        "relations": RELATION_WORDS,
    }


ROLES = Page("engagements/roles/roles.html", _roles)


@writes("/engagements/{engagement_id:uuid}/roles", how=get, guards=[guards.team])
def roles(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show who takes what; not found in a way that has no such roles."""
    queries.roles(acts.look(db, engagement_id, "roles", by=request.user).engagement)
    return ROLES.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/roles/{role:str}/agreement", page=ROLES, guards=[guards.interventionist])
def agree(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], role: FromPath[str]) -> Answer:
    """Keep who was agreed on for one role: fields member, why, agreed_on."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    known = next((one for one in queries.roles(engagement) if one.key == role), None)
    if known is None:
        raise NotYours
    chosen = id_in(form.needed("member", _("Please choose somebody.")))
    member = engagements.member(db, engagement, chosen, seen_by=request.user)
    why, on = form.text("why"), form.day("agreed_on")
    service.agree(db, engagement, known, member, why=why, agreed_on=on, by=request.user)
    to = f"/engagements/{engagement_id}/roles"
    return ROLES.changed("roles", to=to, says={"kept": role}, engagement_id=engagement_id)


HANDLERS = [roles, agree]
