"""/engagements/{id}/travel: who does what, one's own lines, and never the loved one at the wheel."""

import tomllib
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.people import service as people
from familyplan.guidance import shelf
from familyplan.kernel import paths
from familyplan.kernel.db import Database
from familyplan.programs.travel.records import TravelLine
from tests.statements import counted
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
At = Callable[[str], str]
LINES = "/travel/lines"


def kept(db: Session) -> list[TravelLine]:
    db.rollback()  # look at what stands now
    here = select(TravelLine).where(TravelLine.put_away_at.is_(None))
    return list(db.scalars(here.order_by(TravelLine.entered_at, TravelLine.id)))


def member(cast: Cast, name: str) -> str:
    return str(cast.members[name].id)


@pytest.fixture
def keeper(database: Database, cast: Cast) -> None:
    """Ana keeps the details."""
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        ana = engagements.member(db, family, cast.members["ana"].id, seen_by=cast.dana)
        people.give_roles(db, family, ana, {"detail_person"}, by=cast.dana)


def test_the_lead_settles_a_line_and_twice_is_once(visit: Visit, db: Session, cast: Cast, at: At) -> None:
    dana, form = visit("dana"), {"topic": "bag", "words": "Warm socks", "who": member(cast, "maria")}
    for _time in range(2):
        answer = dana.post(at(LINES), form)
        assert answer.headers["location"] == at("/programs/travel")
    assert "Warm socks" in dana.get(at("/programs/travel")).text
    assert [one.settled_at is not None for one in kept(db)] == [True]


def test_each_sees_their_own_lines_alone(visit: Visit, cast: Cast, at: At) -> None:
    dana = visit("dana")
    dana.post(at(LINES), {"topic": "bag", "words": "Warm socks", "who": member(cast, "maria")})
    dana.post(at(LINES), {"topic": "pets", "words": "The cat", "who": member(cast, "luis")})

    assert "Warm socks" in visit("maria").get(at("/travel")).text
    assert "The cat" not in visit("maria").get(at("/travel")).text
    assert "Nothing here is yours to do just now." in visit("ana").get(at("/travel")).text
    assert visit("sam").get(at("/travel")).status_code == 404
    assert visit("priya").get(at("/programs/travel")).status_code == 404


def test_done_and_not_done_after_all_by_whose_line_it_is(visit: Visit, db: Session, cast: Cast, at: At) -> None:
    visit("dana").post(at(LINES), {"topic": "bag", "words": "Warm socks", "who": member(cast, "maria")})
    done = at(f"{LINES}/{kept(db)[0].id}/doing")
    for name in ("luis", "sam", "priya"):
        assert visit(name).post(done).status_code == 404
    assert kept(db)[0].done_at is None

    maria = visit("maria")
    for _time in range(2):
        assert maria.post(done).headers["location"] == at("/travel")
    assert kept(db)[0].done_by_id == cast.person("maria").id
    for _time in range(2):
        maria.post(f"{done}/withdrawal")
    assert kept(db)[0].done_at is None


@pytest.mark.parametrize("who", [{"who": "sam"}, {"somebody": "Sam"}, {"somebody": " SAM "}])
def test_the_loved_one_never_drives(visit: Visit, db: Session, cast: Cast, at: At, who: dict[str, str]) -> None:
    form = {"topic": "drives"} | {key: member(cast, "sam") if key == "who" else value for key, value in who.items()}
    answer = visit("dana").post(at(LINES), form)

    assert answer.status_code == 422
    assert "Sam never drives there, whatever was agreed before." in answer.text
    assert kept(db) == []


def test_nor_by_a_change_of_the_line(visit: Visit, db: Session, cast: Cast, at: At) -> None:
    dana = visit("dana")
    dana.post(at(LINES), {"topic": "drives", "who": member(cast, "luis")})
    answer = dana.post(at(f"{LINES}/{kept(db)[0].id}"), {"who": member(cast, "sam")})

    assert answer.status_code == 422
    assert [str(one.member_id) for one in kept(db)] == [member(cast, "luis")]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"topic": "pets"}, "What is there to do, or who does it?"),
        ({"topic": "moon", "words": "x"}, "Please choose one of these."),
        ({"topic": "pets", "who": "luis", "somebody": "The neighbor"}, "Two people are named."),
        ({"topic": "pets", "somebody": "The neighbor", "not_needed": "yes"}, "Either somebody does it, or nothing is"),
        ({"topic": "pets", "who": "sam"}, "This list is for the people around Sam."),
        ({"topic": "pets", "words": "x" * 501}, "under 500 signs"),
    ],
)
def test_a_line_that_says_nothing_or_two_things_is_refused(
    visit: Visit, db: Session, cast: Cast, at: At, said: dict[str, str], sentence: str
) -> None:  # fmt: skip
    form = said | ({"who": member(cast, said["who"])} if "who" in said else {})
    answer = visit("dana").post(at(LINES), form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(db) == []


def test_whoever_keeps_the_details_edits_where_the_way_has_that_role(
    visit: Visit, db: Session, cast: Cast, at: At, keeper: None
) -> None:  # fmt: skip
    visit("dana").post(at(LINES), {"topic": "pets", "words": "The cat", "who": member(cast, "luis")})
    ana = visit("ana")
    ana.post(at(LINES), {"topic": "home", "words": "The post", "somebody": "Mrs. Park next door"})
    ana.post(at(LINES), {"topic": "work", "words": "Call in", "who": member(cast, "ana")})
    page = ana.get(at("/travel")).text
    assert "Mrs. Park next door" in page
    assert "somebody whom Dana asked" in page
    assert "Luis" not in page

    ana.post(at(f"{LINES}/{kept(db)[1].id}/putting-away"))
    assert [one.words for one in kept(db)] == ["The cat", "Call in"]


def test_she_names_nobody_of_the_family_but_herself(
    visit: Visit, db: Session, cast: Cast, at: At, keeper: None
) -> None:  # fmt: skip
    answer = visit("ana").post(at(LINES), {"topic": "pets", "who": member(cast, "luis")})

    assert answer.status_code == 404
    assert kept(db) == []


@pytest.mark.parametrize("model", ["johnson", "arise"], indirect=True)
def test_where_the_way_has_no_such_role_the_lead_alone_edits(
    visit: Visit, db: Session, cast: Cast, at: At
) -> None:  # fmt: skip
    assert visit("ana").post(at(LINES), {"topic": "pets", "words": "The cat"}).status_code == 404
    assert visit("dana").post(at(LINES), {"topic": "pets", "words": "The cat"}).status_code == 303
    assert len(kept(db)) == 1


def test_where_the_way_has_no_step_for_it_the_page_says_so(visit: Visit, at: At) -> None:
    assert "has no step for this" not in visit("dana").get(at("/programs/travel")).text


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_and_says_so(visit: Visit, at: At) -> None:
    assert "has no step for this" in visit("dana").get(at("/programs/travel")).text


def test_who_does_it_anew_has_it_still_to_do(visit: Visit, db: Session, cast: Cast, at: At) -> None:
    dana = visit("dana")
    dana.post(at(LINES), {"topic": "pets", "words": "The cat", "who": member(cast, "luis")})
    line = at(f"{LINES}/{kept(db)[0].id}")
    dana.post(f"{line}/doing")
    dana.post(line, {"words": "The cat, twice a day", "who": member(cast, "luis")})
    assert kept(db)[0].done_at is not None

    dana.post(line, {"words": "The cat, twice a day", "who": member(cast, "maria")})
    assert kept(db)[0].done_at is None


TAKES_AWAY = ("bottle", "pour", "hide the", "take away", "count ", "sober", "clean")


def test_no_list_takes_anything_away_or_asks_anybody_to_stop(settings: object) -> None:
    text = (paths.content()[0] / "programs" / "travel.toml").read_text()
    told = tomllib.loads(text)
    said = " ".join(str(topic) for topic in told["topics"]).lower()

    assert [word for word in TAKES_AWAY if word in said] == []
    assert "Stopping suddenly can be dangerous" in shelf.current().programs.travel.above


def test_the_pages_cost_the_same_with_many_lines(visit: Visit, database: Database, cast: Cast, at: At) -> None:
    dana, maria = visit("dana"), visit("maria")
    costs: dict[int, list[int]] = {}
    for many in (2, 22):
        for number in range(many):
            dana.post(at(LINES), {"topic": "bag", "words": f"Thing {many} {number}", "who": member(cast, "maria")})
        for visitor, path in ((dana, "/programs/travel"), (maria, "/travel")):
            with counted(database) as said:
                visitor.get(at(path))
            costs.setdefault(many, []).append(len(said))

    assert costs[2] == costs[22]
    assert max(costs[2]) <= 8
