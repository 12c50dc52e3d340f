"""Choosing the one idea that a writer is shown, and what the writer says to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.coach.reading import Finding, Reading
from familyplan.coach.sentences import cut
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.letters.coaching.queries import Looked, answers, is_open_for_ideas, look
from familyplan.letters.queries import Found
from familyplan.letters.records import CoachAnswer, Letter
from familyplan.letters.writing import service as writing
from familyplan.letters.writing.queries import OpenPart, Part

HARM = "harm"
LOVELY = ("love", "gratitude", "hope")
HEARD = ("memory", "feeling", "request")
LONGEST_QUOTE = 160  # code points of a sentence that is quoted whole
CHANGED = _("Your words have changed since; nothing was replaced.")


@dataclass(frozen=True)
class Praise:
    """A sentence of the writer's own that is good as it is; *lovely*, or what will be heard."""

    words: str
    is_lovely: bool


@dataclass(frozen=True)
class Idea:
    """One sentence of a letter, and what could be said instead; of kind HARM it is only thanked for."""

    key: str
    title: str
    revision: int
    kind: str
    place: int  # of the sentence, in code points of the part
    phrase: str  # the whole sentence as it stands
    why: str = ""
    instead: str = ""  # one is enough to choose from
    praise: Praise | None = None


def idea(db: Session, found: Found, parts: Sequence[Part], key: str = "") -> Idea | None:
    """Find the one idea for the writer now, about the part *key* or the whole letter; nothing for anybody else."""
    if not is_open_for_ideas(found):
        return None
    looked = look(found, parts)
    if not any(one.reading.findings or one.reading.harms for one in looked):
        return None
    return choose(looked, answers(db, found), key)


def choose(looked: Sequence[Looked], answered: Sequence[CoachAnswer], key: str = "") -> Idea | None:
    """
    Choose the one idea to show, about the part *key* or about the whole letter, or none.

    None at all while any words sound like now. A part that reports harm is thanked for, once, and left in peace. Else
    what comes with other words first, then what stands first. What was answered is never asked again, and of what the
    coach doubts itself no writer hears.
    """
    if any(one.reading.now for one in looked):
        return None
    asked = [one for one in looked if (not key or one.part.section.key == key) and one.part.conflict is None]
    for one in asked:
        if one.reading.harms:
            harm = _harm(one)
            if not _is_answered(one, HARM, harm.phrase, harm.phrase, answered):
                return harm
    open_still = [
        (one, finding)
        for one in asked
        for finding in ([] if one.reading.harms else one.reading.findings)
        if finding.sure and not _is_answered(one, finding.kind, finding.text, _sentence(one, finding), answered)
    ]
    first = min(open_still, key=lambda pair: not pair[1].instead, default=None)
    return _idea(*first, praise=praise(asked, looked)) if first else None


def _sentence(one: Looked, finding: Finding) -> str:
    return one.part.section.body[finding.sentence.start : finding.sentence.end]


def _is_answered(one: Looked, kind: str, words: str, sentence: str, answered: Sequence[CoachAnswer]) -> bool:
    """Say whether this sentence was answered for, whatever the reason, or the same idea about the same words."""
    return any(
        said.phrase == sentence or (said.kind == kind and words in said.phrase)
        for said in answered
        if said.section_id == one.part.section.id
    )


def _harm(one: Looked) -> Idea:
    span, section = one.reading.harms[0], one.part.section
    phrase = section.body[span.start : span.end]
    return Idea(section.key, one.part.title, section.revision, HARM, span.start, phrase)


def _idea(one: Looked, finding: Finding, praise: Praise | None) -> Idea:
    section = one.part.section
    return Idea(
        section.key, one.part.title, section.revision, finding.kind, finding.sentence.start, _sentence(one, finding),
        finding.why, next(iter(finding.instead), ""), praise,
    )  # fmt: skip


def praise(*places: Sequence[Looked]) -> Praise | None:
    """Find a sentence to praise, in the first of *places* that has one; never one that somebody would stumble over."""
    for looked in places:
        for kinds in (LOVELY, HEARD):
            for one in looked:
                for strong in one.reading.strengths:
                    if strong.kind in kinds and not _is_troubled(one.reading, strong.start, strong.end):
                        return Praise(quote(one, strong.start, strong.end), kinds is LOVELY)
    return None


def _is_troubled(reading: Reading, start: int, end: int) -> bool:
    spans = [(span.start, span.end) for span in reading.harms]
    spans += [(finding.sentence.start, finding.sentence.end) for finding in reading.findings]
    spans += [(strong.start, strong.end) for strong in reading.strengths if strong.kind == "concern"]
    return any(first < end and start < last for first, last in spans)


def quote(one: Looked, start: int, end: int) -> str:
    """Give the sentence around a span, or the span alone where that is long."""
    body = one.part.section.body
    around = next(((first, last) for first, last in cut(body) if first <= start and end <= last), (start, end))
    first, last = around if around[1] - around[0] <= LONGEST_QUOTE else (start, end)
    return body[first:last].strip()


@dataclass(frozen=True)
class Said:
    """What the writer answered: the idea that was on the page, and other words for it, or none to keep the own ones."""

    phrase: str
    place: int
    revision: int
    words: str = ""


def answer(db: Session, part: OpenPart, looked: Sequence[Looked], said: Said) -> None:
    """
    Use other words, or keep the own ones; either is remembered, and said twice it is done once. No journal entry.

    Other words take the place of that sentence and of nothing else, as a save would put them, with what stood kept.
    Refused where the part is not as it was shown, or the coach would not say these words: then nothing is replaced.
    """
    section = part.section
    mine = select(CoachAnswer).where(CoachAnswer.section_id == section.id)
    if any(_shown(one.phrase) == _shown(said.phrase) for one in db.scalars(mine)):
        return
    end = said.place + len(said.phrase)
    phrase = section.body[said.place : end]
    stands = [_chosen(one, said) for one in looked if one.part.section.id == section.id]
    chosen = stands[0] if stands and _shown(phrase) == _shown(said.phrase) else None
    if chosen is None and not said.words:
        return  # there is nothing to keep any more
    if chosen is None or (said.words and section.revision != said.revision):
        raise Refusal(CHANGED, field="answer")
    kind, words = chosen
    if words:
        body = section.body[: said.place] + words + section.body[end:]
        writing.fits(body)
        if not writing.replace(db, part, body, "", why="taken"):
            raise Refusal(CHANGED, field="answer")
    db.add(
        CoachAnswer(
            engagement_id=section.engagement_id, letter_id=section.letter_id, section_id=section.id, kind=kind,
            phrase=phrase, answer="used" if words else "kept", answered_at=clock.now(),
        )
    )  # fmt: skip


def _shown(words: str) -> str:
    """Give words as a page gives them back: it cannot hold the sign that is no sign."""
    return words.replace("\0", "\ufffd")


def _chosen(one: Looked, said: Said) -> tuple[str, str] | None:
    """Give the kind of the idea that stands there, and the words chosen, if any; None where it is no more."""
    if one.reading.harms:
        harm = any(span.start == said.place for span in one.reading.harms)
        return (HARM, "") if harm and not said.words else None
    here = [finding for finding in one.reading.findings if finding.sentence.start == said.place]
    if not said.words:
        first = min(here, key=lambda finding: not finding.instead, default=None)
        return (first.kind, "") if first else None
    offered = ((finding.kind, words) for finding in here for words in finding.instead)
    return next((choice for choice in offered if _shown(choice[1]) == _shown(said.words)), None)


def no_more(db: Session, found: Found) -> None:
    """Show no more ideas about this letter; said twice it stands once."""
    shown = update(Letter).where(Letter.id == found.letter.id, Letter.no_more_thoughts_at.is_(None))
    db.execute(shown.values(no_more_thoughts_at=clock.now()))


def again(db: Session, found: Found) -> None:
    """Show ideas again; what was answered stays answered."""
    db.execute(update(Letter).where(Letter.id == found.letter.id).values(no_more_thoughts_at=None))
