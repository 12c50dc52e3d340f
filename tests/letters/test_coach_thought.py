"""One thought about one's own words: shown after a part is finished, used or kept, and never in the way."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import OTHER_PAGE, CoachAnswer, Letter, Revision, Section
from familyplan.upkeep.forgetting import forget
from tests.letters.conftest import Visit
from tests.letters.scripted import ALWAYS, BARE, HIT, INSTEAD, LOVE, NOW, WHY, Broken, Scripted
from tests.visitor import Visitor

BODY = f"{LOVE} {ALWAYS} The ice held."
PUT = f"{LOVE} {INSTEAD} The ice held."


@pytest.fixture(autouse=True)
def scripted(coach: Callable[[Any], None]) -> Scripted:
    made = Scripted()
    coach(made)
    return made


def idea(place: int = len(LOVE) + 1, phrase: str = ALWAYS, **more: object) -> dict[str, object]:
    """What the form of a thought carries."""
    return {
        "part": "moments", "place": place, "revision": 1, "phrase": phrase, "after": "moments", "words": "", **more,
    }  # fmt: skip


USE, KEEP = idea(words=INSTEAD), idea()


def answers(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as db:
        return [(one.kind, one.phrase, one.answer) for one in db.scalars(select(CoachAnswer))]


def finish(maria: Visitor, at: str, body: str = BODY, key: str = "moments", go: str = "next", revision: int = 0) -> Any:
    """Press the button under a part; where it leads."""
    form = {"body": body, "revision": revision, "writing": "page-one", "go": go}
    return maria.post(f"{at}/sections/{key}", form).headers["location"]


def test_after_a_part_is_finished_there_is_one_thought_and_then_the_next_part(maria: Visitor, at: str) -> None:
    assert finish(maria, at) == f"{at}/thought?after=moments"
    page = maria.get(f"{at}/thought?after=moments").text
    assert LOVE in page
    assert ALWAYS in page
    assert WHY in page
    assert INSTEAD in page

    assert maria.post(f"{at}/thought", USE).headers["location"] == f"{at}?part=love_again"


def test_a_part_without_one_leads_on_as_ever(maria: Visitor, at: str) -> None:
    assert finish(maria, at, "The ice held.") == f"{at}?part=love_again"
    assert maria.get(f"{at}/thought?after=moments").headers["location"] == f"{at}?part=love_again"


def test_no_label_no_score_and_no_colour_of_a_mistake_is_on_the_page(maria: Visitor, at: str) -> None:
    finish(maria, at)
    page = maria.get(f"{at}/thought?after=moments").text.partition("<main")[2].partition("</main")[0]

    assert not re.search(r"absolute|blame|shame|missing|score|clay|\bone of\b|\d+ (more|of)", page)
    assert "A suggestion from word patterns. It can be wrong. You know Sam." in page


def test_using_other_words_replaces_that_sentence_alone_and_keeps_what_stood(
    maria: Visitor, at: str, section: Callable[..., Section], database: Database
) -> None:
    finish(maria, at)
    maria.post(f"{at}/thought", USE)

    assert section().body == PUT
    assert section().revision == 2
    assert answers(database) == [("absolute", ALWAYS, "used")]
    with database.reading() as db:
        assert [(one.body, one.why) for one in db.scalars(select(Revision))] == [(BODY, "taken")]


def test_using_it_twice_changes_the_letter_once(
    maria: Visitor, at: str, section: Callable[..., Section], database: Database
) -> None:
    finish(maria, at)
    maria.post(f"{at}/thought", USE)

    assert maria.post(f"{at}/thought", USE).headers["location"] == f"{at}?part=love_again"
    assert section().body == PUT
    assert len(answers(database)) == 1


def test_keeping_mine_changes_nothing_and_is_never_asked_again(
    maria: Visitor, at: str, section: Callable[..., Section], database: Database
) -> None:
    finish(maria, at)
    for _time in (1, 2):
        assert maria.post(f"{at}/thought", KEEP).headers["location"] == f"{at}?part=love_again"

    assert (section().body, section().revision) == (BODY, 1)
    assert answers(database) == [("absolute", ALWAYS, "kept")]
    assert finish(maria, at, BODY, revision=1) == f"{at}?part=love_again"
    assert finish(maria, at, f"Sam. {BODY}", revision=1) == f"{at}?part=love_again"


def test_back_after_an_answer_shows_what_is_left_and_then_goes_on(maria: Visitor, at: str) -> None:
    finish(maria, at, f"{BODY} {BARE}")
    maria.post(f"{at}/thought", KEEP)
    assert BARE in maria.get(f"{at}/thought?after=moments").text
    maria.post(f"{at}/thought", idea(len(BODY) + 1, BARE))

    assert maria.get(f"{at}/thought?after=moments").headers["location"] == f"{at}?part=love_again"


def test_words_that_changed_meanwhile_are_not_replaced(
    maria: Visitor, at: str, section: Callable[..., Section], database: Database
) -> None:
    finish(maria, at)
    finish(maria, at, f"{BODY} And more.", revision=1)
    told = maria.post(f"{at}/thought", USE)

    assert told.status_code == 422
    assert "Your words have changed since; nothing was replaced." in told.text
    assert section().body == f"{BODY} And more."
    assert answers(database) == []


@pytest.mark.parametrize(
    "change",
    [{"words": "You are a liar."}, {"place": 3}, {"phrase": "The ice held."}, {"place": -5}],
)
def test_nothing_but_what_the_coach_would_say_there_can_be_put_in(
    maria: Visitor, at: str, section: Callable[..., Section], change: dict[str, object]
) -> None:
    finish(maria, at)

    assert maria.post(f"{at}/thought", {**USE, **change}).status_code == 422
    assert section().body == BODY


def test_what_is_not_there_cannot_be_kept_either(maria: Visitor, at: str, database: Database) -> None:
    finish(maria, at)
    maria.post(f"{at}/thought", {**KEEP, "place": 3})
    maria.post(f"{at}/thought", {**KEEP, "part": "elsewhere"})

    assert answers(database) == []


def test_no_more_of_these_is_remembered_until_she_asks_again(maria: Visitor, at: str, database: Database) -> None:
    finish(maria, at)
    for _time in (1, 2):
        assert maria.post(f"{at}/thought/none", {"after": "moments"}).headers["location"] == f"{at}?part=love_again"
    assert finish(maria, at, f"{BODY} {BARE}", revision=1) == f"{at}?part=love_again"
    assert "Show me thoughts about my words again" in maria.get(f"{at}?part=moments").text

    for _time in (1, 2):
        assert maria.post(f"{at}/thought/none/withdrawal").headers["location"] == f"{at}/thought"
    assert ALWAYS in maria.get(f"{at}/thought").text
    with database.reading() as db:
        assert db.scalars(select(Letter.no_more_thoughts_at).where(Letter.id == UUID(at[9:]))).one() is None


def test_harm_is_thanked_for_with_one_question_and_never_put_anew(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    body = f"{HIT} {ALWAYS}"
    assert finish(maria, at, body) == f"{at}/thought?after=moments"
    page = maria.get(f"{at}/thought?after=moments").text
    assert "Thank you for writing this." in page
    assert "talk with Dana about whether this room is the right place for it" in page
    assert INSTEAD not in page

    maria.post(f"{at}/thought", idea(0, HIT))
    assert section().body == body
    assert finish(maria, at, body, revision=1) == f"{at}?part=love_again"


def test_words_that_sound_like_now_are_never_a_matter_of_style(maria: Visitor, at: str) -> None:
    assert finish(maria, at, f"{BODY} {NOW}") == f"{at}?part=love_again"


@pytest.mark.parametrize("go", ["all", "nothing"])
def test_saving_without_going_on_and_nothing_comes_are_not_asked_about(maria: Visitor, at: str, go: str) -> None:
    assert "thought" not in finish(maria, at, BODY * (go == "all"), go=go)


def test_typing_is_never_interrupted(write: Callable[..., None], scripted: Scripted, maria: Visitor, at: str) -> None:
    write(BODY)
    told = maria.put(f"{at}/sections/moments", {"body": BODY, "revision": 1, "writing": "page-one"}).json()

    assert set(told) == {"revision", "saved_at"}
    assert scripted.asked == [BODY, BODY]


@pytest.mark.parametrize("made", [Broken(), None], ids=["fails", "is not there"])
def test_without_a_coach_the_screen_does_not_exist_and_writing_goes_on(
    maria: Visitor, at: str, coach: Callable[[Any], None], made: Broken | None, caplog: pytest.LogCaptureFixture,
    section: Callable[..., Section],
) -> None:  # fmt: skip
    coach(made)
    assert finish(maria, at) == f"{at}?part=love_again"
    told = maria.put(f"{at}/sections/moments", {"body": f"{BODY} More.", "revision": 1, "writing": "page-one"})

    assert told.status_code == 200
    assert section().body == f"{BODY} More."
    assert maria.get(f"{at}/thought").headers["location"] == f"{at}?read=1"
    assert maria.get(f"{at}?read=1").status_code == 200
    assert "leave me alone" not in caplog.text


def test_words_in_another_language_are_left_alone(maria: Visitor, at: str) -> None:
    maria.post(f"{at}/language", {"language": "es"})

    assert finish(maria, at) == f"{at}?part=love_again"


def test_the_letter_as_a_whole_has_a_way_to_one_thought_and_back(maria: Visitor, at: str) -> None:
    finish(maria, at, go="all")
    assert f'href="{at}/thought"' in maria.get(f"{at}?read=1").text
    assert ALWAYS in maria.get(f"{at}/thought").text

    assert maria.post(f"{at}/thought", {**USE, "after": ""}).headers["location"] == f"{at}?read=1"
    assert f'href="{at}/thought"' not in maria.get(f"{at}?read=1").text


def test_the_other_page_is_looked_at_as_one_and_in_its_own_way(
    maria: Visitor, other_page: str, section: Callable[..., Section], scripted: Scripted
) -> None:
    of = UUID(other_page[9:])
    for key, body in (("stays", LOVE), ("line", BODY), ("keep", "Nobody may read this.")):
        maria.put(f"{other_page}/sections/{key}", {"body": body, "revision": 0, "writing": "page-one"})
    scripted.asked.clear()
    assert f'href="{other_page}/thought"' in maria.get(f"{other_page}/other-page").text
    assert WHY in maria.get(f"{other_page}/thought").text
    maria.post(f"{other_page}/thought", {**USE, "part": "line", "after": ""})

    assert section("line", of).body == PUT
    assert any(LOVE in text and BODY in text for text in scripted.asked)
    assert not any("Nobody may read this." in text and LOVE in text for text in scripted.asked)


def test_a_page_that_was_closed_softly_is_left_in_peace(maria: Visitor, other_page: str) -> None:
    maria.put(f"{other_page}/sections/line", {"body": BODY, "revision": 0, "writing": "page-one"})
    maria.post(f"{other_page}/other-page/danger", {"danger": "not_sure"})

    assert maria.get(f"{other_page}/thought").status_code == 303


@pytest.mark.parametrize("name", ["luis", "sam", "dana", "cole", "sol", "olga", "priya", ""])
def test_nobody_else_is_shown_it_or_answers_it(
    visit: Visit, maria: Visitor, at: str, name: str, database: Database
) -> None:
    finish(maria, at)
    other = visit(name)

    assert other.get(f"{at}/thought").status_code in (303, 401, 403, 404)
    assert ALWAYS not in other.get(f"{at}/thought").text
    assert other.post(f"{at}/thought", USE).status_code in (303, 401, 403, 404)
    assert answers(database) == []


def test_what_she_answered_is_nobody_elses_and_sealed(
    maria: Visitor, at: str, dana: Visitor, database: Database, cast: Cast
) -> None:
    finish(maria, at)
    maria.post(f"{at}/thought", KEEP)
    maria.post(f"{at}/hand-in")

    with database.reading() as db:
        assert ALWAYS not in str(db.connection().exec_driver_sql("SELECT * FROM letter_coach_answer").all())
    assert "Keep mine" not in dana.get(at).text
    assert OTHER_PAGE not in dana.get(f"/engagements/{cast.reyes.id}/journal").text
    assert "coach" not in dana.get(f"/engagements/{cast.reyes.id}/journal").text


def test_signs_that_no_page_can_hold_do_not_stand_in_the_way(
    maria: Visitor, at: str, section: Callable[..., Section]
) -> None:
    strange = "\U0001f475 \u05e9\u05dc\u05d5\u05dd <b>\0 you always say."
    finish(maria, at, f"{LOVE} {strange}")
    page = maria.get(f"{at}/thought?after=moments").text
    assert "&lt;b&gt;" in page
    maria.post(f"{at}/thought", idea(phrase=strange.replace("\0", "\ufffd"), words=INSTEAD))

    assert section().body == f"{LOVE} {INSTEAD}"


def test_what_was_answered_about_words_that_are_forgotten_is_forgotten_with_them(
    maria: Visitor, at: str, database: Database
) -> None:
    finish(maria, at, f"{BODY} {BARE}")
    maria.post(f"{at}/thought", USE)
    maria.post(f"{at}/thought", idea(len(PUT) + 1, BARE, revision=2))
    assert [answer for _kind, _phrase, answer in answers(database)] == ["used", "kept"]
    maria.post(f"{at}/revisions/forgetting")
    clock.stand_at(clock.now() + timedelta(days=8))
    forget(database)

    assert answers(database) == [("blame", BARE, "kept")]


def test_a_thought_costs_few_statements(maria: Visitor, at: str, counted: Callable[[], list[str]]) -> None:
    finish(maria, at)
    counted()
    maria.get(f"{at}/thought?after=moments")
    assert len(counted()) <= 8
    maria.post(f"{at}/thought", USE)
    assert len(counted()) <= 8
