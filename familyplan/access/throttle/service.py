"""
Counting what is tried, so that nobody can guess for long and nobody can be kept out by somebody else's guesses.

A try is counted before it is known whether it is right, in a transaction of its own; one that has to wait is refused
and not counted. What is counted:

- one account from one place: five tries, then half a minute, doubling, never more than fifteen minutes;
- one place, whatever it tries: a hundred a day, then growing waits, so that one word cannot be tried at every account;
- one account from everywhere: twenty an hour, then growing waits of at most a minute, for browsers that never signed
  in to it.

A browser that signed in to an account before is counted by itself and by nothing else: whoever guesses, from wherever,
does not make its owner wait. What is kept are keyed hashes, never an address, and they go after a day.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.throttle.records import Tries
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Wait
from familyplan.kernel.language import _

NOBODY = UUID(int=0)
KEPT_FOR = timedelta(days=1)
AGAIN = 8  # looks at one count that others change at the same moment


@dataclass(frozen=True)
class Limit:
    """How many tries are free, how long the next one waits then, and after which quiet time nothing is held against."""

    free: int
    first: timedelta
    longest: timedelta
    forgotten: timedelta

    def wait(self, count: int) -> timedelta:
        """Say how long after the newest of *count* tries the next one waits."""
        over = count - self.free
        return min(self.longest, self.first * 2 ** min(over, 12)) if over >= 0 else timedelta()


HERE = Limit(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(days=1))
PLACE = Limit(100, timedelta(seconds=10), timedelta(minutes=15), timedelta(days=1))
EVERYWHERE = Limit(20, timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=1))


@dataclass(frozen=True)
class Try:
    """One try: of *what*, at whose account (*about*), from which place, in a browser known there or not (*known*)."""

    what: str
    about: str
    place: str
    known: str = ""

    def counts(self) -> Iterator[tuple[bytes, Limit]]:
        """Name what it is counted by, always in one order."""
        if self.known:
            yield mark("known", self.about, self.known), HERE
            return
        yield mark("here", self.about, self.place), HERE
        yield mark("place", self.place), PLACE
        yield mark("everywhere", self.about), EVERYWHERE


def mark(*parts: str) -> bytes:
    """Hash what is counted by, keyed: a stolen database does not say who was tried from where."""
    return vault.fingerprint(vault.current().token("tries:" + "\0".join(parts), NOBODY, 0))


def place(address: str) -> str:
    """Fold the network addresses that one household or line has at will: an IPv6 address counts by its /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped or found) if isinstance(found, IPv6Address) else str(found)


def attempt(database: Database, tried: Try) -> None:
    """Count a try before it is checked, and keep that whatever comes of it; raises `Wait` when it is too early."""
    with database.writing() as own:
        wait = max(count(own, tried.what, about, limit) for about, limit in tried.counts())
        if wait:
            refuse(wait)  # and what was counted along with it is undone


def guard(db: Session, what: str, about: str, *, most: int, within: timedelta) -> None:
    """
    Let *what* be done *most* times about one thing in a while, and say kindly when it has to wait.

    In the caller's transaction; where a refusal must not undo the count, call it in one of its own.
    """
    wait = count(db, what, mark("about", about), Limit(most, within, within, within))
    if wait:
        refuse(wait)


def count(db: Session, what: str, about: bytes, limit: Limit) -> timedelta:
    """Count one try and give no time, or say how long it has to wait. Of many at once each is counted."""
    now = clock.now()
    for _look in range(AGAIN):
        here = select(Tries.id, Tries.began_at, Tries.count.label("tried"))
        row = db.execute(here.where(Tries.what == what, Tries.about == about)).first()
        if row is None:
            if _first(db, what, about):
                return timedelta()
            continue
        since, tried = now - row.began_at, row.tried + 1
        began = now if tried >= limit.free or since < timedelta() else row.began_at
        if since > limit.forgotten:
            tried, began = 1, now
        elif timedelta() <= since < limit.wait(row.tried):
            wait: timedelta = limit.wait(row.tried) - since
            return wait
        same = update(Tries).where(Tries.id == row.id, Tries.count == row.tried, Tries.began_at == row.began_at)
        if db.execute(same.values(count=tried, began_at=began)).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result
            return timedelta()
    return limit.first


def _first(db: Session, what: str, about: bytes) -> bool:
    try:
        with db.begin_nested():
            db.add(Tries(what=what, about=about, began_at=clock.now(), count=1))
    except IntegrityError:
        return False
    return True


def refuse(wait: timedelta) -> None:
    """Raise the one answer to whoever is too early; it is the same for an address that nobody has."""
    minutes = math.ceil(wait.total_seconds() / 60)
    if minutes <= 1:
        raise Wait(_("That was tried often just now. Please wait a minute, then try again."), wait=wait)
    sentence = _("That was tried often just now. Please wait %(minutes)d minutes, then try again.")
    raise Wait(sentence, wait=wait, minutes=minutes)


def forgive(db: Session, tried: Try) -> None:
    """Take back what a try that was right had counted; its own place begins anew."""
    own, *shared = (about for about, _limit in tried.counts())
    db.execute(delete(Tries).where(Tries.what == tried.what, Tries.about == own))
    less = update(Tries).where(Tries.what == tried.what, Tries.about.in_(shared), Tries.count > 0)
    db.execute(less.values(count=Tries.count - 1).execution_options(synchronize_session=False))


def let_go(db: Session, what: str, about: bytes) -> None:
    """Let go of one count, by its mark."""
    db.execute(delete(Tries).where(Tries.what == what, Tries.about == about))


def is_old(db: Session) -> bool:
    """Say whether there is a count to let go of."""
    return db.scalar(select(Tries.id).where(Tries.began_at < clock.now() - KEPT_FOR).limit(1)) is not None


def forget(db: Session) -> None:
    """Let go of counts a day old. Twice is harmless."""
    db.execute(delete(Tries).where(Tries.began_at < clock.now() - KEPT_FOR))
