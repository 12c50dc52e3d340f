"""What the database and the keys say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import func, select, text

from familyplan.access.factors.records import Passkey, Totp
from familyplan.access.records import Person, Practice, SignInLink, StaffRole
from familyplan.guidance.telling import telling_words
from familyplan.journal.heads import service as heads
from familyplan.journal.records import Entry
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.settings import Settings
from familyplan.upkeep import keys
from familyplan.upkeep.backup.service import LAST
from familyplan.upkeep.erasure.service import families

A_DAY, AN_HOUR, A_MOMENT = timedelta(days=1), timedelta(hours=1), timedelta(minutes=5)


def key_fits(settings: Settings, database: Database) -> Iterator[str]:
    """Say when the key opens nothing, or is being renewed."""
    if not keys.opens(database, vault.current()):
        yield f"The key in {settings.keys} is not the one of this database. Put the right key file back."
    if len(vault.current().ring.kept().masters) > 1:
        yield "A renewal of the keys was cut short. Run `familyplan keys rotate` again."


def families_have_keys(settings: Settings, database: Database) -> Iterator[str]:
    """Count families whose words nobody can read."""
    with database.reading() as db:
        without = set(families(db)) - set(vault.current().ring.engagements())
    if without:
        yield f"{len(without)} families have no key in {settings.keys}. Put a copy of that folder back."


def journal_holds(settings: Settings, database: Database) -> Iterator[str]:
    """Say when the journal was changed, or is older than what is known of it."""
    try:
        beside = heads.kept(settings.keys)
    except heads.NoHead as why:
        yield str(why)
        return
    with database.reading() as db:
        if wrong := heads.what_is_wrong(db, [beside] if beside else []):
            yield f"The journal does not hold. {wrong}"
    with database.reading() as db:
        newest = db.scalar(select(func.max(Entry.happened_at)))
    if newest is not None and newest > clock.now() + A_MOMENT:
        yield f"The newest entry of the journal is from {newest:%Y-%m-%d %H:%M} UTC, later than now: see the clock."


def mails_leave(_settings: Settings, database: Database) -> Iterator[str]:
    """Count mails that wait too long."""
    with database.reading() as db:
        late = select(func.count()).where(Mail.state == "waiting", Mail.posted_at < clock.now() - AN_HOUR)
        if count := db.scalar(late):
            yield f"{count} mails have waited for more than an hour. Is the mail server there?"


def no_demo(_settings: Settings, database: Database) -> Iterator[str]:
    """Say when the database is a demo's."""
    with database.reading() as db:
        if db.scalar(select(SignInLink.id).where(SignInLink.purpose == "demo").limit(1)):
            yield "This database has been a demo: links in it let anybody in while `demo` runs. Begin with `init`."


def durable(_settings: Settings, database: Database) -> Iterator[str]:
    """Say when the database may lose in a power cut what it said it had stored."""
    with database.engine.connect() as raw:
        if raw.dialect.name == "sqlite":
            lazy = raw.execute(text("PRAGMA synchronous")).scalar_one() < 2  # noqa: PLR2004  2 is FULL
        else:
            lazy = "off" in (raw.execute(text(f"SHOW {one}")).scalar_one() for one in ("fsync", "synchronous_commit"))
    if lazy:
        yield "The database does not wait for the disk (synchronous, fsync): a power cut would lose what was saved."


def backed_up(settings: Settings, _database: Database) -> Iterator[str]:
    """Say when there is no backup of the last day."""
    try:
        made_at = msgspec.json.decode((settings.data / LAST).read_bytes(), type=Made).made_at
    except (OSError, msgspec.MsgspecError):
        yield "There is no backup. Let `familyplan backup FILE` run every night, and keep the file elsewhere."
        return
    if clock.now() - made_at > A_DAY:
        yield f"The last backup is from {made_at:%Y-%m-%d %H:%M} UTC. Let `familyplan backup FILE` run every night."


class Made(msgspec.Struct):
    """What is kept of the last backup."""

    made_at: datetime


def second_factors(_settings: Settings, database: Database) -> Iterator[str]:
    """Name who works here without a second factor."""
    with database.reading() as db:
        with_one = select(Totp.person_id).where(Totp.proven_at.is_not(None)).union(select(Passkey.person_id))
        staff = select(Person).where(Person.kind == "staff", Person.disabled_at.is_(None))
        without = [one.address for one in db.scalars(staff.where(Person.id.not_in(with_one)))]
    if without:
        yield f"Without a second factor until they sign in next: {', '.join(sorted(without))}."


def owners(_settings: Settings, database: Database) -> Iterator[str]:
    """Say when one lost telephone would keep everybody out."""
    with database.reading() as db:
        at_work = select(func.count(func.distinct(StaffRole.person_id))).join(Person, Person.id == StaffRole.person_id)
        count = db.scalar(at_work.where(StaffRole.role == "owner", Person.disabled_at.is_(None))) or 0
    if count == 1:
        yield "There is only one owner. With a second one nobody is kept out by a lost telephone."
    if count == 0:
        yield "There is no owner. Run `familyplan accounts add --role owner …`."


def name_says_nothing(_settings: Settings, database: Database) -> Iterator[str]:
    """Say when the practice's name tells."""
    with database.reading() as db:
        name = db.scalar(select(Practice.name)) or ""
    if found := telling_words(name):
        yield f"The practice's name says “{found[0]}”: it stands in every mail and tab. Choose a neutral one."
