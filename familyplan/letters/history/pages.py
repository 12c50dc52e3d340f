"""What a letter said before, side by side with now; forgetting it; and what changed since the professional read it."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from sqlalchemy.orm import Session

from familyplan.access import guards
from familyplan.access.records import Person
from familyplan.access.sessions.records import SignedIn
from familyplan.engagements.holds import queries as holds
from familyplan.kernel.language import _
from familyplan.kernel.web import Answer, Context, Db, Page, Sent, go, id_in, reads, writes
from familyplan.letters import queries
from familyplan.letters.history import queries as history
from familyplan.letters.history import service
from familyplan.letters.pages import REVIEW, around
from familyplan.letters.records import OTHER_PAGE, TRANSLATED
from familyplan.letters.translation import queries as translation
from familyplan.letters.writing import queries as writing
from familyplan.letters.writing import service as saving

Asked = Request[Person, SignedIn, Any]
LONGEST_PAGE = len("9999")  # digits
NOT_TOLD = -1
WHY = {
    "saved": _("as you went on writing"),
    "conflict": _("written on another phone"),
    "unsaved": _("typed after the page had closed"),
    "chosen": _("before you chose between two"),
    "taken": _("before you took a suggestion"),
    "brought": _("before you brought another one back"),
    "handed_in": _("as you gave it"),
}


def _revisions(db: Session, *, seen_by: Person, letter_id: UUID, page: int = 1) -> Context:
    reached = queries.own(db, letter_id, seen_by=seen_by)
    told, more = history.history(db, reached, page)
    titles = translation.titles(db, reached)
    gone_on, asked_at = history.gone_on(reached), reached.letter.forget_asked_at
    return {
        **around(reached), "rows_of": told, "more": more, "page": page, "titles": titles, "why": WHY,
        "gone_on": gone_on, "forgetting": asked_at is not None,
        "held": holds.is_kept(db, reached.engagement, seen_by=seen_by),
    }  # fmt: skip


def _compare(db: Session, *, seen_by: Person, letter_id: UUID, version: UUID, against: str = "now") -> Context:
    reached = queries.own(db, letter_id, seen_by=seen_by)
    row, section = history.earlier(db, reached, version)
    before = history.before(db, reached, row)
    titles = translation.titles(db, reached)
    with_before = against == "before" and before is not None
    pair = (before.body, row.body) if with_before and before is not None else (row.body, section.body)
    return {
        **around(reached), "row": row, "stands": section, "earlier": before, "with_before": with_before,
        "changes": service.changes(*pair), "same": pair[0] == pair[1], "part_title": titles.get(section.id, ""),
        "why": WHY.get(row.why, ""),
    }  # fmt: skip


REVISIONS = Page("letters/revisions.html", _revisions)
COMPARE = Page("letters/compare.html", _compare)


@reads("/letters/{letter_id:uuid}/revisions", guards=[guards.family])
def revisions(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Show the writer, and nobody else, what the letter said before; one text of it beside what stands now."""
    asked = request.query_params
    if "version" in asked:
        against = asked.get("against", "now")
        return COMPARE.show(letter_id=letter_id, version=id_in(asked["version"]), against=against)
    typed = asked.get("page", "")
    page = int(typed) if typed.isdecimal() and len(typed) <= LONGEST_PAGE else 1
    return REVISIONS.show(letter_id=letter_id, page=max(page, 1))


def _at_revisions(*, letter_id: UUID, **_more: object) -> tuple[Page, Context]:
    return REVISIONS, {"letter_id": letter_id}


@writes("/letters/{letter_id:uuid}/revisions/{revision_id:uuid}/return", page=_at_revisions, guards=[guards.family])
def bring_back(request: Asked, db: Db, letter_id: FromPath[UUID], revision_id: FromPath[UUID]) -> Answer:
    """Put an earlier text in place again; what stands now goes into the history first."""
    reached = queries.own(db, letter_id, seen_by=request.user)
    row, section = history.earlier(db, reached, revision_id)
    part = writing.part_with(db, letter_id, section.id, seen_by=request.user)
    saving.bring_back(db, part, row.id)
    if section.key.endswith(TRANSLATED):
        return go(f"/letters/{letter_id}/translation#part-{section.key.removesuffix(TRANSLATED)}")
    home = f"/letters/{letter_id}{'/other-page' if reached.letter.kind == OTHER_PAGE else ''}"
    return go(f"{home}?part={section.key}")


@writes("/letters/{letter_id:uuid}/revisions/forgetting", page=REVISIONS, guards=[guards.family])
def forget(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Put the earlier texts out of sight; they go for good in a week."""
    service.forget(db, queries.own(db, letter_id, seen_by=request.user), by=request.user)
    return REVISIONS.changed("earlier", to=f"/letters/{letter_id}/revisions", letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/revisions/forgetting/withdrawal", page=REVISIONS, guards=[guards.family])
def keep_after_all(request: Asked, db: Db, letter_id: FromPath[UUID]) -> Answer:
    """Keep the earlier texts after all."""
    service.keep_after_all(db, queries.own(db, letter_id, seen_by=request.user), by=request.user)
    return REVISIONS.changed("earlier", to=f"/letters/{letter_id}/revisions", letter_id=letter_id)


@writes("/letters/{letter_id:uuid}/changes/reading", page=REVIEW, guards=[guards.interventionist])
def changes_read(request: Asked, db: Db, form: Sent, letter_id: FromPath[UUID]) -> Answer:
    """Say that one has looked at what changed since one read the letter."""
    reached = queries.given(db, letter_id, seen_by=request.user)
    shown = form.number("shown", NOT_TOLD)
    parts = history.read_parts(db, reached)
    service.seen(db, reached, parts, None if shown == NOT_TOLD else shown, by=request.user)
    return REVIEW.changed("review", to=f"/letters/{letter_id}", letter_id=letter_id)


HANDLERS = [revisions, bring_back, forget, keep_after_all, changes_read]
