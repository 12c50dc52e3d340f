"""A thought on a phrase, perhaps with other words for it; the writer takes it or keeps hers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access import service as access
from familyplan.access.records import Person
from familyplan.engagements.calls import service as calls
from familyplan.engagements.needs import service as desk
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters import service as letters
from familyplan.letters.comments.queries import around, is_open, occurrences, place_of
from familyplan.letters.history.service import Change, changes
from familyplan.letters.queries import OPEN_ANSWERS, Found
from familyplan.letters.records import Comment, Section
from familyplan.letters.writing import service as writing
from familyplan.letters.writing.queries import OpenPart, Part

ANSWERS = ("taken", "kept", "call_me")


@dataclass(frozen=True)
class Proposed:
    """A thought where it stands in the text now: its place, if the phrase is still there, and what would change."""

    place: int | None
    before: str
    changes: list[Change]
    after: str

    @property
    def is_small(self) -> bool:
        """Whether most of the phrase would stay as it is."""
        kept = sum(len(one.text) for one in self.changes if one.kind == "same")
        return 2 * kept > sum(len(one.text) for one in self.changes if one.kind != "added")


def proposed(parts: Sequence[Part], thoughts: Sequence[Comment]) -> dict[UUID, Proposed]:
    """Each thought in its place, by its id."""
    sections = {part.section.id: part.section for part in parts}
    told = {}
    for thought in thoughts:
        section = sections.get(thought.section_id)
        place = place_of(thought, section.body, section.revision) if section is not None else None
        before = after = ""
        if section is not None and place is not None:
            before, _between, after = around(section.body, place, place + len(thought.quote))
        told[thought.id] = Proposed(place, before, changes(thought.quote, thought.proposal), after)
    return told


def comment(
    db: Session, found: Found, section: Section, phrase: str, words: str, proposal: str, *, near: int | None = None,
    by: Person,
) -> Comment:  # fmt: skip
    """
    Mark *phrase* where it stands in *section*, the occurrence nearest to *near* (code points).

    Where it stands more than once and nobody said which is meant, that is asked. Sent twice it is one thought.
    The professional's own "ready to read" goes with it. The writer is mailed once for as many thoughts as wait.
    """
    places = occurrences(section.body, phrase)
    if not phrase:
        raise Refusal(_("Please mark the words that you mean, or copy them here."), field="phrase")
    if not places:
        sentence = _("Those words do not stand in this part just so. Please copy them from the letter.")
        raise Refusal(sentence, field="phrase")
    if not words and not proposal:
        raise Refusal(_("Please add a thought, or other words for it."), field="note")
    if near is None and len(places) > 1:
        raise Refusal(_("These words stand there more than once. Which ones do you mean?"), field="starts")
    starts = min(places, key=lambda place: abs(place - (near or 0)))
    waiting = list(db.scalars(select(Comment).where(Comment.letter_id == found.letter.id, Comment.answer == "")))
    same = (section.id, starts, phrase, words, proposal)
    for one in waiting:
        if (one.section_id, one.starts, one.quote, one.note, one.proposal) == same:
            return one
    made = Comment(
        engagement_id=found.engagement.id, letter_id=found.letter.id, section_id=section.id, starts=starts,
        ends=starts + len(phrase), revision=section.revision, quote=phrase, note=words, proposal=proposal,
        by_id=by.id, made_at=clock.now(),
    )  # fmt: skip
    db.add(made)
    letters.withdraw(db, found.letter.id, "professional")
    note(db, "comment.made", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)
    if not waiting:
        access.write_to(db, "comment", found.writer.person, by=found.engagement.lead, engagement_id=found.engagement.id)
    return made


def answer(
    db: Session, part: OpenPart, thought: Comment, said: str, *, place: int | None = None, by: Person
) -> None:  # fmt: skip
    """
    Say what becomes of a thought: taken (its proposal goes into the letter), kept, or "call me", which leaves it open.

    *place* is where the page showed the phrase, so that what was marked is what is replaced, and no other like it.
    Said twice it is done once. Refused where the phrase no longer stands as it was, so that nothing else is replaced.
    """
    if not is_open(thought) or thought.answer == said:
        return
    open_still = update(Comment).where(Comment.id == thought.id, Comment.answer.in_(OPEN_ANSWERS))
    answered = db.execute(open_still.values(answer=said, answered_at=clock.now()))
    if answered.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    if said == "taken" and thought.proposal:
        _take(db, part, thought, place)
    if said == "call_me":
        calls.ask(db, part.found.engagement, part.found.writer, by=by)
    elif part.found.hand_in is not None:
        desk.needs(db, part.found.engagement, "comment_answered", part.found.letter.id)
    letter = part.found.letter
    note(db, "comment.answered", by=by, about="letter", about_id=letter.id, engagement_id=letter.engagement_id)


def _take(db: Session, part: OpenPart, thought: Comment, shown: int | None) -> None:
    body, quote = part.section.body, thought.quote
    place = place_of(thought, body, part.section.revision) if shown is None else shown
    if place is None or quote not in body:
        sentence = _("Those words are no longer in your letter just so. You can keep yours, or change them by hand.")
        raise Refusal(sentence, field="answer")
    if body[place : place + len(quote)] != quote:  # moved since the page was shown
        places = occurrences(body, quote)
        if len(places) > 1:
            raise Refusal(writing.CHANGED_JUST_NOW, field="answer")
        place = places[0]
    body = body[:place] + thought.proposal + body[place + len(quote) :]
    writing.fits(body)
    if not writing.replace(db, part, body, "", why="taken"):
        raise Refusal(writing.CHANGED_JUST_NOW, field="answer")
