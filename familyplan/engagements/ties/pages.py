"""The page on which staff note who is close to whom and who must not meet; and how somebody speaks."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as acts
from familyplan.engagements.people import pages as people_pages
from familyplan.engagements.people import queries as people
from familyplan.engagements.people.service import RELATION_WORDS
from familyplan.engagements.records import YES_NO
from familyplan.engagements.ties import queries, service
from familyplan.engagements.ties.records import CLOSENESS
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, id_in, writes

Asked = Request[Person, SignedIn, Any]
LONGEST_NAME = 200
CHOOSE = _("Please choose two people.")


def _ties(db: Session, *, seen_by: Person, engagement_id: UUID, pair: str = "") -> Context:
    reach = engagements.reach(db, engagement_id, seen_by=seen_by, among=("lead", "supervisor"))
    everyone = engagements.members(db, reach.engagement, seen_by=seen_by, gone_too=True)
    here = [member for member in everyone if member.left_at is None]
    known = queries.ties(db, reach.engagement, everyone, seen_by=seen_by)
    heard = people.newest(people.hearings(db, reach.engagement, seen_by=seen_by))
    pairs = {frozenset((one.first.id, one.second.id)) for one in known if one.is_apart}
    open_one = next((one for one in known if str(one.tie.id) == pair), None)
    return {
        "engagement": reach.engagement, "leads": reach.what == "lead", "people": here, "known": known,
        "hearings": heard, "unnamed": queries.unnamed(heard, known), "relations": RELATION_WORDS,
        "together": service.together(db, reach.engagement, here, pairs, seen_by=seen_by),
        "alone": [member for member in here if queries.stands_alone(member)],
        "open": open_one, "seen": service.seal_of(open_one.tie if open_one else None),
    }  # fmt: skip


TIES = Page("engagements/ties/ties.html", _ties)


@writes("/engagements/{engagement_id:uuid}/ties", how=get, guards=[guards.team])
def ties(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show who is close to whom and who must not meet, for staff alone."""
    reach = acts.look(db, engagement_id, "ties", by=request.user)
    if reach.what == "lead":
        service.settle(db, reach.engagement, by=request.user)
    return TIES.show(engagement_id=engagement_id, pair=request.query_params.get("pair", ""))


@writes("/engagements/{engagement_id:uuid}/ties", page=TIES, guards=[guards.interventionist])
def note(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Keep what two people are to each other: fields one, other, closeness, may_meet, court_order, note, seen."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    one, other = (id_in(form.needed(name, CHOOSE)) for name in ("one", "other"))
    service.note_pair(db, engagement, one, other, _said(form), form.raw("seen"), by=request.user)
    to = f"/engagements/{engagement_id}/ties"
    return TIES.changed("ties", to=to, says={"kept": True}, engagement_id=engagement_id)


def _said(form: Form) -> service.Said:
    return service.Said(
        closeness=form.choice("closeness", CLOSENESS, default=""),
        may_meet=form.choice("may_meet", YES_NO, default=""),
        court_order=form.choice("court_order", YES_NO, default=""),
        note=form.text("note", longest=service.LONGEST),
    )


@writes(
    "/engagements/{engagement_id:uuid}/members/{member_id:uuid}/speech", page=people_pages.PERSON,
    guards=[guards.interventionist],
)  # fmt: skip
def speak(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], member_id: FromPath[UUID]) -> Answer:
    """Keep in which language somebody is at ease, and whether an interpreter is there."""
    engagement, member = people_pages.led_member(db, request, engagement_id, member_id)
    said = service.Speaks(
        language=form.text("language", longest=LONGEST_NAME),
        interpreter=form.choice("interpreter", YES_NO, default=""),
        interpreted_by=form.text("interpreted_by", longest=LONGEST_NAME),
    )
    service.note_speech(db, engagement, member, said, by=request.user)
    return people_pages.changed("speech", engagement_id, member_id)


HANDLERS = [ties, note, speak]
