"""The binder on the screen, to print, and as one PDF."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access import queries as access
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements import queries as engagements
from familyplan.kernel import language
from familyplan.kernel.language import gettext as _
from familyplan.kernel.language import ngettext
from familyplan.kernel.pdf import Sheets, clean
from familyplan.kernel.web import Answer, Context, Db, Page, writes
from familyplan.letters.reading import service
from familyplan.letters.reading.binder import queries
from familyplan.letters.reading.binder.queries import Binder, InBinder
from familyplan.letters.reading.pages import copy_data

Asked = Request[Person, SignedIn, Any]


def _binder(db: Session, *, seen_by: Person, engagement_id: UUID) -> Context:
    engagement = engagements.led(db, engagement_id, seen_by=seen_by)
    pace = access.words_a_minute(db)
    return {
        "engagement": engagement,
        "binder": queries.binder(db, engagement, seen_by=seen_by, words_a_minute=pace),
        "unprintable": False,
    }


def _line(one: InBinder) -> list[str]:
    """What the cover says of a letter: whose it is, how long, and what is still to know about it."""
    told = [ngettext("about one minute", "about %(num)d minutes", one.copy.minutes) % {"num": one.copy.minutes}]
    if one.row.read_otherwise_by:
        told.append(_("otherwise read by %(name)s") % {"name": one.row.read_otherwise_by.person.first_name})
    if not one.row.is_ready:
        told.append(_("given, not yet agreed"))
    return [clean(one.row.found.writer.person.first_name), clean(", ".join(told))]


def _letters(binder: Binder) -> list[dict[str, Any]]:
    """Each letter, and after it its translation, as sheets of their own."""
    not_agreed = _("Given, not yet agreed. Please do not read this one aloud yet.")
    told = []
    for one in binder.letters:
        above = "" if one.row.is_ready else not_agreed
        told += [{**copy_data(copy), "above": above} for copy in (one.copy, one.second) if copy]
    return told


def _sheets_of(context: Context) -> dict[str, Any]:
    binder: Binder = context["binder"]
    minutes, letters = binder.minutes, len(binder.letters)
    return {
        "title": _("Binder"),
        "lang": language.spoken(),
        "of": _("of"),
        "sum": ngettext("About %(num)d minute of reading.", "About %(num)d minutes of reading.", minutes)
        % {"num": minutes}
        + " "
        + ngettext("%(num)d letter.", "%(num)d letters.", letters) % {"num": letters},
        "cover": [_line(one) for one in binder.letters],
        "letters": _letters(binder),
        "envelopes": [
            {
                "title": clean(_("Envelope of %(name)s") % {"name": name}),
                "words": clean(
                    _("Opened only on the day, if the answer is “not today” and %(name)s still wants it read.")
                    % {"name": name}
                ),
                "hint": clean(_("%(name)s brings the page that belongs in here, closed.") % {"name": name}),
            }
            for name in binder.envelopes
        ],
    }


BINDER = Page("letters/binder.html", _binder)
BINDER_SHEETS = Sheets(BINDER, "reading_copy.typ", _sheets_of, "binder.pdf")


@writes("/engagements/{engagement_id:uuid}/binder", how=get, guards=[guards.interventionist])
def binder(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Show all letters in reading order, and a sheet for each envelope; journaled."""
    service.mark_bound(db, engagements.led(db, engagement_id, seen_by=request.user), by=request.user)
    return BINDER.show(engagement_id=engagement_id)


@writes("/engagements/{engagement_id:uuid}/binder.pdf", how=get, guards=[guards.interventionist])
def binder_pdf(request: Asked, db: Db, engagement_id: FromPath[UUID]) -> Answer:
    """Hand the binder out as one tagged PDF."""
    service.mark_bound(db, engagements.led(db, engagement_id, seen_by=request.user), by=request.user)
    return BINDER_SHEETS.show(engagement_id=engagement_id)


HANDLERS = [binder, binder_pdf]
