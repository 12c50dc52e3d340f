"""
Sheets to print. The only module that knows typst.

What people typed goes in as data (`sys.inputs`), never into the markup, so that it can neither become part of the
document nor read a file. A template of `templates/print/` is all that a document is made from; nothing is fetched.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import typst

from familyplan.kernel import paths
from familyplan.kernel.answers import Context, Page, Sheet
from familyplan.kernel.errors import NotNow

AT_ONCE = threading.BoundedSemaphore(2)  # a binder of many megabytes takes gigabytes of memory while it is made
LONGEST_WAIT_SECONDS = 5.0
LONGEST_RUN = 1500  # code points set at once; far longer ones break the engine's shaper
NO_SIGN = {"Cc", "Cs"}  # control signs and lone surrogates: nothing of them was ever seen


class CannotPrint(Exception):  # noqa: N818  a limit of this machine's fonts, said in words on the page
    """A sign stands in the text that no font here has. A PDF with empty boxes is never made instead."""


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def clean(text: str) -> str:
    """Take out what has no shape on a screen either: control signs but the line's end, and lone surrogates."""
    kept = (sign for sign in text.replace("\t", " ") if sign == "\n" or unicodedata.category(sign) not in NO_SIGN)
    return "".join(kept)


def runs(line: str) -> list[str]:
    """Cut a line that is far too long for one sentence, at a blank where there is one."""
    cut = []
    while len(line) > LONGEST_RUN:
        place = line.rfind(" ", 1, LONGEST_RUN) + 1 or LONGEST_RUN
        cut.append(line[:place])
        line = line[place:]
    return [*cut, line]


def write(template: str, data: dict[str, Any]) -> bytes:
    """
    Make the tagged PDF (PDF/UA-1) of a template of `templates/print/` about *data*; raises `CannotPrint`.

    *data* holds what JSON can hold; its texts have been through `clean` and `runs`. Two are made at a time; raises
    `NotNow` where none of them is done within five seconds, so that the machine keeps its memory and its threads.
    """
    if not AT_ONCE.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise NotNow
    try:
        return _made(template, data)
    finally:
        AT_ONCE.release()


def _made(template: str, data: dict[str, Any]) -> bytes:
    folder = paths.templates() / "print"
    told = {"data": json.dumps(data)}
    try:
        compiler = typst.Compiler((folder / template).read_bytes(), root=folder, font_paths=_fonts(), sys_inputs=told)
        made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as why:
        if "could not be displayed" in str(why):
            raise CannotPrint from None  # the engine's words quote the text
        raise
    except BaseException as why:
        if type(why).__name__ != "PanicException":  # what Rust's extensions raise; it is no Exception
            raise
        raise CannotPrint from None
    assert isinstance(made, bytes)
    return made


class Sheets(Page):
    """A page's things as a PDF; where a sign cannot be printed, the page itself, which is told so (`unprintable`)."""

    def __init__(self, page: Page, template: str, data: Callable[[Context], dict[str, Any]], name: str) -> None:
        """Print what *page* shows by *template*; *name* is the file's and says nothing to a stranger."""
        super().__init__(page.template, page.context)
        self.print_template, self.data, self.name = template, data, name

    def sheet(self, context: Context) -> Sheet | None:
        """Make the PDF, outside of any transaction; None, and a note in *context*, where it cannot be made."""
        try:
            made = write(self.print_template, self.data(context))
        except CannotPrint:
            context["unprintable"] = True
            return None
        return Sheet(made, "application/pdf", {"content-disposition": f'inline; filename="{self.name}"'})
