"""Who is asking, and whether such a person may ask at all. What they can reach is a question for the queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Send
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access.records import Person
from familyplan.access.sessions import queries
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock, language
from familyplan.kernel.errors import NotNow
from familyplan.kernel.intake import cookies_of

SEEN_EVERY = timedelta(minutes=1)


def cookie_name(*, https: bool) -> str:
    """Name the session's cookie; the prefix makes a browser refuse it from anywhere but here."""
    return "__Host-session" if https else "session"


class WhoIsAsking:
    """Looks a session up before anything else, once, and writes nothing but, at most each minute, that it was seen."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Stand around *app*."""
        self.app = app
        self.cookie = cookie_name(https=https)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Put the person, or nobody, into the scope."""
        if scope["type"] == "http":
            scope["user"] = scope["auth"] = None
            sent = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
            token = cookies_of(sent).get(self.cookie, "")
            if token and not scope["path"].startswith("/static/"):
                state: dict[str, Any] = scope["state"]
                state["had_session"] = True
                found = await sync_to_thread(_look_up, scope["app"].state.database, token)
                if found is not None:
                    scope["auth"], scope["user"] = found
                    state["bearer"] = token
                    language.speak(found[1].language)
        await self.app(scope, receive, send)


def _look_up(database: Any, token: str) -> tuple[SignedIn, Person] | None:
    with database.reading() as db:
        found = queries.signed_in(db, token)
    if found is not None and clock.now() - found[0].seen_at > SEEN_EVERY:
        try:
            with database.writing() as db:
                db.execute(update(SignedIn).where(SignedIn.id == found[0].id).values(seen_at=clock.now()))
        except (SQLAlchemyError, NotNow):
            pass  # a page is never lost because the store could not note that somebody looked
    return found


Connection = ASGIConnection[Any, Any, Any, Any]


def _guard(name: str, allowed: frozenset[str], sentence: str) -> Any:
    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        person: Person | None = connection.scope.get("user")
        if person is None:
            raise NotAuthorizedException
        if not (roles_of(person) & allowed):
            raise PermissionDeniedException(sentence)

    guard.__name__, guard.roles = name, allowed  # type: ignore[attr-defined]  # read by `routes`
    return guard


def roles_of(person: Person) -> frozenset[str]:
    """Say what a person is here: their roles as staff, or `family`."""
    return person.roles if person.kind == "staff" else frozenset({"family"})


EVERY_STAFF = frozenset({"owner", "interventionist", "counselor", "supervisor"})
signed_in = _guard("signed_in", EVERY_STAFF | {"family"}, "")
staff = _guard("staff", EVERY_STAFF, "staff")
owner = _guard("owner", frozenset({"owner"}), "owner")
interventionist = _guard("interventionist", frozenset({"interventionist"}), "interventionist")
counselor = _guard("counselor", frozenset({"counselor"}), "counselor")
team = _guard("team", frozenset({"interventionist", "supervisor"}), "team")
recorders = _guard("recorders", frozenset({"interventionist", "counselor"}), "recorders")
outcome_readers = _guard("outcome_readers", recorders.roles | {"supervisor"}, "outcome_readers")
family = _guard("family", frozenset({"family"}), "family")
letter_people = _guard("letter_people", frozenset({"family", "interventionist"}), "letter_people")


async def public(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """Say out loud that a page is for anybody."""


public.roles = frozenset({"anybody"})  # type: ignore[attr-defined]  # a function carries it for the table of routes
