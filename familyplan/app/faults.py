"""What is answered when something cannot be: in words, with what was typed still there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, PermissionDeniedException
from sqlalchemy.exc import DBAPIError

from familyplan.access import guards
from familyplan.app import wiring
from familyplan.kernel import csrf, log, web
from familyplan.kernel import db as store
from familyplan.kernel.answers import Refused
from familyplan.kernel.errors import NotNow, NotYours, Refusal

Asked = Request[Any, Any, Any]
SIGN_IN_AGAIN, NOT_OURS, TOO_SLOW, TOO_LARGE, BUSY, FULL = 401, 403, 408, 413, 503, 507
LETS_IN = ("password", "code", "secret", "marked", "credential")
PAGES = {
    SIGN_IN_AGAIN: "errors/forbidden.html", NOT_OURS: "errors/forbidden.html", TOO_LARGE: "errors/too_large.html",
    TOO_SLOW: "errors/slow.html",
    BUSY: "errors/not_now.html", FULL: "errors/not_now.html",
}  # fmt: skip


def refused(request: Asked, status: int) -> tuple[int, bytes, str]:
    """
    Answer a write that was stopped on the way in: 403 gives the form back with the words in it.

    Not where another page sent it: those words are not this person's, and one press of theirs would do the act.
    """
    state = request.scope["state"]
    wants_json = "application/json" in request.headers.get("accept", "")
    nobody = request.scope.get("user") is None and guards.arriving(request) is None
    if status == NOT_OURS and state.get("had_session") and nobody:
        status = SIGN_IN_AGAIN
    if wants_json:
        body = f'{{"csrf": "{web.token(request)}"}}' if status == NOT_OURS and request.scope.get("user") else "{}"
        return status, body.encode(), "application/json"
    again = None
    ours = csrf.from_our_page(dict(request.headers.items()))
    if status in (SIGN_IN_AGAIN, NOT_OURS, BUSY, FULL) and request.method == "POST" and ours:
        again = _again(request) | {"signed_out": status == SIGN_IN_AGAIN}
    html = web.page_html(request, PAGES.get(status, "errors/error.html"), {"again": again, "trouble": ""})
    return status, html.encode(), "text/html; charset=utf-8"


def _again(request: Asked) -> dict[str, Any]:
    """What was typed, for a form that sends it once more; never what lets somebody in."""
    pairs = request.scope["state"]["form"].pairs
    kept = [(name, value) for name, value in pairs if not name.startswith("_") and name not in LETS_IN]
    return {"action": request.url.path, "fields": kept}


def _page(request: Asked, status: int, template: str, **says: object) -> Response[Any]:
    if "application/json" in request.headers.get("accept", ""):
        return Response({"id": says["id"]} if says.get("id") else {}, status_code=status)
    html = web.page_html(request, template, {"again": None, **says})
    return Response(html, status_code=status, media_type=MediaType.HTML)


def _not_there(request: Asked, _why: Exception) -> Response[Any]:
    wiring.journal_denial(request)
    return _page(request, 404, "errors/not_found.html")


def _who_are_you(request: Asked, _why: Exception) -> Response[Any]:
    if request.method == "GET" and not web.by_htmx(request):
        door = "/sign-in/factor" if guards.arriving(request) else "/sign-in"
        way = f"{door}?next={quote(request.scope['path'])}" if request.scope["path"] != "/" else door
        return Response(b"", status_code=303, headers={"location": way}, media_type=MediaType.HTML)
    status, body, kind = refused(request, 401)
    return Response(body, status_code=status, media_type=kind)


def _confirm_first(request: Asked, _why: Exception) -> Response[Any]:
    """Lead to where one shows again who one is, and from there back; a form comes back with what was typed."""
    if request.method == "GET" and not web.by_htmx(request):
        way = f"/confirm?next={quote(request.scope['path'])}"
        return Response(b"", status_code=303, headers={"location": way}, media_type=MediaType.HTML)
    again = {"confirm": True, **_again(request)} if request.method == "POST" else None
    return _page(request, 403, "errors/forbidden.html", again=again)


def _not_open(request: Asked, _why: Exception) -> Response[Any]:
    wiring.journal_denial(request)
    return _page(request, 403, "errors/forbidden.html")


def _http(request: Asked, why: HTTPException) -> Response[Any]:
    known = {404: "errors/not_found.html", 413: "errors/too_large.html"}
    answer = _page(request, why.status_code, known.get(why.status_code, "errors/error.html"), id="")
    answer.headers.update({name: value for name, value in (why.headers or {}).items() if name.lower() == "allow"})
    return answer


def _not_now(request: Asked, why: Exception) -> Response[Any]:
    """The store did not take it: nothing was stored, and the words come back in a form that sends them again."""
    log.broke(request.scope["state"]["request_id"], why)
    trouble = store.trouble(why)
    again = _again(request) if request.method != "GET" else None
    return _page(request, FULL if trouble == "full" else BUSY, "errors/not_now.html", again=again, trouble=trouble)


def _fault(request: Asked, why: Exception) -> Response[Any]:
    log.broke(request.scope["state"]["request_id"], why)
    return _page(request, 500, "errors/error.html", id=request.scope["state"]["request_id"])


def _refusal_without_page(request: Asked, why: Refusal) -> Response[Any]:
    shown = _page(
        request, why.status, "errors/refused.html", refusal=Refused(why.field, why.sentence, request.url.path)
    )
    shown.headers.update(why.headers)
    return shown


HANDLERS: dict[Any, Any] = {
    NotYours: _not_there,
    NotAuthorizedException: _who_are_you,
    guards.NotLately: _confirm_first,
    PermissionDeniedException: _not_open,
    NotNow: _not_now,
    DBAPIError: _not_now,
    Refusal: _refusal_without_page,
    HTTPException: _http,
    Exception: _fault,
}
