"""The first page, `/`: who sees which. Desk for staff, home for a family, the way in for everybody else."""

from typing import Any

from litestar import Request

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.desk.pages import COUNSELOR, DESK, OVERSIGHT
from familyplan.home import pages as home
from familyplan.kernel.web import Answer, Db, go, reads

Asked = Request[Person | None, SignedIn | None, Any]


@reads("/", guards=[guards.public])
def front(request: Asked, db: Db) -> Answer:
    """Show the page that this person begins with."""
    person, session = request.user, request.auth
    if person is None or session is None:
        return go("/sign-in/factor" if guards.arriving(request) else "/sign-in")
    if person.kind != "staff":
        return home.first(db, person, session.phone)
    if "interventionist" in person.roles:
        return DESK.show(page=number(request.query_params.get("page", "")))
    if "supervisor" in person.roles:
        return OVERSIGHT.show()
    return COUNSELOR.show() if "counselor" in person.roles else go("/settings")


def number(typed: str) -> int:
    """Read a page's number from an address; anything else is the first page."""
    return max(int(typed), 1) if typed.isdecimal() and len(typed) < len("10000") else 1


HANDLERS = [front]
