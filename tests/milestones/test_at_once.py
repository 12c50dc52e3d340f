"""A step noted several times in the same instant is noted once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from familyplan.milestones.completions import service
from familyplan.milestones.records import Completion, Milestone, StageOpening
from tests.together import at_once, in_its_own


@pytest.fixture
def training(db: Session, cast: Cast) -> Milestone:
    here = select(Milestone).where(Milestone.engagement_id == cast.reyes.id, Milestone.key == "training")
    return db.scalars(here).one()


def test_three_presses_are_one_word(database: Database, db: Session, cast: Cast, training: Milestone) -> None:
    press = in_its_own(database, service.complete, cast.reyes, training, "done", why="", happened_on=None, by=cast.dana)

    at_once(press, press, press)
    db.rollback()

    assert len(db.scalars(select(Completion.id)).all()) == 1


def test_a_stage_opened_at_once_by_two_presses_is_open(database: Database, db: Session, cast: Cast) -> None:
    press = in_its_own(database, service.open_stage, cast.reyes, "prepare", why="It presses.", by=cast.dana)

    at_once(press, press, press)
    db.rollback()

    assert len(db.scalars(select(StageOpening.id)).all()) == 1
