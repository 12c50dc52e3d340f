"""The Reyes family some days before its day: everybody read the cards, and Dana and Maria are at hand."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.gates import service as gates
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
PLACE = "Aunt Rosa's house"


@pytest.fixture(autouse=True)
def _everybody_read_the_cards(database: Database, cast: Cast) -> None:
    with database.writing() as db:
        for name in ("maria", "luis", "ana"):
            member = cast.members[name]
            db.add(Pledge(engagement_id=cast.reyes.id, member_id=member.id, wording="1-test", agreed_at=clock.now()))


@pytest.fixture
def family(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}"


@pytest.fixture
def dana(visit: Visit) -> Visitor:
    return visit("dana")


@pytest.fixture
def maria(visit: Visit) -> Visitor:
    return visit("maria")


@pytest.fixture
def ids(cast: Cast) -> Callable[[str], str]:
    """A member's id by first name; Dana's is her own, as the seats have it."""
    return lambda name: str(cast.dana.id if name == "dana" else cast.members[name].id)


@pytest.fixture
def letter_of(database: Database, cast: Cast) -> Callable[..., UUID]:
    """The id of somebody's letter of a kind."""

    def find(name: str, kind: str = "letter") -> UUID:
        with database.reading() as db:
            here = select(Letter.id).where(Letter.member_id == cast.members[name].id, Letter.kind == kind)
            return db.scalars(here).one()

    return find


@pytest.fixture
def set_day(database: Database, cast: Cast) -> Callable[..., None]:
    """Dana sets the day so many days from now, at this hour of the clock."""

    def put(days: int = 3) -> None:
        with database.writing() as db:
            family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
            acts.set_day(db, family, clock.now() + timedelta(days=days), PLACE, by=cast.dana)

    return put


@pytest.fixture
def decide(database: Database, cast: Cast) -> Callable[..., None]:
    """Dana decides at gate C."""

    def put(decision: str = "go") -> None:
        with database.writing() as db:
            family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
            gates.decide(db, family, "C", decision, "Talked it over with everybody.", by=cast.dana)

    return put


@pytest.fixture
def in_family(database: Database, cast: Cast) -> Callable[..., Any]:
    """Do something in the family as Dana, and keep it."""

    def act(do: Callable[..., Any], *more: Any, **named: Any) -> Any:
        with database.writing() as db:
            family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
            return do(db, family, *more, **named, by=cast.dana)

    return act
