"""Mailed links die with what let their reader in: an invitation taken back, an address that is theirs no more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.access.records import SignInLink
from familyplan.demo.cast import Cast
from familyplan.kernel import vault
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def theos(cast: Cast, what: str = "") -> str:
    return f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}{what}"


def mailed(database: Database, cast: Cast) -> str:
    """Mail Theo, who came in, that something waits on his page, and give the link in it."""
    with database.writing() as db:
        theo, dana = inviting.member(db, cast, "theo").person, db.merge(cast.dana)
        access.write_to(db, "comment", theo, by=dana, engagement_id=cast.reyes.id)
        db.flush()
        link = db.scalars(select(SignInLink).where(SignInLink.person_id == theo.id)).one()
        return vault.current().token("sign-in", link.id, 1)


@pytest.fixture
def came_in(visit: Visit, database: Database, cast: Cast) -> str:
    """Theo came in by his invitation; later a mail brought him this link."""
    assert visit("").post(f"/invitations/{inviting.invite(database, cast)}").status_code == 303
    return mailed(database, cast)


def test_a_link_mailed_before_lets_nobody_in_after_the_invitation_was_taken_back(
    visit: Visit, came_in: str, cast: Cast
) -> None:
    visit("dana").post(theos(cast, "/invitation/taking-back"))

    assert visit("").get(f"/sign-in/{came_in}").status_code == 410
    assert visit("").post(f"/sign-in/{came_in}").status_code == 410


def test_the_six_numbers_mailed_before_let_nobody_in_either(
    visit: Visit, came_in: str, db: Session, cast: Cast
) -> None:
    browser = visit("")
    about = re.search(  # type: ignore[index]  # None fails here
        r'name="about" value="([^"]+)"', browser.post("/sign-in/links", {"email": "theo@example.org"}).text
    )[1]
    link = db.scalars(select(SignInLink).where(SignInLink.asked_as.is_not(None))).one()
    visit("dana").post(theos(cast, "/invitation/taking-back"))
    code = vault.current().code("sign-in", link.id, 1)

    assert browser.post("/sign-in/codes", {"about": about, "code": code}).status_code == 422


def test_a_link_mailed_to_an_address_dies_when_the_address_is_theirs_no_more(
    visit: Visit, came_in: str, cast: Cast
) -> None:
    form = {"person_name": "Theo", "name": "Theo", "relation": "friend", "address": "new.theo@example.org"}
    assert visit("dana").post(theos(cast), form).status_code == 303

    assert visit("").post(f"/sign-in/{came_in}").status_code == 410


def test_a_link_stays_good_where_only_a_telephone_number_changed(visit: Visit, came_in: str, cast: Cast) -> None:
    form = {"person_name": "Theo", "name": "Theo", "relation": "friend", "address": "theo@example.org", "phone": "1"}
    assert visit("dana").post(theos(cast), form).status_code == 303

    assert visit("").post(f"/sign-in/{came_in}").status_code == 303


def test_whoever_never_came_in_is_mailed_no_link_for_a_thought_on_their_paper_letter(
    visit: Visit, db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    at = dana.post(theos(cast, "/paper")).headers["location"].removesuffix("/paper")
    dana.post(f"{at}/typed-in")
    dana.put(f"{at}/sections/moments", {"body": "We rowed out.", "revision": 0, "writing": "desk"})
    said = {"section": "moments", "phrase": "We rowed", "note": "Where to?"}
    assert dana.post(f"{at}/comments", said).status_code == 303

    assert db.scalar(select(func.count()).select_from(Mail)) == 0
    assert db.scalar(select(func.count()).select_from(SignInLink)) == 0


def test_whose_invitation_was_taken_back_is_not_reminded_either(
    visit: Visit, came_in: str, db: Session, cast: Cast
) -> None:
    visit("dana").post(theos(cast, "/invitation/taking-back"))
    before = db.scalar(select(func.count()).select_from(Mail))
    answer = visit("dana").post(theos(cast, "/nudges"))

    assert answer.status_code == 422
    assert "The invitation is the next thing." in answer.text
    db.rollback()
    assert db.scalar(select(func.count()).select_from(Mail)) == before
