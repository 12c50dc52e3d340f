"""The cards before the first word, and the loved one's releases."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.consents import queries, service
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.guidance.safety import spoken_numbers
from familyplan.kernel import clock, markdown
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.language import gettext as in_words
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, writes

Asked = Request[Person, SignedIn, Any]
NAME = 100
LINE = 2_000


def _pledge(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement, member = _place(db, engagement_id, seen_by)
    calls = member.calls or engagement.loved_name
    numbers = spoken_numbers(shelf.current().help_numbers["US"])
    people = {"name": calls or in_words(_("someone you love")), "professional": engagement.lead.first_name}
    places = {place: markdown.plain(words) for place, words in people.items()} | numbers
    return {
        "engagement": engagement,
        "member": member,
        "calls": calls,
        "said": service.wording_for(member).said(places),
        "pledge": queries.pledge_of(db, member, seen_by=seen_by),
    }


def _place(db: Session, engagement_id: UUID, seen_by: Person | None) -> tuple[Engagement, Member]:
    mine = engagements.reach(db, engagement_id, seen_by=found(seen_by), among=("member", "loved_one"))
    return mine.engagement, found(mine.member)


def _consents(db: Session, *, seen_by: Person, engagement_id: UUID, release_id: UUID | None = None) -> Context:
    engagement = engagements.overseen(db, engagement_id, seen_by=seen_by)
    today = clock.today(engagement.zone)
    releases = queries.releases(db, engagement, seen_by=seen_by)
    staff = access.staff_people(db)
    return {
        "engagement": engagement,
        "leads": engagement.lead_id == seen_by.id,
        "today": today,
        "in_force": [one for one in releases if service.in_force(one, today)],
        "ended": [one for one in releases if not service.in_force(one, today)],
        "names": {person.id: person.name for person in staff},
        "counselors": [person for person in staff if "counselor" in person.roles and person.disabled_at is None],
        "people": engagements.members(db, engagement, seen_by=seen_by),
        "pledges": queries.pledges(db, engagement, seen_by=seen_by),
        "notice": queries.part2_notice(),
    }


PLEDGE = Page("consents/pledge.html", _pledge)
CONSENTS = Page("consents/consents.html", _consents)


@reads("/engagements/{engagement_id:uuid}/pledge", guards=[guards.family])
def pledge(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the cards, and what this reader said to them."""
    return PLEDGE.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/pledge", page=PLEDGE, guards=[guards.family])
def agree(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep that the cards were read, and lead on to the next step."""
    engagement, member = _place(db, engagement_id, request.user)
    service.agree(db, engagement, member, by=request.user, calls=form.text("calls", longest=NAME))
    return go("/")


@writes("/engagements/{engagement_id:uuid}/pledge/declining", page=PLEDGE, guards=[guards.family])
def decline(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Keep that this is not for them; no reason is asked."""
    engagement, member = _place(db, engagement_id, request.user)
    service.decline(db, engagement, member, by=request.user)
    return PLEDGE.changed("pledge", to=f"/engagements/{engagement_id}/pledge", engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/consents", how=get, guards=[guards.team])
def consents(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the releases, in force and ended, the notice, and who read which cards."""
    engagement_service.look(db, engagement_id, "consents", by=request.user)
    return CONSENTS.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/consents", page=CONSENTS, guards=[guards.interventionist])
def record(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep what a signed release says."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    service.record(db, engagement, _terms(db, form), by=request.user)
    to = f"/engagements/{engagement_id}/consents"
    return CONSENTS.changed("releases", to=to, engagement_id=engagement_id)


def _terms(db: Session, form: Form) -> service.Terms:
    """Read the one form whose every part the law asks for; each has its sentence."""
    return service.Terms(
        discloser=form.needed("discloser", _("Who may tell something? The paper names them."), longest=LINE),
        recipient=form.needed("recipient", _("Whom may they tell? The paper names them."), longest=LINE),
        information=form.needed(
            "information", _("What may be told? A few words from the paper are enough."), longest=LINE
        ),
        purpose=form.needed("purpose", _("What is it for? The paper says why."), longest=LINE),
        signed_on=_needed_day(form, "signed_on", _("On which day was it signed?")),
        until_on=_needed_day(form, "until_on", _("Until when does it hold? A release always has an end.")),
        names_family=form.ticked("names_family"),
        counselor_id=_counselor(db, form.text("counselor")),
    )


def _needed_day(form: Form, name: str, sentence: str) -> date:
    day = form.day(name)
    if day is None:
        raise Refusal(sentence, field=name)
    return day


def _counselor(db: Session, chosen: str) -> UUID | None:
    if not chosen:
        return None
    counselors = {str(person.id): person.id for person in access.staff_people(db) if "counselor" in person.roles}
    if chosen not in counselors:
        raise Refusal(_("Please choose one of these."), field="counselor")
    return counselors[chosen]


@writes(
    "/engagements/{engagement_id:uuid}/consents/{release_id:uuid}/revoking",
    page=CONSENTS,
    guards=[guards.interventionist],
)
def revoke(request: Asked, db: Db, engagement_id: FromPath[UUID], release_id: FromPath[UUID]) -> Answer:
    """Take a release back, at once."""
    engagement: Engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    service.revoke(db, queries.release(db, engagement, release_id, seen_by=request.user), by=request.user)
    to = f"/engagements/{engagement_id}/consents"
    return CONSENTS.changed("releases", to=to, engagement_id=engagement_id, release_id=release_id)


HANDLERS = [pledge, agree, decline, consents, record, revoke]
