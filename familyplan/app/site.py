"""What stands around every page: the practice's neutral name, the help lines, the ways, the form token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request
from sqlalchemy.exc import SQLAlchemyError

from familyplan.access import queries
from familyplan.access.records import Person, Practice
from familyplan.access.sessions import service as sessions
from familyplan.guidance import shelf
from familyplan.kernel import clock, language, web
from familyplan.kernel.language import gettext as _

PRACTICE_IS_FRESH_SECONDS = 30
A_MINUTE = 60  # seconds
SEEN_LATE = timedelta(minutes=1)  # a session's last sign of life is noted to the minute: never promise more


@dataclass(frozen=True)
class Site:
    """What the layouts read; see templates/layout/_page.html."""

    practice_name: str
    practice_phone: str
    practice_hours: str
    csrf: str
    signed_in: bool
    person_name: str
    kind: str  # staff | member | anonymous
    navigation: list[tuple[str, str, bool]]
    help_line: list[dict[str, str]]
    lang: str
    zone: str
    demo: bool
    first_name: str = ""  # as a page speaks to whoever is signed in
    lead_name: str = ""
    session_idle: int = 0  # seconds until this session ends by itself; 0 where nobody is signed in
    session_whole: int = 0  # seconds until it ends whatever is done
    session_length: int = 0  # seconds without anybody doing anything after which it ends
    home_url: str = "/"
    exit_url: str = "/exit"
    exit_to: str = "/exit"  # where leaving leads: a neutral page elsewhere


def site_of(request: Request[Any, Any, Any]) -> Site:
    """Gather the site for one answer; it asks the store for the practice twice a minute at most."""
    person: Person | None = request.scope.get("user")
    practice = practice_of(request.app)
    settings = request.app.state.settings
    idle, whole, length = session_of(request)
    return Site(
        practice_name=practice.name if practice else settings.name,
        practice_phone=practice.phone if practice else "",
        practice_hours=practice.hours if practice else "",
        csrf=web.token(request),
        signed_in=person is not None,
        person_name=person.name if person else "",
        first_name=person.first_name if person else "",
        kind="anonymous" if person is None else ("staff" if person.kind == "staff" else "member"),
        navigation=ways(person, request.url.path, demo=settings.demo),
        help_line=help_line(),
        lang=language.spoken(),
        zone=person.zone if person else settings.zone,
        demo=settings.demo,
        exit_to=settings.exit_to,
        session_idle=idle,
        session_whole=whole,
        session_length=length,
    )


def session_of(request: Request[Any, Any, Any]) -> tuple[int, int, int]:
    """
    Say in whole seconds how long a session goes on: untouched, at most, and after each act; 0 for nobody.

    The whole is told to the minute, so that two answers a moment apart, as to two who are not found, are alike.
    """
    person, session = request.scope.get("user"), request.scope.get("auth")
    if person is None or session is None:
        return 0, 0, 0
    whole = int((session.ends_at - clock.now()).total_seconds()) // A_MINUTE * A_MINUTE
    length = int((sessions.idle(session, person.kind) - SEEN_LATE).total_seconds())
    return max(min(length, whole), 1), max(whole, 1), length


def practice_of(app: Any) -> Practice | None:
    """Give the practice, read afresh twice a minute so that another process's change arrives."""
    kept = getattr(app.state, "practice", None)
    now = clock.now().timestamp()
    if kept is None or not 0 <= now - kept[0] < PRACTICE_IS_FRESH_SECONDS or kept[2] is not app.state.database:
        try:
            with app.state.database.reading() as db:
                kept = (now, queries.practice(db), app.state.database)
        except SQLAlchemyError:  # a page that says so is shown with what was known last
            return kept[1] if kept else None
        app.state.practice = kept
    practice: Practice | None = kept[1]
    return practice


def ways(person: Person | None, path: str, *, demo: bool) -> list[tuple[str, str, bool]]:
    """List the ways through the practice that this staff member may go."""
    if person is None or person.kind != "staff":
        return []
    found = [(_("Desk"), "/"), (_("Families"), "/engagements"), (_("Lessons"), "/lessons")]
    if person.roles == frozenset({"counselor"}):
        found = [(_("Your families"), "/")]
    if person.roles & {"interventionist", "owner"}:
        found.append((_("Programs"), "/programs"))
    if "owner" in person.roles:
        found.append((_("Practice"), "/settings"))
    if demo:
        found.append((_("Emails sent"), "/outbox"))
    return [(label, href, path == href or (href != "/" and path.startswith(href + "/"))) for label, href in found]


def help_line() -> list[dict[str, str]]:
    """Say the one line that stands on every page, with numbers that can be pressed (practice 6.6)."""
    numbers = shelf.current().help_numbers["US"]
    now, dark = numbers["emergency"], numbers["crisis"]
    line = [
        {"before": _("Nobody watches this page. In danger now: call"), "label": now.number, "href": f"tel:{now.dial}"},
        {"before": _(". Thinking about suicide: call"), "label": dark.number, "href": f"tel:{dark.dial}"},
    ]
    if dark.text:
        line.append({"before": _("or text"), "label": dark.number, "href": f"sms:{dark.text}"})
    return [*line, {"before": _(", any hour."), "label": "", "href": ""}]
