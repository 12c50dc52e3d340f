"""
What one file of ``models/`` says: the shape of an intervention model. Structure only, no prose over a sentence.

Nothing in the program knows a model by its name; where two models differ, the difference is a field of this module,
of :mod:`familyplan.guidance.milestones` (stages, milestones) or of :mod:`familyplan.guidance.letters` (letters).
"""

from typing import Literal

from familyplan.guidance.circle import Decisions, InvitationSheet, LevelGate
from familyplan.guidance.letters import LetterKind, OtherPage
from familyplan.guidance.meetings import MeetingKind
from familyplan.guidance.milestones import Due, Milestone, Stage
from familyplan.guidance.vocabulary import LovedOneLearns, Mark, Relation, Strict


class Words(Strict, frozen=True, kw_only=True):
    """The family's vocabulary under this model, for the middle of a sentence: templates say ``{{ words.circle }}``."""

    circle: str
    member: str
    members: str
    meeting: str
    letter: str
    day: str = ""
    """Empty exactly where the model has no day."""


class CircleSize(Strict, frozen=True, kw_only=True):
    """How many people the model is made for, the professional and the loved one not counted."""

    fewest: int = 1
    most: int | None = None


class Role(Strict, frozen=True, kw_only=True):
    """What somebody can be in the circle, beside being a member."""

    key: str
    label: str
    what: str
    agreed_together: bool = False
    """The family agrees on one person for it, on a day; the others are simply given."""
    not_by_default: tuple[Relation, ...] = ()
    """Who takes it only for a reason that is written down."""
    verified: Mark
    source: str = ""
    note: str = ""


class Level(Strict, frozen=True, kw_only=True):
    """One level of a model that begins with the least effort."""

    number: int
    title: str
    stage: str
    by_decision: bool = False
    """Begins only on a decision of the family and the professional that is written down."""
    gate: LevelGate = ""
    """The gate that has to stand at go before it begins."""
    verified: Mark = "source"
    source: str = ""
    note: str = ""


class Day(Strict, frozen=True, kw_only=True):
    """The one formal meeting. A model without this table has no day, and no due date may count back from it."""

    level: int = 0
    """From which level on there is a day; 0 is from the beginning."""
    may_choose_not_to: bool = False
    """Whether "we choose not to hold it" is a step of its own, with review dates after it."""
    voice: str = ""
    """The role that alone talks with the person and answers objections; empty is the professional."""
    voice_stand_in: str = ""
    """The role that takes over from the voice; empty: this way names none."""
    voice_not_by_default: tuple[Relation, ...] = ()
    """Relations that the voice is not given to without a second thought."""
    last_reader: str = ""
    """The role that reads last; empty: this way names none."""
    walks_out_with: str = ""
    """The role that may walk beside whoever leaves the room."""
    driver: str = ""
    """The role that drives to treatment."""
    elsewhere: str = ""
    """The role that is somewhere else that day, with the children."""
    pages_read_aloud: bool = False
    """In rehearsal each other page is read aloud once as a whole; otherwise only its line is tried."""

    @property
    def tasks(self) -> tuple[str, ...]:
        """The roles that matter on the day, in the order in which they are shown; each one's is one person."""
        every = (self.voice, self.voice_stand_in, self.last_reader, self.walks_out_with, self.driver, self.elsewhere)
        return tuple(role for role in every if role)


class OwnDoor(Strict, frozen=True, kw_only=True):
    """The loved one's own way in."""

    opens: Literal["from_the_first_call", "after_the_answer"]
    letter: str = ""
    """The letter kind that is the loved one's own words; empty is none."""
    pages: tuple[str, ...] = ()
    """Letter kinds of the loved one's own for the time after the answer, shown to others by choice alone."""
    names_the_circle: bool = False
    """Whether the loved one reads there who is in it."""


class Outcome(Strict, frozen=True, kw_only=True):
    """One word for what happened. Every model has at least an answer that leaves the offer open."""

    key: str
    label: str
    about: Literal["invitation", "answer", "entry", "after", "end"]
    """
    What it answers: the invitation, the question put to the loved one, how help began, what came of it, how the work
    with the family ended.
    """
    leaves_offer_open: bool = False
    """Review dates are laid out from the day of this answer. A stage, not an end."""
    begins_help: bool = False
    """Treatment or self-help began: the anchor ``entered``."""
    stops_everything: bool = False
    """Nothing that was planned is sent any more, for good."""


class Finding(Strict, frozen=True, kw_only=True):
    """What was counted, in whom, with its limit in the same text."""

    text: str
    source: str


class Against(Strict, frozen=True, kw_only=True):
    """What speaks against the model here, put as a question when one of ``rows`` was answered yes or don't know."""

    text: str
    rows: tuple[str, ...] = ()
    """Keys of safety rows; empty is always shown."""


class Chooser(Strict, frozen=True, kw_only=True):
    """The card on the page where the family and the professional choose together. It recommends nothing."""

    asks: tuple[str, ...]
    """What it asks of the family."""
    evidence: tuple[Finding, ...]
    against: tuple[Against, ...]
    surprise: str
    """Whether it surprises the loved one, and what that may cost, in plain words."""


class Lessons(Strict, frozen=True, kw_only=True):
    """Slugs to read, in order, by whom they are assigned to when the model is chosen."""

    first_caller: tuple[str, ...] = ()
    member: tuple[str, ...] = ()
    loved_one: tuple[str, ...] = ()
    once_help_began: tuple[str, ...] = ()
    """For members, once the family may know that help began; beside what is to be read before, and never part of it."""


class InterventionModel(Strict, frozen=True, kw_only=True):
    """
    One intervention model.

    ``key`` (the file's name) and ``sha256`` (of the file's bytes) are given by the shelf and may not be in the file.
    A family keeps the sha256 it began with: an edited file never rewrites a plan.
    """

    key: str = ""
    sha256: str = ""
    title: str
    summary: str
    lineage: str
    practised_by: str
    notice: str
    loved_one_learns: LovedOneLearns
    """The model's default; the engagement records its own choice, with a reason."""
    stop_at_the_first_level_that_works: bool = False
    circle_size: CircleSize
    words: Words
    stages: tuple[Stage, ...]
    milestones: tuple[Milestone, ...]
    roles: tuple[Role, ...] = ()
    levels: tuple[Level, ...] = ()
    meetings: tuple[MeetingKind, ...] = ()
    """Empty: this way has no meetings of its own beside the day."""
    letters: tuple[LetterKind, ...] = ()
    other_page: OtherPage = OtherPage()
    day: Day | None = None
    own_door: OwnDoor | None = None
    invitation_sheet: InvitationSheet | None = None
    decisions: Decisions | None = None
    outcomes: tuple[Outcome, ...]
    lessons: Lessons
    chooser: Chooser

    @property
    def surprises(self) -> bool:
        """Whether, by the model's default, the loved one hears of it only on the day."""
        return self.loved_one_learns == "on_the_day"

    @property
    def invites_the_loved_one(self) -> bool:
        """Whether the loved one is invited from the first call on: gate B comes before that invitation."""
        return self.loved_one_learns == "from_the_first_call"

    @property
    def first_level(self) -> int:
        """The level on which a family begins; 0 where the model has no levels."""
        return self.levels[0].number if self.levels else 0

    @property
    def follow_up_days(self) -> tuple[int, ...]:
        """Days after help began on which somebody asks how it is going."""
        return tuple(sorted({due.days for due in self._recorded_dues() if due.only_if == "always"}))

    @property
    def review_days(self) -> tuple[int, ...]:
        """Days after "not today" or "not held" on which the offer is looked at again."""
        return tuple(sorted({due.days for due in self._recorded_dues() if due.only_if == "offer_open"}))

    def level(self, number: int | None) -> Level | None:
        """The level of that number; None where there is none."""
        return next((level for level in self.levels if level.number == number), None)

    def stage(self, key: str) -> Stage:
        """The stage of that key; a KeyError where there is none."""
        return {stage.key: stage for stage in self.stages}[key]

    def meeting(self, key: str) -> MeetingKind:
        """The kind of meeting of that key; a KeyError where there is none."""
        return {kind.key: kind for kind in self.meetings}[key]

    def letter(self, key: str) -> LetterKind:
        """The letter kind of that key; a KeyError where there is none. The other page is not a letter kind."""
        return {kind.key: kind for kind in self.letters}[key]

    def letters_for(self, relation: str, *, level: int = 0) -> tuple[LetterKind, ...]:
        """What a member of this relation writes at this level; a child has a page of its own. Never the loved one's."""
        writer = "child" if relation == "child" else "member"
        return tuple(kind for kind in self.letters if kind.writer == writer and kind.level <= level)

    def has_other_page(self, relation: str, *, level: int = 0) -> bool:
        """Whether this writer can have the other page; the professional still opens it, after talking."""
        page = self.other_page
        return page.kept != "none" and page.level <= level and relation not in page.not_for

    def outcomes_about(self, about: str) -> tuple[Outcome, ...]:
        """The words for one question (``invitation``, ``answer``, ``entry``, ``after``, ``end``), in order."""
        return tuple(outcome for outcome in self.outcomes if outcome.about == about)

    def _recorded_dues(self) -> list[Due]:
        steps = [step for step in self.milestones if any(wait.fact == "followup_recorded" for wait in step.waits_for)]
        return [due for step in steps for due in step.due]
