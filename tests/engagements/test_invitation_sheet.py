"""/engagements/{id}/invitation-sheet and /coming: whom to ask, how, and who comes whatever the answer."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import Cast
from familyplan.engagements.circle.records import Commitment, Sheet, ToAsk
from familyplan.milestones.records import Completion, Milestone
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
arise = pytest.mark.parametrize("model", ["arise"], indirect=True)


@pytest.fixture
def family(cast: Cast) -> str:
    return f"/engagements/{cast.reyes.id}"


@pytest.fixture
def path(family: str) -> str:
    return f"{family}/invitation-sheet"


def asked(db: Session) -> list[ToAsk]:
    db.rollback()
    return list(db.scalars(select(ToAsk).order_by(ToAsk.entered_at, ToAsk.id)))


def coming(db: Session) -> list[UUID]:
    db.rollback()
    return list(db.scalars(select(Commitment.member_id).where(Commitment.taken_back_at.is_(None))))


def done(db: Session, key: str) -> list[str]:
    db.rollback()
    said = select(Completion.how).join(Milestone, Milestone.id == Completion.milestone_id)
    return list(db.scalars(said.where(Milestone.key == key, Completion.withdrawn_at.is_(None))))


@arise
def test_the_sheet_says_how_to_ask_with_the_name_that_its_reader_uses(visit: Visit, path: str) -> None:
    for name in ("dana", "maria"):
        page = visit(name).get(path).text

        assert "whether or not Sam comes" in page
        assert "NAME" not in page.replace('name="', "")


@arise
def test_the_first_caller_lists_people_and_the_lead_sees_them(visit: Visit, path: str, db: Session) -> None:
    maria = visit("maria")
    page = maria.post(f"{path}/people", {"name": "Rosa", "relation": "sister", "how": "by phone"}, follow=True).text
    maria.post(f"{path}/people", {"name": "rosa", "relation": "sister"})

    assert "Rosa" in page
    assert [(one.name, one.how) for one in asked(db)] == [("Rosa", "by phone")]
    assert "by phone" in visit("dana").get(path).text


@arise
@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"name": "", "relation": "sister"}, "What is this person called?"),
        ({"name": "Rosa", "relation": "cousin of a king"}, "Please choose one of these."),
        ({"name": "x" * 201, "relation": "sister"}, "Please keep it under 200 signs."),
    ],
)
def test_a_person_who_cannot_be_listed_is_asked_about(
    visit: Visit, path: str, db: Session, form: dict[str, str], sentence: str
) -> None:
    answer = visit("maria").post(f"{path}/people", form)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert asked(db) == []


@arise
def test_what_somebody_said_is_noted_and_can_be_changed(visit: Visit, path: str, db: Session) -> None:
    maria = visit("maria")
    maria.post(f"{path}/people", {"name": "Rosa", "relation": "sister"})
    one = f"{path}/people/{asked(db)[0].id}"
    part = maria.post(one, {"said": "yes", "how": "call on Sunday"}, htmx="sheet")

    assert part.text.lstrip().startswith('<div id="sheet"')
    assert [(each.said, each.how) for each in asked(db)] == [("yes", "call on Sunday")]
    assert maria.post(one, {"said": "perhaps"}).status_code == 422
    maria.post(one, {"away": "yes"})
    maria.post(one, {"away": "yes"})
    assert "call on Sunday" not in maria.get(path).text


@arise
def test_nobody_from_work_is_a_hint_and_not_a_ban(visit: Visit, path: str, family: str, db: Session) -> None:
    dana = visit("dana")

    assert "what an employer learns can harm for years" in dana.get(f"{family}/members").text
    dana.post(f"{path}/people", {"name": "Boss", "relation": "employer"})
    assert [one.relation for one in asked(db)] == ["employer"]


def test_another_way_gives_no_such_hint(visit: Visit, family: str) -> None:
    assert "what an employer learns" not in visit("dana").get(f"{family}/members").text


@arise
def test_the_words_of_two_people_do_not_overwrite_each_other(visit: Visit, path: str, db: Session) -> None:
    maria, dana = visit("maria"), visit("dana")
    maria.post(path, {"message": "We like you, Sam.", "inviting": "Luis, on Friday", "revision": "0"})
    late = dana.post(path, {"message": "Come on Sunday.", "inviting": "", "revision": "0", "step_done": "yes"})

    assert late.status_code == 422
    assert "This was changed meanwhile. Please look at both" in late.text
    assert "We like you, Sam." in late.text
    assert "Come on Sunday." in late.text
    assert done(db, "message") == []
    dana.post(path, {"message": "Come on Sunday.", "inviting": "", "revision": "1", "step_done": "yes"})
    db.rollback()
    assert [(one.message, one.revision) for one in db.scalars(select(Sheet))] == [("Come on Sunday.", 2)]


@arise
def test_the_lead_ends_a_step_of_the_plan_in_the_same_act(visit: Visit, path: str, db: Session, cast: Cast) -> None:
    dana = visit("dana")
    for _time in range(2):
        dana.post(path, {"message": "We like you.", "revision": "0", "step_done": "yes"})
        dana.post(f"{path}/listing")
        dana.post(f"{path}/commitments", {"member": str(cast.members["luis"].id), "said": "yes", "step_done": "yes"})

    assert [done(db, key) for key in ("message", "circle_listed", "commitments")] == [["done"]] * 3


@arise
def test_the_first_caller_ends_no_step(visit: Visit, path: str, db: Session) -> None:
    maria = visit("maria")
    maria.post(path, {"message": "We like you.", "revision": "0", "step_done": "yes"})

    assert done(db, "message") == []
    assert maria.post(f"{path}/listing").status_code == 403


@arise
def test_each_says_on_their_own_phone_that_they_come(visit: Visit, family: str, db: Session, cast: Cast) -> None:
    luis = visit("luis")
    assert "I come whether or not Sammy comes." in luis.get(f"{family}/coming").text
    for _time in range(2):
        page = luis.post(f"{family}/coming", {"said": "yes"}, follow=True).text

    assert "You said it:" in page
    assert coming(db) == [cast.members["luis"].id]
    assert "said so on" in visit("dana").get(f"{family}/invitation-sheet").text
    assert "You said it:" not in visit("ana").get(f"{family}/coming").text
    for _time in range(2):
        luis.post(f"{family}/coming", {"said": "no"})
    assert coming(db) == []
    part = luis.post(f"{family}/coming", {"said": "yes"}, htmx="coming")
    assert part.text.lstrip().startswith('<div id="coming"')
    assert coming(db) == [cast.members["luis"].id]


@arise
def test_the_lead_notes_what_was_said_by_phone_but_not_for_the_loved_one(
    visit: Visit, path: str, db: Session, cast: Cast
) -> None:
    dana, theo = visit("dana"), {"member": str(cast.members["theo"].id)}
    page = dana.post(f"{path}/commitments", {**theo, "said": "yes"}, follow=True).text

    assert "told you so, noted on" in page
    assert dana.post(f"{path}/commitments", {"member": str(cast.members["sam"].id), "said": "yes"}).status_code == 422
    assert coming(db) == [cast.members["theo"].id]
    dana.post(f"{path}/commitments", {**theo, "said": "no"})
    assert coming(db) == []


@arise
@pytest.mark.parametrize(
    ("who", "sheet", "writes", "own"),
    [
        ("dana", 200, 303, 403), ("maria", 200, 303, 200), ("luis", 404, 404, 200), ("sam", 404, 404, 404),
        ("sol", 200, 403, 403), ("priya", 404, 404, 403), ("cole", 403, 403, 403), ("olga", 403, 403, 403),
    ],
)  # fmt: skip
def test_who_may(visit: Visit, family: str, path: str, who: str, sheet: int, writes: int, own: int) -> None:
    somebody = visit(who)

    assert somebody.get(path).status_code == sheet
    assert somebody.post(f"{path}/people", {"name": "Rosa", "relation": "sister"}).status_code == writes
    assert somebody.get(f"{family}/coming").status_code == own


def test_in_another_way_the_page_says_that_there_is_none(visit: Visit, family: str, path: str, db: Session) -> None:
    page = visit("dana").get(path)

    assert "way has no such sheet" in page.text
    assert visit("dana").post(f"{path}/people", {"name": "Rosa", "relation": "sister"}).status_code == 422
    assert asked(db) == []
    assert {visit("maria").get(path).status_code, visit("maria").get(f"{family}/coming").status_code} == {404}
    assert "invitation-sheet" not in visit("dana").get(family).text
