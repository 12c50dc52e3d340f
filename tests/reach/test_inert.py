"""HTML and Markdown in every field: shown as they were typed, everywhere, and never become part of the page."""

import re

import pytest

from familyplan.kernel import paths
from familyplan.settings import Settings
from tests.conftest import Store
from tests.reach.conftest import Stand, make_world
from tests.reach.table import COLUMNS
from tests.reach.test_reach import whole_pages
from tests.reach.world import Filling, World

HOSTILE = (
    "<zq onload=zq()>\"'zq='\"[zq](javascript:zq) [zq](https://zq.example) **zq** {{{{ 7*7 }}}}"
    "\r\nBcc: zq@example.org\r\n\r\n<zq>{what}"
)
BECAME_PART = re.compile(
    r"<zq|(?:href|src|action|formaction)=[\"']?\s*(?:javascript|(?:https:)?//zq)|\"\s*zq=|<strong>zq|\b49\b",
    re.IGNORECASE,
)


LESSONS = [f"/lessons/{file.stem}" for file in sorted((paths.content()[0] / "lessons").glob("*.md"))]


class Hostile(Filling):
    """Types the same into every field: what would be a tag, an attribute, a link, a header, or a template's sum."""

    def mark(self, what: str) -> str:
        return HOSTILE.format(what=what)


@pytest.fixture(scope="module")
def world(store: Store, settings: Settings) -> World:
    assert settings.data.exists()
    return make_world(store, "world_hostile", Hostile)


@pytest.mark.parametrize("column", COLUMNS)
def test_nothing_that_was_typed_becomes_part_of_a_page(stand: Stand, world: World, column: str) -> None:
    visitor = stand(column)
    pages = {address: visitor.get(address) for address in [*whole_pages(world), "/engagements/new", *LESSONS]}
    shown = {at: page for at, page in pages.items() if "html" in page.headers.get("content-type", "")}

    assert {at: found[0] for at, page in shown.items() if (found := BECAME_PART.search(page.text))} == {}
    assert {page.status_code for page in shown.values()} <= {200, 303, 403, 404, 410}


def test_what_was_typed_is_shown_as_it_was_typed(stand: Stand, world: World) -> None:
    for column, words in (("writer", "letter_maria"), ("member", "conflict_luis"), ("lead", "gate_why")):
        visitor = stand(column)
        told = "".join(visitor.get(address).text for address in whole_pages(world))
        assert "&lt;zq onload=zq()&gt;" in told
        assert f"&lt;zq&gt;{words}" in told


def test_the_search_finds_what_would_have_become_part_of_a_page() -> None:
    told = [
        "<zq onload>",
        '<a href="javascript:zq">',
        "<a href=//zq>",
        "<strong>zq</strong>",
        '<b class="x" zq="">',
        "sum 49 ",
    ]
    assert [bool(BECAME_PART.search(one)) for one in told] == [True] * len(told)
