"""Noting the calls after the day or an answer, and having them wait for the lead until they are made."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.day.afterwards.records import WHICH, AfterCall
from familyplan.day.live.records import DayTap
from familyplan.engagements.needs import service as waiting
from familyplan.engagements.pauses.records import Pause
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.kernel.templates import day
from familyplan.outcomes.queries import standing, words_of
from familyplan.outcomes.records import Outcome

LONGEST = 500  # code points
LATE = timedelta(days=2)  # what is recorded later than this lets nobody be called "this evening" any more
NEEDS = {"evening": "evening_call", "next_day": "next_day_call"}
DAYS = {"evening": 0, "next_day": 1}


def after_on(db: Session, engagement: Engagement) -> date | None:
    """
    The day after which a family is called: of the newest end of a meeting, or of the newest answer. Two statements.

    "Not held, by choice" is such an answer too; None while there is neither.
    """
    words = words_of(engagement)
    answers = [key for key, word in words.items() if word.about == "answer" or word.leaves_offer_open]
    rows = list(db.scalars(select(Outcome).where(Outcome.engagement_id == engagement.id)))
    days = [one.happened_on for one in standing(rows) if one.kind in answers]
    ended = select(DayTap.happened_at).where(DayTap.engagement_id == engagement.id, DayTap.kind == "ended")
    last = db.scalar(ended.where(DayTap.withdrawn_at.is_(None)).order_by(DayTap.happened_at.desc()).limit(1))
    if last is not None:
        days.append(clock.local(last, engagement.zone).date())
    return max(days, default=None)


def after_answer(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Hear that an answer was recorded, corrected or taken off the record."""
    settle(db, engagement)


def settle(db: Session, engagement: Engagement) -> None:
    """
    Let the two calls wait for the lead, or no longer, as the record stands; saying it again changes nothing.

    Nothing waits after a death, in a closed file, or for a day that is long over.
    """
    after = after_on(db, engagement)
    today = clock.today(engagement.zone)
    due = after is not None and today <= after + LATE and engagement.closed_at is None and not _died(db, engagement)
    made = _made(db, engagement, after) if after is not None and due else set()
    for which, kind in NEEDS.items():
        if after is not None and due and which not in made:
            due_on = after + timedelta(days=DAYS[which])
            waiting.needs(db, engagement, kind, engagement.id, words=day(due_on), due_on=due_on)
        else:
            waiting.met(db, engagement.id, kind, engagement.id)


def _died(db: Session, engagement: Engagement) -> bool:
    for_good = select(Pause.id).where(Pause.engagement_id == engagement.id, Pause.resumed_at.is_(None), Pause.for_good)
    return db.scalar(for_good.limit(1)) is not None


def _made(db: Session, engagement: Engagement, after: date) -> set[str]:
    here = select(AfterCall.which).where(AfterCall.engagement_id == engagement.id, AfterCall.after_on == after)
    return set(db.scalars(here.where(AfterCall.reached, AfterCall.withdrawn_at.is_(None))))


def log(
    db: Session,
    engagement: Engagement,
    which: str,
    *,
    reached: bool,
    called_at: datetime,
    words: str,
    key: str,
    by: Person,
) -> None:
    """
    Note a call; one that reached nobody goes on waiting. The same page sent twice is one call.

    Refuses while there is nothing to call after, and the next day's call before that day.
    """
    in_turn(db, engagement)
    after = after_on(db, engagement)
    if after is None or which not in WHICH:
        raise Refusal(_("There is no end of a meeting and no answer on record, so there is nothing to call after yet."))
    if clock.local(called_at, engagement.zone).date() < after + timedelta(days=DAYS[which]):
        raise Refusal(_("That is before the day of this call. Is it the other one?"), field="which")
    call = AfterCall(
        engagement_id=engagement.id, which=which, after_on=after, reached=reached, called_at=called_at, call_key=key,
        entered_at=clock.now(), by_id=by.id, words=words,
    )  # fmt: skip
    try:
        with db.begin_nested():
            db.add(call)
    except IntegrityError:  # the same page, sent again
        return
    note(db, "after_call.noted", by=by, about="call", about_id=call.id, engagement_id=engagement.id)
    if reached:
        settle(db, engagement)


def take_back(db: Session, engagement: Engagement, call: AfterCall, *, by: Person) -> None:
    """Take a note of a call back: it stays readable, struck through, and the call waits again. Twice is harmless."""
    standing = update(AfterCall).where(AfterCall.id == call.id, AfterCall.withdrawn_at.is_(None))
    if db.execute(standing.values(withdrawn_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's
        note(db, "after_call.taken_back", by=by, about="call", about_id=call.id, engagement_id=engagement.id)
        settle(db, engagement)
