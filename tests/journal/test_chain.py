"""The journal: each entry chained to the one before, and a change found and named."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry, Head
from familyplan.journal.service import first_broken, note
from familyplan.kernel.db import Database


@pytest.fixture
def _more_entries(database: Database, cast: Cast) -> None:
    for act in ("letter.handed_in", "letter.read", "letter.ready"):
        with database.writing() as db:
            note(
                db, act, by=cast.dana, about="letter", about_id=cast.reyes.id, engagement_id=cast.reyes.id, reason="why"
            )


@pytest.mark.usefixtures("_more_entries")
def test_it_holds_as_it_was_written(db: Session) -> None:
    assert first_broken(db) is None


@pytest.mark.usefixtures("_more_entries")
def test_a_changed_entry_is_named(db: Session) -> None:
    db.execute(update(Entry).where(Entry.number == 3).values(act="nothing.happened"))

    assert first_broken(db) == 3


@pytest.mark.usefixtures("_more_entries")
def test_a_missing_entry_is_named(db: Session) -> None:
    db.execute(delete(Entry).where(Entry.number == 2))

    assert first_broken(db) == 2


@pytest.mark.usefixtures("_more_entries")
def test_a_cut_tail_is_named_by_the_head(db: Session) -> None:
    last = db.query(Head).one().number
    db.execute(delete(Entry).where(Entry.number == last))

    assert first_broken(db) == last


@pytest.mark.usefixtures("_more_entries")
def test_an_entry_holds_no_word_of_anybody(db: Session) -> None:
    kept = [value for entry in db.query(Entry) for value in vars(entry).values() if isinstance(value, str | bytes)]

    assert [value for value in kept if value in ("why", b"why", "Reyes", "Maria")] == []


def test_what_cannot_be_noted_is_not_done(database: Database, cast: Cast) -> None:
    """An act whose entry fails, fails: the head was moved under it."""
    with pytest.raises(Exception, match=r"moved|UNIQUE|unique"), database.writing() as db:  # noqa: PT012  the act is both lines
        db.execute(update(Head).values(number=Head.number - 1))
        note(db, "letter.read", by=cast.dana)
