"""New keys, and erasing for good."""

from __future__ import annotations

import argparse
import sys
from uuid import UUID

from familyplan.app import server
from familyplan.commands.status import GOOD, NOT_GOOD, WRONG_USE, Add
from familyplan.kernel import vault
from familyplan.settings import Settings
from familyplan.upkeep import keys
from familyplan.upkeep.erasure import service as erasure


def describe(add: Add) -> None:
    """Describe `keys` and `erase`."""
    ring = add("keys", renew).add_subparsers(dest="what", required=True)
    ring.add_parser("rotate", help="a new key for the installation, also while it is served; the old one opens nothing")
    gone = add("erase", erase)
    gone.add_argument("what", nargs="+", metavar="ENGAGEMENT", help="a family's id, or the word person and an id")
    gone.add_argument("--yes", action="store_true", help="do not ask for the id a second time")


def renew(settings: Settings, _given: argparse.Namespace) -> int:
    """Give the installation a new key. What is kept is sealed again; begun again after a kill, it goes on."""
    database = server.open_up(settings)
    try:
        count = keys.rotate(database, vault.current().ring)
    finally:
        database.engine.dispose()
    print(f"The key is new; {count} rows were sealed again, and every family's key was wrapped again.")
    print("Make a backup now and copy the keys folder: backups from before open with the key file of their time alone.")
    return GOOD


def erase(settings: Settings, given: argparse.Namespace) -> int:
    """Erase a family, or `person ID`, for good: no backup brings it back. Refused under a hold by law."""
    person = given.what[0] == "person"
    ids = given.what[1:] if person else given.what
    try:
        about = UUID(ids[0]) if len(ids) == 1 else None
    except ValueError:
        about = None
    if about is None:
        print("Name one family by its id, or `person` and one id.", file=sys.stderr)
        return WRONG_USE
    if not given.yes and not _typed_again(about):
        print("Nothing was erased.", file=sys.stderr)
        return NOT_GOOD
    database = server.open_up(settings)
    act = erasure.erase_person if person else erasure.erase_engagement
    try:
        act(database, about, by=None)
    finally:
        database.engine.dispose()
    print(f"Erased. Copy {settings.keys} again: an older copy of it would open an older backup.")
    return GOOD


def _typed_again(about: UUID) -> bool:
    print(f"This cannot be undone. Type the id again to erase {about}: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip() == str(about)
