"""A journal with some entries in it."""

import pytest

from familyplan.demo.cast import Cast
from familyplan.journal.service import note
from familyplan.kernel.db import Database


@pytest.fixture
def _more_entries(database: Database, cast: Cast) -> None:
    for act in ("letter.handed_in", "letter.read", "letter.ready"):
        with database.writing() as db:
            note(
                db, act, by=cast.dana, about="letter", about_id=cast.reyes.id, engagement_id=cast.reyes.id, reason="why"
            )
