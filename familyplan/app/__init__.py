"""The application put together over one database."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from litestar import Litestar, MediaType, Request, Response, get
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath

from familyplan.access import guards
from familyplan.app import faults, routes, site, threshold, unsaved, wiring
from familyplan.kernel import intake, templates, web
from familyplan.kernel.db import Database
from familyplan.kernel.errors import NotYours
from familyplan.settings import Settings

A_YEAR = "public, max-age=31536000, immutable"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}


@get("/static/{mark:str}/{name:str}", guards=[guards.public], sync_to_thread=False)
def static_file(mark: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """Serve our style sheet, scripts and htmx under an address that changes with their content."""
    found = templates.static_file(name)
    if found is None:
        raise NotYours
    kind = KINDS.get(found.suffix, "application/octet-stream")
    return Response(found.read_bytes(), media_type=f"{kind}; charset=utf-8", headers={"cache-control": A_YEAR})


@get("/robots.txt", guards=[guards.public], sync_to_thread=False, media_type=MediaType.TEXT)
def robots() -> str:
    """Ask every search engine to stay away, without naming a page."""
    return "User-agent: *\nDisallow: /\n"


@get("/healthz", guards=[guards.public], sync_to_thread=False, media_type=MediaType.TEXT)
def healthz() -> str:
    """Say that the process answers."""
    return "ok"


@web.reads("/readyz", guards=[guards.public])
def readyz(request: Request[Any, Any, Any], db: web.Db) -> web.Answer:
    """Say that the store takes words too, for it just did; one that does not is a 503 or 507."""
    request.app.state.database.prove()
    return web.send("ready", MediaType.TEXT)


def create_app(
    settings: Settings, database: Database | None, *, on_startup: list[Callable[..., Any]] | None = None
) -> Litestar:
    """
    Build the application over one database (None: to look at its routes); `wiring.set_up` came before.

    Raises `routes.SaysNotWho` when a route says nothing about who may ask.
    """
    handlers: list[BaseRouteHandler] = [static_file, robots, healthz, readyz, *wiring.handlers(settings)]
    app = Litestar(
        route_handlers=handlers,
        dependencies={"db": web.provide_db(), "form": web.provide_form()},
        exception_handlers=faults.HANDLERS,
        openapi_config=None,
        request_max_body_size=None,  # the intake counts
        on_startup=on_startup or [],
        debug=False,
    )
    routes.refuse_silence(app)
    app.state.update({"settings": settings, "database": database, "boot": secrets.token_hex(4)})
    app.state.site, app.state.refusing = site.site_of, wiring.journal_refused_try
    inner = intake.Intake(app.asgi_handler, https=settings.https, refuse=unsaved.stopped, proxies=settings.proxies)
    known = guards.WhoIsAsking(inner, https=settings.https)
    app.asgi_handler = threshold.Threshold(known, base_url=settings.base_url)
    return app
