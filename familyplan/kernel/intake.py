"""
The way in and out, around the whole application: headers on every answer, one reading of the body, the form token.

Litestar's own hooks do not see a missing route, a wrong method or a body that is too large; this does.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from litestar import Request
from litestar.types import ASGIApp, Receive, Send
from uuid_utils.compat import uuid7

from familyplan.kernel import csrf, log
from familyplan.kernel.forms import Form
from familyplan.kernel.web import SAFE

LARGEST_BODY = 4_000_000  # bytes; 200,000 code points, form-encoded, are 2.4 MB at worst and must get a kind answer
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
Refuse: TypeAlias = Callable[[Request[Any, Any, Any], int], Awaitable[tuple[int, bytes, str]]]


class Intake:
    """Wraps the application: adds headers, reads the body once, checks the token, writes the access line."""

    def __init__(self, app: ASGIApp, *, https: bool, refuse: Refuse) -> None:
        """Stand around *app*; *refuse(request, status)* renders the page for 403, 413 and 415."""
        self.app = app
        self.https = https
        self.refuse = refuse
        self.visitor = "__Host-visitor" if https else "visitor"

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, method = time.monotonic(), scope["method"]
        scope["path"] = scope["path"].replace("\0", "\N{REPLACEMENT CHARACTER}")  # no database can look for it
        state: dict[str, Any] = scope["state"]
        state["request_id"] = uuid7().hex
        headless = method == "HEAD"
        if headless:
            scope["method"] = "GET"
        status = 0

        async def dressed(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._dress(scope, message)
            if headless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._take(scope, receive, dressed)
        if not scope["path"].startswith("/static/"):
            person = getattr(scope.get("user"), "id", "-")
            route = getattr(scope.get("route_handler"), "paths", {"(none)"})
            log.answered(min(route), method, status, (time.monotonic() - began) * 1000, state["request_id"], person)

    def _dress(self, scope: Any, message: Any) -> list[tuple[bytes, bytes]]:
        headers = {name.lower(): value for name, value in message.get("headers", [])}
        kept = [(n.lower(), v) for n, v in message.get("headers", []) if n.lower() != b"server"]
        kept += [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in headers]
        if b"cache-control" not in headers:
            kept.append((b"cache-control", b"no-store"))
        if self.https:
            kept.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))
        state: dict[str, Any] = scope["state"]
        if state.get("token_shown") and state.get("new_visitor"):
            secure = "; Secure" if self.https else ""
            cookie = f"{self.visitor}={state['new_visitor']}; Path=/; HttpOnly; SameSite=Lax{secure}"
            kept.append((b"set-cookie", cookie.encode()))
        return kept

    async def _take(self, scope: Any, receive: Receive, send: Send) -> None:
        state: dict[str, Any] = scope["state"]
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        cookies = cookies_of(headers.get("cookie", ""))
        state["cookies"] = cookies
        if not state.get("bearer"):
            state["bearer"] = cookies.get(self.visitor) or ""
        if not state["bearer"]:
            state["bearer"] = state["new_visitor"] = secrets.token_urlsafe(24)
        state["form"] = Form([], scope["path"])
        if scope["method"] in SAFE:
            await self.app(scope, receive, send)
            return
        try:
            body = await _whole_body(receive, headers)
        except ConnectionError:
            return  # half a text is no text, and nobody is there to hear an answer
        kind = headers.get("content-type", "").split(";")[0].strip()
        if body is None:
            await self._say(scope, receive, send, 413)
        elif body and kind != "application/x-www-form-urlencoded":
            await self._say(scope, receive, send, 415 if csrf.from_our_page(headers) else 403)
        else:
            try:
                state["form"] = Form.read(body, scope["path"])
            except ValueError:
                await self._say(scope, receive, send, 413)
                return
            sent = headers.get(csrf.HEADER) or state["form"].raw(csrf.FIELD)
            if not csrf.from_our_page(headers) or not csrf.belongs(sent, state["bearer"]):
                await self._say(scope, receive, send, 403)
            else:
                await self.app(scope, _again(body), send)

    async def _say(self, scope: Any, receive: Receive, send: Send, status: int) -> None:
        status, body, kind = await self.refuse(Request(scope, receive, send), status)
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def cookies_of(header: str) -> dict[str, str]:
    """Read a Cookie header; what another program on this host set, however odd, never keeps anybody out."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value.strip('"') for name, _equals, value in pairs if name}


async def _whole_body(receive: Receive, headers: dict[str, str]) -> bytes | None:
    """
    Read the body, or None when it is larger than LARGEST_BODY; the rest is then left unread.

    Raises ConnectionError when the sender is gone before all of it came: what came is not what was typed.
    """
    if headers.get("content-length", "0").isdecimal() and int(headers.get("content-length", "0")) > LARGEST_BODY:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise ConnectionError
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST_BODY:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes) -> Receive:
    """Give the body that was read to whoever asks next."""

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
