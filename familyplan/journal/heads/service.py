"""
Signing the journal's head, keeping it beside the keys, and holding the journal against what was kept.

Whoever can write in the database can write a whole chain anew; without the installation's key nobody can sign its
head. The file never goes back: a database older than what was kept is said, not followed.
"""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.journal.records import Entry, Head
from familyplan.journal.service import GENESIS, HEAD_ID, verify
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database
from familyplan.kernel.keyring import sync_folder

FILE = "journal.head"  # in the folder of the keys
PURPOSE = "journal-head"
WRITTEN = re.compile(r"journal-head 1 (\d{1,18}) ([0-9a-f]{64}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([\w-]{86})")
RESTORED = "journal.restored"


class NoHead(Exception):  # noqa: N818  a state, told in words
    """What was given is no head of this installation's journal; the sentence says why."""


class Behind(Exception):  # noqa: N818  a state, told in words
    """The database does not hold what the head beside the keys knows; the sentence says since when."""


@dataclass(frozen=True)
class SignedHead:
    """Number and hash of the newest entry at one moment, signed; one line of text."""

    number: int
    chained: bytes
    at: datetime
    signature: bytes

    def __str__(self) -> str:
        """Write the line that is kept."""
        return f"{_said(self.number, self.chained, self.at)} {base64.urlsafe_b64encode(self.signature).decode()[:86]}"

    @classmethod
    def read(cls, line: str) -> Self:
        """Read a line and check its signature; raises `NoHead`."""
        found = WRITTEN.fullmatch(line.strip())
        if found is None:
            raise NoHead("That is no head of a journal: it is one line that begins with “journal-head”.")
        at = datetime.strptime(found[3], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        head = cls(int(found[1]), bytes.fromhex(found[2]), at, base64.urlsafe_b64decode(found[4] + "=="))
        try:
            _key().public_key().verify(head.signature, _said(head.number, head.chained, head.at).encode())
        except InvalidSignature:
            raise NoHead("The head was not signed by this installation; its signature does not fit.") from None
        return head


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(vault.current().ring.derive(PURPOSE))


def _said(number: int, chained: bytes, at: datetime) -> str:
    return f"journal-head 1 {number} {chained.hex()} {at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def sign(number: int, chained: bytes) -> SignedHead:
    """Sign one number and hash as they stand now."""
    at = clock.now().replace(microsecond=0)
    return SignedHead(number, chained, at, _key().sign(_said(number, chained, at).encode()))


def head(db: Session) -> SignedHead:
    """Sign the newest entry; number 0 before there is one."""
    newest = db.execute(select(Head.number, Head.chained).where(Head.id == HEAD_ID)).one_or_none()
    return sign(newest.number, newest.chained) if newest else sign(0, GENESIS)


def kept(folder: Path) -> SignedHead | None:
    """Read the head beside the keys; None before there is one. Raises `NoHead`."""
    try:
        return SignedHead.read((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as why:
        raise NoHead(f"{folder / FILE} is no head of a journal.") from why


def keep(database: Database, folder: Path) -> None:
    """
    Write the newest head beside the keys, synced, if it is newer than the one there.

    Raises `Behind` when the database does not hold what was kept, and `NoHead` when the file was tampered with; it is
    then left as it is, since it is what `journal verify` needs.
    """
    before = kept(folder)
    with database.reading() as db:
        newest = head(db)
        if before is not None and before.number:
            there = db.scalar(select(Entry.chained).where(Entry.number == before.number))
            if there != before.chained:
                raise Behind(_behind(before))
    if before is None or newest.number > before.number:
        _write(folder / FILE, newest)


def begin_anew(database: Database, folder: Path) -> None:
    """
    Follow a database that was restored on purpose: the head from before is put aside under its number.

    Whoever restores has noted it first (`journal.restored`), so that both the entry and the earlier head tell of it.
    """
    file = folder / FILE
    if file.exists():
        known = WRITTEN.fullmatch(file.read_text("utf-8", "replace").strip())
        file.replace(file.with_name(f"{FILE}.{known[1] if known else 'unread'}"))
    with database.reading() as db:
        _write(file, head(db))


def _write(file: Path, newest: SignedHead) -> None:
    beside = file.with_name(f".{FILE}.{os.getpid()}")  # pages and a worker may write in the same second
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(f"{newest}\n")
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    sync_folder(file.parent)


def _behind(known: SignedHead) -> str:
    return (
        f"The database is not the one whose journal reached entry {known.number} at {known.at:%Y-%m-%d %H:%M} UTC. "
        "Run `familyplan journal verify`."
    )


def what_is_wrong(db: Session, heads: list[SignedHead]) -> str:
    """
    Walk the journal in one snapshot and hold it against *heads*; the first broken place in words, or "".

    Where a backup was restored after a head was kept, and the journal says so, the sentence says that too.
    """
    if db.get_bind().dialect.name == "postgresql":
        db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    found = verify(db, {one.number: one.chained for one in heads if one.number})
    if found is None:
        return ""
    newest = max(heads, key=lambda one: one.number, default=None)
    if found.what == "cut" and newest is not None:
        return (
            f"The journal ends before entry {found.number}, but on {newest.at:%Y-%m-%d at %H:%M} UTC it had "
            f"{newest.number} entries: its end was cut off, or an older database was put in its place without "
            f"`familyplan restore`.{_restored(db, newest)}"
        )
    broken = {
        "missing": f"Entry {found.number} is missing.",
        "put_in": f"Entry {found.number} was put in.",
        "changed": f"Entry {found.number} is not what was written: it was changed, put in, or moved.",
        "end": f"The end of the journal is not what was written, from entry {found.number} on.",
    }
    return broken[found.what] + (_restored(db, newest) if newest is not None else "")


def _restored(db: Session, known: SignedHead) -> str:
    """Say, beside what is wrong, that a backup was put back after this head was kept, if that is on the record."""
    later = select(Entry.number, Entry.happened_at).where(Entry.act == RESTORED, Entry.happened_at >= known.at)
    noted = db.execute(later.order_by(Entry.number).limit(1)).one_or_none()
    if noted is None:
        return ""
    return f" Entry {noted.number} notes that a backup was restored on {noted.happened_at:%Y-%m-%d at %H:%M} UTC."
