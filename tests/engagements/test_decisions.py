"""/engagements/{id}/decisions and /decided: what a family decided together, and what nobody votes on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.decisions.records import Agreement, Decision
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.records import Letter
from tests.engagements import inviting
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
arise = pytest.mark.parametrize("model", ["arise"], indirect=True)
WORDS = "We meet each Sunday at Luis's place."


@pytest.fixture
def family(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}"


@pytest.fixture
def path(family: str) -> str:
    return f"{family}/decisions"


@pytest.fixture
def said(cast: Cast) -> Callable[..., dict[str, Any]]:
    """The form as Dana fills it in, with what a test says otherwise."""

    def fill(**more: Any) -> dict[str, Any]:
        agreed = [str(cast.members["maria"].id), str(cast.members["luis"].id)]
        return {"topic": "meeting", "proposal": WORDS, "agreed": agreed, **more}

    return fill


def made(db: Session) -> list[Decision]:
    db.rollback()
    db.expire_all()
    return list(db.scalars(select(Decision).order_by(Decision.entered_at, Decision.id)))


def level(db: Session, cast: Cast) -> int | None:
    db.rollback()
    db.expire_all()
    return db.get_one(Engagement, cast.reyes.id).level


def kinds(db: Session, cast: Cast) -> set[str]:
    """What Maria has to write."""
    return set(db.scalars(select(Letter.kind).where(Letter.member_id == cast.members["maria"].id)))


@arise
def test_a_decision_is_words_and_names_that_the_whole_network_reads(
    visit: Visit, path: str, family: str, said: Callable[..., dict[str, Any]], db: Session, cast: Cast
) -> None:
    page = visit("dana").post(path, said(decided="Every Sunday, six o'clock."), follow=True).text

    assert WORDS.replace("'", "&#39;") in page
    for who in ("maria", "luis", "sam"):
        theirs = visit(who).get(f"{family}/decided").text
        assert WORDS.replace("'", "&#39;") in theirs
        assert "Agreed: Maria, Luis" in theirs
    assert [one.decided_on for one in made(db)] == [clock.today(cast.reyes.zone)]
    assert len(db.scalars(select(Agreement)).all()) == 2


@arise
@pytest.mark.parametrize("topic", ["safety", "home_or_money", "limit", "treatment"])
def test_nobody_votes_on_what_is_somebodys_own(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session, topic: str
) -> None:
    answer = visit("dana").post(path, said(topic=topic, sure="yes"))

    assert answer.status_code == 422
    assert shelf.current().topics[topic].nobody_votes in answer.text.replace("&#39;", "'")
    assert WORDS.replace("'", "&#39;") in answer.text
    assert made(db) == []


@arise
@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("Ngozi locks the flat; he moves out.", "somebody's own home or money"),
        ("He must go to rehab by Friday.", "which treatment to take"),
        ("Maria keeps to her limit.", "somebody's own limit"),
        ("Luis takes the gun.", "whether somebody is in danger"),
    ],
)
def test_words_that_may_be_about_it_are_asked_about_and_never_refused(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session, words: str, about: str
) -> None:
    dana = visit("dana")
    asked = dana.post(path, said(topic="plan", proposal=words))

    assert asked.status_code == 422
    assert f"Is this about “{about}”?" in asked.text.replace("&#39;", "'")
    assert 'name="sure"' in asked.text
    assert made(db) == []
    assert dana.post(path, said(topic="plan", proposal=words, sure="yes")).status_code == 303
    assert [one.proposal for one in made(db)] == [words]


@arise
def test_looking_at_ways_of_getting_help_may_name_them(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]]
) -> None:
    assert visit("dana").post(path, said(topic="offer", proposal="We look at two rehabs.")).status_code == 303


@arise
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"topic": ""}, "Please choose one of these."),
        ({"topic": "weather"}, "Please choose one of these."),
        ({"proposal": ""}, "What was put to everyone?"),
        ({"agreed": []}, "Who agreed?"),
        ({"decided_on": "2999-01-01"}, "That day is still ahead."),
        ({"decided_on": "1999-01-01"}, "That is before the family called."),
        ({"decided_on": "31 June"}, "That is not a date we can read."),
        ({"proposal": "x" * 2001}, "Please keep it under 2000 signs."),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session, form: dict[str, Any], sentence: str
) -> None:
    answer = visit("dana").post(path, said(**form))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert made(db) == []


@arise
def test_the_loved_one_alone_agrees_to_nothing_for_the_others(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], cast: Cast
) -> None:
    assert visit("dana").post(path, said(agreed=[str(cast.members["sam"].id)])).status_code == 422


@arise
def test_pressed_twice_it_is_written_once(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session
) -> None:
    once = "0190a000-0000-7000-8000-000000000001"
    for _time in range(2):
        assert visit("dana").post(path, said(once=once)).status_code == 303

    assert [str(one.id) for one in made(db)] == [once]


@arise
def test_another_familys_member_agrees_to_nothing_here(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session
) -> None:
    assert visit("dana").post(path, said(agreed=["0190a000-0000-7000-8000-000000000001"])).status_code == 404
    assert visit("dana").post(path, said(agreed=["somebody"])).status_code == 404
    assert made(db) == []


@arise
def test_htmx_gets_the_block_back(visit: Visit, path: str, said: Callable[..., dict[str, Any]]) -> None:
    part = visit("dana").post(path, said(), htmx="decisions")

    assert part.text.lstrip().startswith('<div id="decisions"')


@arise
def test_a_decision_is_taken_back_with_a_word_why_and_the_family_sees_it_no_more(
    visit: Visit, path: str, family: str, said: Callable[..., dict[str, Any]], db: Session
) -> None:
    dana = visit("dana")
    dana.post(path, said())
    back = f"{path}/{made(db)[0].id}/withdrawal"

    assert dana.post(back, {"why": ""}).status_code == 422
    for why in ("Luis has to work.", "Again."):
        page = dana.post(back, {"why": why}, follow=True).text
    assert "Luis has to work." in page
    assert WORDS.replace("'", "&#39;") not in visit("maria").get(f"{family}/decided").text


@arise
def test_the_second_level_is_decided_and_opens_what_belongs_to_it(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(path, said(topic="next_level", proposal="We go on meeting."))

    assert level(db, cast) == 2
    assert kinds(db, cast) == {"message", "story"}


@arise
def test_the_third_level_needs_a_decision_and_gate_c(
    visit: Visit, path: str, family: str, said: Callable[..., dict[str, Any]], db: Session, cast: Cast,
    database: Database,
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(path, said(topic="next_level", proposal="We go on meeting."))
    outcome = {"kind": "level_reached", "level": "3", "source": "professional", "when": "today"}
    by_hand = dana.post(f"{family}/outcomes", outcome)
    too_early = dana.post(path, said(topic="next_level", proposal="A formal meeting."))

    assert by_hand.status_code == 422
    assert "This level begins with a decision of the family and you." in by_hand.text
    assert too_early.status_code == 422
    assert "This level waits for your own decision at gate C: go, and why." in too_early.text
    assert level(db, cast) == 2
    assert kinds(db, cast) == {"message", "story"}
    inviting.go(database, cast, kind="C")
    assert dana.post(path, said(topic="next_level", proposal="A formal meeting.")).status_code == 303
    assert level(db, cast) == 3
    assert kinds(db, cast) == {"message", "story", "letter"}
    assert dana.post(path, said(topic="next_level")).status_code == 422


@arise
def test_a_level_that_is_taken_back_is_left_again_and_no_word_is_lost(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session, cast: Cast
) -> None:
    dana = visit("dana")
    dana.post(path, said(topic="next_level", proposal="We go on meeting."))
    dana.post(f"{path}/{made(db)[0].id}/withdrawal", {"why": "He came after all."})

    assert level(db, cast) == 1


@arise
@pytest.mark.parametrize(
    ("who", "reads", "writes", "own"),
    [
        ("dana", 200, 303, 403), ("sol", 200, 403, 403), ("priya", 404, 404, 403), ("cole", 403, 403, 403),
        ("olga", 403, 403, 403), ("maria", 403, 403, 200), ("luis", 403, 403, 200), ("sam", 403, 403, 200),
    ],
)  # fmt: skip
def test_who_may(
    visit: Visit, path: str, family: str, said: Callable[..., dict[str, Any]], who: str, reads: int, writes: int,
    own: int,
) -> None:  # fmt: skip
    somebody = visit(who)

    assert somebody.get(path).status_code == reads
    assert somebody.post(path, said()).status_code == writes
    assert somebody.get(f"{family}/decided").status_code == own


@arise
def test_somebody_from_work_is_told_nobodys_name(visit: Visit, family: str, cast: Cast, database: Database) -> None:
    with database.writing() as db:
        db.get_one(Member, cast.members["luis"].id).relation = "employer"

    assert visit("luis").get(f"{family}/decided").status_code == 404
    assert "/decided" not in visit("luis").get("/").text


def test_in_another_way_nothing_is_decided_here(
    visit: Visit, path: str, family: str, said: Callable[..., dict[str, Any]], db: Session
) -> None:
    assert "nothing is decided together here" in visit("dana").get(path).text
    assert visit("dana").post(path, said()).status_code == 422
    assert made(db) == []
    assert {visit(who).get(f"{family}/decided").status_code for who in ("maria", "sam")} == {404}


@arise
def test_a_day_in_the_past_is_fine(
    visit: Visit, path: str, said: Callable[..., dict[str, Any]], db: Session, cast: Cast, database: Database
) -> None:
    yesterday = clock.today(cast.reyes.zone) - timedelta(days=1)
    with database.writing() as writing:
        writing.get_one(Engagement, cast.reyes.id).started_on = yesterday
    visit("dana").post(path, said(decided_on=yesterday.isoformat()))

    assert [one.decided_on for one in made(db)] == [yesterday]


@arise
def test_whoever_must_not_meet_is_not_named_to_the_other(
    visit: Visit, path: str, family: str, said: Callable[..., dict[str, Any]], cast: Cast
) -> None:
    ids = {"one": str(cast.members["maria"].id), "other": str(cast.members["luis"].id)}
    dana = visit("dana")
    dana.post(f"{family}/ties", ids | {"may_meet": "no"})
    dana.post(path, said(proposal="We meet each Sunday."))

    assert "Agreed: Luis" in visit("luis").get(f"{family}/decided").text
    assert "Maria" not in visit("luis").get(f"{family}/decided").text
    assert "Luis" not in visit("maria").get(f"{family}/decided").text
    assert "Agreed: Maria, Luis" in visit("sam").get(f"{family}/decided").text
    assert "Agreed: Maria, Luis" in dana.get(path).text
