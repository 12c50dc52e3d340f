"""Who is behind a cookie."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person, StaffRole
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock
from familyplan.kernel.vault import fingerprint


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
    person.roles = frozenset(row[2] for row in found if row[2])
    return session, person


def open_sessions(db: Session, *, seen_by: Person) -> list[SignedIn]:
    """List one's own sessions, newest first."""
    mine = select(SignedIn).where(SignedIn.person_id == seen_by.id, SignedIn.ended_at.is_(None))
    return list(db.scalars(mine.where(SignedIn.ends_at > clock.now()).order_by(SignedIn.started_at.desc())))


def own_session(db: Session, session_id: UUID, *, seen_by: Person) -> SignedIn | None:
    """Find one of one's own sessions."""
    return db.scalar(select(SignedIn).where(SignedIn.id == session_id, SignedIn.person_id == seen_by.id))
