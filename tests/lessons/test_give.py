"""GET and POST /engagements/{id}/lessons: who read what, who not yet, and giving one by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.lessons.records import Assignment
from tests.visitor import Visitor

SLUG = "how-johnson-works"


def given(db: Session, cast: Cast) -> list[Assignment]:
    here = select(Assignment).where(Assignment.engagement_id == cast.reyes.id, Assignment.slug == SLUG)
    return list(db.scalars(here))


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/lessons"


def test_dana_sees_who_has_read_what_and_who_not_yet(visit: Callable[[str], Visitor], at: str) -> None:
    visit("luis").post("/lessons/the-day/reading")
    visit("ana").get("/lessons/the-day")
    page = visit("dana").get(at).text
    row = page[page.index("/lessons/the-day") :]

    assert row.index("Luis") < row.index("Ana") < row.index("Maria") < row.index("</tr>")
    assert "1 person has not come in yet" in page


def test_she_gives_one_person_something_with_a_day(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, at: str
) -> None:
    day = clock.today(cast.reyes.zone) + timedelta(days=3)
    form = {"who": str(cast.members["ana"].id), "slug": SLUG, "due_on": day.isoformat()}
    page = visit("dana").post(at, form, follow=True)

    assert [(one.member_id, one.due_on) for one in given(db, cast)] == [(cast.members["ana"].id, day)]
    assert "How the Johnson way works" in page.text
    assert "It would help to have read it by" in visit("ana").get("/lessons").text


def test_everybody_who_is_in_gets_it_and_twice_is_once(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, at: str
) -> None:
    dana = visit("dana")
    form = {"who": "everyone", "slug": SLUG}
    dana.post(at, form)
    answer = dana.post(at, form, htmx="lessons")

    assert answer.text.strip().startswith('<div id="lessons"')
    assert {one.member_id for one in given(db, cast)} == {cast.members[name].id for name in ("maria", "luis", "ana")}
    assert len(given(db, cast)) == 3


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"due_on": "2020-01-01"}, "That day is over."),
        ({"due_on": "soon"}, "That is not a date we can read."),
        ({"slug": "for-the-person-everyone-is-here-for"}, "That lesson was written for somebody else."),
        ({"slug": "nothing"}, "Please choose one of these."),
        ({"who": "nobody"}, "Please choose one of these."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, at: str, change: dict[str, str], sentence: str
) -> None:
    form = {"who": str(cast.members["ana"].id), "slug": SLUG, "due_on": ""} | change
    answer = visit("dana").post(at, form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert given(db, cast) == []


def test_who_has_not_come_in_waits(visit: Callable[[str], Visitor], db: Session, cast: Cast, at: str) -> None:
    answer = visit("dana").post(at, {"who": str(cast.members["theo"].id), "slug": SLUG})

    assert answer.status_code == 422
    assert "Theo has not come in." in answer.text
    assert given(db, cast) == []


def test_the_supervisor_looks_and_gives_nothing(
    visit: Callable[[str], Visitor], db: Session, cast: Cast, at: str
) -> None:
    sol = visit("sol")

    assert "Give something to read" not in sol.get(at).text
    assert sol.post(at, {"who": "everyone", "slug": SLUG}).status_code == 403
    assert given(db, cast) == []


@pytest.mark.parametrize(
    ("name", "status"), [("priya", 404), ("olga", 403), ("cole", 403), ("maria", 403), ("sam", 403)]
)
def test_nobody_else_reaches_it(visit: Callable[[str], Visitor], at: str, name: str, status: int) -> None:
    visitor = visit(name)

    assert visitor.get(at).status_code == status
    assert visitor.post(at, {"who": "everyone", "slug": SLUG}).status_code == status
