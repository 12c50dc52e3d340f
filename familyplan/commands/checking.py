"""Reading what an installation consists of, and a letter, without touching anything."""

from __future__ import annotations

import argparse
import json
import os
import sys

from familyplan.app import coaching, create_app, routes, server
from familyplan.commands.status import GOOD, NOT_GOOD, WRONG_USE, Add
from familyplan.guidance import shelf
from familyplan.kernel import paths
from familyplan.kernel.db import Database
from familyplan.kernel.files import Broken
from familyplan.settings import Settings
from familyplan.upkeep.doctor.service import look_over


def describe(add: Add) -> None:
    """Describe `check`, `models`, `routes` and `coach`."""
    add("check", check)
    add("models", models)
    add("doctor", doctor).add_argument("--deploy", action="store_true", help="look at all that a public place needs")
    add("routes", show_routes).add_argument("--json", action="store_true")
    reading = add("coach", coach)
    reading.add_argument("file", nargs="?", default="-", help="a text file, or - for standard input")
    reading.add_argument("--model", default="", help="the model whose letter it is, to say what was not found")
    reading.add_argument("--format", choices=("json", "text"), default="json")
    reading.add_argument("--lines", action="store_true", help="one JSON string per line, one JSON result per line")


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


def models(settings: Settings, given: argparse.Namespace) -> int:
    """List the models that this installation knows."""
    if check(settings, given) != GOOD:
        return NOT_GOOD
    for model in shelf.open_shelf(paths.models(), paths.content()).models.values():
        size = f"{len(model.stages)} stages, {len(model.milestones)} milestones"
        print(f"{model.key}	{model.title}	{size}	{model.summary}")
    return GOOD


def doctor(settings: Settings, given: argparse.Namespace) -> int:
    """Look this installation over, and name what is unsafe in how it is set up and what to do about it."""
    try:
        database: Database | None = server.open_up(settings)
    except server.NotReady as why:
        print(why, file=sys.stderr)
        database = None
    found = look_over(settings, database, os.environ, deployed=given.deploy)
    for said in found.unsafe:
        print(said)
    for said in found.to_know:
        print(f"To know: {said}")
    if database is None or found.unsafe:
        return NOT_GOOD
    print("Nothing unsafe was found.")
    return GOOD


def show_routes(settings: Settings, _given: argparse.Namespace) -> int:
    """Print every route: method, path, who may ask, and what it is about."""
    shelf.use(shelf.open_shelf(paths.models(), paths.content()))
    print(json.dumps(routes.table(create_app(settings, None)), indent=1))
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
