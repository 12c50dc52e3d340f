"""
Letting one person in through their invitation, once; counting wrong tries.

What is found here is found for the program's own rules: whoever stands at a door is nobody yet.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from familyplan.access.records import Person
from familyplan.access.throttle import service as throttle
from familyplan.engagements import service as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.invitations.records import CodeTry, FormerLink, Invitation
from familyplan.engagements.needs.service import needs
from familyplan.engagements.records import Engagement, Member
from familyplan.journal.service import note
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

COUNTED_FOR = timedelta(minutes=10)
AT_A_PLACE = throttle.Limit(30, timedelta(seconds=30), timedelta(minutes=15), timedelta(days=1))
IN_A_RUSH = throttle.Limit(3, timedelta(minutes=1), timedelta(minutes=15), timedelta(days=1))
KEPT_FOR = timedelta(days=1)
MOST_TRIES_OF_ALL = 60  # from everywhere, in ten minutes; more is a rush
MOST_FACT_TRIES = 5
NUMBERS = 6
GONE = 410
NOBODY = UUID(int=0)


NO_MORE = _("That was the last try for this link. Nothing is lost: please call us, and you get a new one.")


@dataclass(frozen=True)
class Way:
    """An invitation with whose it is, in which family."""

    invitation: Invitation
    member: Member
    engagement: Engagement

    @property
    def person(self) -> Person:
        """Whom it lets in."""
        return self.member.person


def typed_hash(digits: str, word: str) -> bytes:
    """Hash six numbers and a word together, keyed, so that a stolen database cannot be searched for them."""
    numbers = "".join(sign for sign in digits if sign.isdigit())
    said = " ".join(word.casefold().split())
    return vault.fingerprint(vault.current().token(f"typed:{numbers}:{said}", NOBODY, 0))


def living(db: Session, token: str) -> Way | None:
    """The way in behind a link that can be used now; None for any other. Looking changes nothing."""
    return _may_enter(db, Invitation.token_hash == vault.fingerprint(token))


def typed(db: Session, digits: str, word: str) -> Way | None:
    """The way in behind six numbers and the word; None unless exactly one fits."""
    return _may_enter(db, Invitation.code_hash == typed_hash(digits, word))


def _may_enter(db: Session, fits: ColumnElement[bool]) -> Way | None:
    here = _ways().where(fits, Invitation.taken_at.is_(None), Invitation.taken_back_at.is_(None))
    rows = db.execute(here.where(Invitation.expires_at > clock.now()).limit(2)).all()
    if len(rows) != 1:
        return None
    way = Way(rows[0][0], rows[0][1], rows[0][2])
    return way if gate_is_open(db, way.engagement, way.member) else None


def remembered(db: Session, token: str) -> Way | None:
    """The invitation that a link, also a used or former one, once belonged to, and that may still be renewed."""
    hashed = vault.fingerprint(token)
    former = select(FormerLink.invitation_id).where(FormerLink.token_hash == hashed)
    here = _ways().where(or_(Invitation.token_hash == hashed, Invitation.id.in_(former)))
    row = db.execute(here.where(Invitation.taken_back_at.is_(None))).first()
    way = Way(row[0], row[1], row[2]) if row else None
    return way if way and gate_is_open(db, way.engagement, way.member) else None


def by_mail(db: Session, mail_id: UUID) -> Way | None:
    """The invitation whose newest mail this is."""
    row = db.execute(_ways().where(Invitation.mail_id == mail_id)).first()
    return Way(row[0], row[1], row[2]) if row else None


def _ways() -> Select[Invitation, Member, Engagement]:
    here = select(Invitation, Member, Engagement).join(Member, Member.id == Invitation.member_id)
    here = here.join(Member.person).join(Engagement, Engagement.id == Invitation.engagement_id)
    same = or_(Invitation.address_index.is_(None), Invitation.address_index == Person.address_index)
    whole = here.options(contains_eager(Member.person), joinedload(Engagement.lead))
    return whole.where(Member.left_at.is_(None), Person.disabled_at.is_(None), same)


def gate_is_open(db: Session, engagement: Engagement, member: Member) -> bool:
    """Say whether this member may be let in now: gate A, and for the loved one B, unless the day is to come first."""
    standing = gates.standing_of(db, engagement.id)
    if not standing.of(member.id).open:
        return False
    hears_first = engagement.model_key is None or engagements.surprises(engagement)
    return not member.is_loved_one or (standing.b.open and not hears_first)


def may_ask_for_a_link(db: Session, people: Collection[Person]) -> list[Person]:
    """
    Of *people* found at an address, those whom a sign-in link may be mailed to.

    That is whoever came in by an invitation that was not taken back; being known lets nobody in. Who has left the
    circle since still comes to a copy of their own words, and to nothing else.
    """
    came = select(Member.person_id).outerjoin(Invitation, Invitation.member_id == Member.id)
    came = came.where(Member.person_id.in_([person.id for person in people]))
    inside = set(db.scalars(came.where(Member.came_in_at.is_not(None), Invitation.taken_back_at.is_(None))))
    return [person for person in people if person.id in inside]


def enter(db: Session, way: Way) -> Person:
    """
    Use an invitation up and note that its person came in; of many who press at once exactly one gets in.

    The first time is told to the slices above.
    """
    free = update(Invitation).where(Invitation.id == way.invitation.id, Invitation.counter == way.invitation.counter)
    free = free.where(Invitation.taken_at.is_(None), Invitation.taken_back_at.is_(None))
    now = clock.now()
    used = db.execute(free.where(Invitation.expires_at > now).values(taken_at=now))
    if used.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        raise Refusal(_("This link has had its day. Please ask for a new one."), status=GONE)
    person = way.person
    note(db, "invitation.opened", by=person, about="member", about_id=way.member.id, engagement_id=way.engagement.id)
    engagements.come_in(db, way.engagement, way.member, by=person)
    return person


def folded(word: str) -> str:
    """Fold how a word is written: case, blanks, accents and signs do not matter."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in parts if sign.isalnum())


def asks_for_fact(invitation: Invitation) -> bool:
    """Say whether the second word has to be told before this invitation lets in."""
    return bool(invitation.fact)


def has_no_try_left(invitation: Invitation) -> bool:
    """Say whether the second word was told wrongly so often that this invitation lets nobody in any more."""
    return asks_for_fact(invitation) and invitation.fact_tries >= MOST_FACT_TRIES


def tell_fact(db: Session, way: Way, told: str) -> None:
    """
    Compare the second word, which is in no mail; of five tries none is right, the invitation ends.

    In a transaction of its own, counted before it is compared. Then the lead is told, who calls.
    """
    if not asks_for_fact(way.invitation):
        return
    if not folded(told):
        raise Refusal(_("Please type the word that you agreed on by phone. It is not in the email."), field="fact")
    free = update(Invitation).where(Invitation.id == way.invitation.id, Invitation.fact_tries < MOST_FACT_TRIES)
    if db.execute(free.values(fact_tries=Invitation.fact_tries + 1)).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result
        raise Refusal(NO_MORE, field="fact")
    same = hmac.compare_digest(folded(told).encode(), folded(way.invitation.fact or "").encode())
    if same:
        db.execute(update(Invitation).where(Invitation.id == way.invitation.id).values(fact_tries=0))
        return
    if way.invitation.fact_tries + 1 >= MOST_FACT_TRIES:
        needs(db, way.engagement, "invitation_word", way.invitation.id)
    db.commit()
    last = way.invitation.fact_tries + 1 >= MOST_FACT_TRIES
    raise Refusal(NO_MORE if last else _("That is not the word. Please try once more, or call us."), field="fact")


def count_try(db: Session, place: str, bearer: str) -> None:
    """
    Count one try before it is looked at, in a transaction of its own; raises `Wait` when it is too early.

    A browser has five, a place thirty in a day, then each waits, longer each time, at most fifteen minutes. While many
    are tried from everywhere a place has fewer, but nobody's first try ever waits for somebody else's.
    """
    since = clock.now() - COUNTED_FOR
    everybody = db.scalar(select(func.count()).select_from(CodeTry).where(CodeTry.tried_at > since)) or 0
    limit = AT_A_PLACE if everybody < MOST_TRIES_OF_ALL else IN_A_RUSH
    by_browser = throttle.count(db, "numbers", throttle.mark("browser", bearer), throttle.HERE)
    wait = max(by_browser, throttle.count(db, "numbers", throttle.mark("place", place), limit))
    if wait:
        throttle.refuse(wait)
    db.execute(delete(CodeTry).where(CodeTry.tried_at < clock.now() - KEPT_FOR))
    db.add(CodeTry(browser=vault.fingerprint(bearer), tried_at=clock.now()))


def open_by_code(db: Session, digits: str, word: str, bearer: str) -> Way:
    """Find the invitation of six numbers and the word agreed on; refuses a pair that does not belong together."""
    numbers = "".join(sign for sign in digits if sign.isdigit())
    if len(numbers) != NUMBERS:
        raise Refusal(_("Please type all six numbers."), field="numbers")
    if not word.strip():
        raise Refusal(_("Please type the word that you agreed on."), field="word")
    way = typed(db, numbers, word)
    if way is None:
        sentence = _("Those numbers and that word do not belong together. Please look once more, or call us.")
        raise Refusal(sentence, field="numbers")
    forgive = delete(CodeTry).where(CodeTry.browser == vault.fingerprint(bearer))
    db.execute(forgive)
    throttle.let_go(db, "numbers", throttle.mark("browser", bearer))
    return way
