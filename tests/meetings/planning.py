"""What the tests of meetings do again and again: reach the family, plan, propose, and look at what was mailed."""

import json
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.demo.cast import ZONE, Cast
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.mail.records import Mail
from familyplan.meetings import queries, service
from familyplan.meetings.records import Invited, Meeting, ProposedTime
from familyplan.meetings.times import service as times
from familyplan.outcomes import queries as outcomes
from familyplan.outcomes import service as recording


def at(days: int, hour: int = 16, minute: int = 0, zone: str = ZONE) -> datetime:
    """An hour so many days ahead on the family's clock."""
    day = clock.today(zone) + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def family(db: Session, cast: Cast) -> Engagement:
    return engagements.led(db, cast.reyes.id, seen_by=cast.dana)


def planned(database: Database, cast: Cast, kind: str = "training") -> UUID:
    with database.writing() as db:
        return service.plan(db, family(db, cast), kind, by=cast.dana).id


def meeting_of(db: Session, cast: Cast, meeting_id: UUID) -> Meeting:
    return queries.meeting(db, family(db, cast), meeting_id, seen_by=cast.dana)


def proposed(database: Database, cast: Cast, meeting_id: UUID, *starts: datetime) -> list[UUID]:
    with database.writing() as db:
        times.propose(db, family(db, cast), meeting_of(db, cast, meeting_id), list(starts), by=cast.dana)
    with database.reading() as db:
        here = select(ProposedTime.id).where(ProposedTime.meeting_id == meeting_id, ProposedTime.dropped_at.is_(None))
        return list(db.scalars(here.order_by(ProposedTime.starts_at)))


def fixed(database: Database, cast: Cast, meeting_id: UUID, starts: datetime) -> None:
    with database.writing() as db:
        meeting = meeting_of(db, cast, meeting_id)
        times.set_time(db, family(db, cast), meeting, starts, meeting.revision, by=cast.dana)


def on_the_list(database: Database, cast: Cast, meeting_id: UUID) -> set[str]:
    with database.reading() as db:
        rows = db.scalars(
            select(Invited.member_id).where(Invited.meeting_id == meeting_id, Invited.dropped_at.is_(None))
        )
        ids = set(rows)
    return {name for name, member in cast.members.items() if member.id in ids}


def invited(database: Database, cast: Cast, meeting_id: UUID, name: str) -> Invited:
    with database.reading() as db:
        here = select(Invited).where(Invited.meeting_id == meeting_id, Invited.member_id == cast.members[name].id)
        return db.scalars(here).one()


def help_began(database: Database, cast: Cast, days_ago: int) -> None:
    with database.writing() as db:
        place = outcomes.place(db, cast.reyes.id, seen_by=cast.dana)
        on = clock.today(cast.reyes.zone) - timedelta(days=days_ago)
        place.engagement.started_on = on - timedelta(days=20)
        place.engagement.day_at = at(-days_ago)
        line = recording.Line(kind="residential", happened_on=on, source="family")
        recording.record(db, place, line, by=cast.dana)


def mails(database: Database, template: str) -> list[tuple[str, dict[str, str]]]:
    """What waits in the outbox: to whom, and what it says."""
    with database.reading() as db:
        here = select(Mail).where(Mail.template == template, Mail.state == "waiting").order_by(Mail.id)
        return [(one.recipient, json.loads(one.parameters)["says"]) for one in db.scalars(here)]
