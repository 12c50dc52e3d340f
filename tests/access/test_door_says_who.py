"""/sign-in/{token}, where somebody is signed in: said in words, without a name, for two may not know of each other."""

from collections.abc import Callable

import pytest

from familyplan.access import service
from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from tests.visitor import Visitor


@pytest.fixture
def token(database: Database, cast: Cast) -> str:
    with database.writing() as db:
        _link, token = service.make_link(db, cast.person("maria"), "sign_in", lasts=service.LINK_LASTS)
    return token


def test_that_another_page_would_close_is_said_and_whose_it_is_is_not(
    visit: Callable[[str], Visitor], token: str
) -> None:
    page = visit("luis").get(f"/sign-in/{token}").text

    assert "Another page is open in this browser just now." in page
    assert "Go on with the page that is open" in page
    assert "Luis" not in page


def test_control_nobody_else_is_named_to_its_own_person_or_to_nobody(
    visit: Callable[[str], Visitor], token: str
) -> None:
    for who in ("maria", ""):
        assert "is open in this browser just now" not in visit(who).get(f"/sign-in/{token}").text


def test_a_used_link_leads_whoever_is_in_on_to_their_page(visit: Callable[[str], Visitor], token: str) -> None:
    visit("").post(f"/sign-in/{token}")
    page = visit("maria").get(f"/sign-in/{token}").text

    assert "A page is open in this browser." in page
    assert "Go on with the page that is open" in page
    assert "Maria" not in page
