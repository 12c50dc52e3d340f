"""/engagements/{id}/programs: two or three, an honest choice or a sentence why not, and nothing taken for sending."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from familyplan.programs.options.records import Option, OptionsShown
from tests.programs.conftest import Known
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
At = Callable[[str], str]
WORDS = {"reasons_for": "Near her sister.", "against": "Three weeks of waiting.", "ties": ""}
TICKED = WORDS | {"nothing_taken": "yes"}


def standing(db: Session) -> list[OptionsShown]:
    db.rollback()  # look at what stands now
    return list(db.scalars(select(OptionsShown).where(OptionsShown.taken_back_at.is_(None))))


def words(db: Session) -> set[str]:
    db.rollback()
    return {one.reasons_for for one in db.scalars(select(Option))}


def test_the_lead_adds_a_program_and_twice_is_once(visit: Visit, db: Session, programs: dict[str, str], at: At) -> None:
    dana, form = visit("dana"), TICKED | {"program": programs["harbor"]}
    for _time in range(2):
        assert dana.post(at("/programs"), form).status_code == 303
    other = dana.post(at("/programs"), form | {"against": "Dear."})

    assert other.status_code == 422
    assert "Harbor House stands here already. Change it there." in other.text
    assert words(db) == {"Near her sister."}
    assert db.scalar(select(func.count()).select_from(Option)) == 1


@pytest.mark.parametrize(("name", "status"), [("priya", 404), ("sol", 403), ("cole", 403), ("maria", 403)])
def test_nobody_else_gathers_or_shows(
    visit: Visit, db: Session, gathered: Known, at: At, name: str, status: int
) -> None:  # fmt: skip
    visitor = visit(name)
    for path in ("/programs", "/programs/showing", f"/programs/options/{gathered.options['river']}"):
        assert visitor.post(at(path), TICKED | {"program": gathered.programs["hill"]}).status_code == status
    assert standing(db) == []
    assert words(db) == {"Near."}


def test_the_supervisor_reads_and_that_is_noted(visit: Visit, gathered: Known, at: At) -> None:
    sol = visit("sol")
    assert "Harbor House" in sol.get(at("/programs")).text
    assert "Add a program" not in sol.get(at("/programs")).text
    assert "read what was gathered about treatment" in visit("dana").get(at("/journal")).text


def test_without_the_tick_nothing_is_shown(visit: Visit, db: Session, gathered: Known, at: At) -> None:
    dana = visit("dana")
    dana.post(at(f"/programs/options/{gathered.options['river']}"), WORDS)
    answer = dana.post(at("/programs/showing"), {"why": "x"})

    assert answer.status_code == 422
    assert "tick that you take nothing of value from it for sending people" in answer.text
    assert "please ask your lawyer" in answer.text
    assert standing(db) == []


def test_two_of_which_one_is_without_moving_in_are_shown_once(
    visit: Visit, db: Session, gathered: Known, at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    for _time in range(2):
        assert dana.post(at("/programs/showing"), {"why": ""}).status_code == 303
    assert len(standing(db)) == 1
    assert db.scalar(select(func.count()).select_from(OptionsShown)) == 1


def test_htmx_gets_the_block_alone(visit: Visit, gathered: Known, at: At) -> None:
    answer = visit("dana").post(at("/programs/showing"), {"why": ""}, htmx="options")

    assert answer.text.lstrip().startswith('<div class="split" id="options">')
    assert "Shown since" in answer.text


CHANGES = {
    "only one": ({"put_away": "harbor"}, "There is only one."),
    "all residential": ({"swap": "river"}, "In each of them one lives there."),
    "ties to all": ({"ties": "Worked there."}, "You have a tie to each of them."),
}


@pytest.mark.parametrize("case", list(CHANGES))
def test_what_a_choice_lacks_needs_a_sentence_that_the_family_reads(
    visit: Visit, db: Session, gathered: Known, at: At, case: str
) -> None:  # fmt: skip
    change, sentence = CHANGES[case]
    dana = visit("dana")
    if "put_away" in change:
        dana.post(at(f"/programs/options/{gathered.options[change['put_away']]}/putting-away"))
    if "swap" in change:
        dana.post(at(f"/programs/options/{gathered.options[change['swap']]}/putting-away"))
        dana.post(at("/programs"), TICKED | {"program": gathered.programs["hill"]})
    if "ties" in change:
        for option in gathered.options.values():
            dana.post(at(f"/programs/options/{option}"), TICKED | change)
    refused = dana.post(at("/programs/showing"), {"why": ""})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert standing(db) == []

    assert dana.post(at("/programs/showing"), {"why": "Nothing else is within a day's drive."}).status_code == 303
    assert "within a day&#39;s drive" in visit("luis").get(at("/ways-of-getting-help")).text


def test_a_fourth_is_one_too_many(visit: Visit, db: Session, gathered: Known, at: At) -> None:
    dana = visit("dana")
    dana.post("/programs", {"name": "Fourth"})
    fourth = dana.get("/programs").text.split('href="/programs/')
    new = next(part[:36] for part in fourth if "Fourth" in part[:60])
    for program in (gathered.programs["hill"], new):
        dana.post(at("/programs"), TICKED | {"program": program})
    answer = dana.post(at("/programs/showing"), {"why": "x"})

    assert answer.status_code == 422
    assert "Three side by side are enough to choose from. There are 4" in answer.text
    assert standing(db) == []


def test_with_nothing_gathered_there_is_nothing_to_show(visit: Visit, db: Session, at: At) -> None:
    assert "There is nothing to show yet." in visit("dana").post(at("/programs/showing"), {"why": "x"}).text
    assert standing(db) == []


def test_what_is_shown_stays_an_honest_choice(visit: Visit, db: Session, shown: Known, at: At) -> None:
    dana, river = visit("dana"), at(f"/programs/options/{shown.options['river']}")
    assert "Take the options back first" in dana.post(f"{river}/putting-away").text
    unticked = dana.post(river, WORDS)
    assert unticked.status_code == 422
    assert words(db) == {"Near."}

    assert dana.post(river, TICKED).status_code == 303
    assert words(db) == {"Near.", "Near her sister."}


def test_taken_back_at_once_and_twice_is_once(visit: Visit, db: Session, shown: Known, at: At) -> None:
    dana, maria = visit("dana"), visit("maria")
    assert "Harbor House" in maria.get(at("/ways-of-getting-help")).text
    for _time in range(2):
        assert dana.post(at("/programs/showing/withdrawal")).status_code == 303

    assert "Harbor House" not in maria.get(at("/ways-of-getting-help")).text
    assert standing(db) == []


def test_another_familys_option_is_not_found(visit: Visit, gathered: Known, at: At) -> None:
    nowhere = "00000000-0000-7000-8000-000000000000"
    dana = visit("dana")
    assert dana.post(at(f"/programs/options/{nowhere}"), TICKED).status_code == 404
    assert dana.post(at("/programs"), TICKED | {"program": nowhere}).status_code == 404
    assert dana.post(at("/programs"), TICKED | {"program": "x"}).status_code == 404


def test_a_program_that_was_put_away_is_offered_to_no_further_family(
    visit: Visit, db: Session, programs: dict[str, str], at: At
) -> None:  # fmt: skip
    dana = visit("dana")
    dana.post(f"/programs/{programs['hill']}/putting-away")
    answer = dana.post(at("/programs"), TICKED | {"program": programs["hill"]})

    assert answer.status_code == 422
    assert "was put away here" in answer.text
    assert words(db) == set()
