"""What a person sent: words as typed, never refused before a rule has seen them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qsl

from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

LONGEST_FIELD = 20_000  # code points; a letter's section has a limit of its own
MOST_FIELDS = 400
MOST_DIGITS = 9


class Form:
    """The fields of a form, in order; a field sent twice keeps both, one not sent is empty."""

    def __init__(self, pairs: list[tuple[str, str]], path: str = "") -> None:
        """Take the pairs as they came; line ends become one kind here and nowhere else."""
        self.path = path
        self.pairs = [(name, value.replace("\r\n", "\n").replace("\r", "\n")) for name, value in pairs]

    @classmethod
    def read(cls, body: bytes, path: str = "") -> Form:
        """Read a body sent as application/x-www-form-urlencoded; bytes that are no text are kept as marks."""
        return cls(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS), path)

    def raw(self, name: str) -> str:
        """Give the last value of *name* as it was typed, or nothing."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def text(self, name: str, *, longest: int = LONGEST_FIELD) -> str:
        """Give *name* without the blanks around it and without NUL; refuses more than *longest* code points."""
        value = self.raw(name).replace("\0", "").strip()  # PostgreSQL keeps no NUL in a text that is not sealed
        if len(value) > longest:
            raise Refusal(
                _("That is longer than fits here. Please keep it under %(most)d signs."), field=name, most=longest
            )
        return value

    def needed(self, name: str, sentence: str, *, longest: int = LONGEST_FIELD) -> str:
        """Give *name*, or refuse with *sentence* when it is empty."""
        value = self.text(name, longest=longest)
        if not value:
            raise Refusal(sentence, field=name)
        return value

    def choice(self, name: str, among: Mapping[str, object] | tuple[str, ...], *, default: str | None = None) -> str:
        """Give *name* if it is one of *among*; refuses anything else, and nothing unless there is a *default*."""
        value = self.text(name) or (default or "")
        if value in among or (default is not None and value == default):
            return value
        raise Refusal(_("Please choose one of these."), field=name)

    def every(self, name: str) -> list[str]:
        """Give all values of *name*, as ticked boxes send them."""
        return [value for key, value in self.pairs if key == name]

    def ticked(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return self.raw(name) not in ("", "no", "0", "false")

    def day(self, name: str) -> date | None:
        """Give a date typed as 2026-05-12, or None when it is empty."""
        value = self.text(name)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Refusal(_("That is not a date we can read. Try it like 2026-05-12."), field=name) from None

    def number(self, name: str, default: int) -> int:
        """Give a whole number, or *default* when it is empty; refuses more digits than a database can keep."""
        value = self.text(name)
        if not value:
            return default
        if len(value) > MOST_DIGITS or not value.removeprefix("-").isdecimal():
            raise Refusal(_("That is not a number we can read."), field=name)
        return int(value)


class Words(dict[str, str]):
    """Words typed, by field; a field that was sent several times also gives them all."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        """Keep the pairs; the last one of a name is the one that `get` gives."""
        super().__init__(pairs)
        self.pairs = pairs

    def getall(self, name: str, default: list[str]) -> list[str]:
        """Give every value of *name*, as ticked boxes send them; *default* where there is none."""
        return [value for key, value in self.pairs if key == name] or default


class Typed:
    """The words typed into the form that was refused, for the page that shows them again."""

    def __init__(self, form: Form | None = None) -> None:
        """Remember *form*, if there was one."""
        self.form = form

    def at(self, path: str) -> Words:
        """Give the words typed into the form that posts to *path*, and nothing for any other form of the page."""
        if self.form is None or self.form.path != path:
            return Words([])
        return Words([(name, value) for name, value in self.form.pairs if not name.startswith("_")])
