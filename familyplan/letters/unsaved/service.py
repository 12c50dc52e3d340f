"""Keeping words that arrive after their session has ended, for the person whose session it was and nobody else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from familyplan.letters.beside.service import keep_beside
from familyplan.letters.writing.queries import OpenPart
from familyplan.letters.writing.service import LONGEST_SECTION

MOST = 5  # texts that wait for one part


def keep(db: Session, part: OpenPart, body: str, revision: int, writing: str) -> bool:
    """
    Keep *body* beside what stands, until its writer signed in again and chose; False when it was not kept.

    What stands is never touched. One open page has one such text, its newest; nothing is kept of somebody else's
    letter that is typed in, nor past MOST texts, nor one longer than a part may be.
    """
    if part.found.what != "writer" or len(body) > LONGEST_SECTION:
        return False
    if not body.strip() or body == part.section.body:
        return True  # nothing that could get lost
    return keep_beside(db, part.section, body, revision, writing, why="unsaved", most=MOST)
