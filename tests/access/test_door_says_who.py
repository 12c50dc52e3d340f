"""/sign-in/{token}, where somebody else is signed in, or the same person is: said in words."""

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


def test_whoever_else_is_signed_in_here_is_named_before_their_page_closes(
    visit: Callable[[str], Visitor], token: str
) -> None:
    page = visit("luis").get(f"/sign-in/{token}").text

    assert "Luis's page is open in this browser just now." in page
    assert "Go on as Luis" in page


def test_control_nobody_else_is_named_to_its_own_person_or_to_nobody(
    visit: Callable[[str], Visitor], token: str
) -> None:
    for who in ("maria", ""):
        assert "is open in this browser just now" not in visit(who).get(f"/sign-in/{token}").text


def test_a_used_link_leads_whoever_is_in_on_to_their_page(visit: Callable[[str], Visitor], token: str) -> None:
    visit("").post(f"/sign-in/{token}")
    page = visit("maria").get(f"/sign-in/{token}").text

    assert "You are signed in here as Maria." in page
    assert "Go on as Maria" in page
