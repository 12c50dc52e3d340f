"""The run sheet and the cards on the screen, and all of it as one PDF to take along."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.day import queries as days
from familyplan.day.pages import page_or_none
from familyplan.day.run_sheet import queries
from familyplan.day.run_sheet.queries import RunSheet
from familyplan.day.service import is_overdue, when
from familyplan.engagements import queries as engagements
from familyplan.engagements.gates import service as gates
from familyplan.engagements.records import Engagement
from familyplan.journal.service import note
from familyplan.kernel import clock, language
from familyplan.kernel.language import gettext as _
from familyplan.kernel.pdf import Sheets, clean
from familyplan.kernel.templates import day as day_words
from familyplan.kernel.templates import moment, time
from familyplan.kernel.web import Answer, Context, Db, Page, Sheet, writes

Asked = Request[Person, SignedIn, Any]


def _run_sheet(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    stands = gates.standing_of(db, engagement.id).c
    today = clock.today(engagement.zone)
    how = when(days.day_on(engagement), today)
    sheet = queries.run_sheet(db, engagement, seen_by=seen_by)
    return {
        "engagement": engagement, "leads": reached.what == "lead", "stands": stands, "when": how,
        "undecided": is_overdue(stands.decision, how, today, today) == "undecided",
        "sheet": sheet, "plan_b": [(card.title, card.short) for card in sheet.plan_b], "unprintable": False,
        "office": office.phone if (office := access.practice(db)) else "",
    }  # fmt: skip


def _clean(words: Sequence[str]) -> list[str]:
    return [clean(one) for one in words]


def _sheets_of(context: Context) -> dict[str, Any]:
    """All of it as the print template takes it; what people typed is data there, never markup."""
    engagement: Engagement = context["engagement"]
    sheet: RunSheet = context["sheet"]
    office: str = context["office"]
    numbers = [[clean(one.label), one.number] for one in sheet.numbers]
    if office:
        numbers.append([_("The office"), clean(office)])
    return {
        "title": _("Paper pack"),
        "lang": language.spoken(),
        "of": _("of"),
        "when": moment(engagement.day_at, engagement.zone),
        "place": clean(engagement.day_place or ""),
        "printed": _("Printed on %(day)s. If something changed since, this sheet is old.")
        % {"day": day_words(clock.now(), engagement.zone)},
        "run": {"title": _("Run sheet"), "steps": [
            {"at": time(step.at, engagement.zone), "title": clean(step.title), "words": _clean(step.words)}
            for step in sheet.steps
        ]},
        "order": {
            "title": _("Who reads when"), "lines": _clean([one.writer.person.first_name for one in sheet.readers]),
        },
        "seats": {
            "title": _("Next to each other"),
            "words": _("From one end to the other. The seats nearest the door stay empty."),
            "lines": _clean(sheet.sitting),
        },
        "answers": {"title": _("Answers that were agreed"), "words": _("One voice says them."), "lines": [
            [clean(one.said), clean(one.answer)] for one in sheet.answers
        ]},
        "cards": [{"title": clean(card.title), "words": _clean(card.said)} for card in sheet.plan_b],
        "numbers": {"title": _("Numbers to call"), "lines": numbers},
    }  # fmt: skip


RUN_SHEET = Page("day/run_sheet.html", _run_sheet)


class Pack(Sheets):
    """The paper pack; nothing is put on paper while two who must not meet would sit next to each other."""

    def sheet(self, context: Context) -> Sheet | None:
        """Make it, or show the page, which says what to do first."""
        return None if context["sheet"].close else super().sheet(context)


PACK = Pack(RUN_SHEET, "day_pack.typ", _sheets_of, "pack.pdf")
CARDS = Page("day/cards.html", _run_sheet)


@writes("/engagements/{engagement_id:uuid}/day/run-sheet", how=get, guards=[guards.team])
def run_sheet(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the day minute by minute."""
    return page_or_none(db, RUN_SHEET, engagement_id, by=request.user)


@writes("/engagements/{engagement_id:uuid}/day/cards", how=get, guards=[guards.team])
def cards(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the cards for when it goes otherwise, one under another, large."""
    return page_or_none(db, CARDS, engagement_id, by=request.user)


@writes("/engagements/{engagement_id:uuid}/day/pack.pdf", how=get, guards=[guards.interventionist])
def pack(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Hand all of it out as one tagged PDF; journaled, since it leaves this place."""
    engagement = days.led(db, engagement_id, seen_by=request.user)
    note(db, "day.pack_made", by=request.user, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    return PACK.show(engagement_id=engagement_id)


HANDLERS = [run_sheet, cards, pack]
