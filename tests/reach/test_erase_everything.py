"""erase, on families with a row in nearly every table: all of it goes, and nothing of anybody else."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from familyplan.access.records import Person
from familyplan.engagements.records import Member
from familyplan.journal.service import verify
from familyplan.kernel.db import Database
from familyplan.kernel.vault import KeyRing
from familyplan.upkeep.erasure.service import erase_engagement, erase_person
from tests.reach.world import WRITERS, World
from tests.upkeep.conftest import ring as ring  # noqa: PLC0414  a fixture
from tests.upkeep.test_erase import rows_about


def other_rows(database: Database, world: World) -> dict[str, dict[str, int]]:
    return {key: rows_about(database, world.families[key].cast.reyes.id) for key in ("okafor", "vogel")}


def id_of(world: World) -> UUID:
    return world.reyes.cast.reyes.id


def test_a_family_with_everything_goes_and_the_others_stay(database: Database, world: World, ring: KeyRing) -> None:
    before, others = rows_about(database, id_of(world)), other_rows(database, world)
    erase_engagement(database, id_of(world), by=world.reyes.cast.olga)

    assert len(before) > 30
    assert rows_about(database, id_of(world)) == {}
    assert other_rows(database, world) == others
    with database.reading() as db:
        assert verify(db) is None


def test_who_was_known_through_it_alone_has_no_name_and_no_place_left(
    database: Database, world: World, ring: KeyRing
) -> None:  # fmt: skip
    erase_engagement(database, id_of(world), by=world.reyes.cast.olga)

    with database.reading() as db:
        people = [world.reyes.cast.person(name).id for name in WRITERS]
        named = select(func.count()).select_from(Person).where(Person.id.in_(people))
        assert db.scalar(named.where(getattr(Person, Person.name.column).is_not(None))) == 0
        assert db.scalar(select(func.count()).select_from(Member).where(Member.person_id.in_(people))) == 0


@pytest.mark.parametrize("name", WRITERS)
def test_everybody_of_a_family_can_be_erased_and_the_family_stays(
    database: Database, world: World, ring: KeyRing, name: str
) -> None:  # fmt: skip
    others = other_rows(database, world)
    erase_person(database, world.reyes.cast.person(name).id, by=world.reyes.cast.olga)

    assert rows_about(database, id_of(world))["member"] >= len(WRITERS)
    assert other_rows(database, world) == others
