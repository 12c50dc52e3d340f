"""Who else may look in: given and ended by the lead."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.engagements.grants import queries, service
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes

Asked = Request[Person, SignedIn, Any]
KIND_WORDS = {"counselor": _("counselor"), "supervisor": _("supervisor")}


def _grants(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    staff = {person.id: person for person in access.staff_people(db)}
    pairs = [(person, kind) for person in staff.values() for kind in service.KINDS if kind in person.roles]
    return {
        "engagement": engagement, "today": clock.today(engagement.zone), "kinds": KIND_WORDS,
        "grants": [(grant, staff.get(grant.person_id)) for grant in queries.given(db, engagement, seen_by=seen_by)],
        "choices": [(f"{person.id} {kind}", person.name, kind) for person, kind in pairs if person.id != seen_by.id],
    }  # fmt: skip


GRANTS = Page("engagements/grants/list.html", _grants)


@reads("/engagements/{engagement_id:uuid}/grants", guards=[guards.interventionist])
def grants(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show who else may look into this family, and who could once."""
    return GRANTS.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/grants", page=GRANTS, guards=[guards.interventionist])
def give(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Give somebody a look, from a day until a day."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    chosen, _blank, kind = form.raw("who").partition(" ")
    person = next((one for one in access.staff_people(db) if str(one.id) == chosen and one.id != request.user.id), None)
    if person is None or kind not in service.KINDS:
        raise Refusal(_("Please choose one of these."), field="who")
    from_on = form.day("from_on") or clock.today(engagement.zone)
    service.give(db, engagement, person, kind, from_on=from_on, until_on=form.day("until_on"), by=request.user)
    return _changed(engagement_id)


@writes("/engagements/{engagement_id:uuid}/grants/{grant_id:uuid}/ending", page=GRANTS, guards=[guards.interventionist])
def end(request: Asked, db: Db, engagement_id: FromPath[UUID], grant_id: FromPath[UUID]) -> Answer:
    """End a look at once."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    engagement_service.end_grant(db, queries.one(db, engagement, grant_id, seen_by=request.user), by=request.user)
    return _changed(engagement_id)


def _changed(engagement_id: UUID) -> Answer:
    return GRANTS.changed("grants", to=f"/engagements/{engagement_id}/grants", engagement_id=engagement_id)


HANDLERS = [grants, give, end]
