"""Bringing a backup back: read and checked whole before anything is touched, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, inspect, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person, Practice, SignInLink
from familyplan.access.sessions.records import SignedIn
from familyplan.journal.heads import service as heads
from familyplan.journal.heads.service import RESTORED
from familyplan.journal.records import Entry
from familyplan.journal.service import note, verify
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.vault import KeyRing, Locked, Vault
from familyplan.upkeep.backup import chest, rows
from familyplan.upkeep.erasure import service as erasure

Upgrade = Callable[[Connection, str], None]  # bring an empty or older database up to a version


@dataclass
class Reading:
    """What a backup says of itself, checked while it is read through the first time."""

    known: list[str]  # versions of the database, oldest first
    vault: Vault
    version: str = ""
    made_at: datetime | None = None
    tables: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    said: dict[str, Any] | None = None
    names_opened: bool = False

    def take(self, frame: Any) -> None:
        """Take the next frame; raises `Refusal` when this program cannot bring it back."""
        if not self.tables:
            self._begin(frame)
        elif isinstance(frame, dict):
            self.said = frame
        else:
            number, part = frame
            self.counts[number] += len(part)
            if self.tables[number][0] == "person" and not self.names_opened:
                self._try_key(self.tables[number][1], part)

    def _begin(self, frame: Any) -> None:
        if not isinstance(frame, dict) or "familyplan backup" not in frame:
            raise Refusal(_("This is no backup of familyplan. Nothing was touched."))
        self.version = frame["version"]
        if frame["familyplan backup"] > rows.FORMAT or self.version not in self.known:
            raise Refusal(_("This backup was made by a newer familyplan; install that first. Nothing was touched."))
        self.made_at = frame["made_at"]
        self.tables = [(name, [(each, kind) for each, kind in columns]) for name, columns in frame["tables"]]
        self.counts = [0] * len(self.tables)

    def _try_key(self, columns: list[tuple[str, str]], part: list[list[Any]]) -> None:
        for row in part:
            person = rows.back(columns, row)
            if person["name"] and not self.names_opened:
                try:
                    self.vault.open(person["name"], Person.name.label, person["id"], None)
                except Locked as why:
                    raise Refusal(_("The keys here are not of this backup's time. Nothing was touched.")) from why
                self.names_opened = True

    def whole(self) -> None:
        """Raise `Refusal` unless everything that it says is in it was there."""
        if self.said is None or self.said["counts"] != self.counts:
            raise Refusal(_("This backup is not whole. Nothing was touched."))


@dataclass(frozen=True)
class Restored:
    """What was brought back."""

    made_at: datetime
    rows: int
    erased_again: int
    without_key: int  # families whose key is not in the keys folder; their words cannot be read


def restore(
    engine: Engine, file: Path, *, keys: Path, known: list[str], upgrade: Upgrade, phrase: str = ""
) -> Restored:
    """
    Bring *file* back into the empty database of *engine*; a `Refusal` leaves it as it was.

    Who was erased since is erased again in the same transaction; every sign-in ends; mails that waited wait on, under
    the Message-ID they had. The journal's chain is walked before anything stands.
    """
    ring = KeyRing(keys)
    reading = Reading(known, Vault(ring))
    chest.unlock(file, reading.take, keys, phrase)
    reading.whole()
    refuse_unless_empty(engine)
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
        upgrade(connection, reading.version)
        chest.unlock(file, _Filling(connection, reading).take, keys, phrase)
        upgrade(connection, known[-1])
        with Session(connection, join_transaction_mode="create_savepoint") as db:
            erased = _settle(db, ring, reading)
            db.commit()
    heads.begin_anew(Database(engine), keys)
    kept = set(ring.engagements())
    with Database(engine).reading() as db:
        without = [one for one in erasure.families(db) if one not in kept]
    erasure.clear(engine)
    return Restored(reading.made_at or clock.now(), sum(reading.counts), erased, len(without))


def refuse_unless_empty(engine: Engine) -> None:
    """Raise `Refusal` when a practice or a person is kept here already."""
    there = set(inspect(engine).get_table_names()) & {Practice.__tablename__, Person.__tablename__}
    with engine.connect() as connection:
        if any(rows.how_many(connection, name) for name in there):
            raise Refusal(_("There is a practice here already. A backup comes back into an empty installation only."))


class _Filling:
    """Puts the rows of a backup into the database."""

    def __init__(self, connection: Connection, reading: Reading) -> None:
        self.connection, self.reading = connection, reading

    def take(self, frame: Any) -> None:
        if isinstance(frame, list):
            number, part = frame
            name, columns = self.reading.tables[number]
            self.connection.execute(insert(rows.as_table(name, columns)), [rows.back(columns, row) for row in part])


def _settle(db: Session, ring: KeyRing, reading: Reading) -> int:
    """Walk the chain, erase again, end every way in; returns how many were erased again."""
    broken = verify(db)
    last = db.query(Entry.number, Entry.chained).order_by(Entry.number.desc()).limit(1).first()
    said = (reading.said or {})["journal"]
    if broken is not None or [*(last or (0, b""))] != said:
        raise Refusal(_("The journal in this backup was changed. Nothing was touched."))
    erased = erasure.again(db, ring)
    db.execute(delete(SignedIn))
    db.execute(update(SignInLink).where(SignInLink.used_at.is_(None)).values(used_at=clock.now()))
    note(db, RESTORED, by=None)
    return erased
