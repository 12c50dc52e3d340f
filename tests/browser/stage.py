"""
A stage for the look: our own templates and scripts, and a server that answers as a test tells it to.

What is played here is the browser's half of the contract; that the real server answers so is tested with the letters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Template
from litestar.types import Receive, Scope, Send

from familyplan.kernel import templates
from familyplan.kernel.answers import NoRefusal
from familyplan.kernel.headers import CONTENT_POLICY

HELP = [
    {"before": "Nobody watches this page. In danger now: call", "label": "911", "href": "tel:911"},
    {"before": ". Thinking about suicide: call or text", "label": "988", "href": "tel:988"},
    {"before": ", any hour.", "label": "", "href": ""},
]
FOREIGN = {"proxy": 200, "proxy-409": 409, "elsewhere": 302}
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
PAGES = ["/letter", "/desk", "/call", "/door"]
SOURCES = Path(__file__).parent / "pages"
ERRORS = [f"/errors/{name}" for name in ("not_found", "gone", "too_large", "error", "forbidden", "refused", "not_now")]


def _for_any_form(thing: object) -> SimpleNamespace:
    """A refusal, or words typed, that belong to whichever form asks."""
    return SimpleNamespace(at=lambda _path: thing)


@dataclass
class Stage:
    """
    Answers a letter's words with `plays`: a status, or the name of a turn of events.

    "fresh": the token has to be renewed; "kept": the session ended, the words are kept; a foreign answer is "proxy" (a
    page with 200), "proxy-409" or "elsewhere" (led away).
    """

    plays: int | str = 200
    revision: int = 4
    kept: list[dict[str, str]] = field(default_factory=list)
    tried: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    left: Event = field(default_factory=Event)  # somebody ended the session

    async def __call__(self, given: Scope, receive: Receive, send: Send) -> None:
        scope: Any = given
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
            return
        body = b""
        while True:
            message: Any = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        form = dict(parse_qsl(body.decode(), keep_blank_values=True))
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, kind, text = self._answer(scope["method"], scope["path"], form, headers)
        policy = CONTENT_POLICY.encode()
        led = [(b"location", b"/hotel")] if status == FOREIGN["elsewhere"] else []
        said = [
            *led,
            (b"content-type", kind.encode()),
            (b"content-security-policy", policy),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": said})
        await send({"type": "http.response.body", "body": text, "more_body": False})

    def _answer(self, method: str, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, str, bytes]:
        html = "text/html; charset=utf-8"
        if path.startswith("/static/"):
            found = templates.static_file(path.split("/", 3)[3])
            assert found is not None, path
            kind = KINDS["js" if path.endswith("htmx.js") else found.suffix[1:]]
            return 200, f"{kind}; charset=utf-8", found.read_bytes()
        if method != "GET":
            self.tried.append((f"{method} {path}", form, headers))
        if path == "/exit":
            self.left.set()
        if method == "PUT":
            return self._words(form, headers)
        if method == "POST" and path == "/call":
            return 422, html, _refused_call(form).encode()
        if path in PAGES or path in ERRORS:
            return 200, html, render(path).encode()
        if path == "/signed-out":
            return 200, html, render("/errors/forbidden", signed_in=False).encode()
        return 200, html, b"<!doctype html><html lang='en'><title>Weather</title><h1>Elsewhere</h1>"

    def _words(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, str, bytes]:
        if self.plays == "fresh" and headers["x-csrftoken"] != "fresh-token":
            return 403, "application/json", b'{"csrf": "fresh-token"}'
        if self.plays in (200, "fresh"):
            self.revision += 1
            self.kept.append(form)
            told = {"revision": self.revision, "saved_at": "4:13"}
            return 200, "application/json", json.dumps(told).encode()
        if self.plays in FOREIGN:
            return FOREIGN[str(self.plays)], "text/html", b"<!doctype html><title>Hotel</title><form>Room number</form>"
        if self.plays == "kept":
            return 401, "application/json", b'{"kept": true, "sentence": "Your words are kept."}'
        both = b'<div class="conflict" id="conflict-saw"><p>Another phone wrote: Hello.</p></div>'
        return int(self.plays), "text/html", both if self.plays == 409 else b"{}"


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message: Any = await receive()
        step: Any = {"type": f"{message['type']}.complete"}
        await send(step)
        if message["type"] == "lifespan.shutdown":
            return


def _context(*, signed_in: bool = True, **more: object) -> dict[str, object]:
    navigation = [("Desk", "/desk", True), ("Families", "/call", False)]
    site = SimpleNamespace(
        practice_name="Linden Office",
        home_url="/",
        signed_in=signed_in,
        person_name="Dana",
        kind="staff",
        navigation=navigation,
        help_line=HELP,
        csrf='first"token',
        lead_name="Dana",
        exit_url="/exit",
        exit_to="/weather",
        session_idle=0,
        lang="en",
    )
    return {"site": site, "refusal": NoRefusal(), "typed": _for_any_form({}), "again": None, "trouble": "", **more}


def render(path: str, *, signed_in: bool = True) -> str:
    """The whole page that stands at *path*."""
    if path in ERRORS:
        return templates.render(f"{path[1:]}.html", _context(signed_in=signed_in))
    return _page(path).render(_context())


def _page(path: str) -> Template:
    return templates.environment().from_string((SOURCES / f"{path[1:]}.html").read_text())


def _refused_call(typed: dict[str, str]) -> str:
    """The block of the call that htmx asked for, with a sentence beside the name and the words still there."""
    page = _page("/call")
    refusal = _for_any_form(SimpleNamespace(field="name", sentence="Please give a name."))
    return "".join(page.blocks["call"](page.new_context(_context(refusal=refusal, typed=_for_any_form(typed)))))
