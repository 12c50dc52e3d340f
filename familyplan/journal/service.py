"""Writing the journal, in the transaction of the act it tells of: when the entry fails, the act fails."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.journal.records import Entry, Head
from familyplan.kernel import clock
from familyplan.kernel.web import Person

GENESIS = hashlib.sha256(b"familyplan journal").digest()
HEAD_ID = UUID(int=1)


def note(
    db: Session,
    act: str,
    *,
    by: Person | UUID | None,
    about: str = "",
    about_id: UUID | None = None,
    engagement_id: UUID | None = None,
    reason: str = "",
) -> None:
    """
    Add one entry. Names and words never go in, except a *reason*, sealed under the family's key.

    Costs two statements and the insert. The head moves by a conditional update, so two writers never take one number.
    """
    head = db.execute(select(Head.number, Head.chained).where(Head.id == HEAD_ID).with_for_update()).one_or_none()
    if head is None:
        db.add(Head(id=HEAD_ID, number=0, chained=GENESIS))
        db.flush()
    number, before = (head.number, head.chained) if head else (0, GENESIS)
    entry = Entry(
        number=number + 1,
        happened_at=clock.now().replace(microsecond=0),
        person_id=by.id if by is not None and not isinstance(by, UUID) else by,
        act=act,
        about=about,
        about_id=about_id,
        about_engagement_id=engagement_id,
        chained=b"",
    )
    entry.reason = reason
    entry.chained = chained(before, entry)
    db.add(entry)
    moved = update(Head).where(Head.id == HEAD_ID, Head.number == number)
    taken = db.execute(moved.values(number=number + 1, chained=entry.chained))
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        raise RuntimeError("the journal's head moved meanwhile")


def chained(before: bytes, entry: Entry) -> bytes:
    """Hash an entry onto the one *before*; a reason goes in as ciphertext, so that erasing its key breaks nothing."""
    ids = (entry.person_id, entry.about_id, entry.about_engagement_id)
    plain = "|".join([str(entry.number), entry.happened_at.isoformat(), entry.act, entry.about, *map(str, ids)])
    sealed: bytes | None = getattr(entry, Entry.reason.column)
    return hashlib.sha256(before + plain.encode() + (sealed or b"")).digest()


def first_broken(db: Session) -> int | None:
    """Walk the chain; the number of the first entry that is not what was written, or None when all hold."""
    before, expected = GENESIS, 1
    for entry in db.scalars(select(Entry).order_by(Entry.number)):
        if entry.number != expected or chained(before, entry) != entry.chained:
            return expected
        before, expected = entry.chained, expected + 1
    head = db.get(Head, HEAD_ID)
    if head is None:
        return None if expected == 1 else expected
    return None if (head.number, head.chained) == (expected - 1, before) else expected
