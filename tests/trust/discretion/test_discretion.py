"""Nothing gives the family away: titles, file names, icons and headers say nothing, for everybody, on every page."""

import io
import re
import sqlite3
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from litestar.exceptions import TooManyRequestsException
from litestar.testing import TestClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from familyplan.access.leaving import pages as leaving
from familyplan.access.records import Practice
from familyplan.guidance.telling import telling_words
from familyplan.kernel import headers
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotNow, NotYours, Refusal
from familyplan.kernel.intake import LARGEST_BODY
from familyplan.letters.reading import pages as reading
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS
from tests.reach.test_reach import whole_pages
from tests.reach.world import World, mark
from tests.visitor import Visitor

TITLES = {"Linden Office", "Your page"}
SHOWS_NOTHING = {"content-security-policy", "permissions-policy", "location", "hx-redirect", "date", "content-length"}
MARK = re.compile(r"zq\w+qz")
Pages = dict[str, Any]


def is_page(answer: Any) -> bool:
    return "html" in answer.headers.get("content-type", "") and bool(answer.text)


def in_sight(answer: Any) -> str:
    """What a tab, a history, a list of downloads or whoever watches the line sees of an answer, but its address."""
    seen = [f"{name}: {value}" for name, value in answer.headers.items() if name not in SHOWS_NOTHING]
    if is_page(answer):
        seen += re.findall(r"<title>.*?</title>|<link\b[^>]*>|<meta\b[^>]*>", answer.text)
    if answer.headers.get("content-type", "") == "application/pdf":
        with pikepdf.open(io.BytesIO(answer.content)) as pdf, pdf.open_metadata() as told:
            seen += [str(value) for value in (*pdf.docinfo.values(), *told.values())]
    return " ".join(seen)


def tells(pages: Pages) -> Pages:
    """The answers that would tell a stranger something: a word of the field, or anything that somebody typed."""
    seen = {address: in_sight(answer) for address, answer in pages.items()}
    return {address: found for address, text in seen.items() if (found := telling_words(text) + MARK.findall(text))}


def odd_titles(pages: Pages) -> set[str]:
    titles = {
        address: re.findall(r"<title>(.*?)</title>", page.text) for address, page in pages.items() if is_page(page)
    }
    return {address for address, found in titles.items() if len(found) != 1 or found[0] not in TITLES}


def without_way_out(pages: Pages) -> set[str]:
    """Pages without the button, or without the words that make it work; the page that leads on by itself needs none."""
    wanted = re.compile(
        r'<a class="[^"]*\bexit"[^>]* href="/exit"[^>]* data-exit data-exit-to="https://[^"]+" data-csrf="\w+"'
    )
    shown = {address: page.text for address, page in pages.items() if is_page(page)}
    return {
        address
        for address, text in shown.items()
        if not (wanted.search(text) and "/exit.js" in text) and 'http-equiv="refresh"' not in text
    }


def kept_by_a_browser(pages: Pages) -> set[str]:
    """Answers that a cache or a search engine may keep."""
    return {
        address
        for address, answer in pages.items()
        if answer.headers.get("cache-control") != "no-store" or "noindex" not in answer.headers.get("x-robots-tag", "")
    }


SIGNING_IN = {"email", "username", "current-password", "new-password", "one-time-code"}


def offered_to_the_next_person(pages: Pages) -> Pages:
    """Fields whose words a browser would keep and offer again; but for the ones by which a person signs in."""
    shown = {address: page.text for address, page in pages.items() if is_page(page)}
    found = {}
    for address, text in shown.items():
        boxes = re.findall(r'<input(?![^>]*type="(?:hidden|radio|checkbox)")[^>]*>', text)
        told = [re.search(r'autocomplete="([a-z-]+)"', box) for box in boxes]
        kept = [box for box, one in zip(boxes, told, strict=True) if one is None or one[1] not in SIGNING_IN | {"off"}]
        if kept:
            found[address] = kept
    return found


def every_page(visitor: Visitor, world: World) -> Pages:
    more = ["/sign-in", "/way-out", "/exit", "/robots.txt", "/healthz", "/nothing-here", "/engagements/new"]
    return {address: visitor.get(address) for address in [*whole_pages(world), *more] if "/static/" not in address}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_page_says_nothing_where_a_stranger_looks(stand: Stand, world: World, column: str) -> None:
    pages = every_page(stand(column), world)

    assert tells(pages) == {}
    assert odd_titles(pages) == set()
    assert without_way_out(pages) == set()
    assert kept_by_a_browser(pages) == set()
    assert offered_to_the_next_person(pages) == {}
    assert len([page for page in pages.values() if is_page(page)]) > 5


def full() -> OperationalError:
    why = sqlite3.OperationalError("database or disk is full")
    why.sqlite_errorname = "SQLITE_FULL"
    return OperationalError("", {}, why)


FAULTS: dict[int, Callable[[], Exception]] = {
    404: NotYours, 410: lambda: Refusal("Gone.", status=410), 422: lambda: Refusal("No."),
    429: TooManyRequestsException, 500: lambda: RuntimeError("x"), 503: NotNow, 507: full,
}  # fmt: skip


def faulty(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Every kind of error page, to a reader and to a writer."""
    answers: Pages = {}
    for status, why in FAULTS.items():

        def broken(*_any: object, fault: Callable[[], Exception] = why, **_more: object) -> None:
            raise fault()

        with monkeypatch.context() as planted:
            planted.setattr(leaving.WAY_OUT, "context", broken)
            answers[f"{status}"] = visitor.get("/way-out")
        assert answers[f"{status}"].status_code == status
    form = {"_csrf_token": "0" * 64, "body": "Dear Sam"}
    answers["403 write"] = visitor.ask("POST", "/calls", data=form)
    answers["404"] = visitor.get("/engagements/x/y/z")
    answers["405"] = visitor.post("/way-out")
    answers["413"] = visitor.ask("POST", "/calls", content=b"a" * (LARGEST_BODY + 1))
    answers["415"] = visitor.ask("POST", "/calls", content=b"{}", headers={"content-type": "application/json"})
    return answers


@pytest.mark.parametrize("column", ["writer", "lead", "nobody"])
def test_error_pages_say_as_little_and_can_be_left(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:  # fmt: skip
    pages = faulty(stand(column), monkeypatch)

    assert {int(name[:3]) for name in pages} <= {page.status_code for page in pages.values()}
    assert (tells(pages), odd_titles(pages), without_way_out(pages), kept_by_a_browser(pages)) == (
        {},
        set(),
        set(),
        set(),
    )


def test_a_page_that_was_stopped_for_who_asks_says_as_little(stand: Stand, world: World) -> None:
    led, stranger = stand("writer"), stand("nobody")
    led.cookies["session"] = "over"
    pages = {
        "401": led.ask("POST", "/calls", data={"_csrf_token": "0" * 64}),
        "403": stand("writer").get("/settings"),
        "303": stranger.get(f"/engagements/{world.reyes.ids['engagement_id']}"),
    }

    assert {name: page.status_code for name, page in pages.items()} == {"401": 401, "403": 403, "303": 303}
    assert (tells(pages), odd_titles(pages), without_way_out(pages), kept_by_a_browser(pages)) == (
        {},
        set(),
        set(),
        set(),
    )


def test_before_signing_in_no_page_tells_in_its_text_either(stand: Stand, world: World) -> None:
    pages = {address: page for address, page in every_page(stand("nobody"), world).items() if is_page(page)}
    texts = {address: re.sub(r"<[^>]*>", " ", page.text) for address, page in pages.items()}

    assert {address: found for address, text in texts.items() if (found := telling_words(text))} == {}
    assert {"/sign-in", "/way-out", "/exit", "/nothing-here"} <= set(texts)


def test_files_carry_names_and_properties_that_say_nothing(stand: Stand, world: World) -> None:
    reyes, writer, lead = world.reyes, stand("writer"), stand("lead")
    files = {
        "copy": writer.get(f"/letters/{reyes.letters['maria']}/copy"),
        "pdf": writer.get(f"/letters/{reyes.letters['maria']}/reading-copy.pdf"),
        "binder": lead.get(f"/engagements/{reyes.ids['engagement_id']}/binder.pdf"),
    }

    assert {name: file.status_code for name, file in files.items()} == dict.fromkeys(files, 200)
    assert all("filename=" in file.headers["content-disposition"] for file in files.values())
    assert files["pdf"].content[:5] == files["binder"].content[:5] == b"%PDF-"
    assert tells(files) == {}


def test_the_icon_has_no_words_and_there_is_no_manifest(client: TestClient[Any], stand: Stand) -> None:
    page = stand("nobody").get("/sign-in").text
    icons = re.findall(r'<link rel="([^"]+)" href="([^"]+)"', page)

    assert [rel for rel, _href in icons] == ["icon", "stylesheet"]
    assert not re.search(r"<(text|title|desc|image)", client.get(icons[0][1]).text)


def test_robots_are_turned_away_without_naming_a_page(stand: Stand) -> None:
    assert stand("nobody").get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_cookies_have_names_that_any_site_could_have(stand: Stand) -> None:
    visitor = stand("writer")
    visitor.get("/")
    anybody = stand("nobody")
    anybody.get("/sign-in")

    assert (set(visitor.cookies), set(anybody.cookies)) == ({"session"}, {"visitor"})


# ---- controls: each mistake, made on purpose, is seen ----------------------------------------------------------------


def test_control_a_telling_name_is_seen_in_titles(
    client: TestClient[Any], database: Database, stand: Stand
) -> None:  # fmt: skip
    with database.writing() as db:
        db.scalars(select(Practice)).one().name = "Hope Recovery"
    client.app.state.practice = None
    pages = {"/sign-in": stand("nobody").get("/sign-in")}
    client.app.state.practice = None

    assert (tells(pages), odd_titles(pages)) == ({"/sign-in": ["Recovery"]}, {"/sign-in"})


def test_control_a_name_in_a_file_is_seen(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    data, loved = reading.COPY_SHEETS.data, mark("reyes", "loved_name")
    monkeypatch.setattr(reading.COPY_SHEETS, "name", "letter.pdf")
    monkeypatch.setattr(reading.COPY_SHEETS, "data", lambda context: {**data(context), "title": f"For {loved}"})
    file = stand("writer").get(f"/letters/{world.reyes.letters['maria']}/reading-copy.pdf")

    assert set(tells({"pdf": file})["pdf"]) == {"letter", loved}


def test_control_a_page_without_the_button_is_seen(stand: Stand) -> None:
    page = stand("writer").get("/way-out")
    careless = SimpleNamespace(headers=page.headers, text=page.text.replace("data-exit ", ""))

    assert without_way_out({"/": page, "/x": careless}) == {"/x"}


def test_control_a_field_that_a_browser_would_offer_again_is_seen(stand: Stand) -> None:
    page = stand("nobody").get("/sign-in")
    careless = SimpleNamespace(headers=page.headers, text=page.text.replace('autocomplete="off"', "", 1))

    assert list(offered_to_the_next_person({"/": page, "/x": careless})) == ["/x"]


def test_control_an_answer_that_may_be_kept_is_seen(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = stand("writer")
    monkeypatch.setattr(headers, "HEADERS", {"cache-control": "private"})

    assert kept_by_a_browser({"/": visitor.get("/way-out")}) == {"/"}
