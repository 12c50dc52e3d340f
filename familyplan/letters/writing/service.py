"""
Saving words so that none is lost.

A section is replaced only by whoever knows what stands in it: `revision` counts its changes, `writing` names the open
page that they came from. Whoever does not know has their text kept beside it (Revision, why="conflict") and chooses.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.engagements.needs import service as desk
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.letters import service as letters
from familyplan.letters.beside.service import MUCH, SPAN, gone, keep_beside, keep_late, settle_unsaved
from familyplan.letters.paper import service as paper
from familyplan.letters.records import APART, OTHER_PAGE, TRANSLATED, Revision, Section
from familyplan.letters.translation import service as translation
from familyplan.letters.writing.queries import OpenPart

LONGEST_SECTION = 200_000  # code points
LONGEST_WRITING = 40
CHANGED_JUST_NOW = _("Your letter changed just now. Please look once more.")
Choice = Literal["this", "that", "both"]


def fits(body: str) -> None:
    """Refuse a text that is longer than a section may be; the page keeps it."""
    if len(body) > LONGEST_SECTION:
        sentence = _(
            "That is longer than one part can hold (%(most)d signs). Nothing was cut off; it is all still here."
        )
        raise Refusal(sentence, field="body", most=LONGEST_SECTION)


def not_closed(part: OpenPart) -> None:
    """Refuse what the lead types once the writer went on, or both said that the letter is ready."""
    if part.is_closed:
        sentence = _(
            "%(name)s has written here since, or you both said that it is ready. Your words are still on this page "
            "and were not kept."
        )
        raise Refusal(sentence, field="body", name=part.found.writer.person.first_name)


def knows(section: Section, revision: int, writing: str) -> bool:
    """Say whether a page that last saw *revision* knows all that stands: nothing came since, or only its own words."""
    if revision == section.revision:
        return True
    mine = bool(writing) and writing == section.writing
    return mine and section.writing_since_revision <= revision <= section.revision


def says_nothing(section: Section, body: str, revision: int) -> bool:
    """Say whether a page that was opened before any word stood brings none either: no second text, whatever stands."""
    return not body and revision == 0 < section.revision


def is_worth_keeping(section: Section, body: str, writing: str, now: datetime) -> bool:
    """
    Say whether what stands goes into the history before *body* replaces it.

    One row spans one `writing` and at most ten minutes; within that, words that go in a large piece are kept too.
    """
    if not section.body:
        return False
    began = section.span_began_at
    another = began is None or section.writing != writing or now - began > SPAN
    return another or gone(section.body, body) > MUCH


def is_late(section: Section, writing: str, turn: int) -> bool:
    """Say whether a save was overtaken on its way: the same page's later one stands already."""
    return bool(writing) and writing == section.writing and 0 < turn < section.turn


def save(db: Session, part: OpenPart, body: str, revision: int, writing: str, turn: int = 0) -> bool:
    """
    Keep *body*; False when it was kept beside what stands, because the page did not know that. No journal entry.

    The same words again are no change. *turn* counts the saves of one page, where it can count: an older one that
    arrives late never replaces a newer one. Any change withdraws "ready to read" of both sides. Refused to the lead
    who typed the letter in, once it is out of their hands.
    """
    fits(body)
    not_closed(part)
    for _try in ("as it was read", "as it is now that somebody else was quicker"):
        if is_late(part.section, writing, turn):
            keep_late(db, part.section, body)
            return True
        if body == part.section.body:
            remember_turn(db, part.section, writing, turn)
            break
        if not knows(part.section, revision, writing):
            keep_beside(db, part.section, body, revision, writing)
            return False
        if replace(db, part, body, writing, turn=turn):
            break
        db.refresh(part.section)
    else:
        keep_beside(db, part.section, body, revision, writing)
        return False
    if part.has_unsaved:
        settle_unsaved(db, part.section, body, writing)
    return True


def remember_turn(db: Session, section: Section, writing: str, turn: int) -> None:
    """Note that a page's newer save said the same, so that none on its way from before it counts any more."""
    if writing and writing == section.writing and turn > section.turn:
        same = update(Section).where(Section.id == section.id, Section.writing == writing, Section.turn < turn)
        db.execute(same.values(turn=turn))


def replace(db: Session, part: OpenPart, body: str, writing: str, *, why: str = "saved", turn: int = 0) -> bool:
    """
    Put *body* in place of what was read; False when somebody else changed it meanwhile, and nothing is done.

    *writing* is the open page, or nothing for an act (a proposal taken, an earlier text brought back), which begins a
    history row of its own: *why* then says why what stood was put away.
    """
    section, now = part.section, clock.now()
    old, stood, first = section.body, section.revision, section.saved_at is None
    keep = bool(old) and (why != "saved" or is_worth_keeping(section, body, writing, now))
    row = _kept(section, old, "handed_in" if why == "saved" and _is_as_given(part) else why, now) if keep else None
    same = section.writing == writing and bool(writing)
    new_span = why != "saved" or section.span_began_at is None or not same or now - section.span_began_at > SPAN
    began_at = None if why != "saved" else (now if new_span else section.span_began_at)
    sealed = vault.current().seal(body, Section.body.label, section.id, section.sealed_under()) if body else None
    moved = db.execute(
        update(Section)
        .where(Section.id == section.id, Section.revision == stood)
        .values(
            {
                Section.body.column: sealed,
                "revision": stood + 1,
                "writing": writing,
                "writing_since_revision": section.writing_since_revision if same else stood,
                "turn": max(turn, section.turn) if same else turn,
                "span_began_at": began_at,
                "saved_at": now,
                "nothing_comes_at": section.nothing_comes_at if not body.strip() else None,
            }
        )
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return False
    if first:
        paper.not_given_meanwhile(db, part.found)
    if row is not None:
        db.add(row)
    changed(db, part)
    return True


def _is_as_given(part: OpenPart) -> bool:
    """Whether what stands is still what was handed in: nothing was saved since."""
    hand_in = part.found.hand_in
    return hand_in is not None and part.section.saved_at is not None and part.section.saved_at <= hand_in.handed_in_at


def changed(db: Session, part: OpenPart) -> None:
    """
    Withdraw what was agreed about words that are no longer these; the professional looks once more.

    What says a part again in another language is no word of the letter: it only remembers what it was made from.
    """
    if part.section.key.endswith(TRANSLATED):
        translation.made_from(db, part.section)
        return
    if part.found.letter.kind == OTHER_PAGE or part.found.hand_in is None:
        return  # nobody agreed on anything, and nobody hears of unsent words
    if letters.withdraw_all(db, part.found.letter.id):
        desk.needs(db, part.found.engagement, "letter_given", part.found.letter.id)


def _kept(section: Section, body: str, why: str, now: datetime) -> Revision:
    saved_at = section.saved_at or now
    return Revision(
        engagement_id=section.engagement_id, letter_id=section.letter_id, section_id=section.id, body=body,
        number=section.revision, why=why, writing=section.writing, began_at=section.span_began_at or saved_at,
        saved_at=saved_at,
    )  # fmt: skip


def choose(db: Session, part: OpenPart, conflict_id: UUID, choice: Choice, revision: int, typed: str) -> bool:
    """
    Settle two texts: take the one kept beside, the one that stands, or both, one after the other. None is thrown away.

    *typed* is what stands in the box by now, where a script could say. False when what stands is no longer what was
    shown: then the writer looks once more. Pressed twice it is done once.
    """
    here = select(Revision).where(Revision.id == conflict_id, Revision.section_id == part.section.id)
    beside = db.scalar(here.where(Revision.why.in_(APART)))
    if beside is None or not part.may_see(beside):
        raise NotYours
    if beside.settled_at is not None:
        return True
    not_closed(part)
    fits(typed)
    if typed and gone(beside.body, typed) > MUCH:
        _settled(db, beside)
    beside.body = typed or beside.body
    if choice != "that":
        stands = part.section.body
        body = f"{stands}\n\n{beside.body}" if choice == "both" and stands else beside.body
        fits(body)
        if part.section.revision != revision or not replace(db, part, body, part.hand, why="chosen"):
            return False
    beside.settled_at = clock.now()
    return True


def _settled(db: Session, beside: Revision) -> None:
    """Keep a copy of a text that was written over while its writer chose."""
    copied = ("engagement_id", "letter_id", "section_id", "body", "number", "why", "writing", "began_at", "saved_at")
    db.add(Revision(settled_at=clock.now(), **{name: getattr(beside, name) for name in copied}))


def nothing_comes(db: Session, section: Section) -> None:
    """Note "nothing comes, and that is all right" where nothing stands; it is never asked about again."""
    if not section.body.strip() and section.nothing_comes_at is None:
        none = update(Section).where(Section.id == section.id, Section.nothing_comes_at.is_(None))
        db.execute(none.values(nothing_comes_at=clock.now()))


def bring_back(db: Session, part: OpenPart, revision_id: UUID) -> None:
    """Put an earlier text in place again; what stands is kept first. Refused when somebody else wrote meanwhile."""
    here = select(Revision).where(Revision.id == revision_id, Revision.section_id == part.section.id)
    earlier = db.scalar(here)
    if earlier is None:
        raise NotYours
    if earlier.body != part.section.body and not replace(db, part, earlier.body, "", why="brought"):
        raise Refusal(CHANGED_JUST_NOW)
