"""What `content/demo/` tells of the sample families, read strictly. Days count from the day the demo is made."""

from __future__ import annotations

from pathlib import Path

import msgspec

from familyplan.demo.told import Between, Coming, StandIn, Translation
from familyplan.guidance import shelf
from familyplan.kernel import paths


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything told: nothing may stand in a file that nobody reads."""


class FirstCall(Told, frozen=True, kw_only=True):
    """What was noted on the first call."""

    days_ago: int
    caller: str
    this_week: str
    would_help: str
    at: str = "10:00"
    danger_now: str = "no"
    may_leave_message: str = ""
    next_step: str = ""
    next_step_in_days: int = 0
    relation: str = ""


class CallerTold(Told, frozen=True, kw_only=True):
    """Which lines were read aloud to the caller."""

    days_ago: int
    lines: list[str]
    answer: str
    words: str = ""


class Way(Told, frozen=True, kw_only=True):
    """How the way was chosen."""

    days_ago: int
    why: str
    agreed_by: list[str]
    loved_one_learns: str
    reason: str = ""


class Family(Told, frozen=True, kw_only=True):
    """The family itself."""

    name: str
    loved_one: str
    pronoun: str = ""
    city: str = ""
    zone: str = "America/New_York"
    level: int | None = None
    first_call: FirstCall
    told: CallerTold | None = None
    way: Way | None = None


class Heard(Told, frozen=True, kw_only=True):
    """What one person said alone."""

    alone: bool
    days_ago: int
    afraid_of_anyone: str
    court_order: str
    adult: bool
    note: str


class Somebody(Told, frozen=True, kw_only=True):
    """One person of a family."""

    key: str
    name: str
    relation: str
    email: str = ""
    mailbox_shared_with: list[str] = []
    phone: str = ""
    may_leave_message: str = ""
    calls: str = ""
    pronoun: str = ""
    our_word: str = ""
    zone: str = ""
    could_be: list[str] = []
    signed_in: bool = False
    pledge: bool = False
    heard: Heard | None = None
    heard_alone: bool = False
    lessons: int = 0  # how many of theirs they have read


class SafetyRow(Told, frozen=True, kw_only=True):
    """One answer about safety."""

    row: str
    answer: str
    whose: str
    asked_days_ago: int
    words: str


class AskedAll(Told, frozen=True, kw_only=True):
    """All twelve rows asked of one person on one day: what was not a plain no stands in `odd`."""

    whose: str
    asked_days_ago: int
    odd: dict[str, str] = {}

    def rows(self) -> list[SafetyRow]:
        """Give the twelve answers one by one."""
        return [
            SafetyRow(
                row=row, answer=self.odd.get(row, "no"), whose=self.whose, asked_days_ago=self.asked_days_ago, words=""
            )
            for row in shelf.current().safety.rows
        ]


class Letter(Told, frozen=True, kw_only=True):
    """One letter and how far it is."""

    writer: str
    kind: str
    state: str
    days_ago: int | None = None  # when it was begun, where that is told
    note: str = ""
    sections: dict[str, str] = {}


class Comment(Told, frozen=True, kw_only=True):
    """A thought on a phrase; one without `days_ago` is not sent."""

    writer: str
    kind: str
    section: str
    quote: str
    note: str
    proposed: str = ""
    days_ago: int = 0
    answer: str = ""


class Decision(Told, frozen=True, kw_only=True):
    """One decision at a gate."""

    gate: str
    decision: str
    days_ago: int
    why: str
    about: str = ""
    by: str = "dana"
    at: str = ""
    consulted: str = ""
    consulted_days_ago: int = 0
    advised: str = ""


class Paper(Told, frozen=True, kw_only=True):
    """A signed release."""

    program: str
    program_place: str
    discloser: str
    to_whom: str
    what: str
    why: str
    signed_days_ago: int
    until_in_days: int
    names_family: bool
    background: str = ""


class Happening(Told, frozen=True, kw_only=True):
    """One outcome."""

    outcome: str
    source: str
    happened_days_ago: int
    words: str = ""
    by: str = "dana"
    entered_days_ago: int | None = None
    family_told: bool = True


class Day(Told, frozen=True, kw_only=True):
    """The day, if the family has one."""

    in_days: int
    at: str
    place: str
    evening: str = ""


class Asking(Told, frozen=True, kw_only=True):
    """How the loved one was asked, where the model asks from the first call."""

    carrier: str
    days_ago: int
    words: str
    if_he_asks_one_alone: str
    answer: str
    answered_days_ago: int
    his_words: str


class Meeting(Told, frozen=True, kw_only=True):
    """A meeting that was held."""

    kind: str
    days_ago: int
    present: list[str]
    note: str


class Step(Told, frozen=True, kw_only=True):
    """A step of the plan that was ended by hand."""

    key: str
    days_ago: int
    note: str = ""


class NextStep(Told, frozen=True, kw_only=True):
    """What waits on the desk."""

    next_step: str
    next_step_in_days: int


class Call(Told, frozen=True, kw_only=True):
    """A call that somebody made afterwards."""

    kind: str
    days_ago: int
    words: str


class Review(Told, frozen=True, kw_only=True):
    """When the offer is looked at again."""

    in_days: int
    why: str


class LookBack(Told, frozen=True, kw_only=True):
    """A follow-up that was made."""

    day: int
    reached: str
    in_help_now: str
    how: str
    source: str
    happened_days_ago: int
    words: str


class Standstill(Told, frozen=True, kw_only=True):
    """Why everything stands still."""

    days_ago: int
    reason: str
    words: str


class Story(Told, frozen=True, kw_only=True):
    """One family's file."""

    key: str
    model: str
    lead: str
    family: Family
    counselor: str = ""
    supervisor: str = ""
    people: list[Somebody]
    safety: list[SafetyRow] = []
    letters: list[Letter] = []
    comments: list[Comment] = []
    comment_ideas: list[Comment] = []
    stand_ins: list[StandIn] = []
    ties: list[Between] = []
    translations: list[Translation] = []
    gates: list[Decision] = []
    outcomes: list[Happening] = []
    meetings: list[Meeting] = []
    coming: list[Coming] = []
    steps: list[Step] = []
    calls: list[Call] = []
    follow_ups: list[LookBack] = []
    day: Day | None = None
    invitation: Asking | None = None
    release: Paper | None = None
    desk: NextStep | None = None
    review: Review | None = None
    pause: Standstill | None = None


class Short(Told, frozen=True, kw_only=True):
    """A family told in a few lines."""

    key: str
    model: str
    lead: str
    state: str
    name: str
    loved_one: str
    next_step: str
    next_step_in_days: int
    first_call: FirstCall
    people: list[Somebody]
    pronoun: str = ""
    city: str = ""
    zone: str = "America/New_York"
    safety: list[SafetyRow] = []
    safety_all: list[AskedAll] = []
    gates: list[Decision] = []
    outcomes: list[Happening] = []
    calls: list[Call] = []
    follow_ups: list[LookBack] = []
    review: Review | None = None
    pause: Standstill | None = None

    def whole(self) -> Story:
        """Tell it as the longer ones are told: whoever was heard came in, and the way was chosen early."""
        call = self.first_call
        way = Way(days_ago=max(call.days_ago - 3, 0), why="", agreed_by=[], loved_one_learns="")
        family = Family(
            name=self.name, loved_one=self.loved_one, zone=self.zone, first_call=call, way=way if self.model else None
        )
        safety = [*self.safety, *(row for asked in self.safety_all for row in asked.rows())]
        people = [
            msgspec.structs.replace(one, signed_in=one.heard_alone, pledge=one.heard_alone) for one in self.people
        ]
        return Story(
            key=self.key, model=self.model, lead=self.lead, family=family, people=people, safety=safety,
            gates=self.gates, outcomes=self.outcomes, calls=self.calls, follow_ups=self.follow_ups, pause=self.pause,
            review=self.review, desk=NextStep(next_step=self.next_step, next_step_in_days=self.next_step_in_days),
        )  # fmt: skip


class Others(Told, frozen=True, kw_only=True):
    """The rest of the desk."""

    families: list[Short]


LONG = ("reyes", "okafor", "lindqvist")


def _folder() -> Path:
    return paths.content()[0] / "demo"


def stories() -> list[Story]:
    """Read every family of the sample practice, the three long ones first."""
    long = [msgspec.toml.decode((_folder() / f"{key}.toml").read_bytes(), type=Story) for key in LONG]
    others = msgspec.toml.decode((_folder() / "others.toml").read_bytes(), type=Others)
    return [*long, *(short.whole() for short in others.families)]
