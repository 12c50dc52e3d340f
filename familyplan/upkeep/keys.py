"""
Giving the installation a new key while it runs.

The order is what makes a kill at any moment harmless: the new generation stands beside the old one before anything is
sealed with it, and the old one goes when nothing is left that needs it. Begun again, a rotation goes on where it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from sqlalchemy import LargeBinary, Table, func, or_, select, text, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.journal.service import note
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.keyring import Kept, holding
from familyplan.kernel.language import _
from familyplan.kernel.records import Record
from familyplan.kernel.vault import KeyRing, Locked, Sealed, Vault

# What finds again what it marked: addresses, links, open forms, the journal's signed head and its marks of places.
LASTING = ("address-index", "tokens", "form-token", "journal-head", "whence")
AT_ONCE = 200  # rows in one transaction, so that whoever writes waits for a moment only


def rotate(database: Database, ring: KeyRing) -> int:
    """
    Make a new generation, seal everything that stands under the installation's key again, let go of the old ones.

    Safe beside a running server of this installation. Returns how many rows were sealed again. Raises `Refusal` while
    another rotation runs.
    """
    try:
        with holding(ring.folder, wait=False):
            begin(ring)
            wrap_again(ring)
            sealed = seal_again(database, Vault(ring))
            wrap_again(ring)  # families begun meanwhile by a process that had not looked yet
            finish(ring)
    except BlockingIOError as why:
        raise Refusal(_("The keys are being renewed already.")) from why
    with database.writing() as db:
        note(db, "keys.rotated", by=None)
    return sealed


def begin(ring: KeyRing) -> None:
    """Put a new generation beside the old one; a rotation that was cut short is gone on with instead."""
    kept = ring.kept()
    if len(kept.masters) == 1:
        lasting = {purpose: kept.derive(purpose) for purpose in LASTING}
        new = kept.current + 1
        ring.replace(Kept(new, {**kept.masters, new: secrets.token_bytes(32)}, lasting))


def wrap_again(ring: KeyRing) -> None:
    """Wrap every family's key under the newest generation."""
    for engagement in ring.engagements():
        ring.wrap_again(engagement)


def finish(ring: KeyRing) -> None:
    """Let go of every generation but the newest."""
    kept = ring.kept()
    ring.replace(Kept(kept.current, {kept.current: kept.masters[kept.current]}, kept.lasting))


def sealed_by_the_installation() -> Iterator[tuple[type[Record], list[Sealed]]]:
    """
    Name the records whose words are sealed under the installation's own key, and those words.

    The journal's reasons are not among them: they stand under a family's key, and their seal is part of the chain.
    """
    for mapper in sorted(Record.registry.mappers, key=lambda one: one.class_.__name__):
        record: type[Record] = mapper.class_
        words = [value for value in vars(record).values() if isinstance(value, Sealed)]
        if words and not hasattr(record, "engagement_id") and record.sealed_under is Record.sealed_under:
            yield record, words


def seal_again(database: Database, vault: Vault) -> int:
    """Seal again what another generation sealed, a few rows at a time, until none is found while nobody writes."""
    count = 0
    for record, words in sealed_by_the_installation():
        while True:
            with database.writing() as db:
                if db.get_bind().dialect.name == "postgresql":
                    db.execute(text(f'LOCK TABLE "{record.__tablename__}" IN SHARE ROW EXCLUSIVE MODE'))
                done = some_again(db, vault, record, words)
            count += done
            if not done:
                break
    return count


def some_again(db: Session, vault: Vault, record: type[Record], words: list[Sealed]) -> int:
    """Seal a portion of rows again; returns how many, and 0 when none is left."""
    table: Table = record.__table__  # type: ignore[assignment]  # every record is one table
    newest = vault.ring.generation.to_bytes(2)
    columns = {word: table.c[word.column.removeprefix("_sealed_")] for word in words}
    old = or_(*(func.substr(column, 2, 2, type_=LargeBinary) != newest for column in columns.values()))
    rows = db.execute(select(table.c.id, *columns.values()).where(old).limit(AT_ONCE)).all()
    for row_id, *values in rows:
        fresh = {
            column.name: vault.seal(vault.open(value, word.label, row_id, None), word.label, row_id, None)
            for (word, column), value in zip(columns.items(), values, strict=True)
            if value
        }
        db.execute(update(table).where(table.c.id == row_id).values(fresh))
    return len(rows)


def opens(database: Database, vault: Vault) -> bool:
    """Say whether this key is the one that the practice's people were sealed with; so it is where nobody is kept."""
    column = Person.name.column
    with database.reading() as db:
        first = db.execute(
            select(Person.id, getattr(Person, column)).where(getattr(Person, column).is_not(None)).limit(1)
        ).first()
    try:
        return first is None or bool(vault.open(first[1], Person.name.label, first[0], None))
    except Locked:
        return False
