"""GET /engagements/{id}/roles and POST …/{role}/agreement: one person for each, agreed on together."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement, MemberRole
from familyplan.engagements.roles import queries
from familyplan.engagements.roles.records import RoleAgreement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.letters.conftest import journaled
from tests.visitor import Visitor


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/roles"


@pytest.fixture
def dana(visit: Callable[[str], Visitor]) -> Visitor:
    return visit("dana")


@pytest.fixture
def agree(dana: Visitor, at: str, cast: Cast) -> Callable[..., int]:
    """Dana notes who takes a role; says how it was answered."""

    def note(role: str, name: str, **more: str) -> int:
        form = {"member": str(cast.members[name].id), **more}
        return int(dana.post(f"{at}/{role}/agreement", form).status_code)

    return note


def holders(database: Database, role: str) -> list[object]:
    with database.reading() as db:
        return list(db.scalars(select(MemberRole.member_id).where(MemberRole.role == role)))


def rows(database: Database) -> int:
    with database.reading() as db:
        return len(db.scalars(select(RoleAgreement.id)).all())


def known(database: Database) -> list[object]:
    with database.reading() as db:
        return [row[0] for row in db.execute(queries.agreed_fact())]


def test_it_shows_each_role_and_that_nobody_is_agreed_on(dana: Visitor, at: str) -> None:
    page = dana.get(at).text

    assert "Chairperson" in page
    assert "Detail person" in page
    assert page.count("Nobody yet.") == 2
    assert "Driver" not in page


def test_who_is_agreed_on_takes_the_role(
    agree: Callable[..., int], database: Database, cast: Cast, dana: Visitor, at: str
) -> None:
    assert agree("chairperson", "luis") == 303

    assert holders(database, "chairperson") == [cast.members["luis"].id]
    assert "agreed on" in dana.get(at).text
    with database.reading() as db:
        assert journaled(db, "role.agreed") == 1


def test_with_htmx_only_the_block_comes_back(dana: Visitor, at: str, cast: Cast) -> None:
    form = {"member": str(cast.members["luis"].id)}
    answer = dana.post(f"{at}/chairperson/agreement", form, htmx="roles")

    assert "Kept." in answer.text
    assert "<html" not in answer.text


def test_agreed_twice_it_stands_once(agree: Callable[..., int], database: Database) -> None:
    assert agree("chairperson", "luis") == 303
    assert agree("chairperson", "luis") == 303

    assert rows(database) == 1


def test_somebody_else_takes_it_over_and_the_earlier_agreement_stays_readable(
    agree: Callable[..., int], database: Database, cast: Cast
) -> None:
    agree("chairperson", "luis")
    agree("chairperson", "ana")

    assert holders(database, "chairperson") == [cast.members["ana"].id]
    assert rows(database) == 2


def test_the_partner_at_home_takes_the_chair_only_for_a_reason(
    agree: Callable[..., int], database: Database, cast: Cast, dana: Visitor, at: str
) -> None:
    with database.writing() as db:
        db.merge(cast.members["luis"]).relation = "partner"

    refused = dana.post(f"{at}/chairperson/agreement", {"member": str(cast.members["luis"].id)})
    assert refused.status_code == 422
    assert "Usually somebody else takes this, so that Luis is not torn." in refused.text
    assert holders(database, "chairperson") == []
    assert agree("chairperson", "luis", why="Nobody else is calm enough, and Luis asked for it.") == 303
    assert "calm enough" in dana.get(at).text
    assert agree("detail_person", "luis") == 303


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Please choose somebody."),
        ({"agreed_on": "2999-01-01"}, "That day is still ahead."),
        ({"agreed_on": "yesterday"}, "That is not a date we can read."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    dana: Visitor, at: str, cast: Cast, database: Database, form: dict[str, str], sentence: str
) -> None:
    named = {"member": str(cast.members["luis"].id)} if form else {}
    answer = dana.post(f"{at}/chairperson/agreement", named | form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(database) == 0


def test_the_person_everyone_is_here_for_is_not_asked_to(agree: Callable[..., int], database: Database) -> None:
    assert agree("chairperson", "sam") == 422
    assert rows(database) == 0


def test_a_role_that_is_simply_given_is_not_agreed_on_here(agree: Callable[..., int]) -> None:
    assert agree("driver", "luis") == 404
    assert agree("nobody", "luis") == 404


def test_the_step_is_done_when_both_are_agreed_on_and_open_again_when_one_leaves(
    agree: Callable[..., int], database: Database, cast: Cast, dana: Visitor
) -> None:
    on = clock.today(cast.reyes.zone) - timedelta(days=1)
    agree("chairperson", "luis", agreed_on=str(on))
    assert known(database) == []
    agree("detail_person", "ana", agreed_on=str(on))
    assert known(database) == [cast.reyes.id]
    page = dana.get(f"/engagements/{cast.reyes.id}/milestones").text
    step = page[page.index("Chairperson and detail person agreed") :]
    assert "Noted by itself" in step[:600]

    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}/leaving")
    assert known(database) == []


def test_one_person_may_have_both(agree: Callable[..., int], database: Database, cast: Cast) -> None:
    agree("chairperson", "luis")
    agree("detail_person", "luis")

    assert known(database) == [cast.reyes.id]


@pytest.mark.parametrize(("who", "read", "write"), [("maria", 403, 403), ("priya", 404, 404), ("sol", 200, 403)])
def test_who_else_may_see_or_note_it(
    visit: Callable[[str], Visitor], at: str, database: Database, cast: Cast, who: str, read: int, write: int
) -> None:
    assert visit(who).get(at).status_code == read
    form = {"member": str(cast.members["luis"].id)}
    assert visit(who).post(f"{at}/chairperson/agreement", form).status_code == write
    assert rows(database) == 0


@pytest.mark.parametrize("model", ["johnson", "arise", "none"], indirect=True)
def test_a_way_without_such_roles_has_no_such_page(dana: Visitor, at: str, cast: Cast, database: Database) -> None:
    assert dana.get(at).status_code == 404
    assert "Roles agreed together" not in dana.get(f"/engagements/{cast.reyes.id}").text
    with database.reading() as db:
        assert db.get_one(Engagement, cast.reyes.id).id == cast.reyes.id
