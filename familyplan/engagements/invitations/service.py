"""Inviting one person, renewing what ran out, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.queries import practice
from familyplan.access.records import Person
from familyplan.access.service import end_links, readdress
from familyplan.access.sessions import service as sessions
from familyplan.access.throttle import service as throttle
from familyplan.engagements import service as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations.addresses import service as addresses
from familyplan.engagements.invitations.doors import service as doors
from familyplan.engagements.invitations.records import FormerLink, Invitation
from familyplan.engagements.needs import service as waiting
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.service import note
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.mail import service as mail

LASTS = timedelta(hours=72)
DAYS = "3"
AGAIN_AFTER = timedelta(minutes=2)  # what is pressed twice is sent once
IN_A_DAY = throttle.Limit(5, timedelta(days=1), timedelta(days=1), timedelta(days=1))
PURPOSE = "invitation"
WAYS = ("mail", "code")
WORDS = (
    "bluebird", "lantern", "maple", "teapot", "harbor", "orchard", "pebble", "willow", "kettle", "meadow", "candle",
    "sparrow", "button", "clover", "acorn", "ribbon",
)  # fmt: skip


def suggested_word(member: Member) -> str:
    """Suggest a word to agree on by phone; the same for a member each time."""
    return WORDS[member.id.int % len(WORDS)]


def invite(
    db: Session,
    engagement: Engagement,
    member: Member,
    *,
    by: Person,
    way: str = "mail",
    word: str = "",
    address: str = "",
    fact: str | None = None,
) -> Invitation:
    """
    Send (or make, for a code by phone) a way in for one person, with its mail in the same transaction.

    Needs gate A at go, and B too for the loved one. Sending again makes a new link and ends the old one; pressed
    twice within two minutes it is sent once. A new *address* is kept first. *fact* is a second word, agreed by phone,
    that the link asks for; None keeps the one there is.
    """
    _addressed(db, engagement, member, way, address)
    if way == "code" and not word.strip():
        raise Refusal(_("Please agree on a word first. The six numbers open only together with it."), field="word")
    invitation = _of(db, member)
    if fact is not None and doors.folded(fact) and doors.folded(fact) == doors.folded(word):
        raise Refusal(_("Please agree on another word here: the first one stands in the email."), field="fact")
    if invitation is not None and _just_sent(invitation, member, way, word):
        _keep_fact(invitation, fact)
        return invitation
    if invitation is None:
        invitation = _new(db, engagement, member, way, by=by)
    elif invitation.taken_back_at is None:
        _remember_former(db, invitation)
    invitation.way, invitation.word, invitation.by_id = way, word.strip(), by.id
    invitation.taken_back_at = invitation.taken_at = None
    _keep_fact(invitation, fact)
    invitation.fact_tries = 0
    waiting.met(db, engagement.id, "invitation_word", invitation.id)
    _renew(db, engagement, member, invitation, "loved_one_invitation" if member.is_loved_one else "invitation")
    note(db, "invitation.sent", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    return invitation


def _addressed(db: Session, engagement: Engagement, member: Member, way: str, address: str) -> None:
    """Keep a new *address*, and refuse one that is not this person's alone; ends with the gates asked."""
    if way == "mail":
        addresses.one_address(address or member.person.address)
    if address and address != member.person.address:
        addresses.check_address(db, engagement, address)
        readdress(db, member.person, address)
        db.flush()
    _may_invite(db, engagement, member)
    addresses.check_address(db, engagement, member.person.address if way == "mail" else "")
    if way == "mail":
        addresses.check_shared(db, engagement, member)


def _keep_fact(invitation: Invitation, fact: str | None) -> None:
    if fact is not None and doors.folded(fact) != doors.folded(invitation.fact or ""):
        invitation.fact, invitation.fact_tries = fact.strip(), 0
        invitation.code_hash = _typed(invitation)


def _typed(invitation: Invitation) -> bytes:
    """Hash what opens without the link; where there is a second word, the one in the mail does not do for it."""
    return doors.typed_hash(digits_of(invitation), invitation.fact or invitation.word or "")


def _may_invite(db: Session, engagement: Engagement, member: Member) -> None:
    name = member.person.name
    standing = gates.standing_of(db, engagement.id)
    if pauses.stands_still(db, engagement.id):
        raise Refusal(_("Everything is paused for this family. Nothing is sent until you start again."))
    if engagement.closed_at is not None:
        raise Refusal(_("This family's file is closed. Nothing is sent until you open it again."))
    if member.is_loved_one and not engagement.model_key:
        raise Refusal(_("Choose a way together first. Until then nothing reaches %(name)s."), name=name)
    if member.is_loved_one and engagements.surprises(engagement):
        raise Refusal(_("In this plan %(name)s hears on the day. Nothing is sent before that."), name=name)
    if not standing.of(member.id).open:
        raise Refusal(_("First say why %(name)s can come in."), field="why", name=name)
    if member.is_loved_one and not standing.b.open:
        raise Refusal(_("First say why it is right to reach out to %(name)s now."), field="why_b", name=name)


def _of(db: Session, member: Member) -> Invitation | None:
    return db.scalar(select(Invitation).where(Invitation.member_id == member.id))


def _just_sent(invitation: Invitation, member: Member, way: str, word: str) -> bool:
    same = (invitation.way, invitation.word) == (way, word.strip()) and invitation.taken_back_at is None
    where = invitation.address_index == (member.person.address_index if way == "mail" else None)
    return same and where and not invitation.taken_at and clock.now() - invitation.sent_at < AGAIN_AFTER


def _new(db: Session, engagement: Engagement, member: Member, way: str, *, by: Person) -> Invitation:
    now = clock.now()
    made = Invitation(engagement_id=engagement.id, member_id=member.id, way=way, counter=0, by_id=by.id)
    made.sent_at = made.expires_at = now
    made.token_hash = made.code_hash = made.id.bytes  # until it is renewed, a moment later
    try:
        with db.begin_nested():
            db.add(made)
    except IntegrityError:
        raise Refusal(_("It was sent just now, by somebody else. Please look once more.")) from None
    return made


def _remember_former(db: Session, invitation: Invitation) -> None:
    former = FormerLink(engagement_id=invitation.engagement_id, invitation_id=invitation.id)
    former.token_hash = invitation.token_hash
    db.add(former)


def _renew(db: Session, engagement: Engagement, member: Member, invitation: Invitation, template: str) -> None:
    """Count on, hash the new link and numbers, and mail it where it goes by mail."""
    if invitation.mail_id is not None:
        mail.withdraw(db, invitation.mail_id)
    invitation.counter += 1
    invitation.sent_at = clock.now()
    invitation.expires_at = invitation.sent_at + LASTS
    invitation.token_hash = vault.fingerprint(vault.current().token(PURPOSE, invitation.id, invitation.counter))
    invitation.code_hash = _typed(invitation)
    invitation.address_index, invitation.mail_id = None, None
    if invitation.way == "mail":
        invitation.address_index = member.person.address_index
        way = mail.link(PURPOSE, invitation.id, invitation.counter, "/invitations/")
        says = mail_says(db, engagement, member, invitation.word)
        posted = mail.post(db, template, to=member.person.address, says=says, links=way, engagement_id=engagement.id)
        invitation.mail_id = posted.id if posted else None
    waiting.met(db, engagement.id, "invitation_lost", invitation.id)
    db.flush()


def mail_says(db: Session, engagement: Engagement, member: Member, word: str) -> dict[str, str]:
    """What an invitation's mail says besides its link; no name but the reader's and the professional's."""
    lead, office = engagement.lead, practice(db)
    return {
        "name": member.person.first_name,
        "professional": lead.first_name,
        "telephone": lead.phone or (office.phone if office else ""),
        "practice": office.name if office else "",
        "our_word": word.strip(),
        "days": DAYS,
    }


def digits_of(invitation: Invitation) -> str:
    """The six numbers that, with the word, open the same as the link."""
    return vault.current().code(PURPOSE, invitation.id, invitation.counter)


def take_back(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """
    End a way in at once: link, numbers, a mail that still waits; where it was opened, all sessions and later links too.

    Twice is harmless. Whether it was opened stays on the row.
    """
    back = update(Invitation).where(Invitation.member_id == member.id, Invitation.taken_back_at.is_(None))
    if db.execute(back.values(taken_back_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result
        return
    invitation = _of(db, member)
    if invitation is not None and invitation.mail_id is not None:
        mail.withdraw(db, invitation.mail_id)
    if invitation is not None and invitation.taken_at is not None:
        sessions.end_all_of(db, member.person_id)
        end_links(db, member.person_id)
    note(db, "invitation.taken_back", by=by, about="member", about_id=member.id, engagement_id=engagement.id)


def let_go(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """
    End an invitation that was never opened when its person is let go; told of `left`.

    One that was opened stays as it is: by it whoever left may still come for their own words.
    """
    unopened = select(Invitation.id).where(Invitation.member_id == member.id, Invitation.taken_at.is_(None))
    if db.scalar(unopened) is not None:
        take_back(db, engagement, member, by=by)


def send_a_new_one(db: Session, token: str) -> None:
    """
    Mail a new link to the address that an old one went to, if its gate still stands; whoever asks is told the same.

    Two presses within two minutes send one mail, and a day's presses five: who holds an old link floods nobody. Of two
    at the same moment one is sent, by a conditional update.
    """
    way = doors.remembered(db, token)
    if way is None or way.invitation.way != "mail" or clock.now() - way.invitation.sent_at < AGAIN_AFTER:
        return
    if addresses.shared_apart(db, way.engagement, way.member) is not None:
        return
    invitation, family = way.invitation, way.engagement.id
    if throttle.count(db, "renewal", throttle.mark("invitation", str(invitation.id)), IN_A_DAY):
        return
    claim = update(Invitation).where(Invitation.id == invitation.id, Invitation.sent_at == invitation.sent_at)
    if db.execute(claim.values(taken_at=None, sent_at=clock.now())).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result
        return
    _remember_former(db, invitation)
    _renew(db, way.engagement, way.member, invitation, "new_link")
    note(db, "invitation.renewed", by=way.person, about="member", about_id=way.member.id, engagement_id=family)


def came_back(db: Session, mail_id: UUID) -> None:
    """Tell the lead that an invitation's mail came back for good; a listener of the outbox."""
    way = doors.by_mail(db, mail_id)
    if way is not None:
        waiting.needs(db, way.engagement, "invitation_lost", way.invitation.id)
