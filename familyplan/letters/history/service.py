"""
What a letter said before: comparing two texts, and letting earlier ones go.

Two promises meet here: no word is lost, and a writer can be rid of words. So what is forgotten is out of sight at once,
comes back with one press for a week, and only then goes for good.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from diff_match_patch import diff_match_patch
from sqlalchemy import ColumnElement, Row, Select, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.holds import queries as holds
from familyplan.engagements.records import Engagement
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters.history.queries import UNDO, ReadPart, forgotten
from familyplan.letters.queries import Found
from familyplan.letters.records import CoachAnswer, Letter, Revision, Section, SectionRead

DIFF_SECONDS = 0.5  # after that what is left is shown as one piece taken out and one added
_ALONE = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"  # no blanks between words
)
_MARK = (  # what belongs to the sign before it: accents, points, vowel signs, the shade and form of a picture
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u0e31\u0e34-\u0e3a"
    r"\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff]"
)
_WORD = rf"(?:[^\W{_ALONE}]|{_MARK})+"
PIECES = re.compile(
    rf"\s+|{_WORD}(?:['\u2019]{_WORD})*|[{_ALONE}]{_MARK}*|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|[^\w\s]{_MARK}*(?:\u200d[^\w\s]{_MARK}*)*"
)
FIRST_SIGN = 0xE000  # code points from here on stand for pieces; none of them is a surrogate


@dataclass(frozen=True)
class Change:
    """A run of text that both have, or that only the newer ("added") or only the older ("gone") one has."""

    kind: Literal["same", "added", "gone"]
    text: str


class _ByPieces(diff_match_patch):  # type: ignore[misc]  # the library says nothing of its types
    """The library's comparing without its search for a long half in common, which no time limit stops."""

    def diff_halfMatch(self, _text1: str, _text2: str) -> None:  # noqa: N802  the library's name
        """Find none."""


def changes(old: str, new: str, seconds: float = DIFF_SECONDS) -> list[Change]:
    """
    Say word by word what became of *old* in *new*; put together, all but "gone" is *new*, all but "added" is *old*.

    Ends within about a second for texts of any kind; what is too different to tell in *seconds* is told coarsely.
    """
    known: dict[str, str] = {}
    texts = [PIECES.findall(text) for text in (old, new)]
    signs = ["".join(known.setdefault(one, chr(FIRST_SIGN + len(known))) for one in text) for text in texts]
    words = {sign: piece for piece, sign in known.items()}
    compare = _ByPieces()
    compare.Diff_Timeout = seconds
    found = compare.diff_main(*signs, checklines=False)
    compare.diff_cleanupSemantic(found)
    kinds: dict[int, Literal["same", "added", "gone"]] = {0: "same", 1: "added", -1: "gone"}
    return [Change(kinds[kind], "".join(words[sign] for sign in run)) for kind, run in found]


def mark_read(db: Session, parts: Sequence[ReadPart], *, by: Person) -> None:
    """
    Keep what the professional reads for the first time, so that a later change can be shown.

    A part that was read before and says something else now is left as it was read, until `seen`.
    """
    for part in parts:
        if part.read is not None and part.is_newer and not part.is_changed:
            part.read.revision = part.section.revision  # changed and changed back
    fresh = [part.section for part in parts if part.read is None]  # empty ones too: words there are news later
    if not fresh:
        return
    try:
        with db.begin_nested():
            for section in fresh:
                db.add(
                    SectionRead(
                        engagement_id=section.engagement_id, letter_id=section.letter_id, section_id=section.id,
                        by_id=by.id, revision=section.revision, body=section.body, read_at=clock.now(),
                    )
                )  # fmt: skip
    except IntegrityError:  # opened twice at the same moment: the other one kept it
        return


def seen(db: Session, found: Found, parts: Sequence[ReadPart], shown: int | None, *, by: Person) -> None:
    """
    Note that the professional looked at what changed. *shown* is the version that stood on the page, if it is known.

    Refused where the writer changed more meanwhile, so that nobody agrees on words they have not read.
    """
    if shown is not None and shown != version(parts):
        raise Refusal(_("The words changed just now. Please read them once more."), field="shown")
    mark_read(db, parts, by=by)
    newer = [part for part in parts if part.read is not None and part.is_newer]
    for part in newer:
        part.read.revision, part.read.body = part.section.revision, part.section.body  # type: ignore[union-attr]  # asked above
        part.read.read_at = clock.now()  # type: ignore[union-attr]  # asked above
    if newer:
        note(db, "letter.changes_read", by=by, about="letter", about_id=found.letter.id,
             engagement_id=found.engagement.id)  # fmt: skip


def version(parts: Sequence[ReadPart]) -> int:
    """One number for how a whole letter stands; any change makes it larger."""
    return sum(part.section.revision for part in parts)


def unread(db: Session, letters: Select[UUID]) -> None:
    """
    Let go of what the professional read of these letters: taken back, they are the writer's alone again.

    Under a hold by law it is kept, and shown to nobody: `read_parts` shows nothing that was read before it was given.
    """
    mine = SectionRead.letter_id.in_(letters)
    db.execute(delete(SectionRead).where(mine, ~holds.over(SectionRead.engagement_id)))


def forget(db: Session, found: Found, *, by: Person) -> None:
    """Put the earlier texts of a letter out of sight; a week later they go for good. Pressed twice it counts once."""
    asked = update(Letter).where(Letter.id == found.letter.id, Letter.forget_asked_at.is_(None))
    if db.execute(asked.values(forget_asked_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        _note(db, "letter.forget_asked", found.letter, by=by)


def keep_after_all(db: Session, found: Found, *, by: Person) -> None:
    """Take the forgetting back, within its week; twice is harmless."""
    waiting = update(Letter).where(Letter.id == found.letter.id, Letter.forget_asked_at > clock.now() - UNDO)
    if db.execute(waiting.values(forget_asked_at=None)).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        _note(db, "letter.forget_taken_back", found.letter, by=by)


def may_delete() -> ColumnElement[bool]:
    """
    Letters whose family's words may be deleted for good; for a statement about `Letter`.

    The one place where a hold by law stops it all: asked when it is looked what is due, and again where it is deleted.
    """
    return ~holds.over(Letter.engagement_id)


def let_go(db: Session, letter: Letter, asked_at: datetime) -> None:
    """Delete for good what was asked to be forgotten at *asked_at*, if it may be; twice is harmless."""
    in_turn(db, db.get_one(Engagement, letter.engagement_id))  # a hold that is being placed is waited for
    mine = update(Letter).where(Letter.id == letter.id, Letter.forget_asked_at == asked_at, may_delete())
    if db.execute(mine.values(forget_asked_at=None)).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    db.execute(delete(Revision).where(Revision.letter_id == letter.id, forgotten(asked_at)))
    db.execute(delete(SectionRead).where(SectionRead.letter_id == letter.id, SectionRead.read_at <= asked_at))
    _unanswer(db, [letter], asked_at)
    _note(db, "letter.earlier_gone", letter, by=None)


def let_old_go(db: Session, letters: Sequence[Letter], before: datetime) -> None:
    """Delete for good what these letters said before *before*, if it may be; for letters whose day is long gone."""
    free = set(db.scalars(select(Letter.id).where(Letter.id.in_([letter.id for letter in letters]), may_delete())))
    letters = [letter for letter in letters if letter.id in free]
    old = select(Letter.id).where(Letter.id.in_(free))
    db.execute(delete(Revision).where(Revision.letter_id.in_(old), forgotten(before)))
    db.execute(delete(SectionRead).where(SectionRead.letter_id.in_(old), SectionRead.read_at <= before))
    _unanswer(db, letters, before)
    for letter in letters:
        _note(db, "letter.earlier_gone", letter, by=None)


def _unanswer(db: Session, letters: Sequence[Letter], before: datetime) -> None:
    """Delete what was answered about sentences that stand no more: they are words of an earlier version too."""
    here = select(CoachAnswer, Section).join(Section, Section.id == CoachAnswer.section_id)
    here = here.where(CoachAnswer.letter_id.in_([letter.id for letter in letters]), CoachAnswer.answered_at <= before)
    rows: Sequence[Row[CoachAnswer, Section]] = db.execute(here).all()
    gone = [answer.id for answer, section in rows if answer.phrase not in section.body]
    db.execute(delete(CoachAnswer).where(CoachAnswer.id.in_(gone)))


def _note(db: Session, act: str, letter: Letter, *, by: Person | None) -> None:
    note(db, act, by=by, about="letter", about_id=letter.id, engagement_id=letter.engagement_id)
