"""The outcomes of a family: for its lead, its supervisor, and a program's counselor under a release."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
from familyplan.engagements import service as acts
from familyplan.engagements.needs import queries as needs
from familyplan.kernel import clock
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _, gettext
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, writes
from familyplan.outcomes import queries, service
from familyplan.outcomes.follow_ups import queries as follow_ups
from familyplan.outcomes.queries import Place
from familyplan.outcomes.records import HEARD_FROM, SOURCES, YES_NO, Outcome
from familyplan.outcomes.service import Line

Asked = Request[Person, SignedIn, Any]
WHEN = ("today", "yesterday", "day", "about")
FIELDS = (
    "kind", "when", "happened_on", "source", "family_told", "level", "minutes", "people", "naloxone", "care", "words",
    "sentence", "early", "planned",
)  # fmt: skip
PARTS = (
    ("answer", _("The answer")),
    ("entry", _("How help began")),
    ("after", _("What came of it")),
    ("end", _("How the work ended")),
)
LARGEST = 100_000
LONGEST_LINE = 300
LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Shown:
    """A line as the page tells it."""

    outcome: Outcome
    label: str
    by_name: str
    release: Release | None
    to_family: bool
    stands: bool
    twice: bool
    is_new: bool


def place_of(db: Session, seen_by: Person, engagement_id: UUID, *, may_record: bool = False) -> Place:
    """Where somebody stands before a family's outcomes; a supervisor, who only reads, not where one *may_record*."""
    place = queries.place(db, engagement_id, seen_by=seen_by)
    if may_record and place.reach.what == "supervisor":
        raise NotYours
    return place


def _shown(db: Session, place: Place, seen_by: Person) -> tuple[list[Shown], list[UUID]]:
    """All lines by their day, and what waits for the lead although its line is off the record."""
    rows = queries.outcomes(db, place, seen_by=seen_by)
    holds, twice = {one.id for one in queries.standing(rows)}, queries.entered_by_two(rows)
    names, words = queries.names_of(db, rows, seen_by=seen_by), queries.words_of(place.engagement)
    releases = {one.id: one for one in consents.releases(db, place.engagement, seen_by=seen_by)}
    waiting = [one for one in needs.of(db, place.engagement.id, seen_by=seen_by) if one.kind.startswith("outcome_")]
    new, today = {one.about_id for one in waiting}, clock.today(place.engagement.zone)
    shown = [
        Shown(
            outcome=one,
            label=words[one.kind].label if one.kind in words else one.kind,
            by_name=names.get(one.by_id, ""),
            release=(release := releases.get(one.release_id) if one.release_id else None),
            to_family=queries.may_be_told(one, release, today),
            stands=one.id in holds,
            twice=one.id in twice,
            is_new=one.id in new,
        )
        for one in sorted(rows, key=lambda row: (row.happened_on, row.entered_at, row.id))
    ]
    known = {one.id for one in rows} | {place.engagement.id}
    return shown, [one.about_id for one in waiting if one.about_id not in known]


def _around(place: Place) -> Context:
    """What every page of this slice says about where one stands."""
    today = clock.today(place.engagement.zone)
    return {
        "place": place,
        "engagement": place.engagement,
        "at": f"/engagements/{place.engagement.id}/outcomes",
        "release": place.release,
        "ended_on": queries.until(place.ended, place.engagement.zone),
        "without_release": service.WITHOUT_RELEASE,
        "today": today,
    }


def _outcomes(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    place = place_of(db, seen_by, engagement_id)
    lines, taken_off = _shown(db, place, seen_by)
    return _around(place) | {
        "lines": lines,
        "taken_off": taken_off,
        "follow_ups": follow_ups.follow_ups(db, place, seen_by=seen_by),
        "notice": consents.part2_notice() if place.release and place.is_counselor else "",
    }


def form_context(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    """What the form about one line needs."""
    place = place_of(db, seen_by, engagement_id, may_record=True)
    model = queries.model_of(place.engagement)
    minutes = 0 if place.is_counselor else queries.minutes_spent(db, place.engagement, seen_by=seen_by)
    return _around(place) | {
        "choices": queries.choices(place),
        "parts": PARTS,
        "levels": model.levels if model and not place.is_counselor else (),
        "draft": {},
        "counted": minutes or "",
    }


OUTCOMES = Page("outcomes/show.html", _outcomes)
NEW = Page("outcomes/new.html", form_context)
LOOK = Page("outcomes/look.html", form_context)


def _number(form: Form, name: str) -> int | None:
    found = form.number(name, -1)
    if form.text(name) and not 0 <= found <= LARGEST:
        raise Refusal(_("That is not a number we can read."), field=name)
    return found if form.text(name) else None


def line_of(form: Form, place: Place) -> Line:
    """Read what somebody wants to put down; refuses what cannot be read."""
    today = clock.today(place.engagement.zone)
    when = form.choice("when", WHEN, default="day" if form.text("happened_on") else "")
    days = {"today": today, "yesterday": today - timedelta(days=1)}
    happened_on = days.get(when) or form.day("happened_on")
    if happened_on is None:
        raise Refusal(_("Which day was it? A guess is fine, say “about”."), field="happened_on")
    heard = form.choice("source", HEARD_FROM if place.is_counselor else SOURCES)
    programs = place.is_counselor or heard == "program"
    return Line(
        kind=form.choice("kind", tuple(word.key for word in queries.choices(place))),
        happened_on=happened_on,
        source="program" if programs else heard,
        heard_from=(heard if place.is_counselor else "record") if programs else "",
        about_that_day=when == "about",
        family_told=form.ticked("family_told"),
        level=_number(form, "level"),
        minutes=None if place.is_counselor else _number(form, "minutes"),
        people=None if place.is_counselor else _number(form, "people"),
        naloxone=form.choice("naloxone", YES_NO, default=""),
        care=form.text("care", longest=LONGEST_LINE),
        words=form.text("words", longest=LONGEST_NOTE),
        sentence=form.text("sentence", longest=LONGEST_LINE),
    )


@writes("/engagements/{engagement_id:uuid}/outcomes", how=get, guards=[guards.outcome_readers])
def outcomes(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show what happened, who says so, and what will be asked again when."""
    acts.look(db, engagement_id, "outcomes", by=request.user, among=("lead", "supervisor", "counselor"))
    return OUTCOMES.show(engagement_id=engagement_id)


@reads("/engagements/{engagement_id:uuid}/outcomes/new", guards=[guards.recorders])
def new(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show the form, or the sentence that says why nothing can be entered; `at` fills in the day and time of a tap."""
    return NEW.show(engagement_id=engagement_id, says={"draft": _from_a_tap(request.query_params.get("at", ""))})


def _from_a_tap(at: str) -> dict[str, str]:
    """What a tap on the day fills in: when, and that the lead was there. What it was is for a person to say."""
    try:
        when = datetime.strptime(at, "%Y-%m-%d %H:%M")  # noqa: DTZ007  the wall clock of the family, as it was shown
    except ValueError:
        return {}
    words = gettext("At %(time)s.") % {"time": when.strftime("%H:%M")}
    on = when.date().isoformat()
    return {"when": "day", "happened_on": on, "source": "professional", "words": words}


@writes("/engagements/{engagement_id:uuid}/outcomes/draft", page=NEW, guards=[guards.recorders])
def look(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Show once, before it is kept, the sentence as it will stand; or the form again, to change it. Keeps nothing."""
    place = place_of(db, request.user, engagement_id, may_record=True)
    typed = {name: form.raw(name) for name in FIELDS if form.raw(name)}
    if form.raw("change"):
        return NEW.show(engagement_id=engagement_id, says={"draft": typed, "counted": ""})
    if place.is_counselor and place.release is None:
        raise Refusal(service.WITHOUT_RELEASE)
    line, today = line_of(form, place), clock.today(place.engagement.zone)
    planned = form.ticked("planned") and line.happened_on > today
    if not planned:
        service.check(place, line, today=today, long_ago_is_right=form.ticked("early"))
    typed |= {"when": "about" if line.about_that_day else "day", "happened_on": line.happened_on.isoformat()}
    lines, _off = _shown(db, place, request.user)
    word = queries.words_of(place.engagement)[line.kind]
    told = line.family_told if line.source != "program" else bool(place.release and place.release.names_family)
    says = {"line": line, "word": word, "typed_fields": typed, "to_family": told, "lines": lines, "planned": planned}
    return LOOK.show(engagement_id=engagement_id, says=says)


@writes("/engagements/{engagement_id:uuid}/outcomes", page=NEW, guards=[guards.recorders])
def record(request: Asked, db: Db, form: Sent, engagement_id: FromPath[UUID]) -> Answer:
    """Put a line on the record, or have it expected on a day that is ahead."""
    place = place_of(db, request.user, engagement_id, may_record=True)
    if place.is_counselor and place.release is None:
        raise Refusal(service.WITHOUT_RELEASE)
    line = line_of(form, place)
    if form.ticked("planned") and line.happened_on > clock.today(place.engagement.zone):
        service.expect(db, place, line, by=request.user)
    else:
        service.record(db, place, line, by=request.user, long_ago_is_right=form.ticked("early"))
    return go(f"/engagements/{engagement_id}/outcomes")


HANDLERS = [outcomes, new, look, record]
