"""The cast: the people whom tests, demo and docs all know (README, "Who is who"). One list for all three."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.access.records import Person, Practice
from familyplan.engagements import service as engagements
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel import clock

ZONE = "America/New_York"


@dataclass
class Cast:
    """The practice's people and the Reyes family, as records; `members` by first name in lower case."""

    dana: Person
    cole: Person
    olga: Person
    sol: Person
    priya: Person
    reyes: Engagement
    members: dict[str, Member]

    def person(self, name: str) -> Person:
        """Give somebody of the cast by first name: staff, or a member's person."""
        if name in self.members:
            return self.members[name].person
        found: Person = getattr(self, name)
        return found


def found_practice(db: Session) -> dict[str, Person]:
    """Found Linden Office with its people: Dana, Priya, Olga, Sol, and Cole of the treatment program."""
    practice = Practice(name="Linden Office", phone="555 0100", hours="Monday to Friday, 9 to 5", reads_within_days=2,
                        trained_in="johnson arise love_first", zone=ZONE, founded_at=clock.now())  # fmt: skip
    db.add(practice)
    roles = {
        "dana": ("Dana", ("interventionist",)),
        "priya": ("Priya", ("interventionist",)),
        "olga": ("Olga", ("owner",)),
        "sol": ("Sol", ("supervisor",)),
        "cole": ("Cole", ("counselor",)),
    }
    return {
        key: access.employ(db, name, f"{key}@linden.example", given, by=None, zone=ZONE)
        for key, (name, given) in roles.items()
    }


def reyes_family(db: Session, staff: dict[str, Person], model: str | None = "love_first") -> Cast:
    """
    Make the Reyes family under any model; Cole and Sol have grants, Priya has none.

    Maria (mother, 70), Luis (brother) and Ana (sister, abroad) have come in, Theo (Luis's friend) has not; Sam is the
    loved one.
    """
    dana = staff["dana"]
    reyes = engagements.open_engagement(db, by=dana, zone=ZONE)
    reyes.family_name, reyes.loved_name = "Reyes", "Sam"
    people = {
        "maria": ("Maria", "mother", "reyes.house@example.org"),
        "luis": ("Luis", "brother", "reyes.house@example.org"),  # one mailbox for two
        "ana": ("Ana", "sister", "ana@example.org"),
        "theo": ("Theo", "friend", "theo@example.org"),
        "sam": ("Sam", "loved_one", ""),
    }
    members = {
        key: engagements.add_member(
            db,
            reyes,
            name,
            relation,
            by=dana,
            address=address,
            is_loved_one=key == "sam",
            is_first_caller=key == "maria",
        )
        for key, (name, relation, address) in people.items()
    }
    for key, calls in (("maria", "Sam"), ("luis", "Sammy"), ("ana", "Sam")):
        members[key].calls = calls
    today = clock.today(ZONE)
    engagements.grant(db, reyes, staff["sol"].id, "supervisor", from_on=today, until_on=None, by=dana)
    engagements.grant(db, reyes, staff["cole"].id, "counselor", from_on=today, until_on=None, by=dana)
    db.flush()
    if model is not None:
        engagements.choose_way(db, reyes, shelf.current().models[model], by=dana)
    for key in ("maria", "luis", "ana"):
        engagements.come_in(db, reyes, members[key], by=members[key].person)
    return Cast(**staff, reyes=reyes, members=members)
