"""Where somebody's words wait that were typed after a session had ended."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Member
from familyplan.letters.records import OTHER_PAGE, TRANSLATED, Letter, Revision, Section


def way_back(db: Session, *, seen_by: Person) -> str:
    """The page of the part where the newest of this person's words wait, or nothing; one statement."""
    if seen_by.kind != "family":
        return ""
    waiting = (
        select(Letter.id, Letter.kind, Section.key)
        .join(Section, Section.letter_id == Letter.id)
        .join(Revision, Revision.section_id == Section.id)
        .join(Member, Member.id == Letter.member_id)
        .where(Revision.why == "unsaved", Revision.settled_at.is_(None))
        .where(Member.person_id == seen_by.id, Member.left_at.is_(None))
        .order_by(Revision.saved_at.desc(), Revision.id.desc())
    )
    row = db.execute(waiting.limit(1)).first()
    if row is None:
        return ""
    letter_id, kind, key = row
    if key.endswith(TRANSLATED):
        return f"/letters/{letter_id}/translation"
    return f"/letters/{letter_id}{'/other-page' if kind == OTHER_PAGE else ''}?part={key}"
