"""The owner's page: the practice and its people."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards, queries
from familyplan.access.practice import service
from familyplan.access.records import STAFF_ROLES, Person
from familyplan.access.sessions.records import SignedIn
from familyplan.guidance import shelf
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, reads, writes

Asked = Request[Person, SignedIn, Any]
MOST_DAYS = 30


def _settings(db: Session, *, seen_by: Person, **_about: object) -> Context:
    return {
        "practice": found(queries.practice(db)),
        "people": [one for one in queries.staff_people(db) if one.disabled_at is None],
        "models": list(shelf.current().models.values()),
        "person": seen_by,
    }


SETTINGS = Page("access/practice.html", _settings)


@reads("/settings", guards=[guards.owner])
def settings(request: Asked, db: Db) -> Answer:
    """Show the practice and everybody who works here."""
    return SETTINGS.show()


@writes("/settings", page=SETTINGS, guards=[guards.owner])
def describe(request: Asked, db: Db, form: Sent) -> Answer:
    """Keep what the owner says about the practice."""
    days = form.number("reads_within_days", 0)
    practice = found(queries.practice(db))
    service.read_at(practice, form.number("words_a_minute", 0) or None)
    service.describe(
        db,
        practice,
        name=form.needed("name", _("The practice needs a name that says nothing to a stranger."), longest=80),
        phone=form.text("phone", longest=40),
        hours=form.text("hours", longest=120),
        reads_within_days=days if 0 < days <= MOST_DAYS else None,
        trained_in=[key for key in form.every("trained_in") if key in shelf.current().models],
        by=request.user,
    )
    request.app.state.practice = None
    return SETTINGS.changed("practice", to="/settings", says={"kept": True})


@writes("/settings/people", page=SETTINGS, guards=[guards.owner, guards.confirmed()])
def employ(request: Asked, db: Db, form: Sent) -> Answer:
    """Make somebody staff; the link to choose a password goes to their address."""
    name = form.needed("person_name", _("Please say how they are called."), longest=80)
    address = form.needed("address", _("Please type the address that they sign in with."), longest=320)
    service.engage(db, name, address, _roles(form), by=request.user, zone=request.app.state.settings.zone)
    return SETTINGS.changed("people", to="/settings", says={"told": name})


@writes("/settings/people/{person_id:uuid}/ending", page=SETTINGS, guards=[guards.owner])
def sign_out_everywhere(request: Asked, db: Db, person_id: FromPath[UUID]) -> Answer:
    """End every session of somebody who works here, at once. Twice is harmless."""
    person = found(queries.colleague(db, person_id, seen_by=request.user))
    service.sign_out(db, person, by=request.user)
    return SETTINGS.changed("people", to="/settings", says={"signed_out": person.name})


@writes("/settings/people/{person_id:uuid}/leaving", page=SETTINGS, guards=[guards.owner, guards.confirmed()])
def dismiss(request: Asked, db: Db, person_id: FromPath[UUID]) -> Answer:
    """Close the door to somebody who works here no more, at once. Twice is harmless."""
    person = found(queries.colleague(db, person_id, seen_by=request.user))
    service.dismiss(db, person, by=request.user)
    return SETTINGS.changed("people", to="/settings", says={"dismissed": person.name})


def _roles(form: Form) -> tuple[str, ...]:
    return tuple(role for role in form.every("role") if role in STAFF_ROLES)


HANDLERS = [settings, describe, employ, sign_out_everywhere, dismiss]
