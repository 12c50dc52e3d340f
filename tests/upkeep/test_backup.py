"""backup: one moment of everything while everybody writes, in a file that says nothing to whoever finds it."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from familyplan.access.records import Person
from familyplan.app import schema
from familyplan.demo.cast import Cast
from familyplan.journal.records import Entry
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.vault import KeyRing
from familyplan.mail.records import Mail
from familyplan.mail.service import post
from familyplan.upkeep.backup import chest, rows
from familyplan.upkeep.backup.restoring import Restored, restore
from familyplan.upkeep.backup.service import back_up

WRITERS = 20
PAIR = "office@example.org"


def make(database: Database, ring: KeyRing, file: Path, **more: Any) -> Path:
    back_up(database, file, version=schema.newest(), data=file.parent, keys=ring.folder, **more)
    return file


def bring_back(engine: Engine, ring: KeyRing, file: Path, **more: Any) -> Restored:
    return restore(engine, file, keys=ring.folder, known=schema.versions(), upgrade=schema.upgrade, **more)


def write_pair(database: Database) -> UUID:
    """One act: a mail and its entry in the journal, which stand together or not at all."""
    with database.writing() as db:
        mail = post(db, "sign_in", to=PAIR, says={})
        assert mail is not None
        note(db, "test.pair", by=None, about="mail", about_id=mail.id)
    return mail.id


def pairs(database: Database) -> tuple[set[UUID], set[UUID]]:
    with database.reading() as db:
        mails = {one.id for one in db.scalars(select(Mail)) if one.recipient == PAIR}
        entries = set(db.scalars(select(Entry.about_id).where(Entry.act == "test.pair")))
    return mails, {one for one in entries if one is not None}


def test_everything_answered_before_it_began_is_in_it_and_no_act_is_in_it_by_half(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    answered: list[UUID] = []
    over, enough = threading.Event(), threading.Event()

    def write() -> None:
        while not over.is_set():
            answered.append(write_pair(database))
            if len(answered) >= WRITERS:
                enough.set()

    writers = [threading.Thread(target=write) for _number in range(WRITERS)]
    for one in writers:
        one.start()
    assert enough.wait(timeout=60)
    before = set(answered)
    make(database, ring, tmp_path / "backup")
    over.set()
    for one in writers:
        one.join()
    bring_back(engine := empty(), ring, tmp_path / "backup")
    mails, entries = pairs(Database(engine))

    assert before <= mails
    assert mails == entries
    assert len(pairs(database)[0]) >= len(mails)


def told(database: Database, *, in_one_moment: bool) -> tuple[int, int]:
    """How many mails and entries a backup tells of, when a pair is written after each of its frames."""
    counts = [0, 0]
    with database.engine.connect() as first, database.engine.connect() as second:
        same = first.execution_options(isolation_level="REPEATABLE READ") if first.dialect.name != "sqlite" else first
        for number, connection in enumerate((same, same if in_one_moment else second)):
            here: Iterator[Any] = iter(rows.frames(connection, "0"))
            names = [name for name, _columns in next(here)["tables"]]
            write_pair(database)
            for frame in here:
                if isinstance(frame, list) and names[frame[0]] == ("mail", "journal_entry")[number]:
                    counts[number] += len(frame[1])
    return counts[0], counts[1]


def test_it_is_one_moment_and_two_moments_would_be_told_apart(database: Database, ring: KeyRing) -> None:
    with database.reading() as db:
        began = len(db.scalars(select(Entry.id)).all()) - len(db.scalars(select(Mail.id)).all())
    mails, entries = told(database, in_one_moment=True)

    assert entries - mails == began
    mails, entries = told(database, in_one_moment=False)
    assert entries - mails > began


def test_whoever_finds_it_reads_nothing(database: Database, ring: KeyRing, cast: Cast, tmp_path: Path) -> None:
    found = make(database, ring, tmp_path / "backup").read_bytes()
    kept = json.loads((ring.folder / "installation.key").read_text())["keys"]["1"]
    words = [b"Maria", b"Reyes", b"Linden", b"engagement", b"interventionist", cast.reyes.code.encode(), b"johnson"]
    ids = [
        spelled for one in (cast.reyes.id, cast.dana.id) for spelled in (one.bytes, str(one).encode(), one.hex.encode())
    ]
    keys = [kept.encode(), base64.b64decode(kept), (ring.folder / chest.IDENTITY).read_bytes().strip()]

    assert found.startswith(b"age-encryption.org/v1")
    assert [one for one in (*words, *ids, *keys) if one in found] == []
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert (ring.folder / chest.IDENTITY).stat().st_mode & 0o777 == 0o600


def test_control_what_it_is_made_of_says_a_lot(database: Database, cast: Cast) -> None:
    with database.engine.connect() as connection:
        told = repr(list(rows.frames(connection, "0"))).encode()

    assert cast.reyes.code.encode() in told
    assert b"Linden" in told


def test_not_even_opened_does_it_hold_what_was_typed(database: Database, cast: Cast) -> None:
    assert cast.reyes.family_name == "Reyes"
    with database.engine.connect() as connection:
        told = repr(list(rows.frames(connection, "0"))).encode()

    assert [word for word in (b"Reyes", b"Maria", b"ana@example.org") if word in told] == []


def test_what_stood_there_stands_there_when_it_cannot_be_finished(
    database: Database, ring: KeyRing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    before = make(database, ring, tmp_path / "backup").read_bytes()

    def full(*given: Any) -> Iterator[object]:
        yield {"familyplan backup": 1}
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rows, "frames", full)
    with pytest.raises(Refusal) as why:
        make(database, ring, tmp_path / "backup")

    assert "No space left on device" in why.value.sentence
    assert (tmp_path / "backup").read_bytes() == before
    assert [file.name for file in tmp_path.glob(".*")] == []


def test_with_a_passphrase_it_opens_without_the_key_beside_the_others(
    database: Database, ring: KeyRing, tmp_path: Path, empty: Callable[[], Engine]
) -> None:  # fmt: skip
    make(database, ring, tmp_path / "backup", phrase="correct horse")
    assert not (ring.folder / chest.IDENTITY).exists()
    with pytest.raises(Refusal):
        bring_back(empty(), ring, tmp_path / "backup", phrase="correct house")
    bring_back(engine := empty(), ring, tmp_path / "backup", phrase="correct horse")

    with Database(engine).reading() as db:
        assert "Dana" in [one.name for one in db.scalars(select(Person))]


def test_it_says_when_it_was_made(database: Database, ring: KeyRing, tmp_path: Path) -> None:
    make(database, ring, tmp_path / "backup")

    assert json.loads((tmp_path / "last-backup.json").read_text())["made_at"][:10] == f"{clock.now():%Y-%m-%d}"
