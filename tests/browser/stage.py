"""
A stage for the look: our own templates and scripts, and a server that answers as a test tells it to.

What is played here is the browser's half of the contract; that the real server answers so is tested with the letters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl

from litestar.types import Receive, Scope, Send

from familyplan.kernel import templates
from familyplan.kernel.intake import CONTENT_POLICY

HELP = [
    {"before": "Nobody watches this page. In danger now: call", "label": "911", "href": "tel:911"},
    {"before": ". Thinking about suicide: call or text", "label": "988", "href": "tel:988"},
    {"before": ", any hour.", "label": "", "href": ""},
]
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
LETTER = """
{% extends "layout/member.html" %}
{% block scripts %}<script type="module" src="{{ static("letter.js") }}"></script>{% endblock %}
{% block content %}
{{ steps.road(["done", "now", "ahead"], "Part 2 of 3. You can skip it or come back.") }}
<h1>Tell Sam about one day.</h1>
{% call forms.autosave("/letters/1/sections/saw", site.csrf, "saw", 4, "page-one") %}
{{ fields.area("body", "Only you can read this.", "Dear Sam,", letter=true, key="saw") }}
{{ notices.saving("Saved at 4:12.", saved="Saved at {time}.", saving="Saving …", offline="No signal.",
   conflict="Both are kept.", signed_out="Signed out.", too_long="Too long.", sign_in="Sign in again") }}
{{ buttons.primary("Next") }}
{% endcall %}
<p><a href="/desk">Back</a></p>
{% endblock %}
"""
DESK = """
{% extends "layout/staff.html" %}
{% block content %}
<div class="head"><h1>Three families</h1>{{ buttons.quiet("New call", href="/call") }}</div>
<div class="split"><div>
{% call cards.card("Families", aside="today") %}{% call rows.list(label="Families") %}
{% call rows.row("Reyes", href="/reyes", text="Ana's letter is missing", tag=tags.model("One way"), states=["done", "now"]) %}
{{ forms.one_button("Take it back", "/back", site.csrf, "danger", target="families") }}{% endcall %}
{% call rows.row("Theo", text="Taken back", tag=tags.state("paused", "honey"), struck=true) %}{% endcall %}
{% endcall %}{% endcall %}
{{ tables.table("Days", ["Family", "Days"], [["Reyes", 31]], numbers=[1]) }}
</div><div>
{% for tint in ["pine", "honey", "dusk", "clay", "plain"] %}
{% call notices.box(tint, title=tint) %}<p>A <a href="/x">link</a> and <mark>a phrase</mark> {{ tags.state(tint, tint) }}</p>{% endcall %}
{% endfor %}
{% call cards.doors() %}{{ cards.door("Read first", "/lesson", "Two minutes") }}{% endcall %}
{{ steps.stations([{"words": "Letters", "state": "now", "href": "/l", "note": "now"}], "The road") }}
{{ rows.facts([("First call", "3 May"), ("Program", "")]) }}
</div></div>
{% endblock %}
"""
CALL = """
{% extends "layout/staff.html" %}
{% block content %}
<h1>A new call</h1>
{% block call %}
<div id="call" class="form">
{% call forms.open("/call", site.csrf, target="call", label="A new call") %}
{{ notices.refusal(refusal.at("/call"), beside=["name"]) }}
{{ fields.choices("danger", "Is anyone in danger?", [("no", "No"), ("yes", "Yes", "Somebody is")], "no", across=true) }}
{{ fields.text("name", "What shall I call you?", refusal=refusal.at("/call"), typed=typed.at("/call"), hint="One is enough") }}
{{ fields.area("week", "What happened?", typed=typed.at("/call")) }}
{{ fields.select("relation", "You are their", [("mother", "mother"), ("friend", "friend")], "friend") }}
{{ fields.date("next_on", "Which day", "2026-05-12") }}
{{ fields.ticks("told", "Told", [("a", "One"), ("b", "Two")], ["a"]) }}
{{ fields.checkbox("alone", "Heard alone") }}
{{ buttons.primary("Keep this call", id="keep") }}
{% endcall %}
</div>
{% endblock %}
{% endblock %}
"""
DOOR = """
{% extends "layout/bare.html" %}
{% block content %}<h1>Hello</h1>{{ forms.one_button("I'm Maria – open", "/door", site.csrf, "primary") }}{% endblock %}
"""
PAGES = {"/letter": LETTER, "/desk": DESK, "/call": CALL, "/door": DOOR}
ERRORS = [f"/errors/{name}" for name in ("not_found", "gone", "too_large", "error", "forbidden", "refused", "not_now")]


class _Nothing:
    """No refusal, and nothing typed."""

    def at(self, _path: str) -> Any:  # noqa: ANN401  none, or no words
        return {}

    def __bool__(self) -> bool:
        return False


class _Refused:
    """A refusal of the name, with the words that were typed."""

    def __init__(self, typed: dict[str, str]) -> None:
        self.words = typed

    def at(self, _path: str) -> Any:  # noqa: ANN401  the two shapes that a template may ask for
        return SimpleNamespace(field="name", sentence="Please give a name.", get=self.words.get)


@dataclass
class Stage:
    """Answers a letter's words with `plays`: a status, or "fresh" for a token that has to be renewed."""

    plays: int | str = 200
    revision: int = 4
    kept: list[dict[str, str]] = field(default_factory=list)
    tried: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
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
        said = [(b"content-type", kind.encode()), (b"content-security-policy", policy), (b"cache-control", b"no-store")]
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
        if method == "PUT":
            return self._words(form, headers)
        if method == "POST" and path == "/call":
            refused = _Refused(form)
            return 422, html, templates.render(CALL_BLOCK, _context(refusal=refused, typed=refused)).encode()
        if path in PAGES or path in ERRORS:
            return 200, html, render(path).encode()
        return 200, html, b"<!doctype html><html lang='en'><title>Weather</title><h1>Elsewhere</h1>"

    def _words(self, form: dict[str, str], headers: dict[str, str]) -> tuple[int, str, bytes]:
        if self.plays == "fresh" and headers["x-csrftoken"] != "fresh-token":
            return 403, "application/json", b'{"csrf": "fresh-token"}'
        if self.plays in (200, "fresh"):
            self.revision += 1
            self.kept.append(form)
            told = {"revision": self.revision, "saved_at": "4:13"}
            return 200, "application/json", json.dumps(told).encode()
        both = b'<div class="conflict" id="conflict-saw"><p>Another phone wrote: Hello.</p></div>'
        return int(self.plays), "text/html", both if self.plays == 409 else b"{}"  # noqa: PLR2004  a conflict


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message: Any = await receive()
        step: Any = {"type": f"{message['type']}.complete"}
        await send(step)
        if message["type"] == "lifespan.shutdown":
            return


def _context(**more: object) -> dict[str, object]:
    navigation = [("Desk", "/desk", True), ("Families", "/call", False)]
    site = SimpleNamespace(
        practice_name="Linden Office",
        home_url="/",
        signed_in=True,
        person_name="Dana",
        kind="staff",
        navigation=navigation,
        help_line=HELP,
        csrf='first"token',
        lead_name="Dana",
        exit_url="/exit",
        exit_to="/weather",
        lang="en",
        other_families=[("Okafor", "/okafor")],
    )
    return {"site": site, "refusal": _Nothing(), "typed": _Nothing(), "again": None, **more}


def render(path: str) -> str:
    """The whole page that stands at *path*."""
    if path in ERRORS:
        return templates.render(f"{path[1:]}.html", _context())
    return templates.environment().from_string(PAGES[path]).render(_context())
