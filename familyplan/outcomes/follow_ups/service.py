"""Laying out the looks back, noting what was found, moving one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.consents.records import Release
from familyplan.engagements.needs.service import met
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.guidance.models import Outcome as Word
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.templates import day
from familyplan.outcomes.queries import first_of, model_of, standing, words_of
from familyplan.outcomes.records import FollowUp, Outcome

REACHED = ("yes", "no", "not_tried")
IN_TREATMENT = ("yes", "no", "could_not_find_out")
GOING = ("better", "same", "worse", "cant_say")


@dataclass(frozen=True)
class Look:
    """What somebody found out on looking back; "couldn't find out" is an answer."""

    happened_on: date
    reached: str
    in_treatment: str
    source: str
    going: str = ""
    words: str = ""
    release: Release | None = None


@dataclass(frozen=True)
class Wanted:
    """One look back as the record now calls for it."""

    outcome_id: UUID
    days: int
    anchor: str
    due_on: date


def wanted(
    outcomes: Sequence[Outcome], words: dict[str, Word], after_entry: Sequence[int], after_answer: Sequence[int]
) -> list[Wanted]:
    """
    Work out which looks back the record calls for: after help began, and after an answer that leaves the offer open.

    Help that began on the day of the answer or later closes the offer's own; a death ends everything.
    """
    holds = [one for one in standing(outcomes) if one.kind in words]
    if any(words[one.kind].stops_everything for one in holds):
        return []
    entered = next((one for one in holds if words[one.kind].begins_help), None)
    answers = [one for one in holds if words[one.kind].about == "answer" or words[one.kind].leaves_offer_open]
    answer = answers[-1] if answers and words[answers[-1].kind].leaves_offer_open else None
    if entered and answer and answer.happened_on <= entered.happened_on:
        answer = None
    laid = [(entered, "entered", after_entry), (answer, "answer", after_answer)]
    return [
        Wanted(first_of(one, outcomes), days, anchor, one.happened_on + timedelta(days=days))
        for one, anchor, every in laid
        if one is not None
        for days in every
    ]


def lay_out(db: Session, engagement: Engagement, outcomes: Sequence[Outcome]) -> None:
    """
    Make the open looks back agree with the record (*outcomes*: all rows of the family). Doing it again changes nothing.

    What was noted stays, and what was moved by hand keeps its day.
    """
    model = model_of(engagement)
    calls = wanted(outcomes, words_of(engagement), model.follow_up_days, model.review_days) if model else []
    if model is None and not any(words_of(engagement)[one.kind].stops_everything for one in standing(outcomes)):
        return
    kept = select(FollowUp).where(FollowUp.engagement_id == engagement.id)
    known = {(one.outcome_id, one.days): one for one in db.scalars(kept)}
    called = {(one.outcome_id, one.days): one for one in calls}
    for key, row in known.items():
        if row.happened_on is None:
            _agree(db, row, called.get(key))
    db.add_all(
        FollowUp(
            engagement_id=engagement.id, outcome_id=one.outcome_id, days=one.days, anchor=one.anchor, due_on=one.due_on
        )
        for key, one in called.items()
        if key not in known
    )
    db.flush()


def _agree(db: Session, row: FollowUp, call: Wanted | None) -> None:
    if call is None:
        if row.dropped_at is None:
            row.dropped_at = clock.now()
            met(db, row.engagement_id, "follow_up", row.id)
        return
    row.dropped_at, row.anchor = row.not_wanted_at, call.anchor
    if not row.moved_by_hand and row.due_on != call.due_on:
        row.due_on = call.due_on
        met(db, row.engagement_id, "follow_up", row.id)  # raised again on its new day


def look(db: Session, engagement: Engagement, row: FollowUp, found: Look, *, by: Person) -> None:
    """
    Note what was found. The first noting stands; the same again is harmless, something else is refused.

    Refuses a day that is ahead or before what it looks back on, a program's word without its release, a closed file.
    """
    refuse_closed(engagement)
    began_on = looked_back_on(db, row)
    if began_on is not None and found.happened_on < began_on:
        before = _("That is before help began on %(day)s. Is the day right?")
        if row.anchor == "answer":
            before = _("That is before the answer of %(day)s. Is the day right?")
        raise Refusal(before, field="happened_on", day=day(began_on, form="d MMMM y"))
    if found.happened_on > clock.today(engagement.zone):
        raise Refusal(_("That is still ahead. Note it here once you have asked."), field="happened_on")
    if found.source == "program" and found.release is None:
        raise Refusal(_("Without a release, nothing from a program can be entered."), field="source")
    open_one = update(FollowUp).where(
        FollowUp.id == row.id, FollowUp.happened_on.is_(None), FollowUp.dropped_at.is_(None)
    )
    noted = db.execute(open_one.values(happened_on=found.happened_on, entered_at=clock.now(), by_id=by.id))
    if noted.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        db.refresh(row)
        if row.by_id == by.id and (row.reached, row.in_treatment) == (found.reached, found.in_treatment):
            return
        raise Refusal(_("This was noted meanwhile. Please look at it before you add anything."))
    db.refresh(row)
    row.reached, row.in_treatment, row.going = found.reached, found.in_treatment, found.going
    row.source, row.words = found.source, found.words
    row.release_id = found.release.id if found.release and found.source == "program" else None
    met(db, engagement.id, "follow_up", row.id)
    note(db, "follow_up.noted", by=by, about="follow_up", about_id=row.id, engagement_id=engagement.id)


def move(db: Session, engagement: Engagement, row: FollowUp, due_on: date, *, by: Person) -> None:
    """Put an open look back on another day, today or later; a correction of the record leaves it there."""
    refuse_closed(engagement)
    if due_on < clock.today(engagement.zone):
        raise Refusal(_("That day is over. Please pick one ahead."), field="due_on")
    if row.happened_on is not None:
        raise Refusal(_("This was noted meanwhile. Please look at it before you add anything."))
    if row.due_on != due_on:
        row.due_on, row.moved_by_hand = due_on, True
        met(db, engagement.id, "follow_up", row.id)
        note(db, "follow_up.moved", by=by, about="follow_up", about_id=row.id, engagement_id=engagement.id)


def refuse_closed(engagement: Engagement) -> None:
    """Raise `Refusal` where the family's file is closed."""
    if engagement.closed_at is not None:
        closed_on = day(engagement.closed_at, engagement.zone, "d MMMM y")
        sentence = _("This family's file was closed on %(day)s; tell %(lead)s.")
        raise Refusal(sentence, day=closed_on, lead=engagement.lead.name)


def looked_back_on(db: Session, row: FollowUp) -> date | None:
    """On which day that began which this looks back on, as it stands now; None once it was taken off the record."""
    every = list(db.scalars(select(Outcome).where(Outcome.engagement_id == row.engagement_id)))
    mine = [one for one in standing(every) if first_of(one, every) == row.outcome_id]
    return mine[0].happened_on if mine else None


def want_fewer(db: Session, engagement: Engagement, kept: Collection[UUID], *, by: Person) -> None:
    """
    Let the open looks back go that the family does not want, all but *kept*; those named come back.

    Nothing that was noted changes. Saying the same again changes nothing. A new answer or entry lays out its own.
    """
    refuse_closed(engagement)
    in_turn(db, engagement)
    here = select(FollowUp).where(FollowUp.engagement_id == engagement.id, FollowUp.happened_on.is_(None))
    rows = list(db.scalars(here.where(or_(FollowUp.dropped_at.is_(None), FollowUp.not_wanted_at.is_not(None)))))
    changed = [row for row in rows if (row.not_wanted_at is None) != (row.id in kept)]
    for row in changed:
        row.dropped_at = row.not_wanted_at = None if row.id in kept else clock.now()
        met(db, engagement.id, "follow_up", row.id)
    if changed:
        note(db, "follow_ups.fewer", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
        db.flush()
