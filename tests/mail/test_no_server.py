"""A practice that has named no mail server: its mails wait, sealed, and nobody is told that they were sent."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.app import server
from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail import service
from familyplan.mail.records import Mail
from familyplan.settings import Settings


@pytest.fixture
def _one_round(tmp_path: Path, database: Database, cast: Cast) -> None:
    with database.writing() as db:
        way = service.link("sign-in", cast.dana.id, 1, "/sign-in/")
        service.post(db, "nudge", to="maria@example.org", says={"name": "Maria", "professional": "Dana"}, links=way)
    server.rounds(Settings(data=tmp_path), database).once()


@pytest.mark.usefixtures("_one_round")
def test_it_waits_and_nothing_is_written_in_clear(db: Session, tmp_path: Path) -> None:
    mail = db.scalars(select(Mail).where(Mail.template == "nudge")).one()

    assert (mail.state, mail.recipient) == ("waiting", "maria@example.org")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.usefixtures("_one_round")
def test_after_two_days_it_counts_as_not_delivered(db: Session, database: Database, tmp_path: Path) -> None:
    clock.stand_at(clock.now() + timedelta(days=3))
    server.rounds(Settings(data=tmp_path), database).once()

    assert db.scalars(select(Mail.state).where(Mail.template == "nudge")).one() == "lost"
