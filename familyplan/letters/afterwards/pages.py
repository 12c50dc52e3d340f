"""What becomes of a letter: its writer's pages, and the office's list of what was chosen."""

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
from familyplan.engagements.holds import queries as holds
from familyplan.engagements.pauses import queries as pauses
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes
from familyplan.letters import queries as letters
from familyplan.letters.afterwards import queries, service
from familyplan.letters.pages import around

Asked = Request[Person, SignedIn, Any]
L = "/letters/{letter_id:uuid}/afterwards"


def _one(db: Session, *, seen_by: Person, letter_id: UUID) -> Context:
    reached = letters.own(db, letter_id, seen_by=seen_by)
    told = around(reached)
    return {
        **told,
        "lead_name": told["lead"],
        "chosen": queries.told(reached.letter, told["title"], queries.choice_of(db, reached)),
        "choices": service.choices_for(reached),
        "pause": pauses.standing(db, reached.engagement.id, seen_by=seen_by),
        "is_over": queries.is_over(db, reached.engagement, seen_by=seen_by),
        "held": holds.is_kept(db, reached.engagement, seen_by=seen_by),
    }


def _mine(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    place = engagements.reach(db, engagement_id, seen_by=seen_by, among=("member", "loved_one"))
    return {
        "engagement": place.engagement,
        "lead_name": place.engagement.lead.first_name,
        "pause": pauses.standing(db, engagement_id, seen_by=seen_by),
        "mine": queries.of_member(db, place.engagement, found(place.member), seen_by=seen_by),
    }


def _family(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    return {"engagement": engagement, "chosen": queries.of_family(db, engagement, seen_by=seen_by)}


ONE = Page("letters/afterwards/one.html", _one)
MINE = Page("letters/afterwards/mine.html", _mine)
FAMILY = Page("letters/afterwards/family.html", _family)


@reads("/engagements/{engagement_id:uuid}/words-afterwards", guards=[guards.family])
def mine(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show one's own letters, to take a copy, and what one chose for each."""
    return MINE.show(engagement_id=engagement_id)


@reads(L, guards=[guards.family])
def afterwards(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the writer what can become of this letter."""
    return ONE.show(letter_id=letter_id)


@writes(L, page=ONE, guards=[guards.family])
def choose(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Note what the writer chose."""
    reached = letters.own(db, letter_id, seen_by=request.user)
    settled, agreed = form.ticked("copy_settled"), form.ticked("loved_one_agreed")
    choice = form.choice("choice", service.choices_for(reached))
    service.choose(db, reached, choice, copy_settled=settled, loved_one_agreed=agreed, by=request.user)
    return ONE.changed("afterwards", to=f"/letters/{letter_id}/afterwards", letter_id=letter_id)


@writes(L + "/withdrawal", page=ONE, guards=[guards.family])
def think_again(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Take the choice back."""
    service.think_again(db, letters.own(db, letter_id, seen_by=request.user), by=request.user)
    return ONE.changed("afterwards", to=f"/letters/{letter_id}/afterwards", letter_id=letter_id)


@writes("/engagements/{engagement_id:uuid}/letters/afterwards", how=get, guards=[guards.team])
def family(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what each writer chose, and nothing of what they wrote."""
    acts.look(db, engagement_id, "letters", by=request.user)
    return FAMILY.show(engagement_id=engagement_id)


HANDLERS = [mine, afterwards, choose, think_again, family]
