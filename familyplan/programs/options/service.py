"""Gathering two or three programs for a family, and putting them before it side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.engagements.service import in_turn
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.programs.directory.records import Program
from familyplan.programs.options import queries
from familyplan.programs.options.records import Option, OptionsSeen, OptionsShown

FEWEST, MOST = 2, 3
TAKES = _(
    "Before %(name)s can be shown, tick that you take nothing of value from it for sending people. "
    "If you cannot say so, please ask your lawyer."
)


@dataclass(frozen=True)
class Words:
    """What is said of a program for one family."""

    reasons_for: str = ""
    against: str = ""
    ties: str = ""
    nothing_taken: bool = False


def words_of(option: Option) -> Words:
    """Give what stands of an option."""
    return Words(option.reasons_for, option.against, option.ties, option.nothing_taken_at is not None)


def check(options: Sequence[Option], why: str) -> None:
    """Refuse a choice that would be no honest one; decides only. *why* is said where none is free of what is asked."""
    for option in options:
        if option.nothing_taken_at is None:
            raise Refusal(TAKES, field="showing", name=option.program.name)
    if not options:
        raise Refusal(_("There is nothing to show yet. Add two or three programs first."), field="showing")
    if len(options) > MOST:
        sentence = _("Three side by side are enough to choose from. There are %(many)d; put some aside.")
        raise Refusal(sentence, field="showing", many=len(options))
    missing = lacks(options)
    if missing and not why:
        raise Refusal(missing[0], field="why")


def lacks(options: Sequence[Option]) -> list[str]:
    """Say what a family's choice lacks, each as a sentence that asks for a reason."""
    found = []
    if len(options) < FEWEST:
        found.append(_("There is only one. Please say in a sentence why there is no second to choose from."))
    if not any(option.program.residential == "no" for option in options):
        found.append(_("In each of them one lives there. Please say in a sentence why none is without moving in."))
    if all(option.ties for option in options):
        found.append(_("You have a tie to each of them. Please say in a sentence why none is without one."))
    return found


def add(db: Session, engagement: Engagement, program: Program, words: Words, *, by: Person) -> Option:
    """Gather a program for a family; the same with the same words is one. It is not shown by this."""
    in_turn(db, engagement)
    if program.put_away_at is not None:
        sentence = _("%(name)s was put away here. Bring it back to the list first.")
        raise Refusal(sentence, field="program", name=program.name)
    known = select(Option).where(Option.engagement_id == engagement.id, Option.program_id == program.id)
    option = db.scalar(known.options(joinedload(Option.program)))
    if option is None:
        option = Option(engagement_id=engagement.id, program_id=program.id, added_at=clock.now(), by_id=by.id)
        option.program = program
        _say(option, words, by=by)
        try:
            with db.begin_nested():
                db.add(option)
        except IntegrityError:
            raise Refusal(_("It was added at the same moment. Please look again."), field="program") from None
    elif option.put_away_at is not None:
        option.put_away_at, option.added_at = None, clock.now()
        _say(option, words, by=by)
    elif words_of(option) == words:
        return option
    else:
        raise Refusal(_("%(name)s stands here already. Change it there."), field="program", name=program.name)
    note(db, "option.added", by=by, about="option", about_id=option.id, engagement_id=engagement.id)
    db.flush()
    return option


def amend(db: Session, engagement: Engagement, option: Option, words: Words, *, by: Person) -> None:
    """Change what is said of an option; what the family is shown has to stay an honest choice."""
    in_turn(db, engagement)
    if words_of(option) == words:
        return
    _say(option, words, by=by)
    showing = queries.showing(db, engagement, seen_by=by)
    if option.shown_at is not None and showing is not None:
        check([one for one in queries.options(db, engagement, seen_by=by) if one.shown_at is not None], showing.why)
    note(db, "option.amended", by=by, about="option", about_id=option.id, engagement_id=engagement.id)
    db.flush()


def _say(option: Option, words: Words, *, by: Person) -> None:
    option.reasons_for, option.against, option.ties = words.reasons_for, words.against, words.ties
    if not words.nothing_taken:
        option.nothing_taken_at = option.nothing_taken_by_id = None
    elif option.nothing_taken_at is None:
        option.nothing_taken_at, option.nothing_taken_by_id = clock.now(), by.id


def put_away(db: Session, engagement: Engagement, option: Option, *, by: Person) -> None:
    """Put an option aside; refused while the family is shown it."""
    in_turn(db, engagement)
    if option.shown_at is not None:
        raise Refusal(_("The family is looking at it now. Take the options back first."), field="showing")
    option.put_away_at = clock.now()
    note(db, "option.put_away", by=by, about="option", about_id=option.id, engagement_id=engagement.id)
    db.flush()


def show(db: Session, engagement: Engagement, why: str, *, by: Person) -> OptionsShown:
    """
    Put all options that stand before the family. Nobody is written to; shown again without a change it stays as it is.

    Refuses what `check` refuses; then nothing is shown.
    """
    in_turn(db, engagement)
    options = queries.options(db, engagement, seen_by=by)
    check(options, why)
    standing = queries.showing(db, engagement, seen_by=by)
    if standing is not None:
        if standing.why == why and all(option.shown_at for option in options):
            return standing
        standing.taken_back_at = clock.now()
    shown = OptionsShown(engagement_id=engagement.id, why=why, shown_at=clock.now(), by_id=by.id)
    db.add(shown)
    for option in options:
        option.shown_at = option.shown_at or shown.shown_at
    note(db, "options.shown", by=by, about="options", about_id=shown.id, engagement_id=engagement.id)
    db.flush()
    return shown


def take_back(db: Session, engagement: Engagement, *, by: Person) -> None:
    """Take the options from the family again, at once; what somebody has seen stays noted. Twice is once."""
    in_turn(db, engagement)
    here = OptionsShown.engagement_id == engagement.id
    ended = update(OptionsShown).where(here, OptionsShown.taken_back_at.is_(None)).values(taken_back_at=clock.now())
    db.execute(update(Option).where(Option.engagement_id == engagement.id).values(shown_at=None))
    if db.execute(ended).rowcount:  # type: ignore[attr-defined]  # an UPDATE's result counts rows
        note(db, "options.taken_back", by=by, about="options", engagement_id=engagement.id)


def mark_seen(db: Session, shown: OptionsShown, member: Member, *, by: Person) -> None:
    """Note the first time that a member looked at what is shown; only their own look counts."""
    if member.person_id != by.id:
        return
    mine = exists().where(OptionsSeen.options_shown_id == shown.id, OptionsSeen.member_id == member.id)
    if db.scalar(select(mine)):
        return
    about = {"engagement_id": shown.engagement_id, "options_shown_id": shown.id, "member_id": member.id}
    try:
        with db.begin_nested():
            db.add(OptionsSeen(**about, seen_at=clock.now()))
    except IntegrityError:
        return  # noted by another page at the same moment
    note(db, "options.seen", by=by, about="options", about_id=shown.id, engagement_id=shown.engagement_id)
