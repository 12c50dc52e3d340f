"""Making an installation, and bringing its database up to this version."""

from __future__ import annotations

import argparse
import sys

from familyplan.access.practice import service as practice
from familyplan.app import schema, server
from familyplan.commands.status import GOOD, NOT_GOOD, Add
from familyplan.kernel import vault
from familyplan.kernel.db import open_engine
from familyplan.kernel.errors import Refusal
from familyplan.settings import Settings


def describe(add: Add) -> None:
    """Describe `init` and `migrate`."""
    begin = add("init", init)
    begin.add_argument("--practice", required=True, help="the neutral name that everybody sees")
    begin.add_argument("--owner", required=True, help="the owner's address")
    begin.add_argument("--works", action="store_true", help="the owner leads families too")
    add("migrate", migrate)


def init(settings: Settings, given: argparse.Namespace) -> int:
    """Make an installation: key, database, practice, the owner with a one-use link; no password is ever made up."""
    try:
        practice.neutral(given.practice)  # before anything is made, so that another name can be tried
        vault.KeyRing.make(settings.keys)
    except Refusal as why:
        print(why.sentence, file=sys.stderr)
        return NOT_GOOD
    except FileExistsError:
        print(f"There is a key at {settings.keys} already; it is never overwritten.", file=sys.stderr)
        return NOT_GOOD
    database = server.open_up(settings)
    with database.writing() as db:
        practice.found(db, given.practice, settings.zone)
        roles = ("owner", "interventionist") if given.works else ("owner",)
        _owner, token = practice.engage(
            db, given.owner.partition("@")[0], given.owner, roles, by=None, zone=settings.zone
        )
    database.engine.dispose()
    print(f"{settings.base_url}/sign-in/{token}")
    return GOOD


def migrate(settings: Settings, _given: argparse.Namespace) -> int:
    """Bring the database up to this version; doing it again changes nothing."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    schema.migrate(engine)
    engine.dispose()
    return GOOD
