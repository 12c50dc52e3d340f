"""The list of families, to each as much as they may know."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Request
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries
from familyplan.engagements.grants import queries as grants
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel.web import Answer, Context, Db, Page, reads

Asked = Request[Person, SignedIn, Any]


@dataclass(frozen=True)
class Line:
    """One family as one reader may see it: a name or a code, and a way on where there is one."""

    engagement: Engagement
    title: str
    href: str = ""
    lead: str = ""
    way: str = ""


def line(engagement: Engagement, *, seen_by: Person, supervised: set[UUID]) -> Line:
    """
    Decide how much of a family stands in *seen_by*'s list.

    The lead and a supervisor with a grant: its name. The owner: its name and its lead, and no way in but to what is
    kept of it. A counselor: a code and the first letter of the loved one's name.
    """
    way = shelf.current().models[engagement.model_key].title if engagement.model_key in shelf.current().models else ""
    if engagement.lead_id == seen_by.id or engagement.id in supervised:
        return Line(engagement, engagement.family_name, f"/engagements/{engagement.id}", engagement.lead.name, way)
    if "owner" in seen_by.roles:
        to = f"/engagements/{engagement.id}/keeping"
        return Line(engagement, engagement.family_name, to, lead=engagement.lead.name)
    initial = engagement.loved_name[:1]
    title = f"{engagement.code} · {initial}." if initial else engagement.code
    return Line(engagement, title, f"/engagements/{engagement.id}/outcomes")


def _families(db: Session, *, seen_by: Person, page: int = 1) -> Context:
    families, count = queries.engagements(db, seen_by=seen_by, page=page)
    supervised = grants.supervised(db, [family.id for family in families], seen_by=seen_by)
    return {
        "lines": [line(family, seen_by=seen_by, supervised=supervised) for family in families],
        "count": count, "page": page, "pages": max(1, -(-count // queries.PAGE)),
        "begins": "interventionist" in seen_by.roles, "counts": {"owner", "interventionist"} & set(seen_by.roles),
    }  # fmt: skip


FAMILIES = Page("engagements/list.html", _families)


@reads("/engagements", guards=[guards.staff])
def families(request: Asked, db: Db) -> Answer:
    """List the families that this person may know of, newest first."""
    asked = request.query_params.get("page", "1")
    return FAMILIES.show(page=max(1, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1)  # noqa: PLR2004  a page's number, not a text


HANDLERS = [families]
