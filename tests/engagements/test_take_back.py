"""POST …/invitation/taking-back: a link to the wrong person dies at once, and so does what it opened."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel.db import Database
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/invitation/taking-back"


def test_the_link_is_dead_at_once_and_the_waiting_mail_never_leaves(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    token = inviting.invite(database, cast)
    page = visit("dana").post(at(cast), follow=True)

    assert "It had not been opened." in page.text
    assert inviting.mails(db) == []
    assert visit("").get(f"/invitations/{token}").status_code == 410
    assert visit("").post(f"/invitations/{token}").status_code == 410


def test_where_it_was_opened_it_says_so_and_closes_the_page(visit: Visit, cast: Cast, database: Database) -> None:
    stranger = visit("")
    stranger.post(f"/invitations/{inviting.invite(database, cast)}")
    assert stranger.get("/sessions").status_code == 200
    part = visit("dana").post(at(cast), htmx="invite").text

    assert "It had been opened" in part
    assert stranger.get("/sessions").status_code != 200


def test_no_new_link_comes_to_whoever_held_it(visit: Visit, cast: Cast, database: Database, db: Session) -> None:
    stranger = visit("")
    token = inviting.invite(database, cast)
    stranger.post(f"/invitations/{token}")
    visit("dana").post(at(cast))
    assert stranger.post(f"/invitations/{token}/renewal").status_code == 200
    stranger.post("/sign-in/links", {"email": "theo@example.org"})

    assert inviting.mails(db, "new_link") == []
    assert inviting.mails(db, "sign_in") == []


def test_twice_is_harmless_and_inviting_again_begins_anew(visit: Visit, cast: Cast, database: Database) -> None:
    former = inviting.invite(database, cast)
    visit("dana").post(at(cast))
    assert visit("dana").post(at(cast)).status_code == 303
    fresh = inviting.invite(database, cast)

    assert visit("").get(f"/invitations/{former}").status_code == 410
    assert visit("").post(f"/invitations/{fresh}").status_code == 303


def test_taking_back_what_was_never_sent_changes_nothing(visit: Visit, cast: Cast) -> None:
    assert visit("dana").post(at(cast)).status_code == 303


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("sol", 403), ("maria", 403), ("cole", 403)])
def test_nobody_but_the_lead_takes_it_back(visit: Visit, cast: Cast, database: Database, who: str, status: int) -> None:
    token = inviting.invite(database, cast)

    assert visit(who).post(at(cast)).status_code == status
    assert visit("").get(f"/invitations/{token}").status_code == 200


def test_who_is_let_go_before_opening_it_is_not_mailed_any_more(
    visit: Visit, cast: Cast, database: Database, db: Session
) -> None:
    """The mail that still waited is withdrawn: nobody is asked in who was just let go."""
    token = inviting.invite(database, cast)
    assert len(inviting.mails(db)) == 1
    visit("dana").post(f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}/leaving", {"sure": "yes"})

    assert inviting.mails(db) == []
    assert visit("").post(f"/invitations/{token}").status_code == 410
