"""
Erasing a family or a person for good.

The tombstone is a file beside the keys, where no backup reaches, and a row. It is on the disk before anything is
committed, and the family's key goes last; so a start after a kill, or after an older backup was brought back, finds
what is to be gone and makes it so.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Engine, exists, select
from sqlalchemy.orm import Session

from familyplan.engagements.holds.records import Hold
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.service import note
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.keyring import write_new
from familyplan.kernel.language import _
from familyplan.kernel.vault import KeyRing
from familyplan.kernel.web import Person
from familyplan.upkeep.erasure import going
from familyplan.upkeep.erasure.records import Tombstone

FOLDER = "erased"  # in the keys folder: one file for each, named engagement-ID or person-ID


def erase_engagement(database: Database, engagement_id: UUID, *, by: Person | None) -> None:
    """
    Erase a family: its rows, its mails, who was known through it alone, and its key. Journal entries stay, as ids.

    It cannot be undone, by anyone, from any backup. Raises `Refusal` while a hold by law stands or when there is no
    such family. Doing it twice is harmless.
    """
    _erase(database, "engagement", engagement_id, by)


def erase_person(database: Database, person_id: UUID, *, by: Person | None) -> None:
    """
    Erase a person: name, address, telephone, ways in, and their own letters. What others wrote of the family stays.

    Raises `Refusal` while a hold by law stands over a family of theirs, for the only owner, for who leads a family,
    and when there is no such person.
    """
    _erase(database, "person", person_id, by)


def _erase(database: Database, what: str, about_id: UUID, by: Person | None) -> None:
    ring = vault.current().ring
    with database.writing() as db:
        if not _is_erased(db, what, about_id):
            _refuse_what_must_stay(db, what, about_id)
            note(db, f"{what}.erased", by=by, about=what, about_id=about_id)
        write_clean(db)
        going.ACTS[what](db, about_id)
        _mark(db, ring, what, about_id)
    if what == "engagement":
        ring.destroy_engagement_key(about_id)
    clear(database.engine)


def _is_erased(db: Session, what: str, about_id: UUID) -> bool:
    return db.scalar(select(Tombstone.id).where(Tombstone.what == what, Tombstone.about_id == about_id)) is not None


def _refuse_what_must_stay(db: Session, what: str, about_id: UUID) -> None:
    if what == "engagement":
        here = select(Engagement.id).where(Engagement.id == about_id)
        if db.scalar(here.with_for_update()) is None:  # a hold that is being placed is waited for, and then seen
            raise Refusal(_("There is no such family."))
        of = select(Engagement.id).where(Engagement.id == about_id)
    else:
        going.refuse_who_must_stay(db, about_id)
        of = select(Member.engagement_id).where(Member.person_id == about_id)
    if db.scalar(select(exists().where(Hold.engagement_id.in_(of), Hold.lifted_at.is_(None)))):
        raise Refusal(_("A hold by law stands over this family. Nothing of it can be erased until the owner lifts it."))


def _mark(db: Session, ring: KeyRing, what: str, about_id: UUID) -> None:
    """Write the tombstone: a row in this transaction, and the file, which is on the disk when this returns."""
    if not _is_erased(db, what, about_id):
        db.add(Tombstone(what=what, about_id=about_id, erased_at=clock.now()))
        db.flush()
    folder = ring.folder / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    if not (file := folder / f"{what}-{about_id}").exists():
        write_new(file, f"{clock.now().isoformat()}\n".encode())


def marked(ring: KeyRing) -> set[tuple[str, UUID]]:
    """What was erased, as the files beside the keys tell it."""
    names = [file.name.partition("-") for file in sorted((ring.folder / FOLDER).glob("*-*"))]
    return {(what, UUID(about_id)) for what, _dash, about_id in names}


def again(db: Session, ring: KeyRing) -> int:
    """Erase again what a backup brought back or a kill left, in the caller's transaction; returns how many."""
    rows = {(one.what, one.about_id) for one in db.scalars(select(Tombstone))}
    files = marked(ring)
    left = [one for one in sorted(rows | files, key=str) if one not in rows & files or going.is_there(db, *one)]
    if left:
        write_clean(db)
    for what, about_id in left:
        going.ACTS[what](db, about_id)
        _mark(db, ring, what, about_id)
    return len(left)


def finish(database: Database, ring: KeyRing) -> int:
    """Before anything is served: make good what was cut short, keys included; returns how many there were."""
    with database.reading() as db:
        if not marked(ring) and db.scalar(select(Tombstone.id).limit(1)) is None:
            return 0
    with database.writing() as db:
        count = again(db, ring)
        gone = [one.about_id for one in db.scalars(select(Tombstone).where(Tombstone.what == "engagement"))]
    for engagement_id in set(gone) & set(ring.engagements()):
        ring.destroy_engagement_key(engagement_id)
    if count:
        clear(database.engine)
    return count


def families(db: Session) -> Sequence[UUID]:
    """The ids of all families that are kept."""
    return db.scalars(select(Engagement.id)).all()


def write_clean(db: Session) -> None:
    """Have SQLite overwrite what is deleted, instead of leaving it in a free page."""
    if db.get_bind().dialect.name == "sqlite":
        db.connection().exec_driver_sql("PRAGMA secure_delete=ON")


def clear(engine: Engine) -> None:
    """Empty SQLite's log of writes, where deleted rows stand until then; while somebody reads it waits its turn."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
