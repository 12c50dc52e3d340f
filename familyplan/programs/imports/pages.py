"""Bringing many programs in: paste, look at what would be kept and what would not, then keep it."""

from typing import Any

from litestar import Request
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.guidance import shelf
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _, said
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, reads, writes
from familyplan.programs.directory.service import CHOICES, TEXTS
from familyplan.programs.imports import service
from familyplan.programs.tables import service as tables

Asked = Request[Person, SignedIn, Any]
WORDS = {
    "name": _("name"), "place": _("place"), "level": _("level offered"), "residential": _("residential"),
    "opioid_medication": _("medication for opioid use"), "alcohol_medication": _("medication for alcohol use"),
    "insurers": _("insurers"), "entry": _("entry"), "contacts": _("contacts"), "admission": _("admission"),
    "notes": _("notes"),
}  # fmt: skip


def _import(db: Session, *, seen_by: Person) -> Context:
    levels = shelf.current().programs.levels
    return {"most": tables.MOST_ROWS, "columns": list(tables.COLUMNS), "levels": levels, "pasted": "", "way": "table"}


def _look(db: Session, *, seen_by: Person) -> Context:
    return {"words": WORDS, "levels": shelf.current().programs.levels, "long": TEXTS, "choices": CHOICES}


IMPORT = Page("programs/import.html", _import)
LOOK = Page("programs/look.html", _look)


def _read(form: Form) -> tables.Read:
    text = form.raw("rows")
    if len(text) > tables.LONGEST:
        form.text("rows", longest=tables.LONGEST)  # says so
    return tables.read(text, form.choice("way", tables.WAYS, default="table"))


@reads("/programs/imports", guards=[guards.keepers])
def paste(request: Asked, db: Db) -> Answer:
    """Show where rows are pasted, and which columns there are."""
    return IMPORT.show()


@writes("/programs/imports/draft", page=IMPORT, guards=[guards.keepers])
def look(request: Asked, db: Db, form: Sent) -> Answer:
    """Show each row as it would be kept, or why it would not; or the paste again. Keeps nothing."""
    if form.raw("again"):
        return IMPORT.show(says={"pasted": form.raw("rows"), "way": form.raw("way")})
    found = _read(form)
    says = _told(found) | {
        "beside": service.beside(db, found, by=request.user),
        "rows_text": form.raw("rows"),
        "way": form.raw("way") or "table",
        "kept": None,
    }
    return LOOK.show(says=says)


@writes("/programs/imports", page=IMPORT, guards=[guards.keepers])
def bring_in(request: Asked, db: Db, form: Sent) -> Answer:
    """Keep what can be kept, and say what was not and why."""
    found = _read(form)
    kept = service.bring_in(db, found, change=form.ticked("change"), by=request.user)
    return LOOK.show(says=_told(found) | {"beside": [], "rows_text": "", "way": "", "kept": kept})


def _told(found: tables.Read) -> Context:
    return {"refused": [(one.number, one.begins, said(one.why)) for one in found.refused]}


HANDLERS = [paste, look, bring_in]
