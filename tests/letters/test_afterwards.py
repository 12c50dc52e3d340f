"""Afterwards: each writer keeps, gives later, or lets go; nobody else chooses, nothing is sent."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from familyplan.demo.cast import Cast
from familyplan.engagements import service as engagements
from familyplan.engagements.holds import service as holds
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.afterwards.records import LetterChoice
from familyplan.letters.records import Comment, HandIn, Letter, Revision, Section, SectionRead
from familyplan.mail.records import Mail
from familyplan.outcomes.records import Outcome
from familyplan.upkeep.tick import tick
from tests.letters.conftest import journaled
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
WORDS = "You carried me over the ice."
NEWER = "You carried me over the ice, and I laughed."
LET_GO = {"choice": "let_go", "copy_settled": "yes"}


def later(days: float) -> None:
    clock.stand_at(clock.now() + timedelta(days=days))


def answered(database: Database, cast: Cast, kind: str = "not_today", *, told: bool = True) -> None:
    with database.writing() as db:
        one = Outcome(engagement_id=cast.reyes.id, kind=kind, source="professional", family_told=told)
        one.happened_on, one.entered_at, one.by_id = clock.today(cast.reyes.zone), clock.now(), cast.dana.id
        db.add(one)


def choice(database: Database) -> str:
    with database.reading() as db:
        return db.scalar(select(LetterChoice.choice)) or ""


def everything_said(database: Database, letter: UUID) -> list[str]:
    """Every word of one letter that is kept anywhere, as it stands, stood, was read or was quoted."""
    with database.reading() as db:
        kept = [row.body for row in db.scalars(select(Section).where(Section.letter_id == letter))]
        kept += [row.body for row in db.scalars(select(Revision).where(Revision.letter_id == letter))]
        kept += [row.body for row in db.scalars(select(SectionRead).where(SectionRead.letter_id == letter))]
        kept += [row.quote for row in db.scalars(select(Comment).where(Comment.letter_id == letter))]
    return [words for words in kept if words]


@pytest.fixture
def over(write: Callable[..., None], database: Database, cast: Cast) -> None:
    """Maria has written, and Sam said: not today."""
    write(WORDS)
    answered(database, cast)


@pytest.mark.parametrize("kind", ["not_today", "yes_today", "not_held", "residential"])
def test_after_any_answer_her_page_leads_there(
    write: Callable[..., None], maria: Visitor, database: Database, cast: Cast, at: str, kind: str
) -> None:
    write(WORDS)
    answered(database, cast, kind)
    mine = maria.get(f"/engagements/{cast.reyes.id}/words-afterwards").text
    page = maria.get(f"{at}/afterwards").text

    assert f"{at}/afterwards" in mine
    assert "Nothing chosen yet." in mine
    assert "there is no hurry" in page
    assert f"{at}/copy" in page


def test_after_the_day_too_though_nobody_noted_an_answer(
    write: Callable[..., None], visit: Visit, database: Database, cast: Cast, at: str
) -> None:
    write(WORDS)
    with database.writing() as db:
        engagements.set_day(db, db.merge(cast.reyes), clock.now() + timedelta(days=1), "here", by=cast.dana)
    before = visit("maria").get(f"{at}/afterwards").text
    later(2)
    after = visit("maria").get(f"{at}/afterwards").text

    assert "Later, when it is over" in before
    assert "What you choose" not in before
    assert "What you choose" in after


def test_before_it_is_over_nothing_is_chosen(
    write: Callable[..., None], maria: Visitor, database: Database, at: str
) -> None:
    write(WORDS)
    answer = maria.post(f"{at}/afterwards", {"choice": "keep"})

    assert answer.status_code == 422
    assert "There is nothing to choose yet." in answer.text
    assert choice(database) == ""


def test_an_answer_that_the_family_was_not_told_opens_nothing(
    write: Callable[..., None], maria: Visitor, database: Database, cast: Cast, at: str
) -> None:
    write(WORDS)
    answered(database, cast, told=False)

    assert "What you choose" not in maria.get(f"{at}/afterwards").text
    assert maria.post(f"{at}/afterwards", {"choice": "keep"}).status_code == 422


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"choice": "keep"}, "You keep it."),
        ({"choice": "later"}, "To be given later."),
        ({"choice": "by_hand"}, "A copy was given by hand, to keep."),
        ({"choice": "with_program", "loved_one_agreed": "yes"}, "The program keeps a copy, as was agreed."),
        (LET_GO, "Let go. Until"),
    ],
)
def test_she_chooses_and_takes_it_back_and_nothing_is_sent(
    maria: Visitor, database: Database, at: str, form: dict[str, str], said: str
) -> None:
    page = maria.post(f"{at}/afterwards", form, follow=True).text
    again = maria.post(f"{at}/afterwards", form)
    chosen = choice(database)
    undone = maria.post(f"{at}/afterwards/withdrawal", follow=True).text
    maria.post(f"{at}/afterwards/withdrawal")

    assert said in page
    assert again.status_code == 303
    assert chosen == form["choice"]
    assert said not in undone
    assert choice(database) == ""
    with database.reading() as db:
        assert (journaled(db, "letter.choice"), journaled(db, "letter.choice_taken_back")) == (1, 1)
        assert db.scalar(select(func.count(Mail.id))) == 0


@pytest.mark.usefixtures("over")
def test_with_htmx_only_the_block_comes_back(maria: Visitor, at: str) -> None:
    block = maria.post(f"{at}/afterwards", {"choice": "later"}, htmx="afterwards").text

    assert block.lstrip().startswith('<div class="stack" id="afterwards"')
    assert "To be given later." in block
    assert "<html" not in block


@pytest.mark.usefixtures("over")
def test_not_yet_is_an_answer_too(maria: Visitor, database: Database, at: str) -> None:
    maria.post(f"{at}/afterwards", {"choice": "later"})
    maria.post(f"{at}/afterwards", {"choice": "not_yet"})

    assert choice(database) == ""


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"choice": ""}, "Please choose one of these."),
        ({"choice": "burn"}, "Please choose one of these."),
        ({"choice": "let_go"}, "Take a copy first, or tick that you don&#39;t want one."),
        ({"choice": "with_program"}, "Only if Sam said yes to that."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_half_done(
    maria: Visitor, database: Database, at: str, form: dict[str, str], sentence: str
) -> None:
    answer = maria.post(f"{at}/afterwards", form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert choice(database) == ""


@pytest.mark.parametrize("model", ["johnson", "arise"], indirect=True)
def test_a_copy_to_keep_is_offered_only_where_the_way_has_one(
    visit: Visit, database: Database, cast: Cast, model: str
) -> None:
    with database.writing() as db:
        letters = select(Letter).where(Letter.member_id == cast.members["maria"].id)
        letter = db.scalars(letters.limit(1)).one()
        written = db.scalars(select(Section).where(Section.letter_id == letter.id).limit(1)).one()
        written.body, written.saved_at, at = WORDS, clock.now(), f"/letters/{letter.id}/afterwards"
    answered(database, cast)
    maria = visit("maria")
    page = maria.get(at).text

    assert "give it later" in page
    assert "by_hand" not in page
    assert "with_program" not in page
    assert maria.post(at, {"choice": "by_hand"}).status_code == 422


@pytest.mark.usefixtures("over")
def test_what_is_let_go_is_out_of_everybodys_sight_at_once(
    maria: Visitor, dana: Visitor, database: Database, at: str, cast: Cast
) -> None:
    maria.post(f"{at}/hand-in", {})
    assert WORDS in dana.get(at).text
    maria.post(f"{at}/afterwards", LET_GO)
    board = dana.get(f"/engagements/{cast.reyes.id}/letters").text

    assert WORDS not in dana.get(at).text
    assert "ready to read" not in board
    assert at not in maria.get("/").text.split("words-afterwards")[0]
    assert WORDS in maria.get(f"{at}/copy").text


@pytest.mark.usefixtures("over")
def test_for_a_week_it_comes_back_and_then_every_word_is_gone(
    visit: Visit, write: Callable[..., None], database: Database, at: str, letter: UUID
) -> None:
    write(NEWER, writing="page-two")
    maria, dana = visit("maria"), visit("dana")
    maria.post(f"{at}/hand-in", {})
    dana.get(at)
    maria.post(f"{at}/afterwards", LET_GO)
    later(6.9)
    tick(database)
    assert NEWER in everything_said(database, letter)
    later(0.2)
    tick(database)
    tick(database)

    assert everything_said(database, letter) == []
    page = visit("maria").get(f"{at}/afterwards").text
    assert "the words are gone for good" in page
    assert f"{at}/copy" not in page
    with database.reading() as db:
        assert journaled(db, "letter.let_go") == 1


@pytest.mark.usefixtures("over")
def test_pressed_twice_the_week_counts_from_the_first(visit: Visit, database: Database, at: str, letter: UUID) -> None:
    visit("maria").post(f"{at}/afterwards", LET_GO)
    later(4)
    visit("maria").post(f"{at}/afterwards", LET_GO)
    later(3.1)
    tick(database)

    assert everything_said(database, letter) == []


@pytest.mark.usefixtures("over")
def test_after_the_week_pressing_late_brings_nothing_back(
    visit: Visit, database: Database, at: str, letter: UUID
) -> None:
    visit("maria").post(f"{at}/afterwards", LET_GO)
    later(7.1)
    tick(database)
    visit("maria").post(f"{at}/afterwards/withdrawal")
    again = visit("maria").post(f"{at}/afterwards", {"choice": "keep"})

    assert everything_said(database, letter) == []
    assert again.status_code == 422
    assert "These words have gone for good." in again.text


@pytest.mark.usefixtures("over")
def test_whoever_goes_on_writing_keeps_it(
    visit: Visit, write: Callable[..., None], database: Database, at: str, letter: UUID
) -> None:
    visit("maria").post(f"{at}/afterwards", LET_GO)
    later(0.01)
    write(NEWER, writing="page-two")
    later(8)
    tick(database)

    assert NEWER in everything_said(database, letter)
    assert choice(database) == ""


@pytest.mark.usefixtures("over")
def test_a_hold_by_law_keeps_it_and_says_so_and_once_lifted_it_goes(
    visit: Visit, database: Database, cast: Cast, at: str, letter: UUID
) -> None:
    visit("maria").post(f"{at}/afterwards", LET_GO)
    with database.writing() as db:
        holds.place(db, db.get_one(Engagement, cast.reyes.id), "A court asked.", by=cast.olga)
    later(8)
    tick(database)

    assert everything_said(database, letter) == [WORDS]
    assert "the law asks the office to keep everything" in visit("maria").get(f"{at}/afterwards").text
    with database.writing() as db:
        holds.lift(db, db.get_one(Engagement, cast.reyes.id), by=cast.olga)
    tick(database)
    assert everything_said(database, letter) == []


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize("why", ["died", "hospital"])
def test_while_all_stands_still_nothing_is_asked_and_nothing_goes_but_a_copy_is_hers(
    visit: Visit, database: Database, cast: Cast, at: str, letter: UUID, why: str
) -> None:
    visit("maria").post(f"{at}/afterwards", LET_GO)
    with database.writing() as db:
        pauses.pause(db, db.get_one(Engagement, cast.reyes.id), why, by=cast.dana, sentence="We think of you.")
    later(365)
    tick(database)
    maria = visit("maria")
    page, home = maria.get(f"{at}/afterwards").text, maria.get("/").text

    assert everything_said(database, letter) == [WORDS]
    assert "We think of you." in page
    assert "It is still here for now, and you can have it back." in page
    assert "What you choose" not in page
    assert f"{at}/copy" in page
    assert "words-afterwards" not in home
    assert maria.post(f"{at}/afterwards", {"choice": "keep"}).status_code == 422
    assert maria.post(f"{at}/afterwards/withdrawal", follow=True).status_code == 200
    assert choice(database) == ""


@pytest.mark.usefixtures("over")
def test_her_professional_sees_the_choice_and_no_word(maria: Visitor, dana: Visitor, cast: Cast, at: str) -> None:
    none = dana.get(f"/engagements/{cast.reyes.id}/letters/afterwards").text
    maria.post(f"{at}/afterwards", {"choice": "later"})
    page = dana.get(f"/engagements/{cast.reyes.id}/letters/afterwards").text

    assert "Nobody has chosen yet." in none
    assert "Maria" in page
    assert "gives it later" in page
    assert WORDS not in page


@pytest.mark.usefixtures("over")
def test_a_letter_that_was_let_go_does_not_hold_up_the_plan(
    maria: Visitor, dana: Visitor, database: Database, at: str, cast: Cast
) -> None:
    maria.post(f"{at}/hand-in", {})
    maria.post(f"{at}/afterwards", LET_GO)

    with database.reading() as db:
        assert db.scalars(select(HandIn.taken_back_at)).one() is not None
    assert maria.get("/").status_code == 200
    assert "Write to Sam" not in maria.get("/").text
    assert dana.get(f"/engagements/{cast.reyes.id}/milestones").status_code == 200


def test_the_other_page_is_kept_or_let_go_and_never_given(
    visit: Visit, other_page: str, database: Database, cast: Cast
) -> None:
    maria, letter = visit("maria"), UUID(other_page.removeprefix("/letters/"))
    maria.post(f"{other_page}/sections/line", {"body": WORDS, "revision": "0", "writing": "x"})
    maria.post(f"{other_page}/other-page/danger", {"danger": "no"})
    maria.post(f"{other_page}/other-page/showing")
    answered(database, cast)
    page = maria.get(f"{other_page}/afterwards").text
    given = maria.post(f"{other_page}/afterwards", {"choice": "later"})
    shown = visit("dana").get(f"{other_page}/other-page").text
    maria.post(f"{other_page}/afterwards", LET_GO)

    assert WORDS in shown
    assert "give it later" not in page
    assert given.status_code == 422
    assert WORDS not in visit("dana").get(f"{other_page}/other-page").text
    assert "The other page" in visit("dana").get(f"/engagements/{cast.reyes.id}/letters/afterwards").text
    assert "/other-page" not in maria.get("/").text
    later(8)
    tick(database)
    assert everything_said(database, letter) == []


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(("who", "status"), [("luis", 404), ("sam", 404), ("dana", 403), ("priya", 403), ("olga", 403)])
def test_nobody_chooses_for_her(visit: Visit, database: Database, at: str, who: str, status: int) -> None:
    visitor = visit(who)

    assert visitor.get(f"{at}/afterwards").status_code == status
    assert visitor.post(f"{at}/afterwards", LET_GO).status_code == status
    assert visitor.post(f"{at}/afterwards/withdrawal").status_code == status
    assert choice(database) == ""


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    ("who", "status"), [("sol", 200), ("priya", 404), ("olga", 403), ("cole", 403), ("maria", 403)]
)
def test_who_may_look_at_what_was_chosen(visit: Visit, cast: Cast, who: str, status: int) -> None:
    assert visit(who).get(f"/engagements/{cast.reyes.id}/letters/afterwards").status_code == status
