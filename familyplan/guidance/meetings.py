"""Meetings that a model knows: a kind of each, with its agenda, and whether the loved one is asked to come."""

from typing import Literal

from familyplan.guidance.milestones import Due
from familyplan.guidance.vocabulary import Mark, Strict


class MeetingKind(Strict, frozen=True, kw_only=True):
    """One kind of meeting, as often as it is held. The day itself is no meeting."""

    key: str
    title: str
    """On screen, to everybody who is asked to come."""
    stage: str = ""
    """The stage to which it belongs; empty is any."""
    agenda: tuple[str, ...]
    """What a new meeting begins with, a line each; the professional changes it freely."""
    minutes: int = 60
    """How long it is thought to last. A working aid, no standard."""
    loved_one: Literal["never", "invited", "later"] = "never"
    """``later``: from ``loved_one_joins`` on. Nobody who is to hear of it on the day is ever asked before."""
    loved_one_joins: Due | None = None
    """Exactly where ``loved_one`` is ``later``: counted from when help began."""
    every_days: int = 0
    """Where it repeats: the usual days from one to the next; 0 is a meeting of its own."""
    most: int | None = None
    """How many of this kind the method counts on; shown beside what was held, and no limit."""
    verified: Mark
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse what contradicts itself; the reader turns this into a sentence that names the place."""
        if (self.loved_one == "later") != (self.loved_one_joins is not None):
            msg = '`loved_one_joins` stands exactly where `loved_one` is "later"'
            raise ValueError(msg)
        if self.loved_one_joins is not None and self.loved_one_joins.after != "entered":
            msg = '`loved_one_joins` counts after "entered"'
            raise ValueError(msg)
        if self.minutes <= 0 or self.every_days < 0:
            msg = "`minutes` is above 0 and `every_days` never negative"
            raise ValueError(msg)
