"""Choosing a way, and seeing beforehand what a change adds and puts away."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import service as engagements
from familyplan.engagements.people.service import stopped_for_age
from familyplan.engagements.records import Engagement
from familyplan.guidance.models import InterventionModel
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _, gettext

TOLD_BEFOREHAND = "told_beforehand"
"""The recorded choice to tell the loved one before the day, where the way would surprise."""


@dataclass(frozen=True)
class Chosen:
    """What the family and the professional agreed on; all but the way may be empty."""

    why: str = ""
    agreed_by: str = ""
    learns: str = ""
    learns_why: str = ""
    untrained: bool = False


@dataclass(frozen=True)
class Difference:
    """What a change of way would add to a family's plan and put away, in the ways' own words."""

    steps_added: list[str]
    steps_away: list[str]
    letters_added: list[str]
    letters_away: list[str]
    letters_other: list[str]
    """Kinds that both ways have, asked in other parts."""
    tasks_added: list[str]
    tasks_away: list[str]


def difference(before: InterventionModel, after: InterventionModel) -> Difference:
    """Compare two ways part by part; what both have stays as it is, done or not."""
    steps = _apart({m.key: m.label for m in before.milestones}, {m.key: m.label for m in after.milestones})
    letters = _apart(_letters(before), _letters(after))
    tasks = _apart({r.key: r.label for r in before.roles}, {r.key: r.label for r in after.roles})
    parts = {kind.key: kind.sections for kind in before.letters}
    other = [kind.title for kind in after.letters if kind.key in parts and kind.sections != parts[kind.key]]
    return Difference(*steps, *letters, other, *tasks)


def _letters(model: InterventionModel) -> dict[str, str]:
    page = {model.other_page.key: gettext("The other page")} if model.other_page.kept != "none" else {}
    return {kind.key: kind.title for kind in model.letters} | page


def _apart(before: dict[str, str], after: dict[str, str]) -> tuple[list[str], list[str]]:
    added = [words for key, words in after.items() if key not in before]
    return added, [words for key, words in before.items() if key not in after]


def check(engagement: Engagement, chosen: Chosen, *, trained: bool) -> None:
    """
    Ask for a person's reason where the choice is not an ordinary one; who gives it may go on.

    A person under 18 without a reason is refused, and a way that nobody here is marked as trained in until somebody
    says that one who is has been asked.
    """
    if stopped_for_age(engagement):
        sentence = _(
            "Different law holds under 18. Please write down first, on %(name)s's page, why you begin all the same."
        )
        raise Refusal(sentence, field="model", name=engagement.loved_name or "…")
    if not trained and not chosen.untrained:
        raise Refusal(_("Nobody here is marked as trained in this one."), field="untrained")


def choose(
    db: Session, engagement: Engagement, model: InterventionModel, chosen: Chosen, *, by: Person, trained: bool
) -> None:
    """Put the choice on record. Changing is told to the slices above; nothing becomes visible to the loved one."""
    check(engagement, chosen, trained=trained)
    learns = chosen.learns if chosen.learns == TOLD_BEFOREHAND and model.surprises else ""
    engagements.choose_way(
        db,
        engagement,
        model,
        by=by,
        why=chosen.why,
        agreed_by=chosen.agreed_by,
        learns=learns,
        learns_why=chosen.learns_why,
    )
