"""When something breaks: a number to find it by, no word of what broke or of what was typed, whatever breaks."""

import logging
import re
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from familyplan.access import guards
from familyplan.app import threshold
from familyplan.kernel import log, templates
from familyplan.kernel.db import Database
from familyplan.letters.writing import queries as writing
from tests.reach.conftest import Stand
from tests.reach.world import World

SECRET = "zqwordsofmotherzq"
PAGE = "/letters/{letter_id}"


def breaks(*_given: object, **_more: object) -> Any:
    raise ValueError(SECRET)


def said(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(
        record.getMessage() + (record.exc_text or "") for record in caplog.records if record.name != "httpx"
    )


@pytest.fixture(params=["inside", "templates", "who asks", "everything"])
def broken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param in ("inside", "everything"):
        monkeypatch.setattr(writing, "parts", breaks)
    if request.param in ("templates", "everything"):
        monkeypatch.setattr(templates, "render", breaks)
        monkeypatch.setattr(templates, "render_block", breaks)
    if request.param in ("who asks", "everything"):
        monkeypatch.setattr(guards, "_look_up", breaks)
    return str(request.param)


@pytest.mark.parametrize("asked", [{}, {"hx-request": "true", "hx-target": "main"}, {"accept": "application/json"}])
def test_the_answer_has_a_number_that_is_in_the_log_and_nothing_else(
    stand: Stand, world: World, broken: str, asked: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    maria = stand("writer")
    with caplog.at_level(logging.DEBUG):
        answer = maria.ask("GET", PAGE.format(**world.reyes.ids), headers=asked)

    number = re.search(r"fault (\w{32}) \w+ at \w+", said(caplog))
    assert answer.status_code == 500
    assert number is not None
    assert number[1] in answer.text
    for word in (SECRET, "ValueError", "Traceback", ".py"):
        assert word not in answer.text + repr(answer.headers)
    assert SECRET not in said(caplog)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "asgi" not in said(caplog).lower()
    assert broken


def test_the_page_of_last_resort_has_the_numbers_to_call_and_a_way_out() -> None:
    page = threshold.page("0" * 32)

    assert 'href="tel:911"' in page
    assert 'href="tel:988"' in page
    assert 'href="/exit"' in page
    assert "<script" not in page


@pytest.mark.parametrize(
    "odd", ["a\r\nINFO forged", "\x1b[2Jforged", "forged\u2028", "forged%0d%0aINFO", "%1b%5b2Jforged"]
)
def test_no_line_of_the_log_is_written_by_whoever_asks(
    stand: Stand, world: World, odd: str, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    maria = stand("writer")
    with caplog.at_level(logging.DEBUG):
        maria.ask(
            "GET",
            f"/lessons/{odd.encode('unicode_escape').decode()}",
            headers={"user-agent": "forged", "referer": "forged"},
        )
        maria.ask("GET", f"/forged/{quote(odd, safe='%')}?forged=1", headers={"cookie": "x=forged"})
        maria.ask("POST", "/calls", data={"_csrf_token": maria.token, "engagement_id": odd})
        maria.ask("FORGED", "/calls")
    told = said(caplog)

    assert "forged" not in told.lower()
    assert "\x1b" not in told
    assert {line.split(" ")[0] for line in told.splitlines()} <= {"GET", "POST", "OTHER"}


def test_what_a_database_refuses_is_not_quoted(
    stand: Stand, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(DBAPIError) as raised, database.reading() as db:
        db.execute(text("SELECT nothing FROM nowhere WHERE x = :words"), {"words": SECRET})

    assert SECRET not in str(raised.value)
    assert database.engine.hide_parameters
    assert stand("nobody").get("/sign-in").status_code == 200
    assert SECRET not in said(caplog)


def test_control_a_log_that_writes_the_exception_down_is_seen(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    monkeypatch.setattr(writing, "parts", breaks)
    monkeypatch.setattr(log, "broke", lambda _number, why: log.logger.error("fault %s", why))
    with caplog.at_level(logging.DEBUG):
        stand("writer").get(PAGE.format(**world.reyes.ids))

    assert SECRET in said(caplog)
