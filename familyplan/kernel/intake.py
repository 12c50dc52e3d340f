"""
The way in and out, around the whole application: headers on every answer, one reading of the body, the form token.

Litestar's own hooks do not see a missing route, a wrong method or a body that is too large; this does.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeAlias

from litestar import Request
from litestar.types import ASGIApp, Receive, Send
from uuid_utils.compat import uuid7

from familyplan.kernel import csrf, log, whence
from familyplan.kernel import headers as headers_of_ours
from familyplan.kernel.forms import Form
from familyplan.kernel.web import SAFE

LARGEST_BODY = 4_000_000  # bytes; 200,000 code points, form-encoded, are 2.4 MB at worst and must get a kind answer
SLOWEST_BODY, SLOWEST_PART = 60.0, 15.0  # seconds: for all of a body, and between two parts of it
WITHOUT_STORE = (
    "/exit",
    "/way-out",
    "/healthz",
    "/readyz",
    "/robots.txt",
)  # what goes on where nobody can be looked up
Refuse: TypeAlias = Callable[[Request[Any, Any, Any], int], Awaitable[tuple[int, bytes, str]]]


class Intake:
    """Wraps the application: adds headers, reads the body once, checks the token, writes the access line."""

    def __init__(self, app: ASGIApp, *, https: bool, refuse: Refuse, proxies: Collection[str] = ()) -> None:
        """Stand around *app*; *refuse(request, status)* renders the page for 403, 408, 413, 415 and 503."""
        self.app = app
        self.https = https
        self.refuse = refuse
        self.proxies = proxies
        self.visitor = visitor_name(https=https)

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
        kept = headers_of_ours.dressed(message.get("headers", []), https=self.https)
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
        whence.came_from(whence.client(scope, self.proxies))
        if scope["method"] in SAFE:
            await self._go_on(scope, receive, send)
            return
        try:
            body = await _whole_body(receive, headers)
        except ConnectionError:
            return  # half a text is no text, and nobody is there to hear an answer
        except TimeoutError:
            await self._say(scope, receive, send, 408)
            return
        kind = headers.get("content-type", "").split(";")[0].strip().lower()
        packed = headers.get("content-encoding", "identity").lower() not in ("", "identity")
        if body is None:
            await self._say(scope, receive, send, 413)
        elif body and (kind != "application/x-www-form-urlencoded" or packed):
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
                await self._go_on(scope, _again(body), send)

    async def _go_on(self, scope: Any, receive: Receive, send: Send) -> None:
        """Hand the request on, unless the store was away when it was to say who asks; leaving goes on without it."""
        if scope["state"].get("store_away") and scope["path"] not in WITHOUT_STORE:
            await self._say(scope, receive, send, 503)
        else:
            await self.app(scope, receive, send)

    async def _say(self, scope: Any, receive: Receive, send: Send, status: int) -> None:
        status, body, kind = await self.refuse(Request(scope, receive, send), status)
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def visitor_name(*, https: bool) -> str:
    """Name the cookie of a browser in which nobody is signed in; form tokens are bound to it."""
    return "__Host-visitor" if https else "visitor"


def cookies_of(header: str) -> dict[str, str]:
    """Read a Cookie header; what another program on this host set, however odd, never keeps anybody out."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value.strip('"') for name, _equals, value in pairs if name}


async def _whole_body(receive: Receive, headers: dict[str, str]) -> bytes | None:
    """
    Read the body, or None when it is larger than LARGEST_BODY; the rest is then left unread.

    Raises ConnectionError when the sender is gone before all of it came: what came is not what was typed. Raises
    TimeoutError when it comes too slowly.
    """
    if headers.get("content-length", "0").isdecimal() and int(headers.get("content-length", "0")) > LARGEST_BODY:
        return None
    parts: list[bytes] = []
    size, until = 0, time.monotonic() + SLOWEST_BODY
    while True:
        message = await asyncio.wait_for(receive(), min(SLOWEST_PART, max(until - time.monotonic(), 0.001)))
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
