"""
The outermost: only who asks for our own address comes in, and whatever breaks inside, an answer goes out.

It stands around the looking-up of sessions and around the templates, so it uses neither: its page is made from a few
sentences alone, and carries the numbers to call.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from litestar.types import ASGIApp, Receive, Send
from markupsafe import Markup
from uuid_utils.compat import uuid7

from familyplan.app import site
from familyplan.kernel import headers, log
from familyplan.kernel.language import gettext as _

HOST = re.compile(
    r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-4][0-9]{3})?"
)  # up to port 64999
WITHOUT_NAME = ("/healthz", "/readyz")  # asked for by machines that know only a number
PAGE = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"></head>'
    '<body><main><h1>{title}</h1><p>{text}</p><p><a href="/exit">{leave}</a></p></main><footer><p>{help}</p></footer>'
    "</body></html>"
)


class Threshold:
    """Wraps everything: holds the Host header against our address, and answers when nothing else could."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        """Stand around *app*; where *base_url* is https, a request for any other host is answered 400."""
        self.app = app
        address = urlsplit(base_url)
        self.https = address.scheme == "https"
        self.names = {address.netloc.lower(), f"{address.hostname}:{address.port or 443}"}

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Handle one request; no exception gets out, since the server would write its values into its log."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noticed(message: Any) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            if self._is_ours(scope):
                await self.app(scope, receive, noticed)
            else:
                await self._say(scope, send, 400, "")
        except Exception as why:  # noqa: BLE001  the last resort
            request_id = scope["state"].get("request_id") or uuid7().hex
            log.broke(request_id, why)
            if not begun:
                await self._say(scope, send, 500, request_id)

    def _is_ours(self, scope: Any) -> bool:
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if any(not HOST.fullmatch(host) for host in hosts):
            return False
        return not self.https or scope["path"] in WITHOUT_NAME or (len(hosts) == 1 and hosts[0] in self.names)

    async def _say(self, scope: Any, send: Send, status: int, request_id: str) -> None:
        wants = dict(scope["headers"]).get(b"accept", b"")
        if wants.startswith(b"application/json"):
            body, kind = f'{{"id": "{request_id}"}}'.encode(), b"application/json"
        else:
            body, kind = page(request_id).encode(), b"text/html; charset=utf-8"
        told = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
        start = {"type": "http.response.start", "status": status, "headers": headers.dressed(told, https=self.https)}
        await send(start)  # type: ignore[arg-type]  # a plain dict is what ASGI speaks
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False}
        )


def page(request_id: str) -> str:
    """Write the page of last resort, in no template's words; without *request_id* it is about an unknown address."""
    if request_id:
        title = _("Something went wrong on our side.")
        text = _(
            "It was nothing you did. What was saved before is still there. Go back one page and try again in a minute."
        )
        text += " " + _("If you call about it, this number helps us to find it: %(id)s") % {"id": request_id}
    else:
        title, text = _("There is no page at this address."), _("Please use the link in our email.")
    return str(PAGE.format(title=title, text=text, leave=_("Leave this page"), help=_help()))


def _help() -> Markup:
    line = Markup("")
    for part in site.help_line():
        number = Markup(' <a href="{href}">{label}</a>').format(**part) if part["href"] else ""
        gap = "" if not line or part["before"][:1] in ".,;:" else " "
        line += Markup("{gap}{before}{number}").format(gap=gap, before=part["before"], number=number)
    return line
