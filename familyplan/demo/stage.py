"""Playing a sample family: each act is done by the people who would do it, at the hour when it would have been."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.demo.telling import Somebody, Story
from familyplan.engagements import queries
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock
from familyplan.kernel.db import Database

Do = Callable[["Scene"], None]
NINE = "09:00"


@dataclass
class Scene:
    """One act in its own transaction: the family as its lead reaches it, and its people by key."""

    db: Session
    lead: Person
    engagement: Engagement
    members: dict[str, Member]

    def person(self, key: str) -> Person:
        """Give somebody of the family as the person they are."""
        return self.members[key].person


@dataclass
class Stage:
    """One family on its stage: what is to be played, in which order, and what exists already."""

    database: Database
    staff: dict[str, Person]
    story: Story
    now: datetime
    engagement_id: UUID | None = None
    members: dict[str, UUID] = field(default_factory=dict)
    acts: list[tuple[datetime, int, Do]] = field(default_factory=list)

    @property
    def zone(self) -> str:
        """Where the family lives."""
        return self.story.family.zone

    @property
    def lead(self) -> Person:
        """Who leads this family."""
        return self.staff[self.story.lead]

    def day(self, days_ago: int) -> date:
        """Give the day so many days ago, where the family lives; negative is ahead."""
        return clock.local(self.now, self.zone).date() - timedelta(days=days_ago)

    def moment(self, days_ago: int, at: str = NINE) -> datetime:
        """Give an hour of that day, but never one that is still ahead."""
        moment = datetime.combine(self.day(days_ago), time.fromisoformat(at), ZoneInfo(self.zone))
        return min(moment, self.now - timedelta(minutes=5))

    def at(self, days_ago: int, do: Do, at: str = NINE) -> None:
        """Plan an act; what is planned first for one minute is played first."""
        self.acts.append((self.moment(days_ago, at), len(self.acts), do))

    def play(self) -> None:
        """Play everything in order of time, each act in a transaction of its own under a clock that stands there."""
        for when, number, do in sorted(self.acts, key=lambda act: act[:2]):
            clock.stand_at(when + timedelta(seconds=number))
            try:
                with self.database.writing() as db:
                    do(self.scene(db))
            finally:
                clock.stand_at(None)

    def scene(self, db: Session) -> Scene:
        """Reach the family for one act."""
        if self.engagement_id is None:
            return Scene(db, self.lead, Engagement(lead_id=self.lead.id), {})
        engagement = queries.led(db, self.engagement_id, seen_by=self.lead)
        by_id = {member.id: member for member in queries.members(db, engagement, seen_by=self.lead)}
        return Scene(
            db, self.lead, engagement, {key: by_id[each] for key, each in self.members.items() if each in by_id}
        )

    def somebody(self, key: str) -> Somebody:
        """Give what is told of one person."""
        return next(one for one in self.story.people if one.key == key)

    def remember(self, db: Session, engagement: Engagement, caller: str) -> None:
        """Remember the family that a first call opened, its caller and its loved one."""
        self.engagement_id = engagement.id
        here = select(Member).where(Member.engagement_id == engagement.id)
        for member in db.scalars(here):
            loved = next((one.key for one in self.story.people if one.relation == "loved_one"), "loved_one")
            self.members[loved if member.is_loved_one else caller] = member.id
