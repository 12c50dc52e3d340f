"""Settling who does what for the way there and for home. The loved one drives nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.guidance import shelf
from familyplan.guidance.programs import Topic
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.language import _
from familyplan.programs.travel.queries import Place
from familyplan.programs.travel.records import TravelLine


@dataclass(frozen=True)
class Said:
    """One line: what there is to do, and who does it; or that nothing is needed."""

    words: str = ""
    member: Member | None = None
    somebody: str = ""
    not_needed: bool = False

    @property
    def settled(self) -> bool:
        """Whether somebody does it, or nothing is needed."""
        return self.member is not None or bool(self.somebody) or self.not_needed


def topic_of(key: str) -> Topic:
    """Give the topic of that key; a key that there is none of is refused."""
    for topic in shelf.current().programs.travel.topics:
        if topic.key == key:
            return topic
    raise Refusal(_("Please choose one of these."), field="topic")


def check(engagement: Engagement, topic: Topic, said: Said) -> None:
    """Refuse a line that says nothing or two things at once, and the loved one as the one who does it; decides only."""
    name = engagement.loved_name or "NAME"
    named = " ".join(said.somebody.casefold().split())
    first = " ".join(engagement.loved_name.casefold().split()[:1])
    is_loved_one = said.member is not None and said.member.is_loved_one
    if is_loved_one or (topic.never and first and named in {first, engagement.loved_name.casefold()}):
        sentence = topic.never or _("This list is for the people around NAME. Please name somebody else.")
        raise Refusal(sentence.replace("NAME", name), field="who")
    if said.member is not None and said.somebody:
        raise Refusal(_("Two people are named. Please leave one out; another line can name the other."), field="who")
    if said.not_needed and (said.member is not None or said.somebody):
        raise Refusal(_("Either somebody does it, or nothing is needed. Please leave one out."), field="not_needed")
    if not said.words and not said.settled:
        raise Refusal(_("What is there to do, or who does it? One of them is enough."), field="words")


def add(db: Session, place: Place, topic: Topic, said: Said, *, by: Person) -> TravelLine:
    """Add a line; the same one twice is one. Refuses what `check` refuses."""
    _edits(place)
    engagement = place.engagement
    in_turn(db, engagement)
    check(engagement, topic, said)
    here = select(TravelLine).where(TravelLine.engagement_id == engagement.id, TravelLine.put_away_at.is_(None))
    member_id = said.member.id if said.member else None
    for known in db.scalars(here.where(TravelLine.topic == topic.key)):
        if (known.words, known.member_id, known.somebody, known.not_needed) == (
            said.words, member_id, said.somebody, said.not_needed,
        ):  # fmt: skip
            return known
    line = TravelLine(engagement_id=engagement.id, topic=topic.key, entered_at=clock.now(), by_id=by.id)
    _say(line, said)
    db.add(line)
    note(db, "travel.noted", by=by, about="travel_line", about_id=line.id, engagement_id=engagement.id)
    db.flush()
    return line


def amend(db: Session, place: Place, line: TravelLine, said: Said, *, by: Person) -> None:
    """Say something else about a line; who does it anew has it still to do."""
    _edits(place)
    in_turn(db, place.engagement)
    check(place.engagement, topic_of(line.topic), said)
    before = (line.words, line.member_id, line.somebody, line.not_needed)
    after = (said.words, said.member.id if said.member else None, said.somebody, said.not_needed)
    if before == after:
        return
    if before[1:] != after[1:]:
        line.done_at = line.done_by_id = line.settled_at = None
    _say(line, said)
    note(db, "travel.noted", by=by, about="travel_line", about_id=line.id, engagement_id=line.engagement_id)
    db.flush()


def _say(line: TravelLine, said: Said) -> None:
    line.words, line.somebody, line.not_needed = said.words, said.somebody, said.not_needed
    line.member_id = said.member.id if said.member else None
    line.settled_at = (line.settled_at or clock.now()) if said.settled else None


def put_away(db: Session, place: Place, line: TravelLine, *, by: Person) -> None:
    """Take a line off the list; twice is once."""
    _edits(place)
    standing = update(TravelLine).where(TravelLine.id == line.id, TravelLine.put_away_at.is_(None))
    if db.execute(standing.values(put_away_at=clock.now())).rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE counts
        note(db, "travel.put_away", by=by, about="travel_line", about_id=line.id, engagement_id=line.engagement_id)


def mark(db: Session, place: Place, line: TravelLine, *, done: bool, by: Person) -> None:
    """Say that one's own line is done, or is not after all; whoever edits may say so of any. Twice is once."""
    own = place.member is not None and line.member_id == place.member.id
    if not (place.edits or own):
        raise NotYours
    standing = TravelLine.done_at.is_(None) if done else TravelLine.done_at.is_not(None)
    values = {"done_at": clock.now(), "done_by_id": by.id} if done else {"done_at": None, "done_by_id": None}
    changed = db.execute(update(TravelLine).where(TravelLine.id == line.id, standing).values(values))
    if changed.rowcount == 1:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        act = "travel.done" if done else "travel.not_done"
        note(db, act, by=by, about="travel_line", about_id=line.id, engagement_id=line.engagement_id)


def _edits(place: Place) -> None:
    if not place.edits:
        raise NotYours
