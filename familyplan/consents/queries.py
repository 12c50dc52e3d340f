"""Who agreed to what, and under which release anything may be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents.records import Pledge, Release
from familyplan.engagements.records import Engagement, Member
from familyplan.kernel import clock, paths
from familyplan.kernel.errors import NotYours

NOTICE = "consents/part2_notice.md"


def pledge_of(db: Session, member: Member, *, seen_by: Person | None = None) -> Pledge | None:
    """
    What this member said to the cards: an agreement if there is one, else the newest.

    Somebody may begin to write exactly when it has `agreed_at`; a later wording does not undo that. Whoever has not
    reached *member* by themselves says as whom they look: one of a family is told of their own alone.
    """
    if seen_by is not None and seen_by.kind != "staff" and member.person_id != seen_by.id:
        raise NotYours
    said = select(Pledge).where(Pledge.member_id == member.id)
    return db.scalar(said.order_by(Pledge.agreed_at.is_(None), Pledge.id.desc()).limit(1))


def pledges(db: Session, engagement: Engagement, *, seen_by: Person) -> dict[UUID, Pledge]:
    """What each member said to the cards, by member, for the lead and a supervisor; others get nothing."""
    if not _may_see(engagement, seen_by):
        return {}
    said = select(Pledge).where(Pledge.engagement_id == engagement.id)
    return {one.member_id: one for one in db.scalars(said.order_by(Pledge.agreed_at.is_not(None), Pledge.id))}


def releases(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Release]:
    """
    Every release of a family that was reached, ended and revoked ones too, the newest signed first.

    A counselor is given those that let them in; a family nothing.
    """
    here = select(Release).where(Release.engagement_id == engagement.id)
    if not _may_see(engagement, seen_by):
        here = here.where(Release.counselor_id == seen_by.id)
    return list(db.scalars(here.order_by(Release.signed_on.desc(), Release.id.desc())))


def releases_in_force(db: Session, engagement: Engagement, *, seen_by: Person, on: date | None = None) -> list[Release]:
    """
    The releases under which this person may enter what a program knows, the one that lasts longest first.

    None closes that door. For a counselor they must let in exactly them; for the lead any will do. *on* is a day where
    the family lives, today unless said.
    """
    day = on or clock.today(engagement.zone)
    here = select(Release).where(Release.engagement_id == engagement.id, Release.revoked_at.is_(None))
    here = here.where(Release.signed_on <= day, Release.until_on >= day)
    if not _may_see(engagement, seen_by):
        here = here.where(Release.counselor_id == seen_by.id)
    return list(db.scalars(here.order_by(Release.until_on.desc(), Release.id.desc())))


def counselor_releases(db: Session, *, seen_by: Person, among: Sequence[UUID]) -> dict[UUID, Release]:
    """By family, the release that lets this counselor in, in force or ended; of several the one that lasts longest."""
    mine = select(Release).where(Release.counselor_id == seen_by.id, Release.engagement_id.in_(among))
    living_last = mine.order_by(Release.revoked_at.is_(None), Release.until_on, Release.id)
    return {release.engagement_id: release for release in db.scalars(living_last)}


def release(db: Session, engagement: Engagement, release_id: UUID, *, seen_by: Person) -> Release:
    """One release of a family that was reached, for its lead; raises `NotYours`."""
    found = db.scalar(select(Release).where(Release.id == release_id, Release.engagement_id == engagement.id))
    if found is None or engagement.lead_id != seen_by.id:
        raise NotYours
    return found


def _may_see(engagement: Engagement, person: Person) -> bool:
    """Say whether somebody who reached this family sees all of its papers: its lead and a supervisor do."""
    return engagement.lead_id == person.id or "supervisor" in person.roles


@lru_cache
def part2_notice() -> str:
    """The notice that goes with what a program discloses, as Markdown; the practice's own file goes before ours."""
    for folder in reversed(paths.content()):
        if (folder / NOTICE).is_file():
            return (folder / NOTICE).read_text(encoding="utf-8")
    raise FileNotFoundError(NOTICE)
