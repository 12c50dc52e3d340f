"""What is answered when something cannot be: in words, with what was typed still there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException
from sqlalchemy.exc import DBAPIError

from familyplan.app import wiring
from familyplan.kernel import log, web
from familyplan.kernel.answers import Refused
from familyplan.kernel.errors import NotNow, NotYours, Refusal

Asked = Request[Any, Any, Any]
SIGN_IN_AGAIN, NOT_OURS, TOO_LARGE, BUSY, FULL = 401, 403, 413, 503, 507


def refused(request: Asked, status: int) -> tuple[int, bytes, str]:
    """Answer a write that was stopped on the way in: 403 gives the form back with the words in it."""
    state = request.scope["state"]
    wants_json = "application/json" in request.headers.get("accept", "")
    if status == NOT_OURS and state.get("had_session") and request.scope.get("user") is None:
        status = SIGN_IN_AGAIN
    if wants_json:
        body = f'{{"csrf": "{web.token(request)}"}}' if status == NOT_OURS and request.scope.get("user") else "{}"
        return status, body.encode(), "application/json"
    pages = {401: "errors/forbidden.html", 403: "errors/forbidden.html", 413: "errors/too_large.html"}
    again = None
    if status in (SIGN_IN_AGAIN, NOT_OURS) and request.method == "POST":
        pairs = [
            (name, value) for name, value in state["form"].pairs if not name.startswith("_") and name != "password"
        ]
        again = {"action": request.url.path, "fields": pairs, "signed_out": status == SIGN_IN_AGAIN}
    html = web.page_html(request, pages.get(status, "errors/error.html"), {"again": again})
    return status, html.encode(), "text/html; charset=utf-8"


def _page(request: Asked, status: int, template: str, **says: object) -> Response[Any]:
    if "application/json" in request.headers.get("accept", ""):
        return Response({}, status_code=status)
    html = web.page_html(request, template, {"again": None, **says})
    return Response(html, status_code=status, media_type=MediaType.HTML)


def _not_there(request: Asked, _why: Exception) -> Response[Any]:
    wiring.journal_denial(request)
    return _page(request, 404, "errors/not_found.html")


def _who_are_you(request: Asked, _why: Exception) -> Response[Any]:
    if request.method == "GET" and not web.by_htmx(request):
        way = f"/sign-in?next={quote(request.scope['path'])}" if request.scope["path"] != "/" else "/sign-in"
        return Response(b"", status_code=303, headers={"location": way}, media_type=MediaType.HTML)
    status, body, kind = refused(request, 401)
    return Response(body, status_code=status, media_type=kind)


def _not_open(request: Asked, _why: Exception) -> Response[Any]:
    return _page(request, 403, "errors/forbidden.html")


def _http(request: Asked, why: HTTPException) -> Response[Any]:
    known = {404: "errors/not_found.html", 413: "errors/too_large.html"}
    return _page(request, why.status_code, known.get(why.status_code, "errors/error.html"), id="")


def _not_now(request: Asked, why: Exception) -> Response[Any]:
    """The store did not take it: nothing was stored, and the words come back in a form that sends them again."""
    log.broke(request.scope["state"]["request_id"], why)
    full = "full" in str(getattr(why, "orig", why))
    pairs = [(name, value) for name, value in request.scope["state"]["form"].pairs if not name.startswith("_")]
    again = {"action": request.url.path, "fields": pairs} if request.method != "GET" else None
    return _page(request, 507 if full else 503, "errors/not_now.html", again=again)


def _fault(request: Asked, why: Exception) -> Response[Any]:
    log.broke(request.scope["state"]["request_id"], why)
    return _page(request, 500, "errors/error.html", id=request.scope["state"]["request_id"])


def _refusal_without_page(request: Asked, why: Refusal) -> Response[Any]:
    return _page(request, why.status, "errors/refused.html", refusal=Refused(why.field, why.sentence, request.url.path))


HANDLERS: dict[Any, Any] = {
    NotYours: _not_there,
    NotAuthorizedException: _who_are_you,
    PermissionDeniedException: _not_open,
    NotNow: _not_now,
    DBAPIError: _not_now,
    Refusal: _refusal_without_page,
    HTTPException: _http,
    Exception: _fault,
}
