"""Bringing a database up: from nothing, and with a family in it; on both databases."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from familyplan.app import schema, server
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Member
from familyplan.kernel import paths
from familyplan.kernel.db import Database, open_engine
from familyplan.kernel.records import Record
from familyplan.letters.records import Section
from familyplan.settings import Settings
from tests.conftest import Store


@pytest.fixture
def empty(store: Store) -> Database:
    name = f"empty_{store.made}"
    store.made += 1
    if store.server:
        store.server.create(name)
    return Database(open_engine(store.url(name), synchronous="OFF"))


def test_from_nothing_every_table_is_there(empty: Database) -> None:
    assert schema.is_empty(empty.engine)
    schema.migrate(empty.engine)
    schema.load()

    assert set(Record.metadata.tables) <= set(inspect(empty.engine).get_table_names())
    assert schema.version(empty.engine) == schema.newest() != ""
    empty.engine.dispose()


def test_doing_it_again_keeps_every_row_and_every_word(database: Database, db: Session, cast: Cast) -> None:
    before = db.scalar(select(func.count()).select_from(Member))
    schema.migrate(database.engine)

    assert db.scalar(select(func.count()).select_from(Member)) == before
    assert db.scalars(select(Member).where(Member.id == cast.members["luis"].id)).one().calls == "Sammy"


def test_a_family_from_before_the_last_version_keeps_every_word(database: Database, db: Session, cast: Cast) -> None:
    for section in db.scalars(select(Section)):
        section.body = f"Words of {section.key}"
    db.commit()
    before = sorted(section.body or "" for section in db.scalars(select(Section)))
    db.close()
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    assert "letter_reading_place" not in inspect(database.engine).get_table_names()

    schema.migrate(database.engine)

    assert before[0].startswith("Words of")
    assert sorted(section.body or "" for section in db.scalars(select(Section))) == before


def test_a_family_whose_first_version_had_no_evening_gets_one(database: Database, db: Session, cast: Cast) -> None:
    """The first version was written twice; a database of either comes up."""
    db.close()
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.exec_driver_sql("ALTER TABLE member DROP COLUMN evening")
        connection.exec_driver_sql("ALTER TABLE member DROP COLUMN evening_on")

    schema.migrate(database.engine)

    luis = db.get_one(Member, cast.members["luis"].id)
    assert luis.calls == "Sammy"
    assert luis.evening_on is None


def test_an_older_database_is_not_served_but_named(empty: Database, settings: Settings) -> None:
    with empty.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('0000')")
    url = empty.engine.url.render_as_string(hide_password=False)
    empty.engine.dispose()
    older = Settings(data=settings.data, keys=settings.keys, database_url=url)

    with pytest.raises(server.NotReady, match="familyplan migrate"):
        server.open_up(older)
