"""Planning who asks the loved one, when and in which words; noting the answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations.reaching_out import queries
from familyplan.engagements.invitations.records import ReachingOut
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties import service as ties
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

ANSWERS = ("comes", "does_not_come", "in_between", "not_reached")


def plan(
    db: Session,
    engagement: Engagement,
    *,
    by: Person,
    carrier: Member | None,
    planned_on: date | None,
    words: str,
    if_asked_alone: str,
) -> ReachingOut:
    """
    Agree on who says what and when; a plan that has no answer yet is changed, after an answer a new one begins.

    Needs gate B at go, and a carrier who did not say yes or don't know to being afraid. A day in the past is asked
    about instead of kept.
    """  # fmt: skip
    if not gates.standing_of(db, engagement.id).b.open:
        raise Refusal(_("First decide whether to reach out now, and say why (gate B)."))
    fear = queries.fears(db, engagement, seen_by=by).get(carrier.id) if carrier else None
    if carrier and fear:
        yes = _("%(name)s said yes to being afraid of someone. Who else could carry it?")
        unsure = _("You noted “don't know” on %(name)s being afraid of someone. Who else could carry it?")
        raise Refusal(yes if fear == "yes" else unsure, field="carrier", name=carrier.person.name)
    if carrier:
        _may_meet_the_loved_one(db, engagement, carrier, by=by)
    if planned_on and planned_on < clock.today(engagement.zone):
        raise Refusal(_("That day is past. Did it already happen? Note the answer."), field="planned_on")
    known = queries.plans(db, engagement, seen_by=by)
    planned = known[0] if known and not known[0].answer else ReachingOut(engagement_id=engagement.id, by_id=by.id)
    planned.carrier_id, planned.planned_on = carrier.id if carrier else None, planned_on
    planned.words, planned.if_asked_alone = words, if_asked_alone
    planned.entered_at = clock.now()
    db.add(planned)
    note(db, "reaching_out.planned", by=by, about="reaching_out", about_id=planned.id, engagement_id=engagement.id)
    db.flush()
    return planned


def _may_meet_the_loved_one(db: Session, engagement: Engagement, carrier: Member, *, by: Person) -> None:
    pairs = ties.apart_pairs(db, engagement)
    for other in engagements.members(db, engagement, seen_by=by) if pairs else []:
        if other.is_loved_one:
            ties.refuse_if_apart(carrier, other, pairs, field="carrier")


def answer(db: Session, engagement: Engagement, *, by: Person, said: str, words: str, on: date | None) -> ReachingOut:
    """
    Note what the answer was, also where nothing was planned before; the day may lie as far back as it does.

    A correction of the newest answer replaces its words. It needs no gate: what happened is written down.
    """
    if said not in ANSWERS:
        raise Refusal(_("Please choose one of these."), field="answer")
    if on and on > clock.today(engagement.zone):
        raise Refusal(_("That day is still ahead. When did it happen?"), field="answered_on")
    known = queries.plans(db, engagement, seen_by=by)
    asked = known[0] if known else ReachingOut(engagement_id=engagement.id, by_id=by.id, entered_at=clock.now())
    asked.answer, asked.answer_words, asked.answered_on = said, words, on or clock.today(engagement.zone)
    db.add(asked)
    note(db, "reaching_out.answered", by=by, about="reaching_out", about_id=asked.id, engagement_id=engagement.id)
    db.flush()
    return asked
