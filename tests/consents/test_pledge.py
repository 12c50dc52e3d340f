"""POST /engagements/{id}/pledge: the cards before the first word."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.consents import queries
from familyplan.consents.records import Pledge
from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Member
from familyplan.guidance import shelf
from familyplan.journal.records import Entry
from familyplan.kernel.errors import NotYours
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/pledge"


def waiting(db: Session) -> list[Need]:
    return list(db.scalars(select(Need).where(Need.kind == "pledge_declined", Need.settled_at.is_(None))))


def test_maria_reads_four_cards_with_the_names_she_knows(visit: Visit, cast: Cast) -> None:
    page = visit("maria").get(at(cast)).text

    assert "This is a quiet place to write to <strong>Sam</strong>." in page
    assert "Only you see your words until you give them to Dana." in page
    assert "Dana keeps them private, except when someone is in danger" in page
    assert "Nobody watches this page. In danger now: call 911." in page
    assert "{" not in page.split('id="cards"')[1].split("</form>")[0]


def test_luis_is_asked_what_he_calls_him(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("luis").get(at(cast)).text
    assert "What do you call Sam?" in page
    assert 'value="Sammy"' in page

    visit("luis").post(at(cast), {"calls": "Samuelito"})
    assert db.get_one(Member, cast.members["luis"].id).calls == "Samuelito"


def test_reading_is_kept_with_the_wording_and_leads_on(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("maria").post(at(cast), {"calls": "Sam"})
    kept = queries.pledge_of(db, cast.members["maria"], seen_by=cast.person("maria"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert kept is not None
    assert kept.agreed_at is not None
    assert kept.wording == shelf.current().pledge.wording
    assert "You read this on" in visit("maria").get(at(cast)).text


def test_an_empty_name_is_no_mistake_and_changes_none(visit: Visit, cast: Cast, db: Session) -> None:
    assert visit("luis").post(at(cast), {"calls": ""}).status_code == 303
    assert db.get_one(Member, cast.members["luis"].id).calls == "Sammy"


def test_a_name_that_is_far_too_long_is_refused_kindly_and_kept(visit: Visit, cast: Cast, db: Session) -> None:
    answer = visit("luis").post(at(cast), {"calls": "Sam" * 50})

    assert answer.status_code == 422
    assert "Please keep it under 100 signs." in answer.text
    assert "Sam" * 50 in answer.text
    assert queries.pledge_of(db, cast.members["luis"], seen_by=cast.person("luis")) is None


def test_pressed_twice_it_is_kept_once(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post(at(cast), {"calls": "Sam"})
    visit("maria").post(at(cast), {"calls": "Sam"})

    assert db.scalar(select(func.count()).select_from(Pledge)) == 1
    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "pledge.agreed")) == 1


def test_not_for_me_is_all_right_and_dana_is_told_without_a_reason(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("maria").post(f"{at(cast)}/declining", follow=True).text

    assert "That's all right. Dana will call you." in page
    assert [(need.about_id, need.words) for need in waiting(db)] == [(cast.members["maria"].id, "Maria")]


def test_with_htmx_only_the_block_comes_back(visit: Visit, cast: Cast) -> None:
    answer = visit("maria").post(f"{at(cast)}/declining", htmx="pledge")

    assert answer.text.lstrip().startswith('<div class="stack" id="pledge">')
    assert "Dana will call you." in answer.text


def test_not_for_me_twice_is_once(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post(f"{at(cast)}/declining")
    visit("maria").post(f"{at(cast)}/declining")

    assert len(waiting(db)) == 1
    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "pledge.declined")) == 1


def test_a_change_of_mind_opens_the_door_and_dana_need_not_call(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post(f"{at(cast)}/declining")
    visit("maria").post(at(cast), {"calls": "Sam"})
    kept = queries.pledge_of(db, cast.members["maria"], seen_by=cast.person("maria"))

    assert waiting(db) == []
    assert kept is not None
    assert kept.agreed_at is not None


def test_once_read_not_for_me_changes_nothing(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post(at(cast), {"calls": "Sam"})
    visit("maria").post(f"{at(cast)}/declining")

    assert waiting(db) == []
    assert db.scalars(select(Pledge.declined_at)).all() == [None]


def test_an_older_wording_that_was_agreed_to_still_counts(cast: Cast, db: Session, visit: Visit) -> None:
    visit("maria").post(at(cast), {"calls": "Sam"})
    maria = cast.members["maria"]
    db.add(Pledge(engagement_id=cast.reyes.id, member_id=maria.id, wording="2027-01-of-another-text"))
    db.flush()
    kept = queries.pledge_of(db, maria, seen_by=cast.person("maria"))

    assert kept is not None
    assert kept.wording == shelf.current().pledge.wording


def test_the_loved_one_has_a_text_of_their_own_and_is_asked_for_no_name(visit: Visit, cast: Cast, db: Session) -> None:
    page = visit("sam").get(at(cast)).text
    assert "Dana also keeps working notes" in page
    assert 'name="calls"' not in page

    declined = visit("sam").post(f"{at(cast)}/declining", follow=True).text
    assert "Nobody will press you." in declined

    visit("sam").post(at(cast))
    kept = queries.pledge_of(db, cast.members["sam"], seen_by=cast.person("sam"))
    assert kept is not None
    assert kept.wording == shelf.current().pledges["loved_one"].wording


def test_dana_sees_who_has_read_what_and_who_has_not(visit: Visit, cast: Cast) -> None:
    visit("maria").post(at(cast), {"calls": "Sam"})
    visit("luis").post(f"{at(cast)}/declining")
    page = visit("dana").get(f"/engagements/{cast.reyes.id}/consents").text

    assert f"wording {shelf.current().pledge.wording}" in page
    assert "said “not for me” on" in page
    assert "not yet" in page


@pytest.mark.parametrize("name", ["dana", "sol", "olga", "cole", "priya"])
def test_staff_cannot_read_it_in_somebodys_place(visit: Visit, cast: Cast, db: Session, name: str) -> None:
    assert visit(name).get(at(cast)).status_code == 403
    assert visit(name).post(at(cast)).status_code == 403
    assert db.scalars(select(Pledge)).all() == []


def test_a_family_that_is_not_marias_is_not_there(visit: Visit, cast: Cast) -> None:
    assert visit("maria").get(at(cast).replace(str(cast.reyes.id), str(cast.dana.id))).status_code == 404


def test_what_maria_said_is_not_for_luis(cast: Cast, db: Session) -> None:
    with pytest.raises(NotYours):
        queries.pledge_of(db, cast.members["maria"], seen_by=cast.person("luis"))
