"""Noting who is in this person's life, hearing each alone, and giving tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.access.service import readdress
from familyplan.engagements import queries as engagement_queries
from familyplan.engagements import service as engagements
from familyplan.engagements.invitations.addresses.service import check_address, one_address
from familyplan.engagements.people import queries
from familyplan.engagements.people.records import Hearing
from familyplan.engagements.records import Engagement, Member, MemberRole
from familyplan.engagements.ties import service as ties
from familyplan.guidance import shelf
from familyplan.guidance.models import InterventionModel, Role
from familyplan.journal.service import note
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

RELATION_WORDS = {
    "mother": _("mother"),
    "father": _("father"),
    "step_parent": _("step-parent"),
    "partner": _("partner"),
    "former_partner": _("former partner"),
    "brother": _("brother"),
    "sister": _("sister"),
    "adult_child": _("son or daughter, 18 or over"),
    "child": _("child under 18"),
    "friend": _("friend"),
    "employer": _("from work"),
    "pastor": _("from a faith community"),
    "other": _("somebody else"),
}
ASKED = ("adult", "afraid", "court_order", "court_case", "shared_phone", "may_meet_all")


@dataclass(frozen=True, kw_only=True)
class Described:
    """Somebody as the professional noted them: all but a name may be empty."""

    name: str
    relation: str
    address: str = ""
    phone: str = ""
    why_child: str = ""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What one person said; each of `answers` is yes, no, dont_know or "" for not asked."""

    alone_on: date | None
    answers: dict[str, str]
    note: str = ""
    why_child: str = ""


def check_child(relation: str, why_child: str, *, adult: str = "") -> None:
    """Ask for the professional's reason before somebody under 18 is noted as one who writes."""
    if (relation == "child" or adult == "no") and not why_child:
        sentence = _("Children write with a grown-up beside them, and only if you decide so. Why this child?")
        raise Refusal(sentence, field="why_child")


def add(db: Session, engagement: Engagement, described: Described, *, by: Person) -> Member:
    """
    Note somebody. They have no way in yet: that takes gate A and an invitation.

    The same name, relation and ways to reach as somebody already there is that person, so that twice adds nobody.
    """
    check_child(described.relation, described.why_child)
    check_address(db, engagement, described.address)
    engagements.in_turn(db, engagement)
    for known in engagement_queries.members(db, engagement, seen_by=by):
        person = known.person
        there = (person.name, known.relation, person.address, person.phone)
        if there == (described.name, described.relation, described.address, described.phone):
            return known
    member = engagements.add_member(
        db, engagement, described.name, described.relation, by=by, address=described.address, phone=described.phone
    )
    if described.why_child:
        answers = {"adult": "no"}
        hear(db, engagement, member, Heard(alone_on=None, answers=answers, why_child=described.why_child), by=by)
    return member


def amend(db: Session, engagement: Engagement, member: Member, described: Described, *, by: Person) -> None:
    """Write down what changed about somebody who is already there."""
    if described.relation != member.relation:
        check_child(described.relation, described.why_child)
    check_address(db, engagement, described.address)
    member.relation = described.relation
    member.person.name, member.person.phone = described.name, described.phone
    if described.address != member.person.address:
        if described.address:
            one_address(described.address)  # links go there without another invitation, and to nobody beside it
        readdress(db, member.person, described.address)
        db.flush()
        ties.settle(db, engagement, by=by)
    note(db, "member.amended", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def hear(db: Session, engagement: Engagement, member: Member, heard: Heard, *, by: Person) -> Hearing:
    """Keep one conversation as a row of its own, older ones stay; the same words again add nothing."""
    if heard.alone_on and heard.alone_on > clock.today(engagement.zone):
        raise Refusal(_("That day is still ahead. When did you speak alone?"), field="alone_on")
    engagements.in_turn(db, engagement)
    before = queries.hearings(db, engagement, seen_by=by).get(member.id, [])
    check_child(member.relation, heard.why_child, adult=heard.answers.get("adult", ""))
    if before and _same(before[0], heard, engagement.zone):
        return before[0]
    hearing = Hearing(
        engagement_id=engagement.id,
        member_id=member.id,
        alone_on=heard.alone_on,
        note=heard.note,
        why_child=heard.why_child,
        entered_at=clock.now(),
        by_id=by.id,
        **heard.answers,
    )
    db.add(hearing)
    db.flush()
    note(db, "member.heard", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    return hearing


def _same(hearing: Hearing, heard: Heard, zone: str) -> bool:
    """Say whether this is that conversation sent once more; the same answers on another day were asked again."""
    if clock.local(hearing.entered_at, zone).date() != clock.today(zone):
        return False
    kept = {name: getattr(hearing, name) for name in ASKED}
    asked = dict.fromkeys(ASKED, "") | heard.answers
    return (hearing.alone_on, hearing.note, hearing.why_child, kept) == (
        heard.alone_on,
        heard.note,
        heard.why_child,
        asked,
    )


def roles(engagement: Engagement) -> tuple[Role, ...]:
    """The tasks that the way this family chose knows; none before it chose one."""
    model: InterventionModel | None = shelf.current().models.get(engagement.model_key or "")
    return model.roles if model else ()


def give_roles(db: Session, engagement: Engagement, member: Member, wanted: set[str], *, by: Person) -> None:
    """Let somebody have exactly these tasks of the chosen way; what another way calls them is left alone."""
    offered = {role.key for role in roles(engagement)}
    if wanted - offered:
        raise Refusal(_("Please choose one of these."), field="role")
    engagements.in_turn(db, engagement)
    held = {row.role: row for row in db.scalars(select(MemberRole).where(MemberRole.member_id == member.id))}
    for role in (set(held) & offered) - wanted:
        db.delete(held[role])
    for role in wanted - set(held):
        db.add(MemberRole(engagement_id=engagement.id, member_id=member.id, role=role, since_at=clock.now()))
    note(db, "member.tasks_given", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


@dataclass(frozen=True, kw_only=True)
class LovedOne:
    """All that is kept about the person everyone is here for before they agree to anything."""

    name: str
    address: str = ""
    under_18: str = ""
    under_18_why: str = ""


def describe_loved_one(db: Session, engagement: Engagement, said: LovedOne, *, by: Person) -> Member:
    """Keep a name, an address that is only compared, and whether another law holds because of their age."""
    engagement.loved_name, engagement.loved_address = said.name, said.address
    engagement.loved_address_index = vault.current().address_index(said.address) if said.address else None
    engagement.under_18, engagement.under_18_why = said.under_18, said.under_18_why
    everyone = engagement_queries.members(db, engagement, seen_by=by)
    member = next((one for one in everyone if one.is_loved_one), None)
    if member is None:
        return engagements.add_member(db, engagement, said.name, "loved_one", by=by, is_loved_one=True)
    member.person.name = said.name
    note(db, "member.amended", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    return member


def reaches_out(engagement: Engagement) -> bool:
    """Say whether, in the chosen way, the loved one is asked from the first call on."""
    model = shelf.current().models.get(engagement.model_key or "")
    return model is not None and model.invites_the_loved_one


def not_at_first(engagement: Engagement) -> tuple[str, ...]:
    """Relations that the chosen way does not ask on its first level; a hint while the family is there, never a ban."""
    model = shelf.current().models.get(engagement.model_key or "")
    first = model is not None and (engagement.level or model.first_level) <= model.first_level
    return model.invitation_sheet.not_at_first if model and model.invitation_sheet and first else ()


def stopped_for_age(engagement: Engagement) -> bool:
    """Say whether the person is under 18 and nobody has written down why this begins all the same."""
    return engagement.under_18 == "yes" and not engagement.under_18_why


def loved_ones_readers(engagement: Engagement, members: list[Member]) -> list[UUID]:
    """Members whose address is the loved one's too, while the choice on record is that they hear on the day."""
    index = engagement.loved_address_index
    if index is None or not engagements.surprises(engagement):
        return []
    return [member.id for member in members if not member.is_loved_one and member.person.address_index == index]
