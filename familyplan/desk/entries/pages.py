"""The journal of one family, for those who answer for it."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk.entries import queries, service
from familyplan.engagements import queries as engagements
from familyplan.kernel.web import Answer, Context, Db, Page, reads

Asked = Request[Person, SignedIn, Any]


def _journal(db: Session, *, seen_by: Person, engagement_id: UUID, page: int) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor", "owner"))
    lines, pages = queries.entries(db, reached, seen_by=seen_by, page=page)
    return {
        "engagement": reached.engagement,
        "opened": reached.what != "owner",
        "lines": lines,
        "page": page,
        "pages": pages,
        "acts": service.ACTS,
    }


JOURNAL = Page("desk/journal.html", _journal)


@reads("/engagements/{engagement_id:uuid}/journal", guards=[guards.staff])
def journal(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show who did or read what."""
    typed = request.query_params.get("page", "")
    page = int(typed) if typed.isdecimal() and len(typed) < len("10000") else 1
    return JOURNAL.show(engagement_id=engagement_id, page=max(page, 1))


HANDLERS = [journal]
