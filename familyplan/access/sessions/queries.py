"""Who is behind a cookie."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person, StaffRole
from familyplan.access.sessions import service
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock
from familyplan.kernel.vault import fingerprint

REMEMBERED = timedelta(days=30)  # how long it is known whose an ended session was


def signed_in(db: Session, token: str) -> tuple[SignedIn, Person] | None:
    """Find the session of a cookie's *token* and its person, with roles, in one statement; None once it ended."""
    now = clock.now()
    found = db.execute(
        select(SignedIn, Person, StaffRole.role)
        .join(Person, Person.id == SignedIn.person_id)
        .outerjoin(StaffRole, StaffRole.person_id == Person.id)
        .where(SignedIn.token_hash == fingerprint(token), SignedIn.ended_at.is_(None), SignedIn.ends_at > now)
        .where(Person.disabled_at.is_(None))
    ).all()
    if not found:
        return None
    session, person = found[0][0], found[0][1]
    if not service.left(session, person.kind):
        return None  # nobody did anything for so long
    person.roles = frozenset(row[2] for row in found if row[2])
    return session, person


def ended_lately(db: Session, token: str) -> Person | None:
    """Whose session a cookie's *token* was that ended within REMEMBERED; None for a living one and any other."""
    here = select(SignedIn, Person).join(Person, Person.id == SignedIn.person_id)
    row = db.execute(here.where(SignedIn.token_hash == fingerprint(token), Person.disabled_at.is_(None))).first()
    if row is None:
        return None
    session, person = row
    over = session.ended_at or min(session.ends_at, session.seen_at + service.idle(session, person.kind))
    return person if timedelta() <= clock.now() - over < REMEMBERED else None


def open_sessions(db: Session, *, seen_by: Person) -> list[SignedIn]:
    """List one's own sessions, newest first."""
    mine = select(SignedIn).where(SignedIn.person_id == seen_by.id, SignedIn.ended_at.is_(None))
    open_ = db.scalars(mine.where(SignedIn.ends_at > clock.now()).order_by(SignedIn.started_at.desc()))
    return [session for session in open_ if service.left(session, seen_by.kind)]


def own_session(db: Session, session_id: UUID, *, seen_by: Person) -> SignedIn | None:
    """Find one of one's own sessions."""
    return db.scalar(select(SignedIn).where(SignedIn.id == session_id, SignedIn.person_id == seen_by.id))
