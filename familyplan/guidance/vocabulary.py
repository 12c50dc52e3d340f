"""The closed lists that a model file may choose from."""

from typing import Literal, get_args

import msgspec

Fact = Literal[
    "by_hand",
    "first_call_noted",
    "caller_informed",
    "safety_asked",
    "each_member_heard_alone",
    "gate_a_each",
    "gate_b",
    "gate_c",
    "model_chosen",
    "pledges_signed",
    "lessons_read",
    "letters_handed_in",
    "letters_ready",
    "recollections_picked",
    "roles_agreed",
    "bottom_lines_settled",
    "rehearsed",
    "invitation_answered",
    "meeting_held",
    "day_logged",
    "called_after",
    "answer_recorded",
    "entered_recorded",
    "followup_recorded",
    "level_recorded",
    "options_shown",
    "bed_held",
    "travel_set",
]
"""What a milestone can wait for. ``milestones/facts.py`` answers each of these and no other."""

Anchor = Literal["start", "day", "answer", "entered"]
"""What a due date is counted from: the first call, the day, the loved one's recorded answer, the beginning of help."""

Mark = Literal["source", "judgement", "unverified"]
"""How sure we are of an entry. Where several apply the weakest stands, and ``note`` says which part is which."""

NeededIf = Literal[
    "always", "opioids_possible", "guns_possible", "minors_at_home", "court_possible", "level:2", "level:3"
]
"""For which families a milestone exists at all. ``…_possible`` is opened by "don't know" as much as by "yes"."""

OnlyIf = Literal["always", "offer_open"]
"""Whether a due date exists: ``offer_open`` after an answer that leaves the offer open, while no help has begun."""

Before = Literal["gate_a", "gate_b", "gate_c", "letters"]

LovedOneLearns = Literal["from_the_first_call", "on_the_day", "gradually"]

Strength = Literal["love", "memory", "feeling", "concern", "hope", "request", "gratitude"]
"""What the coach may find in a section; the same words as the coach's own."""

Relation = Literal[
    "mother",
    "father",
    "step_parent",
    "partner",
    "former_partner",
    "brother",
    "sister",
    "adult_child",
    "child",
    "friend",
    "employer",
    "pastor",
    "other",
]
"""What a member is to the loved one. ``child`` is under 18, ``adult_child`` is not."""

RELATIONS: tuple[Relation, ...] = get_args(Relation)
FACTS: tuple[Fact, ...] = get_args(Fact)

By = Literal["professional", "first_caller", "member", "loved_one", "counselor"]
"""Who does a milestone's work, beside the roles that a model names itself."""


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a file. Cannot be changed after reading, and a field that we do not know is an error, not a comment."""
