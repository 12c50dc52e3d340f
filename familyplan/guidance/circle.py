"""What a model says about asking people together: the sheet of the first call, and what is decided in common."""

from typing import Literal

from familyplan.guidance.vocabulary import Mark, Relation, Strict


class InvitationSheet(Strict, frozen=True, kw_only=True):
    """
    The sheet of the first call: whom to ask, how, how the person is invited, and what each of the others says.

    Sentences of one line; ``NAME`` is what the reader calls the loved one.
    """

    asking: tuple[str, ...]
    """How to ask somebody to come."""
    inviting: tuple[str, ...]
    """How to invite the person everyone is here for."""
    message: str
    """What the short message may say."""
    commitment: str
    """What each one says who comes: that they come whether or not the person does."""
    listed: str = ""
    """The milestone that a press on the sheet may end in the same act, once everybody is listed; empty is none."""
    worded: str = ""
    """The same for the short message."""
    committed: str = ""
    """The same for what each has said."""
    not_at_first: tuple[Relation, ...] = ()
    """Who is not asked on the first level unless somebody decides so: a hint where they are added, never a ban."""
    verified: Mark = "source"
    source: str = ""
    note: str = ""


class Decisions(Strict, frozen=True, kw_only=True):
    """That a family decides things together, and writes down what. A model without this table has no such page."""

    shown_to_loved_one: bool = False
    """Whether the loved one reads what is decided from then on; what was decided before never becomes readable."""
    verified: Mark = "source"
    source: str = ""
    note: str = ""


LevelGate = Literal["", "gate_b", "gate_c"]
"""Which gate has to stand at go before a level begins; empty is none."""
