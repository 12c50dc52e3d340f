"""Correcting a line, withdrawing it, and that the lead has seen it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, writes
from familyplan.outcomes import queries, service
from familyplan.outcomes.pages import LONGEST_NOTE, OUTCOMES, form_context, line_of, place_of
from familyplan.outcomes.queries import Place
from familyplan.outcomes.records import Outcome

Asked = Request[Person, SignedIn, Any]


def _correction(db: Session, *, seen_by: Person, engagement_id: UUID, outcome_id: UUID) -> Context:
    gathered = form_context(db, seen_by=seen_by, engagement_id=engagement_id)
    old = queries.outcome(db, gathered["place"], outcome_id, seen_by=seen_by)
    label = queries.words_of(gathered["engagement"])[old.kind].label
    return gathered | {"old": old, "old_label": label, "draft": as_typed(old, gathered["place"]), "counted": ""}


def as_typed(old: Outcome, place: Place) -> dict[str, str]:
    """Write a line as this person's form would have been filled in."""
    numbers = {"level": old.level, "minutes": old.minutes, "people": old.people}
    return {
        "kind": old.kind,
        "when": "about" if old.about_that_day else "day",
        "happened_on": old.happened_on.isoformat(),
        "source": (old.heard_from or "record") if place.is_counselor else old.source,
        "family_told": "yes" if old.family_told else "",
        "naloxone": old.naloxone,
        "care": old.care,
        "words": old.words,
        **{name: "" if number is None else str(number) for name, number in numbers.items()},
    }


CORRECTION = Page("outcomes/correct.html", _correction)
CORRECT = "/engagements/{engagement_id:uuid}/outcomes/{outcome_id:uuid}/correction"


@reads(CORRECT, guards=[guards.recorders])
def correction(request: Asked, db: Db, engagement_id: FromPath[UUID], outcome_id: FromPath[UUID]) -> Answer:
    """Show a line, ready to be said anew."""
    return CORRECTION.show(engagement_id=engagement_id, outcome_id=outcome_id)


@writes(CORRECT, page=CORRECTION, guards=[guards.recorders])
def correct(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], outcome_id: FromPath[UUID]) -> Answer:
    """Say what a line should say, and why; the old one stays, struck through."""
    place = place_of(db, request.user, engagement_id, may_record=True)
    old = queries.outcome(db, place, outcome_id, seen_by=request.user)
    why = form.text("why", longest=LONGEST_NOTE)
    line = line_of(form, place)
    if old.source == line.source == "program" and not place.is_counselor:
        line = replace(line, heard_from=old.heard_from)
    service.correct(db, place, old, line, why, by=request.user, long_ago_is_right=form.ticked("early"))
    return go(f"/engagements/{engagement_id}/outcomes")


@writes("/engagements/{engagement_id:uuid}/outcomes/{outcome_id:uuid}/withdrawal", page=None, guards=[guards.recorders])
def withdraw(request: Asked, db: Db, engagement_id: FromPath[UUID], outcome_id: FromPath[UUID]) -> Answer:
    """Take a line that was entered on the wrong record off it, at once."""
    place = place_of(db, request.user, engagement_id, may_record=True)
    service.withdraw(db, place, queries.outcome(db, place, outcome_id, seen_by=request.user), by=request.user)
    return OUTCOMES.changed("outcomes", to=f"/engagements/{engagement_id}/outcomes", engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/outcomes/{outcome_id:uuid}/seen", guards=[guards.interventionist])
def seen(request: Asked, db: Db, engagement_id: FromPath[UUID], outcome_id: FromPath[UUID]) -> Answer:
    """Note that the lead has seen what a counselor entered, corrected or took off."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    service.seen(db, engagement, outcome_id)
    return OUTCOMES.changed("outcomes", to=f"/engagements/{engagement_id}/outcomes", engagement_id=engagement_id)


HANDLERS = [correction, correct, withdraw, seen]
