"""Every route as a table: what the matrix of who may ask is made from. A route that says nothing stops the program."""

from __future__ import annotations

from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute

from familyplan.kernel.web import SAFE

Row = dict[str, Any]
ANYBODY = "anybody"


class SaysNotWho(RuntimeError):  # noqa: N818  what such a route does
    """Some routes say neither who may ask nor that anybody may: nothing is served before they do."""


def table(app: Litestar) -> list[Row]:
    """
    List each method of each path, sorted.

    `roles`: who may ask at all (owner, interventionist, counselor, supervisor, family, or anybody). `about`: what the
    path's innermost id is, "" without one. `public`: anybody may, without signing in. `changes`: it is there to change
    something. `confirmed`: it also asks that one showed lately who one is.
    """
    return sorted(_rows(app), key=lambda row: (row["path"], row["method"]))


def _rows(app: Litestar) -> list[Row]:
    rows: list[Row] = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            roles = roles_that_may_ask(handler)
            methods = sorted(handler.http_methods - {"OPTIONS"})  # the framework's own answer to OPTIONS names methods
            rows += [
                {
                    "method": method, "path": route.path, "roles": roles, "about": about(route.path),
                    "public": roles == [ANYBODY], "changes": method not in SAFE, "confirmed": is_confirmed(handler),
                }
                for method in methods
            ]  # fmt: skip
    return rows


def refuse_silence(app: Litestar) -> None:
    """Deny by default: raise `SaysNotWho`, naming each route that no guard speaks for."""
    silent = [f"{row['method']} {row['path']}" for row in table(app) if not row["roles"]]
    if silent:
        raise SaysNotWho(
            f"Not started: {', '.join(silent)} says nothing about who may ask. Give it a guard of access/guards.py, "
            "or `guards.public`."
        )


def _guards(handler: Any) -> list[Any]:
    return [getattr(guard, "func", guard) for guard in handler.resolve_guards()]


def roles_that_may_ask(handler: Any) -> list[str]:
    """Name who may ask at all, by the handler's guards; nobody where no guard says it."""
    allowed = [guard.roles for guard in _guards(handler) if hasattr(guard, "roles")]
    return sorted(frozenset.intersection(*allowed)) if allowed else []


def is_confirmed(handler: Any) -> bool:
    """Say whether one is asked to have shown lately who one is: by a guard, or, where the rule is finer, by the act."""
    return any(hasattr(guard, "within") for guard in _guards(handler)) or bool(handler.opt.get("confirmed"))


def about(path: str) -> str:
    """Name the thing that a path's innermost id belongs to: `letter` for /letters/{letter_id}."""
    ids = [part for part in path.split("/") if part.startswith("{") and ":uuid" in part]
    return ids[-1].strip("{}").partition(":")[0].removesuffix("_id") if ids else ""
