"""Stages and milestones as a model file writes them: the plan before it becomes a family's own rows."""

from familyplan.guidance.vocabulary import Anchor, Before, Fact, Mark, NeededIf, OnlyIf, Strict


class Due(Strict, frozen=True, kw_only=True):
    """
    One date of a milestone. A working aid, never a deadline for the family.

    Exactly one of ``after`` and ``back_from`` is given. Days are calendar days in the engagement's zone.
    """

    after: Anchor | None = None
    back_from: Anchor | None = None
    days: int = 0
    then_every_days: int = 0
    """After the first, the next one this many days later, for as long as its stage lasts; 0 is once."""
    only_if: OnlyIf = "always"
    label: str = ""
    """Which of several occasions this is ("this evening"); empty where the milestone has only one."""

    def __post_init__(self) -> None:
        """Refuse a date that cannot be counted; the reader turns this into a sentence that names the place."""
        if (self.after is None) == (self.back_from is None):
            msg = "say exactly one of `after` and `back_from`"
            raise ValueError(msg)
        if self.after == "day" or (self.back_from is not None and self.back_from != "day"):
            msg = "`back_from` counts from `day`, and `after` from `start`, `answer` or `entered`"
            raise ValueError(msg)
        if self.days < 0 or self.then_every_days < 0:
            msg = f"days are never negative, got {min(self.days, self.then_every_days)}"
            raise ValueError(msg)

    @property
    def anchor(self) -> Anchor:
        """What the date is counted from. Until that has happened there is no date."""
        return self.back_from or self.after or "start"

    @property
    def offset_days(self) -> int:
        """Days to add to the anchor: negative before the day, 0 on it."""
        return -self.days if self.back_from else self.days


class Wait(Strict, frozen=True, kw_only=True):
    """One fact that completes a milestone, with what it needs to know."""

    fact: Fact
    role: str = ""
    """
    For ``lessons_read``: whose reading counts (``member``, ``first_caller``, ``loved_one``); empty is everyone's.

    ``once_help_began`` is what members were given to read then.
    """
    kind: str = ""
    """
    For ``meeting_held``: which kind of the model's meetings; empty is any.

    For ``letters_handed_in``: a kind that only the professional reads; empty is every letter that is read aloud.
    """
    within_days: int | None = None
    """
    For ``safety_asked``: how old the answers may be on the day when the step is due; None is any age.

    Counted from the due date and not from today, so that a step once done stays done as time passes.
    """


class Milestone(Strict, frozen=True, kw_only=True):
    """
    One step of the plan.

    ``due`` empty: no date, shown when it is reached. Several: one row each when laid out (same key, ``label`` apart).
    """

    key: str
    label: str
    """On screen, in the loved one's absence or presence alike."""
    stage: str = ""
    """A stage's key; empty is any stage: shown at the one then reached."""
    due: tuple[Due, ...] = ()
    done_when: tuple[Fact | Wait, ...] = ("by_hand",)
    by: tuple[str, ...] = ("professional",)
    """Who does it: a word of :data:`By` or the key of one of the model's roles."""
    needed_if: NeededIf = "always"
    before: tuple[Before, ...] = ()
    """What it is shown beside until done: a gate's page, or the first word of a letter. It never blocks by itself."""
    loved_one_joins: Due | None = None
    """From when on the loved one may take part, where that is later than the step itself."""
    verified: Mark
    source: str = ""
    note: str = ""
    """Which part of the entry its mark is about."""

    @property
    def waits_for(self) -> tuple[Wait, ...]:
        """All of ``done_when`` in its long form. The step is done when every one of them is."""
        return tuple(one if isinstance(one, Wait) else Wait(fact=one) for one in self.done_when)

    @property
    def needed_level(self) -> int:
        """The level from which on it is needed; 0 where levels do not matter."""
        return int(self.needed_if.removeprefix("level:")) if self.needed_if.startswith("level:") else 0


class Stage(Strict, frozen=True, kw_only=True):
    """A part of the way. Its order is the order of the file."""

    key: str
    title: str
    waits_for: tuple[str, ...] = ()
    """Milestones that close this stage until they are done. Closed, never hidden; opened early with a reason."""
    level: int = 0
    """Which level of the model this stage is; 0 for none."""
    verified: Mark = "source"
    source: str = ""
    note: str = ""
