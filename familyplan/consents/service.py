"""What a member agreed to before writing, and what the loved one lets be told: the rules and the acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents.records import Pledge, Release
from familyplan.engagements import service as engagements
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.records import Engagement, Grant, Member
from familyplan.guidance import pledges, shelf
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _


@dataclass(frozen=True)
class Terms:
    """What a release says, element by element (42 CFR 2.31), as its paper does."""

    discloser: str
    recipient: str
    information: str
    purpose: str
    signed_on: date
    until_on: date
    names_family: bool = False
    counselor_id: UUID | None = None


def in_force(release: Release, today: date) -> bool:
    """Say whether a release lets anything be told on *today*, a day where the family lives; its last day counts."""
    return release.revoked_at is None and release.signed_on <= today <= release.until_on


def wording_for(member: Member) -> pledges.Pledge:
    """Choose the text that this reader is shown: the loved one has their own."""
    return shelf.current().pledges["loved_one" if member.is_loved_one else "member"]


def agree(db: Session, engagement: Engagement, member: Member, *, by: Person, calls: str = "") -> Pledge:
    """Keep that a member read the cards, in today's wording, and what they call the loved one; twice is once."""
    if calls and not member.is_loved_one:
        member.calls = calls
    pledge = _pledge(db, member)
    taken = update(Pledge).where(Pledge.id == pledge.id, Pledge.agreed_at.is_(None))
    if db.execute(taken.values(agreed_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE counts
        note(db, "pledge.agreed", by=by, about="pledge", about_id=pledge.id, engagement_id=engagement.id)
        met(db, engagement.id, "pledge_declined", member.id)
    return pledge


def decline(db: Session, engagement: Engagement, member: Member, *, by: Person) -> Pledge:
    """Keep that a member said "not for me", without a reason, and let the lead know; nothing once they had agreed."""
    pledge = _pledge(db, member)
    said = update(Pledge).where(Pledge.id == pledge.id, Pledge.agreed_at.is_(None), Pledge.declined_at.is_(None))
    if db.execute(said.values(declined_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # as above
        note(db, "pledge.declined", by=by, about="pledge", about_id=pledge.id, engagement_id=engagement.id)
        needs(db, engagement, "pledge_declined", member.id, words=by.name)
    return pledge


def _pledge(db: Session, member: Member) -> Pledge:
    """Find or make the one row of this member and today's wording; of two that make it at once one does."""
    wording = wording_for(member).wording
    known = select(Pledge).where(Pledge.member_id == member.id, Pledge.wording == wording)
    pledge = db.scalar(known)
    if pledge is not None:
        return pledge
    pledge = Pledge(engagement_id=member.engagement_id, member_id=member.id, wording=wording)
    try:
        with db.begin_nested():
            db.add(pledge)
    except IntegrityError:
        return db.scalars(known).one()
    return pledge


def record(db: Session, engagement: Engagement, terms: Terms, *, by: Person) -> Release:
    """
    Keep what a signed paper says, and let its counselor, if it names one, look into this family.

    The same paper entered twice is kept once. Refuses dates that cannot be.
    """
    _check_days(terms, clock.today(engagement.zone))
    for known in db.scalars(
        select(Release).where(Release.engagement_id == engagement.id, Release.revoked_at.is_(None))
    ):
        if _terms(known) == terms:
            return known
    release = Release(
        engagement_id=engagement.id, discloser=terms.discloser, recipient=terms.recipient,
        information=terms.information, purpose=terms.purpose, names_family=terms.names_family,
        counselor_id=terms.counselor_id, signed_on=terms.signed_on, until_on=terms.until_on,
        entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    db.add(release)
    note(db, "release.recorded", by=by, about="release", about_id=release.id, engagement_id=engagement.id)
    if terms.counselor_id is not None:
        _let_in(db, engagement, terms.counselor_id, by=by)
    return release


def _check_days(terms: Terms, today: date) -> None:
    if terms.signed_on > today:
        raise Refusal(_("That day is still ahead. Enter it here once it is signed."), field="signed_on")
    if terms.until_on < terms.signed_on:
        raise Refusal(_("That would end before it was signed. Is the year right?"), field="until_on")


def _terms(release: Release) -> Terms:
    return Terms(
        release.discloser, release.recipient, release.information, release.purpose, release.signed_on, release.until_on,
        release.names_family, release.counselor_id,
    )  # fmt: skip


def _let_in(db: Session, engagement: Engagement, counselor_id: UUID, *, by: Person) -> None:
    """Give the counselor a place at this family, unless they have one; what it opens the release says."""
    here = select(Grant.id).where(Grant.engagement_id == engagement.id, Grant.person_id == counselor_id)
    living = here.where(Grant.kind == "counselor", Grant.ended_at.is_(None), Grant.until_on.is_(None))
    if db.scalar(living.limit(1)) is None:
        today = clock.now().date()
        engagements.grant(db, engagement, counselor_id, "counselor", from_on=today, until_on=None, by=by)


def revoke(db: Session, release: Release, *, by: Person) -> None:
    """Take a release back at once: nothing more is told under it. What was told stays, marked; twice is once."""
    living = update(Release).where(Release.id == release.id, Release.revoked_at.is_(None))
    if db.execute(living.values(revoked_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # as above
        note(db, "release.revoked", by=by, about="release", about_id=release.id, engagement_id=release.engagement_id)
