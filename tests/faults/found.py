"""Makes the installation that FAMILYPLAN_* names, with the Reyes family in it: `python -m tests.faults.found FOLDER`.

FOLDER/people.json then says, for each person, the session's cookie and, for who writes, the way to the letter.
"""

import json
import sys
from pathlib import Path

from sqlalchemy import select

from familyplan import settings as environment
from familyplan.access.sessions import service as sessions
from familyplan.app import schema, wiring
from familyplan.consents.records import Pledge
from familyplan.demo import cast as people
from familyplan.kernel import clock, vault
from familyplan.kernel.db import Database, open_engine
from familyplan.letters.records import Letter

WRITERS = ("maria", "luis", "ana")
STAFF = ("dana",)


def main(folder: Path) -> None:
    """Make key, tables, family and sessions."""
    settings = environment.from_environment()
    vault.KeyRing.make(settings.keys)
    wiring.set_up(settings)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(open_engine(settings.database))
    schema.migrate(database.engine)
    with database.writing() as db:
        cast = people.reyes_family(db, people.found_practice(db))
    known: dict[str, dict[str, str]] = {}
    with database.writing() as db:
        for name in WRITERS:
            member = cast.members[name]
            db.add(Pledge(engagement_id=cast.reyes.id, member_id=member.id, wording="1-test", agreed_at=clock.now()))
            letter = db.scalars(select(Letter.id).where(Letter.member_id == member.id, Letter.kind == "letter")).one()
            known[name] = {"path": f"/letters/{letter}"}
        for name in (*WRITERS, *STAFF):
            _session, token = sessions.start(db, cast.person(name), confirmed=True)
            known.setdefault(name, {})["cookie"] = token
    known["dana"]["path"] = f"/engagements/{cast.reyes.id}"
    database.engine.dispose()
    (folder / "people.json").write_text(json.dumps(known))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
