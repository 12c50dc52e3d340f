"""Keeping the list of programs: adding, amending, putting away. Nothing is deleted; families were shown it."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.directory.records import ANSWERS, Program

LONGEST_NAME, LONGEST_TEXT = 200, 2_000  # code points
TWICE = _("%(name)s stands in the list already. Open it there and change it.")


@dataclass(frozen=True)
class Described:
    """What is said of a program. What it offers, never what anybody needs."""

    name: str
    place: str = ""
    level: str = ""
    residential: str = "unknown"
    opioid_medication: str = "unknown"
    alcohol_medication: str = "unknown"
    insurers: str = ""
    entry: str = ""
    contacts: str = ""
    admission: str = ""
    notes: str = ""


TEXTS = ("insurers", "entry", "contacts", "admission", "notes")
CHOICES = ("residential", "opioid_medication", "alcohol_medication")
FIELDS = tuple(Described.__dataclass_fields__)


def known_as(name: str, place: str) -> str:
    """Make the one key of a program: its name and place, however they are capitalised and spaced."""
    folded = (" ".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in (name, place))
    return hashlib.sha256("\n".join(folded).encode("utf-8", "replace")).hexdigest()


def described(program: Program) -> Described:
    """Give what stands of a program."""
    return Described(**{field: getattr(program, field) for field in FIELDS})


def check(said: Described) -> None:
    """Refuse what the list cannot hold, in words; decides only."""
    if not said.name:
        raise Refusal(_("Which program is it? Its name is enough for now."), field="name")
    for field in FIELDS:
        longest = LONGEST_TEXT if field in TEXTS else LONGEST_NAME
        if len(getattr(said, field)) > longest:
            sentence = _("That is longer than fits here. Please keep it under %(most)d signs.")
            raise Refusal(sentence, field=field, most=longest)
    if said.level and said.level not in {one.key for one in shelf.current().programs.levels.levels}:
        raise Refusal(_("Please choose one of these."), field="level")
    for field in CHOICES:
        if getattr(said, field) not in ANSWERS:
            raise Refusal(_("Please choose one of these."), field=field)


def made(said: Described, *, by: Person) -> Program:
    """Make a program's row, still outside the store."""
    now, key = clock.now(), known_as(said.name, said.place)
    return Program(**asdict(said), known_as=key, entered_at=now, amended_at=now, by_id=by.id)


def add(db: Session, said: Described, *, by: Person) -> Program:
    """Put a program on the list. The same one again is one; another one of that name and place is refused."""
    check(said)
    known = select(Program).where(Program.known_as == known_as(said.name, said.place))
    program = db.scalar(known)
    if program is None:
        program = made(said, by=by)
        try:
            with db.begin_nested():
                db.add(program)
        except IntegrityError:  # somebody added it at the same moment
            program = db.scalars(known).one()
        else:
            note(db, "program.added", by=by, about="program", about_id=program.id)
            return program
    if described(program) != said:
        raise Refusal(TWICE, field="name", name=program.name)
    return program


def amend(db: Session, program: Program, said: Described, *, by: Person) -> None:
    """Change what is said of a program; families that were shown it see the new words. Without a change nothing."""
    check(said)
    if described(program) == said:
        return
    key = known_as(said.name, said.place)
    twin = db.scalar(select(Program.id).where(Program.known_as == key, Program.id != program.id))
    if twin is not None:
        raise Refusal(TWICE, field="name", name=said.name)
    for field, value in asdict(said).items():
        setattr(program, field, value)
    program.known_as, program.amended_at = key, clock.now()
    note(db, "program.amended", by=by, about="program", about_id=program.id)
    db.flush()


def put_away(db: Session, program: Program, *, by: Person) -> None:
    """Offer it to no further family. What was shown to families stays as it is; twice is once."""
    _mark(db, program.id, away=True, by=by)


def bring_back(db: Session, program: Program, *, by: Person) -> None:
    """Offer it again; twice is once."""
    _mark(db, program.id, away=False, by=by)


def _mark(db: Session, program_id: UUID, *, away: bool, by: Person) -> None:
    stands = Program.put_away_at.is_(None) if away else Program.put_away_at.is_not(None)
    changed = update(Program).where(Program.id == program_id, stands).values(put_away_at=clock.now() if away else None)
    if db.execute(changed).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        note(db, "program.put_away" if away else "program.brought_back", by=by, about="program", about_id=program_id)
