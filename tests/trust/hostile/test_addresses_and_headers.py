"""Forged headers, odd methods, ways out of our folder and ways on to another host: nothing comes of any of them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from litestar.testing import TestClient

from familyplan.access import pages as access
from familyplan.app import create_app, threshold
from familyplan.kernel import templates, web
from familyplan.kernel.db import Database
from familyplan.settings import Settings
from tests.reach.conftest import Stand
from tests.reach.world import World
from tests.visitor import Visitor

ELSEWHERE = [
    "//zq.example",
    "///zq.example",
    "/\\zq.example",
    "\\\\zq.example",
    "https:zq.example",
    "https://zq.example",
    "http:///zq.example",
    "/\t/zq.example",
    "/\n/zq.example",
    "\t//zq.example",
    " //zq.example",
    "/\r\nlocation: //zq.example",
    "/x\r\nset-cookie: a=b",
    "\u2215\u2215zq.example",
    "/\u2215zq.example",
    "\uff0f\uff0fzq.example",
    "javascript:zq()",
    "data:text/html,zq",
    "@zq.example",
    ".zq.example",
    "//zq.example@127.0.0.1",
    "/%5czq.example",
    "/%2fzq.example",
    "/.//zq.example",
    "/..//zq.example",
]
MINUTES = re.compile(r"[0-9a-f]{8,}|\d+:\d\d")
OUTSIDE = [
    "../intake.py",
    "..%2f..%2fsettings.py",
    "%2e%2e%2fsettings.py",
    "%252e%252e%252fsettings.py",
    "..%5c..%5csettings.py",
    "....//settings.py",
    "%00",
    "app.css%00.py",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "..;/settings.py",
    "C:%5cwindows",
    "%c0%ae%c0%ae%2fsettings.py",
    ".",
    "..",
    "~root",
    "x" * 5000,
]
FORGED = {
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": "zq.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "1",
    "forwarded": "for=127.0.0.1;host=zq.example;proto=https",
    "x-real-ip": "127.0.0.1",
    "x-original-url": "/settings",
    "x-rewrite-url": "/settings",
    "x-http-method-override": "DELETE",
    "x-method-override": "PUT",
    "x-host": "zq.example",
    "x-forwarded-prefix": "//zq.example",
    "x-remote-user": "olga",
    "remote-user": "olga",
    "x-user": "1",
}


@pytest.fixture
def https(settings: Settings, world: World, database: Database) -> Iterator[TestClient[Any]]:
    """The program as it stands behind a proxy with a certificate."""
    app = create_app(replace(settings, base_url="https://linden.example"), database)
    with TestClient(app, base_url="https://linden.example", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("to", ELSEWHERE)
def test_the_way_on_after_signing_in_stays_here(stand: Stand, to: str) -> None:
    nobody = stand("nobody")
    shown = nobody.ask("GET", "/sign-in", params={"next": to})

    assert shown.status_code == 200
    kept = access.local(to)
    assert urlsplit(urljoin("https://linden.example/sign-in", kept)).netloc == "linden.example"
    assert kept == "/" or (kept.startswith("/") and kept.isprintable() and "\\" not in kept)
    assert "set-cookie" not in {name for name in shown.headers if shown.headers[name].startswith("a=")}


def test_control_a_way_on_that_is_believed_leads_elsewhere() -> None:
    assert access.local("/settings?x=1") == "/settings?x=1"
    base = "https://linden.example/sign-in"
    assert {urlsplit(urljoin(base, to)).netloc for to in ELSEWHERE} > {"linden.example", "zq.example"}


def test_a_way_on_of_any_script_fits_into_a_header(stand: Stand) -> None:
    nobody = stand("nobody")
    form = {"address": "dana@example.org", "password": "x", "next": "/\u2215\u05d0\U0001f475"}

    assert nobody.post("/sign-in", form).status_code == 422
    plain: Any = SimpleNamespace(headers={})  # a request without htmx
    led = web._respond(plain, web.go("/\u05d0?x=%20&y=1#z"), {})  # noqa: SLF001  every way on is written there
    assert led.headers["location"] == "/%D7%90?x=%20&y=1#z"


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_static_file_is_one_of_ours_or_none(stand: Stand, name: str) -> None:
    nobody = stand("nobody")
    for address in (f"/static/x/{name}", f"/static/{name}/app.css", f"/static/../{name}", f"/static//{name}"):
        answer = nobody.get(address)
        assert answer.status_code in (303, 404, 405) or "text/css" in answer.headers["content-type"], address
        assert "root:" not in answer.text
        assert "Settings" not in answer.text
    found = templates.static_file(name)
    assert found is None or found.parent == templates.static_file("app.css").parent  # type: ignore[union-attr]  # it is there


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PATCH", "DELETE", "PUT", "OPTIONS", "PROPFIND", "FOO"])
def test_an_odd_method_does_nothing_and_is_told_which_there_are(stand: Stand, method: str) -> None:
    maria = stand("writer")
    answer = maria.ask(method, "/sessions", headers={"x-csrftoken": maria.token, "x-echo": "zqecho"})

    assert (answer.status_code, "GET" in answer.headers.get("allow", "")) in ((405, True), (204, True))
    assert "zqecho" not in answer.text + repr(answer.headers)


@pytest.mark.parametrize("name", FORGED)
def test_what_only_a_proxy_may_say_changes_nothing(stand: Stand, name: str) -> None:
    for column, path in (("nobody", "/sign-in"), ("writer", "/settings"), ("lead", "/engagements")):
        visitor = stand(column)
        plain, forged = visitor.get(path), visitor.ask("GET", path, headers={name: FORGED[name]})
        assert (forged.status_code, MINUTES.sub("", forged.text)) == (plain.status_code, MINUTES.sub("", plain.text))
        assert "zq" not in repr(forged.headers)
        assert "strict-transport-security" not in forged.headers


@pytest.mark.parametrize(
    "host", ["zq.example", "linden.example.zq.example", "linden.example:8443", "127.0.0.1", "a@linden.example"]
)
def test_over_https_only_our_own_address_is_answered(https: TestClient[Any], host: str) -> None:
    answer = https.get("/sign-in", headers={"host": host, "x-forwarded-host": "linden.example"})

    assert answer.status_code == 400
    assert "zq" not in answer.text + repr(answer.headers)
    assert "Linden" not in answer.text
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert [
        https.get("/sign-in", headers={"host": ours}).status_code for ours in ("linden.example", "LINDEN.example:443")
    ] == [200, 200]
    assert https.get("/healthz", headers={"host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("host", ["a:b", "a:99999", "a b", "[", "a/b", "a@b", "", "\u00e9"])
def test_a_host_that_is_none_is_no_fault(stand: Stand, host: str) -> None:
    answer = stand("nobody").client.get("/sign-in", headers=[(b"host", host.encode())])

    assert (answer.status_code, "There is no page at this address." in answer.text) == (400, True)


def test_control_without_the_list_of_names_a_forged_one_is_answered(
    https: TestClient[Any], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(threshold.Threshold, "_is_ours", lambda *_any: True)

    assert https.get("/sign-in", headers={"host": "zq.example"}).status_code == 200


def test_over_https_every_cookie_is_kept_to_us(https: TestClient[Any]) -> None:
    cookie = https.get("/sign-in").headers["set-cookie"]

    assert cookie.startswith("__Host-visitor=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_the_same_header_twice_and_very_large_ones_break_nothing(stand: Stand) -> None:
    maria: Visitor = stand("writer")
    for name in (
        "cookie",
        "hx-target",
        "hx-request",
        "accept",
        "origin",
        "user-agent",
        "accept-language",
        "range",
        "if-none-match",
    ):
        sent = [
            ("cookie", f"session={maria.cookies['session']}"),
            (name, "x" * 9000),
            (name, "%ff%fe"),
            (name, "{{7*7}}zq"),
        ]
        answer = maria.client.get("/sessions", headers=sent, follow_redirects=False)
        assert answer.status_code in (200, 303), name
        assert "49zq" not in answer.text
