"""The page with the practice's own numbers."""

from typing import Any

from litestar import Request
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.guidance import shelf
from familyplan.kernel.web import Answer, Context, Db, Page, reads
from familyplan.reports import queries, service

Asked = Request[Person, SignedIn, Any]


def _numbers(db: Session, *, seen_by: Person) -> Context:
    told = service.report(queries.calls(db, seen_by=seen_by), shelf.current().models)
    return {"report": told, "whole": "owner" in seen_by.roles, "fewest": service.FEWEST}


NUMBERS = Page("reports/numbers.html", _numbers)


@reads("/reports", guards=[guards.keepers])
def numbers(request: Asked, db: Db) -> Answer:
    """Show what first calls came to, counted, with nothing told of fewer than ten."""
    return NUMBERS.show()


HANDLERS = [numbers]
