"""
How a request is answered: reach, rule, answer. The only module that knows htmx.

A handler is declared with `@reads` or `@writes`, runs in a thread, and returns an `Answer`: which page, about what.
`@writes` commits in the handler's thread, closes, and only then renders, so an answer never acknowledges what is not
stored. A `Refusal` undoes everything and shows the same page again with the words typed still in it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias, TypeVar
from urllib.parse import quote
from uuid import UUID

from litestar import MediaType, Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency, Provide
from sqlalchemy.orm import Session

from familyplan.kernel import csrf, templates
from familyplan.kernel import db as store
from familyplan.kernel.answers import Answer, Context, NoRefusal, Page, Refused, Sheet, go, send
from familyplan.kernel.errors import NotYours, Refusal
from familyplan.kernel.forms import Form, Typed
from familyplan.kernel.language import said

__all__ = [  # what a handler needs, from one place
    "Answer", "Context", "Db", "Page", "Sent", "Sheet", "found", "go", "id_in", "reads", "send", "writes",
]  # fmt: skip

Db = NamedDependency[Session]
Sent = NamedDependency[Form]
T = TypeVar("T")
SAFE = ("GET", "HEAD", "OPTIONS")
AS_IT_IS = "/:?#[]@!$&'()*+,;=%~"  # of an address in a header; every other sign is written so that a header can hold it


class Person(Protocol):
    """Whoever is signed in, as far as the kernel needs to know."""

    id: UUID


def by_htmx(request: Request[Any, Any, Any]) -> bool:
    """Say whether htmx asks for a part of the page; a page restored from history is asked for whole."""
    headers = request.headers
    return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"


def bearer(request: Request[Any, Any, Any]) -> str:
    """Give what this browser's form token is bound to: its session, else its visitor's cookie."""
    return str(request.scope["state"].get("bearer", ""))


def page_html(request: Request[Any, Any, Any], template: str, context: Context, block: str = "") -> str:
    """Render with what every page carries: the site around it, the token, no refusal unless there is one."""
    whole: Context = {"refusal": NoRefusal(), "typed": Typed(), "site": request.app.state.site(request), **context}
    wanted = block or (request.headers.get("hx-target", "") if by_htmx(request) else "")
    if wanted and by_htmx(request) and templates.has_block(template, wanted):
        return templates.render_block(template, wanted, whole)
    return templates.render(template, whole)


def _gather(db: Session, request: Request[Any, Any, Any], answer: Answer) -> Context:
    page = answer.page
    if page is None or page.context is None:
        return dict(answer.says)
    return {**page.context(db, seen_by=request.scope.get("user"), **answer.reach), **answer.says}


def _respond(request: Request[Any, Any, Any], answer: Answer, context: Context) -> Response[Any]:
    """Turn an answer into a response; the session is closed by now."""
    headers = dict(answer.headers)
    if answer.content is not None:
        return Response(answer.content, media_type=answer.media_type, status_code=answer.status, headers=headers)
    to = quote(answer.to, safe=AS_IT_IS)
    if answer.to and not (answer.block and by_htmx(request)):
        if by_htmx(request):
            return Response(
                b"", headers=headers | {"hx-redirect": to}, cookies=answer.cookies, media_type=MediaType.HTML
            )
        return Response(
            b"",
            status_code=303,
            headers=headers | {"location": to},
            cookies=answer.cookies,
            media_type=MediaType.HTML,
        )
    assert answer.page is not None
    sheet = answer.page.sheet(context)
    if sheet is not None:
        return Response(sheet.content, media_type=sheet.media_type, headers=headers | sheet.headers)
    html = page_html(request, answer.page.template, context, answer.block)
    return Response(html, media_type=MediaType.HTML, status_code=answer.status, headers=headers, cookies=answer.cookies)


def _refused(
    request: Request[Any, Any, Any], db: Session, refusal: Refusal, page: Page, reach: Context
) -> Response[Any]:
    form: Form = request.scope["state"]["form"]
    shown = Refused(refusal.field, said(refusal), request.url.path)
    if request.headers.get("accept", "").startswith("application/json"):
        said_so = {"sentence": shown.sentence, "field": shown.field}
        return Response(said_so, status_code=refusal.status, headers=refusal.headers)
    answer = Answer(page, reach, status=refusal.status, headers=refusal.headers)
    with db:
        context = _gather(db, request, answer)
    return _respond(request, answer, context | {"refusal": shown, "typed": Typed(form)})


Handler: TypeAlias = Callable[..., Answer]


def _in_a_thread(fn: Handler, inner: Callable[..., Response[Any]]) -> Callable[..., Any]:
    """Run *inner* in a thread, with the parameters of *fn* for Litestar, and say truly what comes out."""

    async def outer(**given: Any) -> Response[Any]:
        return await sync_to_thread(inner, **given)

    functools.update_wrapper(outer, fn)
    del outer.__wrapped__  # type: ignore[attr-defined]  # set by update_wrapper
    outer.__annotations__ = {**fn.__annotations__, "return": Response[Any]}
    outer.__signature__ = inspect.signature(fn).replace(return_annotation=Response[Any])  # type: ignore[attr-defined]  # read by inspect
    return outer


def reads(path: str, *, how: Callable[..., Any] = get, **kwargs: Any) -> Callable[[Handler], Any]:
    """
    Declare a page that changes nothing. The handler takes `request` and `db`.

    *how* is `post` for the one act that goes on where nothing can be stored: leaving.
    """

    def declare(fn: Handler) -> Any:
        def inner(**given: Any) -> Response[Any]:
            request, db = given["request"], given["db"]
            with db:
                answer = fn(**given)
                context = _gather(db, request, answer)
            return _respond(request, answer, context)

        return how(path, **{"status_code": 200, **kwargs})(_in_a_thread(fn, inner))

    return declare


def writes(
    path: str,
    *,
    page: Page | Callable[..., tuple[Page, Context]] | None = None,
    how: Callable[..., Any] = post,
    before: Callable[..., Any] | None = None,
    **kwargs: Any,
) -> Callable[[Handler], Any]:
    """
    Declare a write. The handler takes `request`, `db` and mostly `form`.

    *before(request, db, form)* runs first, outside the writer's place, for what is slow (a password's hash); what it
    gives is in `request.state.proof`. *page* is shown again when the handler refuses, about the path's own
    parameters; a function of the handler's arguments may name another. A guard has asked who it is; the token was
    checked before any of this.
    """

    def declare(fn: Handler) -> Any:
        def inner(**given: Any) -> Response[Any]:
            request, db = given["request"], given["db"]
            try:
                if before is not None:
                    with db:
                        request.state.proof = before(request, db, request.scope["state"]["form"])
                with store.writing(db):
                    answer = fn(**given)
                    db.commit()  # durable here; only now may an answer leave
            except Refusal as refusal:
                request.app.state.refusing(request)
                return _refused(request, db, refusal, *_where(page, given))
            with db:
                context = _gather(db, request, answer) if (answer.block and by_htmx(request)) or not answer.to else {}
            return _respond(request, answer, context)

        return how(path, **{"status_code": 200, **kwargs})(_in_a_thread(fn, inner))

    return declare


def _where(page: Page | Callable[..., tuple[Page, Context]] | None, given: Context) -> tuple[Page, Context]:
    reach = {name: value for name, value in given.items() if name not in ("request", "db", "form")}
    if page is None:
        return Page("errors/refused.html"), {}
    return (page, reach) if isinstance(page, Page) else page(**given)


def provide_db() -> Provide:
    """Give each handler a session that has done nothing yet; plain, never a generator (it would deadlock writers)."""

    def open_session(request: Request[Any, Any, Any]) -> Any:
        return request.app.state.database.session()

    return Provide(open_session, sync_to_thread=False)


def provide_form() -> Provide:
    """Give each handler the form that was read, once, on the way in."""

    def read_form(request: Request[Any, Any, Any]) -> Any:
        return request.scope["state"]["form"]

    return Provide(read_form, sync_to_thread=False)


def token(request: Request[Any, Any, Any]) -> str:
    """Give the form token for this browser; a visitor without a cookie gets one with the answer."""
    state = request.scope["state"]
    state["token_shown"] = True
    return csrf.token_for(bearer(request))


def found(thing: T | None) -> T:
    """Give *thing*, or say that there is none for this person."""
    if thing is None:
        raise NotYours
    return thing


def id_in(text: str) -> UUID:
    """Give the id that somebody sent; what is none, like what is not theirs, is not there."""
    try:
        return UUID(text)
    except ValueError:
        raise NotYours from None
