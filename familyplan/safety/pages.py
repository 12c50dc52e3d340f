"""What was asked about safety: reading it, asking, and talking a row over with a clinician."""

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
from familyplan.engagements.records import Engagement
from familyplan.guidance import shelf
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, found, go, reads, writes
from familyplan.safety import queries, service

Asked = Request[Person, SignedIn, Any]
LINE = 1_000  # one line in somebody's words
NOTE = 4_000
FIRST = "caller"  # ?first=caller: the row that is asked first when the caller whispers


def _show(
    db: Session, *, seen_by: Person, engagement_id: UUID, row: str = "", reached: engagements.Reach | None = None
) -> Context:
    engagement = reached.engagement if reached else engagements.overseen(db, engagement_id, seen_by=seen_by)
    rows = queries.rows(db, engagement, seen_by=seen_by)
    asked = [one.days for one in rows if one.days is not None]
    return {
        "engagement": engagement,
        "leads": engagement.lead_id == seen_by.id,
        "questions": rows,
        "asked": len(asked),
        "oldest_days": max(asked, default=None),
        "noted_row": row,
    }


def _ask(db: Session, *, seen_by: Person, engagement_id: UUID, first: str = "") -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    rows = queries.rows(db, engagement, seen_by=seen_by)
    whispered = {row.key for row in shelf.current().safety.rows.values() if row.first_when_whispering}
    people = engagements.members(db, engagement, seen_by=seen_by)
    return {
        "engagement": engagement,
        "questions": sorted(rows, key=lambda row: row.key not in whispered) if first == FIRST else rows,
        "first": first,
        "people": people,
        "first_caller": next((member for member in people if member.is_first_caller), None),
        "today": clock.today(engagement.zone),
    }


SHOW = Page("safety/show.html", _show)
ASK = Page("safety/ask.html", _ask)


@writes("/engagements/{engagement_id:uuid}/safety", how=get, guards=[guards.team])
def show(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show each row with everybody's newest answer, how old it is, and the step that is open."""
    reached = acts.look(db, engagement_id, "safety", by=request.user)
    return SHOW.show(engagement_id=engagement_id, reached=reached)


@reads("/engagements/{engagement_id:uuid}/safety/asking", guards=[guards.interventionist])
def asking(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the rows to be asked aloud, of one person."""
    return ASK.show(engagement_id=engagement_id, first=request.query_params.get("first", ""))


@writes("/engagements/{engagement_id:uuid}/safety", page=ASK, guards=[guards.interventionist])
def ask(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Note what one person answered; each answer is a new row."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    said = {
        row: (form.text(f"answer_{row}"), form.text(f"words_{row}", longest=LINE))
        for row in shelf.current().safety.rows
    }
    speaker = _speaker(db, engagement, form, seen_by=request.user)
    service.asked(db, engagement, said, speaker, form.day("happened_on"), by=request.user)
    return go(f"/engagements/{engagement_id}/safety")


def _speaker(db: Session, engagement: Engagement, form: Form, *, seen_by: Person) -> service.Speaker:
    try:
        member_id = UUID(form.text("said_by"))
    except ValueError:
        return service.Speaker(other=form.text("said_by_other", longest=200))
    return service.Speaker(engagements.member(db, engagement, member_id, seen_by=seen_by))


@writes(
    "/engagements/{engagement_id:uuid}/safety/rows/{row:str}/consultations", page=SHOW, guards=[guards.interventionist]
)
def talk_over(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID], row: FromPath[str]) -> Answer:
    """Note with whom a row was talked over, or why with nobody."""
    engagement = engagements.led(db, engagement_id, seen_by=found(request.user))
    if row not in shelf.current().safety.rows:
        raise NotYours
    service.talk_over(
        db,
        engagement,
        row,
        form.day("happened_on"),
        clinician=form.text("clinician", longest=LINE),
        advised=form.text("advised", longest=NOTE),
        nobody_because=form.text("nobody_because", longest=NOTE),
        by=request.user,
    )
    to = f"/engagements/{engagement_id}/safety#row-{row}"
    return SHOW.changed("rows", to=to, engagement_id=engagement_id, row=row)


HANDLERS = [show, asking, ask, talk_over]
