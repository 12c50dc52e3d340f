"""What a letter said before, for its writer alone; and what changed since the lead read it, for the lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.letters.paper.queries import PAPER
from familyplan.letters.queries import Found
from familyplan.letters.records import APART, HandIn, Letter, Revision, Section, SectionRead

HISTORY_PAGE = 40
UNDO = timedelta(days=7)


@dataclass(frozen=True)
class ReadPart:
    """One part of a letter that was given, as it stands and as the lead last read it (`read`, if ever)."""

    section: Section
    read: SectionRead | None
    is_forgotten: bool = False

    @property
    def is_newer(self) -> bool:
        """Whether somebody else saved something since; known without opening a word."""
        own = self.section.writing.startswith(PAPER)
        return self.read is not None and not own and self.read.revision != self.section.revision

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than when it was read."""
        return self.read is not None and self.is_newer and self.read.body != self.section.body

    @property
    def was(self) -> str | None:
        """What it said when it was read, where it says something else now and the writer has not let go of it."""
        return self.read.body if self.read is not None and self.is_changed and not self.is_forgotten else None


def made_before(at: datetime) -> ColumnElement[bool]:
    """Rows of history that were put away before *at*; an id begins with the millisecond in which it was made."""
    return Revision.id < UUID(int=int(at.timestamp() * 1000) << 80)


def forgotten(asked_at: datetime) -> ColumnElement[bool]:
    """What goes when a writer lets go of earlier texts at *asked_at*: all that was put away, but what still waits."""
    waits = and_(Revision.why.in_(APART), Revision.settled_at.is_(None))
    return and_(made_before(asked_at), Revision.saved_at <= asked_at, ~waits)


def _in_sight(found: Found) -> ColumnElement[bool]:
    """The rows of one letter that its writer still sees."""
    here = Revision.letter_id == found.letter.id
    asked_at = found.letter.forget_asked_at
    return here if asked_at is None else and_(here, ~forgotten(asked_at))


def _of_writer(found: Found) -> None:
    if found.what != "writer":
        raise NotYours


def history(db: Session, found: Found, page: int) -> tuple[list[Revision], bool]:
    """What the writer's letter said before, the newest first, a page at a time, and whether there is more."""
    _of_writer(found)
    rows = select(Revision).where(_in_sight(found)).order_by(Revision.saved_at.desc(), Revision.id.desc())
    told = list(db.scalars(rows.limit(HISTORY_PAGE + 1).offset((page - 1) * HISTORY_PAGE)))
    return told[:HISTORY_PAGE], len(told) > HISTORY_PAGE


def earlier(db: Session, found: Found, revision_id: UUID) -> tuple[Revision, Section]:
    """One earlier text of the writer's letter, with its section as it stands; raises `NotYours`."""
    _of_writer(found)
    here = select(Revision, Section).join(Section, Section.id == Revision.section_id)
    row = db.execute(here.where(Revision.id == revision_id, _in_sight(found))).one_or_none()
    if row is None:
        raise NotYours
    return row[0], row[1]


def before(db: Session, found: Found, row: Revision) -> Revision | None:
    """The text of the same part that stood before *row*, or None where there is none."""
    _of_writer(found)
    older = or_(
        Revision.saved_at < row.saved_at, and_(Revision.saved_at == row.saved_at, Revision.id < row.id)
    )  # fmt: skip
    rows = select(Revision).where(Revision.section_id == row.section_id, older, _in_sight(found))
    return db.scalar(rows.order_by(Revision.saved_at.desc(), Revision.id.desc()).limit(1))


def gone_on(found: Found) -> datetime | None:
    """When what the writer asked to be forgotten goes for good; None where nothing was asked, or the week is over."""
    asked_at = found.letter.forget_asked_at
    goes_at = asked_at + UNDO if asked_at is not None and found.what == "writer" else None
    return goes_at if goes_at is not None and goes_at > clock.now() else None


def read_parts(db: Session, found: Found) -> list[ReadPart]:
    """
    The parts of a given letter that its lead may read, each with what it said when the lead last read it.

    Empty for anybody else, and while the letter is not given: then nothing that was read can be read again.
    """
    if found.what != "lead" or found.hand_in is None or found.kind is None:
        return []
    keys = [one.key for one in found.kind.sections_for(found.writer.relation)]
    mine = and_(SectionRead.section_id == Section.id, SectionRead.by_id == found.engagement.lead_id)
    rows = select(Section, SectionRead).outerjoin(SectionRead, mine)
    rows = rows.where(Section.letter_id == found.letter.id, Section.key.in_(keys)).order_by(Section.position)
    told: Sequence[Row[Section, SectionRead | None]] = db.execute(rows).all()
    asked_at, given_at = found.letter.forget_asked_at, found.hand_in.handed_in_at

    def is_forgotten(read: SectionRead | None) -> bool:
        """Whether the writer let go of it, or took the letter back after it was read and then gave it again."""
        return read is not None and (read.read_at < given_at or (asked_at is not None and read.read_at <= asked_at))

    return [ReadPart(section, read, is_forgotten(read)) for section, read in told]


def changed_since(db: Session, engagement: Engagement, *, seen_by: Person) -> set[UUID]:
    """
    Which letters say something else than when *seen_by* read them, by numbers alone; one statement.

    What the lead typed in from paper is no news to the lead.
    """
    given = exists().where(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None))
    read = aliased(SectionRead)
    rows = select(Letter.id).join(read, read.letter_id == Letter.id).join(Section, Section.id == read.section_id)
    rows = rows.where(Letter.engagement_id == engagement.id, read.by_id == seen_by.id, given)
    newer = rows.where(Section.revision != read.revision, Section.writing.not_like(f"{PAPER}%"))
    return set(db.scalars(newer.distinct()))


def changes_of(parts: Sequence[ReadPart]) -> dict[UUID, ReadPart]:
    """The parts that say something else than when they were read, by section."""
    return {part.section.id: part for part in parts if part.is_changed}
