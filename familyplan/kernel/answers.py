"""What a handler says: a page about some things, the block that a write changed, the way on, or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from litestar import MediaType


@dataclass(frozen=True)
class Refused:
    """A refusal as a template sees it: the sentence, and the field and form that it stands beside."""

    field: str
    sentence: str
    path: str

    def at(self, path: str) -> Refused | None:
        """Give the refusal to the form that posts to *path*, and nothing to any other form of the page."""
        return self if self.path == path else None


class NoRefusal:
    """What `refusal` is on a page that nobody was refused on; it stands beside no form."""

    field = sentence = path = ""

    def at(self, _path: str) -> None:
        """Nothing stands beside any form."""

    def __bool__(self) -> bool:
        """Be nothing in an `if`."""
        return False


Context: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a handler says: this page about these things; after a write, this *block*, or the way back (*to*)."""

    page: Page | None = None
    reach: Context = field(default_factory=dict)
    block: str = ""
    to: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[Any] = field(default_factory=list)
    content: str | bytes | None = None
    media_type: str = MediaType.HTML
    says: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A file that a page's things are handed out as, instead of HTML."""

    content: bytes
    media_type: str
    headers: dict[str, str]


class Page:
    """
    One page: a template and the one function that gathers what stands on it.

    `context(db, seen_by=person, **reach)` serves the GET, a write's answer and a refusal alike.
    """

    def __init__(self, template: str, context: Callable[..., Context] | None = None) -> None:
        """Name the template and its function; a page without one shows the same to everybody."""
        self.template = template
        self.context = context

    def show(
        self,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        cookies: list[Any] | None = None,
        says: Context | None = None,
        **reach: object,
    ) -> Answer:
        """Answer with the page, or, to htmx, with the block that it asked for; *says* adds to the context."""
        return Answer(self, reach, status=status, headers=headers or {}, cookies=cookies or [], says=says or {})

    def changed(self, block: str, *, to: str, says: Context | None = None, **reach: object) -> Answer:
        """Answer a write with the one *block* that holds all it changed; without htmx, go back *to* the page."""
        return Answer(self, reach, block=block, to=to, says=says or {})

    def sheet(self, context: Context) -> Sheet | None:
        """Give the file that is sent instead of HTML; a plain page has none. Called when the session is closed."""
        return None


def go(to: str, *, cookies: list[Any] | None = None, headers: dict[str, str] | None = None) -> Answer:
    """Answer a write by leading on to another page (303, or the same said to htmx)."""
    return Answer(to=to, cookies=cookies or [], headers=headers or {})


def send(content: str | bytes, media_type: str, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """Answer with something that is no page: JSON of an autosave, a file."""
    return Answer(content=content, media_type=media_type, status=status, headers=headers or {})
