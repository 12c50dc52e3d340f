"""Agreeing on an answer. One voice says it; nobody else has to."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.answers import queries
from familyplan.day.answers.records import AgreedAnswer
from familyplan.day.service import MEANWHILE
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _

LONGEST = 600  # code points: what can still be said in one breath or two


def agree(
    db: Session, engagement: Engagement, answer_id: UUID, said: str, answer: str, seen: int, *, by: Person
) -> None:
    """
    Keep an answer; an empty one takes it away. The same form sent twice is one answer.

    *seen* is the revision that was shown: where it is another by now, nothing is changed and it is said. An answer of
    the family's own needs what it answers.
    """
    in_turn(db, engagement)
    usual = {queries.id_of(engagement, one.key): one.key for one in shelf.current().day.objections}
    key = usual.get(answer_id, "")
    kept = db.get(AgreedAnswer, answer_id)
    if kept is not None and kept.engagement_id != engagement.id:
        raise NotYours
    said = "" if key else said
    if kept is not None and (kept.said or "", kept.answer or "") == (said, answer):
        return
    if not key and answer and not said:
        raise Refusal(_("Please say what this answers."), field="said")
    if kept is None and not (said or answer):
        return
    if (kept.revision if kept else 0) != seen:
        raise Refusal(_("This answer was changed meanwhile. Your words are still here; please look once more."),
                      field="answer", status=MEANWHILE)  # fmt: skip
    if kept is None:
        kept = AgreedAnswer(id=answer_id, engagement_id=engagement.id, objection=key, revision=0)
        db.add(kept)
    kept.said, kept.answer = said, answer
    kept.revision, kept.agreed_at, kept.by_id = seen + 1, clock.now(), by.id
    note(db, "day.answer_agreed", by=by, about="answer", about_id=answer_id, engagement_id=engagement.id)
