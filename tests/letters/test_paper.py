"""A letter on paper: the form to print, given to the lead by hand, typed in by her until its writer writes again."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.letters import queries
from familyplan.letters.paper import service
from familyplan.letters.records import HandIn, Letter, Revision, Section
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing import service as saving
from tests.letters.conftest import journaled
from tests.together import at_once
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]


def sent(body: str, revision: int = 0, writing: str = "desk", **more: object) -> dict[str, object]:
    return {"body": body, "revision": revision, "writing": writing, **more}


@pytest.fixture
def received(dana: Visitor, at: str) -> str:
    """Maria gave Dana her letter on paper; not a word of it stood here."""
    assert dana.post(f"{at}/typed-in").headers["location"] == f"{at}/typed-in"
    return at


@pytest.fixture
def typed(dana: Visitor, received: str) -> str:
    """Dana typed a part of it in."""
    assert dana.put(f"{received}/sections/moments", sent("You carried me over the ice.")).status_code == 200
    return received


@pytest.fixture
def given_id(database: Database) -> Callable[[], str]:
    """What a page opened now says it knows about who reads the letter."""

    def look() -> str:
        with database.reading() as db:
            return str(db.scalars(select(HandIn.id).where(HandIn.taken_back_at.is_(None))).one())

    return look


@pytest.mark.parametrize("name", ["maria", "dana"])
def test_the_form_has_every_question_and_not_a_word_of_the_letter(
    visit: Visit, at: str, write: Callable[..., None], name: str
) -> None:
    write("Not on the form.")
    page = visit(name).get(f"{at}/paper").text

    assert "Which memory of Sam makes you smile before you can help it?" in page
    assert page.count('class="paper-question"') == 6
    assert "Not on the form." not in page
    assert "give it to Dana and to nobody else" in page
    assert "Reyes" not in page


@pytest.mark.parametrize("name", ["luis", "ana", "priya"])
def test_nobody_else_finds_form_or_typing(visit: Visit, at: str, name: str) -> None:
    somebody = visit(name)
    assert somebody.get(f"{at}/paper").status_code == 404
    assert somebody.get(f"{at}/typed-in").status_code in (403, 404)
    assert somebody.post(f"{at}/typed-in").status_code in (403, 404)


def test_dana_reads_and_types_what_came_on_paper(typed: str, dana: Visitor, section: Callable[..., Section]) -> None:
    page = dana.get(f"{typed}/typed-in").text

    assert section().body == "You carried me over the ice."
    assert "You carried me over the ice." in page
    assert "Maria can read this, change it and take it back at any time." in page
    assert page.count("<textarea") == 6


def test_both_see_who_typed_it_in(typed: str, dana: Visitor, maria: Visitor) -> None:
    assert "Typed in by Dana from paper, given on" in dana.get(typed).text
    for view in ("", "?all=1", "?read=1"):
        assert "Typed in by Dana from paper, given on" in maria.get(f"{typed}{view}").text
    assert "You carried me over the ice." in maria.get(f"{typed}?read=1").text


def test_without_javascript_the_button_saves_and_stays(
    received: str, dana: Visitor, section: Callable[..., Section]
) -> None:
    answer = dana.post(f"{received}/sections/moments", sent("By the button.") | {"go": "all"})

    assert answer.headers["location"] == f"{received}/typed-in#part-moments"
    assert section().body == "By the button."


def test_two_desks_of_hers_keep_both_texts_for_her_to_choose(
    typed: str, dana: Visitor, section: Callable[..., Section]
) -> None:
    both = dana.put(f"{typed}/sections/moments", sent("You carried me over the lake.", 0, "train"))
    assert both.status_code == 409
    assert "You carried me over the lake." in both.text

    page = dana.get(f"{typed}/typed-in").text
    fields = {
        name: page.split('class="conflict stack"')[1].split(f'name="{name}" value="')[1].split('"')[0]
        for name in ("conflict", "revision")
    }
    assert dana.post(f"{typed}/sections/moments/choice", {**fields, "choice": "this"}).status_code == 303
    assert section().body == "You carried me over the lake."
    assert dana.put(f"{typed}/sections/moments", sent("And on.", 2, "train")).status_code == 200


def test_pressed_twice_or_at_once_it_is_noted_once(
    database: Database, dana: Visitor, cast: Cast, letter: UUID, at: str
) -> None:

    def act() -> bool:
        with database.writing() as db:
            service.receive(db, queries.letter(db, letter, seen_by=cast.dana), by=cast.dana)
        return True

    assert at_once(act, act) == [True, True]
    assert dana.post(f"{at}/typed-in").status_code == 303
    with database.reading() as db:
        assert len(db.scalars(select(HandIn.id)).all()) == 1
        assert journaled(db, "letter.given_on_paper") == 1


def test_it_is_the_lead_who_is_given_it(database: Database, cast: Cast, letter: UUID) -> None:
    with database.writing() as db:
        hers = replace(queries.letter(db, letter, seen_by=cast.dana), what="writer")
        with pytest.raises(NotYours):
            service.receive(db, hers, by=cast.dana)


def test_what_maria_began_herself_does_not_come_on_paper(dana: Visitor, at: str, write: Callable[..., None]) -> None:
    write("My own words, for nobody yet.")
    refused = dana.post(f"{at}/typed-in")

    assert refused.status_code == 422
    assert "Maria has begun to write it here. It is theirs to give." in refused.text
    assert "My own words" not in refused.text + dana.get(f"{at}/typed-in").text + dana.get(at).text
    assert dana.put(f"{at}/sections/moments", sent("x")).status_code == 404


def test_once_maria_writes_in_it_the_words_are_hers_alone(
    typed: str, maria: Visitor, dana: Visitor, given_id: Callable[[], str], section: Callable[..., Section]
) -> None:
    hers = sent("You carried me over the ice, twice.", 1, "phone", given=given_id())
    assert maria.put(f"{typed}/sections/moments", hers).status_code == 200

    for key in ("moments", "love_again"):
        refused = dana.put(f"{typed}/sections/{key}", sent("No, once.", 2))
        page = dana.post(f"{typed}/sections/{key}", sent("No, once.", 2))
        assert refused.status_code == page.status_code == 422
        assert "Maria has written here since" in refused.json()["sentence"]
        assert "No, once." in page.text
    assert "You can read the words here, but no longer change them." in dana.get(f"{typed}/typed-in").text
    assert section().body == "You carried me over the ice, twice."


def test_maria_cannot_pass_for_the_one_who_types(
    typed: str, maria: Visitor, dana: Visitor, given_id: Callable[[], str]
) -> None:
    maria.put(f"{typed}/sections/moments", sent("Mine.", 1, "paper:desk", given=given_id()))

    assert dana.put(f"{typed}/sections/moments", sent("Not yours.", 2)).status_code == 422


def test_a_page_that_promised_only_you_keeps_its_word(
    received: str, maria: Visitor, dana: Visitor, section: Callable[..., Section]
) -> None:
    """Maria's page was open from before; what she types on it is not laid before Dana without her knowing."""
    refused = maria.put(f"{received}/sections/moments", sent("For nobody yet.", 0, "phone"))
    page = maria.post(f"{received}/sections/moments", sent("For nobody yet.", 0, "phone"))

    assert refused.status_code == page.status_code == 422
    assert "Dana has this letter on paper since" in refused.json()["sentence"]
    assert "For nobody yet." in page.text
    assert section().body == ""
    assert "For nobody yet." not in dana.get(received).text


def test_taken_back_dana_cannot_read_or_type_it_and_maria_has_it(typed: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{typed}/hand-in/withdrawal")

    assert "over the ice" not in dana.get(f"{typed}/typed-in").text + dana.get(typed).text
    assert dana.put(f"{typed}/sections/moments", sent("Again.", 1)).status_code == 404
    assert dana.post(f"{typed}/typed-in").status_code == 422
    assert "over the ice" in maria.get(f"{typed}?read=1").text


def test_when_both_say_ready_the_words_stand(typed: str, maria: Visitor, dana: Visitor) -> None:
    maria.post(f"{typed}/readiness")
    dana.post(f"{typed}/readiness")

    assert dana.put(f"{typed}/sections/moments", sent("Better so.", 1)).status_code == 422


def test_what_stood_before_is_marias_alone(database: Database, typed: str, maria: Visitor, dana: Visitor) -> None:
    long = "Everything that stood on the first sheet of the paper. " * 4
    dana.put(f"{typed}/sections/moments", sent(long, 1))
    dana.put(f"{typed}/sections/moments", sent("Short.", 2))
    with database.reading() as db:
        assert long in [row.body for row in db.scalars(select(Revision))]

    assert maria.get(f"{typed}/revisions").status_code == 200
    assert dana.get(f"{typed}/revisions").status_code == 403


def test_reading_it_while_typing_is_journaled(database: Database, typed: str, dana: Visitor) -> None:
    dana.get(f"{typed}/typed-in")
    with database.reading() as db:
        assert journaled(db, "letter.read") == 1


def test_somebody_without_a_device_gets_a_letter_to_be_printed(database: Database, dana: Visitor, cast: Cast) -> None:
    theo = cast.members["theo"]
    with database.writing() as db:
        db.execute(delete(Letter).where(Letter.member_id == theo.id))
        db.merge(theo).came_in_at = None
    way = f"/engagements/{cast.reyes.id}/members/{theo.id}/paper"
    assert way in dana.get(f"/engagements/{cast.reyes.id}/letters").text

    first, again = dana.post(way), dana.post(way)
    letter = first.headers["location"]
    assert again.headers["location"] == letter
    assert "Print the questions" in dana.get(letter).text
    assert dana.get(f"{letter}/paper").text.count('class="paper-question"') > 2
    assert dana.post(f"{letter}/typed-in").status_code == 303
    assert dana.put(f"{letter}/sections/moments", sent("We fished.")).status_code == 200
    assert "We fished." in dana.get(letter).text
    assert letter in dana.get(f"/engagements/{cast.reyes.id}/letters").text


def test_the_loved_one_and_other_families_are_never_written_for(visit: Visit, dana: Visitor, cast: Cast) -> None:
    members = f"/engagements/{cast.reyes.id}/members"
    assert dana.post(f"{members}/{cast.members['sam'].id}/paper").status_code == 404
    assert visit("priya").post(f"{members}/{cast.members['theo'].id}/paper").status_code == 404


def test_a_page_costs_few_statements(
    typed: str, dana: Visitor, maria: Visitor, counted: Callable[[], list[str]]
) -> None:
    counted()
    dana.get(f"{typed}/typed-in")
    said = counted()
    assert len(said) <= 8, said
    maria.get(f"{typed}/paper")
    assert len(counted()) <= 8


def test_a_save_that_began_before_it_came_on_paper_keeps_its_word_too(
    database: Database, cast: Cast, letter: UUID, at: str, dana: Visitor, section: Callable[..., Section]
) -> None:
    """Two connections: Maria's save had looked who reads the letter already when Dana pressed the button."""
    with database.reading() as db:
        part = writing.part_of(db, letter, "moments", seen_by=cast.person("maria"))
    assert dana.post(f"{at}/typed-in").status_code == 303

    def save() -> None:
        with database.writing() as db:
            db.add(part.section)
            saving.save(db, part, "For nobody yet.", 0, "phone")

    with pytest.raises(Refusal, match="has this letter on paper since"):
        save()
    assert section().body == ""


@pytest.mark.parametrize("name", ["paper:paper:desk", "PAPER:desk", "paper: paper:desk"])
def test_no_name_of_a_page_makes_marias_words_danas(
    received: str, maria: Visitor, dana: Visitor, given_id: Callable[[], str], name: str
) -> None:
    assert maria.put(f"{received}/sections/moments", sent("Mine.", 0, name, given=given_id())).status_code == 200

    assert dana.put(f"{received}/sections/love_again", sent("Not yours.")).status_code == 422


def test_laid_out_at_once_it_is_one_letter(database: Database, cast: Cast) -> None:
    luis = cast.members["luis"].id
    with database.writing() as db:
        db.execute(delete(Letter).where(Letter.member_id == luis))
        db.get_one(Member, luis).came_in_at = None

    def act() -> UUID:
        with database.writing() as db:
            family, member = db.get_one(Engagement, cast.reyes.id), db.get_one(Member, luis)
            return service.lay_out(db, family, member, by=cast.dana).id

    assert len(set(at_once(act, act, act))) == 1
