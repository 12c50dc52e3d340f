"""Serving a practice, and a sample one."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

from familyplan.app import server
from familyplan.commands.status import GOOD, WRONG_USE, Add
from familyplan.demo import service as demo
from familyplan.kernel import vault
from familyplan.settings import Settings


def describe(add: Add) -> None:
    """Describe `serve`, `worker` and `demo`."""
    serving = add("serve", serve)
    serving.add_argument("--host", default="")
    serving.add_argument("--port", type=int)
    serving.add_argument("--workers", type=int, default=1)
    add("worker", worker)
    sample = add("demo", show_demo)
    sample.add_argument("--port", type=int, default=8000)
    sample.add_argument("--data", type=Path)
    sample.add_argument("--links", type=Path)


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
    server.open_up(settings).engine.dispose()  # what is not ready is said before anything is served
    taken = server.listen(given.port if given.port is not None else at.port or 8000, host)
    server.serve_with(settings, taken, given.workers)
    return GOOD


def worker(settings: Settings, _given: argparse.Namespace) -> int:
    """Bring mails and let time pass, apart from the pages."""
    server.work(settings, server.open_up(settings))
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
