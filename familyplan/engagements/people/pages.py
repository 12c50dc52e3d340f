"""The people in this person's life (A5): who they are, what each said alone, their tasks, and leaving."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.engagements.people import queries, service
from familyplan.engagements.records import YES_NO, Engagement, Member
from familyplan.engagements.ties import queries as ties
from familyplan.engagements.ties import service as tie_service
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, writes

Asked = Request[Person, SignedIn, Any]
NAME_NEEDED = _("What shall we call this person? A first name or an initial is enough.")


def _people(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    everyone = engagements.members(db, reach.engagement, seen_by=seen_by, gone_too=True)
    here = [member for member in everyone if member.left_at is None]
    sharing, pairs = queries.sharing_an_address(here), tie_service.apart_pairs(db, reach.engagement)
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead", "sharing": sharing,
        "apart": [group for group in sharing if tie_service.among([one.id for one in group], pairs)],
        "people": [member for member in here if not member.is_loved_one],
        "gone": [member for member in everyone if member.left_at is not None],
        "hearings": queries.newest(queries.hearings(db, reach.engagement, seen_by=seen_by)),
        "held": engagements.roles_of(db, reach.engagement, seen_by=seen_by),
        "roles": {role.key: role.label for role in service.roles(reach.engagement)},
        "relations": service.RELATION_WORDS,
        "reaches_out": service.reaches_out(reach.engagement),
        "not_at_first": service.not_at_first(reach.engagement),
        "reads_with": service.loved_ones_readers(reach.engagement, here),
    }  # fmt: skip


def _person(db: Session, *, seen_by: Person, engagement_id: UUID, member_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    member = engagements.member(db, reach.engagement, member_id, seen_by=seen_by)
    if member.is_loved_one:
        raise NotYours
    heard = queries.hearings(db, reach.engagement, seen_by=seen_by).get(member.id, [])
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead", "member": member, "person": member.person,
        "newest": heard[0] if heard else None, "older": heard[1:], "relations": service.RELATION_WORDS,
        "held": engagements.roles_of(db, reach.engagement, seen_by=seen_by).get(member.id, []),
        "roles": service.roles(reach.engagement), "speech": ties.speech_of(db, member, seen_by=seen_by),
        "not_at_first": service.not_at_first(reach.engagement),
    }  # fmt: skip


def _loved_one(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    everyone = engagements.members(db, reach.engagement, seen_by=seen_by)
    readers = service.loved_ones_readers(reach.engagement, everyone)
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead",
        "stopped": service.stopped_for_age(reach.engagement),
        "readers": [member.person.name for member in everyone if member.id in readers],
    }  # fmt: skip


def _leaving(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    return {"engagement": engagements.reach(db, engagement_id, seen_by=seen_by, among=("member",)).engagement}


PEOPLE = Page("engagements/people/list.html", _people)
PERSON = Page("engagements/people/person.html", _person)
LOVED_ONE = Page("engagements/people/loved_one.html", _loved_one)
LEAVING = Page("engagements/people/leaving.html", _leaving)


def _described(form: Form) -> service.Described:
    return service.Described(
        name=form.needed("name", NAME_NEEDED, longest=200),
        relation=form.choice("relation", service.RELATION_WORDS, default="other"),
        address=form.text("address", longest=320),
        phone=form.text("phone", longest=60),
        why_child=form.text("why_child"),
    )


def led_member(db: Session, request: Asked, engagement_id: UUID, member_id: UUID) -> tuple[Engagement, Member]:
    """Reach one person, the loved one excepted, of a family that this person leads."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    member = engagements.member(db, engagement, member_id, seen_by=request.user)
    return engagement, found(None if member.is_loved_one else member)


@writes("/engagements/{engagement_id:uuid}/members", how=get, guards=[guards.team])
def people(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show everybody in this person's life, for staff alone."""
    engagement_service.look(db, engagement_id, "people", by=request.user)
    return PEOPLE.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/members", page=PEOPLE, guards=[guards.interventionist])
def add(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note one more person."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    service.add(db, engagement, _described(form), by=request.user)
    return PEOPLE.changed("people", to=f"/engagements/{engagement_id}/members", engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/members/{member_id:uuid}", how=get, guards=[guards.team])
def person(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Show one person and every conversation with them."""
    engagement_service.look(db, engagement_id, "member", by=request.user)
    return PERSON.show(engagement_id=engagement_id, member_id=member_id)


@writes("/engagements/{engagement_id:uuid}/members/{member_id:uuid}", page=PERSON, guards=[guards.interventionist])
def amend(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Write down what changed about one person."""
    engagement, member = led_member(db, request, engagement_id, member_id)
    service.amend(db, engagement, member, _described(form), by=request.user)
    return changed("described", engagement_id, member_id)


@writes(
    "/engagements/{engagement_id:uuid}/members/{member_id:uuid}/hearings", page=PERSON, guards=[guards.interventionist]
)
def hear(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Keep what one person said when heard alone."""
    engagement, member = led_member(db, request, engagement_id, member_id)
    answers = {name: form.choice(name, YES_NO, default="") for name in service.ASKED}
    heard = service.Heard(
        alone_on=form.day("alone_on"), answers=answers, note=form.text("note"), why_child=form.text("why_child")
    )
    service.hear(db, engagement, member, heard, by=request.user)
    return changed("heard", engagement_id, member_id)


@writes(
    "/engagements/{engagement_id:uuid}/members/{member_id:uuid}/roles", page=PERSON, guards=[guards.interventionist]
)
def give_roles(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Give one person tasks, or take them back."""
    engagement, member = led_member(db, request, engagement_id, member_id)
    service.give_roles(db, engagement, member, set(form.every("role")), by=request.user)
    return changed("tasks", engagement_id, member_id)


@writes(
    "/engagements/{engagement_id:uuid}/members/{member_id:uuid}/leaving", page=PERSON, guards=[guards.interventionist]
)
def let_go(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Let one person go, without a reason."""
    engagement, member = led_member(db, request, engagement_id, member_id)
    engagement_service.leave(db, engagement, member, by=request.user)
    return go(f"/engagements/{engagement_id}/members")


def changed(block: str, engagement_id: UUID, member_id: UUID) -> Answer:
    """Answer an act on one person's page: its block, or the way back to it, with "Saved." there."""
    to = f"/engagements/{engagement_id}/members/{member_id}"
    return PERSON.changed(block, to=to, says={"kept": block}, engagement_id=engagement_id, member_id=member_id)


@writes("/engagements/{engagement_id:uuid}/loved-one", how=get, guards=[guards.team])
def loved_one(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the little that is kept about the person everyone is here for."""
    engagement_service.look(db, engagement_id, "loved_one", by=request.user)
    return LOVED_ONE.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/loved-one", page=LOVED_ONE, guards=[guards.interventionist])
def describe_loved_one(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep a name, an address to compare with, and whether they are under 18."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    said = service.LovedOne(
        name=form.needed("name", NAME_NEEDED, longest=200),
        address=form.text("address", longest=320),
        under_18=form.choice("under_18", YES_NO, default=""),
        under_18_why=form.text("under_18_why"),
    )
    service.describe_loved_one(db, engagement, said, by=request.user)
    to = f"/engagements/{engagement_id}/loved-one"
    return LOVED_ONE.changed("loved_one", to=to, says={"kept": True}, engagement_id=engagement_id)


@reads("/engagements/{engagement_id:uuid}/leaving", guards=[guards.family])
def leaving(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show a member the way out of a circle: one button, no question."""
    return LEAVING.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/leaving", page=LEAVING, guards=[guards.family])
def leave(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Let a member leave by themselves; their sessions end at once."""
    reach = engagements.reach(db, engagement_id, seen_by=found(request.user), among=("member",))
    engagement_service.leave(db, reach.engagement, found(reach.member), by=request.user)
    return go("/sign-in")


HANDLERS = [
    people, add, person, amend, hear, give_roles, let_go, loved_one, describe_loved_one, leaving, leave,
]  # fmt: skip
