"""Serving: one process with pages and rounds by default, a worker apart where that is wanted."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import uvicorn
from litestar.concurrency import set_asyncio_executor
from sqlalchemy import Engine

from familyplan.access import queries
from familyplan.app import create_app, door, schema, wiring
from familyplan.journal.heads import service as heads
from familyplan.kernel import vault
from familyplan.kernel.db import THREADS, Database, open_engine, trouble
from familyplan.kernel.vault import Locked
from familyplan.mail.post import FolderPostman, NoPostman, SmtpPostman
from familyplan.mail.service import Postman
from familyplan.settings import Settings
from familyplan.upkeep import keys
from familyplan.upkeep.erasure import service as erasure
from familyplan.upkeep.rounds import Rounds
from familyplan.upkeep.tick import tick

LOOPBACK = "127.0.0.1"


class NotReady(Exception):  # noqa: N818  a state, told in words
    """The installation cannot be served as it stands; the sentence says what to do."""


def open_up(settings: Settings) -> Database:
    """
    Open what an installation consists of: models, content, keys, database.

    An empty database is brought up to date; an older one is refused and names `migrate`, so that a backup comes first.
    A key that is not this database's is refused. What was erased and is here again, or half, is erased to the end.
    """
    engine = open_keys_and_store(settings)
    _may_write(engine)
    if schema.is_empty(engine):
        schema.migrate(engine)
    elif schema.version(engine) != schema.newest():
        engine.dispose()
        raise NotReady("The database is of another version. Make a backup, then run `familyplan migrate`.")
    database = Database(engine)
    if not keys.opens(database, vault.current()):
        engine.dispose()
        raise NotReady(f"The key in {settings.keys} is not the one of this database. Put the right key file back.")
    erasure.finish(database, vault.current().ring)
    return database


def _may_write(engine: Engine) -> None:
    """Refuse a database, or a folder of one, that may only be read; raises `NotReady`."""
    if engine.dialect.name != "sqlite":
        return
    try:
        with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as raw:
            raw.exec_driver_sql("PRAGMA user_version = 0")  # undone; only a write shows it
    except Exception as why:
        engine.dispose()
        if trouble(why) != "read_only":
            raise
        sentence = f"The database at {engine.url.database} can be read but not written: file or folder is read-only."
        raise NotReady(sentence) from why


def open_keys_and_store(settings: Settings) -> Engine:
    """Open models, content, keys and database as they stand; raises `NotReady` when the key is not there."""
    try:
        wiring.set_up(settings)
    except Locked as why:
        sentence = f"The key is not at {why}. Run `familyplan init` on a new installation, or put the key file back."
        raise NotReady(sentence) from why
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open_engine(settings.database, synchronous=settings.synchronous)


def postman(settings: Settings) -> Postman:
    """Choose who carries the mails: for a demo a folder, for a practice its server, and nobody before one is named."""
    if settings.demo:
        return FolderPostman(settings.data / "mails")
    return SmtpPostman(settings.smtp_url) if settings.smtp_url else NoPostman()


def practice_name(database: Database, otherwise: str) -> Callable[[], str]:
    """Give a function that says the practice's neutral name as it is now."""

    def name() -> str:
        with database.reading() as db:
            practice = queries.practice(db)
        return practice.name if practice else otherwise

    return name


def rounds(settings: Settings, database: Database) -> Rounds:
    """Make the thread that brings mails and lets time pass."""
    return Rounds(
        database,
        postman(settings),
        base_url=settings.base_url,
        sender=settings.sender,
        sender_name=practice_name(database, settings.name),
        tick=tick,
        keep_head=lambda kept: heads.keep(kept, settings.keys),
    )


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """Take a port (0: any free one) before anything is promised about it."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind((host, port))
    taken.listen(128)  # who comes before the server is up waits a moment instead of being turned away
    return taken


def serve(
    settings: Settings,
    database: Database,
    taken: socket.socket,
    *,
    ready: Callable[[], None] | None = None,
    with_rounds: bool = True,
) -> None:
    """Serve on *taken* until a signal comes; rounds go on beside it and end with it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    for chatty in ("alembic", "httpx", "litestar"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    set_asyncio_executor(ThreadPoolExecutor(THREADS, "handler"))  # by default six on two cores: six who wait stop all
    app = create_app(settings, database)
    beside = rounds(settings, database)
    server = uvicorn.Server(door.config(app, https=settings.https))
    signal.signal(signal.SIGTERM, lambda *_what: None)  # uvicorn raises it again once it is down
    if with_rounds:
        beside.start()
    if ready is not None:
        ready()
    try:
        server.run(sockets=[taken])
    finally:
        beside.end()
        database.engine.dispose()


def serve_with(settings: Settings, taken: socket.socket, workers: int) -> None:
    """Serve with several processes on one port; only the first brings mails. Not for SQLite, which has one writer."""
    children = [_one_more(settings, taken) for _number in range(workers - 1)]
    try:
        serve(settings, open_up(settings), taken)
    finally:
        for child in children:
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)


def _one_more(settings: Settings, taken: socket.socket) -> int:
    child = os.fork()
    if child == 0:
        serve(settings, open_up(settings), taken, with_rounds=False)
        os._exit(0)
    return child


def work(settings: Settings, database: Database) -> None:
    """Bring mails and let time pass in a process of its own, until a signal comes."""
    beside = rounds(settings, database)
    over = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_what: over.set())
    beside.start()
    over.wait()
    beside.end()
    database.engine.dispose()


def own_folder(path: Path) -> Path:
    """Make a folder that only this user may look into."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
