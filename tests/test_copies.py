"""What the tests stand on: every test has a database of its own, and what it writes is nobody else's."""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from familyplan.access.records import Person
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database, open_engine
from tests import memory
from tests.conftest import Store


def names(store: Store, name: str) -> list[str]:
    engine = open_engine(store.url(name), synchronous="OFF")
    with Database(engine).reading() as db:
        found = [person.name for person in db.scalars(select(Person))]
    engine.dispose()
    return sorted(found)


def test_what_is_written_in_one_copy_is_in_no_other_and_not_in_what_they_were_copied_from(
    store: Store, database: Database, cast: Cast
) -> None:
    before, _url = store.copy("cast_love_first")
    with database.writing() as db:
        db.get_one(Person, cast.person("maria").id).name = "Somebody else"
    after, _url = store.copy("cast_love_first")

    assert "Somebody else" in names(store, Path(str(database.engine.url.database)).stem)
    assert "Somebody else" not in names(store, before)
    assert names(store, before) == names(store, after) == names(store, "cast_love_first")
    store.drop(before)
    store.drop(after)


@pytest.mark.parametrize("_time", range(2))
def test_a_test_that_writes_finds_the_practice_as_every_other_does(
    database: Database, cast: Cast, _time: int
) -> None:  # fmt: skip
    with database.writing() as db:
        assert "Somebody else" not in [person.name for person in db.scalars(select(Person))]
        db.get_one(Person, cast.person("maria").id).name = "Somebody else"


class Usage(NamedTuple):
    free: int


@pytest.mark.parametrize("free", [0, memory.ROOM - 1])
def test_where_memory_has_too_little_room_the_files_lie_on_the_disk(
    monkeypatch: pytest.MonkeyPatch, free: int
) -> None:  # fmt: skip
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(free))

    with memory.folder("little") as folder:
        assert folder.parent == Path("/tmp")  # noqa: S108  the folder is our own
        assert os.access(folder, os.W_OK)
    assert not folder.exists()
