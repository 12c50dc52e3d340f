"""Reading a page as a browser does: its forms with their fields, and whatever on it came alive."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from familyplan.kernel import paths

MARKDOWN = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "blockquote",
    "code",
    "pre",
    "hr",
    "br",
}
TAG = re.compile(r"<([a-z][a-z0-9]*)")
DRAWN = {"svg", "g", "path"}  # the code that a second factor's app takes in
OURS = MARKDOWN | DRAWN | {tag for file in paths.templates().rglob("*.html") for tag in TAG.findall(file.read_text())}
LEADS = ("href", "src", "action", "formaction", "data", "poster", "xlink:href", "background", "ping")
KNOWN = re.compile(r"(?:/(?![/\\])|[#?]|tel:|sms:|mailto:|otpauth://totp/|https://www\.weather\.gov)|$")
TYPED = {"text", "search", "email", "tel", "url", "password", ""}


@dataclass
class Form:
    """One form: where it goes, and its fields in order as (name, what it is, value that stands in it)."""

    action: str
    target: str = ""
    fields: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, words: str) -> dict[str, list[str]]:
        """What a person would send who types *words* wherever words can be typed and leaves the rest as it is."""
        sent: dict[str, list[str]] = {}
        for name, kind, value in self.fields:
            mail = f'"{words[:60]}"@example.org' if kind == "email" else words
            sent.setdefault(name, []).append(mail if kind in TYPED | {"textarea"} else value)
        return sent


class Page(HTMLParser):
    """A page that was read: `forms`, and `alive`, which is empty where nothing typed became part of it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.alive: list[str] = []
        self._inside: str | None = None
        self._form: Form | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in OURS:
            self.alive.append(f"<{tag}>")
        self.alive += [f"{tag} {name}={value}" for name, value in given.items() if lives(name, value)]
        if tag in ("script", "style") and not given.get("src", "").startswith("/static/"):
            self.alive.append(f"<{tag}> without a source of ours")
        self._inside = tag if tag in ("script", "style") else self._inside
        self._gather(tag, given)

    def _gather(self, tag: str, given: dict[str, str]) -> None:
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("hx-target", "").lstrip("#"))
            self.forms.append(self._form) if given.get("method", "").lower() == "post" else None
        name, kind = given.get("name", ""), given.get("type", "").lower()
        here = next((form for form in self.forms if form.action == given.get("form")), self._form)
        if here is None or not name:
            return
        if tag == "textarea" or (tag == "input" and kind not in ("checkbox", "radio", "submit")):
            here.fields.append((name, "textarea" if tag == "textarea" else kind, given.get("value", "")))
        elif tag == "select" or (tag == "input" and kind in ("checkbox", "radio")):
            chosen = given.get("value", "on")
            if name not in {one for one, _kind, _value in here.fields}:
                here.fields.append((name, "choice" if tag == "input" else "select", chosen if tag == "input" else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._inside = None if tag == self._inside else self._inside
        self._form = None if tag == "form" else self._form

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.alive.append(f"in <{self._inside}>: {data[:40]}")

    def handle_comment(self, data: str) -> None:
        self.alive += [f"comment {data[:40]}"] if "zq" in data else []

    def handle_pi(self, data: str) -> None:
        self.alive.append(f"<?{data[:40]}")

    def unknown_decl(self, data: str) -> None:
        self.alive.append(f"<!{data[:40]}")


def lives(name: str, value: str) -> bool:
    """Whether an attribute does something that no template of ours asks for."""
    odd = not re.fullmatch(r"[a-z][a-z0-9:-]*", name) or "zq" in name
    acts = name.startswith(("on", "hx-on", "data-hx")) or name in ("style", "srcdoc")
    asks = name.startswith("hx-") and "zq" in value and name != "hx-confirm"
    leads = name in LEADS and KNOWN.match(value.strip().lower()) is None
    return odd or acts or asks or leads


def alive(answer: Any) -> list[str]:
    """What came alive on an answer, if it is a page or a part of one."""
    if "html" not in answer.headers.get("content-type", ""):
        return []
    return Page(answer.text).alive + re.findall(r"49zq", answer.text)
