"""Laying words out so that a voice that shakes can follow them: part, paragraph, sentence; and noting who read."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.letters.queries import Found

SHORTENED = ("mr.", "mrs.", "ms.", "dr.", "st.", "a.m.", "p.m.", "vs.", "e.g.", "i.e.", "etc.", "no.", "jr.", "sr.")
END = re.compile(
    r"(?<=[.!?…])[\"'”\u2019»)\]]*\s+|(?<=[。\uff01\uff1f])[」』”\u2019]*\s*"
)  # where a sentence ends, with what closes it; full stops of East Asian scripts need no blank
NEAR = 12  # code points before a stop that can tell whether a word was shortened

Paragraph = list[str]


def sentences(line: str) -> list[str]:
    """Cut a line where a sentence ends, so that none is torn by a page's end; no sign is lost but blanks between."""
    cut, start = [], 0
    for end in END.finditer(line):
        if end.end() == len(line) or end.end() == start or _goes_on(line[max(start, end.start() - NEAR) : end.start()]):
            continue
        cut.append(line[start : end.end()].strip())
        start = end.end()
    return [one for one in [*cut, line[start:].strip()] if one]


def _goes_on(said: str) -> bool:
    """Whether the stop belongs to a shortened word or an initial, and the sentence goes on."""
    last = said.rsplit(maxsplit=1)[-1].lower() if said.strip() else ""
    return last in SHORTENED or (len(last) == len("j.") and last[0].isalpha() and last[1] == "." and last != "i.")


def paragraphs(text: str) -> list[Paragraph]:
    """What was typed, paragraph by paragraph; a line that its writer broke begins a new sentence's line."""
    blocks = re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").replace("\r", "\n"))
    told = [[sentence for line in block.split("\n") for sentence in sentences(line)] for block in blocks]
    return [block for block in told if block]


def mark_read(db: Session, found: Found, *, by: Person) -> None:
    """Note, each time, that somebody who did not write it opened a letter's reading copy."""
    if found.what != "writer":
        act = "letter.copy_read" if found.what == "lead" else "letter.stand_in_read"
        note(db, act, by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)


def mark_bound(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Note, each time, that the lead opened the binder."""
    note(db, "binder.read", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
