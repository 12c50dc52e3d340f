"""The practice's list of programs."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.guidance import shelf
from familyplan.kernel.forms import Form
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, reads, send, writes
from familyplan.programs.directory import queries, service
from familyplan.programs.tables import service as tables

Asked = Request[Person, SignedIn, Any]
LONGEST_READ = 20_000  # code points; the list's own limits are said more kindly by `service.check`


def _list(db: Session, *, seen_by: Person, page: int = 1) -> Context:
    programs, count = queries.programs(db, seen_by=seen_by, page=page)
    away, away_count = queries.programs(db, seen_by=seen_by, away=True)
    return {
        "programs": programs, "count": count, "page": page, "pages": max(1, -(-count // queries.PAGE)),
        "away": away, "away_count": away_count, "levels": shelf.current().programs.levels,
    }  # fmt: skip


def _one(db: Session, *, seen_by: Person, program_id: UUID) -> Context:
    return {
        "program": queries.program(db, program_id, seen_by=seen_by),
        "levels": shelf.current().programs.levels,
    }


LIST = Page("programs/directory.html", _list)
ONE = Page("programs/program.html", _one)


def _described(form: Form) -> service.Described:
    said = {field: form.text(field, longest=LONGEST_READ) for field in service.FIELDS}
    return service.Described(**said | {field: said[field] or "unknown" for field in service.CHOICES})


@reads("/programs", guards=[guards.keepers])
def programs(request: Asked, db: Db) -> Answer:
    """Show the list, fifty a page, and the form for one more."""
    page = request.query_params.get("page", "1")
    return LIST.show(page=max(1, int(page)) if page.isascii() and page.isdecimal() and len(page) < len("10000") else 1)


@writes("/programs", page=LIST, guards=[guards.keepers])
def add(request: Asked, db: Db, form: Sent) -> Answer:
    """Put one program on the list."""
    service.add(db, _described(form), by=request.user)
    return go("/programs")


@reads("/programs.csv", guards=[guards.keepers])
def written_out(request: Asked, db: Db) -> Answer:
    """Hand out the list as a table that an import reads back."""
    rows = [service.described(one) for one in queries.every(db, seen_by=request.user)]
    return send(tables.written(rows), "text/csv", headers={"content-disposition": 'attachment; filename="list.csv"'})


@reads("/programs/{program_id:uuid}", guards=[guards.keepers])
def program(request: Asked, db: Db, program_id: FromPath[UUID]) -> Answer:
    """Show one program, to read and to change."""
    return ONE.show(program_id=program_id)


@writes("/programs/{program_id:uuid}", page=ONE, guards=[guards.keepers])
def amend(request: Asked, db: Db, form: Sent, program_id: FromPath[UUID]) -> Answer:
    """Change what is said of a program."""
    service.amend(db, queries.program(db, program_id, seen_by=request.user), _described(form), by=request.user)
    return go("/programs")


@writes("/programs/{program_id:uuid}/putting-away", page=ONE, guards=[guards.keepers])
def put_away(request: Asked, db: Db, program_id: FromPath[UUID]) -> Answer:
    """Offer it to no further family."""
    service.put_away(db, queries.program(db, program_id, seen_by=request.user), by=request.user)
    return go("/programs")


@writes("/programs/{program_id:uuid}/putting-away/withdrawal", page=ONE, guards=[guards.keepers])
def bring_back(request: Asked, db: Db, program_id: FromPath[UUID]) -> Answer:
    """Offer it again."""
    service.bring_back(db, queries.program(db, program_id, seen_by=request.user), by=request.user)
    return go("/programs")


HANDLERS = [programs, add, written_out, program, amend, put_away, bring_back]
