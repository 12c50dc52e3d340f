"""The board of a family's letters, one's own letters, and the facts that the plan counts."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters import queries
from familyplan.letters.facts import queries as facts
from familyplan.letters.other_page import queries as other_pages
from tests.visitor import Visitor

NAMES = ("maria", "luis", "ana")


def board(database: Database, cast: Cast, name: str = "dana") -> dict[str, str]:
    with database.reading() as db:
        rows = queries.board(db, db.get_one(Engagement, cast.reyes.id), seen_by=cast.person(name))
        return {row.letter.member.person.name: row.state for row in rows}


@pytest.fixture
def all_given(visit: Callable[[str], Visitor], letter_of: Callable[..., object]) -> dict[str, str]:
    """All three letters, written and given; addresses by name."""
    at = {name: f"/letters/{letter_of(name)}" for name in NAMES}
    for name, path in at.items():
        writer = visit(name)
        writer.put(f"{path}/sections/moments", {"body": f"By {name}.", "revision": 0, "writing": "w"})
        assert writer.post(f"{path}/hand-in").status_code == 303
    return at


def test_it_tells_states_and_opens_no_letter(
    database: Database, cast: Cast, maria: Visitor, at: str, visit: Callable[[str], Visitor],
    letter_of: Callable[..., object], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    maria.put(f"{at}/sections/moments", {"body": "Words.", "revision": 0, "writing": "w"})
    visit("luis").get(f"/letters/{letter_of('luis')}")
    opened: list[str] = []
    monkeypatch.setattr("familyplan.letters.records.Section.body", property(lambda _section: opened.append("body")))

    assert board(database, cast) == {"Maria": "writing", "Luis": "opened", "Ana": "not_opened"}
    assert opened == []


def test_it_is_one_statement_however_many_there_are(
    database: Database, cast: Cast, counted: Callable[[], list[str]]
) -> None:
    with database.reading() as db:
        reyes = db.get_one(Engagement, cast.reyes.id)
        counted()
        queries.board(db, reyes, seen_by=cast.dana)
        assert len(counted()) == 1


def test_a_member_is_told_nothing_of_the_others(database: Database, cast: Cast) -> None:
    assert board(database, cast, "luis") == {}
    with database.reading() as db:
        reyes = db.get_one(Engagement, cast.reyes.id)
        luis = cast.members["luis"]
        mine = queries.of_member(db, reyes, luis, seen_by=cast.person("luis"))
        foreign = queries.of_member(db, reyes, luis, seen_by=cast.person("ana"))
    assert [(row.title, row.state) for row in mine] == [
        ("What it has been like", "not_opened"),
        ("Your letter", "not_opened"),
    ]
    assert foreign == []


def test_a_thought_that_waits_shows_on_it(database: Database, cast: Cast, given: str, dana: Visitor) -> None:
    assert board(database, cast)["Maria"] == "handed_in"
    dana.post(f"{given}/comments", {"section": "moments", "phrase": "over the ice", "note": "Lovely"})
    assert board(database, cast)["Maria"] == "change_asked"


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_the_loved_one_s_own_words_are_not_on_it_before_they_are_shown(
    database: Database, cast: Cast, visit: Callable[[str], Visitor], letter_of: Callable[..., object]
) -> None:
    with database.writing() as db:
        reyes, sam = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, cast.members["sam"].id)
        engagements.come_in(db, reyes, sam, by=cast.person("sam"))
    path, writer = f"/letters/{letter_of('sam', 'own_words')}", visit("sam")
    writer.put(f"{path}/sections/to_know", {"body": "I am tired.", "revision": 0, "writing": "w"})
    assert "Sam" not in board(database, cast)

    writer.post(f"{path}/hand-in")
    assert board(database, cast)["Sam"] == "handed_in"


def test_handed_in_is_a_fact_when_the_last_writer_gave(
    database: Database, cast: Cast, given: str, visit: Callable[[str], Visitor], letter_of: Callable[..., object]
) -> None:
    with database.reading() as db:
        assert db.execute(facts.handed_in()).all() == []
    for name in ("luis", "ana"):
        path, writer = f"/letters/{letter_of(name)}", visit(name)
        writer.put(f"{path}/sections/moments", {"body": "Words.", "revision": 0, "writing": "w"})
        writer.post(f"{path}/hand-in")

    with database.reading() as db:
        ((engagement_id, happened_at, known),) = db.execute(facts.handed_in()).all()
    assert engagement_id == cast.reyes.id
    assert (clock.now() - happened_at).total_seconds() < 60
    assert known
    assert given


def test_ready_is_a_fact_when_both_sides_of_all_say_so_and_a_change_takes_it_back(
    database: Database, cast: Cast, all_given: dict[str, str], visit: Callable[[str], Visitor], dana: Visitor
) -> None:
    for name, path in all_given.items():
        visit(name).post(f"{path}/readiness")
    with database.reading() as db:
        assert db.execute(facts.ready()).all() == []
    for path in all_given.values():
        dana.post(f"{path}/readiness")
    with database.reading() as db:
        assert [row[0] for row in db.execute(facts.ready())] == [cast.reyes.id]

    visit("ana").put(f"{all_given['ana']}/sections/moments", {"body": "Anew.", "revision": 1, "writing": "w"})
    with database.reading() as db:
        assert db.execute(facts.ready()).all() == []


@pytest.mark.parametrize("model", ["arise"], indirect=True)
def test_letters_of_a_level_that_is_not_reached_are_not_waited_for(database: Database) -> None:
    with database.reading() as db:
        assert db.execute(facts.handed_in()).all() == []
        assert db.execute(facts.ready()).all() == []
        assert db.execute(other_pages.settled_fact()).all() == []


def test_bottom_lines_are_settled_when_the_last_one_is(
    database: Database, cast: Cast, dana: Visitor, visit: Callable[[str], Visitor], letter_of: Callable[..., object]
) -> None:
    for name in NAMES:
        with database.reading() as db:
            assert db.execute(other_pages.settled_fact()).all() == []
        dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members[name].id}/other-page")
        visit(name).post(f"/letters/{letter_of(name, 'other_page')}/other-page/none")

    with database.reading() as db:
        assert [row[0] for row in db.execute(other_pages.settled_fact())] == [cast.reyes.id]


def test_each_fact_names_a_family_once(database: Database, all_given: dict[str, str]) -> None:
    assert set(shelf.current().models) >= {"love_first", "johnson", "arise"}
    with database.reading() as db:
        rows = db.execute(facts.handed_in()).all()
        assert len(rows) == len(db.scalars(select(Engagement.id)).all()) == len(all_given) - 2
