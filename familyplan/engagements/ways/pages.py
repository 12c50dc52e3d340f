"""Which way (A6): cards to look at together, and a page before a change."""

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
from familyplan.engagements.people.service import stopped_for_age
from familyplan.engagements.ways import queries, service
from familyplan.guidance import shelf, words
from familyplan.guidance.safety import spoken_numbers
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes

Asked = Request[Person, SignedIn, Any]


def _way(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement, safety = reach.engagement, shelf.current().safety
    open_rows = queries.noted(db, engagement, seen_by=seen_by)
    numbers = spoken_numbers(safety.numbers["US"])
    name = engagement.loved_name or "…"
    return {
        "engagement": engagement, "leads": reach.what == "lead",
        "on_the_table": queries.cards(db, open_rows, seen_by=seen_by),
        "questions": {key: row.question.replace("NAME", name) for key, row in safety.rows.items()},
        "else_": safety.something_else, "stopped": stopped_for_age(engagement),
        "others": [
            (way, words.fill(way.text, numbers), queries.pointed_at(way, engagement, open_rows))
            for way in safety.something_else.ways
        ],
        "chosen": shelf.current().models.get(engagement.model_key or ""),
    }  # fmt: skip


def _change(db: Session, *, seen_by: Person, engagement_id: UUID, model: str) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    before, after = found(shelf.current().models.get(engagement.model_key or "")), shelf.current().models[model]
    return {
        "engagement": engagement, "before": before, "after": after, "difference": service.difference(before, after),
        "level": after.level(engagements.level_in(after, engagement.level)),
    }  # fmt: skip


WAY = Page("engagements/ways/show.html", _way)
CHANGE = Page("engagements/ways/change.html", _change)


def _chosen(form: Form) -> service.Chosen:
    return service.Chosen(
        why=form.text("why"),
        agreed_by=form.text("agreed_by"),
        learns=form.text("learns"),
        learns_why=form.text("learns_why"),
        untrained=form.ticked("untrained"),
    )


@reads("/engagements/{engagement_id:uuid}/way", guards=[guards.team])
def way(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Lay the ways on the table; none is recommended."""
    return WAY.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/way", page=WAY, guards=[guards.interventionist])
def choose(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Put the choice on record; another way than the one that stands is first shown with what it changes."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    key = form.choice("model", shelf.current().models)
    chosen, practice = _chosen(form), access.practice(db)
    trained = practice is not None and key in practice.trained_in.split()
    if engagement.model_key not in (None, key) and not form.ticked("confirmed"):
        service.check(engagement, chosen, trained=trained)
        return CHANGE.show(engagement_id=engagement_id, model=key, says={"chosen": chosen})
    service.choose(db, engagement, shelf.current().models[key], chosen, by=request.user, trained=trained)
    return WAY.changed("way", to=f"/engagements/{engagement_id}/way", engagement_id=engagement_id)


HANDLERS = [way, choose]
