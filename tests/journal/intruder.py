"""Somebody who can write in the database itself, past the program and past what the database refuses."""

from __future__ import annotations

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from familyplan.journal.records import Entry, Head
from familyplan.journal.service import GENESIS, chained

SQLITE = ("journal_entry_kept_as_is", "journal_entry_kept", "journal_entry_not_replaced")


def past_the_triggers(db: Session) -> None:
    """Take away what keeps the journal as it is, as whoever owns the database can."""
    if db.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            db.execute(text(f"DROP TRIGGER {name}"))
    else:
        db.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))


def chain_anew(db: Session) -> None:
    """Write every hash, and the head's, so that the chain fits again: what nobody can tell from inside."""
    before, number = GENESIS, 0
    for number, entry in enumerate(db.scalars(select(Entry).order_by(Entry.number)).all(), 1):
        entry.number = number
        entry.chained = before = chained(before, entry)
        db.flush()
    db.execute(update(Head).values(number=number, chained=before))
