"""Beginning and ending to be signed in. The token changes at every sign-in, so none can be planted beforehand."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel import clock
from familyplan.kernel.vault import fingerprint

STAFF_LASTS = timedelta(hours=12)
SHARED_LASTS = timedelta(hours=12)
OWN_PHONE_LASTS = timedelta(days=30)  # practice B3; listed for a professional's review
IDLE_STAFF = timedelta(hours=2)


def start(
    db: Session, person: Person, *, former: SignedIn | None = None, confirmed: bool = False
) -> tuple[SignedIn, str]:
    """Sign *person* in and give the new token; *former*, what this browser held before, ends."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    if former is not None:
        end(db, former)
    session = SignedIn(
        person_id=person.id,
        token_hash=fingerprint(token),
        started_at=now,
        seen_at=now,
        ends_at=now + (STAFF_LASTS if person.kind == "staff" else SHARED_LASTS),
        confirmed_at=now if confirmed else None,
    )
    db.add(session)
    return session, token


def remember_phone(db: Session, session: SignedIn, phone: str) -> None:
    """Note whose phone it is; only on one's own phone one stays signed in for thirty days."""
    lasts = OWN_PHONE_LASTS if phone == "own" else SHARED_LASTS
    ends = session.started_at + lasts
    db.execute(update(SignedIn).where(SignedIn.id == session.id).values(phone=phone, ends_at=ends))


def confirm(db: Session, session: SignedIn) -> None:
    """Note that the person behind this session just showed again who they are."""
    db.execute(update(SignedIn).where(SignedIn.id == session.id).values(confirmed_at=clock.now()))


def end(db: Session, session: SignedIn) -> None:
    """End a session at once; twice is harmless."""
    ended = update(SignedIn).where(SignedIn.id == session.id, SignedIn.ended_at.is_(None))
    db.execute(ended.values(ended_at=clock.now()))


def end_all_of(db: Session, person_id: object) -> None:
    """End every session of a person, as when somebody leaves or a password changes."""
    ended = update(SignedIn).where(SignedIn.person_id == person_id, SignedIn.ended_at.is_(None))
    db.execute(ended.values(ended_at=clock.now()))
