"""The day minute by minute, from what was agreed. It only decides and says; what is missing it says too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from familyplan.day.queries import Here, Reader
from familyplan.guidance.models import Day
from familyplan.kernel.language import gettext as _
from familyplan.kernel.language import ngettext

GATHER, SIT = timedelta(minutes=30), timedelta(minutes=10)
OPENING_SECONDS = 120  # two sentences and a breath before the first letter
BETWEEN_SECONDS = 20  # from one letter to the next
UNTIMED_SECONDS = 180  # where nobody took the time and nothing can be reckoned


@dataclass(frozen=True)
class Step:
    """One line of the run sheet: when (None: when it comes to it), what, and the sentences under it."""

    at: datetime | None
    title: str
    words: list[str]


@dataclass(frozen=True)
class Who:
    """First names by task; empty where nobody has it. `voice` is the professional where the way has no voice."""

    lead: str
    voice: str
    stand_in: str
    walker: str
    driver: str
    elsewhere: str
    lines: list[str] = field(default_factory=list)
    """Who said that they could do it on Monday: the only ones who have a line that day."""


@dataclass(frozen=True)
class Agreed:
    """What was agreed, as the run sheet needs it: first names, sentences, and how many answers there are."""

    day_at: datetime | None
    sitting: list[str]
    out: list[str]
    how_there: str
    stopping: str
    answers: int


def who(day: Day, here: Sequence[Here], lead: str) -> Who:
    """Find who has which task of the day."""

    def named(role: str) -> str:
        return ", ".join(one.member.person.first_name for one in here if role and role in one.roles)

    lines = [one.member.person.first_name for one in here if one.line is not None and one.line.said == "yes"]
    voice = named(day.voice) if day.voice else lead
    return Who(lead, voice, named(day.voice_stand_in), named(day.walks_out_with), named(day.driver),
               named(day.elsewhere), lines)  # fmt: skip


def spoken(seconds: int) -> str:
    """How long something takes, as one says it: `2 min 10 s`."""
    minutes, rest = divmod(seconds, 60)
    return " ".join(part for part in (f"{minutes} min" if minutes else "", f"{rest} s" if rest else "") if part)


def _voice(who: Who) -> str:
    """Who speaks, for the beginning of a sentence."""
    return who.voice or _("One voice")


def before(who: Who, agreed: Agreed) -> list[Step]:
    """Gathering, sitting down, and how it begins."""
    gather = [_("Everybody who is in the room is here by now. Phones are off, and water is on the table."),
              _("%(name)s asks once more what this morning was like. If anything is new, everybody waits.")
              % {"name": who.lead}]  # fmt: skip
    if who.elsewhere:
        gather.append(_("Somewhere else, with the children: %(names)s.") % {"names": who.elsewhere})
    if agreed.out:
        gather.append(_("Not in the room: %(names)s.") % {"names": ", ".join(agreed.out)})
    begin = [agreed.how_there or _("Not agreed yet: how the person comes to be there. We do not make up a story; "
                            "“We want to talk with you” is enough.")]  # fmt: skip
    if not who.voice:
        begin.append(_("Not chosen yet: who speaks."))
    begin.append(_("%(name)s says why you are here, that everybody will read something, and that the way out is free.")
                 % {"name": _voice(who)})  # fmt: skip
    day_at = agreed.day_at
    return [
        Step(day_at - GATHER if day_at else None, _("Gather"), gather),
        Step(day_at - SIT if day_at else None, _("Sit down"), [
            _("Next to each other: %(names)s.") % {"names": ", ".join(agreed.sitting)},
            _("The seats nearest the door stay empty. Nobody blocks the way out, holds anybody, hides keys or phones."),
        ]),
        Step(day_at, _("Begin"), begin),
    ]  # fmt: skip


def reading(
    readers: Sequence[Reader], reckoned: Mapping[UUID, int], day_at: datetime | None
) -> tuple[list[Step], datetime | None]:
    """Each letter with its time, as it was taken in rehearsal, else reckoned from its length; and when all are read."""
    steps, at = list[Step](), day_at + timedelta(seconds=OPENING_SECONDS) if day_at else None
    for number, one in enumerate(readers, start=1):
        name = one.writer.person.first_name
        seconds = one.seconds or reckoned.get(one.letter.id, 0) or UNTIMED_SECONDS
        told = _("%(time)s in rehearsal.") if one.seconds else _("Not timed yet; about %(time)s.")
        words = [told % {"time": spoken(seconds)}]
        if one.stand_in is not None:
            words.append(_("If %(name)s can't: %(other)s reads, or the letter rests.")
                         % {"name": name, "other": one.stand_in.person.first_name})  # fmt: skip
        else:
            words.append(_("If %(name)s can't: the letter rests. Nobody is pushed.") % {"name": name})
        if number == len(readers) > 1:
            words.insert(0, _("Last to read."))
        steps.append(Step(at, _("%(number)d. %(name)s reads") % {"number": number, "name": name}, words))
        at = at + timedelta(seconds=seconds + BETWEEN_SECONDS) if at else None
    return steps, at


def asking(who: Who, at: datetime | None, answers: int) -> Step:
    """The one question, and who answers what is said against it."""
    voice, alone = _voice(who), who.voice or _("one voice")
    words = [_("%(name)s asks once: “Will you take the help that is ready today?” Then silence.") % {"name": voice},
             _("Answers come from %(name)s alone. Everybody else listens.") % {"name": alone}]  # fmt: skip
    if who.stand_in:
        words.append(_("If %(name)s can't go on: %(other)s.") % {"name": voice, "other": who.stand_in})
    if answers:
        words.append(ngettext("%(num)d answer is agreed; it is on a sheet of its own.",
                              "%(num)d answers are agreed; they are on a sheet of their own.", answers)
                     % {"num": answers})  # fmt: skip
    return Step(at, _("The question"), words)


def after(who: Who, stopping: str) -> list[Step]:
    """Both answers, what then, and the calls that a person makes in the evening and on the next day."""
    driver = who.driver or _("not chosen yet")
    walker = who.walker or _("one person")
    yes = [_("Go now, as it was planned. Who drives: %(name)s. The person never drives there.") % {"name": driver},
           _("It was agreed to go; that is all. Papers are for the program, later and with a clear head.")]  # fmt: skip
    no = [_("%(name)s says: “%(words)s”") % {"name": who.voice or who.lead, "words": stopping},
          _("The way is free. Walking beside, without holding anybody back: %(name)s.") % {"name": walker}]  # fmt: skip
    if who.lines:
        no.append(_("Who has a line that holds may say it, if they still want to: %(names)s. Nobody has to.")
                  % {"names": ", ".join(who.lines)})  # fmt: skip
    else:
        no.append(_("No lines are said today."))
    then = [_("Nobody goes home alone who does not want to. Somebody stays within reach of the person."),
            _("Guns and large amounts of medicine are out of the house before this day.")]  # fmt: skip
    call = _("%(name)s calls the family, whatever the answer was. The hour is agreed before everybody goes.")
    again = _("%(name)s calls again.")
    return [
        Step(None, _("If it is yes"), yes),
        Step(None, _("If it is not today"), no),
        Step(None, _("What then"), then),
        Step(None, _("This evening"), [call % {"name": who.lead}]),
        Step(None, _("The next day"), [again % {"name": who.lead}]),
    ]


def steps(who: Who, agreed: Agreed, readers: Sequence[Reader], reckoned: Mapping[UUID, int]) -> list[Step]:
    """All of it, in order of time."""
    read, read_at = reading(readers, reckoned, agreed.day_at)
    return [*before(who, agreed), *read, asking(who, read_at, agreed.answers), *after(who, agreed.stopping)]
