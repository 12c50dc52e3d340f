"""What stands on a family's record, who may know it, and where a counselor may enter anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents import queries as consents
from familyplan.consents.records import Release
from familyplan.consents.service import in_force
from familyplan.engagements import queries as engagements
from familyplan.engagements.queries import Reach
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel
from familyplan.guidance.models import Outcome as Word
from familyplan.kernel import clock
from familyplan.kernel.above import FromAbove
from familyplan.kernel.errors import NotYours
from familyplan.kernel.language import _
from familyplan.outcomes.records import LEVEL_REACHED, OTHER, Outcome

COUNSELORS_WORDS = ("entry", "after")  # what a program may tell; answers and ends are the lead's
LEADS_WORDS = ("answer", "entry", "after", "end")


minutes_spent: FromAbove[int] = FromAbove(0)
"""The professional's minutes for a family so far, as counted where meetings and calls are."""


@dataclass(frozen=True)
class Place:
    """Where somebody stands before a family's outcomes: as what, and under which release, if any is in force."""

    reach: Reach
    release: Release | None
    ended: Release | None = None

    @property
    def engagement(self) -> Engagement:
        """The family."""
        return self.reach.engagement

    @property
    def is_counselor(self) -> bool:
        """Whether this is a program's counselor, who sees a code and their own lines."""
        return self.reach.what == "counselor"

    @property
    def records(self) -> bool:
        """Whether this person may enter anything here now; a counselor only under a release in force."""
        return self.reach.what == "lead" or (self.is_counselor and self.release is not None)


@dataclass(frozen=True)
class CounselorsFamily:
    """One line of a counselor's list: a code and one letter, never a name."""

    engagement_id: UUID
    code: str
    initial: str
    lead_name: str
    until_on: date | None
    """Until when the release lets anything be told, or when it ended; None where there never was one."""
    is_open: bool


@dataclass(frozen=True)
class FamilyFact:
    """What a family may know: what happened and when, without a word of anybody's notes."""

    kind: str
    label: str
    happened_on: date
    about_that_day: bool


def model_of(engagement: Engagement) -> InterventionModel | None:
    """The model that this family goes by, or None before one was chosen."""
    return shelf.current().models.get(engagement.model_key or "")


def words_of(engagement: Engagement) -> dict[str, Word]:
    """
    The outcomes that this family's model has words for, by key, and ours; before a way is chosen, those of any model.

    Words of other models come after them, so that what was recorded before a change keeps its label.
    """
    chosen = model_of(engagement)
    models = [chosen] if chosen else []
    models += [model for model in shelf.current().models.values() if model is not chosen]
    words: dict[str, Word] = {}
    for model in models:
        for word in model.outcomes:
            words.setdefault(word.key, word)
    words[LEVEL_REACHED] = Word(key=LEVEL_REACHED, label=_("A level was reached"), about="after")
    words[OTHER] = Word(key=OTHER, label=_("Something else"), about="after")
    return words


def choices(place: Place) -> list[Word]:
    """What this person may record here, in the model's own words and order."""
    model = model_of(place.engagement)
    words = words_of(place.engagement)
    about = COUNSELORS_WORDS if place.is_counselor else LEADS_WORDS
    offered = [word for word in (model.outcomes if model else words.values()) if word.about in about]
    ours = [words[OTHER]] if place.is_counselor else [words[LEVEL_REACHED]] if model and model.levels else []
    known = {word.key for word in offered}
    return offered + [word for word in ours if word.key not in known]


def standing(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that hold: neither corrected by a later row nor taken off the record. The earliest day first."""
    every = list(outcomes)
    corrected = {one.corrects_id for one in every}
    holds = [one for one in every if one.withdrawn_at is None and one.id not in corrected]
    return sorted(holds, key=lambda one: (one.happened_on, one.entered_at, one.id))


def first_of(outcome: Outcome, outcomes: Iterable[Outcome]) -> UUID:
    """The id of the row with which a chain of corrections began."""
    before = {one.id: one.corrects_id for one in outcomes}
    at = outcome.id
    while (earlier := before.get(at)) is not None:
        at = earlier
    return at


def entered_by_two(outcomes: Iterable[Outcome]) -> set[UUID]:
    """Lines that two people entered about the same thing; both stay, and are marked."""
    holds = standing(outcomes)
    return {
        one.id
        for one in holds
        for other in holds
        if one.by_id != other.by_id and one.kind == other.kind and abs((one.happened_on - other.happened_on).days) <= 1
    }


def place(db: Session, engagement_id: UUID, *, seen_by: Person) -> Place:
    """Where this person stands before a family's outcomes: lead, supervisor or counselor; raises `NotYours`."""
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor", "counselor"))
    found = consents.releases_in_force(db, reach.engagement, seen_by=seen_by)
    if reach.what != "counselor":
        return Place(reach, next(iter(found), None))
    mine = next((one for one in found if one.counselor_id == seen_by.id), None)
    ended = consents.counselor_releases(db, seen_by=seen_by, among=[engagement_id]) if mine is None else {}
    return Place(reach, mine, ended.get(engagement_id))


def outcomes(db: Session, place: Place, *, seen_by: Person) -> list[Outcome]:
    """
    All rows of a family, corrected ones too, but none that was taken off the record; in the order of entry.

    A counselor gets their own under a release in force, and else nothing.
    """
    here = select(Outcome).where(Outcome.engagement_id == place.engagement.id, Outcome.withdrawn_at.is_(None))
    if place.is_counselor:
        if place.release is None:
            return []
        here = here.where(Outcome.by_id == seen_by.id)
    return list(db.scalars(here.order_by(Outcome.entered_at, Outcome.id)))


def names_of(db: Session, outcomes: Iterable[Outcome], *, seen_by: Person) -> dict[UUID, str]:
    """Who entered these lines, by id, for staff who reached them; a family learns no names here."""
    ids = {one.by_id for one in outcomes} if seen_by.kind == "staff" else set()
    return {one.id: one.name for one in db.scalars(select(Person).where(Person.id.in_(ids)))} if ids else {}


def outcome(db: Session, place: Place, outcome_id: UUID, *, seen_by: Person) -> Outcome:
    """One row that this person may correct; raises `NotYours`."""
    found = next((one for one in outcomes(db, place, seen_by=seen_by) if one.id == outcome_id), None)
    if found is None or not place.records:
        raise NotYours
    return found


def family_may_know(db: Session, engagement: Engagement, *, seen_by: Person) -> list[FamilyFact]:
    """
    What may stand on a member's page, for whoever reached the family: the earliest first.

    Of a program's facts only those under a release that is in force and names the family; of all others those that
    the family was told.
    """
    engagements.reach(db, engagement.id, seen_by=seen_by, among=("member", "loved_one", "lead", "supervisor"))
    here = select(Outcome, Release).outerjoin(Release, Release.id == Outcome.release_id)
    rows = db.execute(here.where(Outcome.engagement_id == engagement.id)).all()
    releases = {row[0].id: row[1] for row in rows}
    words, today = words_of(engagement), clock.today(engagement.zone)
    return [
        FamilyFact(one.kind, words[one.kind].label, one.happened_on, one.about_that_day)
        for one in standing(row[0] for row in rows)
        if one.kind in words and may_be_told(one, releases[one.id], today)
    ]


def help_began_on(db: Session, engagement: Engagement, *, seen_by: Person) -> date | None:
    """The day on which treatment or self-help began, by what stands on the record; for staff who reached the family."""
    if seen_by.kind != "staff":
        return None
    here = select(Outcome).where(Outcome.engagement_id == engagement.id)
    words = words_of(engagement)
    began = [one.happened_on for one in standing(db.scalars(here)) if one.kind in words and words[one.kind].begins_help]
    return min(began, default=None)


def may_be_told(outcome: Outcome, release: Release | None, today: date) -> bool:
    """Say whether the family may know of one fact: decided here and nowhere else."""
    if outcome.source == "program":
        return release is not None and release.names_family and in_force(release, today)
    return outcome.family_told


def families_of(db: Session, *, seen_by: Person) -> list[CounselorsFamily]:
    """The families at which a counselor has a place, with their release; an ended one says when it ended."""
    given, _count = engagements.engagements(db, seen_by=seen_by)
    releases = consents.counselor_releases(db, seen_by=seen_by, among=[one.id for one in given])
    return [_line(one, releases.get(one.id)) for one in given]


def _line(engagement: Engagement, release: Release | None) -> CounselorsFamily:
    today = clock.today(engagement.zone)
    is_open = release is not None and in_force(release, today)
    return CounselorsFamily(
        engagement_id=engagement.id,
        code=engagement.code,
        initial=engagement.loved_name[:1],
        lead_name=engagement.lead.name,
        until_on=until(release, engagement.zone),
        is_open=is_open,
    )


def until(release: Release | None, zone: str) -> date | None:
    """The last day of a release: what it says, or the day on which it was taken back."""
    if release is None or release.revoked_at is None:
        return release.until_on if release else None
    return min(release.until_on, clock.local(release.revoked_at, zone).date())
