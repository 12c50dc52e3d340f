"""
The closed list of what a milestone can wait for: each word of the models' vocabulary, and the one select behind it.

Facts are derived, never written: a readiness that is withdrawn takes the completion back, by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import String, and_, case, cast, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from familyplan.consents.records import Pledge, Release
from familyplan.engagements.decisions.records import Decision
from familyplan.engagements.first_call.records import FirstCall, Told
from familyplan.engagements.gates.records import Gate
from familyplan.engagements.gates.service import UNSURE
from familyplan.engagements.invitations.records import Invitation, ReachingOut
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.roles import queries as roles
from familyplan.guidance import shelf
from familyplan.guidance.models import Outcome as Ending
from familyplan.lessons.records import Assignment
from familyplan.letters.facts import queries as letters
from familyplan.letters.other_page import queries as other_page
from familyplan.letters.recollections import queries as recollections
from familyplan.milestones.arranged import queries as arranged
from familyplan.milestones.known.queries import FAMILIES, TODAY, Rows, of_slice, row
from familyplan.outcomes.records import LEVEL_REACHED, FollowUp, Outcome
from familyplan.safety.records import SafetyAnswer

OLDEST = "oldest"  # detail of safety_asked: its day is that of the oldest answer that still counts


def _circle() -> ColumnElement[bool]:
    """Everybody who is in the circle now; the loved one is asked in another way."""
    return and_(Member.left_at.is_(None), Member.is_loved_one.is_(False))


def first_call_noted() -> Rows:
    """The call was noted."""
    return row("first_call_noted", FirstCall.engagement_id, on=FirstCall.happened_on)


def caller_informed() -> Rows:
    """Every line was said to the caller."""
    lines = [line.key for line in shelf.current().safety.told]
    told = row("caller_informed", Told.engagement_id, on=func.max(Told.happened_on)).where(Told.line.in_(lines))
    return told.group_by(Told.engagement_id).having(func.count(Told.line) >= len(lines))


def safety_asked() -> list[Rows]:
    """Every row has an answer: since when, and from which day the oldest that counts is."""
    latest = select(SafetyAnswer.engagement_id, SafetyAnswer.row, func.max(SafetyAnswer.asked_on).label("on"),
                    func.min(SafetyAnswer.asked_on).label("first_on"))  # fmt: skip
    rows = tuple(shelf.current().safety.rows)
    asked = latest.where(SafetyAnswer.row.in_(rows), SafetyAnswer.engagement_id.in_(FAMILIES))
    each = asked.group_by(SafetyAnswer.engagement_id, SafetyAnswer.row).subquery()
    whole = func.count(each.c.row) >= len(rows)
    since = row("safety_asked", each.c.engagement_id, on=func.max(each.c.first_on), may_know=False)
    oldest = row("safety_asked", each.c.engagement_id, on=func.min(each.c.on), detail=OLDEST, may_know=False)
    return [since.group_by(each.c.engagement_id).having(whole), oldest.group_by(each.c.engagement_id).having(whole)]


def each_member_heard_alone() -> Rows:
    """Everybody in the circle was heard alone once."""
    heard_on = select(Hearing.member_id, func.min(Hearing.alone_on).label("on"))
    heard = heard_on.where(Hearing.engagement_id.in_(FAMILIES)).group_by(Hearing.member_id).subquery()
    each = row("each_member_heard_alone", Member.engagement_id, on=func.max(heard.c.on), may_know=False)
    each = each.outerjoin_from(Member, heard, heard.c.member_id == Member.id).where(_circle())
    return each.group_by(Member.engagement_id).having(func.count(Member.id) == func.count(heard.c.on))


def newest_gate(kind: str) -> ColumnElement[bool]:
    """A decision that no later one of its kind, and for A of its member, has replaced."""
    later = aliased(Gate)
    same = or_(later.member_id == Gate.member_id, and_(later.member_id.is_(None), Gate.member_id.is_(None)))
    newer = exists().where(later.engagement_id == Gate.engagement_id, later.kind == kind, same, later.id > Gate.id)
    return and_(Gate.kind == kind, ~newer)


def turned(*, for_one: bool = False) -> ColumnElement[bool]:
    """
    A talk since the decision turns a go to wait: fear in the family, or, *for_one*, that person's own or a court's.

    The same as `gates.service.stands` says for one family, which a test holds against it.
    """
    said: ColumnElement[bool] = Hearing.afraid.in_(UNSURE)
    if for_one:
        said = and_(Hearing.member_id == Gate.member_id, or_(said, Hearing.court_order.in_(UNSURE)))
    return exists().where(Hearing.engagement_id == Gate.engagement_id, Hearing.entered_at > Gate.decided_at, said)


def gate_a_each() -> Rows:
    """Everybody in the circle may come in, by what stands on each."""
    stands = and_(Gate.member_id == Member.id, Gate.decision == "go", newest_gate("A"), ~turned(for_one=True))
    each = row("gate_a_each", Member.engagement_id, at=func.max(Gate.decided_at), may_know=False)
    each = each.outerjoin_from(Member, Gate, stands).where(_circle())
    return each.group_by(Member.engagement_id).having(func.count(Member.id) == func.count(Gate.id))


def gate_b() -> Rows:
    """Reaching out stands at go."""
    stands = row("gate_b", Gate.engagement_id, at=Gate.decided_at, detail=Gate.decision, may_know=False)
    return stands.where(newest_gate("B"), Gate.decision == "go", ~turned())


def gate_c() -> Rows:
    """Whether to hold the day was decided; `detail` says how, for a "no" settles it too where the model allows it."""
    stands = row("gate_c", Gate.engagement_id, at=Gate.decided_at, detail=Gate.decision, may_know=False)
    return stands.where(newest_gate("C"), or_(Gate.decision == "no", and_(Gate.decision == "go", ~turned())))


def model_chosen() -> Rows:
    """The way was chosen."""
    chosen = row("model_chosen", Engagement.id, at=Engagement.model_chosen_at)
    return chosen.where(Engagement.model_chosen_at.is_not(None))


def pledges_signed() -> Rows:
    """Everybody who came in, or is invited, has read and agreed."""
    signed_at = select(Pledge.member_id, func.max(Pledge.agreed_at).label("at"))
    signed = signed_at.where(Pledge.engagement_id.in_(FAMILIES)).group_by(Pledge.member_id).subquery()
    invited = exists().where(Invitation.member_id == Member.id, Invitation.taken_back_at.is_(None))
    each = row("pledges_signed", Member.engagement_id, at=func.max(signed.c.at))
    each = each.outerjoin_from(Member, signed, signed.c.member_id == Member.id)
    each = each.where(_circle(), or_(Member.came_in_at.is_not(None), invited)).group_by(Member.engagement_id)
    return each.having(func.count(Member.id) == func.count(signed.c.at))


def lessons_read() -> list[Rows]:
    """Whoever has come in has read what the way gives them, whatever was given by hand on top; by kind of reader."""
    of: dict[str, list[ColumnElement[bool]]] = {
        "": [],
        "member": [Member.is_loved_one.is_(False)],
        "first_caller": [Member.is_first_caller.is_(True)],
        "loved_one": [Member.is_loved_one.is_(True)],
    }
    return [*(_read_by(role, who) for role, who in of.items()), _read_once_help_began()]


def _read_once_help_began() -> Rows:
    """What the way gives members to read once help began was read by everybody who was given it."""
    given = [
        and_(Engagement.model_key == model.key, Assignment.slug.in_(model.lessons.once_help_began))
        for model in shelf.current().models.values()
        if model.lessons.once_help_began
    ]
    read = row("lessons_read", Assignment.engagement_id, at=func.max(Assignment.read_at), detail="once_help_began")
    read = read.join_from(Assignment, Member, Member.id == Assignment.member_id)
    read = read.join(Engagement, Engagement.id == Assignment.engagement_id)
    read = read.where(Member.left_at.is_(None), Assignment.put_away_at.is_(None), or_(false(), *given))
    return read.group_by(Assignment.engagement_id).having(func.count(Assignment.id) == func.count(Assignment.read_at))


def _read_by(role: str, who: list[ColumnElement[bool]]) -> Rows:
    read = row("lessons_read", Assignment.engagement_id, at=func.max(Assignment.read_at), detail=role)
    read = read.join_from(Assignment, Member, Member.id == Assignment.member_id)
    read = read.where(*who, Member.left_at.is_(None), Assignment.put_away_at.is_(None), Assignment.by_id.is_(None))
    return read.group_by(Assignment.engagement_id).having(func.count(Assignment.id) == func.count(Assignment.read_at))


def letters_handed_in() -> list[Rows]:
    """Every letter that is read aloud is with the professional; by kind (`detail`), what is for her eyes alone."""
    aloud, alone = letters.handed_in(), letters.handed_in_to_lead()
    kind = alone.selected_columns.kind
    return [of_slice(aloud, "letters_handed_in"), of_slice(alone, "letters_handed_in", kind)]


def recollections_picked() -> Rows:
    """Each writer gave their moments, and went through them with the professional."""
    return of_slice(recollections.picked_fact(), "recollections_picked")


def roles_agreed() -> Rows:
    """Every role that this way agrees on together has somebody who is here and still holds it."""
    return of_slice(roles.agreed_fact(), "roles_agreed")


def letters_ready() -> Rows:
    """Both sides say "ready to read" of every letter."""
    return of_slice(letters.ready(), "letters_ready")


def bottom_lines_settled() -> Rows:
    """Each one's other page is sealed, or its writer said "I don't have one"."""
    return of_slice(other_page.settled_fact(), "bottom_lines_settled")


def invitation_answered() -> Rows:
    """The loved one answered the invitation."""
    answered = row(
        "invitation_answered", ReachingOut.engagement_id, on=ReachingOut.answered_on, detail=ReachingOut.answer
    )
    return answered.where(ReachingOut.answer.not_in(("", "not_reached")), ReachingOut.answered_on.is_not(None))


def _named() -> ColumnElement[bool]:
    """A release in force that names the family; the same as `outcomes.queries.may_be_told` says of one fact."""
    in_force = and_(Release.revoked_at.is_(None), Release.signed_on <= TODAY, Release.until_on >= TODAY)
    return and_(Release.id.is_not(None), Release.names_family, in_force)


def _living(word: str, kinds: set[str], detail: Any = Outcome.kind) -> Rows:
    """Outcomes as they stand, neither withdrawn nor corrected; a program's only where its release names the family."""
    correction = aliased(Outcome)
    corrected = exists().where(correction.corrects_id == Outcome.id)
    may_know = case((Outcome.source == "program", _named()), else_=Outcome.family_told)
    found = row(word, Outcome.engagement_id, on=Outcome.happened_on, detail=detail, may_know=may_know)
    found = found.outerjoin_from(Outcome, Release, Release.id == Outcome.release_id)
    return found.where(Outcome.kind.in_(sorted(kinds)), Outcome.withdrawn_at.is_(None), ~corrected)


def _every() -> list[Ending]:
    return [one for model in shelf.current().models.values() for one in model.outcomes]


def _answers() -> set[str]:
    return {one.key for one in _every() if one.about == "answer" or one.leaves_offer_open}


def _beginnings() -> set[str]:
    return {one.key for one in _every() if one.begins_help}


def answer_recorded() -> Rows:
    """What the loved one said, or that the day was not held; `detail` is the outcome's word."""
    return _living("answer_recorded", _answers())


def entered_recorded() -> Rows:
    """Treatment or self-help began; `detail` is the outcome's word."""
    return _living("entered_recorded", _beginnings())


def followup_recorded() -> Rows:
    """A look back was noted; `detail` says which: what it counts from, and after how many days."""
    may_know = case((FollowUp.source == "program", _named()), else_=true())
    which = FollowUp.anchor + literal(":") + cast(FollowUp.days, String)
    noted = row("followup_recorded", FollowUp.engagement_id, on=FollowUp.happened_on, detail=which, may_know=may_know)
    noted = noted.outerjoin_from(FollowUp, Release, Release.id == FollowUp.release_id)
    return noted.where(FollowUp.happened_on.is_not(None), FollowUp.dropped_at.is_(None))


def level_recorded() -> list[Rows]:
    """A level was reached or decided on, or help began at it; `detail` is the word for it and the level's number."""
    which = Outcome.kind + literal(":") + cast(Outcome.level, String)
    reached = _beginnings() | {LEVEL_REACHED}
    noted = _living("level_recorded", reached, detail=which).where(Outcome.level.is_not(None))
    number = literal(f"{LEVEL_REACHED}:") + cast(Decision.level, String)
    decided = row("level_recorded", Decision.engagement_id, on=Decision.decided_on, detail=number)
    return [noted, decided.where(Decision.level.is_not(None), Decision.taken_back_at.is_(None))]


_ALL: tuple[Callable[[], Rows | list[Rows]], ...] = (
    first_call_noted, caller_informed, safety_asked, each_member_heard_alone, gate_a_each, gate_b, gate_c,
    model_chosen, pledges_signed, lessons_read, letters_handed_in, letters_ready, bottom_lines_settled,
    arranged.meeting_held, invitation_answered, answer_recorded, entered_recorded, followup_recorded, level_recorded,
    arranged.options_shown, arranged.bed_held, arranged.travel_set, arranged.rehearsed, arranged.day_logged,
    arranged.called_after, recollections_picked, roles_agreed,
)  # fmt: skip
FACTS = {fact.__name__: fact for fact in _ALL}
