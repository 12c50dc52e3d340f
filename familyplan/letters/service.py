"""A letter's life around its words: laid out, opened, given, taken back, and "ready to read" when both sides say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy import Uuid, exists, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.records import Person
from familyplan.engagements.needs import service as desk
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.guidance import shelf
from familyplan.guidance.letters import LetterKind
from familyplan.guidance.models import InterventionModel
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.db import COUNTED
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.kernel.records import Utc
from familyplan.letters.history import queries as history
from familyplan.letters.history import service as kept
from familyplan.letters.queries import Found
from familyplan.letters.records import HandIn, Letter, Readiness, Section
from familyplan.letters.writing.queries import Part, is_empty

Side = Literal["writer", "professional"]
LONGEST_NAME = 100


def kinds_for(model: InterventionModel, member: Member, level: int | None) -> tuple[LetterKind, ...]:
    """Which letters this member has in this way at this level; the loved one has none but their own words."""
    if not member.is_loved_one:
        return model.letters_for(member.relation, level=model.first_level if level is None else level)
    own = model.own_door.letter if model.own_door else ""
    return (model.letter(own),) if own else ()


def open_letters(
    db: Session, engagement: Engagement, *_told: object, by: Person, also: UUID | None = None
) -> None:  # fmt: skip
    """
    Lay out the letters that the family's way and level have, for everybody who came in; what is there stays.

    *also* names a member who has not come in and writes on paper; whoever has a letter already counts like them.

    Told of `began`, `joined` and `model_changed`, and as harmless at any other time: only what is missing is added,
    and a letter or part that a new way does not have is kept with all its words. Readiness ends when parts are added.
    """
    model = shelf.current().models.get(engagement.model_key or "")
    writes = or_(
        Member.came_in_at.is_not(None), Member.id == also, Member.id.in_(select(Letter.member_id))
    )  # fmt: skip
    here = select(Member).where(Member.engagement_id == engagement.id, writes)
    members = list(db.scalars(here.where(Member.left_at.is_(None)))) if model is not None else []
    if model is None or not members:
        return
    known = select(Letter, Section.key).outerjoin(Section, Section.letter_id == Letter.id)
    rows = db.execute(known.where(Letter.engagement_id == engagement.id)).all()
    letters = {(letter.member_id, letter.kind): letter for letter, _key in rows}
    laid = {(letter.id, key) for letter, key in rows}
    for member in members:
        for kind in kinds_for(model, member, engagement.level):
            letter = letters.get((member.id, kind.key))
            if letter is None:
                letter = _lay_out(db, engagement, member, kind.key, by=by)
            missing = [
                key for key in (part.key for part in kind.sections_for(member.relation)) if (letter.id, key) not in laid
            ]
            order = [part.key for part in kind.sections]
            for key in missing:
                place(db, letter, key, order.index(key))
            if missing and (member.id, kind.key) in letters:
                withdraw_all(db, letter.id)


def _lay_out(db: Session, engagement: Engagement, member: Member, kind: str, *, by: Person) -> Letter:
    letter = Letter(engagement_id=engagement.id, member_id=member.id, kind=kind, laid_out_at=clock.now())
    db.add(letter)
    db.flush()
    note(db, "letter.laid_out", by=by, about="letter", about_id=letter.id, engagement_id=engagement.id)
    return letter


def place(db: Session, letter: Letter, key: str, position: int) -> None:
    """Give a letter an empty section."""
    db.add(Section(engagement_id=letter.engagement_id, letter_id=letter.id, key=key, position=position))


def let_rest(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """Ask the lead for nothing more about the letters of somebody who left: they are the writer's alone again."""
    theirs = select(Letter.id).where(Letter.member_id == member.id)
    desk.met_of(db, engagement.id, theirs)
    kept.unread(db, theirs)


def mark_opened(db: Session, found: Found) -> None:
    """Note that the writer opened the letter for the first time; later times change nothing and cost nothing."""
    if found.letter.opened_at is None:
        first = update(Letter).where(Letter.id == found.letter.id, Letter.opened_at.is_(None))
        db.execute(first.values(opened_at=clock.now()))


def mark_read(db: Session, found: Found, *, by: Person) -> None:
    """
    Note that the lead opened a letter that was given: journaled each time, and what waited for it is met.

    What is read for the first time is kept, so that a later change can be shown; it goes when the letter is taken back.
    """
    hand_in = found.hand_in
    if hand_in is None:
        raise NotYours
    # The row first: it is not taken back before what was read is kept, so that this goes with it.
    stands = update(HandIn).where(HandIn.id == hand_in.id, HandIn.taken_back_at.is_(None))
    if db.execute(stands.values(read_at=hand_in.read_at or clock.now())).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        raise NotYours
    for kind in ("letter_given", "comment_answered"):
        desk.met(db, found.engagement.id, kind, found.letter.id)
    kept.mark_read(db, history.read_parts(db, found), by=by)
    note(db, "letter.read", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def name_helper(db: Session, found: Found, name: str, *, by: Person) -> None:
    """Note who types for the writer, or nobody; asked about again before the letter is given."""
    if name == found.letter.helper:
        return
    found.letter.helper = name
    note(db, "letter.helper_named", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def hand_in(db: Session, found: Found, parts: Sequence[Part], own_words: str, *, by: Person) -> None:
    """
    Give the letter to the professional. Pressed twice it is given once.

    Refused while nothing stands in it, while two texts wait to be looked at, and, where somebody typed for the writer,
    until the writer says that the words are theirs.
    """
    if found.hand_in is not None:
        return
    if is_empty(parts):
        raise Refusal(_("There is nothing here yet."), field="give")
    if any(part.conflict for part in parts):
        raise Refusal(
            _("A part was written on two phones. Please look at both first, so that nothing is left behind."),
            field="give",
        )
    if found.letter.helper and own_words != "yes":
        raise Refusal(_("Are these your words, %(name)s?"), field="own_words", name=found.writer.person.first_name)
    now, letter = clock.now(), found.letter
    # The sections first: of two that press at once, the second waits here and then finds the letter given.
    db.execute(update(Section).where(Section.letter_id == letter.id).values(span_began_at=None))
    standing = exists().where(HandIn.letter_id == letter.id, HandIn.taken_back_at.is_(None))
    row = select(
        literal(uuid7(), Uuid), literal(letter.engagement_id, Uuid), literal(letter.id, Uuid), literal(now, Utc),
        literal(now if letter.helper else None, Utc),
    ).where(~standing)  # fmt: skip
    given = insert(HandIn).from_select(["id", "engagement_id", "letter_id", "handed_in_at", "own_words_at"], row)
    if db.execute(given, execution_options=COUNTED).rowcount != 1:  # type: ignore[attr-defined]  # an INSERT's result counts rows
        return
    desk.needs(db, found.engagement, "letter_given", letter.id)
    note(db, "letter.handed_in", by=by, about="letter", about_id=letter.id, engagement_id=letter.engagement_id)


def want_to_talk(db: Session, found: Found, *, by: Person) -> None:
    """Tell the professional that the writer would rather talk about whose words these are, before giving anything."""
    desk.needs(db, found.engagement, "own_words", found.letter.id)
    note(
        db, "letter.own_words_asked", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id
    )


def take_back(db: Session, found: Found, *, by: Person) -> None:
    """Take the letter back: from here on only the writer can read it. Pressed twice it is taken back once."""
    standing = update(HandIn).where(HandIn.letter_id == found.letter.id, HandIn.taken_back_at.is_(None))
    taken = db.execute(standing.values(taken_back_at=clock.now()))
    if taken.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    withdraw_all(db, found.letter.id)
    kept.unread(db, select(Letter.id).where(Letter.id == found.letter.id))
    desk.met(db, found.engagement.id, "letter_given", found.letter.id)
    note(db, "letter.taken_back", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def agree(db: Session, found: Found, parts: Sequence[Part], *, shown: int | None = None, by: Person) -> None:
    """
    Say "ready to read", for the side that *by* is on; the letter is ready when both sides stand.

    *shown* is the version that the lead's page showed; refused where the words changed since.
    """
    side = side_of(found)
    if found.hand_in is None:
        raise Refusal(_("First the letter is given to %(name)s."), name=found.engagement.lead.first_name)
    if is_empty(parts):
        raise Refusal(_("There is nothing here yet."))
    in_turn(db, found.engagement)
    _as_shown(db, parts)
    if side == "professional":
        kept.seen(db, found, history.read_parts(db, found), shown, by=by)
    standing = exists().where(
        Readiness.letter_id == found.letter.id, Readiness.side == side, Readiness.withdrawn_at.is_(None)
    )
    row = select(
        literal(uuid7(), Uuid), literal(found.engagement.id, Uuid), literal(found.letter.id, Uuid), literal(side),
        literal(by.id, Uuid), literal(clock.now(), Utc),
    ).where(~standing)  # fmt: skip
    ready = insert(Readiness).from_select(["id", "engagement_id", "letter_id", "side", "by_id", "ready_at"], row)
    if db.execute(ready, execution_options=COUNTED).rowcount == 1:  # type: ignore[attr-defined]  # an INSERT's result counts rows
        note(db, "letter.ready", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def _as_shown(db: Session, parts: Sequence[Part]) -> None:
    """Refuse where somebody saved since *parts* were read; a save that comes now waits, and withdraws what is said."""
    here = Section.id.in_([part.section.id for part in parts])
    db.execute(update(Section).where(here).values(turn=Section.turn), execution_options={"synchronize_session": False})
    if db.scalar(select(func.sum(Section.revision)).where(here)) != sum(part.section.revision for part in parts):
        raise Refusal(_("The words changed just now. Please read them once more."), field="shown")


def think_again(db: Session, found: Found, *, by: Person) -> None:
    """Take one's own "ready to read" back; the other side's stands."""
    if withdraw(db, found.letter.id, side_of(found)):
        note(db, "letter.not_ready", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def side_of(found: Found) -> Side:
    """Which side of the agreement somebody is on who reached the letter."""
    return "writer" if found.what == "writer" else "professional"


def withdraw(db: Session, letter_id: UUID, *sides: Side) -> bool:
    """Withdraw "ready to read" of these sides; says whether any stood."""
    standing = update(Readiness).where(Readiness.letter_id == letter_id, Readiness.withdrawn_at.is_(None))
    gone = db.execute(standing.where(Readiness.side.in_(sides)).values(withdrawn_at=clock.now()))
    return bool(gone.rowcount)  # type: ignore[attr-defined]  # an UPDATE's result counts rows


def withdraw_all(db: Session, letter_id: UUID) -> bool:
    """Withdraw both sides, as any change of the words does."""
    return withdraw(db, letter_id, "writer", "professional")
