"""How what waits is said on the desk: a sentence and one button for each kind. Plain rules, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from familyplan.engagements.needs.records import Need
from familyplan.kernel.language import _

FIRST = ("right_now", "call_request", "does_not_want", "place_lapses")  # before whatever is due, in this order


@dataclass(frozen=True)
class Ask:
    """One kind of waiting: its sentence, its button, and where the button leads (`post`: it is an act itself)."""

    sentence: str
    button: str
    to: str
    post: bool = False


ASKS: dict[str, Ask] = {
    "next_step": Ask(_("Next, as agreed: %(words)s"), _("Open"), "/engagements/{family}/first-call"),
    "no_next_step": Ask(_("No next step yet."), _("Add one"), "/engagements/{family}/first-call"),
    "told": Ask(_("Lines not yet said to the caller: %(words)s."), _("Open"), "/engagements/{family}/told"),
    "call_request": Ask(
        _("%(name)s asked to be called."), _("I've read it"), "/engagements/{family}/calls/{about}/reading", post=True
    ),
    "right_now": Ask(
        _("“Right now” was opened at %(words)s; no ending noted."),
        _("Note how it ended"),
        "/engagements/{family}/right-now",
    ),
    "letter_given": Ask(_("%(name)s gave you something to read."), _("Read it"), "/letters/{about}"),
    "comment_answered": Ask(_("%(name)s answered your thought."), _("See it"), "/letters/{about}"),
    "other_page_shown": Ask(
        _("%(name)s would like to go through the other page with you."), _("Open"), "/letters/{about}/other-page"
    ),
    "own_words": Ask(_("%(name)s shared some words."), _("Read them"), "/letters/{about}"),
    "invitation_lost": Ask(
        _("The email to %(name)s came back. Perhaps call?"),
        _("Open"),
        "/engagements/{family}/members/{member}/invitation",
    ),
    "invitation_word": Ask(
        _("%(name)s's link was tried with a wrong word five times. Please call, then send a new one."),
        _("Open"),
        "/engagements/{family}/members/{member}/invitation",
    ),
    "pledge_declined": Ask(
        _("%(name)s said “not for me”. Please call, without asking why."),
        _("Open"),
        "/engagements/{family}/members/{member}",
    ),
    "milestone_due": Ask(
        _("Was planned for today or before: %(words)s"), _("Open"), "/engagements/{family}/milestones"
    ),
    "follow_up": Ask(_("Time to look back: %(words)s"), _("Note it"), "/engagements/{family}/outcomes"),
    "outcome_entered": Ask(_("Something new was noted."), _("See it"), "/engagements/{family}/outcomes"),
    "outcome_corrected": Ask(_("A note was corrected."), _("See it"), "/engagements/{family}/outcomes"),
    "outcome_expected": Ask(_("Expected: %(words)s"), _("Note it"), "/engagements/{family}/outcomes"),
    "evening_call": Ask(
        _("Your call to the family, the evening of %(words)s."), _("Open"), "/engagements/{family}/day/afterwards"
    ),
    "next_day_call": Ask(
        _("Your call to the family the day after, %(words)s."), _("Open"), "/engagements/{family}/day/afterwards"
    ),
    "meeting_answered": Ask(_("See who can come: %(words)s"), _("Look"), "/engagements/{family}/meetings/{about}"),
    "does_not_want": Ask(_("%(name)s said: I don't want this."), _("Open"), "/engagements/{family}"),
    "place_lapses": Ask(
        _("The place that is held lapses: %(words)s"), _("Look"), "/engagements/{family}/programs/place"
    ),
    "erasure_asked": Ask(
        _("The owner asked to erase this family. Do you agree?"), _("Look"), "/engagements/{family}/keeping"
    ),
}
ASKS["kept_apart"] = Ask(
    _("Two people who must not meet would still come together."), _("See where"), "/engagements/{family}/ties"
)
OTHER = Ask(_("Something waits here."), _("Open"), "/engagements/{family}")
NUMBERS = (
    _("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"),
    _("Ten"), _("Eleven"), _("Twelve"),
)  # fmt: skip


def ask_of(need: Need) -> Ask:
    """The sentence and the button of one thing that waits; a first call without a next step says so."""
    kind = "no_next_step" if need.kind == "next_step" and not need.words else need.kind
    return ASKS.get(kind, OTHER)


def urgency(need: Need) -> tuple[int, date, str]:
    """Sort what waits in one family: a danger and a person who asked come first, then the earliest day."""
    first = FIRST.index(need.kind) if need.kind in FIRST else len(FIRST)
    return (first, need.due_on, need.id.hex)


def most_urgent(needs: Sequence[Need]) -> Need:
    """The one thing that a family's line on the desk says."""
    return min(needs, key=urgency)


def number(count: int) -> str:
    """A count as one says it, up to twelve; a sentence marked for translation, or figures."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
