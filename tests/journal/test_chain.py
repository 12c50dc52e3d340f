"""The journal: each entry chained to the one before, and whatever was done to it found and named."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.demo.cast import Cast
from familyplan.journal import service
from familyplan.journal.records import Entry, Head
from familyplan.journal.service import Broken, first_broken, note, verify
from familyplan.kernel import whence
from familyplan.kernel.db import Database
from tests.journal.intruder import chain_anew, past_the_triggers

pytestmark = pytest.mark.usefixtures("_more_entries")


def _edit(db: Session) -> None:
    db.execute(update(Entry).where(Entry.number == 3).values(act="nothing.happened"))


def _move_in_time(db: Session) -> None:
    other = db.scalars(select(Entry.happened_at).where(Entry.number == 1)).one()
    db.execute(update(Entry).where(Entry.number == 3).values(happened_at=other.replace(year=2001)))


def _give_to_somebody_else(db: Session) -> None:
    db.execute(update(Entry).where(Entry.number == 3).values(person_id=uuid7()))


def _say_from_elsewhere(db: Session) -> None:
    db.execute(update(Entry).where(Entry.number == 3).values(whence=b"elsewhere"))


def _delete(db: Session) -> None:
    db.execute(delete(Entry).where(Entry.number == 3))


def _delete_and_close_the_gap(db: Session) -> None:
    _delete(db)
    for number in db.scalars(select(Entry.number).where(Entry.number > 3).order_by(Entry.number)).all():
        db.execute(update(Entry).where(Entry.number == number).values(number=number - 1))


def _insert(db: Session) -> None:
    for number in db.scalars(select(Entry.number).where(Entry.number >= 3).order_by(Entry.number.desc())).all():
        db.execute(update(Entry).where(Entry.number == number).values(number=number + 1))
    there = db.scalars(select(Entry).where(Entry.number == 2)).one()
    db.add(Entry(number=3, happened_at=there.happened_at, act="letter.read", about="", chained=there.chained))
    db.flush()


def _reorder(db: Session) -> None:
    for old, new in ((3, 999), (4, 3), (999, 4)):
        db.execute(update(Entry).where(Entry.number == old).values(number=new))


HARM = [
    (_edit, "changed"), (_move_in_time, "changed"), (_give_to_somebody_else, "changed"),
    (_say_from_elsewhere, "changed"), (_delete, "missing"), (_delete_and_close_the_gap, "changed"),
    (_insert, "changed"), (_reorder, "changed"),
]  # fmt: skip


def test_it_holds_as_it_was_written(db: Session) -> None:
    assert verify(db) is None


@pytest.mark.parametrize(("harm", "what"), HARM)
def test_what_was_done_to_the_third_entry_is_named(db: Session, harm: Callable[[Session], None], what: str) -> None:
    past_the_triggers(db)
    harm(db)

    assert verify(db) == Broken(3, what)  # type: ignore[arg-type]  # one of its words


@pytest.mark.parametrize("harm", [harm for harm, what in HARM if harm is not _delete])
def test_a_chain_that_hashes_nothing_would_see_none_of_it(
    db: Session, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Session], None]
) -> None:
    """The control: it is the hash that finds these."""
    monkeypatch.setattr(service, "chained", lambda _before, entry: entry.chained)
    head = update(Head).values(number=select(Entry.number).order_by(Entry.number.desc()).limit(1).scalar_subquery())
    last = select(Entry.chained).order_by(Entry.number.desc()).limit(1).scalar_subquery()
    past_the_triggers(db)
    harm(db)
    db.execute(head.values(chained=last))

    assert verify(db) is None


def test_a_cut_tail_is_named_by_the_head(db: Session) -> None:
    last = db.scalars(select(Head.number)).one()
    past_the_triggers(db)
    db.execute(delete(Entry).where(Entry.number == last))

    assert verify(db) == Broken(last, "missing")


def test_an_entry_past_the_head_is_named(db: Session) -> None:
    last = db.scalars(select(Entry).order_by(Entry.number.desc()).limit(1)).one()
    more = Entry(number=last.number + 1, happened_at=last.happened_at, act="letter.read", about="", chained=b"")
    more.chained = service.chained(last.chained, more)
    db.add(more)
    db.flush()

    assert verify(db) == Broken(more.number + 1, "end")


def test_a_head_that_is_gone_is_named(db: Session) -> None:
    last = db.scalars(select(Head.number)).one()
    db.execute(delete(Head))

    assert verify(db) == Broken(last + 1, "end")


def test_a_chain_written_anew_holds_from_inside_and_not_against_a_hash_that_was_kept(db: Session) -> None:
    known = {4: db.scalars(select(Entry.chained).where(Entry.number == 4)).one()}
    past_the_triggers(db)
    _edit(db)
    chain_anew(db)

    assert verify(db) is None
    assert verify(db, known) == Broken(4, "changed")


def test_it_is_walked_in_portions(database: Database, db: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "AT_ONCE", 7)
    with database.writing() as writer:
        for _time in range(60):
            note(writer, "letter.read", by=cast.dana)
            writer.flush()
    held: list[int] = []
    here = service.chained

    def counting(before: bytes, entry: Entry) -> bytes:
        held.append(len(db.identity_map))
        return here(before, entry)

    monkeypatch.setattr(service, "chained", counting)

    assert first_broken(db) is None
    assert len(held) > 60
    assert max(held) <= 2 * 7


def test_an_entry_holds_no_word_of_anybody(db: Session) -> None:
    kept = [value for entry in db.query(Entry) for value in vars(entry).values() if isinstance(value, str | bytes)]

    assert [value for value in kept if value in ("why", b"why", "Reyes", "Maria")] == []


def test_a_reason_about_no_family_is_not_taken(database: Database, cast: Cast) -> None:
    """It would be sealed under the installation's key, and the chain would break when that is changed."""
    with pytest.raises(ValueError, match="family's key"), database.writing() as db:
        note(db, "letter.read", by=cast.dana, reason="why")


def test_what_cannot_be_noted_is_not_done(database: Database, cast: Cast) -> None:
    """An act whose entry fails, fails: the head was moved under it."""
    with pytest.raises(Exception, match=r"moved|added to|unique"), database.writing() as db:  # noqa: PT012  the act is both lines
        db.execute(update(Head).values(number=Head.number - 1))
        note(db, "letter.read", by=cast.dana)


def test_from_where_it_was_done_cannot_be_hidden_in_the_reason(db: Session) -> None:
    """Both are hashed one after the other: without a sign between them one could pass for the end of the other."""
    whence.came_from("192.0.2.7")
    note(db, "letter.read", by=None)
    whence.came_from("")
    db.flush()
    past_the_triggers(db)
    there = db.execute(select(Entry.number, Entry.whence).order_by(Entry.number.desc()).limit(1)).one()
    table = Entry.__table__
    hidden = update(table).where(table.c.number == there.number)  # type: ignore[arg-type]  # it is a plain table
    db.execute(hidden.values(whence=None, reason=b"|from " + there.whence))

    assert verify(db) == Broken(there.number, "changed")


@pytest.mark.parametrize(("field", "rubbish"), [("happened_at", "'soon'"), ("person_id", "'zz'"), ("act", "x'ff00'")])
def test_an_entry_that_cannot_even_be_read_is_named_too(db: Session, field: str, rubbish: str) -> None:
    past_the_triggers(db)
    spoil = text(f"UPDATE journal_entry SET {field} = {rubbish} WHERE number = 3")  # noqa: S608  our own words
    if db.get_bind().dialect.name == "postgresql" and field != "act":  # which keeps no such thing
        with pytest.raises(DBAPIError):
            db.execute(spoil)
        return
    db.execute(spoil)

    assert verify(db) == Broken(3, "changed")
