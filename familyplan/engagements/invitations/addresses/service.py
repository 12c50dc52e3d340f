"""Which addresses an invitation may go to."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, contains_eager

from familyplan.access.records import Person
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.ties.queries import must_not_meet
from familyplan.kernel import vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

Reader, Writer = aliased(Member), aliased(Member)
Here, There = aliased(Person), aliased(Person)


def check_address(db: Session, engagement: Engagement, address: str) -> None:
    """
    Refuse an address that the loved one reads while the plan is that they hear on the day.

    For whoever invites a member or changes a member's address. The recorded choice to tell beforehand lifts it, and
    so does the day once it is past. An address shared by two relatives is fine.
    """
    if not address.strip() or not engagements.surprises(engagement):
        return
    known = [engagement.loved_address_index] if engagement.loved_address_index else []
    known += [vault.current().address_index(each) for each in _loved_ones_addresses(db, engagement)]
    alike = {same_mailbox(each) for each in _loved_ones_addresses(db, engagement)}
    if vault.current().address_index(address) in known or same_mailbox(address) in alike:
        name = engagement.loved_name
        raise Refusal(
            _("This looks like %(name)s's address. In this plan %(name)s hears on the day. Is it someone else's?"),
            field="address",
            name=name,
        )


def shared_apart(db: Session, engagement: Engagement, member: Member) -> Member | None:
    """Who else of the family reads the same mailbox and must not meet *member*; for the program's own rules."""
    if member.person.address_index is None:
        return None
    other = select(Reader).join(Reader.person).options(contains_eager(Reader.person))
    other = other.where(Reader.engagement_id == engagement.id, Reader.id != member.id, Reader.left_at.is_(None))
    other = other.join(Member, Member.id == member.id).where(must_not_meet(Reader, Member))
    return db.scalars(other.where(Person.address_index == member.person.address_index).limit(1)).first()


def read_alone(db: Session, people: Collection[Person]) -> list[Person]:
    """Of *people*, those whose mailbox nobody reads whom they must not meet; for every mail that carries their name."""
    shared = select(Writer.person_id).join(Reader, Reader.engagement_id == Writer.engagement_id)
    shared = shared.join(Here, Here.id == Writer.person_id).join(There, There.id == Reader.person_id)
    shared = shared.where(Writer.person_id.in_([person.id for person in people]), Reader.left_at.is_(None))
    shared = shared.where(Here.address_index == There.address_index, must_not_meet(Reader, Writer))
    kept = set(db.scalars(shared))
    return [person for person in people if person.id not in kept]


def check_shared(db: Session, engagement: Engagement, member: Member) -> None:
    """Refuse, for the lead alone, to write to a mailbox that somebody reads whom *member* must not meet."""
    other = shared_apart(db, engagement, member)
    if other is not None:
        sentence = _(
            "%(other)s reads this mailbox too, and the two must not meet. "
            "Is there another address? Or read the six numbers by phone."
        )
        raise Refusal(sentence, field="address", other=other.person.first_name)


def _loved_ones_addresses(db: Session, engagement: Engagement) -> list[str]:
    """Every address that the loved one is known to read: the one kept to be compared, and their own as a person."""
    theirs = select(Member).join(Member.person).options(contains_eager(Member.person))
    rows = db.scalars(theirs.where(Member.engagement_id == engagement.id, Member.is_loved_one))
    return [each for each in (engagement.loved_address, *(row.person.address for row in rows)) if each]


def same_mailbox(address: str) -> str:
    """Fold what large providers deliver to one mailbox: dots in the name, and googlemail.com for gmail.com."""
    name, _at, domain = vault.tidy_address(address).rpartition("@")
    return f"{name.replace('.', '')}@{'gmail.com' if domain == 'googlemail.com' else domain}"


def one_address(address: str) -> None:
    """Refuse what is no address, or more than one: a second reader would come in unasked."""
    if not address:
        raise Refusal(_("Where should it go? Or read the six numbers by phone."), field="address")
    name, at, domain = address.strip().rpartition("@")
    if not (name and at and domain) or set(address.strip()) & set(' ,;:<>()[]"\n\t@') - {"@"} or "@" in name:
        raise Refusal(_("That does not look like one email address."), field="address")
