"""Whatever is asked in an address or typed into a form: an answer in words, never a fault, and never alive."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from familyplan.engagements import queries as engagements
from tests.reach.conftest import Stand
from tests.reach.table import COLUMNS, ROUTES
from tests.reach.world import World
from tests.trust.hostile.asked import address
from tests.trust.hostile.pages import alive
from tests.trust.hostile.strings import STRINGS

ODD = [
    "-1",
    "0",
    "1e9",
    "9" * 40,
    "-" + "9" * 400,
    "NaN",
    "1;DROP TABLE person",
    "' OR 1=1--",
    '"',
    "'",
    "%",
    "\\",
    "\0",
    "[]",
    "a" * 9000,
    "\ud800",
    "\u202e",
    "\U0001f475",
    "²",
    "٣",
    "0x10",
    "1_000",
    "true",
    "null",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "24:61",
    "00000000-0000-0000-0000-000000000000",
    "../../etc/passwd",
    "%00",
    "%s%n",
    "{0}",
    "${x}",
]
NAMES = [
    "page",
    "next",
    "part",
    "show",
    "all",
    "read",
    "give",
    "version",
    "revision",
    "lang",
    "sort",
    "order",
    "q",
    "kind",
    "day",
    "date",
    "happened_on",
    "member",
    "letter",
    "stage",
    "form",
    "about",
    "x[]",
    "x[a]",
    "__proto__",
    "to",
    "of",
    "as",
]
FIELDS = [
    *NAMES,
    "name",
    "address",
    "email",
    "phone",
    "relation",
    "body",
    "writing",
    "words",
    "why",
    "decision",
    "answer",
    "source",
    "level",
    "engagement_id",
    "password",
    "code",
    "until_on",
    "signed_on",
    "information",
    "section",
    "phrase",
    "slug",
    "way",
    "seen",
    "zone",
    "hours",
    "role",
    "roles",
    "conflict",
    "choice",
    "said_by",
    "alone_on",
    "planned_on",
    "planned_at",
    "carrier",
    "calls",
    "of_revision",
    "reason",
    "stage",
    "early",
    "reached",
    "in_treatment",
    "counselor_id",
    "starts_at",
    "time",
    "place",
    "step_on",
]
VALUES = st.one_of(st.sampled_from(ODD), st.sampled_from(STRINGS), st.text(max_size=40), st.integers().map(str))
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6)
FORMS = st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), max_size=30)
READING = [route.split(" ")[1] for route in ROUTES if route.startswith("GET")]
WRITING = [route for route in ROUTES if not route.startswith("GET") and route not in ("POST /sign-out", "POST /exit")]
LENIENT = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)


def wrong(answer: Any) -> list[str]:
    """What is wrong with an answer: that it is a fault, shows one, or lives."""
    return [
        *(["fault"] if answer.status_code >= 500 else []),
        *(["traceback"] if "Traceback" in answer.text else []),
        *alive(answer),
    ]


@LENIENT
@given(data=st.data())
def test_no_address_is_answered_by_a_fault(stand: Stand, world: World, data: st.DataObject) -> None:
    column, path = data.draw(st.sampled_from(COLUMNS)), data.draw(st.sampled_from(READING))
    query = encoded(data.draw(QUERIES))

    assert wrong(stand(column).get(f"{address(world, path)}?{query}")) == []


@LENIENT
@given(data=st.data())
def test_no_word_in_an_address_is_answered_by_a_fault(stand: Stand, world: World, data: st.DataObject) -> None:
    column, path = (
        data.draw(st.sampled_from(COLUMNS)),
        data.draw(st.sampled_from([one for one in READING if "{" in one])),
    )
    names = re.findall(r"\{(\w+):", path)
    drawn = {name: data.draw(VALUES).encode("utf-8", "surrogatepass") for name in names if data.draw(st.booleans())}
    odd = {name: quote(words, safe="") for name, words in drawn.items()}

    assert wrong(stand(column).get(address(world, path, **odd))) == []


@LENIENT
@given(data=st.data())
def test_no_form_is_answered_by_a_fault(stand: Stand, world: World, data: st.DataObject) -> None:
    column, route = (
        data.draw(st.sampled_from(["writer", "lead", "owner", "counselor", "loved_one", "nobody"])),
        data.draw(st.sampled_from(WRITING)),
    )
    method, path = route.split(" ")
    visitor = stand(column)
    body = f"_csrf_token={visitor.token}&{encoded(data.draw(FORMS))}"
    sent = {"content-type": "application/x-www-form-urlencoded"}
    htmx = data.draw(st.sampled_from(["", "main"]))

    assert wrong(visitor.ask(method, address(world, path), htmx=htmx, content=body, headers=sent)) == []


@pytest.mark.parametrize("route", WRITING)
def test_every_form_with_every_odd_word_in_every_field(stand: Stand, world: World, route: str) -> None:
    method, path = route.split(" ")
    visitor = stand("lead")
    for words in ODD[::4]:
        body = f"_csrf_token={visitor.token}&{encoded([(name, words) for name in FIELDS])}"
        sent = {"content-type": "application/x-www-form-urlencoded"}
        assert wrong(visitor.ask(method, address(world, path), content=body, headers=sent)) == [], words


def test_control_a_page_that_breaks_on_a_word_is_seen(
    stand: Stand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    def careless(*_given: object, **_more: object) -> int:
        return int("'")

    monkeypatch.setattr(engagements, "reach", careless)
    assert wrong(stand("lead").get(address(world, "/engagements/{engagement_id:uuid}/gates"))) == ["fault"]
