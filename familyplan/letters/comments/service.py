"""A thought on a phrase, perhaps with other words for it; the writer takes it or keeps hers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from familyplan.access import queries as access_queries
from familyplan.access import service as access
from familyplan.access.records import Person
from familyplan.engagements.calls import service as calls
from familyplan.engagements.needs import service as desk
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters import service as letters
from familyplan.letters.comments.queries import is_open, occurrences, place_of
from familyplan.letters.queries import OPEN_ANSWERS, Found
from familyplan.letters.records import Comment, Section
from familyplan.letters.writing import service as writing
from familyplan.letters.writing.queries import OpenPart
from familyplan.mail import service as mail

LINK_LASTS = timedelta(days=3)
ANSWERS = ("taken", "kept", "call_me")


def comment(
    db: Session, found: Found, section: Section, phrase: str, words: str, proposal: str, *, near: int = 0, by: Person
) -> Comment:
    """
    Mark *phrase* where it stands in *section*, the occurrence nearest to *near* (code points).

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
    starts = min(places, key=lambda place: abs(place - near))
    waiting = select(func.count(Comment.id)).where(Comment.letter_id == found.letter.id, Comment.answer == "")
    is_first = not db.scalar(waiting)
    made = Comment(
        engagement_id=found.engagement.id, letter_id=found.letter.id, section_id=section.id, starts=starts,
        ends=starts + len(phrase), revision=section.revision, quote=phrase, note=words, proposal=proposal,
        by_id=by.id, made_at=clock.now(),
    )  # fmt: skip
    db.add(made)
    letters.withdraw(db, found.letter.id, "professional")
    note(db, "comment.made", by=by, about="letter", about_id=found.letter.id, engagement_id=found.engagement.id)
    if is_first:
        _tell(db, found)
    return made


def _tell(db: Session, found: Found) -> None:
    """Mail the writer that there is a thought: no phrase, no name of anybody else, one link."""
    writer, lead = found.writer.person, found.engagement.lead
    if not writer.address:
        return
    practice = access_queries.practice(db)
    link, _token = access.make_link(db, writer, "sign_in", lasts=LINK_LASTS)
    says = {
        "name": writer.first_name,
        "professional": lead.first_name,
        "practice": practice.name if practice else "",
        "telephone": practice.phone if practice else "",
    }
    way = mail.link("sign-in", link.id, 1, "/sign-in/")
    mail.post(db, "comment", to=writer.address, says=says, links=way, engagement_id=found.engagement.id)


def answer(db: Session, part: OpenPart, thought: Comment, said: str, *, by: Person) -> None:
    """
    Say what becomes of a thought: taken (its proposal goes into the letter), kept, or "call me", which leaves it open.

    Said twice it is done once. Refused where the phrase no longer stands as it was, so that nothing else is replaced.
    """
    if not is_open(thought) or thought.answer == said:
        return
    open_still = update(Comment).where(Comment.id == thought.id, Comment.answer.in_(OPEN_ANSWERS))
    answered = db.execute(open_still.values(answer=said, answered_at=clock.now()))
    if answered.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        return
    if said == "taken" and thought.proposal:
        _take(db, part, thought)
    if said == "call_me":
        calls.ask(db, part.found.engagement, part.found.writer, by=by)
    elif part.found.hand_in is not None:
        desk.needs(db, part.found.engagement, "comment_answered", part.found.letter.id)
    letter = part.found.letter
    note(db, "comment.answered", by=by, about="letter", about_id=letter.id, engagement_id=letter.engagement_id)


def _take(db: Session, part: OpenPart, thought: Comment) -> None:
    body = part.section.body
    place = place_of(thought, body, part.section.revision)
    if place is None:
        sentence = _("Those words are no longer in your letter just so. You can keep yours, or change them by hand.")
        raise Refusal(sentence, field="answer")
    body = body[:place] + thought.proposal + body[place + len(thought.quote) :]
    writing.fits(body)
    if not writing.replace(db, part, body, "", why="taken"):
        raise Refusal(_("Your letter changed just now. Please look once more."), field="answer")
