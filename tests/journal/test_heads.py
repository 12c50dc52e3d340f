"""The head, signed and kept outside of the database: a cut end, a chain written anew, an older database are found."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.journal.heads import service as heads
from familyplan.journal.heads.service import Behind, NoHead, SignedHead
from familyplan.journal.records import Entry, Head
from familyplan.journal.service import note
from familyplan.kernel import vault
from familyplan.kernel.db import Database
from familyplan.upkeep import keys
from familyplan.upkeep.rounds import Rounds
from tests.journal.intruder import chain_anew, past_the_triggers

pytestmark = pytest.mark.usefixtures("_more_entries")


def cut_the_end(db: Session) -> None:
    """Take the two newest entries away and say that the journal always ended before them."""
    past_the_triggers(db)
    last = db.scalars(select(Head.number)).one()
    db.execute(delete(Entry).where(Entry.number > last - 2))
    end = db.execute(select(Entry.number, Entry.chained).order_by(Entry.number.desc()).limit(1)).one()
    db.execute(update(Head).values(number=end.number, chained=end.chained))
    db.commit()


def write_anew(db: Session) -> None:
    past_the_triggers(db)
    db.execute(update(Entry).where(Entry.number == 2).values(act="nothing.happened"))
    chain_anew(db)
    db.commit()


def test_a_head_is_one_line_and_read_again_is_the_same(db: Session) -> None:
    kept = heads.head(db)

    assert SignedHead.read(f" {kept}\n") == kept
    assert str(kept).count("\n") == 0


@pytest.mark.parametrize("changed", ["number", "hash", "time", "signature"])
def test_a_forged_head_is_refused(db: Session, changed: str) -> None:
    words = str(heads.head(db)).split(" ")
    place = ["", "", "number", "hash", "time", "signature"].index(changed)
    words[place] = words[place].translate(str.maketrans("1234567890abcdefABCDEF", "2345678901bcdefaBCDEFA"))
    words[place] = words[place] if changed != "time" else "2026-01-01T00:00:00Z"

    with pytest.raises(NoHead, match="not signed by this installation"):
        SignedHead.read(" ".join(words))


def test_a_head_of_another_installation_is_refused(db: Session, tmp_path: Path) -> None:
    line, ours = str(heads.head(db)), vault.current()
    vault.install(vault.Vault(vault.KeyRing.make(tmp_path / "keys")))
    try:
        with pytest.raises(NoHead, match="not signed by this installation"):
            SignedHead.read(line)
    finally:
        vault.install(ours)


@pytest.mark.parametrize("text", ["", "12 abc", "journal-head 1 3", "journal-head 2 x y z", "\0" * 300])
def test_what_is_no_head_is_refused_in_words(text: str) -> None:
    with pytest.raises(NoHead, match="one line that begins with"):
        SignedHead.read(text)


@pytest.mark.parametrize(
    ("harm", "words"), [(cut_the_end, "its end was cut off"), (write_anew, "is not what was written")]
)
def test_what_no_chain_can_show_is_found_by_the_head(db: Session, harm: Callable[[Session], None], words: str) -> None:
    kept = heads.head(db)
    harm(db)

    assert heads.what_is_wrong(db, []) == ""  # the control: without a head that was kept elsewhere it would hold
    db.rollback()
    assert words in heads.what_is_wrong(db, [kept])


def test_an_older_database_put_in_place_is_said_and_the_head_is_left_as_it_is(
    database: Database, db: Session, tmp_path: Path
) -> None:
    heads.keep(database, tmp_path)
    before = (tmp_path / heads.FILE).read_text()
    cut_the_end(db)

    with pytest.raises(Behind, match="journal verify"):
        heads.keep(database, tmp_path)
    assert (tmp_path / heads.FILE).read_text() == before
    kept = heads.kept(tmp_path)
    assert kept is not None
    assert "an older database was put in its place" in heads.what_is_wrong(db, [kept])


def test_a_restore_on_the_record_is_followed_and_the_earlier_head_stays_beside(
    database: Database, db: Session, cast: Cast, tmp_path: Path
) -> None:
    heads.keep(database, tmp_path)
    earlier = heads.kept(tmp_path)
    assert earlier is not None
    cut_the_end(db)
    with database.writing() as writer:
        note(writer, heads.RESTORED, by=None)
    heads.begin_anew(database, tmp_path)
    heads.keep(database, tmp_path)

    now = heads.kept(tmp_path)
    assert now is not None
    assert heads.what_is_wrong(db, [now]) == ""
    assert SignedHead.read((tmp_path / f"{heads.FILE}.{earlier.number}").read_text()) == earlier
    db.rollback()
    assert "notes that a backup was restored on" in heads.what_is_wrong(db, [earlier])


def test_it_is_written_only_when_there_is_something_new_and_for_this_user_alone(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    heads.keep(database, tmp_path)
    first = (tmp_path / heads.FILE).stat()
    heads.keep(database, tmp_path)
    assert (tmp_path / heads.FILE).stat().st_ino == first.st_ino
    with database.writing() as db:
        note(db, "letter.read", by=cast.dana)
    heads.keep(database, tmp_path)

    assert (tmp_path / heads.FILE).stat().st_ino != first.st_ino
    assert oct(first.st_mode)[-3:] == "600"
    assert [file.name for file in tmp_path.iterdir()] == [heads.FILE]


def test_a_head_that_was_tampered_with_is_left_and_said(database: Database, tmp_path: Path) -> None:
    (tmp_path / heads.FILE).write_text("journal-head 1 0 nothing\n")

    with pytest.raises(NoHead):
        heads.keep(database, tmp_path)
    assert (tmp_path / heads.FILE).read_text() == "journal-head 1 0 nothing\n"


def test_the_rounds_keep_it_when_they_begin_and_when_they_end(database: Database, cast: Cast, tmp_path: Path) -> None:
    class Nobody:
        def bring(self, *_what: object) -> None:
            raise AssertionError

    beside = Rounds(
        database, Nobody(), base_url="http://127.0.0.1", sender="office@example.org", sender_name=lambda: "Office",  # type: ignore[arg-type]  # nothing is brought
        tick=lambda _database: None, keep_head=lambda kept: heads.keep(kept, tmp_path),
    )  # fmt: skip
    beside.start()
    while not (tmp_path / heads.FILE).exists():
        beside.join(0.01)
    with database.writing() as db:
        note(db, "letter.read", by=cast.dana)
    beside.end()

    kept = heads.kept(tmp_path)
    with database.reading() as db:
        assert kept is not None
        assert kept.number == db.scalars(select(Head.number)).one()


def test_the_key_that_signs_stays_when_the_installations_is_changed() -> None:
    """Heads that somebody keeps elsewhere are good after `keys rotate` too."""
    assert heads.PURPOSE in keys.LASTING
