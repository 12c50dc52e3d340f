"""One renderer for lessons and everything else in Markdown: raw HTML is shown as typed, odd links stay inert."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markupsafe import Markup

_renderer = MarkdownIt("commonmark", {"html": False, "typographer": False})


def render(text: str) -> Markup:
    """Turn Markdown into HTML that may stand in a page: no tag of the author's survives."""
    return Markup(_renderer.render(text))  # noqa: S704  the renderer escapes everything it did not make itself
