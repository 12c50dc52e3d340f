"""A save whose session has ended: the words are kept for that person alone, and given back after signing in again."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from familyplan.access import service as access
from familyplan.access.sessions import queries as sessions
from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Revision, Section
from familyplan.letters.unsaved import service
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
KEPT = "Your words are kept"


def sent(body: str, revision: int = 0, writing: str = "page-one") -> dict[str, object]:
    return {"body": body, "revision": revision, "writing": writing}


class Left(Visitor):
    """Maria's open page, whose session ended; the cookie is still in the browser and the token on the page."""

    def __init__(self, maria: Visitor) -> None:
        self.client, self.database = maria.client, maria.database
        self.cookies, self.form_token = dict(maria.cookies), maria.token

    @property
    def token(self) -> str:
        return self.form_token


@pytest.fixture
def left(maria: Visitor) -> Left:
    page = Left(maria)
    maria.post("/sign-out")
    return page


@pytest.fixture
def apart(database: Database) -> Callable[[], list[str]]:
    """The words that wait."""

    def look() -> list[str]:
        with database.reading() as db:
            waiting = select(Revision).where(Revision.why == "unsaved", Revision.settled_at.is_(None))
            return [row.body for row in db.scalars(waiting.order_by(Revision.id))]

    return look


@pytest.fixture
def back(visit: Visit, database: Database, cast: Cast) -> Callable[[str], tuple[Visitor, str]]:
    """Somebody signs in by a mailed link: they, and where it leads them."""

    def come(name: str) -> tuple[Visitor, str]:
        visitor = visit("")
        with database.writing() as db:
            _link, token = access.make_link(db, cast.person(name), "sign_in", lasts=timedelta(minutes=10))
        answer = visitor.post(f"/sign-in/{token}")
        return visitor, answer.headers["location"]

    return come


def test_the_words_are_kept_and_the_answer_says_so_and_no_more(
    left: Left, at: str, section: Callable[..., Section], apart: Callable[[], list[str]]
) -> None:
    answer = left.put(f"{at}/sections/moments", sent("Typed too late."))

    assert answer.status_code == 401
    assert answer.json()["kept"] is True
    assert KEPT in answer.json()["sentence"]
    assert "Typed too late." not in answer.text
    assert section().body == ""
    assert apart() == ["Typed too late."]


def test_without_javascript_the_page_says_it_and_leads_to_signing_in(
    left: Left, at: str, apart: Callable[[], list[str]]
) -> None:
    page = left.post(f"{at}/sections/moments", sent("Typed too late.") | {"go": "next"})

    assert page.status_code == 401
    assert KEPT in page.text
    assert 'href="/sign-in"' in page.text
    assert "Typed too late." not in page.text
    assert apart() == ["Typed too late."]


def test_after_signing_in_both_texts_are_there_and_maria_chooses(
    maria: Visitor, at: str, write: Callable[..., None], section: Callable[..., Section],
    back: Callable[[str], tuple[Visitor, str]],
) -> None:  # fmt: skip
    write("It was Easter.")
    page_left = Left(maria)
    maria.post("/sign-out")
    page_left.put(f"{at}/sections/moments", sent("It was Easter. And you sang.", 1))
    maria, way = back("maria")
    page = maria.get(way).text

    assert way == f"{at}?part=moments"
    assert "Here is what you had typed." in page
    assert "It was Easter. And you sang." in page
    fields = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page.split('class="conflict')[1])[1]  # type: ignore[index]  # None fails here
        for name in ("conflict", "revision")
    }
    assert maria.post(f"{at}/sections/moments/choice", {**fields, "choice": "this"}).status_code == 303
    assert section().body == "It was Easter. And you sang."
    assert "Here is what you had typed." not in maria.get(way).text
    assert back("maria")[1] == "/"


def test_nobody_else_who_signs_in_on_this_phone_sees_them(
    left: Left, at: str, back: Callable[[str], tuple[Visitor, str]]
) -> None:
    left.put(f"{at}/sections/moments", sent("For Maria alone."))
    for name in ("luis", "ana"):
        somebody, way = back(name)
        assert way == "/"
        assert "For Maria alone." not in somebody.get("/").text
        assert somebody.get(f"{at}?part=moments").status_code == 404


def test_the_professional_never_sees_them_even_of_a_letter_that_was_given(
    given: str, maria: Visitor, dana: Visitor, section: Callable[..., Section]
) -> None:
    page = Left(maria)
    maria.post("/sign-out")
    page.put(f"{given}/sections/moments", sent("Not for Dana yet.", section().revision, "another-page"))

    assert "Not for Dana yet." not in dana.get(given).text


def test_when_she_signs_in_beside_it_the_page_sends_them_itself_and_nothing_waits(
    left: Left, visit: Visit, at: str, section: Callable[..., Section], apart: Callable[[], list[str]]
) -> None:
    left.put(f"{at}/sections/moments", sent("Typed too late."))
    left.cookies = visit("maria").cookies
    told = left.put(f"{at}/sections/moments", sent("Typed too late. And more."))
    assert told.status_code == 403
    left.form_token = told.json()["csrf"]

    assert left.put(f"{at}/sections/moments", sent("Typed too late. And more.")).status_code == 200
    assert section().body == "Typed too late. And more."
    assert apart() == []


def test_what_stands_already_does_not_wait(
    maria: Visitor, at: str, write: Callable[..., None], apart: Callable[[], list[str]]
) -> None:
    write("It was Easter.")
    page = Left(maria)
    maria.post("/sign-out")

    assert page.put(f"{at}/sections/moments", sent("It was Easter.", 0)).status_code == 401
    assert apart() == []


def test_one_page_has_one_such_text_and_a_part_has_few(left: Left, at: str, apart: Callable[[], list[str]]) -> None:
    for many in range(4):
        left.put(f"{at}/sections/moments", sent(f"Typed too late{' and more' * many}."))
    assert apart() == ["Typed too late and more and more and more."]

    answers = [left.put(f"{at}/sections/moments", sent(f"Text {n}.", 0, f"page-{n}")) for n in range(service.MOST + 2)]
    assert len(apart()) == service.MOST
    assert answers[-1].status_code == 401
    assert answers[-1].json() == {}


@pytest.mark.parametrize("token", ["", "made-up", "00" * 32])
def test_without_the_sessions_own_token_nothing_is_kept(
    left: Left, at: str, apart: Callable[[], list[str]], token: str
) -> None:
    left.form_token = token
    assert left.put(f"{at}/sections/moments", sent("Planted.")).status_code == 401
    assert apart() == []


def test_from_another_page_nothing_is_kept(left: Left, at: str, apart: Callable[[], list[str]]) -> None:
    left.put(f"{at}/sections/moments", sent("Planted."), headers={"origin": "https://evil.example"})
    assert apart() == []


def test_of_somebody_elses_letter_nothing_is_kept_and_nothing_is_said(
    left: Left, letter_of: Callable[..., object], apart: Callable[[], list[str]]
) -> None:
    answer = left.put(f"/letters/{letter_of('luis')}/sections/moments", sent("Planted."))

    assert answer.status_code == 401
    assert answer.json() == {}
    assert apart() == []


def test_after_a_long_time_nobody_remembers_whose_session_it_was(
    left: Left, at: str, apart: Callable[[], list[str]]
) -> None:
    clock.stand_at(clock.now() + sessions.REMEMBERED + timedelta(days=1))
    left.put(f"{at}/sections/moments", sent("Much too late."))
    assert apart() == []


def test_a_session_that_ran_out_by_itself_counts_too(maria: Visitor, at: str, apart: Callable[[], list[str]]) -> None:
    page = Left(maria)
    clock.stand_at(clock.now() + timedelta(hours=13))

    assert page.put(f"{at}/sections/moments", sent("After dinner.")).status_code == 401
    assert apart() == ["After dinner."]


def test_once_she_left_the_family_nothing_more_is_kept(
    database: Database, left: Left, at: str, cast: Cast, apart: Callable[[], list[str]]
) -> None:
    with database.writing() as db:
        engagements.leave(db, db.merge(cast.reyes), db.merge(cast.members["maria"]), by=cast.person("maria"))
    assert left.put(f"{at}/sections/moments", sent("Too late.")).json() == {}
    assert apart() == []


def test_what_is_too_long_stays_on_the_page_alone(left: Left, at: str, apart: Callable[[], list[str]]) -> None:
    assert left.put(f"{at}/sections/moments", sent("x" * 200_001)).json() == {}
    assert apart() == []


def test_the_letter_is_not_given_while_such_words_wait(left: Left, visit: Visit, at: str) -> None:
    left.put(f"{at}/sections/moments", sent("Typed too late."))
    maria = visit("maria")
    maria.put(f"{at}/sections/love_again", sent("Something."))

    refused = maria.post(f"{at}/hand-in")
    assert refused.status_code == 422
    assert "look at both first" in refused.text


def test_words_of_the_other_page_come_back_there_and_to_nobody_else(
    other_page: str, maria: Visitor, dana: Visitor, back: Callable[[str], tuple[Visitor, str]]
) -> None:
    maria.post(f"{other_page}/other-page/showing")
    page = Left(maria)
    maria.post("/sign-out")
    assert page.put(f"{other_page}/sections/line", sent("I keep the car keys.")).json()["kept"] is True

    assert "I keep the car keys." not in dana.get(f"{other_page}/other-page").text
    again, way = back("maria")
    assert way == f"{other_page}/other-page?part=line"
    assert "I keep the car keys." in again.get(way).text
