"""Seventy-odd strings that want to be markup, typed into every field that a page offers: they stay words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy import select

from familyplan.access.records import Person
from familyplan.kernel import markdown, templates
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.mail.service import write_out
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS
from tests.reach.test_reach import whole_pages
from tests.reach.world import World
from tests.trust.hostile.pages import Form, Page, alive
from tests.trust.hostile.strings import ALL, STRINGS
from tests.visitor import Visitor

LAST = re.compile(
    r"/(?:leaving|ending|exit|sign-out|withdrawal|revoking|not-wanted|declining|forgetting|taking-back)\b"
)
PEOPLE = [column for column in COLUMNS if column not in ("unreleased", "other_staff")]


def pages(visitor: Visitor, world: World) -> dict[str, Any]:
    return {address: visitor.get(address) for address in [*whole_pages(world), "/engagements/new", "/sign-in"]}


def forms(visitor: Visitor, world: World) -> list[Form]:
    """Every form that this person is offered, once each, those that end something last."""
    found = {
        form.action: form
        for page in pages(visitor, world).values()
        if "html" in page.headers.get("content-type", "")
        for form in Page(page.text).forms
        if form.action.startswith("/")
    }
    return sorted(found.values(), key=lambda form: LAST.search(form.action) is not None)


def pressed(visitor: Visitor, form: Form, words: str, htmx: str) -> Iterator[Any]:
    """Send a form; a way on is followed as a browser would."""
    answer = visitor.post(form.action, form.filled(words) | {"_csrf_token": visitor.token}, htmx=htmx)
    yield answer
    if answer.status_code == 303 and answer.headers["location"].startswith("/"):
        yield visitor.get(answer.headers["location"])


def attacked(stand: Stand, world: World, column: str) -> tuple[int, dict[str, list[str]], set[int]]:
    """Fill in every form of one person with everything, then with a few short ones through htmx."""
    tried, wrong, codes = 0, dict[str, list[str]](), set[int]()
    for number, form in enumerate(forms(stand(column), world)):
        few = " ".join(STRINGS[(3 * number + step) % len(STRINGS)] for step in range(3))
        for words, htmx in ((ALL, ""), (few, form.target)):
            for answer in pressed(stand(column), form, words, htmx):
                tried, codes = tried + 1, codes | {answer.status_code}
                wrong |= {f"{form.action} {htmx}": found} if (found := alive(answer)) else {}
    return tried, wrong, codes


@pytest.mark.parametrize("column", PEOPLE)
def test_no_form_turns_words_into_a_part_of_a_page(
    stand: Stand, world: World, database: Database, column: str
) -> None:  # fmt: skip
    tried, wrong, codes = attacked(stand, world, column)

    assert wrong == {}
    assert tried >= 4
    assert {code for code in codes if code >= 500} == set()
    for reader in PEOPLE:
        shown = pages(stand(reader), world)
        assert {address: found for address, page in shown.items() if (found := alive(page))} == {}, reader
    with database.reading() as db:
        for mail in db.scalars(select(Mail).where(Mail.state == "waiting")):
            sent = write_out(mail, base_url="https://l.example", sender="o@l.example", sender_name=ALL)
            assert sent["bcc"] is None
            assert sent.get_content_type() == "text/plain"


@pytest.mark.parametrize("words", STRINGS)
def test_as_a_name_it_is_a_name_on_every_page_for_everybody(
    stand: Stand, world: World, database: Database, words: str
) -> None:  # fmt: skip
    with database.writing() as db:
        for name in ("maria", "luis", "dana"):
            db.get_one(Person, world.reyes.cast.person(name).id).name = words
    engagement = f"/engagements/{world.reyes.ids['engagement_id']}"
    looked = [("lead", f"{engagement}/members"), ("lead", f"{engagement}/letters"), ("lead", engagement)]
    looked += [("writer", f"{engagement}/home"), ("writer", "/sessions")]
    shown = {address: stand(column).get(address) for column, address in looked}

    assert {page.status_code for page in shown.values()} == {200}
    assert {address: found for address, page in shown.items() if (found := alive(page))} == {}


def test_markdown_makes_no_tag_and_no_link_that_does_something() -> None:
    shown = str(markdown.render("\n\n".join([*STRINGS, *(f"[x]({one})" for one in STRINGS)])))

    assert [found for found in Page(shown).alive if not found.startswith("a href=")] == []
    assert re.findall(r"(?:href|src)=\"(?:javascript|data|vbscript|file):", shown, re.IGNORECASE) == []


@pytest.mark.parametrize("words", STRINGS)
def test_control_every_string_would_be_found_where_nothing_is_escaped(words: str) -> None:
    raw = f'<p title="{words}">{words}</p><p title=\'{words}\'></p><a href="{words}">{words}</a>'
    rendered = MarkdownIt("commonmark").render(words)

    assert Page(raw + rendered + f"<textarea>{words}</textarea><title>{words}</title>").alive != []


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Templates that escape nothing."""
    monkeypatch.setattr("jinja2.runtime.escape", Markup)
    templates.environment.cache_clear()
    yield
    monkeypatch.undo()
    templates.environment.cache_clear()


@pytest.mark.usefixtures("careless")
@pytest.mark.parametrize("column", ["writer", "lead"])
def test_control_templates_that_escape_nothing_are_seen(stand: Stand, world: World, column: str) -> None:
    offered = forms(stand(column), world)

    assert any(alive(answer) for form in offered for answer in pressed(stand(column), form, ALL, ""))
