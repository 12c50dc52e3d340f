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
LATELY = timedelta(minutes=15)  # how long having shown who one is counts for what a session left open must not do


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
                state["bearer"] = token  # a form of this session's is known as such even where nobody can be looked up
                try:
                    found = await sync_to_thread(_look_up, scope["app"].state.database, token)
                except (SQLAlchemyError, NotNow):
                    state["store_away"] = True
                    await self.app(scope, receive, send)
                    return
                state.pop("bearer")
                if found is not None:
                    scope["auth"], person = found
                    scope["user"] = None if is_half_in(*found) else person
                    state["half_in"] = person if is_half_in(*found) else None
                    state["bearer"] = token
                    language.speak(person.language)
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


def is_half_in(session: SignedIn, person: Person) -> bool:
    """Say whether somebody who works here has still to show the second factor: nobody, for every page but that one."""
    return person.kind == "staff" and session.factor_at is None


def arriving(connection: ASGIConnection[Any, Any, Any, Any]) -> Person | None:
    """Give whoever is half in; None for everybody else."""
    person: Person | None = connection.scope["state"].get("half_in")
    return person


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
day_people = _guard("day_people", team.roles | {"family"}, "day_people")
letter_people = _guard("letter_people", frozenset({"family", "interventionist"}), "letter_people")
sheet_people = _guard("sheet_people", letter_people.roles | {"supervisor"}, "sheet_people")
keepers = _guard("keepers", frozenset({"owner", "interventionist"}), "keepers")


def _half_in_too(guard: Any) -> Any:
    async def open_to(connection: Connection, handler: BaseRouteHandler) -> None:
        if arriving(connection) is None:
            await guard(connection, handler)

    open_to.__name__, open_to.roles = f"{guard.__name__}_half_in_too", guard.roles  # type: ignore[attr-defined]  # as above
    return open_to


staff_half_in_too = _half_in_too(staff)  # the pages on which the second factor is shown or set up
signed_in_half_in_too = _half_in_too(signed_in)  # the way out


class NotLately(PermissionDeniedException):
    """Whoever asks showed long ago, or never, that it is they: they are asked to, and then go on."""


def confirmed(within: timedelta = LATELY) -> Any:
    """
    Make a guard that lets nobody on whose password and second factor were not both shown *within* so long.

    It stands beside a guard of roles. Whoever is half in passes it: what they may do is not its question.
    """

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        if arriving(connection) is None and not is_confirmed(connection, within):
            raise NotLately

    guard.within = within  # type: ignore[attr-defined]  # read by `routes`
    return guard


def is_confirmed(connection: Connection, within: timedelta = LATELY) -> bool:
    """Say whether this session's person showed *within* so long who they are."""
    session: SignedIn | None = connection.scope.get("auth")
    at = session.confirmed_at if session is not None else None
    return at is not None and clock.now() - at <= within


async def public(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """Say out loud that a page is for anybody."""


public.roles = frozenset({"anybody"})  # type: ignore[attr-defined]  # a function carries it for the table of routes
