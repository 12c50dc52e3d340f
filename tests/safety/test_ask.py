"""POST /engagements/{id}/safety: the lead notes what one person answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.guidance import shelf
from familyplan.journal.records import Entry
from familyplan.kernel import clock
from familyplan.safety import queries
from familyplan.safety.records import SafetyAnswer
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def at(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}/safety"


def answers(db: Session) -> list[SafetyAnswer]:
    return list(db.scalars(select(SafetyAnswer).order_by(SafetyAnswer.id)))


def test_dana_notes_an_answer_and_its_step_stands_open(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"said_by": str(cast.members["luis"].id), "answer_guns": "yes", "words_guns": "Two rifles at his uncle's."}
    page = visit("dana").post(at(cast), form, follow=True).text

    assert "Two rifles at his uncle" in page
    assert "<strong>Yes</strong>" in page
    assert "Luis" in page
    assert "Best kept outside the home until things are better" in page
    assert "Which licensed clinician did you talk this over with?" in page
    assert [(one.row, one.answer, one.said_by_id) for one in answers(db)] == [("guns", "yes", cast.members["luis"].id)]


@pytest.mark.parametrize("row", ["dying", "violence", "afraid", "court", "guns", "psychosis", "withdrawal", "opioids",
                                 "illness", "confusion", "children", "caller_safe"])  # fmt: skip
def test_dont_know_opens_the_same_step_on_the_page_as_yes(visit: Visit, cast: Cast, row: str) -> None:
    step = shelf.current().safety.step(row).replace("NAME", "Sam")[:40]
    dana = visit("dana")
    assert step not in dana.get(at(cast)).text

    assert step in dana.post(at(cast), {f"answer_{row}": "dont_know"}, follow=True).text


def test_a_no_opens_nothing(visit: Visit, cast: Cast) -> None:
    page = visit("dana").post(at(cast), {"answer_court": "no"}, follow=True).text

    assert "<strong>No</strong>" in page
    assert "talk to their lawyer" not in page


def test_differing_answers_stand_side_by_side(visit: Visit, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), {"said_by": str(cast.members["maria"].id), "answer_guns": "no"})
    dana.post(at(cast), {"said_by": "other", "said_by_other": "The neighbor", "answer_guns": "yes"})
    page = dana.get(at(cast)).text

    assert "<strong>No</strong>" in page
    assert "<strong>Yes</strong>" in page
    assert "The neighbor" in page


def test_a_changed_answer_is_a_new_row_and_the_old_one_stays_readable(visit: Visit, cast: Cast, db: Session) -> None:
    dana, luis = visit("dana"), str(cast.members["luis"].id)
    dana.post(at(cast), {"said_by": luis, "answer_guns": "no", "words_guns": "Never."})
    page = dana.post(at(cast), {"said_by": luis, "answer_guns": "dont_know", "words_guns": "Maybe."}, follow=True).text

    assert len(answers(db)) == 2
    assert "Earlier answers" in page
    assert "Never." in page


def test_pressed_twice_it_is_noted_once(visit: Visit, cast: Cast, db: Session) -> None:
    dana = visit("dana")
    form = {"answer_guns": "no", "words_guns": "No.", "happened_on": ""}
    dana.post(at(cast), form)
    dana.post(at(cast), form)

    assert len(answers(db)) == 1
    assert db.scalar(select(func.count()).select_from(Entry).where(Entry.act == "safety.asked")) == 1


def test_nineteen_days_later_the_page_says_so(visit: Visit, cast: Cast) -> None:
    dana = visit("dana")
    dana.post(at(cast), {"answer_guns": "no"})
    clock.stand_at(clock.now() + timedelta(days=19))

    assert "last asked 19 days ago" in visit("dana").get(at(cast)).text


def test_a_day_ahead_is_refused_and_the_words_stay(visit: Visit, cast: Cast, db: Session) -> None:
    form = {"answer_guns": "yes", "words_guns": "Two rifles.", "happened_on": "2999-01-01"}
    answer = visit("dana").post(at(cast), form)

    assert answer.status_code == 422
    assert "That day is still ahead." in answer.text
    assert 'value="Two rifles."' in answer.text
    assert answers(db) == []


def test_words_without_an_answer_are_not_lost(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), {"words_guns": "Two rifles."})

    assert answer.status_code == 422
    assert "Which answer goes with it?" in answer.text
    assert 'value="Two rifles."' in answer.text


def test_nothing_at_all_is_said_kindly(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast))

    assert answer.status_code == 422
    assert "Nothing is noted yet." in answer.text


def test_somebody_of_another_family_cannot_have_said_it(visit: Visit, cast: Cast) -> None:
    answer = visit("dana").post(at(cast), {"said_by": str(cast.reyes.id), "answer_guns": "no"})

    assert answer.status_code == 404


def test_when_the_caller_whispers_their_own_danger_comes_first(visit: Visit, cast: Cast) -> None:
    whispered = visit("dana").get(f"{at(cast)}/asking?first=caller").text
    plain = visit("dana").get(f"{at(cast)}/asking").text

    assert whispered.index("dangerous for you") < whispered.index("talked about dying")
    assert plain.index("dangerous for you") > plain.index("talked about dying")


def test_the_page_scores_nothing_and_calls_nothing_an_assessment(visit: Visit, cast: Cast) -> None:
    page = visit("dana").get(at(cast)).text

    assert "What we asked about safety" in page
    assert "What relatives told us, not an assessment." in page


@pytest.mark.parametrize("name", ["priya", "sol", "olga", "cole", "maria", "luis"])
def test_nobody_else_may_note_anything(visit: Visit, cast: Cast, db: Session, name: str) -> None:
    assert visit(name).post(at(cast), {"answer_guns": "no"}).status_code in (403, 404)
    assert answers(db) == []


def test_priya_is_told_the_same_as_of_a_family_that_is_not_there(visit: Visit, cast: Cast) -> None:
    priya = visit("priya")
    nowhere = at(cast).replace(str(cast.reyes.id), str(cast.dana.id))

    assert priya.get(at(cast)).status_code == priya.get(nowhere).status_code == 404
    assert priya.get(at(cast)).text == priya.get(nowhere).text


@pytest.mark.parametrize(
    ("name", "status"), [("sol", 200), ("olga", 403), ("cole", 403), ("maria", 403), ("luis", 403)]
)
def test_the_supervisor_reads_and_the_others_do_not(visit: Visit, cast: Cast, name: str, status: int) -> None:
    visit("dana").post(at(cast), {"answer_guns": "yes", "words_guns": "Two rifles."})
    answer = visit(name).get(at(cast))

    assert answer.status_code == status
    assert ("Two rifles." in answer.text) is (status == 200)


def test_the_queries_hand_a_member_nothing(visit: Visit, cast: Cast, db: Session) -> None:
    visit("dana").post(at(cast), {"answer_guns": "yes"})

    assert queries.latest(db, cast.reyes, seen_by=cast.person("maria")) == []
    assert queries.consultations(db, cast.reyes, seen_by=cast.person("maria")) == []
