"""The command line. Exit status: 0 good, 1 the thing asked about is not good, 2 wrong use."""

from __future__ import annotations

import argparse
import os
import sys

from familyplan import settings as environment
from familyplan.app import server
from familyplan.commands import backups, checking, installing, keeping, letting_go, people, serving
from familyplan.commands.status import NOT_GOOD, Run
from familyplan.kernel.errors import Refusal
from familyplan.kernel.files import Broken


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(
        prog="familyplan", description="Families, letters and the weeks around an intervention."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Run) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=(run.__doc__ or "").strip().splitlines()[0], description=run.__doc__)
        made.set_defaults(run=run)
        return made

    for noun in (installing, serving, checking, people, keeping, backups, letting_go):
        noun.describe(add)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; a sentence on standard error says what is not good."""
    given = parser().parse_args(argv)
    os.umask(0o077)  # whatever is written is for this user alone
    try:
        status: int = given.run(environment.from_environment(), given)
    except (server.NotReady, Refusal, Broken) as why:
        print(why.sentence if isinstance(why, Refusal) else why, file=sys.stderr)
        return NOT_GOOD
    return status
