"""/engagements/{id}/way: chosen together, recommended by nobody, changed with open eyes."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Practice
from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement
from familyplan.engagements.ways import queries, service
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.safety import service as safety
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
undecided = pytest.mark.parametrize("model", ["none"], indirect=True)


@pytest.fixture
def path(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/way"


@pytest.fixture
def reyes(db: Session, cast: Cast) -> Callable[[], Engagement]:
    """Look at the Reyes family afresh."""

    def look() -> Engagement:
        db.rollback()
        db.expire_all()
        return db.get_one(Engagement, cast.reyes.id)

    return look


@undecided
def test_every_way_lies_on_the_table_with_what_was_counted_and_its_notice(visit: Visit, path: str) -> None:
    page = visit("dana").get(path).text.replace("&#39;", "'")

    for model in shelf.current().models.values():
        assert model.notice in page
        assert model.chooser.surprise in page
        assert all(finding.text in page and finding.source in page for finding in model.chooser.evidence)
    assert "Something else first" in page
    assert "No method works for everyone." in page


@undecided
def test_what_somebody_said_alone_is_put_as_a_question(visit: Visit, path: str, cast: Cast) -> None:
    dana = visit("dana")
    before = dana.get(path).text
    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['ana'].id}/hearings", {"afraid": "dont_know"})
    after = dana.get(path).text

    assert "You noted “don't know” on: Is anyone in this family afraid of anyone?" not in before
    assert "You noted “don't know” on: Is anyone in this family afraid of anyone?" in after
    assert "something noted here asks for this" in after


@undecided
def test_what_relatives_told_us_is_put_as_a_question_too(visit: Visit, path: str, db: Session, cast: Cast) -> None:
    safety.asked(
        db,
        cast.reyes,
        {"guns": ("dont_know", "")},
        safety.Speaker(other="Luis"),
        clock.today(cast.reyes.zone),
        by=cast.dana,
    )
    db.commit()

    assert "Where will they be on that day?" in visit("dana").get(path).text
    assert "on: Are there guns" in visit("dana").get(path).text


def test_one_yes_among_many_answers_is_a_yes() -> None:
    assert queries.opened([("guns", "dont_know"), ("guns", "yes"), ("guns", "no"), ("court", "no")]) == {"guns": "yes"}


def test_a_question_about_a_row_that_is_not_open_is_not_put() -> None:
    model = shelf.current().models["johnson"]
    about_nothing = [question.text for question in queries.against(model, {})]

    assert about_nothing == [one.text for one in model.chooser.against if not one.rows]


@undecided
def test_the_choice_is_put_on_record(visit: Visit, path: str, reyes: Callable[[], Engagement]) -> None:
    form = {"model": "johnson", "why": "Letters suit them.", "agreed_by": "Maria, Luis"}
    page = visit("dana").post(path, form, follow=True).text

    chosen = reyes()
    assert (chosen.model_key, chosen.way_why, chosen.way_agreed_by) == ("johnson", "Letters suit them.", "Maria, Luis")
    assert chosen.loved_one_learns == "on_the_day"
    assert "Letters suit them." in page


@undecided
def test_told_beforehand_asks_for_a_reason_and_keeps_the_words(
    visit: Visit, path: str, reyes: Callable[[], Engagement]
) -> None:
    dana, form = visit("dana"), {"model": "johnson", "learns": "told_beforehand", "why": "kept words"}
    asked = dana.post(path, form)

    assert asked.status_code == 422
    assert "Please say in a few words why it is done differently here." in asked.text
    assert "kept words" in asked.text
    dana.post(path, form | {"learns_why": "He was surprised once, and it cost years."})
    assert reyes().loved_one_learns == "told_beforehand"
    assert not engagements.surprises(reyes())


@undecided
def test_telling_beforehand_means_nothing_where_nobody_is_surprised(
    visit: Visit, path: str, reyes: Callable[[], Engagement]
) -> None:
    visit("dana").post(path, {"model": "arise", "learns": "told_beforehand"})

    assert reyes().loved_one_learns == "from_the_first_call"


@undecided
def test_a_way_that_nobody_is_trained_in_is_asked_about(
    visit: Visit, path: str, db: Session, reyes: Callable[[], Engagement]
) -> None:
    db.execute(update(Practice).values(trained_in="arise"))
    db.commit()
    dana = visit("dana")
    asked = dana.post(path, {"model": "johnson", "why": "kept words"})

    assert asked.status_code == 422
    assert "Nobody here is marked as trained in this one." in asked.text
    assert "kept words" in asked.text
    assert reyes().model_key is None
    dana.post(path, {"model": "johnson", "untrained": "yes"})
    assert reyes().model_key == "johnson"


@undecided
def test_under_18_is_stopped_until_there_is_a_reason(
    visit: Visit, path: str, cast: Cast, reyes: Callable[[], Engagement]
) -> None:
    dana, loved_one = visit("dana"), f"/engagements/{cast.reyes.id}/loved-one"
    dana.post(loved_one, {"name": "Sam", "under_18": "yes"})

    assert "Stop here first" in dana.get(path).text
    assert dana.post(path, {"model": "arise"}).status_code == 422
    dana.post(loved_one, {"name": "Sam", "under_18": "yes", "under_18_why": "Dr. Lund asked, 17 and a half."})
    dana.post(path, {"model": "arise"})
    assert reyes().model_key == "arise"


def test_a_change_is_shown_before_it_is_made(visit: Visit, path: str, reyes: Callable[[], Engagement]) -> None:
    dana, form = visit("dana"), {"model": "arise", "why": "too heavy for them"}
    shown = dana.post(path, form)
    difference = service.difference(shelf.current().models["love_first"], shelf.current().models["arise"])

    assert shown.status_code == 200
    assert reyes().model_key == "love_first"
    text = shown.text.replace("&#39;", "'")
    assert difference.steps_added
    assert all(words in text for words in difference.steps_added + difference.steps_away)
    assert "Nothing becomes visible to Sam" in text
    assert 'name="why" value="too heavy for them"' in text


def test_a_change_that_was_looked_at_is_made_and_told(visit: Visit, path: str, reyes: Callable[[], Engagement]) -> None:
    told: list[str] = []
    former = engagements.model_changed.listeners
    engagements.model_changed.tell(*former, lambda _db, _engagement, before, *, by: told.append(f"{before} {by.name}"))
    try:
        dana = visit("dana")
        dana.post(path, {"model": "arise", "confirmed": "yes"})
        dana.post(path, {"model": "arise", "confirmed": "yes"})
    finally:
        engagements.model_changed.tell(*former)

    assert told == ["love_first Dana"]
    assert reyes().loved_one_learns == "from_the_first_call"


def test_writing_the_reason_again_changes_no_way(visit: Visit, path: str, reyes: Callable[[], Engagement]) -> None:
    assert visit("dana").post(path, {"model": "love_first", "why": "new words"}).status_code == 303
    assert (reyes().model_key, reyes().way_why) == ("love_first", "new words")


def test_two_ways_differ_in_what_only_one_has() -> None:
    models = shelf.current().models
    there = service.difference(models["johnson"], models["arise"])
    back = service.difference(models["arise"], models["johnson"])

    assert there.steps_added == back.steps_away
    assert there.letters_away == back.letters_added
    assert there.letters_other == ["Your letter"]
    assert service.difference(models["arise"], models["arise"]) == service.Difference([], [], [], [], [], [], [])


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("sol", 200, 403), ("priya", 404, 404), ("cole", 403, 403), ("olga", 403, 403), ("maria", 403, 403)],
)
def test_who_may(visit: Visit, path: str, who: str, reads: int, writes: int, reyes: Callable[[], Engagement]) -> None:
    somebody = visit(who)

    assert somebody.get(path).status_code == reads
    assert somebody.post(path, {"model": "arise", "confirmed": "yes"}).status_code == writes
    assert reyes().model_key == "love_first"
