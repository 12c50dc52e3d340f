"""Where models, content and templates lie: inside the wheel, else beside the package; then the practice's own."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_own: dict[str, Path] = {}


def _shipped(name: str) -> Path:
    inside = PACKAGE / "_data" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def add_own(name: str, folder: Path) -> None:
    """Let the practice's *folder* add to the shipped *name* (`models` or `content`), by file name overriding it."""
    _own[name] = folder


def _shelves(name: str) -> list[Path]:
    return [_shipped(name), *([_own[name]] if name in _own else [])]


def models() -> list[Path]:
    """Folders with model files, the shipped one first; a later file of the same name wins."""
    return _shelves("models")


def content() -> list[Path]:
    """Folders with content, the shipped one first; a later file of the same name wins."""
    return _shelves("content")


def templates() -> Path:
    """The folder of the templates."""
    return _shipped("templates")


def static() -> Path:
    """The folder of our own style sheet and scripts."""
    return PACKAGE / "static"


def migrations() -> Path:
    """The folder of the migrations."""
    return PACKAGE / "migrations"


def locale() -> Path:
    """The folder of the compiled catalogues; English needs none."""
    return PACKAGE / "locale"
