"""The loved one's own pages: laid out once help began, private until shown, out of sight again at once."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.letters.own_pages.records import PageShown
from familyplan.letters.records import Letter
from tests.letters.conftest import journaled
from tests.visitor import Visitor

WORDS = "The garden before breakfast, and Theo on Thursdays."


@pytest.fixture
def lay_out(dana: Visitor, cast: Cast) -> None:
    assert dana.post(f"/engagements/{cast.reyes.id}/own-pages").status_code == 303


@pytest.fixture
def page(lay_out: None, database: Database, cast: Cast, letter_of: Callable[..., UUID]) -> str:
    """The address of Sam's recovery page; Sam came in after the day."""
    with database.writing() as db:
        reyes = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        sam = engagements.member(db, reyes, cast.members["sam"].id, seen_by=cast.dana)
        acts.come_in(db, reyes, sam, by=cast.person("sam"))
    return f"/letters/{letter_of('sam', 'recovery_page')}"


@pytest.fixture
def sam(visit: Callable[[str], Visitor]) -> Visitor:
    return visit("sam")


@pytest.fixture
def written(page: str, sam: Visitor) -> str:
    assert sam.put(f"{page}/sections/well", {"body": WORDS, "revision": 0, "writing": "w"}).status_code == 200
    return page


@pytest.fixture
def shown(written: str, sam: Visitor) -> str:
    assert sam.post(f"{written}/shown").status_code == 303
    return written


def kinds(database: Database, cast: Cast) -> set[str]:
    with database.reading() as db:
        return set(db.scalars(select(Letter.kind).where(Letter.member_id == cast.members["sam"].id)))


def _help_began(dana: Visitor, cast: Cast, **more: str) -> None:
    said = {"kind": "residential", "source": "family", "when": "today", "family_told": "yes", **more}
    answer = dana.post(f"/engagements/{cast.reyes.id}/outcomes", said)
    assert answer.status_code == 303, answer.text


def test_they_are_laid_out_once_help_began_and_nobody_was_asked_to(
    dana: Visitor, database: Database, cast: Cast
) -> None:
    assert kinds(database, cast) == set()
    _help_began(dana, cast)
    assert kinds(database, cast) == {"recovery_page", "relapse_page"}
    _help_began(dana, cast)
    assert kinds(database, cast) == {"recovery_page", "relapse_page"}


def test_what_a_program_told_the_professional_alone_lays_out_nothing(
    dana: Visitor, database: Database, cast: Cast
) -> None:
    """Pages that appear would tell the family what the release does not let them know."""
    with database.writing() as db:
        today = clock.today(cast.reyes.zone)
        terms = consents.Terms(
            discloser="Harbor House", recipient="Dana", information="Whether he came.", purpose="Help",
            signed_on=today, until_on=today, counselor_id=cast.cole.id,
        )  # fmt: skip
        consents.record(db, engagements.led(db, cast.reyes.id, seen_by=cast.dana), terms, by=cast.dana)
    _help_began(dana, cast, source="program", heard_from="record")

    assert kinds(database, cast) == set()
    with database.reading() as db:
        assert [one.names_family for one in db.scalars(select(Release))] == [False]


def test_the_lead_may_lay_them_out_and_twice_is_once(
    lay_out: None, dana: Visitor, database: Database, cast: Cast
) -> None:
    dana.post(f"/engagements/{cast.reyes.id}/own-pages")

    with database.reading() as db:
        laid = db.scalars(select(Letter.id).where(Letter.member_id == cast.members["sam"].id)).all()
    assert len(laid) == 2
    assert "My recovery page" in dana.get(f"/engagements/{cast.reyes.id}/own-pages").text


@pytest.mark.parametrize("model", ["johnson", "arise", "none"], indirect=True)
def test_a_way_without_such_pages_has_none(dana: Visitor, database: Database, cast: Cast) -> None:
    assert dana.get(f"/engagements/{cast.reyes.id}/own-pages").status_code == 404
    assert dana.post(f"/engagements/{cast.reyes.id}/own-pages").status_code == 404
    assert kinds(database, cast) <= {"own_words"}


def test_nobody_but_the_writer_sees_a_word_before_it_is_shown(
    written: str, dana: Visitor, visit: Callable[[str], Visitor], sam: Visitor
) -> None:
    assert WORDS in sam.get(f"{written}/shown").text
    assert "Your family cannot see this." in sam.get(f"{written}/shown").text
    assert WORDS not in dana.get(written).text
    for name in ("maria", "luis", "ana"):
        assert visit(name).get(written).status_code == 404
        assert visit(name).get(f"{written}/shown").status_code == 404


def test_shown_it_is_on_the_familys_pages_and_each_reading_is_journaled(
    shown: str, visit: Callable[[str], Visitor], database: Database, dana: Visitor
) -> None:
    luis = visit("luis")
    luis.post("/phone", {"phone": "own"})
    home = luis.get("/").text

    assert "Sammy shows you this" in home  # the name that Luis uses
    assert f'href="{shown}/shown"' in home
    page = luis.get(f"{shown}/shown").text
    assert WORDS in page
    assert "Take it out of their sight" not in page
    assert WORDS not in dana.get(shown).text
    with database.reading() as db:
        assert journaled(db, "own_page.read") == 1


def test_a_member_reads_it_there_and_nowhere_else(shown: str, visit: Callable[[str], Visitor]) -> None:
    luis = visit("luis")
    for path in ("", "/reading-copy", "/reading-copy.pdf", "/copy", "/revisions"):
        assert luis.get(f"{shown}{path}").status_code == 404
    assert luis.post(f"{shown}/shown/withdrawal").status_code == 404


def test_out_of_sight_it_is_gone_at_once(shown: str, sam: Visitor, visit: Callable[[str], Visitor]) -> None:
    assert sam.post(f"{shown}/shown/withdrawal").status_code == 303

    luis = visit("luis")
    luis.post("/phone", {"phone": "own"})
    assert luis.get(f"{shown}/shown").status_code == 404
    assert "Your letter" in luis.get("/").text
    assert "shows you this" not in luis.get("/").text


def test_every_switch_twice_is_once(shown: str, sam: Visitor, database: Database) -> None:
    assert sam.post(f"{shown}/shown").status_code == 303
    for _time in range(2):
        assert sam.post(f"{shown}/shown/withdrawal").status_code == 303
    assert sam.post(f"{shown}/shown").status_code == 303

    with database.reading() as db:
        (row,) = db.scalars(select(PageShown)).all()
        assert row.hidden_at is None
        assert journaled(db, "own_page.shown") == 2
        assert journaled(db, "own_page.hidden") == 1


def test_with_htmx_only_the_block_comes_back(written: str, sam: Visitor) -> None:
    answer = sam.post(f"{written}/shown", htmx="shown")

    assert "Your family can read this" in answer.text
    assert "<html" not in answer.text


def test_an_empty_page_is_not_shown(page: str, sam: Visitor, database: Database) -> None:
    answer = sam.post(f"{page}/shown")

    assert answer.status_code == 422
    assert "There is nothing here yet." in answer.text
    with database.reading() as db:
        assert db.scalars(select(PageShown)).all() == []


def test_who_left_the_circle_sees_it_no_more(shown: str, visit: Callable[[str], Visitor], cast: Cast) -> None:
    luis = visit("luis")
    luis.post(f"/engagements/{cast.reyes.id}/leaving")

    assert visit("luis").get(f"{shown}/shown").status_code == 404


def test_a_member_of_the_family_shows_no_letter_this_way(
    maria: Visitor, at: str, visit: Callable[[str], Visitor], database: Database
) -> None:
    maria.put(f"{at}/sections/moments", {"body": WORDS, "revision": 0, "writing": "w"})

    assert maria.get(f"{at}/shown").status_code == 404
    assert maria.post(f"{at}/shown").status_code == 404
    assert visit("luis").get(f"{at}/shown").status_code == 404
    with database.reading() as db:
        assert db.scalars(select(PageShown)).all() == []


def test_the_writer_has_it_on_paper(written: str, sam: Visitor) -> None:
    answer = sam.get(f"{written}/reading-copy.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_the_lead_types_it_in_with_him_and_he_can_take_it_back(page: str, dana: Visitor, sam: Visitor) -> None:
    assert dana.post(f"{page}/typed-in").status_code == 303
    typed = dana.put(f"{page}/sections/well", {"body": WORDS, "revision": 0, "writing": "d"})
    assert typed.status_code == 200
    assert WORDS in dana.get(page).text
    assert WORDS in sam.get(f"{page}?read=1").text
    assert sam.post(f"{page}/hand-in/withdrawal").status_code == 303
    assert WORDS not in dana.get(page).text


def test_his_own_page_says_that_it_is_his(page: str, sam: Visitor) -> None:
    sam.post("/phone", {"phone": "own"})
    home = sam.get("/").text

    assert "Nobody reads what you write before you show it." in home
    assert "They meet whether you come or not." not in home
    assert "My recovery page" in home


def test_every_page_of_it_says_truly_who_can_read_it(shown: str, sam: Visitor, written: str) -> None:
    for path in (f"{shown}?part=well", f"{shown}?all=1"):
        assert "You and your family can read this, since you show it to them." in sam.get(path).text
        assert "Only you can read this" not in sam.get(path).text
    assert "Your family can read it already" in sam.get(f"{shown}?give=1").text
    assert sam.post(f"{shown}/hand-in").status_code == 303
    assert "You and your family can read this, and Dana too." in sam.get(f"{shown}?part=well").text
    assert "Dana and your family can read this" in sam.get(shown).text
    assert "only you can read it" not in sam.get(shown).text.lower()
    back = sam.post(f"{shown}/hand-in/withdrawal", follow=True).text
    assert "Your family still can" in back
    assert "Only you can read it now." not in back
    sam.post(f"{shown}/hand-in")

    sam.post(f"{shown}/shown/withdrawal")

    assert "your family can read this" not in sam.get(f"{shown}?part=well").text
    assert "Dana can read this, and sees what you change." in sam.get(written).text
