"""Every route as a table: what the matrix of who may ask is made from."""

from __future__ import annotations

from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

Row = dict[str, Any]


def table(app: Litestar) -> list[Row]:
    """List method, path, roles that may ask, and what the path is about, sorted."""
    rows: list[Row] = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            roles = roles_that_may_ask(handler)
            methods = sorted(handler.http_methods - {"OPTIONS"})
            rows += [
                {"method": method, "path": route.path, "roles": roles, "about": about(route.path)} for method in methods
            ]
    return sorted(rows, key=lambda row: (row["path"], row["method"]))


def roles_that_may_ask(handler: Any) -> list[str]:
    """Name who may ask at all, by the handler's guards; nobody where no guard says it."""
    guards = [getattr(guard, "func", guard) for guard in handler.resolve_guards()]
    allowed = [guard.roles for guard in guards if hasattr(guard, "roles")]
    return sorted(frozenset.intersection(*allowed)) if allowed else []


def about(path: str) -> str:
    """Name the thing that a path's innermost id belongs to: `letter` for /letters/{letter_id}."""
    ids = [part for part in path.split("/") if part.startswith("{") and ":uuid" in part]
    return ids[-1].strip("{}").partition(":")[0].removesuffix("_id") if ids else ""
