"""/engagements/{id}/members and /loved-one: who is in this person's life, each heard alone."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, joinedload

from familyplan.demo.cast import Cast
from familyplan.engagements.people import service
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
NOBODY_ELSE = [("sol", 200, 403), ("priya", 404, 404), ("cole", 403, 403), ("olga", 403, 403), ("maria", 403, 403)]


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/members"


@pytest.fixture
def theo(path: str, cast: Cast) -> str:
    return f"{path}/{cast.members['theo'].id}"


def members(db: Session) -> dict[str, Member]:
    found = db.scalars(select(Member).options(joinedload(Member.person)).execution_options(populate_existing=True))
    return {member.person.name: member for member in found}


def hearings(db: Session) -> list[Hearing]:
    return list(db.scalars(select(Hearing).order_by(Hearing.entered_at)))


def test_everybody_stands_there_for_staff_alone(visit: Visit, path: str) -> None:
    page = visit("dana").get(path).text

    assert all(name in page for name in ("Maria", "Luis", "Ana", "Theo", "Sam"))
    assert "Only you and your supervisor see this page." in page


def test_somebody_new_is_noted_and_let_nowhere(visit: Visit, path: str, db: Session) -> None:
    page = visit("dana").post(path, {"name": "Rosa", "relation": "friend", "phone": "555 0199"}, follow=True).text

    assert "Rosa" in page
    assert members(db)["Rosa"].came_in_at is None


def test_noting_somebody_twice_adds_one(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(path, {"name": "Rosa", "relation": "friend"})
    dana.post(path, {"name": "Rosa", "relation": "friend"})

    assert db.scalar(select(func.count()).select_from(Member)) == 6


def test_a_name_is_asked_for_and_the_rest_is_kept(visit: Visit, path: str) -> None:
    answer = visit("dana").post(path, {"name": " ", "phone": "555 0199"})

    assert answer.status_code == 422
    assert "What shall we call this person?" in answer.text
    assert 'value="555 0199"' in answer.text


def test_a_child_is_asked_about_first(visit: Visit, path: str, db: Session) -> None:
    dana = visit("dana")
    asked = dana.post(path, {"name": "Mia", "relation": "child"})

    assert asked.status_code == 422
    assert "Why this child?" in asked.text
    dana.post(path, {"name": "Mia", "relation": "child", "why_child": "She asked to, with her aunt beside her."})
    assert hearings(db)[0].why_child == "She asked to, with her aunt beside her."
    assert hearings(db)[0].member_id == members(db)["Mia"].id


def test_two_with_one_address_are_fine_and_said(visit: Visit, path: str) -> None:
    assert "Maria and Luis share one address. That is fine" in visit("dana").get(path).text


def test_what_is_known_can_be_written_again(visit: Visit, theo: str, db: Session) -> None:
    visit("dana").post(theo, {"name": "Theo B.", "relation": "friend", "address": "theo.b@example.org"})

    assert members(db)["Theo B."].person.address == "theo.b@example.org"


def test_the_loved_ones_own_address_is_caught_while_they_hear_on_the_day(visit: Visit, theo: str, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/loved-one", {"name": "Sam", "address": "sam@example.org"})
    answer = dana.post(theo, {"name": "Theo", "relation": "friend", "address": "Sam+work@EXAMPLE.org"})

    assert answer.status_code == 422
    assert "This looks like Sam&#39;s address. In this plan Sam hears on the day." in answer.text


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_where_nobody_is_surprised_the_address_is_no_matter(visit: Visit, theo: str, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(f"/engagements/{cast.reyes.id}/loved-one", {"name": "Sam", "address": "sam@example.org"})

    assert dana.post(theo, {"name": "Theo", "relation": "friend", "address": "sam@example.org"}).status_code == 303


def test_a_loved_one_who_reads_the_same_mailbox_is_said(visit: Visit, path: str, cast: Cast) -> None:
    dana = visit("dana")
    page = dana.post(
        f"/engagements/{cast.reyes.id}/loved-one", {"name": "Sam", "address": "ana@example.org"}, follow=True
    ).text

    assert "Ana can be reached at the same address." in page
    assert "has Sam's address" in dana.get(path).text


def test_each_conversation_is_a_row_and_the_older_stays_readable(visit: Visit, theo: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(f"{theo}/hearings", {"alone_on": "2026-01-05", "afraid": "no", "note": "older words"})
    page = dana.post(
        f"{theo}/hearings", {"alone_on": "2026-02-05", "afraid": "yes", "note": "newer words"}, follow=True
    ).text

    assert [hearing.afraid for hearing in hearings(db)] == ["no", "yes"]
    assert "older words" in page
    assert "newer words" in page


def test_the_same_conversation_twice_is_one(visit: Visit, theo: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(f"{theo}/hearings", {"alone_on": "2026-01-05", "afraid": "no"})
    dana.post(f"{theo}/hearings", {"alone_on": "2026-01-05", "afraid": "no"})

    assert len(hearings(db)) == 1


def test_the_same_answers_on_another_day_were_asked_again(visit: Visit, theo: str, db: Session) -> None:
    dana = visit("dana")
    clock.stand_at(datetime(2026, 3, 1, 15, 0, tzinfo=UTC))
    dana.post(f"{theo}/hearings", {"afraid": "no"})
    clock.stand_at(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))
    dana.post(f"{theo}/hearings", {"afraid": "no"})

    assert len(hearings(db)) == 2


def test_somebody_under_18_needs_a_reason(visit: Visit, theo: str, db: Session) -> None:
    answer = visit("dana").post(f"{theo}/hearings", {"adult": "no", "note": "kept words"})

    assert answer.status_code == 422
    assert "Why this child?" in answer.text
    assert "kept words" in answer.text
    assert hearings(db) == []


def test_fear_stands_in_the_list(visit: Visit, path: str, theo: str) -> None:
    dana = visit("dana")
    dana.post(f"{theo}/hearings", {"afraid": "dont_know"})

    assert "afraid of somebody: don't know" in dana.get(path).text


def test_tasks_are_those_of_the_chosen_way_and_can_be_taken_back(visit: Visit, theo: str, db: Session) -> None:
    dana = visit("dana")
    dana.post(f"{theo}/roles", {"role": ["driver"]})
    dana.post(f"{theo}/roles", {"role": ["driver"]})
    assert list(db.scalars(select(MemberRole.role))) == ["driver"]

    db.rollback()
    dana.post(f"{theo}/roles", {})
    assert list(db.scalars(select(MemberRole.role))) == []


def test_a_task_of_no_way_is_refused(visit: Visit, theo: str) -> None:
    assert visit("dana").post(f"{theo}/roles", {"role": ["judge"]}).status_code == 422


def test_under_18_shows_the_stop_card(visit: Visit, cast: Cast) -> None:
    form = {"name": "Sam", "under_18": "yes"}
    page = visit("dana").post(f"/engagements/{cast.reyes.id}/loved-one", form, follow=True).text

    assert "Stop here first" in page
    assert "Talk to a clinician who works with adolescents first." in page


def test_the_loved_ones_name_changes_in_both_places(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(f"/engagements/{cast.reyes.id}/loved-one", {"name": "Samuel"})

    assert members(db)["Samuel"].is_loved_one
    assert db.get_one(Engagement, cast.reyes.id).loved_name == "Samuel"


def test_the_loved_one_has_no_page_of_hearings(visit: Visit, path: str, cast: Cast) -> None:
    assert visit("dana").get(f"{path}/{cast.members['sam'].id}").status_code == 404


def test_a_person_of_another_family_is_not_there(visit: Visit, cast: Cast) -> None:
    priya = visit("priya")
    begun = priya.post("/engagements/new", {"name": "Rosa"}).headers["location"].removesuffix("/first-call")

    assert priya.get(f"{begun}/members/{cast.members['theo'].id}").status_code == 404


def test_the_number_of_statements_does_not_depend_on_the_number_of_people(
    visit: Visit, path: str, cast: Cast, db: Session, database: Database
) -> None:
    dana = visit("dana")
    asked: list[str] = []
    dana.get(path)
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    dana.get(path)
    few = len(asked)
    for number in range(20):
        described = service.Described(name=f"Cousin {number}", relation="other")
        member = service.add(db, cast.reyes, described, by=cast.dana)
        service.hear(db, cast.reyes, member, service.Heard(alone_on=None, answers={"afraid": "no"}), by=cast.dana)
    db.commit()
    asked.clear()
    dana.get(path)

    assert len(asked) == few <= 10


def test_the_journal_tells_of_each_act_without_a_name_or_a_word(visit: Visit, theo: str, db: Session) -> None:
    visit("dana").post(f"{theo}/hearings", {"afraid": "yes", "note": "private words"})
    entry = db.scalars(select(Entry).where(Entry.act == "member.heard")).one()

    assert (entry.about, entry.reason) == ("member", "")


def test_with_htmx_only_the_block_comes_back(visit: Visit, path: str, theo: str) -> None:
    dana = visit("dana")

    assert dana.post(path, {"name": "Rosa"}, htmx="people").text.strip().startswith('<div id="people"')
    assert dana.post(f"{theo}/hearings", {"afraid": "no"}, htmx="heard").text.strip().startswith('<div id="heard"')


@pytest.mark.parametrize(("who", "reads", "writes"), NOBODY_ELSE)
@pytest.mark.parametrize("noun", ["members", "loved-one"])
def test_who_may(visit: Visit, cast: Cast, noun: str, who: str, reads: int, writes: int) -> None:
    somebody = visit(who)

    assert somebody.get(f"/engagements/{cast.reyes.id}/{noun}").status_code == reads
    assert somebody.post(f"/engagements/{cast.reyes.id}/{noun}", {"name": "x"}).status_code == writes


@pytest.mark.parametrize(("who", "reads", "writes"), NOBODY_ELSE)
def test_who_may_see_one_person(visit: Visit, theo: str, who: str, reads: int, writes: int) -> None:
    somebody = visit(who)

    assert somebody.get(theo).status_code == reads
    assert somebody.post(f"{theo}/hearings", {"afraid": "yes"}).status_code == writes
    assert somebody.post(f"{theo}/roles", {"role": "driver"}).status_code == writes


@pytest.mark.parametrize("address", ["theo@example.org, sam@example.org", "Sam <sam@example.org>", "by phone"])
def test_a_changed_address_is_one_address_since_links_go_there(visit: Visit, cast: Cast, address: str) -> None:
    """Beside a comma the address of whom the family plans for would not be known for what it is."""
    dana, theo = visit("dana"), f"/engagements/{cast.reyes.id}/members/{cast.members['theo'].id}"
    dana.post(f"/engagements/{cast.reyes.id}/loved-one", {"name": "Sam", "address": "sam@example.org"})
    answer = dana.post(theo, {"name": "Theo", "relation": "friend", "address": address})

    assert answer.status_code == 422
    assert "one email address" in answer.text
    assert dana.post(theo, {"name": "Theo", "relation": "friend", "address": ""}).status_code == 303
