"""/letters/{id}/other-page: opened by Dana after talking, Maria's own, gone through together, then sealed."""

from collections.abc import Callable
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.other_page import queries, service
from familyplan.letters.records import OtherPage
from tests.letters.conftest import journaled
from tests.together import at_once
from tests.visitor import Visitor

LINE = "I will not lend money any more."
FEAR = "I am afraid of the stairs."


@pytest.fixture
def written(other_page: str, maria: Visitor) -> str:
    """Maria's other page with a line and, for herself alone, what she fears."""
    for key, words in (("line", LINE), ("keep", FEAR)):
        saved = maria.put(f"{other_page}/sections/{key}", {"body": words, "revision": 0, "writing": "w"})
        assert saved.status_code == 200
    return other_page


@pytest.fixture
def shown(written: str, maria: Visitor) -> str:
    """The same, and Maria asked Dana to go through it together."""
    assert maria.post(f"{written}/other-page/showing").status_code == 303
    return written


def test_it_is_not_there_before_dana_opens_it(database: Database, maria: Visitor, at: str) -> None:
    assert maria.get(f"{at}/other-page").status_code == 404
    with database.reading() as db:
        assert db.scalars(select(OtherPage.id)).all() == []


def test_opened_twice_it_is_the_same_page(database: Database, cast: Cast, other_page: str, dana: Visitor) -> None:
    dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['maria'].id}/other-page")
    with database.reading() as db:
        assert len(db.scalars(select(OtherPage.id)).all()) == 1
        assert journaled(db, "other_page.opened") == 1


def test_that_she_has_none_can_be_said_before_the_first_question(other_page: str, maria: Visitor) -> None:
    page = unescape(maria.get(f"{other_page}/other-page").text)
    assert 0 < page.index("You need not write one.") < page.index("I don't have one") < page.index("<textarea")


def test_that_dana_can_read_it_from_then_on_is_said_before_she_is_asked(written: str, maria: Visitor) -> None:
    page = unescape(maria.get(f"{written}/other-page").text)
    assert 0 < page.index("Dana can read it from then on") < page.index("Go through it with Dana")


@pytest.mark.parametrize("relation", ["child", "employer"])
def test_it_is_not_opened_for_a_child_or_an_employer(
    database: Database, cast: Cast, dana: Visitor, relation: str
) -> None:
    with database.writing() as db:
        db.get_one(Member, cast.members["luis"].id).relation = relation
    refused = dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['luis'].id}/other-page")

    assert refused.status_code == 422
    assert "There is no other page for Luis here." in refused.text


def test_it_is_not_opened_for_the_loved_one(cast: Cast, dana: Visitor) -> None:
    refused = dana.post(f"/engagements/{cast.reyes.id}/members/{cast.members['sam'].id}/other-page")
    assert refused.status_code == 422


@pytest.mark.parametrize("name", ["maria", "priya", "sol", "olga"])
def test_nobody_else_opens_it(visit: Callable[[str], Visitor], cast: Cast, name: str) -> None:
    to = f"/engagements/{cast.reyes.id}/members/{cast.members['maria'].id}/other-page"
    assert visit(name).post(to).status_code in (403, 404)


def test_its_writer_reads_and_writes_it_and_the_letter_s_address_does_not_lead_there(
    written: str, maria: Visitor
) -> None:
    page = maria.get(f"{written}/other-page").text

    assert "It stays apart. Most families never read it aloud." in page
    assert LINE in page
    assert FEAR in page
    assert "Only you can read this." in page
    assert maria.get(written).status_code == 404


@pytest.mark.parametrize("name", ["luis", "priya", "sol"])
def test_others_are_told_nothing(visit: Callable[[str], Visitor], shown: str, name: str) -> None:
    answer = visit(name).get(f"{shown}/other-page")

    assert answer.status_code in (403, 404)
    assert LINE not in answer.text


def test_dana_sees_how_it_stands_and_not_a_word(written: str, dana: Visitor) -> None:
    page = dana.get(f"{written}/other-page")

    assert page.status_code == 200
    assert LINE not in page.text
    assert "Only they can read it." in page.text


def test_dana_reads_it_only_while_it_is_shown_and_never_the_private_part(
    database: Database, shown: str, maria: Visitor, dana: Visitor
) -> None:
    page = dana.get(f"{shown}/other-page").text
    assert LINE in page
    assert FEAR not in page
    with database.reading() as db:
        assert journaled(db, "other_page.read") == 1
        assert "other_page_shown" in set(db.scalars(select(Need.kind).where(Need.settled_at.is_(None))))

    assert dana.post(f"{shown}/other-page/sealing").status_code == 303
    after = dana.get(f"{shown}/other-page").text
    assert LINE not in after
    assert "Gone through together, and sealed." in after
    with database.reading() as db:
        assert journaled(db, "other_page.read") == 1
    assert "sealed. Now only you can read it" in maria.get(f"{shown}/other-page").text


def test_the_writer_can_seal_it_too_and_twice_is_once(database: Database, shown: str, maria: Visitor) -> None:
    maria.post(f"{shown}/other-page/sealing")
    maria.post(f"{shown}/other-page/sealing")
    with database.reading() as db:
        assert journaled(db, "other_page.sealed") == 1


def test_showing_it_can_be_taken_back(shown: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{shown}/other-page/showing/withdrawal")
    assert LINE not in dana.get(f"{shown}/other-page").text


def test_what_changes_after_sealing_is_hers_until_she_shows_it_again(shown: str, maria: Visitor, dana: Visitor) -> None:
    dana.post(f"{shown}/other-page/sealing")
    maria.put(f"{shown}/sections/line", {"body": LINE + " Nor my car.", "revision": 1, "writing": "w"})
    assert "You changed something since. Dana will look once more" in maria.get(f"{shown}/other-page").text
    told = dana.get(f"{shown}/other-page").text
    assert "Nor my car." not in told
    assert "Maria changed something since." in told

    maria.post(f"{shown}/other-page/showing")
    assert "Nor my car." in dana.get(f"{shown}/other-page").text


def test_i_dont_have_one_settles_it_and_keeps_what_was_written(written: str, maria: Visitor) -> None:
    page = maria.post(f"{written}/other-page/none", follow=True)
    assert "That is a full answer." in page.text
    assert LINE not in page.text

    again = maria.post(f"{written}/other-page/none/withdrawal", follow=True)
    assert LINE in again.text


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_danger_closes_it_softly_and_gate_c_counts_without_a_name(
    database: Database, cast: Cast, written: str, maria: Visitor, answer: str
) -> None:
    page = maria.post(f"{written}/other-page/danger", {"danger": answer}, follow=True)

    assert "Let's not do this one on paper." in unescape(page.text)
    assert "Call Dana or the domestic-violence line." in page.text
    assert 'href="tel:+18007997233"' in page.text
    assert "<textarea" not in page.text
    with database.reading() as db:
        assert db.scalar(queries.counting_not_sure(db.get_one(Engagement, cast.reyes.id))) == 1
        assert db.scalars(select(Need.id).where(Need.about_id == UUID(written.rsplit("/", maxsplit=1)[-1]))).all() == []

    opened = maria.post(f"{written}/other-page/danger", {"danger": "no"}, follow=True)
    assert LINE in opened.text
    with database.reading() as db:
        assert db.scalar(queries.counting_not_sure(db.get_one(Engagement, cast.reyes.id))) == 0


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_danger_takes_the_page_back_from_dana_and_it_is_not_shown_again(
    shown: str, maria: Visitor, dana: Visitor, answer: str
) -> None:
    maria.post(f"{shown}/other-page/danger", {"danger": answer})
    assert LINE not in dana.get(f"{shown}/other-page").text

    maria.post(f"{shown}/other-page/showing")
    assert LINE not in dana.get(f"{shown}/other-page").text


def test_a_change_of_the_private_part_alone_is_nobodys_to_look_at(shown: str, maria: Visitor, dana: Visitor) -> None:
    dana.post(f"{shown}/other-page/sealing")
    maria.put(f"{shown}/sections/keep", {"body": "Not any more.", "revision": 1, "writing": "w"})

    assert "You changed something since." not in maria.get(f"{shown}/other-page").text
    assert "changed something since" not in dana.get(f"{shown}/other-page").text


def test_once_sealed_it_can_be_taken_back_and_stands_as_if_it_was_never_shown(
    database: Database, shown: str, maria: Visitor, dana: Visitor
) -> None:
    dana.post(f"{shown}/other-page/sealing")
    maria.post(f"{shown}/other-page/showing/withdrawal")
    maria.post(f"{shown}/other-page/showing/withdrawal")

    assert "Opened for them. Only they can read it." in dana.get(f"{shown}/other-page").text
    assert f"{shown}/other-page/envelope" not in dana.get(f"{shown}/other-page").text
    with database.reading() as db:
        assert journaled(db, "other_page.hidden") == 1


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_danger_after_sealing_looks_to_dana_like_a_page_taken_back(
    database: Database, shown: str, maria: Visitor, dana: Visitor, answer: str
) -> None:
    dana.post(f"{shown}/other-page/sealing")
    maria.post(f"{shown}/other-page/danger", {"danger": answer})

    assert "Opened for them. Only they can read it." in dana.get(f"{shown}/other-page").text
    with database.reading() as db:
        assert journaled(db, "other_page.hidden") == 1


def test_danger_is_said_without_fear_and_leaves_a_full_answer_open(written: str, maria: Visitor) -> None:
    closed = maria.post(f"{written}/other-page/danger", {"danger": "yes"}, follow=True).text
    assert "You did nothing wrong" in closed

    settled = maria.post(f"{written}/other-page/none", follow=True).text
    assert "not do this one on paper." in settled
    assert f'action="{written}/other-page/none"' not in settled


def test_i_dont_have_one_ends_what_dana_could_read_for_good(shown: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{shown}/other-page/none")
    maria.post(f"{shown}/other-page/none/withdrawal")

    assert LINE not in dana.get(f"{shown}/other-page").text


def grow_down(database: Database, cast: Cast, adult: str) -> None:
    """Note in a talk whether Maria is of age."""
    with database.writing() as db:
        heard = {"engagement_id": cast.reyes.id, "member_id": cast.members["maria"].id, "by_id": cast.dana.id}
        db.add(Hearing(adult=adult, entered_at=clock.now(), **heard))


@pytest.mark.parametrize("adult", ["no", "dont_know"])
def test_it_is_not_opened_for_somebody_who_may_be_a_minor_also_by_a_typed_address(
    database: Database, cast: Cast, dana: Visitor, adult: str
) -> None:
    grow_down(database, cast, adult)
    at = f"/engagements/{cast.reyes.id}/members/{cast.members['maria'].id}/other-page"

    assert at not in dana.get(f"/engagements/{cast.reyes.id}/letters").text
    assert dana.post(at).status_code == 422


def test_the_newest_answer_about_age_counts_and_one_that_was_not_asked_changes_nothing(
    database: Database, cast: Cast, dana: Visitor
) -> None:
    at = f"/engagements/{cast.reyes.id}/members/{cast.members['maria'].id}/other-page"
    grow_down(database, cast, "no")
    grow_down(database, cast, "")
    assert dana.post(at).status_code == 422

    grow_down(database, cast, "yes")
    assert dana.post(at).status_code == 303


def test_of_a_writer_who_turns_out_to_be_a_minor_nobody_reads_it_and_what_was_written_stays_theirs(
    database: Database, cast: Cast, shown: str, maria: Visitor, dana: Visitor
) -> None:
    grow_down(database, cast, "no")

    for path in ("other-page", "other-page/envelope"):
        assert dana.get(f"{shown}/{path}").status_code == 404
    assert dana.post(f"{shown}/other-page/sealing").status_code == 404
    assert shown not in dana.get(f"/engagements/{cast.reyes.id}/letters").text
    page = maria.get(f"{shown}/other-page").text
    assert "What you wrote is still yours" in page
    assert "<textarea" not in page
    assert LINE in maria.get(f"{shown}/copy").text
    with database.reading() as db:
        assert queries.board(db, db.get_one(Engagement, cast.reyes.id), seen_by=cast.dana) == []


def test_a_minor_asking_to_go_through_it_asks_nobody(
    database: Database, cast: Cast, written: str, maria: Visitor
) -> None:
    grow_down(database, cast, "no")
    maria.post(f"{written}/other-page/showing")
    with database.reading() as db:
        assert journaled(db, "other_page.shown") == 0
        assert db.scalars(select(Need.id).where(Need.kind == "other_page_shown")).all() == []


def test_whoever_leaves_the_circle_takes_it_along(
    cast: Cast, shown: str, maria: Visitor, dana: Visitor, visit: Callable[[str], Visitor]
) -> None:
    dana.post(f"{shown}/other-page/sealing")
    assert maria.post(f"/engagements/{cast.reyes.id}/leaving").status_code == 303

    assert dana.get(f"{shown}/other-page").status_code == 404
    assert dana.get(f"{shown}/other-page/envelope").status_code == 404
    assert LINE in visit("maria").get(f"{shown}/copy").text


def test_two_open_pages_keep_both_texts_here_too(written: str, maria: Visitor) -> None:
    page = maria.post(f"{written}/sections/line", {"body": "Another line.", "revision": 0, "writing": "x"})

    assert page.status_code == 409
    assert LINE in page.text
    assert "Another line." in page.text
    assert "The other page" in page.text


def test_the_lead_cannot_hand_it_in_or_comment_on_it(shown: str, maria: Visitor, dana: Visitor) -> None:
    assert maria.post(f"{shown}/hand-in").status_code == 404
    thought = {"section": "line", "phrase": LINE, "note": "Hm"}
    assert dana.post(f"{shown}/comments", thought).status_code == 404


def test_the_board_says_how_each_stands(database: Database, cast: Cast, shown: str, dana: Visitor) -> None:
    with database.reading() as db:
        reyes = db.get_one(Engagement, cast.reyes.id)
        rows = queries.board(db, reyes, seen_by=cast.dana)
        assert [(row.member.person.name, row.state) for row in rows] == [("Maria", "shown")]
        assert queries.board(db, reyes, seen_by=cast.person("luis")) == []
        mine = queries.of_member(db, cast.members["maria"], seen_by=cast.person("maria"))
        assert mine is not None
        assert mine[1] == "shown"
        assert queries.of_member(db, cast.members["maria"], seen_by=cast.person("luis")) is None
        assert queries.of_member(db, cast.members["luis"], seen_by=cast.person("luis")) is None


def test_with_htmx_only_the_block_comes_back(written: str, maria: Visitor) -> None:
    block = maria.post(f"{written}/other-page/none", htmx="other").text

    assert 'id="other"' in block
    assert "<html" not in block


def test_it_is_opened_among_the_letters_and_found_on_ones_own_page(cast: Cast, dana: Visitor, maria: Visitor) -> None:
    letters, at = f"/engagements/{cast.reyes.id}/letters", f"members/{cast.members['maria'].id}/other-page"
    maria.post("/phone", {"phone": "own"})
    assert f'{at}"' in dana.get(letters).text
    assert "The other page" not in maria.get("/").text

    dana.post(f"/engagements/{cast.reyes.id}/{at}")

    assert f'{at}"' not in dana.get(letters).text
    assert "The other page" in maria.get("/").text


def test_opened_at_once_it_is_one_page(database: Database, cast: Cast) -> None:
    def act() -> UUID:
        with database.writing() as db:
            family = db.get_one(Engagement, cast.reyes.id)
            return service.open_page(db, family, db.get_one(Member, cast.members["luis"].id), by=cast.dana).id

    assert len(set(at_once(act, act, act))) == 1
