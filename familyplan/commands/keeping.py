"""Keeping what was written: the journal's chain."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from familyplan.app import server
from familyplan.commands.status import GOOD, NOT_GOOD, Add
from familyplan.journal.heads import service as heads
from familyplan.settings import Settings

LONGEST_NAME = 4096  # of a path


def describe(add: Add) -> None:
    """Describe `journal`."""
    kept = add("journal", journal).add_subparsers(dest="what", required=True)
    verify = kept.add_parser("verify", help="walk the chain and hold it against the heads that were kept")
    verify.add_argument("--head", action="append", default=[], help="a head kept elsewhere: the line, or a file of it")
    kept.add_parser("head", help="print the newest entry's number, hash and time, signed, to be kept elsewhere")


def journal(settings: Settings, given: argparse.Namespace) -> int:
    """Verify the journal against every head that was kept of it, or print its head so that it can be kept elsewhere."""
    database = server.open_up(settings)
    if given.what == "head":
        with database.reading() as db:
            print(heads.head(db))
        return GOOD
    try:
        beside = heads.kept(settings.keys)
        known = [heads.SignedHead.read(_line(one)) for one in given.head] + ([beside] if beside else [])
    except heads.NoHead as why:
        print(why, file=sys.stderr)
        return NOT_GOOD
    with database.reading() as db:
        wrong, number = heads.what_is_wrong(db, known), heads.head(db).number
    if wrong:
        print(f"The journal does not hold. {wrong}", file=sys.stderr)
        return NOT_GOOD
    print(f"The journal holds: {number} entries, held against {len(known)} kept heads.")
    if beside is None:
        print("There is no head beside the keys yet; `familyplan serve` keeps one there each minute.", file=sys.stderr)
    return GOOD


def _line(given: str) -> str:
    """Read a head that was given as a file; anything else is the line itself."""
    file = Path(given)
    return file.read_text("utf-8", "replace") if len(given) < LONGEST_NAME and file.is_file() else given
