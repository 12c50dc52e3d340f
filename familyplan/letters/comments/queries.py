"""The professional's thoughts on a letter, as its writer and the lead see them: where each stands in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.kernel.errors import NotYours
from familyplan.letters.queries import OPEN_ANSWERS, Found
from familyplan.letters.records import Comment


@dataclass(frozen=True)
class Piece:
    """A run of a section's text, and the thought whose phrase it is, if any."""

    text: str
    comment: Comment | None = None


def of(db: Session, found: Found) -> list[Comment]:
    """Every thought on a letter that was reached, the oldest first. The lead sees them once the letter is given."""
    if found.what == "lead" and found.hand_in is None:
        return []
    return list(db.scalars(select(Comment).where(Comment.letter_id == found.letter.id).order_by(Comment.id)))


def one(db: Session, found: Found, comment_id: UUID) -> Comment:
    """One thought on a letter that was reached; raises `NotYours`."""
    comment = db.scalar(select(Comment).where(Comment.id == comment_id, Comment.letter_id == found.letter.id))
    if comment is None:
        raise NotYours
    return comment


def is_open(comment: Comment) -> bool:
    """Whether the writer has still to say what becomes of it; "call me" leaves it open."""
    return comment.answer in OPEN_ANSWERS


def place_of(comment: Comment, body: str, revision: int) -> int | None:
    """Where the phrase stands in *body* now (code points): its own place, else the nearest one, or nowhere any more."""
    if revision == comment.revision and body[comment.starts : comment.ends] == comment.quote:
        return comment.starts
    places = occurrences(body, comment.quote)
    return min(places, key=lambda place: abs(place - comment.starts)) if places else None


def occurrences(body: str, phrase: str) -> list[int]:
    """Every place where *phrase* begins in *body*."""
    found, place = [], body.find(phrase) if phrase else -1
    while place >= 0:
        found.append(place)
        place = body.find(phrase, place + 1)
    return found


def pieces(body: str, revision: int, comments: Sequence[Comment]) -> list[Piece]:
    """Cut *body* where open thoughts have their phrases; of two that overlap the earlier one is marked."""
    placed = [(place_of(comment, body, revision), comment) for comment in comments if is_open(comment)]
    cut, at = [], 0
    for place, comment in sorted(((p, c) for p, c in placed if p is not None), key=lambda both: both[0]):
        if place < at:
            continue
        cut += [Piece(body[at:place]), Piece(comment.quote, comment)]
        at = place + len(comment.quote)
    return [piece for piece in [*cut, Piece(body[at:])] if piece.text]
