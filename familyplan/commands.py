"""The command line. Exit status: 0 good, 1 the thing asked about is not good, 2 wrong use."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

from sqlalchemy import select

from familyplan import settings as environment
from familyplan.access import queries
from familyplan.access.practice import service as practice
from familyplan.access.records import STAFF_ROLES, Person
from familyplan.app import coaching, create_app, routes, schema, server
from familyplan.demo import service as demo
from familyplan.guidance import shelf
from familyplan.journal.records import Head
from familyplan.journal.service import HEAD_ID, first_broken
from familyplan.kernel import paths, vault
from familyplan.kernel.db import open_engine
from familyplan.kernel.errors import Refusal
from familyplan.kernel.files import Broken
from familyplan.settings import Settings

GOOD, NOT_GOOD, WRONG_USE = 0, 1, 2


def init(settings: Settings, given: argparse.Namespace) -> int:
    """Make an installation: key, database, practice, the owner with a one-use link; no password is ever made up."""
    try:
        vault.KeyRing.make(settings.keys)
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


def serve(settings: Settings, given: argparse.Namespace) -> int:
    """Serve the practice."""
    if given.workers > 1 and settings.database.startswith("sqlite"):
        print("SQLite takes one writer: use one worker, or PostgreSQL for more.", file=sys.stderr)
        return WRONG_USE
    at = urlsplit(settings.base_url)
    host = given.host or server.LOOPBACK
    if not settings.https and host not in ("127.0.0.1", "localhost", "::1"):
        print("Without https in FAMILYPLAN_BASE_URL it serves this machine alone.", file=sys.stderr)
        return WRONG_USE
    taken = server.listen(given.port if given.port is not None else at.port or 8000, host)
    server.open_up(settings).engine.dispose()  # what is not ready is said before anything is served
    server.serve_with(settings, taken, given.workers)
    return GOOD


def worker(settings: Settings, _given: argparse.Namespace) -> int:
    """Bring mails and let time pass, apart from the pages."""
    server.work(settings, server.open_up(settings))
    return GOOD


def migrate(settings: Settings, _given: argparse.Namespace) -> int:
    """Bring the database up to this version; doing it again changes nothing."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    schema.migrate(engine)
    engine.dispose()
    return GOOD


def check(settings: Settings, _given: argparse.Namespace) -> int:
    """Read every model and every text, strictly; name file, field and value of the first that is wrong."""
    own_folders(settings)
    try:
        read = shelf.open_shelf(paths.models(), paths.content())
        coaching.check_coach()
    except Broken as why:
        print(why, file=sys.stderr)
        return NOT_GOOD
    print(f"{len(read.models)} models, {len(read.lessons)} lessons, {len(read.emails)} mails: all read.")
    return GOOD


def coach(settings: Settings, given: argparse.Namespace) -> int:
    """
    Read a letter, from a file or standard input, and say what is good and what is worth a second look.

    Offsets are code points of the input. With --lines every line of the input is one JSON string and gives one JSON
    result, written at once; a line that is none gives {"error": ...} on its line, and the exit status is 1 at the end.
    Exit status 2 where there is no such file or no such model.
    """
    own_folders(settings)
    try:
        groups, source = coaching.expected(given.model), coaching.source(given.file)
    except (KeyError, OSError) as why:
        print(f"There is no model {why}." if isinstance(why, KeyError) else why, file=sys.stderr)
        return WRONG_USE
    status = GOOD
    for said, good in coaching.answers(source, groups, given.format, by_line=given.lines):
        print(said, flush=True)
        status = status if good else NOT_GOOD
    return status


def own_folders(settings: Settings) -> None:
    """Let the practice's own models and content add to the shipped ones."""
    for name, folder in (("models", settings.models), ("content", settings.content)):
        if folder is not None:
            paths.add_own(name, folder)


def models(settings: Settings, given: argparse.Namespace) -> int:
    """List the models that this installation knows."""
    if check(settings, given) != GOOD:
        return NOT_GOOD
    for model in shelf.open_shelf(paths.models(), paths.content()).models.values():
        size = f"{len(model.stages)} stages, {len(model.milestones)} milestones"
        print(f"{model.key}	{model.title}	{size}	{model.summary}")
    return GOOD


def accounts(settings: Settings, given: argparse.Namespace) -> int:
    """Add staff, list them, or send one a new link to choose a password."""
    database = server.open_up(settings)
    with database.writing() as db:
        if given.what == "list":
            for one in queries.staff_people(db):
                print(f"{one.name}\t{one.address}\t{' '.join(sorted(one.roles))}")
            return GOOD
        if given.what == "add":
            roles = tuple(given.role)
            _person, token = practice.engage(db, given.name, given.address, roles, by=None, zone=settings.zone)
        else:
            index = vault.current().address_index(given.address)
            person = db.scalar(select(Person).where(Person.address_index == index, Person.kind == "staff"))
            if person is None:
                print("Nobody here signs in with that address.", file=sys.stderr)
                return NOT_GOOD
            token = practice.send_set_up(db, person)
    print(f"{settings.base_url}/sign-in/{token}")
    return GOOD


def show_routes(settings: Settings, _given: argparse.Namespace) -> int:
    """Print every route: method, path, who may ask, and what it is about."""
    shelf.use(shelf.open_shelf(paths.models(), paths.content()))
    print(json.dumps(routes.table(create_app(settings, None)), indent=1))
    return GOOD


def journal(settings: Settings, given: argparse.Namespace) -> int:
    """Verify the journal's chain, or print its head so that it can be kept elsewhere."""
    with server.open_up(settings).reading() as db:
        head = db.get(Head, HEAD_ID)
        if given.what == "head":
            print(f"{head.number} {head.chained.hex()}" if head else "0")
            return GOOD
        broken = first_broken(db)
    if broken is not None:
        print(f"The journal was changed: entry {broken} is not what was written.", file=sys.stderr)
        return NOT_GOOD
    print(f"The journal holds: {head.number if head else 0} entries.")
    return GOOD


def show_demo(settings: Settings, given: argparse.Namespace) -> int:
    """Make a sample practice in a folder, or go on with the one there, and serve it with ready-made ways in."""
    folder = server.own_folder(given.data or Path(mkdtemp(prefix="familyplan-demo-")))
    taken = server.listen(given.port)
    url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    made = replace(
        settings, data=folder, keys=folder / "keys", database_url="", base_url=url, smtp_url="", demo=True,
        mail_from="office@linden.example",
    )  # fmt: skip
    if not (made.keys / vault.INSTALLATION).exists():
        vault.KeyRing.make(made.keys)
    database = server.open_up(made)
    demo.prepare(database)
    links = demo.links(database, url)

    def ready() -> None:
        if given.links:
            given.links.write_text(json.dumps(links, indent=1))
        print(json.dumps(links, indent=1), flush=True)

    server.serve(made, database, taken, ready=ready)
    return GOOD


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    top = argparse.ArgumentParser(
        prog="familyplan", description="Families, letters and the weeks around an intervention."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: object) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=(run.__doc__ or "").strip().splitlines()[0], description=run.__doc__)
        made.set_defaults(run=run)
        return made

    begin = add("init", init)
    begin.add_argument("--practice", required=True, help="the neutral name that everybody sees")
    begin.add_argument("--owner", required=True, help="the owner's address")
    begin.add_argument("--works", action="store_true", help="the owner leads families too")
    serving = add("serve", serve)
    serving.add_argument("--host", default="")
    serving.add_argument("--port", type=int)
    serving.add_argument("--workers", type=int, default=1)
    for name, run in (("worker", worker), ("migrate", migrate), ("check", check), ("models", models)):
        add(name, run)
    people = add("accounts", accounts).add_subparsers(dest="what", required=True)
    adding = people.add_parser("add", help="make somebody staff and print their one-use link")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", action="append", required=True, choices=STAFF_ROLES)
    adding.add_argument("address")
    people.add_parser("list", help="who works here")
    people.add_parser("reset", help="a new link to choose a password").add_argument("address")
    add("routes", show_routes).add_argument("--json", action="store_true")
    kept = add("journal", journal).add_subparsers(dest="what", required=True)
    kept.add_parser("verify", help="walk the chain")
    kept.add_parser("head", help="print number and hash of the newest entry")
    reading = add("coach", coach)
    reading.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input")
    reading.add_argument("--model", default="", help="the model whose letter it is, to say what was not found")
    reading.add_argument("--format", choices=("json", "text"), default="json")
    reading.add_argument("--lines", action="store_true", help="one JSON string per line, one JSON result per line")
    sample = add("demo", show_demo)
    sample.add_argument("--port", type=int, default=8000)
    sample.add_argument("--data", type=Path)
    sample.add_argument("--links", type=Path)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command; a sentence on standard error says what is not good."""
    given = parser().parse_args(argv)
    try:
        status: int = given.run(environment.from_environment(), given)
    except (server.NotReady, Refusal, Broken) as why:
        print(why.sentence if isinstance(why, Refusal) else why, file=sys.stderr)
        return NOT_GOOD
    return status
