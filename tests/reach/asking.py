"""Asking for a route as the table names it: with the ids of one family, or with one of them from elsewhere."""

import re
from typing import Any

from uuid_utils.compat import uuid7

from familyplan.kernel import csrf
from tests.reach.table import FORMS
from tests.reach.world import Family
from tests.visitor import Visitor

PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
WORDS = {
    "row": "violence",
    "stage": "day",
    "slug": "when-it-is-an-emergency",
    "mark": "x",
    "name": "app.css",
    "token": "x",
}


def ids_of(family: Family, path: str) -> dict[str, str]:
    """What a path's parameters are for this family; under an other page it is Maria's."""
    ids = {**WORDS, **family.ids}
    return ids | {"letter_id": family.other_page} if "/other-page" in path and path.startswith("/letters") else ids


def at(path: str, ids: dict[str, str]) -> str:
    return PARAMETER.sub(lambda found: ids[found[1]], path)


def from_elsewhere(path: str, own: Family, other: Family) -> list[tuple[str, str]]:
    """For each id in *path*: the address with that one id from another family, and with one that does not exist."""
    mine, theirs = ids_of(own, path), ids_of(other, path)
    named = [name for name, kind in PARAMETER.findall(path) if kind == "uuid"]
    return [(at(path, {**mine, name: theirs[name]}), at(path, {**mine, name: str(uuid7())})) for name in named]


def token_of(visitor: Visitor) -> str:
    """The form token that a page of this visitor's would hold, without a page being asked for."""
    return csrf.token_for(visitor.cookies["session"]) if "session" in visitor.cookies else visitor.token


def body(answer: Any) -> str:
    """What an answer says, but for the minutes that the session still has."""
    said: str = re.sub(r' data-(?:idle|whole)="[0-9]+"', "", answer.text)
    return said


def ask(visitor: Visitor, route: str, path: str, family: Family, *, htmx: str = "") -> Any:
    """Ask as a browser would: with the form token, and with what FORMS says for this route."""
    method = route.split(" ", maxsplit=1)[0]
    if method == "GET":
        return visitor.get(path, htmx=htmx)
    told = {name: value.format(**family.ids) for name, value in FORMS.get(route, {}).items()}
    form = {"_csrf_token": token_of(visitor), "writing": "z", "revision": "1", **told}
    return visitor.ask(method, path, htmx=htmx, data=form)
