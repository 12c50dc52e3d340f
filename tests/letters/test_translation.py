"""One's own language, and what a person types beside it: saved as safely as the letter, and never part of it."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.records import Letter, Revision, Section
from tests.visitor import Visitor

Visit = Callable[[str], Visitor]
KEY = "moments.translated"


@pytest.fixture
def begun(maria: Visitor, at: str, write: Callable[..., None]) -> str:
    """Maria's letter, in which she makes room for Spanish."""
    write("You carried me over the ice.")
    assert maria.post(f"{at}/translation", {"into": "es", "translator": "Rosa"}).status_code == 303
    return at


def put(somebody: Visitor, at: str, body: str, revision: int = 0, writing: str = "p") -> int:
    told = somebody.put(f"{at}/sections/{KEY}", {"body": body, "revision": revision, "writing": writing})
    status: int = told.status_code
    return status


def part_of(page: str, key: str = "moments") -> str:
    return page.partition(f'id="part-{key}"')[2].partition("</section>")[0]


def test_the_box_and_the_copy_are_marked_with_the_language(maria: Visitor, at: str, write: Callable[..., None]) -> None:
    write("סבא יקר.")
    assert 'dir="auto"' in maria.get(f"{at}?part=moments").text
    assert maria.post(f"{at}/language", {"language": "he"}).status_code == 303

    assert 'lang="he" dir="rtl"' in maria.get(f"{at}?part=moments").text
    assert '<div lang="he" dir="rtl">' in maria.get(f"{at}/reading-copy").text
    assert '<html lang="en">' in maria.get(f"{at}?part=moments").text


def test_a_language_that_nobody_offered_is_refused_and_with_htmx_only_the_block_comes_back(
    maria: Visitor, at: str
) -> None:
    assert maria.post(f"{at}/language", {"language": "tlh"}).status_code == 422
    assert (
        maria.post(f"{at}/language", {"language": "vi"}, htmx="language").text.lstrip().startswith('<div id="language"')
    )


def test_languages_are_called_by_their_own_names(maria: Visitor, at: str) -> None:
    page = maria.get(f"{at}/translation").text
    assert ">español</option>" in page
    assert ">العربية</option>" in page


def test_it_is_saved_like_the_letter_and_stands_beside_it(maria: Visitor, begun: str) -> None:
    assert put(maria, begun, "Me llevaste sobre el hielo.") == 200
    part = part_of(maria.get(f"{begun}/translation").text)

    assert "You carried me over the ice." in part
    assert "Me llevaste sobre el hielo.</textarea>" in part
    assert "In español, typed by Rosa." in maria.get(f"{begun}/translation").text


def test_two_pages_keep_both_and_the_choice_comes_back_here(database: Database, maria: Visitor, begun: str) -> None:
    put(maria, begun, "Me llevaste.")
    assert put(maria, begun, "Me cargaste.", 0, "other") == 409
    page = maria.get(f"{begun}/translation").text
    assert "Me llevaste." in page
    assert "Me cargaste." in page
    with database.reading() as db:
        beside = db.scalars(select(Revision.id).where(Revision.why == "conflict")).one()
    form = {"conflict": str(beside), "revision": "1", "choice": "this", "body": ""}
    answer = maria.post(f"{begun}/sections/{KEY}/choice", form)

    assert answer.headers["location"] == f"{begun}/translation"
    assert "Me cargaste.</textarea>" in maria.get(f"{begun}/translation").text


def test_without_a_script_its_button_comes_back_to_its_part(maria: Visitor, begun: str) -> None:
    answer = maria.post(f"{begun}/sections/{KEY}", {"body": "Me llevaste.", "revision": "0", "go": "all"})
    assert answer.headers["location"] == f"{begun}/translation#part-moments"


def test_it_is_no_part_of_the_letter(maria: Visitor, dana: Visitor, begun: str) -> None:
    put(maria, begun, "Me llevaste sobre el hielo.")
    maria.post(f"{begun}/hand-in")

    told = [maria.get(f"{begun}{more}").text for more in ("?all=1", "?read=1", "", "/copy")] + [dana.get(begun).text]
    assert all("Me llevaste" not in page for page in told)


def test_a_letter_with_nothing_but_a_translation_is_empty(maria: Visitor, at: str) -> None:
    maria.post(f"{at}/translation", {"into": "es"})
    put(maria, at, "Me llevaste.")
    assert maria.post(f"{at}/hand-in").status_code == 422


def test_typing_it_takes_no_agreement_back(
    maria: Visitor, dana: Visitor, begun: str
) -> None:  # fmt: skip
    maria.post(f"{begun}/hand-in")
    maria.post(f"{begun}/readiness")
    dana.post(f"{begun}/readiness")
    put(maria, begun, "Me llevaste.")
    assert "You both agree" in maria.get(begun).text


def test_the_original_changed_since_until_somebody_says_that_it_still_fits(
    maria: Visitor, begun: str, write: Callable[..., None]
) -> None:
    changed = "The original changed since."
    put(maria, begun, "Me llevaste.")
    assert changed not in maria.get(f"{begun}/translation").text
    write("You carried me over the frozen lake.")
    assert changed in part_of(maria.get(f"{begun}/translation").text)
    put(maria, begun, "Me llevaste sobre el lago.", 1)
    assert changed in part_of(maria.get(f"{begun}/translation").text)

    maria.post(f"{begun}/translation/moments", {"of_revision": "1"})
    assert changed in part_of(maria.get(f"{begun}/translation").text)
    maria.post(f"{begun}/translation/moments", {"of_revision": "2"})
    assert changed not in maria.get(f"{begun}/translation").text


@pytest.mark.parametrize("sent", ["3", "-1", ""])
def test_only_a_text_that_stood_can_have_been_looked_at(maria: Visitor, begun: str, sent: str) -> None:
    assert maria.post(f"{begun}/translation/moments", {"of_revision": sent}).status_code == 404


def test_the_lead_types_it_once_the_letter_is_given_and_never_the_words_themselves(
    maria: Visitor, dana: Visitor, begun: str
) -> None:
    assert dana.get(f"{begun}/translation").status_code == 404
    assert put(dana, begun, "Te quiero.") == 404
    maria.post(f"{begun}/hand-in")

    assert put(dana, begun, "Te quiero.") == 200
    assert dana.put(f"{begun}/sections/moments", {"body": "Mine now.", "revision": 1}).status_code == 404
    assert dana.post(f"{begun}/language", {"language": "es"}).status_code == 403
    assert "Te quiero.</textarea>" in maria.get(f"{begun}/translation").text


def test_the_lead_makes_room_and_is_named_unless_somebody_else_types(
    database: Database, maria: Visitor, dana: Visitor, given: str, letter: UUID
) -> None:
    dana.post(f"{given}/translation", {"into": "es"})
    with database.reading() as db:
        assert db.get_one(Letter, letter).translator == "Dana"
    dana.post(f"{given}/translation", {"into": "fr", "translator": "Inés"})
    assert "In français, typed by Inés." in maria.get(f"{given}/translation").text


def test_taking_the_letter_back_takes_the_translation_back_too(maria: Visitor, dana: Visitor, begun: str) -> None:
    maria.post(f"{begun}/hand-in")
    put(dana, begun, "Te quiero.")
    maria.post(f"{begun}/hand-in/withdrawal")

    assert dana.get(f"{begun}/translation").status_code == 404
    assert put(dana, begun, "Te quiero mucho.", 1) == 404


@pytest.mark.parametrize("name", ["luis", "ana", "sam", "priya", "sol", "cole", "olga"])
def test_nobody_else(visit: Visit, maria: Visitor, begun: str, name: str) -> None:
    maria.post(f"{begun}/hand-in")
    somebody = visit(name)
    assert somebody.get(f"{begun}/translation").status_code in (403, 404)
    assert put(somebody, begun, "x") in (403, 404)
    assert somebody.post(f"{begun}/translation", {"into": "es"}).status_code in (403, 404)


def test_making_room_twice_makes_it_once(database: Database, maria: Visitor, begun: str, letter: UUID) -> None:
    maria.post(f"{begun}/translation", {"into": "es", "translator": "Rosa"})
    with database.reading() as db:
        keys = db.scalars(select(Section.key).where(Section.letter_id == letter)).all()
    assert len(keys) == len(set(keys))
    assert len([key for key in keys if key.endswith(".translated")]) * 2 == len(keys)


def test_the_reading_copy_shows_one_the_other_or_both(maria: Visitor, begun: str) -> None:
    assert "side by side" not in maria.get(f"{begun}/reading-copy").text
    put(maria, begun, "Me llevaste.")
    shown = {show: maria.get(f"{begun}/reading-copy?show={show}").text for show in ("original", "translation", "both")}

    assert ["over the ice" in page for page in shown.values()] == [True, False, True]
    assert ["Me llevaste" in page for page in shown.values()] == [False, True, True]
    assert '<div lang="es" dir="ltr">' in shown["both"]
    assert maria.get(f"{begun}/reading-copy.pdf?show=both").headers["content-type"] == "application/pdf"
    assert "over the ice" in maria.get(f"{begun}/reading-copy?show=nonsense").text


def test_what_it_said_before_is_kept(maria: Visitor, begun: str, database: Database) -> None:
    put(maria, begun, "Me llevaste.")
    put(maria, begun, "Me cargaste sobre el hielo.", 1, "another page")
    with database.reading() as db:
        assert "Me llevaste." in [row.body for row in db.scalars(select(Revision))]
        first = next(row.id for row in db.scalars(select(Revision)) if row.body == "Me llevaste.")
    assert "Moments I saw (español)" in maria.get(f"{begun}/revisions").text
    answer = maria.post(f"{begun}/revisions/{first}/return")
    assert answer.headers["location"] == f"{begun}/translation#part-moments"
    assert "Me llevaste.</textarea>" in maria.get(f"{begun}/translation").text
