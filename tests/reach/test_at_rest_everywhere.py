"""Where else a typed word could lie: backups, keys, temporary files, what is beside the database; and every column."""

import base64
import contextlib
import tempfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, Text, select, text

from familyplan.app import schema
from familyplan.kernel import vault
from familyplan.kernel.db import Database
from familyplan.kernel.records import Record
from familyplan.kernel.vault import Sealed
from familyplan.mail.service import post
from familyplan.settings import Settings
from familyplan.upkeep.backup import chest
from familyplan.upkeep.backup.service import back_up
from tests.reach.test_at_rest import WORDS, everything, found_in
from tests.reach.world import World, mark

WORD = mark("reyes", "letter_luis")
LONGEST = 1 << 16  # bytes; what was pressed together begins to tell within them
CLEAR = {  # what is typed and kept readable on purpose (design 6): the practice's own, and no family's
    ("practice", "name"), ("practice", "phone"), ("practice", "hours"), ("practice", "trained_in"),
    *(("program", column) for column in ("name", "place", "insurers", "entry", "contacts", "admission", "notes")),
}  # fmt: skip
OURS = {
    ("milestone", "label"),
    ("milestone", "who"),
    ("milestone", "done_when"),
    ("pledge", "wording"),
}  # a model file's


def inflated(heap: bytes) -> Iterable[bytes]:
    """Everything in *heap* that zlib can open, wherever it begins."""
    at = heap.find(b"\x78")
    while at >= 0:
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(heap[at : at + LONGEST])
        at = heap.find(b"\x78", at + 1)


def bytes_under(folder: Path) -> bytes:
    return b"\0".join(file.name.encode() + file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.fixture
def kept(database: Database, world: World, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of the world, and beside it what the program put into its temporary folder meanwhile."""
    assert world.families
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    back_up(database, tmp_path / "backup", version=schema.newest(), data=tmp_path, keys=settings.keys)
    return tmp_path / "backup"


def test_a_backup_says_nothing_closed_and_no_typed_word_opened(kept: Path, settings: Settings) -> None:
    frames: list[Any] = []
    chest.unlock(kept, frames.append, settings.keys)
    opened = repr(frames).encode() + b"".join(
        value for frame in frames[1:-1] for row in frame[1] for value in row if isinstance(value, bytes)
    )

    assert found_in(kept.read_bytes(), WORDS) == set()
    assert found_in(kept.read_bytes(), {"practice": ["Linden Office"]}) == set()
    assert found_in(opened, {"practice": ["Linden Office"]}) == {"practice"}
    assert found_in(opened, WORDS) == set()


def test_nothing_lies_beside_the_keys_or_in_the_temporary_folder(kept: Path, settings: Settings) -> None:
    assert found_in(bytes_under(settings.keys), WORDS) == set()
    assert found_in(bytes_under(kept.parent), WORDS) == set()


def test_while_it_is_open_the_log_of_writes_beside_the_database_holds_none(
    database: Database, world: World, tmp_path: Path
) -> None:  # fmt: skip
    with database.writing() as db:
        post(db, "sign_in", to=WORD, says={"name": WORD}, engagement_id=world.reyes.cast.reyes.id)
    heap = everything(database)

    assert found_in(heap, WORDS) == set()
    assert not any(WORD.encode() in opened for opened in inflated(heap))
    assert any(WORD.encode() in opened for opened in inflated(b"x" + zlib.compress(WORD.encode() * 9)))


def test_control_a_column_kept_in_the_clear_is_found_everywhere(
    database: Database, settings: Settings, tmp_path: Path
) -> None:  # fmt: skip
    with database.writing() as db:
        db.execute(text("UPDATE practice SET hours = :word"), {"word": base64.b64encode(WORD.encode()).decode()})
    back_up(database, tmp_path / "backup", version=schema.newest(), data=tmp_path, keys=settings.keys)
    frames: list[Any] = []
    chest.unlock(tmp_path / "backup", frames.append, settings.keys)

    assert found_in(everything(database), WORDS) == {"letter_luis"}
    assert found_in(repr(frames).encode(), WORDS) == {"letter_luis"}


def sealed_words() -> list[tuple[type[Record], Sealed]]:
    schema.load()
    return [
        (mapper.class_, word)
        for mapper in Record.registry.mappers
        for word in vars(mapper.class_).values()
        if isinstance(word, Sealed)
    ]


def test_every_sealed_column_is_ciphertext_where_anything_stands_in_it(database: Database, world: World) -> None:
    assert world.families
    odd, filled = [], 0
    with database.reading() as db:
        for record, word in sealed_words():
            for value in db.scalars(
                select(getattr(record, word.column)).where(getattr(record, word.column).is_not(None))
            ):
                filled += 1
                if value[:1] != b"\1" or len(value) < vault.HEAD_BYTES + 16:
                    odd.append((record.__tablename__, word.column))

    assert filled > 100
    assert odd == []


def test_no_column_holds_free_text_in_the_clear_but_the_practices_own() -> None:
    """A `Text` column, or a `String` longer than any key of ours, would be where words are typed in the clear."""
    schema.load()
    long = {
        (table.name, column.name)
        for table in Record.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String) and (isinstance(column.type, Text) or (column.type.length or 999) > 64)
    }

    assert long <= CLEAR | OURS | {("password", "hashed")}
