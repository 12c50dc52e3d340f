"""One renderer for lessons and everything else in Markdown: raw HTML is shown as typed, odd links stay inert."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markupsafe import Markup

_renderer = MarkdownIt("commonmark", {"html": False, "typographer": False}).disable(
    "image"
)  # fetched, it would tell who reads
_MEANS_SOMETHING = re.compile(r"[!-/:-@\[-`{-~]")


def render(text: str) -> Markup:
    """Turn Markdown into HTML that may stand in a page: no tag of the author's survives."""
    return Markup(_renderer.render(text))  # noqa: S704  the renderer escapes everything it did not make itself


def plain(words: str) -> str:
    """Write *words* so that Markdown shows them as they are: nothing that a person typed becomes a link or heading."""
    return _MEANS_SOMETHING.sub(r"\\\g<0>", " ".join(words.split()))
