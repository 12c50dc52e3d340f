"""What the tests of outcomes share: a release for Cole, a line as its form sends it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.consents import service as consents
from familyplan.consents.records import Release
from familyplan.demo.cast import Cast
from familyplan.engagements.needs.records import Need
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.db import Database
from familyplan.outcomes.records import FollowUp, Outcome

MARKER = "marmalade"  # a word that stands nowhere else


def afresh(db: Session) -> None:
    """Forget what was read, so that what others did meanwhile is seen."""
    db.commit()
    db.expire_all()


def release(database: Database, cast: Cast, *, names_family: bool = False, until_days: int = 60) -> Release:
    """Let Harbor House, where Cole works, tell Dana how it goes."""
    today = clock.today(cast.reyes.zone)
    with database.writing() as db:
        terms = consents.Terms(
            discloser="Harbor House",
            recipient="Dana",
            information="whether treatment began",
            purpose="to plan what is next",
            signed_on=today - timedelta(days=90),
            until_on=today + timedelta(days=until_days),
            names_family=names_family,
            counselor_id=cast.cole.id,
        )
        return consents.record(db, db.get_one(Engagement, cast.reyes.id), terms, by=cast.dana)


def line(cast: Cast, kind: str = "residential", *, days_ago: int = 0, **more: Any) -> dict[str, str]:
    """What the form sends, as Dana would fill it in."""
    on: date = clock.today(cast.reyes.zone) - timedelta(days=days_ago)
    return {"kind": kind, "when": "day", "happened_on": on.isoformat(), "source": "family", "early": "yes", **more}


def at(cast: Cast, *more: object) -> str:
    """The address of the Reyes family's outcomes, and what lies under it."""
    return "/".join([f"/engagements/{cast.reyes.id}/outcomes", *map(str, more)])


def rows(db: Session, cast: Cast) -> list[Outcome]:
    """Every row, as it is kept."""
    afresh(db)
    here = select(Outcome).where(Outcome.engagement_id == cast.reyes.id)
    return list(db.scalars(here.order_by(Outcome.entered_at, Outcome.id)))


def open_follow_ups(db: Session, cast: Cast) -> list[FollowUp]:
    """The looks back that are still ahead, by day."""
    afresh(db)
    here = select(FollowUp).where(FollowUp.engagement_id == cast.reyes.id, FollowUp.dropped_at.is_(None))
    return list(db.scalars(here.where(FollowUp.happened_on.is_(None)).order_by(FollowUp.due_on)))


def waiting(db: Session, cast: Cast, kind: str) -> list[Need]:
    """What waits for Dana, of one kind."""
    afresh(db)
    here = select(Need).where(Need.engagement_id == cast.reyes.id, Need.kind == kind, Need.settled_at.is_(None))
    return list(db.scalars(here))
