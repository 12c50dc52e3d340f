"""The templates: one environment, strict about names, with the parts and the words of the language in reach."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block as _render_block

from familyplan.kernel import clock, language, markdown, paths


def day(value: date | datetime | None, zone: str = "UTC", form: str = "d MMMM") -> str:
    """Write a day as people say it: `12 May`."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value, zone).date()
    return format_date(value, form, locale=language.spoken())


def time(value: datetime | None, zone: str = "UTC") -> str:
    """Write a time on the reader's wall clock: `4:12 PM`."""
    return format_time(clock.local(value, zone).time(), "short", locale=language.spoken()) if value else ""


def moment(value: datetime | None, zone: str = "UTC") -> str:
    """Write a day and a time: `12 May, 4:12 PM`."""
    return f"{day(value, zone)}, {time(value, zone)}" if value else ""


def static_file(name: str) -> Path | None:
    """Find a static file by name: ours, or htmx's from its package; None for anything else."""
    if name == "htmx.js":
        return Path(str(files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"))
    return next((found for found in paths.static().iterdir() if found.name == name and found.is_file()), None)


@lru_cache
def static(name: str) -> str:
    """Give the address of a static file, with its content's hash, so that it may be kept for a year."""
    found = static_file(name)
    if found is None:
        raise FileNotFoundError(name)
    return f"/static/{hashlib.sha256(found.read_bytes()).hexdigest()[:12]}/{name}"


@lru_cache
def environment() -> Environment:
    """Build the environment once. Each file of `templates/parts/` is a global under its own name."""
    env = Environment(
        loader=FileSystemLoader(paths.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        auto_reload=False,
    )
    env.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]  # put there by the extension
    env.policies["ext.i18n.trimmed"] = True
    env.filters.update(day=day, time=time, moment=moment, markdown=markdown.render)
    env.globals.update(static=static)
    for part in sorted((paths.templates() / "parts").glob("*.html")):
        env.globals[part.stem] = env.get_template(f"parts/{part.name}").module
    return env


def render(template: str, context: dict[str, object]) -> str:
    """Render a whole page."""
    return environment().get_template(template).render(context)


def render_block(template: str, block: str, context: dict[str, object]) -> str:
    """Render one block of a page, alone."""
    return _render_block(environment(), template, block, **context)


def has_block(template: str, block: str) -> bool:
    """Say whether *template* itself has a block of that name."""
    return block in environment().get_template(template).blocks
