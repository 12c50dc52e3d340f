"""Who works here."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy import select

from familyplan.access import queries
from familyplan.access.factors import service as factors
from familyplan.access.practice import service as practice
from familyplan.access.records import STAFF_ROLES, Person
from familyplan.app import server
from familyplan.commands.status import GOOD, NOT_GOOD, Add
from familyplan.kernel import vault
from familyplan.settings import Settings


def describe(add: Add) -> None:
    """Describe `accounts`."""
    people = add("accounts", accounts).add_subparsers(dest="what", required=True)
    adding = people.add_parser("add", help="make somebody staff and print their one-use link")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", action="append", required=True, choices=STAFF_ROLES)
    adding.add_argument("address")
    people.add_parser("list", help="who works here")
    ending = people.add_parser("end", help="close the door to somebody who works here no more; what they wrote stays")
    ending.add_argument("address")
    again = people.add_parser("reset", help="a new link to choose a password; the second factor stays")
    again.add_argument("--factor", action="store_true", help="take app, passkeys and spare codes away as well")
    again.add_argument("address")


def accounts(settings: Settings, given: argparse.Namespace) -> int:
    """Add staff, list them, end one's way in, or send one a new link to choose a password."""
    database = server.open_up(settings)
    with database.writing() as db:
        if given.what == "list":
            for one in (each for each in queries.staff_people(db) if each.disabled_at is None):
                print(f"{one.name}\t{one.address}\t{' '.join(sorted(one.roles))}")
            return GOOD
        if given.what == "add":
            roles = tuple(given.role)
            _person, token = practice.engage(db, given.name, given.address, roles, by=None, zone=settings.zone)
        else:
            index = vault.current().address_index(given.address)
            here = select(Person).where(Person.address_index == index, Person.kind == "staff")
            person = db.scalar(here.where(Person.disabled_at.is_(None)))
            if person is None:
                print("Nobody here signs in with that address.", file=sys.stderr)
                return NOT_GOOD
            if given.what == "end":
                practice.dismiss(db, person, by=None)
                print(f"{person.name or given.address} cannot sign in any more. What they wrote stays.")
                return GOOD
            if given.factor:
                factors.reset(db, person)
            token = practice.send_set_up(db, person)
    print(f"{settings.base_url}/sign-in/{token}")
    return GOOD
