"""One's own sessions: where one is signed in, staying, and ending one or all others."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions import queries, service
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.web import Answer, Context, Db, Page, found, go, reads, writes

Asked = Request[Person, SignedIn, Any]


def _sessions(db: Session, *, seen_by: Person) -> Context:
    return {"sessions": queries.open_sessions(db, seen_by=seen_by), "person": seen_by}


SESSIONS = Page("access/sessions.html", _sessions)


def _again(*, request: Asked, **_given: object) -> tuple[Page, Context]:
    return SESSIONS, {}


@reads("/sessions", guards=[guards.signed_in])
def my_sessions(request: Asked, db: Db) -> Answer:
    """Show where one is signed in, and how long that lasts."""
    minutes = int(service.idle(request.auth, request.user.kind).total_seconds() // 60)
    return SESSIONS.show(says={"current": request.auth.id, "ends_at": request.auth.ends_at, "minutes": minutes})


@writes("/sessions/{session_id:uuid}/ending", page=_again, guards=[guards.signed_in])
def end_session(request: Asked, db: Db, session_id: FromPath[UUID]) -> Answer:
    """End one of one's own sessions."""
    service.end(db, found(queries.own_session(db, session_id, seen_by=request.user)))
    return go("/sessions")


@writes("/sessions/ending", page=_again, guards=[guards.signed_in])
def end_others(request: Asked, db: Db) -> Answer:
    """End all of one's own sessions but this one. Twice is harmless."""
    service.end_others(db, request.auth)
    return go("/sessions")


@writes("/sessions/extension", page=_again, guards=[guards.signed_in])
def stay(request: Asked, db: Db) -> Answer:
    """Stay signed in: somebody is there. How long it goes on now, in seconds; its whole length stays as it is."""
    whole = service.stay(db, request.auth)
    idle = min(service.idle(request.auth, request.user.kind), whole)
    seconds = f'{{"idle": {int(idle.total_seconds())}, "whole": {int(whole.total_seconds())}}}'
    if "application/json" in request.headers.get("accept", ""):
        return Answer(content=seconds, media_type="application/json")
    return go("/sessions")


HANDLERS = [my_sessions, end_session, end_others, stay]
