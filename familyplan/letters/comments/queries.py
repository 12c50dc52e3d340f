"""The professional's thoughts on a letter, as its writer and the lead see them: where each stands in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.kernel.errors import NotYours
from familyplan.letters.queries import OPEN_ANSWERS, Found
from familyplan.letters.records import Comment

AROUND = 60  # code points that tell where a phrase is
MOST_OCCASIONS = 12


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
    """Cut *body* where open thoughts have their phrases; where two overlap, each run is marked once."""
    placed = [(place_of(comment, body, revision), comment) for comment in comments if is_open(comment)]
    runs = [(place, place + len(one.quote), one) for place, one in placed if place is not None]
    edges = sorted({0, len(body), *(edge for start, end, _one in runs for edge in (start, end))})
    cut = []
    for start, end in pairwise(edges):
        over = next((one for began, ended, one in runs if began <= start and end <= ended), None)
        cut.append(Piece(body[start:end], over))
    return cut


def occasions(body: str, phrase: str) -> list[tuple[int, str]]:
    """Where *phrase* stands in *body*, each with a few words around it, so that one can be chosen."""
    places = occurrences(body, phrase)[:MOST_OCCASIONS]
    return [(place, "".join(around(body, place, place + len(phrase), phrase))) for place in places]


def around(body: str, start: int, end: int, between: str = "") -> tuple[str, str, str]:
    """The words before and after a phrase, as many as tell where it is, with *between* in its place."""
    line, after = body.rfind("\n", 0, start) + 1, body.find("\n", end)
    after = len(body) if after < 0 else after
    first = line if start - line <= AROUND else body.find(" ", start - AROUND, start) + 1 or start
    last = after if after - end <= AROUND else max(body.rfind(" ", end, end + AROUND), end)
    return (
        ("" if first == line else "… ") + body[first:start],
        between,
        body[end:last] + ("" if last == after else " …"),
    )
