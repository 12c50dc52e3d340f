"""Three programs that the practice knows, and the family's options made of them."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from familyplan.demo.cast import Cast
from familyplan.engagements import queries as engagements
from familyplan.kernel.db import Database
from familyplan.programs.directory import service as directory
from familyplan.programs.options import service as options

KNOWN = {
    "harbor": directory.Described(name="Harbor House", place="Portland", level="3.5", residential="yes"),
    "river": directory.Described(name="River Clinic", place="Salem", level="2.1", residential="no"),
    "hill": directory.Described(name="Hill Farm", place="Bend", level="3.1", residential="yes"),
}
NOTHING_TAKEN = options.Words(reasons_for="Near.", against="Waiting.", nothing_taken=True)


@dataclass
class Known:
    """Ids, as text, of what stands in the list and of the family's options."""

    programs: dict[str, str]
    options: dict[str, str]


@pytest.fixture
def programs(database: Database, cast: Cast) -> dict[str, str]:
    with database.writing() as db:
        return {key: str(directory.add(db, said, by=cast.dana).id) for key, said in KNOWN.items()}


@pytest.fixture
def gathered(database: Database, cast: Cast, programs: dict[str, str]) -> Known:
    """Harbor House and River Clinic are options; nothing is shown yet."""
    with database.writing() as db:
        family = engagements.led(db, cast.reyes.id, seen_by=cast.dana)
        found = {}
        for key in ("harbor", "river"):
            program = directory.add(db, KNOWN[key], by=cast.dana)
            found[key] = str(options.add(db, family, program, NOTHING_TAKEN, by=cast.dana).id)
    return Known(programs, found)


@pytest.fixture
def shown(database: Database, cast: Cast, gathered: Known) -> Known:
    with database.writing() as db:
        options.show(db, engagements.led(db, cast.reyes.id, seen_by=cast.dana), "", by=cast.dana)
    return gathered


@pytest.fixture
def at(cast: Cast) -> Callable[[str], str]:
    """`at("/programs")` is that page of the Reyes family."""
    return lambda path: f"/engagements/{cast.reyes.id}{path}"
