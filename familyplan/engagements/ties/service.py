"""Noting what two people are to each other, and keeping apart those who must not meet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.needs import service as waiting
from familyplan.engagements.people.queries import sharing_an_address
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.engagements.ties import queries
from familyplan.engagements.ties.queries import Pair
from familyplan.engagements.ties.records import ORDERED, Speech, Tie
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _

MEANWHILE = 409
LONGEST = 2000


@dataclass(frozen=True)
class Together:
    """Where two who must not meet would still come together: a sentence with %(first)s and %(other)s, and a way."""

    one: Member
    other: Member
    sentence: str
    href: str
    waits: bool = True
    """It has to be changed, and stands on the lead's desk until it is; otherwise it is only said."""


Finding = Callable[..., Iterable[Together]]  # (db, engagement, pairs, members, seen_by=)
_places: list[Finding] = []
One, Other = aliased(Member), aliased(Member)


def look_also_at(*places: Finding) -> None:
    """Say which slices above know where people come together; `app` alone sets it, setting it again replaces."""
    _places[:] = places


def apart_pairs(db: Session, engagement: Engagement) -> set[Pair]:
    """Every two who must not meet, by their members' ids; for whoever seats, orders or invites. One statement."""
    here = select(Tie.first_id, Tie.second_id).where(Tie.engagement_id == engagement.id, queries.parts())
    return {frozenset((row.first_id, row.second_id)) for row in db.execute(here)}


def hidden_from(db: Session, engagement: Engagement, member: Member) -> set[UUID]:
    """
    Whose names *member* must not come across, by their members' ids; never the loved one's, whom everybody writes to.

    For pages that list others; one statement.
    """
    other = select(Member.id).where(Member.engagement_id == engagement.id, Member.id != member.id)
    other = other.where(Member.is_loved_one.is_(False))
    if not queries.stands_alone(member):
        other = other.where(queries.parted_from(member))
    return set(db.scalars(other))


def keep_apart(db: Session, one: Person, other: Person) -> bool:
    """Whether, in any family that both have a place in, one of two must not come across the other's name."""
    both = select(One.id).join(Other, Other.engagement_id == One.engagement_id)
    both = both.where(One.person_id == one.id, Other.person_id == other.id)
    return db.scalar(both.where(or_(queries.kept_from(One, Other), queries.kept_from(Other, One))).limit(1)) is not None


def are_apart(one: UUID, other: UUID, pairs: Collection[Pair]) -> bool:
    """Say whether two are one of *pairs*."""
    return frozenset((one, other)) in pairs


def beside(order: Sequence[UUID], pairs: Collection[Pair]) -> list[tuple[UUID, UUID]]:
    """Those who must not meet and yet stand next to each other in *order* (of reading, or of seats in a row)."""
    return [(one, other) for one, other in pairwise(order) if are_apart(one, other, pairs)]


def among(people: Collection[UUID], pairs: Collection[Pair]) -> list[tuple[UUID, UUID]]:
    """Those who must not meet and yet are both among *people*: of one meeting, one car, one room."""
    here = set(people)
    return sorted((min(pair), max(pair)) for pair in pairs if pair <= here)


def together(
    db: Session, engagement: Engagement, members: Sequence[Member], pairs: Collection[Pair], *, seen_by: Person
) -> list[Together]:
    """Every place in which two of *pairs* would still come together; asks nothing more where there are no pairs."""
    if not pairs:
        return []
    found = _one_mailbox(engagement, members, pairs)
    for place in _places:
        found += place(db, engagement, pairs, members, seen_by=seen_by)
    return found


def _one_mailbox(engagement: Engagement, members: Sequence[Member], pairs: Collection[Pair]) -> list[Together]:
    said = _(
        "Mail for %(first)s and for %(other)s goes to one address. "
        "Until one of them has another, neither is written to: please call."
    )
    by_id = {member.id: member for member in members}
    return [
        Together(by_id[one], by_id[other], said, f"/engagements/{engagement.id}/members")
        for group in sharing_an_address([member for member in members if member.left_at is None])
        for one, other in among([member.id for member in group], pairs)
    ]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was noted about two people; anything may be empty."""

    closeness: str = ""
    may_meet: str = ""
    court_order: str = ""
    note: str = ""


def seal_of(tie: Tie | None) -> str:
    """A short word for what stood about two people as it was shown, so that an act can tell whether it still does."""
    return tie.noted_at.isoformat() if tie is not None else ""


def note_pair(
    db: Session, engagement: Engagement, one: UUID, other: UUID, said: Said, seen: str, *, by: Person
) -> None:  # fmt: skip
    """
    Keep what two people are to each other; the order in which they are named does not matter. Twice stands once.

    *seen* is `seal_of` what was shown. Refused where a court order and "may meet" contradict each other, where nothing
    was said, for one person twice, and where somebody wrote meanwhile. The lead is told where the two still come
    together; whatever reads for, carries to or names the other ends at once.
    """
    if one == other:
        raise Refusal(_("Please choose two different people."), field="other")
    if said.court_order in ORDERED and said.may_meet == "yes":
        sentence = _("A court order may stand between them. Until that is settled they do not meet: choose No.")
        raise Refusal(sentence, field="may_meet")
    in_turn(db, engagement)
    here = {member.id: member for member in engagements.members(db, engagement, seen_by=by, gone_too=True)}
    if one not in here or other not in here:
        raise NotYours
    first, second = sorted((one, other))
    known = db.scalar(select(Tie).where(Tie.first_id == first, Tie.second_id == second))
    if known is not None and _said(known) == said:
        return
    if known is None and said == Said():
        raise Refusal(_("What should stand here about these two?"), field="closeness")
    if seal_of(known) != seen:
        sentence = _("Something else was noted about these two meanwhile. It stands above; please look once more.")
        raise Refusal(sentence, status=MEANWHILE)
    tie = known or Tie(engagement_id=engagement.id, first_id=first, second_id=second)
    tie.closeness, tie.may_meet, tie.court_order = said.closeness, said.may_meet, said.court_order
    tie.note, tie.noted_at, tie.by_id = said.note, clock.now(), by.id
    db.add(tie)
    note(db, "tie.noted", by=by, about="tie", about_id=tie.id, engagement_id=engagement.id)
    db.flush()
    settle(db, engagement, by=by)


def _said(tie: Tie) -> Said:
    return Said(closeness=tie.closeness, may_meet=tie.may_meet, court_order=tie.court_order, note=tie.note or "")


def settle(db: Session, engagement: Engagement, *, by: Person) -> None:
    """
    Have it wait on the lead's desk while two who must not meet would still come together, and no longer once not.

    For every act of the lead that puts people together or apart; one statement where nobody is kept apart.
    """
    pairs = apart_pairs(db, engagement)
    members = engagements.members(db, engagement, seen_by=by) if pairs else []
    if any(one.waits for one in together(db, engagement, members, pairs, seen_by=by)):
        waiting.needs(db, engagement, "kept_apart", engagement.id)
    else:
        waiting.met(db, engagement.id, "kept_apart", engagement.id)


def refuse_if_apart(one: Member, other: Member, pairs: Collection[Pair], *, field: str = "") -> None:
    """Refuse, for the lead alone, what would bring two together who must not meet."""
    if are_apart(one.id, other.id, pairs):
        sentence = _("%(first)s and %(other)s must not meet. Please choose somebody else.")
        raise Refusal(sentence, field=field, first=one.person.first_name, other=other.person.first_name)


@dataclass(frozen=True, kw_only=True)
class Speaks:
    """How somebody speaks: a language in any words, and whether an interpreter is there, and who."""

    language: str = ""
    interpreter: str = ""
    interpreted_by: str = ""


def note_speech(db: Session, engagement: Engagement, member: Member, said: Speaks, *, by: Person) -> None:
    """Keep how somebody speaks; the same words again change nothing. Refuses a name where there is no interpreter."""
    if said.interpreted_by and said.interpreter == "no":
        raise Refusal(_("You chose No, and somebody is named. Which of the two is it?"), field="interpreter")
    in_turn(db, engagement)
    known = queries.speech_of(db, member, seen_by=by)
    if known is None and said == Speaks():
        return
    speech = known or Speech(engagement_id=engagement.id, member_id=member.id)
    if known is not None and (known.language, known.interpreter, known.interpreted_by) == (
        said.language, said.interpreter, said.interpreted_by,
    ):  # fmt: skip
        return
    speech.language, speech.interpreter, speech.interpreted_by = said.language, said.interpreter, said.interpreted_by
    speech.noted_at, speech.by_id = clock.now(), by.id
    db.add(speech)
    note(db, "member.speech_noted", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    db.flush()
