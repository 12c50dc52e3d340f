"""What is answered when a write is stopped on the way in; words of a letter are kept first, where they can be."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.concurrency import sync_to_thread
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access import guards
from familyplan.access.leaving import pages as leaving
from familyplan.access.sessions import queries as sessions
from familyplan.app import faults
from familyplan.kernel import csrf, log, web
from familyplan.kernel.errors import NotNow, NotYours, Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import gettext as _
from familyplan.letters.unsaved import service as unsaved
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing.pages import NEVER_SEEN, writing_id

Asked = Request[Any, Any, Any]
SECTION = re.compile(r"/letters/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/sections/([^/]+)")


async def stopped(request: Asked, status: int) -> tuple[int, bytes, str]:
    """
    Answer a write that was stopped: 401 with "your words are kept" where they are, else as `faults.refused` says.

    Whoever leaves from a page of ours leaves, also where its form token is another session's.
    """
    if status == faults.NOT_OURS and request.scope["path"] == "/exit" and leaving.ours(request.headers):
        await sync_to_thread(leaving.end_here, request)  # its page was older than the session; ending it harms nobody
        return status, leaving.left(request).encode(), "text/html; charset=utf-8"
    state = request.scope["state"]
    ended = status == faults.NOT_OURS and state.get("had_session") and request.scope.get("user") is None
    if not ended or not await sync_to_thread(_keep, request):
        return faults.refused(request, status)
    if "application/json" in request.headers.get("accept", ""):
        sentence = _("You have been signed out. Your words are kept; they are here again when you have signed in.")
        return faults.SIGN_IN_AGAIN, json.dumps({"kept": True, "sentence": sentence}).encode(), "application/json"
    html = web.page_html(request, "letters/signed_out.html", {})
    return faults.SIGN_IN_AGAIN, html.encode(), "text/html; charset=utf-8"


def _keep(request: Asked) -> bool:
    """Keep a part's words for whose session it was, if the form is of that session; whatever goes wrong, say no."""
    form: Form = request.scope["state"]["form"]
    part = SECTION.fullmatch(request.scope["path"])
    token = request.scope["state"]["cookies"].get(guards.cookie_name(https=request.app.state.settings.https), "")
    if part is None or request.method not in ("PUT", "POST") or not form.raw("body") or not _is_ours(request, token):
        return False
    try:
        return _kept(request, token, UUID(part[1]), part[2])
    except (NotYours, Refusal):
        return False
    except (SQLAlchemyError, NotNow) as why:
        log.broke(request.scope["state"]["request_id"], why)
        return False


def _is_ours(request: Asked, token: str) -> bool:
    form: Form = request.scope["state"]["form"]
    sent = request.headers.get(csrf.HEADER) or form.raw(csrf.FIELD)
    return csrf.from_our_page(dict(request.headers.items())) and csrf.belongs(sent, token)


def _kept(request: Asked, token: str, letter_id: UUID, key: str) -> bool:
    form: Form = request.scope["state"]["form"]
    with request.app.state.database.reading() as db:
        person = sessions.ended_lately(db, token)
    if person is None:
        return False
    with request.app.state.database.writing() as db:
        part = writing.part_of(db, letter_id, key, seen_by=person)
        return unsaved.keep(db, part, form.raw("body"), form.number("revision", NEVER_SEEN), writing_id(form, part))
