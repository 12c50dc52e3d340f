"""Beginning and ending to be signed in. The token changes at every sign-in, so none can be planted beforehand."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.vault import fingerprint

STAFF_LASTS = timedelta(hours=12)
SHARED_LASTS = timedelta(hours=12)
IDLE = timedelta(minutes=30)  # without anybody doing anything: staff, and a family on a phone that others pick up
OWN_PHONE_LASTS = timedelta(days=30)  # practice B3; listed for a professional's review
HALF_IN_LASTS = timedelta(minutes=30)  # from the password to the second factor, setting one up included


def start(
    db: Session, person: Person, *, former: SignedIn | None = None, confirmed: bool = False, browser: str = ""
) -> tuple[SignedIn, str]:
    """
    Sign *person* in and give the new token; *former*, what this browser held before, ends.

    *confirmed* says that everything was shown that this person has to show. Staff without it are half in: the session
    leads to the page that asks for the second factor, to nothing else, and ends soon.
    """
    now, token = clock.now(), secrets.token_urlsafe(32)
    if former is not None:
        end(db, former)
    session = SignedIn(
        person_id=person.id,
        token_hash=fingerprint(token),
        started_at=now,
        seen_at=now,
        browser=browser,
        ends_at=now + _lasts(person, confirmed=confirmed),
        confirmed_at=now if confirmed else None,
        factor_at=now if confirmed else None,
    )
    db.add(session)
    return session, token


def _lasts(person: Person, *, confirmed: bool) -> timedelta:
    if person.kind != "staff":
        return SHARED_LASTS
    return STAFF_LASTS if confirmed else HALF_IN_LASTS


def idle(session: SignedIn, kind: str) -> timedelta:
    """Say after which quiet time a session ends: half an hour, on a family's own phone as long as the session."""
    return OWN_PHONE_LASTS if kind == "family" and session.phone == "own" else IDLE


def left(session: SignedIn, kind: str) -> timedelta:
    """Say how long a session goes on if nothing is done any more; not more than its whole length, at most nothing."""
    now = clock.now()
    return max(min(session.seen_at + idle(session, kind), session.ends_at) - now, timedelta())


def stay(db: Session, session: SignedIn) -> timedelta:
    """Note that somebody is there, and say how long the session goes on from now; a session that ended stays so."""
    session.seen_at = clock.now()
    alive = update(SignedIn).where(SignedIn.id == session.id, SignedIn.ended_at.is_(None))
    db.execute(alive.values(seen_at=session.seen_at))
    return session.ends_at - session.seen_at


def remember_phone(db: Session, session: SignedIn, phone: str) -> None:
    """Note whose phone it is; only on one's own phone one stays signed in for thirty days."""
    lasts = OWN_PHONE_LASTS if phone == "own" else SHARED_LASTS
    ends = session.started_at + lasts
    db.execute(update(SignedIn).where(SignedIn.id == session.id).values(phone=phone, ends_at=ends))


def confirm(db: Session, session: SignedIn) -> None:
    """Note that the person behind this session just showed again who they are."""
    db.execute(update(SignedIn).where(SignedIn.id == session.id).values(confirmed_at=clock.now()))


def end(db: Session, session: SignedIn, *, act: str = "session.ended") -> None:
    """End a session at once, and note who ended it how; twice is harmless."""
    ended = update(SignedIn).where(SignedIn.id == session.id, SignedIn.ended_at.is_(None))
    if db.execute(ended.values(ended_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        note(db, act, by=session.person_id, about="session", about_id=session.id)


def end_others(db: Session, session: SignedIn) -> None:
    """End every session of the same person but this one. Twice is harmless."""
    others = update(SignedIn).where(SignedIn.person_id == session.person_id, SignedIn.id != session.id)
    if db.execute(others.where(SignedIn.ended_at.is_(None)).values(ended_at=clock.now())).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        note(db, "session.others_ended", by=session.person_id, about="person", about_id=session.person_id)


BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def browser_words(user_agent: str) -> str:
    """Name a browser and its system coarsely, from a short list alone: "Firefox, Linux"; "" for one that is on none."""
    named = (next((name for sign, name in kinds if sign in user_agent), "") for kinds in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, named))


def end_all_of(db: Session, person_id: object) -> None:
    """End every session of a person, as when somebody leaves or a password changes."""
    ended = update(SignedIn).where(SignedIn.person_id == person_id, SignedIn.ended_at.is_(None))
    db.execute(ended.values(ended_at=clock.now()))
