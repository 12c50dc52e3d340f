"""/letters/{id}/other-page: opened by Dana after talking, Maria's own, gone through together, then sealed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.db import Database
from familyplan.letters.other_page import queries
from familyplan.letters.records import OtherPage
from tests.letters.conftest import journaled
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
    assert "Sealed. Nobody but you can read it." in maria.get(f"{shown}/other-page").text


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
    assert "You changed something since. Dana has not seen that." in maria.get(f"{shown}/other-page").text
    assert "Nor my car." not in dana.get(f"{shown}/other-page").text

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

    assert "Let&#39;s not do this one on paper." in page.text or "Let's not do this one on paper." in page.text
    assert "Call Dana or the domestic-violence line." in page.text
    assert 'href="tel:+18007997233"' in page.text
    assert "<textarea" not in page.text
    with database.reading() as db:
        assert queries.not_sure(db, db.get_one(Engagement, cast.reyes.id), seen_by=cast.dana) == 1
        assert db.scalars(select(Need.id).where(Need.about_id == UUID(written.rsplit("/", maxsplit=1)[-1]))).all() == []

    opened = maria.post(f"{written}/other-page/danger", {"danger": "no"}, follow=True)
    assert LINE in opened.text
    with database.reading() as db:
        assert queries.not_sure(db, db.get_one(Engagement, cast.reyes.id), seen_by=cast.dana) == 0


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
def test_danger_takes_the_page_back_from_dana_and_it_is_not_shown_again(
    shown: str, maria: Visitor, dana: Visitor, answer: str
) -> None:
    maria.post(f"{shown}/other-page/danger", {"danger": answer})
    assert LINE not in dana.get(f"{shown}/other-page").text

    maria.post(f"{shown}/other-page/showing")
    assert LINE not in dana.get(f"{shown}/other-page").text


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
