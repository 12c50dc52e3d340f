"""Holding many programs against the list, and bringing them in."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.directory import queries
from familyplan.programs.directory.records import Program
from familyplan.programs.directory.service import FIELDS, Described, described, known_as, made
from familyplan.programs.tables.service import Read, Row


@dataclass(frozen=True)
class Beside:
    """One row beside what stands in the list: `new`, `same`, `differs` or `away`, and what would change."""

    row: Row
    state: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def beside(db: Session, found: Read, *, by: Person) -> list[Beside]:
    """Hold every row against the list. An empty cell never takes away what stands there."""
    keys = [known_as(row.said.name, row.said.place) for row in found.rows]
    known = queries.known(db, keys, seen_by=by)
    return [_beside(row, known.get(key)) for row, key in zip(found.rows, keys, strict=True)]


def _beside(row: Row, program: Program | None) -> Beside:
    if program is None:
        return Beside(row, "new")
    now, then = described(program), asdict(merged(described(program), row.said))
    changes = [(one, getattr(now, one), then[one]) for one in FIELDS if getattr(now, one) != then[one]]
    if program.put_away_at is not None:
        return Beside(row, "away", changes)
    return Beside(row, "differs" if changes else "same", changes)


def merged(now: Described, said: Described) -> Described:
    """Put what a row says over what stands; name and place stay as they are written in the list."""
    given = {one: value for one, value in asdict(said).items() if value and value != "unknown"}
    return replace(now, **{one: value for one, value in given.items() if one not in ("name", "place")})


@dataclass(frozen=True)
class Kept:
    """What an import did."""

    added: int
    changed: int
    same: int
    left: int


def bring_in(db: Session, found: Read, *, change: bool, by: Person) -> Kept:
    """Keep the new rows, and with *change* what differs in known ones. The same import again adds nothing."""
    for _again in range(2):
        rows = beside(db, found, by=by)
        fresh = [made(one.row.said, by=by) for one in rows if one.state == "new"]
        try:
            with db.begin_nested():
                db.add_all(fresh)
            break
        except IntegrityError:  # one of them was added at the same moment: look again
            continue
    else:
        raise Refusal(_("Somebody changed the list at the same moment. Please look again. Nothing was kept."))
    differ = [one for one in rows if one.state == "differs"]
    by_key = {known_as(one.row.said.name, one.row.said.place): one for one in differ} if change else {}
    for key, program in queries.known(db, list(by_key), seen_by=by).items():
        for name, _before, after in by_key[key].changes:
            setattr(program, name, after)
        program.amended_at = clock.now()
    if fresh or by_key:
        note(db, "programs.imported", by=by, about="practice")
    states = [one.state for one in rows]
    left = states.count("away") + len(differ) - len(by_key)
    return Kept(added=len(fresh), changed=len(by_key), same=states.count("same"), left=left)
