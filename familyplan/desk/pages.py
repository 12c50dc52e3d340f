"""The first page of staff: the lead's morning, the supervisor's overview, the counselor's families."""

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.desk import queries, service
from familyplan.engagements import queries as engagements
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.web import Context, Page
from familyplan.outcomes import queries as outcomes

TINTS = ("dusk", "honey", "pine")


def tints() -> dict[str, str]:
    """A colour for each way, only to find it again; the tag's word says which it is."""
    return {key: TINTS[at % len(TINTS)] for at, key in enumerate(sorted(shelf.current().models))}


def _desk(db: Session, *, seen_by: Person, page: int) -> Context:
    now = clock.local(clock.now(), seen_by.zone)
    families, count = queries.families(db, seen_by=seen_by, until_on=now.date(), page=page)
    return {
        "now": now,
        "families": families,
        "count": count,
        "number": service.number(count),
        "pages": -(-count // queries.PAGE),
        "page": page,
        "asks": {
            family.engagement.id: (one, service.ask_of(one.need))
            for family in families
            for one in family.waits
            if one.need is service.most_urgent([each.need for each in family.waits])
        },
        "stuck": queries.stuck(db, seen_by=seen_by),
        "looks_back": queries.looks_back(db, seen_by=seen_by),
        "models": shelf.current().models,
        "tints": tints(),
        "today": now.date(),
    }


def _oversight(db: Session, *, seen_by: Person) -> Context:
    given, count = engagements.engagements(db, seen_by=seen_by)
    return {
        "families": queries.lines(db, given, seen_by=seen_by),
        "count": count,
        "models": shelf.current().models,
        "tints": tints(),
    }


def _counselor(db: Session, *, seen_by: Person) -> Context:
    return {"families": outcomes.families_of(db, seen_by=seen_by)}


DESK = Page("desk/desk.html", _desk)
OVERSIGHT = Page("desk/oversight.html", _oversight)
COUNSELOR = Page("desk/counselor.html", _counselor)
