"""POST /calls: a member asks to be called, and sees whether it was read."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Practice
from familyplan.demo.cast import Cast
from familyplan.engagements.calls import queries
from familyplan.engagements.calls.records import CallRequest
from familyplan.engagements.needs.records import Need
from familyplan.kernel import clock
from familyplan.mail.records import Mail
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def form(cast: Cast) -> dict[str, str]:
    return {"engagement_id": str(cast.reyes.id), "back": "/"}


def page(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/calls"


def reading(cast: Cast, call: CallRequest) -> str:
    return f"/engagements/{cast.reyes.id}/calls/{call.id}/reading"


def test_before_asking_it_says_when_it_is_read(visit: Visit, cast: Cast) -> None:
    shown = visit("maria").get(page(cast)).text

    assert "Ask Dana to call me" in shown
    assert "Dana reads these Monday to Friday, 9 to 5." in shown


def test_where_the_practice_set_no_hours_none_are_promised(visit: Visit, cast: Cast, db: Session) -> None:
    db.execute(update(Practice).values(hours=""))
    db.commit()
    shown = visit("maria").get(page(cast)).text

    assert "reads these" not in shown
    assert "The numbers below answer at any hour." in shown


def test_asking_says_sent_and_not_read_and_waits_on_the_desk_without_any_mail(
    visit: Visit, cast: Cast, db: Session
) -> None:
    answer = visit("maria").post("/calls", form(cast))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    shown = visit("maria").get(page(cast)).text
    assert "Sent at" in shown
    assert "Not read yet." in shown
    call = db.scalars(select(CallRequest)).one()
    assert db.execute(select(Need.kind, Need.about_id)).one() == ("call_request", call.id)
    assert db.scalar(select(func.count(Mail.id))) == 0


def test_with_htmx_only_the_block_comes_back(visit: Visit, cast: Cast) -> None:
    part = visit("maria").post("/calls", form(cast), htmx="ask").text

    assert part.lstrip().startswith('<div id="ask"')
    assert "Not read yet." in part


def test_asked_twice_it_waits_once(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post("/calls", form(cast))
    visit("maria").post("/calls", form(cast))

    assert db.scalar(select(func.count(CallRequest.id))) == 1


def test_when_the_lead_reads_it_the_member_sees_when(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post("/calls", form(cast))
    call = db.scalars(select(CallRequest)).one()
    for _press in range(2):
        assert visit("dana").post(reading(cast, call)).status_code == 303

    assert "Dana read this at" in visit("maria").get(page(cast)).text
    db.rollback()
    assert db.scalars(select(Need.settled_at)).one() is not None


def test_reading_it_twice_keeps_the_first_time(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post("/calls", form(cast))
    call = db.scalars(select(CallRequest)).one()
    visit("dana").post(reading(cast, call))
    db.rollback()
    first = db.scalars(select(CallRequest.read_at)).one()
    assert first is not None
    clock.stand_at(clock.now() + timedelta(hours=2))
    visit("dana").post(reading(cast, call))

    db.rollback()
    assert db.scalars(select(CallRequest.read_at)).one() == first


def test_after_it_was_read_one_can_ask_again(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post("/calls", form(cast))
    visit("dana").post(reading(cast, db.scalars(select(CallRequest)).one()))
    visit("maria").post("/calls", form(cast))

    db.rollback()
    assert db.scalar(select(func.count(CallRequest.id))) == 2


def test_nobody_reads_anothers_request(visit: Visit, cast: Cast, db: Session) -> None:
    visit("maria").post("/calls", form(cast))

    assert "Not read yet." not in visit("luis").get(page(cast)).text
    assert queries.mine(db, cast.members["maria"], seen_by=cast.person("luis")) is None
    assert queries.unread(db, cast.reyes, seen_by=cast.priya) == []
    assert [member.id for _call, member in queries.unread(db, cast.reyes, seen_by=cast.dana)] == [
        cast.members["maria"].id
    ]


@pytest.mark.parametrize(("who", "status"), [("priya", 404), ("sol", 403)])
def test_nobody_but_the_lead_reads_it(visit: Visit, cast: Cast, db: Session, who: str, status: int) -> None:
    visit("maria").post("/calls", form(cast))
    call = db.scalars(select(CallRequest)).one()

    assert visit(who).post(reading(cast, call)).status_code == status
    db.rollback()
    assert db.scalars(select(CallRequest.read_at)).one() is None


@pytest.mark.parametrize("wrong", ["", "nothing", "00000000-0000-0000-0000-000000000000"])
def test_of_another_family_nobody_is_asked(visit: Visit, wrong: str) -> None:
    assert visit("maria").post("/calls", {"engagement_id": wrong}).status_code == 404


def test_the_way_back_leads_nowhere_else(visit: Visit, cast: Cast) -> None:
    answer = visit("maria").post("/calls", {**form(cast), "back": "https://elsewhere.example/"})

    assert answer.headers["location"] == "/"
