"""Writing the journal, in the transaction of the act it tells of: when the entry fails, the act fails."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from familyplan.journal.records import Entry, Head
from familyplan.kernel import clock, whence
from familyplan.kernel.db import trouble
from familyplan.kernel.web import Person

GENESIS = hashlib.sha256(b"familyplan journal").digest()
HEAD_ID = UUID(int=1)
FROM = b"|from "
AT_ONCE = 1000  # entries in memory while the chain is walked
UNREADABLE = (ValueError, TypeError, OperationalError)  # what a field comes to that holds no such thing


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
    From where it was done goes in as a keyed mark.
    """
    if reason and engagement_id is None:
        raise ValueError("a reason is sealed under a family's key, since the installation's is changed")
    number, before = _end(db)
    entry = Entry(
        number=number + 1,
        happened_at=clock.now().replace(microsecond=0),
        person_id=by.id if by is not None and not isinstance(by, UUID) else by,
        act=act,
        about=about,
        about_id=about_id,
        about_engagement_id=engagement_id,
        whence=whence.mark(),
        chained=b"",
    )
    entry.reason = reason
    entry.chained = chained(before, entry)
    db.add(entry)
    moved = update(Head).where(Head.id == HEAD_ID, Head.number == number)
    taken = db.execute(moved.values(number=number + 1, chained=entry.chained))
    if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        raise RuntimeError("the journal's head moved meanwhile")


def _end(db: Session) -> tuple[int, bytes]:
    head = db.execute(select(Head.number, Head.chained).where(Head.id == HEAD_ID).with_for_update()).one_or_none()
    if head is None:
        db.add(Head(id=HEAD_ID, number=0, chained=GENESIS))
        db.flush()
    return (head.number, head.chained) if head else (0, GENESIS)


def chained(before: bytes, entry: Entry) -> bytes:
    """Hash an entry onto the one *before*; a reason goes in as ciphertext, so that erasing its key breaks nothing."""
    ids = (entry.person_id, entry.about_id, entry.about_engagement_id)
    plain = "|".join([str(entry.number), entry.happened_at.isoformat(), entry.act, entry.about, *map(str, ids)])
    sealed: bytes | None = getattr(entry, Entry.reason.column)
    place = FROM + entry.whence if entry.whence else b""  # entries of the first versions have none
    if not place and FROM in (sealed or b"")[-len(FROM) - whence.MARK_BYTES :]:
        place = b"|nowhere"  # else a place could be moved into the reason, where nobody looks for it
    return hashlib.sha256(before + plain.encode() + (sealed or b"") + place).digest()


def first_broken(db: Session) -> int | None:
    """Walk the chain; the number of the first entry that is not what was written, or None when all hold."""
    found = verify(db)
    return found.number if found else None


@dataclass(frozen=True)
class Broken:
    """The first place at which the journal is not what was written, and what is wrong there."""

    number: int
    what: Literal["missing", "changed", "put_in", "cut", "end"]


def verify(db: Session, known: Mapping[int, bytes] | None = None) -> Broken | None:
    """
    Walk the chain in portions; None when all holds.

    *known* are hashes by number that were kept outside of the database. One that the journal does not reach is a
    "cut", one that it reaches with another hash is "changed". Run it in one snapshot.
    """
    before, last, wanted = GENESIS, 0, dict(known or {})
    walk = select(Entry).order_by(Entry.number).execution_options(yield_per=AT_ONCE)
    try:
        with closing(db.scalars(walk)) as entries:
            for entry in entries:
                if entry.number != last + 1:
                    return Broken(last + 1, "missing") if entry.number > last else Broken(entry.number, "put_in")
                if chained(before, entry) != entry.chained or wanted.pop(entry.number, entry.chained) != entry.chained:
                    return Broken(entry.number, "changed")
                before, last = entry.chained, entry.number
    except UNREADABLE as why:
        return _unreadable(db, last, why)
    head = db.execute(select(Head.number, Head.chained).where(Head.id == HEAD_ID)).one_or_none()
    if (head.number, head.chained) != (last, before) if head else last > 0:
        return Broken(last + 1, "missing" if head and head.number > last else "end")
    beyond = [number for number in wanted if number > last]
    return Broken(last + 1, "cut") if beyond else None


def _unreadable(db: Session, after: int, why: Exception) -> Broken:
    """Name the first entry after *after* that cannot even be read; raises *why* where it was the store's trouble."""
    if trouble(why):
        raise why
    for number in db.scalars(select(Entry.number).where(Entry.number > after).order_by(Entry.number)).all():
        try:
            entry = db.scalars(select(Entry).where(Entry.number == number)).one()
            chained(b"", entry)
        except UNREADABLE:
            return Broken(number, "changed")
    raise why
