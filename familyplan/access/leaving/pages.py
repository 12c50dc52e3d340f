"""The way out of every page, and the page that says what it clears and what stays."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, post
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access import guards
from familyplan.access.pages import AWAY, gone
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import log
from familyplan.kernel.errors import NotNow
from familyplan.kernel.web import Answer, Db, Page, go, page_html, reads

Asked = Request[Person | None, SignedIn | None, Any]

GOODBYE = Page("access/goodbye.html")
LEFT = Page("access/left.html")
WAY_OUT = Page("access/way_out.html")


def ours(headers: Mapping[str, str]) -> bool:
    """Say whether the browser itself says that a page of ours asks, now; one that says nothing does not count."""
    ahead = headers.get("sec-purpose", "") + headers.get("purpose", "")  # fetched before anybody pressed
    return headers.get("sec-fetch-site") == "same-origin" and "prefetch" not in ahead


def end_here(request: Asked) -> None:
    """
    End this browser's session, if there is one; twice is harmless.

    In a transaction of its own that may fail: a full or locked store never keeps anybody on the page. The cookie goes
    all the same.
    """
    request.scope["state"].pop("new_visitor", None)  # nobody who leaves is given a cookie on the way
    if request.auth is None:
        return
    try:
        with request.app.state.database.writing() as own:
            sessions.end(own, request.auth, act="person.signed_out")
    except (SQLAlchemyError, NotNow) as why:
        log.broke(request.scope["state"]["request_id"], why)


@reads("/exit", guards=[guards.public])
def exit_page(request: Asked, db: Db) -> Answer:
    """
    The plain way out, without JavaScript.

    A link pressed on a page of ours ends the session and leads away at once. Everything else that may come here (an
    address typed or shared, a scanner, another site, a browser that does not say) sees one button and ends nothing.
    """
    exit_to = request.app.state.settings.exit_to
    if ours(request.headers) and request.headers.get("sec-fetch-dest") == "document":
        end_here(request)
        return go(exit_to, headers=AWAY, cookies=gone(request))
    return GOODBYE.show(says={"exit_to": exit_to})


@reads("/way-out", guards=[guards.public])
def way_out(request: Asked, db: Db) -> Answer:
    """Say what leaving clears and what stays: the history, mails, paper; and how a private window helps."""
    return WAY_OUT.show(says={"address": request.app.state.settings.base_url})


def left(request: Asked) -> str:
    """Write the page of one line that goes on elsewhere by itself."""
    return page_html(request, LEFT.template, {"exit_to": request.app.state.settings.exit_to})


@reads("/exit", how=post, guards=[guards.public])
def leave(request: Asked, db: Db) -> Answer:
    """
    End the session, if there is one, and lead to a neutral page elsewhere.

    By a page of ours that goes on at once: a form may not be redirected to another host (form-action).
    """
    end_here(request)
    exit_to = request.app.state.settings.exit_to
    return LEFT.show(headers=AWAY, says={"exit_to": exit_to}, cookies=gone(request))


@reads("/sign-out", how=post, guards=[guards.signed_in_half_in_too])
def sign_out(request: Asked, db: Db) -> Answer:
    """End this session, and go back to where one signs in."""
    end_here(request)
    return go("/sign-in", cookies=gone(request), headers=AWAY)


HANDLERS = [exit_page, leave, way_out, sign_out]
