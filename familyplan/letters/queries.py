"""
Which letters somebody may reach, and how each stands.

No word of a letter is opened here; `writing.queries.parts` does that, for what `own` or `given` has reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.guidance.letters import LetterKind
from familyplan.guidance.models import InterventionModel
from familyplan.kernel.errors import NotYours
from familyplan.letters.afterwards.records import LetterChoice
from familyplan.letters.records import OTHER_PAGE, Comment, HandIn, Letter, Readiness, Section

State = Literal["not_opened", "opened", "writing", "handed_in", "change_asked", "ready"]
SIDES = ("writer", "professional")  # who both say that a letter is ready to read
OPEN_ANSWERS = ("", "call_me")  # a thought that still waits for the writer


@dataclass(frozen=True)
class Found:
    """A letter as somebody reached it: as its writer, as the family's lead, or to read it in the writer's place."""

    letter: Letter
    engagement: Engagement
    hand_in: HandIn | None
    what: Literal["writer", "lead", "stand_in"]

    @property
    def writer(self) -> Member:
        """Whose letter it is, with their person."""
        return self.letter.member

    @property
    def calls(self) -> str:
        """The name that this writer uses for the loved one."""
        return self.writer.calls or self.engagement.loved_name

    @property
    def kind(self) -> LetterKind | None:
        """What kind of letter it is in the family's way; None for one that was kept from another way."""
        return kind_of(self.engagement, self.letter.kind)

    @property
    def is_for_lead(self) -> bool:
        """Whether it is for the lead's eyes alone: nothing that is read to others, agreed on or thought about."""
        return self.kind is not None and self.kind.reader == "professional"

    @property
    def is_shared_by_writer(self) -> bool:
        """Whether it is shown by its writer's own choice alone, and never expected by anybody."""
        return self.kind is not None and self.kind.shared_by_writer


@dataclass(frozen=True)
class Standing:
    """What is known of a letter without opening it; enough to say how it stands."""

    opened_at: datetime | None = None
    wrote_at: datetime | None = None
    handed_in_at: datetime | None = None
    waiting_thoughts: int = 0
    ready_sides: int = 0


@dataclass(frozen=True)
class OnBoard:
    """One letter on the board of a family: whose, of which kind, how it stands. Never a word of it."""

    letter: Letter
    title: str
    state: State
    standing: Standing
    for_lead: bool = False


def state(standing: Standing) -> State:
    """Say in one word how a letter stands, by what happened around it."""
    if standing.handed_in_at is not None:
        if standing.ready_sides == len(SIDES):
            return "ready"
        return "change_asked" if standing.waiting_thoughts else "handed_in"
    if standing.wrote_at is not None:
        return "writing"
    return "opened" if standing.opened_at is not None else "not_opened"


def model_of(engagement: Engagement) -> InterventionModel | None:
    """The family's way, or None before it was chosen."""
    return shelf.current().models.get(engagement.model_key or "")


def kind_of(engagement: Engagement, key: str) -> LetterKind | None:
    """The letter kind of that key in the family's way, or None where the way has none."""
    model = model_of(engagement)
    return next((kind for kind in model.letters if kind.key == key), None) if model else None


def reaching(letter_id: UUID, seen_by: Person, *, gone_too: bool = False) -> Select[Letter, Engagement, HandIn]:
    """The one question that every reach asks: this letter, if *seen_by* writes it or leads its family."""
    writes = Member.person_id == seen_by.id
    leads = Engagement.lead_id == seen_by.id if "interventionist" in seen_by.roles else false()
    here = Member.left_at.is_(None)
    return (
        select(Letter, Engagement, HandIn)
        .join(Letter.member)
        .join(Member.person)
        .join(Engagement, Engagement.id == Letter.engagement_id)
        .outerjoin(HandIn, and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None)))
        .options(contains_eager(Letter.member).contains_eager(Member.person), joinedload(Engagement.lead))
        .where(Letter.id == letter_id, writes if gone_too else and_(or_(writes, leads), here))
    )


def reach(db: Session, letter_id: UUID, *, seen_by: Person, gone_too: bool = False) -> Found:
    """
    Reach a letter as its writer or as the family's lead; raises `NotYours`. The lead may see its state alone.

    *gone_too*: the writer reaches it also after leaving the family; the words stay theirs.
    """
    row = db.execute(reaching(letter_id, seen_by, gone_too=gone_too)).one_or_none()
    if row is None:
        raise NotYours
    return Found(row[0], row[1], row[2], "writer" if row[0].member.person_id == seen_by.id else "lead")


def own(db: Session, letter_id: UUID, *, seen_by: Person, gone_too: bool = False) -> Found:
    """One's own letter, the other page included; raises `NotYours` for anybody else."""
    found = reach(db, letter_id, seen_by=seen_by, gone_too=gone_too)
    if found.what != "writer":
        raise NotYours
    return found


def letter(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """A letter that is no other page, as its writer or, for its state, as the lead; raises `NotYours`."""
    found = reach(db, letter_id, seen_by=seen_by)
    if found.letter.kind == OTHER_PAGE:
        raise NotYours
    return found


def given(db: Session, letter_id: UUID, *, seen_by: Person) -> Found:
    """A letter that was handed in, as its lead, who may read it; raises `NotYours`, also once it was taken back."""
    found = letter(db, letter_id, seen_by=seen_by)
    if found.what != "lead" or found.hand_in is None:
        raise NotYours
    return found


def is_let_go() -> ColumnElement[bool]:
    """Letters that their writer let go of: out of the plan and out of sight; for a statement about `Letter`."""
    return exists().where(LetterChoice.letter_id == Letter.id, LetterChoice.choice == "let_go")


def is_ready() -> ColumnElement[bool]:
    """Letters on which both sides agree; for a statement about `Letter`."""
    sides = select(func.count(Readiness.id)).where(Readiness.letter_id == Letter.id, Readiness.withdrawn_at.is_(None))
    return sides.scalar_subquery() == len(SIDES)


def ready_sides(db: Session, found: Found) -> dict[str, Readiness]:
    """Who says "ready to read", by side (writer, professional)."""
    standing = select(Readiness).where(Readiness.letter_id == found.letter.id, Readiness.withdrawn_at.is_(None))
    return {readiness.side: readiness for readiness in db.scalars(standing)}


def _standings() -> tuple[Any, ...]:
    """Columns of `Standing`, counted by the database from ids and times alone."""
    wrote = select(func.max(Section.saved_at)).where(Section.letter_id == Letter.id)
    thoughts = select(func.count(Comment.id)).where(Comment.letter_id == Letter.id, Comment.answer.in_(OPEN_ANSWERS))
    ready = select(func.count(Readiness.id)).where(Readiness.letter_id == Letter.id, Readiness.withdrawn_at.is_(None))
    return wrote.scalar_subquery(), HandIn.handed_in_at, thoughts.scalar_subquery(), ready.scalar_subquery()


def _with_standing(db: Session, *where: ColumnElement[bool]) -> list[tuple[Letter, Standing]]:
    rows = db.execute(
        select(Letter, *_standings())
        .join(Letter.member)
        .join(Member.person)
        .outerjoin(HandIn, and_(HandIn.letter_id == Letter.id, HandIn.taken_back_at.is_(None)))
        .options(contains_eager(Letter.member).contains_eager(Member.person))
        .where(Letter.kind != OTHER_PAGE, Member.left_at.is_(None), *where)
        .order_by(Member.joined_at, Member.id, Letter.laid_out_at, Letter.id)
    ).all()
    return [(row[0], Standing(row[0].opened_at, *row[1:])) for row in rows]


def _on_board(engagement: Engagement, found: Letter, standing: Standing) -> OnBoard:
    kind = kind_of(engagement, found.kind)
    for_lead = kind is not None and kind.reader == "professional"
    return OnBoard(found, kind.title if kind else "", state(standing), standing, for_lead)


def board(db: Session, engagement: Engagement, *, seen_by: Person) -> list[OnBoard]:
    """
    How each letter of a family stands, without opening any, for staff who reached *engagement*; one statement.

    What the loved one writes is not on it before the loved one shows it. A member is handed an empty list.
    """
    if seen_by.kind != "staff":
        return []
    shown = or_(Member.is_loved_one.is_(False), HandIn.handed_in_at.is_not(None))
    here = Letter.engagement_id == engagement.id
    return [_on_board(engagement, *row) for row in _with_standing(db, here, shown, ~is_let_go())]


def standing(db: Session, found: Found) -> OnBoard:
    """How one letter stands that was reached."""
    return _on_board(found.engagement, *_with_standing(db, Letter.id == found.letter.id)[0])


def of_member(
    db: Session, engagement: Engagement, member: Member, *, seen_by: Person, beside: ColumnElement[bool] | None = None
) -> list[OnBoard]:
    """
    One's own letters and how they stand, for one's own page; empty for anybody else.

    *beside* adds letters of others, in the same statement: how those stand that this member was asked to read.
    """
    if member.person_id != seen_by.id:
        return []
    mine = Letter.member_id == member.id
    here = mine if beside is None else or_(mine, beside)
    return [_on_board(engagement, *row) for row in _with_standing(db, here, ~is_let_go())]


def kept(db: Session, *, seen_by: Person) -> list[tuple[Letter, str]]:
    """What this person wrote in a circle that they have left, with its title: theirs to copy; one statement."""
    wrote = exists().where(Section.letter_id == Letter.id, Section.saved_at.is_not(None))
    rows = db.execute(
        select(Letter, Engagement)
        .join(Letter.member)
        .join(Engagement, Engagement.id == Letter.engagement_id)
        .where(Member.person_id == seen_by.id, Member.left_at.is_not(None), wrote)
        .order_by(Letter.laid_out_at, Letter.id)
    ).all()
    kinds = [(row[0], kind_of(row[1], row[0].kind)) for row in rows]
    return [(letter, kind.title if kind else "") for letter, kind in kinds]
