"""One family's own page: who, which way, what comes next, and the ways to everything about it."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk import service
from familyplan.desk.families import queries
from familyplan.desk.pages import tints
from familyplan.desk.queries import Waits
from familyplan.engagements import service as engagement_service
from familyplan.engagements.people.service import RELATION_WORDS
from familyplan.guidance import shelf
from familyplan.kernel.web import Answer, Context, Db, Page, writes

Asked = Request[Person, SignedIn, Any]


def _urgency(one: Waits) -> tuple[int, date, str]:
    return service.urgency(one.need)


def _family(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    overview = queries.overview(db, engagement_id, seen_by=seen_by)
    return {
        "overview": overview,
        "asks": [(one, service.ask_of(one.need)) for one in sorted(overview.waits, key=_urgency)],
        "models": shelf.current().models,
        "tints": tints(),
        "relations": RELATION_WORDS,
    }


FAMILY = Page("desk/family.html", _family)


@writes("/engagements/{engagement_id:uuid}", how=get, guards=[guards.team])
def family(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show one family at a glance."""
    engagement_service.look(db, engagement_id, "family", by=request.user)
    return FAMILY.show(engagement_id=engagement_id)


HANDLERS = [family]
