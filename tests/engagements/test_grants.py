"""/engagements/{id}/grants: who else may look in, from, until, ended at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.records import Grant
from familyplan.kernel import clock
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/grants"


def grants(db: Session, cast: Cast, who: str) -> list[Grant]:
    return list(
        db.scalars(
            select(Grant).where(Grant.person_id == cast.person(who).id).execution_options(populate_existing=True)
        )
    )


def test_those_who_may_look_stand_there(visit: Visit, path: str) -> None:
    page = visit("dana").get(path).text

    assert "Cole" in page
    assert "Sol" in page


def test_ending_a_look_closes_the_page_at_once(visit: Visit, path: str, cast: Cast, db: Session) -> None:
    dana, sol = visit("dana"), visit("sol")
    people = f"/engagements/{cast.reyes.id}/members"
    assert sol.get(people).status_code == 200
    ending = f"{path}/{grants(db, cast, 'sol')[0].id}/ending"

    assert "ended on" in dana.post(ending, follow=True).text
    assert dana.post(ending).status_code == 303
    assert sol.get(people).status_code == 404


def test_a_look_begins_and_ends_on_its_days(visit: Visit, path: str, cast: Cast, db: Session) -> None:
    dana, sol, people = visit("dana"), visit("sol"), f"/engagements/{cast.reyes.id}/members"
    dana.post(f"{path}/{grants(db, cast, 'sol')[0].id}/ending")
    ahead = clock.now().date() + timedelta(days=3)
    dana.post(path, {"who": f"{cast.sol.id} supervisor", "from_on": ahead.isoformat()})

    assert sol.get(people).status_code == 404
    dana.post(path, {"who": f"{cast.sol.id} supervisor", "from_on": "2026-01-01", "until_on": "2026-01-02"})
    assert sol.get(people).status_code == 404
    dana.post(path, {"who": f"{cast.sol.id} supervisor", "from_on": "2026-01-01"})
    assert sol.get(people).status_code == 200


def test_giving_twice_moves_the_days_instead(visit: Visit, path: str, cast: Cast, db: Session) -> None:
    visit("dana").post(path, {"who": f"{cast.cole.id} counselor", "from_on": "2026-01-01", "until_on": "2999-01-02"})

    assert [str(grant.until_on) for grant in grants(db, cast, "cole")] == ["2999-01-02"]


def test_a_last_day_before_the_first_is_refused_kindly(visit: Visit, path: str, cast: Cast) -> None:
    form = {"who": f"{cast.cole.id} counselor", "from_on": "2026-03-01", "until_on": "2026-02-01"}
    answer = visit("dana").post(path, form)

    assert answer.status_code == 422
    assert "That day comes before the first one." in answer.text
    assert 'value="2026-02-01"' in answer.text


@pytest.mark.parametrize("kind", ["supervisor", "owner", ""])
def test_nobody_looks_as_what_they_are_not(visit: Visit, path: str, cast: Cast, db: Session, kind: str) -> None:
    assert visit("dana").post(path, {"who": f"{cast.cole.id} {kind}"}).status_code == 422
    assert [grant.kind for grant in grants(db, cast, "cole")] == ["counselor"]


def test_a_relative_is_given_no_look(visit: Visit, path: str, cast: Cast) -> None:
    assert visit("dana").post(path, {"who": f"{cast.members['ana'].person_id} supervisor"}).status_code == 422


def test_with_htmx_only_the_block_comes_back(visit: Visit, path: str, cast: Cast) -> None:
    answer = visit("dana").post(path, {"who": f"{cast.cole.id} counselor"}, htmx="grants")

    assert answer.text.strip().startswith('<div id="grants"')


@pytest.mark.parametrize(
    ("who", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("olga", 403), ("maria", 403)]
)
def test_the_lead_alone(visit: Visit, path: str, cast: Cast, db: Session, who: str, status: int) -> None:
    somebody = visit(who)

    assert somebody.get(path).status_code == status
    assert somebody.post(path, {"who": f"{cast.cole.id} counselor"}).status_code == status
    assert somebody.post(f"{path}/{grants(db, cast, 'sol')[0].id}/ending").status_code == status
