"""erase: a family or a person is gone for good, from every copy; what others rest on and the journal's ids stay."""

import json
from collections.abc import Generator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import LargeBinary, func, select

from familyplan.access.links.service import send_link
from familyplan.access.records import Person, StaffRole
from familyplan.app import schema
from familyplan.demo.cast import Cast, found_practice, reyes_family
from familyplan.engagements.holds.records import Hold
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.records import Entry
from familyplan.journal.service import verify
from familyplan.kernel import clock
from familyplan.kernel.db import Database, open_engine
from familyplan.kernel.errors import Refusal
from familyplan.kernel.records import Record
from familyplan.kernel.vault import KeyRing, Locked
from familyplan.letters.records import Letter
from familyplan.mail.records import Mail
from familyplan.mail.service import post
from familyplan.upkeep.erasure import going
from familyplan.upkeep.erasure import service as erasure
from familyplan.upkeep.erasure.records import Tombstone
from familyplan.upkeep.erasure.service import erase_engagement, erase_person


def rows_about(database: Database, engagement_id: UUID) -> dict[str, int]:
    """How many rows every table keeps about a family."""
    schema.load()
    found = {}
    with database.reading() as db:
        for name, table in Record.metadata.tables.items():
            column = table.c.get("engagement_id", table.c.get("about_engagement_id"))
            if column is not None and name != "journal_entry":
                found[name] = db.scalar(select(func.count()).select_from(table).where(column == engagement_id)) or 0
    return {name: count for name, count in found.items() if count}


def names(database: Database) -> set[str]:
    with database.reading() as db:
        return {one.name for one in db.scalars(select(Person))}


def test_a_family_goes_with_every_row_every_mail_and_its_key(database: Database, ring: KeyRing, cast: Cast) -> None:
    with database.writing() as db:
        post(db, "sign_in", to="ana@example.org", says={}, engagement_id=cast.reyes.id)
    assert len(rows_about(database, cast.reyes.id)) > 5
    erase_engagement(database, cast.reyes.id, by=cast.olga)

    assert rows_about(database, cast.reyes.id) == {}
    with pytest.raises(Locked):
        ring.engagement_key(cast.reyes.id)
    assert names(database) == {"Dana", "Priya", "Olga", "Sol", "Cole", ""}
    assert erasure.marked(ring) == {("engagement", cast.reyes.id)}


def test_another_family_and_who_is_in_both_stay(database: Database, ring: KeyRing, cast: Cast) -> None:
    with database.writing() as db:
        other = reyes_family(db, {name: cast.person(name) for name in ("dana", "cole", "sol", "priya", "olga")})
        maria = cast.person("maria").id
        db.add(Member(engagement_id=other.reyes.id, person_id=maria, relation="aunt", joined_at=clock.now()))
    before = rows_about(database, other.reyes.id)
    erase_engagement(database, cast.reyes.id, by=cast.olga)

    assert rows_about(database, other.reyes.id) == before
    with database.reading() as db:
        assert db.get_one(Person, cast.person("maria").id).name == "Maria"
        assert db.get_one(Engagement, other.reyes.id).family_name == "Reyes"


def test_the_journal_holds_and_knows_ids_alone(database: Database, ring: KeyRing, cast: Cast) -> None:
    erase_engagement(database, cast.reyes.id, by=cast.olga)

    with database.reading() as db:
        assert verify(db) is None
        newest = db.scalars(select(Entry).order_by(Entry.number.desc())).first()
        assert newest is not None
        assert (newest.act, newest.about_id, newest.person_id) == ("engagement.erased", cast.reyes.id, cast.olga.id)


@pytest.fixture
def on_disk(ring: KeyRing, tmp_path: Path) -> Generator[tuple[Database, Cast]]:
    """The Reyes family in a SQLite file of its own, whatever the other tests keep their rows in."""
    engine = open_engine(f"sqlite:///{tmp_path / 'own.db'}")
    schema.migrate(engine)
    with Database(engine).writing() as db:
        cast = reyes_family(db, found_practice(db))
    yield Database(engine), cast
    engine.dispose()


def test_nothing_of_it_is_left_in_the_file_as_ciphertext(on_disk: tuple[Database, Cast]) -> None:
    database, cast = on_disk
    found = ciphertexts(database, cast.reyes.id)
    assert lying_there(database, found) == found
    erase_engagement(database, cast.reyes.id, by=cast.olga)

    assert lying_there(database, found) == []


def test_control_a_deletion_that_leaves_its_pages_is_found(
    on_disk: tuple[Database, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    database, cast = on_disk
    found = ciphertexts(database, cast.reyes.id)
    monkeypatch.setattr(erasure, "write_clean", lambda _db: None)
    monkeypatch.setattr(erasure, "clear", lambda _engine: None)
    erase_engagement(database, cast.reyes.id, by=cast.olga)

    assert lying_there(database, found) != []


def ciphertexts(database: Database, engagement_id: UUID) -> list[bytes]:
    """What is sealed under a family's key, as it lies in the rows."""
    with database.reading() as db:
        tables = [table for table in Record.metadata.tables.values() if "engagement_id" in table.c]
        return [
            value
            for table in tables
            for column in table.columns
            if isinstance(column.type, LargeBinary)
            for value in db.scalars(select(column).where(table.c.engagement_id == engagement_id))
            if value
        ]


def lying_there(database: Database, found: list[bytes]) -> list[bytes]:
    """Which of them the database's file, or the log of writes beside it, still holds."""
    here = Path(database.engine.url.database or "")
    files = [file.read_bytes() for file in here.parent.glob(f"{here.name}*")]
    return [one for one in found if any(one in heap for heap in files)]


def test_a_hold_by_law_stops_it_until_it_is_lifted(database: Database, ring: KeyRing, cast: Cast) -> None:
    with database.writing() as db:
        hold = Hold(engagement_id=cast.reyes.id, placed_at=clock.now(), placed_by_id=cast.olga.id)
        db.add(hold)
    for act, about in ((erase_engagement, cast.reyes.id), (erase_person, cast.person("maria").id)):
        with pytest.raises(Refusal, match="hold by law"):
            act(database, about, by=cast.olga)
    assert erasure.marked(ring) == set()
    assert ring.engagement_key(cast.reyes.id)
    with database.writing() as db:
        db.get_one(Hold, hold.id).lifted_at = clock.now()
    erase_engagement(database, cast.reyes.id, by=cast.olga)

    assert rows_about(database, cast.reyes.id) == {}


def test_what_is_not_there_is_said(database: Database, ring: KeyRing, cast: Cast) -> None:
    for act in (erase_engagement, erase_person):
        with pytest.raises(Refusal, match="no such"):
            act(database, uuid4(), by=cast.olga)


def test_a_relative_goes_with_name_ways_in_and_letters_and_the_family_stays(
    database: Database, ring: KeyRing, cast: Cast
) -> None:  # fmt: skip
    maria, member = cast.person("maria").id, cast.members["maria"].id
    with database.reading() as db:
        others = db.scalar(select(func.count()).select_from(Letter).where(Letter.member_id != member))
        assert db.scalar(select(func.count()).select_from(Letter).where(Letter.member_id == member))
    erase_person(database, maria, by=cast.olga)

    with database.reading() as db:
        gone = db.get_one(Person, maria)
        assert (gone.name, gone.address, gone.phone, gone.address_index) == ("", "", "", None)
        assert gone.disabled_at is not None
        assert db.scalar(select(func.count()).select_from(Letter).where(Letter.member_id == member)) == 0
        assert db.scalar(select(func.count()).select_from(Letter)) == others
        assert db.get_one(Member, member).left_at is not None
        assert db.get_one(Engagement, cast.reyes.id).family_name == "Reyes"
        assert not going.is_there(db, "person", maria)


def test_who_works_here_loses_every_way_in(database: Database, ring: KeyRing, cast: Cast) -> None:
    erase_person(database, cast.priya.id, by=cast.olga)

    with database.reading() as db:
        assert db.scalars(select(StaffRole).where(StaffRole.person_id == cast.priya.id)).all() == []
        assert "Priya" not in names(database)


def test_who_leads_a_family_and_the_only_owner_stay(database: Database, ring: KeyRing, cast: Cast) -> None:
    with pytest.raises(Refusal, match="leads a family"):
        erase_person(database, cast.dana.id, by=cast.olga)
    with pytest.raises(Refusal, match="only owner"):
        erase_person(database, cast.olga.id, by=cast.olga)


def test_twice_is_harmless(database: Database, ring: KeyRing, cast: Cast) -> None:
    for act, about in ((erase_person, cast.person("luis").id), (erase_engagement, cast.reyes.id)):
        act(database, about, by=cast.olga)
        act(database, about, by=cast.olga)

    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(Tombstone)) == 2
        assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "engagement.erased")) == 1


@pytest.mark.parametrize("at", ["commit", "key"])
def test_killed_on_the_way_the_next_start_finishes_it(
    database: Database, ring: KeyRing, cast: Cast, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:  # fmt: skip
    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(KeyRing, "destroy_engagement_key", killed)
        if at == "commit":
            patched.setattr("sqlalchemy.orm.Session.commit", killed)
        with pytest.raises(KeyboardInterrupt):
            erase_engagement(database, cast.reyes.id, by=cast.olga)
    assert cast.reyes.id in ring.engagements()
    erasure.finish(database, ring)

    assert rows_about(database, cast.reyes.id) == {}
    assert cast.reyes.id not in ring.engagements()
    assert erasure.finish(database, ring) == 0


def test_an_older_database_put_in_place_is_erased_again_at_the_start(
    database: Database, ring: KeyRing, cast: Cast
) -> None:  # fmt: skip
    folder = ring.folder / erasure.FOLDER
    folder.mkdir()
    (folder / f"engagement-{cast.reyes.id}").touch()
    (folder / f"person-{cast.priya.id}").touch()

    assert erasure.finish(database, ring) == 2
    assert rows_about(database, cast.reyes.id) == {}
    assert "Priya" not in names(database)
    assert cast.reyes.id not in ring.engagements()


def test_where_nothing_was_erased_a_start_writes_nothing(database: Database, ring: KeyRing) -> None:
    assert erasure.finish(database, ring) == 0
    with database.reading() as db:
        assert db.scalars(select(Tombstone)).all() == []


def test_a_mail_that_waits_for_who_is_erased_never_leaves_and_one_for_who_shares_the_address_does(
    database: Database, ring: KeyRing, cast: Cast
) -> None:
    maria, luis = cast.person("maria"), cast.person("luis")
    assert maria.address.casefold() == luis.address.casefold()
    with database.writing() as db:
        send_link(db, [maria, luis], uuid4())
    erase_person(database, maria.id, by=cast.olga)

    with database.reading() as db:
        assert [json.loads(mail.parameters)["says"]["name"] for mail in db.scalars(select(Mail))] == ["Luis"]
