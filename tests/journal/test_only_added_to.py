"""The database itself refuses to change, delete or replace an entry of the journal, whoever asks through SQL."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from familyplan.journal.service import verify
from tests.journal.intruder import past_the_triggers

pytestmark = pytest.mark.usefixtures("_more_entries")
ASKED = [
    "UPDATE journal_entry SET act = 'nothing.happened' WHERE number = 3",
    "UPDATE journal_entry SET number = number + 1000",
    "DELETE FROM journal_entry WHERE number = 3",
    "DELETE FROM journal_entry",
]
OTHERWISE = {
    "sqlite": "INSERT OR REPLACE INTO journal_entry SELECT * FROM journal_entry WHERE number = 3",
    "postgresql": "TRUNCATE journal_entry",
}


def statements(db: Session) -> list[str]:
    return [*ASKED, OTHERWISE[db.get_bind().dialect.name]]


def test_every_change_is_refused_and_the_journal_holds(db: Session) -> None:
    for statement in statements(db):
        with pytest.raises(DBAPIError, match="the journal is only added to"):
            db.execute(text(statement))
        db.rollback()

    assert verify(db) is None


def test_without_the_triggers_each_of_them_is_done(db: Session) -> None:
    """The control: it is the triggers that refuse."""
    for statement in statements(db):
        past_the_triggers(db)
        db.execute(text(statement))
        db.rollback()
