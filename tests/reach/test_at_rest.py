"""What lies on the disk and in the log: not one word that anybody typed, however it is written down."""

import base64
import logging
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from familyplan.kernel.db import Database
from familyplan.mail.post import FolderPostman
from familyplan.mail.service import deliver
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS, MARKS
from tests.reach.test_reach import whole_pages
from tests.reach.world import FAMILIES, World, mark

IN_MAILS = {"name_theo", "name_maria", "invitation_word"}  # a mail greets whoever it is for, with the word agreed on
WORDS = {what: [mark(family, what) for family in FAMILIES] for what in MARKS}


def spellings(word: str) -> list[bytes]:
    """The bytes that *word* could lie there as: as text, in two bytes a letter, in base64 at any offset, in hex."""
    plain = word.encode()
    shifted = [base64.b64encode(b"\0" * by + plain)[4 * (by > 0) :].rstrip(b"=")[:-2] for by in range(3)]
    return [plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode(), *shifted]


def found_in(heap: bytes, words: dict[str, list[str]]) -> set[str]:
    return {what for what, marked in words.items() for word in marked if any(one in heap for one in spellings(word))}


def everything(database: Database) -> bytes:
    """The file as it lies there with what stands beside it, and every row of every table as the database gives it."""
    with database.engine.connect() as raw:
        tables = MetaData()
        tables.reflect(raw)
        rows = [value for table in tables.sorted_tables for row in raw.execute(table.select()) for value in row]
    told = b"\0".join(value if isinstance(value, bytes) else str(value).encode() for value in rows)
    here = Path(database.engine.url.database or "")
    return told + b"".join(file.read_bytes() for file in here.parent.glob(f"{here.name}*") if file.is_file())


def test_no_typed_word_lies_in_the_database_and_the_practices_own_name_does(database: Database, world: World) -> None:
    assert set(world.families) == set(FAMILIES)
    heap = everything(database)

    assert found_in(heap, {"practice": ["Linden Office"]}) == {"practice"}
    assert found_in(heap, WORDS) == set()


@pytest.mark.parametrize("by", range(3))
def test_the_search_finds_a_word_in_every_spelling(by: int) -> None:
    word = mark("reyes", "safety_else")
    heaps = [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode().hex().encode()]
    heaps.append(base64.b64encode(b"x" * by + word.encode() + b"yy"))

    assert [found_in(b"\1" + heap + b"\2", WORDS) for heap in heaps] == [{"safety_else"}] * len(heaps)


def test_a_mail_that_was_brought_leaves_nothing_in_the_database_and_tells_only_what_it_must(
    database: Database, world: World, tmp_path: Path
) -> None:  # fmt: skip
    assert world.reyes.ids["token"]
    brought = deliver(
        database, FolderPostman(tmp_path), base_url="http://x", sender="office@linden.example", sender_name="Linden"
    )  # fmt: skip
    mails = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert brought >= len(FAMILIES)
    assert found_in(mails, WORDS) <= IN_MAILS
    assert "name_theo" in found_in(mails, WORDS)
    assert found_in(everything(database), WORDS) == set()


def test_no_typed_word_and_no_token_is_logged(
    stand: Stand, world: World, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    with caplog.at_level(logging.DEBUG, logger="familyplan"):
        for column in COLUMNS:
            visitor = stand(column)
            for address in whole_pages(world):
                visitor.get(address)
                visitor.post(address, {"body": mark("reyes", "letter_luis"), "name": mark("reyes", "name_sam")})
    told = "\n".join(record.getMessage() for record in caplog.records if record.name != "httpx")

    assert "/letters/{letter_id:uuid}" in told
    assert found_in(told.encode(), WORDS) == set()
    assert world.reyes.ids["token"] not in told
