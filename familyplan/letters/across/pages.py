"""The letters of one family side by side, for its lead alone: what they tell of, and how long they are together."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.journal.service import note
from familyplan.kernel.web import Answer, Context, Db, Page, writes
from familyplan.letters.across import queries

Asked = Request[Person, SignedIn, Any]


def _across(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    words_a_minute = access.words_a_minute(db)
    letters = queries.beside(db, engagement, words_a_minute, seen_by=seen_by)
    words = sum(one.words for one in letters)
    return {
        "engagement": engagement,
        "letters": letters,
        "moments": queries.told(letters),
        "words": words,
        "minutes": sum(one.minutes for one in letters),
    }


ACROSS = Page("letters/across.html", _across)


@writes("/engagements/{engagement_id:uuid}/letters/side-by-side", how=get, guards=[guards.interventionist])
def side_by_side(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the given letters side by side; journaled, since words of others are opened."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    note(db, "letters.read_side_by_side", by=request.user, about="engagement", about_id=engagement.id,
         engagement_id=engagement.id)  # fmt: skip
    return ACROSS.show(engagement_id=engagement_id)


HANDLERS = [side_by_side]
