"""Putting down what happened, correcting it without overwriting, and taking it off the wrong record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import service as engagements
from familyplan.engagements.decisions.service import decided_if_needed
from familyplan.engagements.needs.service import met, needs
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.kernel.templates import day
from familyplan.outcomes.follow_ups import service as follow_ups
from familyplan.outcomes.queries import Place, choices, model_of, standing, words_of
from familyplan.outcomes.records import LEVEL_REACHED, Outcome

WITHOUT_RELEASE = _(
    "Without a release you can't enter anything here, not even that someone is or isn't with you."
)  # practice 3c, C3


changed = engagements.Announcement("changed")  # (db, engagement, by=): a line was recorded, corrected or taken off


@dataclass(frozen=True)
class Line:
    """What somebody wants to put on the record; `family_told` counts only where no program is the source."""

    kind: str
    happened_on: date
    source: str
    about_that_day: bool = False
    heard_from: str = ""
    family_told: bool = True
    level: int | None = None
    minutes: int | None = None
    people: int | None = None
    naloxone: str = ""
    care: str = ""
    words: str = ""
    sentence: str = ""
    """After a death alone: what members' pages say from now on."""


def check(place: Place, line: Line, *, today: date, long_ago_is_right: bool = False) -> None:
    """
    Refuse, in words, what cannot be put on this record; changes nothing.

    *long_ago_is_right* is the tick beside "Is the year right?". A day that is ahead is never an outcome.
    """
    engagement = place.engagement
    if place.is_counselor and place.release is None:
        raise Refusal(WITHOUT_RELEASE)
    if line.source == "program" and place.release is None:
        raise Refusal(_("Without a release, nothing from a program can be entered."), field="source")
    if engagement.closed_at is not None:
        closed_on = day(engagement.closed_at, engagement.zone, "d MMMM y")
        raise Refusal(
            _("This family's file was closed on %(day)s; tell %(lead)s."), day=closed_on, lead=engagement.lead.name
        )
    if line.kind not in {word.key for word in choices(place)}:
        raise Refusal(_("Please choose one of these."), field="kind")
    model = model_of(engagement)
    if line.kind == LEVEL_REACHED and (model is None or line.level not in {level.number for level in model.levels}):
        raise Refusal(_("Which level was it?"), field="level")
    if line.happened_on > today:
        raise Refusal(_("That is still ahead. Plan it as an expected date?"), field="planned")
    if line.happened_on < engagement.started_on and not long_ago_is_right:
        raise Refusal(_("That is before the family called. Is the year right?"), field="early")


def expect(db: Session, place: Place, line: Line, *, by: Person) -> None:
    """Let the lead look for it on the day on which it is expected; nothing is put on the record."""
    engagement = place.engagement
    check(place, replace(line, happened_on=engagement.started_on), today=engagement.started_on)
    label = words_of(engagement)[line.kind].label
    needs(db, engagement, "outcome_expected", engagement.id, words=label, due_on=line.happened_on)
    note(db, "outcome.expected", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)


def record(db: Session, place: Place, line: Line, *, by: Person, long_ago_is_right: bool = False) -> Outcome:
    """
    Put one line on the record and lay out what follows from it; the same line by the same person is put down once.

    Lines of two people about the same thing both stay. A death stops everything for good.
    """
    engagement = place.engagement
    check(place, line, today=clock.today(engagement.zone), long_ago_is_right=long_ago_is_right)
    engagements.in_turn(db, engagement)
    every = _rows(db, engagement)
    for known in standing(every):
        if known.by_id == by.id and _same(known, line, place):
            return known
    outcome = _row(place, line, by)
    db.add(outcome)
    db.flush()
    note(db, "outcome.recorded", by=by, about="outcome", about_id=outcome.id, engagement_id=engagement.id)
    _follow(db, place, line, [*every, outcome], by=by)
    if by.id != engagement.lead_id:
        needs(db, engagement, "outcome_entered", outcome.id)
    return outcome


def correct(
    db: Session, place: Place, old: Outcome, line: Line, why: str, *, by: Person, long_ago_is_right: bool = False
) -> Outcome:
    """
    Say what it should say, and why: a new row, the old one kept and struck through; the lead is told.

    Refuses a line that somebody corrected already; the same correction again is harmless.
    """
    engagement = place.engagement
    check(place, line, today=clock.today(engagement.zone), long_ago_is_right=long_ago_is_right)
    if not why:
        raise Refusal(_("Please say in a few words why."), field="why")
    if line.kind != old.kind and words_of(engagement)[line.kind].stops_everything:
        raise Refusal(_("Please record that as a line of its own: it stops everything for good."), field="kind")
    engagements.in_turn(db, engagement)
    every = _rows(db, engagement)
    newer = next((one for one in every if one.corrects_id == old.id), None)
    if newer is not None and newer.by_id == by.id and _same(newer, line, place):
        return newer
    outcome = _row(place, line, by)
    outcome.corrects_id, outcome.why_corrected = old.id, why
    try:
        with db.begin_nested():
            db.add(outcome)
    except IntegrityError:
        raise Refusal(_("This line was corrected meanwhile. Please look at the newer one.")) from None
    note(db, "outcome.corrected", by=by, about="outcome", about_id=outcome.id, engagement_id=engagement.id)
    _follow(db, place, line, [*every, outcome], by=by)
    _tell(db, engagement, old.id, outcome.id, by=by)
    return outcome


def withdraw(db: Session, place: Place, outcome: Outcome, *, by: Person) -> None:
    """Take a line that stands on the wrong record off it, with all its corrections: hidden from everybody at once."""
    engagement = place.engagement
    engagements.in_turn(db, engagement)
    every = _rows(db, engagement)
    chain = _chain(outcome.id, every)
    now = clock.now()
    db.execute(update(Outcome).where(Outcome.id.in_(chain), Outcome.withdrawn_at.is_(None)).values(withdrawn_at=now))
    for one in every:
        if one.id in chain:
            one.withdrawn_at = one.withdrawn_at or now
    note(db, "outcome.withdrawn", by=by, about="outcome", about_id=outcome.id, engagement_id=engagement.id)
    follow_ups.lay_out(db, engagement, every)
    changed(db, engagement, by=by)
    _tell(db, engagement, *chain, by=by)


def seen(db: Session, engagement: Engagement, outcome_id: UUID) -> None:
    """
    Say that the lead has seen what somebody else entered, corrected or took off the record; twice is harmless.

    Raises `NotYours` for a line of another family.
    """
    here = select(Outcome.id).where(Outcome.id == outcome_id, Outcome.engagement_id == engagement.id)
    if db.scalar(here) is None:
        raise NotYours
    for kind in ("outcome_entered", "outcome_corrected"):
        met(db, engagement.id, kind, outcome_id)


def _rows(db: Session, engagement: Engagement) -> list[Outcome]:
    return list(db.scalars(select(Outcome).where(Outcome.engagement_id == engagement.id)))


def _chain(outcome_id: UUID, every: Sequence[Outcome]) -> list[UUID]:
    """Every row of one chain of corrections, the first one first."""
    before = {one.id: one.corrects_id for one in every}
    after = {one.corrects_id: one.id for one in every if one.corrects_id}
    at = outcome_id
    while (earlier := before.get(at)) is not None:
        at = earlier
    chain = [at]
    while chain[-1] in after:
        chain.append(after[chain[-1]])
    return chain


def _row(place: Place, line: Line, by: Person) -> Outcome:
    source = "program" if place.is_counselor else line.source
    programs = source == "program"
    return Outcome(
        engagement_id=place.engagement.id,
        kind=line.kind,
        source=source,
        heard_from=line.heard_from if programs else "",
        family_told=line.family_told and not programs,
        release_id=place.release.id if programs and place.release else None,
        happened_on=line.happened_on,
        about_that_day=line.about_that_day,
        level=line.level,
        minutes=line.minutes,
        people=line.people,
        naloxone=line.naloxone,
        care=line.care,
        words=line.words,
        entered_at=clock.now(),
        by_id=by.id,
    )


def _same(known: Outcome, line: Line, place: Place) -> bool:
    source = "program" if place.is_counselor else line.source
    return (known.kind, known.happened_on, known.source, known.level, known.words, known.care) == (
        line.kind, line.happened_on, source, line.level, line.words, line.care,
    )  # fmt: skip


def _follow(db: Session, place: Place, line: Line, every: Sequence[Outcome], *, by: Person) -> None:
    """Do what the record now calls for: looks back, the level, and, after a death, silence."""
    engagement = place.engagement
    if line.kind == LEVEL_REACHED and line.level is not None:
        decided_if_needed(db, engagement, line.level, by=by)
        engagements.reach_level(db, engagement, line.level, by=by)
    follow_ups.lay_out(db, engagement, every)
    changed(db, engagement, by=by)
    met(db, engagement.id, "outcome_expected", engagement.id)
    told = place.release.names_family if every[-1].source == "program" and place.release else every[-1].family_told
    if words_of(engagement)[line.kind].begins_help and told:
        engagements.help_began(db, engagement, by=by)
    if words_of(engagement)[line.kind].stops_everything:
        pauses.pause(db, engagement, "died", by=by, sentence=line.sentence)


def _tell(db: Session, engagement: Engagement, *about: UUID, by: Person) -> None:
    """Let what was open about the old rows rest, and tell the lead of the newest, unless it was their own doing."""
    for outcome_id in about:
        met(db, engagement.id, "outcome_entered", outcome_id)
    if by.id != engagement.lead_id:
        needs(db, engagement, "outcome_corrected", about[-1])
