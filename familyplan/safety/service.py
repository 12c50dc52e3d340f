"""What an answer opens and how old it is, and the acts of noting answers and talking a row over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.journal.service import note
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _
from familyplan.safety.records import ANSWERS, Consultation, SafetyAnswer


@dataclass(frozen=True)
class Speaker:
    """Who told us: a member, or somebody else by the words we have for them. Neither is allowed, and is shown so."""

    member: Member | None = None
    other: str = ""


def opens_step(answer: str) -> bool:
    """Say whether an answer opens its row's step; "don't know" does exactly what "yes" does, for every row."""
    return answer in ("yes", "dont_know")


def standing(answers: Iterable[SafetyAnswer]) -> list[SafetyAnswer]:
    """Keep the newest answer of each person to each row, the newest first; what people say is never averaged."""
    newest: dict[tuple[str, str], SafetyAnswer] = {}
    for answer in sorted(answers, key=_age):
        newest[answer.row, _speaker(answer)] = answer
    return sorted(newest.values(), key=_age, reverse=True)


def _age(answer: SafetyAnswer) -> tuple[date, float, str]:
    return answer.asked_on, answer.entered_at.timestamp(), answer.id.hex


def _speaker(answer: SafetyAnswer) -> str:
    return str(answer.said_by_id or answer.said_by_other.casefold())


def open_rows(answers: Iterable[SafetyAnswer]) -> frozenset[str]:
    """The rows to which anybody's newest answer is "yes" or "don't know"."""
    return frozenset(answer.row for answer in standing(answers) if opens_step(answer.answer))


def asked_on(answers: Iterable[SafetyAnswer]) -> dict[str, date]:
    """When each row was last asked of anybody; a row that never was is not in it."""
    last: dict[str, date] = {}
    for answer in answers:
        last[answer.row] = max(answer.asked_on, last.get(answer.row, answer.asked_on))
    return last


def oldest_asked(answers: Iterable[SafetyAnswer]) -> date | None:
    """The day of the row that was asked longest ago; None while any of the rows was never asked."""
    last = asked_on(answers)
    rows = shelf.current().safety.rows
    return min(last[row] for row in rows) if rows.keys() <= last.keys() else None


def not_talked_over(answers: Iterable[SafetyAnswer], consultations: Iterable[Consultation]) -> frozenset[str]:
    """The open rows that ask for a licensed clinician, and were answered since the last note about one."""
    talked = {one.row: one.happened_on for one in sorted(consultations, key=lambda one: one.happened_on)}
    asks = {key for key, row in shelf.current().safety.rows.items() if row.ask_clinician}
    return frozenset(
        answer.row
        for answer in standing(answers)
        if answer.row in asks and opens_step(answer.answer) and talked.get(answer.row, date.min) < answer.asked_on
    )


def asked(
    db: Session,
    engagement: Engagement,
    said: Mapping[str, tuple[str, str]],
    speaker: Speaker,
    on: date | None,
    *,
    by: Person,
) -> list[SafetyAnswer]:
    """
    Note what one person answered: by row, the answer and one line in their words. Every answer is a new row.

    The very same answer on the same day is not noted twice. Refuses a day ahead, an unknown word, and nothing at all.
    """
    day = _day(engagement, on)
    given = {row: words for row, words in said.items() if row in shelf.current().safety.rows and any(words)}
    if not given:
        raise Refusal(_("Nothing is noted yet. Choose an answer to each question that you asked."))
    for row, (answer, _words) in given.items():
        if answer not in ANSWERS:
            raise Refusal(_("You wrote something here. Which answer goes with it?"), field=f"answer_{row}")
    known = {_same(one) for one in db.scalars(select(SafetyAnswer).where(SafetyAnswer.engagement_id == engagement.id))}
    new = [_answer(engagement, row, *words, speaker, day, by) for row, words in given.items()]
    new = [answer for answer in new if _same(answer) not in known]
    if new:
        db.add_all(new)
        note(db, "safety.asked", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    return new


def _answer(
    engagement: Engagement, row: str, answer: str, words: str, speaker: Speaker, on: date, by: Person
) -> SafetyAnswer:
    member = speaker.member
    return SafetyAnswer(
        engagement_id=engagement.id, row=row, answer=answer, words=words, said_by_id=member.id if member else None,
        said_by_other="" if member else speaker.other, asked_on=on, entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip


def _same(answer: SafetyAnswer) -> tuple[str, ...]:
    return answer.row, _speaker(answer), answer.asked_on.isoformat(), answer.answer, answer.words


def talk_over(
    db: Session,
    engagement: Engagement,
    row: str,
    on: date | None,
    *,
    clinician: str,
    advised: str,
    nobody_because: str,
    by: Person,
) -> Consultation:
    """Note which licensed clinician was talked with about a row, and what was advised; or in a sentence why nobody."""
    if not clinician and not nobody_because:
        sentence = _("Name the clinician you talked with, or say in a sentence why nobody was asked.")
        raise Refusal(sentence, field="advised" if advised else "clinician")
    if clinician and nobody_because:
        raise Refusal(
            _("You named a clinician and wrote why nobody was asked. Please keep one of the two."),
            field="nobody_because",
        )
    talked = Consultation(
        engagement_id=engagement.id, row=row, clinician=clinician, advised=advised, nobody_because=nobody_because,
        happened_on=_day(engagement, on), entered_at=clock.now(), by_id=by.id,
    )  # fmt: skip
    known = select(Consultation).where(Consultation.engagement_id == engagement.id, Consultation.row == row)
    for one in db.scalars(known.where(Consultation.happened_on == talked.happened_on)):
        if (one.clinician, one.advised, one.nobody_because) == (clinician, advised, nobody_because):
            return one
    db.add(talked)
    note(db, "safety.talked_over", by=by, about="consultation", about_id=talked.id, engagement_id=engagement.id)
    return talked


def _day(engagement: Engagement, on: date | None) -> date:
    today = clock.today(engagement.zone)
    if on is not None and on > today:
        raise Refusal(_("That day is still ahead. On which day was it?"), field="happened_on")
    return on or today
