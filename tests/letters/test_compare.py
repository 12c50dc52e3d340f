"""What changed between two texts, word by word; and an earlier text of Maria's beside what stands now."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given as whatever
from hypothesis import strategies
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.history.service import changes
from familyplan.letters.records import Revision
from tests.letters.conftest import journaled
from tests.visitor import Visitor

FIRST = "You always carried me over the ice."
SECOND = "You often carried me over the thin ice."
HOSTILE = {
    "one word over and over": ("a " * 100_000, "b a " * 50_000),
    "signs": ("." * 200_000, ".," * 100_000),
    "nothing in common": (" ".join(f"u{n}" for n in range(25_000)), " ".join(f"v{n}" for n in range(25_000))),
    "backwards": (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
}


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in changes(old, new)]


def test_it_is_told_by_words_and_never_within_one() -> None:
    assert told(FIRST, SECOND) == [
        ("same", "You "), ("gone", "always"), ("added", "often"), ("same", " carried me over the "),
        ("added", "thin "), ("same", "ice."),
    ]  # fmt: skip
    assert told("I can't.", "I couldn't.") == [("same", "I "), ("gone", "can't"), ("added", "couldn't"), ("same", ".")]


NAMASTE = "\u0928\u092e\u0938\u094d\u0924\u0947"
MOTHER_AND_SON, MOTHER_AND_DAUGHTER = "\U0001f469\u200d\U0001f466", "\U0001f469\u200d\U0001f467"
MEXICO, MOROCCO = "\U0001f1f2\U0001f1fd", "\U0001f1f2\U0001f1e6"
SUMMER, SUMMERS = "e\u0301te\u0301", "e\u0301te\u0301s"


@pytest.mark.parametrize(
    ("frame", "gone", "added"),
    [
        ("\u6211%s\u4f60", "\u7231", "\u60f3"),  # Chinese sets no blanks: sign by sign
        ("%s chaud", SUMMER, SUMMERS),
        ("%s.", NAMASTE, NAMASTE + "\u0903"),
        ("Us %s.", MOTHER_AND_SON, MOTHER_AND_DAUGHTER),
        ("%s!", MEXICO, MOROCCO),
        ("%s one", "\u05d0\u05b8\u05d1", "\u05d0\u05b7\u05d1"),
    ],
)
def test_what_is_one_sign_to_the_eye_is_never_cut(frame: str, gone: str, added: str) -> None:
    found = dict(one for one in told(frame % gone, frame % added) if one[0] != "same")
    assert found == {"gone": gone, "added": added}


@pytest.mark.parametrize(("old", "new"), [("", ""), ("Same.", "Same.")])
def test_the_same_text_has_no_change(old: str, new: str) -> None:
    assert [kind for kind, _text in told(old, new)] == ["same"] * bool(old)


@whatever(
    strategies.text(alphabet="ab .\n\u0301\U0001f475\ud800\0"), strategies.text(alphabet="ab .\n\U0001f475\udfff")
)
def test_both_texts_can_be_put_together_from_it(old: str, new: str) -> None:
    found = changes(old, new)
    assert "".join(one.text for one in found if one.kind != "added") == old
    assert "".join(one.text for one in found if one.kind != "gone") == new


@pytest.mark.parametrize("which", HOSTILE)
def test_it_ends_for_hostile_texts_too_and_still_tells_the_truth(which: str) -> None:
    old, new = HOSTILE[which]
    found = changes(old, new)

    assert "".join(one.text for one in found if one.kind != "gone") == new
    assert "".join(one.text for one in found if one.kind != "added") == old


@pytest.fixture
def rewritten(write: Callable[..., None], at: str) -> str:
    """Maria's letter with two earlier texts; a third stands."""
    write(FIRST)
    write(SECOND, writing="page-two")
    write(SECOND + " Thank you.", writing="page-three")
    return at


@pytest.fixture
def version(database: Database, rewritten: str) -> str:
    """The address of the second text."""
    with database.reading() as db:
        rows = db.scalars(select(Revision).order_by(Revision.id.desc())).all()
    return f"{rewritten}/revisions?version={rows[0].id}"


def shown(page: str) -> str:
    """What stands in the comparison, with - and + for what went and came."""
    block = re.search(r'id="changes">(.*?)</div>', page, re.DOTALL)[1]  # type: ignore[index]  # None fails here
    block = re.sub(r'<span class="unseen">.*?</span>', "", block)
    return re.sub(r"<(/?)(ins|del)>", lambda tag: {"ins": "+", "del": "-"}[tag[2]], block)


def test_an_earlier_text_stands_beside_what_stands_now(version: str, maria: Visitor) -> None:
    page = maria.get(version).text

    assert shown(page) == f"{SECOND}+ Thank you.+"
    assert "Moments I saw" in page
    assert "Only you can see this." in page
    assert "Bring this back" in page


def test_and_beside_the_one_before_it(version: str, maria: Visitor) -> None:
    page = maria.get(f"{version}&against=before").text
    assert shown(page) == "You -always-+often+ carried me over the +thin +ice."


def test_a_screen_reader_hears_what_was_added_and_what_was_taken_out(version: str, maria: Visitor) -> None:
    page = maria.get(f"{version}&against=before").text
    assert '<ins><span class="unseen">Added: </span>often' in page
    assert '<del><span class="unseen">Taken out: </span>always' in page


def test_the_first_text_of_all_has_none_before_it(
    database: Database, rewritten: str, maria: Visitor
) -> None:  # fmt: skip
    with database.reading() as db:
        first = db.scalars(select(Revision).order_by(Revision.id)).first()
    assert first
    page = maria.get(f"{rewritten}/revisions?version={first.id}&against=before").text
    assert "Beside the one before it" not in page
    assert "What is different now" in page


def test_a_text_that_was_written_on_another_phone_can_be_compared_too(
    database: Database, write: Callable[..., None], at: str, maria: Visitor
) -> None:
    write("Here at the table.")
    answer = maria.put(f"{at}/sections/moments", {"body": "There on the phone.", "revision": 0, "writing": "phone"})
    assert answer.status_code == 409
    with database.reading() as db:
        beside = db.scalars(select(Revision).where(Revision.why == "conflict")).one()
    page = maria.get(f"{at}/revisions?version={beside.id}").text

    assert "written on another phone" in page
    assert "There on the phone." in page


@pytest.mark.parametrize("name", ["luis", "dana", "priya", "sol", "olga"])
def test_nobody_else_compares_anything(version: str, visit: Callable[[str], Visitor], name: str) -> None:
    answer = visit(name).get(f"{version}&against=before")
    assert answer.status_code in (403, 404)
    assert "carried" not in answer.text


def test_html_stays_words(write: Callable[..., None], at: str, maria: Visitor, database: Database) -> None:
    write("<script>alert(1)</script> one")
    write("<script>alert(1)</script> two", writing="page-two")
    with database.reading() as db:
        row = db.scalars(select(Revision)).one()
    page = maria.get(f"{at}/revisions?version={row.id}").text
    assert "<script>alert" not in page
    assert shown(page).startswith("&lt;script&gt;alert(1)")


def test_looking_costs_the_same_with_a_long_history_and_writes_nothing(
    write: Callable[..., None], database: Database, version: str, maria: Visitor, counted: Callable[[], list[str]]
) -> None:
    counted()
    maria.get(f"{version}&against=before")
    few = len(counted())
    for number in range(20):
        write(f"Text {number}.", writing=f"page-{number}")
    counted()
    maria.get(f"{version}&against=before")
    assert len(counted()) == few <= 8
    with database.reading() as db:
        assert journaled(db, "letter.read") == 0
