"""
A server in a process of its own, to be killed: `python -m tests.letters.serving FOLDER DATABASE_URL`.

The first start makes the Reyes family and signs its writers in; each start writes FOLDER/told.json once it listens.
"""

import json
import socket
import sys
from pathlib import Path

import uvicorn
from sqlalchemy import select

from familyplan.access.sessions import service as sessions
from familyplan.app import create_app, schema, wiring
from familyplan.consents.records import Pledge
from familyplan.demo import cast as people
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database, open_engine
from familyplan.letters.records import Letter
from familyplan.settings import Settings

WRITERS = ("maria", "luis", "ana")


def prepare(database: Database, folder: Path) -> None:
    """Make the family, and for each writer a session and the way to the letter."""
    schema.migrate(database.engine)
    with database.writing() as db:
        cast = people.reyes_family(db, people.found_practice(db))
    writers = {}
    with database.writing() as db:
        for name in WRITERS:
            member = cast.members[name]
            db.add(Pledge(engagement_id=cast.reyes.id, member_id=member.id, wording="1-test", agreed_at=clock.now()))
            _session, token = sessions.start(db, cast.person(name), confirmed=True)
            letter = db.scalars(select(Letter.id).where(Letter.member_id == member.id, Letter.kind == "letter")).one()
            writers[name] = {"cookie": token, "path": f"/letters/{letter}"}
    (folder / "writers.json").write_text(json.dumps(writers))


def main(folder: Path, url: str) -> None:
    """Serve until somebody kills it."""
    keys = folder / "keys"
    if not (keys / vault.INSTALLATION).exists():
        vault.KeyRing.make(keys)
    settings = Settings(data=folder, keys=keys, base_url="http://127.0.0.1:8000")
    wiring.set_up(settings)
    database = Database(open_engine(url))
    if not (folder / "writers.json").exists():
        prepare(database, folder)
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        ours.listen()
        (folder / "told.json").write_text(json.dumps({"url": f"http://127.0.0.1:{ours.getsockname()[1]}"}) + "\n")
        app = create_app(settings, database)
        uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none")).run(sockets=[ours])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
