"""Finding people, and the links that let them in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Password, Person, Practice, SignInLink, StaffRole
from familyplan.kernel import clock, vault


def people_at(db: Session, address: str, kind: str) -> list[Person]:
    """Everybody of one kind behind an address; two relatives may share one."""
    index = vault.current().address_index(address)
    at = select(Person).where(Person.address_index == index, Person.kind == kind, Person.disabled_at.is_(None))
    return list(db.scalars(at.order_by(Person.known_since_at)))


def password_at(db: Session, address: str) -> tuple[Person, str] | None:
    """The staff member behind an address, with the password as it is kept."""
    index = vault.current().address_index(address)
    at = select(Person, Password.hashed).join(Password, Password.person_id == Person.id)
    found = db.execute(at.where(Person.address_index == index, Person.disabled_at.is_(None))).first()
    return (found[0], found[1]) if found else None


def password_of(db: Session, person: Person) -> str | None:
    """Somebody's password as it is kept; None for whoever has none."""
    return db.scalar(select(Password.hashed).where(Password.person_id == person.id))


def known_of(db: Session, person: Person) -> list[str]:
    """What a stranger knows of somebody who works here, and would try as a password: name, address, the practice."""
    here = practice(db)
    return [person.name, person.address, here.name if here else ""]


def living_link(db: Session, token: str, *, demo: bool = False) -> tuple[SignInLink, Person] | None:
    """
    Find the link of a token and its person, while it can still be used; looking changes nothing.

    A link that a demo made counts on a demo's server alone.
    """
    at = select(SignInLink, Person).join(Person, Person.id == SignInLink.person_id)
    living = at.where(SignInLink.token_hash == vault.fingerprint(token), SignInLink.used_at.is_(None))
    living = living if demo else living.where(SignInLink.purpose != "demo")
    found = db.execute(living.where(SignInLink.expires_at > clock.now(), Person.disabled_at.is_(None))).first()
    return (found[0], found[1]) if found else None


def staff_people(db: Session) -> list[Person]:
    """Everybody who works here, with roles, by name."""
    rows = db.execute(select(Person, StaffRole.role).join(StaffRole, StaffRole.person_id == Person.id)).all()
    people: dict[UUID, Person] = {}
    for person, role in rows:
        known = people.setdefault(person.id, person)
        known.roles = known.roles | {role}
    return sorted(people.values(), key=lambda person: person.name)


def colleague(db: Session, person_id: UUID, *, seen_by: Person) -> Person | None:
    """Somebody who works here, for the owner; nobody for anybody else."""
    at = select(Person).where(Person.id == person_id, Person.kind == "staff")
    return db.scalar(at) if "owner" in seen_by.roles else None


def practice(db: Session) -> Practice | None:
    """The practice of this installation, once `init` has made it."""
    return db.scalar(select(Practice))


def words_a_minute(db: Session) -> int | None:
    """How fast this practice says that a letter is read aloud; None where it has not said so."""
    return db.scalar(select(Practice.words_a_minute))
