"""/engagements/{id}/programs/place: who said so, when, until when; and a place that has lapsed is none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.needs.records import Need
from familyplan.engagements.pauses import service as pauses
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.programs.places.records import Place
from familyplan.upkeep.tick import tick
from tests.programs.conftest import Known
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
At = Callable[[str], str]


def held(
    cast: Cast, known: Known, *, option: str = "harbor", said: int = 0, until: int = 3, **other: str
) -> dict[str, str]:
    today = clock.today(cast.reyes.zone)
    return {
        "option": known.options[option], "said_by": "Ada, admissions", "said_on": str(today + timedelta(days=said)),
        "until_on": str(today + timedelta(days=until)), "until_time": "17:00", "words": "Call before noon.",
    } | other  # fmt: skip


def kept(db: Session) -> list[Place]:
    db.rollback()  # look at what stands now
    return list(db.scalars(select(Place).order_by(Place.entered_at)))


def waiting(db: Session) -> list[str]:
    db.rollback()
    return [one.words for one in db.scalars(select(Need).where(Need.kind == "place_lapses", Need.settled_at.is_(None)))]


def test_the_lead_notes_it_and_twice_is_once(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    for _time in range(2):
        page = dana.post(at("/programs/place"), held(cast, gathered), follow=True).text
    assert "A place is held at Harbor House" in page
    assert "Said by Ada, admissions" in page
    [place] = kept(db)
    assert f"{clock.local(place.until_at, cast.reyes.zone):%H:%M}" == "17:00"


@pytest.mark.parametrize(("name", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_else_does(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At, name: str, status: int
) -> None:
    assert visit(name).post(at("/programs/place"), held(cast, gathered)).status_code == status
    assert kept(db) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"said": 1}, "That day is still ahead. Note it once they have said so."),
        ({"said": -400}, "That is before the family called. Is the year right?"),
        ({"until": -1}, "It would end before they said so. Is the day right?"),
        ({"until": 0, "until_time": "00:00"}, "That is past already, and a place that has lapsed is none."),
        ({"until": 400}, "That is more than three months ahead. Is the year right?"),
        ({"until_on": ""}, "Until which day do they hold it?"),
        ({"until_on": "soon"}, "That is not a date we can read."),
        ({"until_time": "25:00"}, "That is not an hour we can read."),
        ({"said_by": ""}, "Who said so?"),
        ({"option": ""}, "Add it to the family"),
    ],
)
def test_days_that_contradict_each_other_are_refused_in_words(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At, wrong: dict[str, str | int], sentence: str
) -> None:  # fmt: skip
    fields, today = {"said": "said_on", "until": "until_on"}, clock.today(cast.reyes.zone)
    form = held(cast, gathered)
    for key, value in wrong.items():
        form[fields.get(key, key)] = str(today + timedelta(days=value)) if isinstance(value, int) else value
    answer = visit("dana").post(at("/programs/place"), form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="25:00"' in answer.text or form["until_time"] != "25:00"
    assert kept(db) == []


def test_a_newer_word_of_the_same_program_takes_the_older_ones_place(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(at("/programs/place"), held(cast, gathered))
    dana.post(at("/programs/place"), held(cast, gathered, until=5))
    dana.post(at("/programs/place"), held(cast, gathered, option="river"))
    assert [one.replaced_at is None for one in kept(db)] == [False, True, True]

    dana.post(at("/programs/place"), held(cast, gathered, option="river", until=6, instead="yes"))
    assert [one.replaced_at is None for one in kept(db)] == [False, False, False, True]


def test_let_go_once_and_another_familys_is_not_found(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(at("/programs/place"), held(cast, gathered))
    go = at(f"/programs/place/{kept(db)[0].id}/letting-go")
    dana.post(go, {"why": "Went elsewhere."})
    first = kept(db)[0].let_go_at
    page = dana.post(go, {"why": "Again."}, follow=True).text

    assert kept(db)[0].let_go_at == first
    assert "Went elsewhere." in page
    assert "Again." not in page
    assert dana.post(at("/programs/place/00000000-0000-7000-8000-000000000000/letting-go")).status_code == 404


def test_no_place_where_something_of_value_may_be_taken(
    visit: Visit, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(at(f"/programs/options/{gathered.options['harbor']}"), {"reasons_for": "x"})
    answer = dana.post(at("/programs/place"), held(cast, gathered))

    assert answer.status_code == 422
    assert "ask your lawyer" in answer.text
    assert kept(db) == []


def test_a_day_before_it_lapses_the_desk_says_so_once(
    visit: Visit, database: Database, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(at("/programs/place"), held(cast, gathered))
    place = kept(db)[0]
    tick(database)
    assert waiting(db) == []

    clock.stand_at(place.until_at - timedelta(hours=20))
    for _time in range(2):
        tick(database)
    assert [words.split(",")[0] for words in waiting(db)] == ["Harbor House"]
    assert "The place that is held lapses: Harbor House" in visit("dana").get("/").text

    visit("dana").post(at("/programs/place"), held(cast, gathered, until=9))
    tick(database)
    assert waiting(db) == []


def test_lapsed_it_is_said_and_no_warning_comes_after(
    visit: Visit, database: Database, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    visit("dana").post(at("/programs/place"), held(cast, gathered))
    clock.stand_at(kept(db)[0].until_at + timedelta(minutes=1))
    tick(database)

    assert waiting(db) == []
    assert "The place at Harbor House has lapsed" in visit("dana").get(at("/programs/place")).text


def test_paused_no_warning_is_raised(
    visit: Visit, database: Database, db: Session, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    visit("dana").post(at("/programs/place"), held(cast, gathered))
    with database.writing() as session:
        family = engagements.led(session, cast.reyes.id, seen_by=cast.dana)
        pauses.pause(session, family, "hospital", by=cast.dana)
    clock.stand_at(kept(db)[0].until_at - timedelta(hours=2))
    tick(database)

    assert waiting(db) == []


def test_it_is_said_when_it_lapses_before_the_day(
    visit: Visit, cast: Cast, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    day = clock.today(cast.reyes.zone) + timedelta(days=6)
    dana.post(at("/day-date"), {"day": str(day), "time": "10:00", "place": "x"})

    assert "It lapses before the day" in dana.post(at("/programs/place"), held(cast, gathered), follow=True).text
