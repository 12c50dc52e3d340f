"""Showing once more who one is, before what a stolen session must not do."""

from typing import Any

from litestar import Request
from sqlalchemy.orm import Session

from familyplan.access import guards, queries, service
from familyplan.access.pages import local
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.access.sessions.records import SignedIn
from familyplan.kernel.errors import Refusal
from familyplan.kernel.forms import Form
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, writes

Asked = Request[Person, SignedIn, Any]


def _confirm(_db: Session, *, seen_by: Person) -> Context:
    return {"person": seen_by, "next": "/"}


CONFIRM = Page("access/confirm.html", _confirm)


@reads("/confirm", guards=[guards.staff])
def confirm_page(request: Asked, db: Db) -> Answer:
    """Ask for the password; `next` leads back to where it was asked for."""
    return CONFIRM.show(says={"next": local(request.query_params.get("next", "/"))})


def _check_own_password(request: Asked, db: Session, form: Form) -> bool:
    return service.matches(queries.password_of(db, request.user), form.raw("password"))


@writes("/confirm", page=CONFIRM, before=_check_own_password, guards=[guards.staff])
def confirm(request: Asked, db: Db, form: Sent) -> Answer:
    """Note that this session showed its password again, and lead back. Twice is harmless."""
    if not request.state.proof:
        raise Refusal(_("That is not your password. Please try once more."), field="password")
    sessions.confirm(db, request.auth)
    return go(local(form.raw("next")))


HANDLERS = [confirm_page, confirm]
