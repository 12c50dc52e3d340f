"""After a colleague was erased, the pages that told of them still open."""

from collections.abc import Callable
from datetime import date

import pytest

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.kernel.db import Database
from familyplan.upkeep.erasure import service as erasure
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
pytestmark = pytest.mark.usefixtures("ring")  # the mark of what was erased must not outlive the test
PAGES = ["", "/grants", "/consents", "/outcomes", "/journal", "/gates", "/keeping", "/members"]


@pytest.mark.parametrize("who", ["cole", "sol"])
def test_every_page_of_the_family_opens_for_its_lead(visit: Visit, database: Database, cast: Cast, who: str) -> None:
    with database.writing() as db:
        kind = "counselor" if who == "cole" else "supervisor"
        family, gone = inviting.family(db, cast), cast.person(who).id
        engagements.grant(db, family, gone, kind, from_on=date(2026, 1, 1), until_on=None, by=cast.dana)
    erasure.erase_person(database, gone, by=None)
    dana = visit("dana")

    opened = {page: dana.get(f"/engagements/{cast.reyes.id}{page}") for page in PAGES}
    assert {page: answer.status_code for page, answer in opened.items()} == dict.fromkeys(PAGES, 200)
    assert "Somebody who was erased" in opened["/grants"].text
    assert [page for page, answer in opened.items() if ">None<" in answer.text] == []
    assert visit("olga").get("/settings").status_code == 200
