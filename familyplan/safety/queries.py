"""What was asked about safety, for the lead and a supervisor alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements import queries as engagements
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.guidance.safety import SafetyRow
from familyplan.kernel import clock
from familyplan.kernel.language import gettext as _
from familyplan.safety import service
from familyplan.safety.records import Consultation, SafetyAnswer


@dataclass(frozen=True)
class Line:
    """One answer as it is shown: which word, by whom (empty: not noted), in whose words, how many days ago."""

    answer: str
    who: str
    words: str
    asked_on: date
    days: int


@dataclass(frozen=True)
class Row:
    """One of the rows with all that was said to it: `said` holds each person's newest answer, `before` the rest."""

    key: str
    question: str
    step: str
    ask_alone: bool
    ask_clinician: bool
    said: list[Line]
    before: list[Line]
    talked_over: list[Consultation]
    opened: bool
    """Anybody's newest answer is yes or don't know."""
    not_talked_over: bool
    """It is open, asks for a clinician, and nobody was talked with since."""
    asked_on: date | None
    days: int | None
    """Days since it was last asked; None is not asked yet."""


def may_see(engagement: Engagement, person: Person) -> bool:
    """Say whether somebody who reached this family may see what was asked: its lead and a supervisor may."""
    return engagement.lead_id == person.id or "supervisor" in person.roles


def answers(db: Session, engagement: Engagement, *, seen_by: Person) -> list[SafetyAnswer]:
    """Every answer ever noted, the oldest first; nothing for anybody but the lead and a supervisor."""
    if not may_see(engagement, seen_by):
        return []
    here = select(SafetyAnswer).where(SafetyAnswer.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(SafetyAnswer.asked_on, SafetyAnswer.entered_at, SafetyAnswer.id)))


def latest(db: Session, engagement: Engagement, *, seen_by: Person) -> list[SafetyAnswer]:
    """The newest answer of each person to each row; the rules of `service` take it as well as the whole list."""
    return service.standing(answers(db, engagement, seen_by=seen_by))


def consultations(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Consultation]:
    """Every talk with a clinician and every reason why there was none, the newest first; as `answers`."""
    if not may_see(engagement, seen_by):
        return []
    here = select(Consultation).where(Consultation.engagement_id == engagement.id)
    return list(db.scalars(here.order_by(Consultation.happened_on.desc(), Consultation.id.desc())))


def rows(db: Session, engagement: Engagement, *, seen_by: Person) -> list[Row]:
    """The rows in the order they are asked, each with what was said: three statements, whatever was noted."""
    said = answers(db, engagement, seen_by=seen_by)
    talked = consultations(db, engagement, seen_by=seen_by)
    people = engagements.members(db, engagement, seen_by=seen_by, gone_too=True)
    names = {member.id: member.person.name for member in people}
    unasked = service.not_talked_over(said, talked)
    return [
        _row(
            row,
            engagement,
            [one for one in said if one.row == row.key],
            [one for one in talked if one.row == row.key],
            names,
            not_talked_over=row.key in unasked,
        )
        for row in shelf.current().safety.rows.values()
    ]


def _row(
    row: SafetyRow, engagement: Engagement, said: list[SafetyAnswer], talked: list[Consultation],
    names: dict[UUID, str], *, not_talked_over: bool,
) -> Row:  # fmt: skip
    today, name = clock.today(engagement.zone), engagement.loved_name or _("this person")
    newest = service.standing(said)
    last = service.asked_on(said).get(row.key)
    return Row(
        key=row.key,
        question=row.question.replace("NAME", name),
        step=shelf.current().safety.step(row.key).replace("NAME", name),
        ask_alone=row.ask_alone,
        ask_clinician=row.ask_clinician,
        said=_lines(newest, names, today),
        before=_lines((one for one in reversed(said) if one not in newest), names, today),
        talked_over=talked,
        opened=bool(service.open_rows(said)),
        not_talked_over=not_talked_over,
        asked_on=last,
        days=(today - last).days if last else None,
    )


def _lines(answers: Iterable[SafetyAnswer], names: dict[UUID, str], today: date) -> list[Line]:
    return [
        Line(
            answer=one.answer,
            who=names.get(one.said_by_id, "") if one.said_by_id else one.said_by_other,
            words=one.words,
            asked_on=one.asked_on,
            days=(today - one.asked_on).days,
        )
        for one in answers
    ]
