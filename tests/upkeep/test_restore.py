"""restore: everything as it was on an empty machine, or a sentence and nothing touched."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from litestar.testing import TestClient
from sqlalchemy import Engine, MetaData, func, insert, inspect, select

from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.app import schema
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.journal.records import Entry
from familyplan.journal.service import verify
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.vault import KeyRing
from familyplan.mail.records import Mail
from familyplan.upkeep import keys
from familyplan.upkeep.backup import chest, restoring, rows
from familyplan.upkeep.erasure import service as erasure
from tests.upkeep.test_backup import bring_back, make
from tests.visitor import Visitor

CHANGED = {"signed_in", "sign_in_link", "journal_entry", "journal_head"}  # ways in end, and the journal says so


def everything(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        return {
            one.name: sorted(map(repr, connection.execute(select(one)).all()))
            for one in tables.sorted_tables
            if one.name not in CHANGED
        }


def test_every_row_comes_back_as_it_was(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    done = bring_back(engine := empty(), ring, make(database, ring, tmp_path / "backup"))

    assert everything(engine) == everything(database.engine)
    assert done.rows > 50
    assert (done.erased_again, done.without_key) == (0, 0)


def test_the_families_are_read_again_and_everybody_signs_in_anew(
    client: TestClient[Any], database: Database, ring: KeyRing, cast: Cast, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    client.app.state.database = database
    before = Visitor(client, database, cast.dana)
    page = f"/engagements/{cast.reyes.id}"
    assert before.get(page).status_code == 200
    bring_back(engine := empty(), ring, make(database, ring, tmp_path / "backup"))
    client.app.state.database = Database(engine)

    assert before.get(page).status_code in (303, 401)
    assert "Reyes" in Visitor(client, Database(engine), cast.dana).get(page).text


def test_the_journal_goes_on_and_says_what_happened(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    bring_back(engine := empty(), ring, make(database, ring, tmp_path / "backup"))

    with Database(engine).reading() as db:
        assert verify(db) is None
        assert db.scalars(select(Entry.act).order_by(Entry.number.desc())).first() == "journal.restored"


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1000] + bytes([whole[-1000] ^ 1]) + whole[-999:],
        lambda whole: whole + b"\n",
        lambda whole: whole.replace(b"X25519", b"X25518", 1),
        lambda _whole: b"",
        lambda _whole: b"SQLite format 3\0" + b"\0" * 5000,
    ],
    ids=["one byte short", "half", "a bit changed", "a byte more", "another recipient", "empty", "a database"],
)
def test_a_damaged_one_is_refused_and_nothing_is_touched(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine], harm: Callable[[bytes], bytes]
) -> None:  # fmt: skip
    file = make(database, ring, tmp_path / "backup")
    file.write_bytes(harm(file.read_bytes()))
    with pytest.raises(Refusal) as why:
        bring_back(engine := empty(), ring, file)

    assert why.value.sentence.endswith("Nothing was touched.")
    assert inspect(engine).get_table_names() == []


def sealed(file: Path, ring: KeyRing, frames: list[Any]) -> Path:
    chest.lock_up(file, frames, ring.folder)
    return file


def frames_of(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        return list(rows.frames(connection, schema.newest()))


@pytest.mark.parametrize("said", [{"familyplan backup": 2}, {"version": "9999"}])
def test_a_newer_one_is_refused(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine], said: dict[str, Any]
) -> None:  # fmt: skip
    first, *rest = frames_of(database)
    with pytest.raises(Refusal, match="newer"):
        bring_back(engine := empty(), ring, sealed(tmp_path / "backup", ring, [{**first, **said}, *rest]))

    assert inspect(engine).get_table_names() == []


def test_one_from_which_somebody_took_rows_is_refused(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    first, *rest, last = frames_of(database)
    for kept in ([first, *rest[1:], last], [first, *rest]):
        with pytest.raises(Refusal, match="not whole"):
            bring_back(engine := empty(), ring, sealed(tmp_path / "backup", ring, kept))

        assert inspect(engine).get_table_names() == []


def with_a_changed_entry(database: Database) -> list[Any]:
    frames = frames_of(database)
    number, columns = next(
        (at, [each for each, _kind in looks])
        for at, (name, looks) in enumerate(frames[0]["tables"])
        if name == "journal_entry"
    )
    entries = next(frame for frame in frames[1:] if isinstance(frame, list) and frame[0] == number)
    entries[1][0][columns.index("act")] = "nothing.happened"
    return frames


def test_one_with_a_changed_journal_is_refused_and_rolled_back(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    with pytest.raises(Refusal, match="journal"):
        bring_back(engine := empty(), ring, sealed(tmp_path / "backup", ring, with_a_changed_entry(database)))

    assert inspect(engine).get_table_names() == []


def test_control_without_the_walk_a_changed_journal_would_come_back(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(restoring, "verify", lambda _db: None)
    bring_back(engine := empty(), ring, sealed(tmp_path / "backup", ring, with_a_changed_entry(database)))

    with Database(engine).reading() as db:
        assert verify(db) is not None


def test_one_of_another_installation_is_refused(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    file = make(database, ring, tmp_path / "backup")
    (ring.folder / chest.IDENTITY).write_text(f"{pyrage.x25519.Identity.generate()}\n")
    with pytest.raises(Refusal, match="another key"):
        bring_back(empty(), ring, file)
    (ring.folder / chest.IDENTITY).unlink()
    with pytest.raises(Refusal, match="not in the keys folder"):
        bring_back(empty(), ring, file)


def test_one_from_before_the_key_was_renewed_asks_for_that_key(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    file = make(database, ring, tmp_path / "backup")
    keys.rotate(database, ring)
    with pytest.raises(Refusal, match="not of this backup's time"):
        bring_back(engine := empty(), ring, file)

    assert inspect(engine).get_table_names() == []


def test_it_comes_only_into_an_empty_installation(database: Database, ring: KeyRing, tmp_path: Path) -> None:
    before = everything(database.engine)
    with pytest.raises(Refusal, match="already"):
        bring_back(database.engine, ring, make(database, ring, tmp_path / "backup"))

    assert everything(database.engine) == before


def test_an_older_version_is_brought_up_to_this_one(
    ring: KeyRing, cast: Cast, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    older = empty()
    with older.begin() as connection:
        schema.upgrade(connection, "0001")
        dana = {"kind": "staff", "known_since_at": cast.dana.known_since_at, "zone": "UTC", "language": "en"}
        columns = [(name, kind) for name, kind in (("id", "id"), ("name", "bytes"), ("kind", "text"), ("zone", "text"))]
        columns += [("language", "text"), ("known_since_at", "time")]
        sealed_name = getattr(cast.dana, Person.name.column)
        connection.execute(
            insert(rows.as_table("person", columns)), [{"id": cast.dana.id, "name": sealed_name, **dana}]
        )
        chest.lock_up(tmp_path / "backup", rows.frames(connection, "0001"), ring.folder)
    bring_back(engine := empty(), ring, tmp_path / "backup")

    assert schema.version(engine) == schema.newest()
    with Database(engine).reading() as db:
        assert [one.name for one in db.scalars(select(Person))] == ["Dana"]


def test_who_was_erased_since_is_erased_again_before_anything_is_served(
    database: Database, ring: KeyRing, cast: Cast, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    file = make(database, ring, tmp_path / "backup")
    erasure.erase_engagement(database, cast.reyes.id, by=cast.olga)
    erasure.erase_person(database, cast.priya.id, by=cast.olga)
    done = bring_back(engine := empty(), ring, file)

    with Database(engine).reading() as db:
        assert db.scalars(select(Engagement)).all() == []
        assert "Priya" not in [one.name for one in db.scalars(select(Person))]
        assert "Maria" not in [one.name for one in db.scalars(select(Person))]
    assert done.erased_again == 2


def test_control_without_the_tombstones_the_rows_would_be_back(
    database: Database, ring: KeyRing, cast: Cast, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    file = make(database, ring, tmp_path / "backup")
    erasure.erase_engagement(database, cast.reyes.id, by=cast.olga)
    for stone in (ring.folder / erasure.FOLDER).iterdir():
        stone.unlink()
    done = bring_back(engine := empty(), ring, file)

    with Database(engine).reading() as db:
        assert [one.id for one in db.scalars(select(Engagement))] == [cast.reyes.id]
    assert done.without_key == 1


def test_mails_keep_their_state_and_nobody_stays_signed_in(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    bring_back(engine := empty(), ring, make(database, ring, tmp_path / "backup"))
    states = select(Mail.id, Mail.state).order_by(Mail.id)

    with Database(engine).reading() as db, database.reading() as before:
        assert db.execute(states).all() == before.execute(states).all()
        assert db.scalar(select(func.count()).select_from(SignedIn)) == 0


def test_killed_on_the_way_it_leaves_nothing_and_can_be_begun_again(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    file, engine = make(database, ring, tmp_path / "backup"), empty()

    def killed(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erasure, "again", killed)
        with pytest.raises(KeyboardInterrupt):
            bring_back(engine, ring, file)
    assert inspect(engine).get_table_names() == []
    bring_back(engine, ring, file)

    assert everything(engine) == everything(database.engine)
