"""An id of another family, sent in a form's field instead of the address: nobody reaches anything by it either."""

from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.engagements.first_call.records import FirstCall, RightNow
from familyplan.kernel.db import Database
from familyplan.letters.records import Revision
from tests.reach.conftest import Stand
from tests.reach.test_reach import leaked
from tests.reach.world import World

FIELDS = [
    ("lead", "/engagements/{engagement_id}/gates", {"kind": "A", "decision": "go", "why": "x"}, "member_id"),
    ("lead", "/engagements/{engagement_id}/safety", {"answer_violence": "no"}, "said_by"),
    ("lead", "/engagements/{engagement_id}/reaching-out", {"words": "x"}, "carrier"),
    ("lead", "/engagements/{engagement_id}/lessons", {"slug": "the-day"}, "member"),
    ("lead", "/engagements/{engagement_id}/travel/lines", {"topic": "pets"}, "who"),
    ("lead", "/engagements/{engagement_id}/programs/place", {"said_by": "x"}, "option"),
    ("writer", "/calls", {}, "engagement_id"),
]


@pytest.mark.parametrize(("column", "path", "form", "field"), FIELDS)
def test_it_is_refused_and_tells_nothing(
    stand: Stand, world: World, column: str, path: str, form: dict[str, str], field: str
) -> None:  # fmt: skip
    theirs = world.families["vogel"].ids
    foreign = theirs["engagement_id" if field == "engagement_id" else "member_id"]
    answer = stand(column).post(path.format(**world.reyes.ids), {**form, field: foreign})

    assert answer.status_code in (404, 422)
    assert leaked(column, answer, world) == set()


def test_a_text_kept_beside_another_letter_is_not_chosen(stand: Stand, world: World, database: Database) -> None:
    with database.reading() as db:
        kept = select(Revision.id).where(Revision.why == "conflict")
        foreign = db.scalars(kept.where(Revision.letter_id == UUID(world.reyes.letters["luis"]))).one()
    at = f"/letters/{world.reyes.letters['maria']}/sections/moments/choice"
    answer = stand("writer").post(at, {"choice": "this", "conflict": str(foreign), "revision": "2"})

    assert answer.status_code == 404
    assert leaked("writer", answer, world) == set()


@pytest.mark.parametrize("kept", [RightNow, FirstCall])
def test_a_page_s_own_id_from_another_family_opens_nothing_and_breaks_nothing(
    stand: Stand, world: World, database: Database, kept: type[RightNow] | type[FirstCall]
) -> None:  # fmt: skip
    theirs = world.families["vogel"].cast.reyes.id
    with database.reading() as db:
        foreign = db.scalars(select(kept.id).where(kept.engagement_id == theirs)).one()
    dana = stand("lead")
    for path in ("/engagements/{engagement_id}/right-now", "/engagements/new"):
        answer = dana.post(path.format(**world.reyes.ids), {"about": str(foreign), "form": str(foreign), "name": "x"})
        assert answer.status_code in (303, 404, 422)
        assert leaked("lead", answer, world) == set()
