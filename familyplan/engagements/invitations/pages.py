"""Bringing one person in: the decision and the invitation on one screen."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.gates.records import DECISIONS
from familyplan.engagements.invitations import queries, service
from familyplan.engagements.invitations.records import Invitation
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, reads, writes
from familyplan.mail import service as mail

Asked = Request[Person, SignedIn, Any]


def _invitation(
    db: Session, *, seen_by: Person, engagement_id: UUID, member_id: UUID, base_url: str, word: str | None = None
) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    member = engagements.member(db, engagement, member_id, seen_by=seen_by)
    standing = gates.standing_of(db, engagement.id)
    invitation, state = queries.of(db, member, seen_by=seen_by)
    if word is None:
        word = invitation.word if invitation else service.suggested_word(member)
    return {
        "engagement": engagement,
        "member": member,
        "leads": engagement.lead_id == seen_by.id,
        "texts": shelf.current().safety.gates,
        "above": shelf.current().safety.above_gates,
        "a": standing.of(member.id),
        "b": standing.b if member.is_loved_one else None,
        "hearing": queries.newest_hearing(db, member, seen_by=seen_by),
        "invitation": invitation,
        "state": state,
        "numbers": _numbers(invitation),
        "word": word,
        "base_url": base_url,
        "preview": _preview(db, engagement, member, word, base_url),
    }


def _numbers(invitation: Invitation | None) -> str:
    """Give the six numbers to read out, where they would open anything."""
    usable = invitation is not None and invitation.word and not invitation.taken_at and not invitation.taken_back_at
    return mail.spaced(service.digits_of(invitation)) if usable and invitation else ""


def _preview(db: Session, engagement: Engagement, member: Member, word: str, base_url: str) -> dict[str, str]:
    """Write the mail as it will be sent, but for the end of its link, which is the reader's alone."""
    template = "loved_one_invitation" if member.is_loved_one else "invitation"
    says = service.mail_says(db, engagement, member, word) | {"link": f"{base_url}/invitations/…"}
    subject, text = mail.written(template, says)
    return {"to": member.person.address, "subject": subject, "text": text}


INVITATION = Page("engagements/invitations/invitation.html", _invitation)
PATH = "/engagements/{engagement_id:uuid}/members/{member_id:uuid}/invitation"


def _base(request: Asked) -> str:
    base: str = request.app.state.settings.base_url
    return base


def _again(
    *, request: Asked, engagement_id: UUID, member_id: UUID, form: Form | None = None, **_more: object
) -> tuple[Page, Context]:
    word = form.raw("word") if form is not None else None
    reach = {"engagement_id": engagement_id, "member_id": member_id, "base_url": _base(request), "word": word}
    return INVITATION, reach


@reads(PATH, guards=[guards.team])
def invitation(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Show the decision, the invitation and how it stands; with `word`, the mail as that word would make it."""
    word = request.query_params.get("word")
    return INVITATION.show(engagement_id=engagement_id, member_id=member_id, base_url=_base(request), word=word)


@writes(PATH, page=_again, guards=[guards.interventionist])
def invite(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Keep the decisions that were made on the screen, and send the invitation where they are a go."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    member = engagements.member(db, engagement, member_id, seen_by=request.user)
    decisions = [_decided(db, engagement, member, form, "", by=request.user)]
    if member.is_loved_one:
        decisions.append(_decided(db, engagement, member, form, "_b", by=request.user))
    held = any(decision in ("wait", "no") for decision in decisions)
    if not held and not form.raw("only"):
        way, word = form.choice("way", service.WAYS, default="mail"), form.text("word", longest=60)
        address = form.text("address", longest=320)
        fact = form.text("fact", longest=60)
        service.invite(db, engagement, member, by=request.user, way=way, word=word, address=address, fact=fact)
    return _changed(request, engagement_id, member_id)


def _changed(request: Asked, engagement_id: UUID, member_id: UUID) -> Answer:
    to, base_url = f"/engagements/{engagement_id}/members/{member_id}/invitation", _base(request)
    return INVITATION.changed("invite", to=to, engagement_id=engagement_id, member_id=member_id, base_url=base_url)


def _decided(db: Session, engagement: Engagement, member: Member, form: Form, suffix: str, *, by: Person) -> str:
    """Keep what was decided at gate A (no suffix) or B, if anything was; say what."""
    if not form.raw(f"decision{suffix}"):
        return ""
    decision, why = form.choice(f"decision{suffix}", DECISIONS), form.text(f"why{suffix}", longest=gates.LONGEST_WHY)
    if not why:
        first, why_so = _("First say why %(name)s can come in."), _("Please say why, in one sentence.")
        raise Refusal(first if decision == "go" else why_so, field=f"why{suffix}", name=member.person.first_name)
    consulted = form.text(f"consulted{suffix}", longest=gates.LONGEST_WHY)
    if suffix:
        gates.decide(db, engagement, "B", decision, why, consulted, by=by)
    else:
        gates.decide(db, engagement, "A", decision, why, consulted, by=by, member=member)
    return decision


@writes(PATH + "/taking-back", page=_again, guards=[guards.interventionist])
def take_back(request: Asked, db: Db, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Take an invitation back: its link and numbers end at once, and so does a page that it opened."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    member = engagements.member(db, engagement, member_id, seen_by=request.user)
    service.take_back(db, engagement, member, by=request.user)
    return _changed(request, engagement_id, member_id)


HANDLERS = [invitation, invite, take_back]
