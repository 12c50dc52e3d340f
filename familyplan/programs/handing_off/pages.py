"""Handing over to a program, and the receipt of it."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.consents import queries as consents
from familyplan.consents.records import Release
from familyplan.consents.service import in_force
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.records import Engagement
from familyplan.kernel import clock
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, id_in, writes
from familyplan.programs.handing_off import queries, service
from familyplan.programs.options import queries as options

Asked = Request[Person, SignedIn, Any]
LINE, LONGEST = 300, 1_000
AT = "/engagements/{engagement_id:uuid}/programs/handing-off"


def _handing(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    engagement = reached.engagement
    return {
        "engagement": engagement,
        "leads": reached.what == "lead",
        "today": clock.today(engagement.zone),
        "releases": _releases(db, engagement, seen_by),
        "options": options.options(db, engagement, seen_by=seen_by),
        "receipts": queries.receipts(db, engagement, seen_by=seen_by),
        "items": service.ITEMS,
        "ways": service.WAYS,
        "without": service.WITHOUT,
    }


def _releases(db: Session, engagement: Engagement, seen_by: Person) -> list[Release]:
    today = clock.today(engagement.zone)
    found = consents.releases_in_force(db, engagement, seen_by=seen_by)
    return [one for one in found if service.lets_us_tell(one, today)]


def _receipt(db: Session, *, seen_by: Person, engagement_id: UUID, hand_off_id: UUID) -> Context:
    reached = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    kept = queries.receipt(db, reached.engagement, hand_off_id, seen_by=seen_by)
    return {
        "engagement": reached.engagement,
        "lead_name": reached.engagement.lead.name,
        "kept": kept,
        "items": [service.ITEMS[item] for item in kept.items.split() if item in service.ITEMS],
        "how": service.WAYS.get(kept.how, kept.how),
        "in_force": in_force(kept.release, clock.today(reached.engagement.zone)),
    }


HANDING = Page("programs/handing_off.html", _handing)
RECEIPT = Page("programs/receipt.html", _receipt)


def _handed(form: Form, program_id: UUID) -> service.Handed:
    day = form.day("handed_on")
    if day is None:
        raise Refusal(_("On which day was it handed over?"), field="handed_on")
    return service.Handed(
        program_id=program_id,
        items=tuple(form.every("items")),
        to_whom=form.text("to_whom", longest=LINE),
        how=form.choice("how", service.WAYS),
        handed_on=day,
        words=form.text("words", longest=LONGEST),
        paper_lets=form.ticked("paper_lets"),
    )


@writes(AT, how=get, guards=[guards.team])
def handing(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what may be handed over, under which release, and what was."""
    acts.look(db, engagement_id, "programs", by=request.user)
    return HANDING.show(engagement_id=engagement_id)


@writes(AT, page=HANDING, guards=[guards.interventionist])
def hand_over(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note what was handed over: fields release, option, items, to_whom, how, handed_on, words, paper_lets."""
    engagement = engagements.led(db, engagement_id, seen_by=request.user)
    releases = _releases(db, engagement, request.user)
    if not releases:
        raise Refusal(service.WITHOUT, field="release")
    if not form.raw("option"):
        raise Refusal(_("To which program? Add it to the family's options first."), field="option")
    option = options.option(db, engagement, id_in(form.raw("option")), seen_by=request.user)
    sent = form.raw("release") or (str(releases[0].id) if len(releases) == 1 else "")
    if not sent:
        raise Refusal(_("Under which release?"), field="release")
    handed = _handed(form, option.program_id)
    kept = service.hand_over(db, engagement, releases, id_in(sent), handed, by=request.user)
    return go(f"/engagements/{engagement_id}/programs/handing-off/{kept.id}")


@writes(f"{AT}/{{hand_off_id:uuid}}", how=get, guards=[guards.team])
def receipt(request: Asked, db: Db, engagement_id: FromPath[UUID], hand_off_id: FromPath[UUID]) -> Answer:
    """Show one receipt, to print."""
    acts.look(db, engagement_id, "programs", by=request.user)
    return RECEIPT.show(engagement_id=engagement_id, hand_off_id=hand_off_id)


HANDLERS = [handing, hand_over, receipt]
