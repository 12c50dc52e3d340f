"""The mails: neutral words, one link, complete as plain text."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from familyplan.guidance import words
from familyplan.guidance.reading import by_language, files, front_matter, known
from familyplan.guidance.telling import telling_words
from familyplan.guidance.vocabulary import Strict
from familyplan.kernel.files import Broken, label

FROM_THE_PRACTICE = frozenset({"name", "professional", "practice", "telephone", "link"})
PLACES: dict[str, frozenset[str]] = {
    "invitation": FROM_THE_PRACTICE | {"our_word", "days"},
    "sign_in": FROM_THE_PRACTICE | {"code", "minutes"},
    "new_link": FROM_THE_PRACTICE | {"our_word", "days"},
    "comment": FROM_THE_PRACTICE,
    "nudge": FROM_THE_PRACTICE,
    "other_page_opened": FROM_THE_PRACTICE,
    "sign_in_changed": FROM_THE_PRACTICE | {"what"},
    "staff_set_up": FROM_THE_PRACTICE | {"days"},
    "loved_one_invitation": FROM_THE_PRACTICE | {"our_word", "days"},
    "call_request": FROM_THE_PRACTICE,
    "appointment": FROM_THE_PRACTICE | {"what"},
    "appointment_reminder": FROM_THE_PRACTICE | {"when"},
}
"""Every mail that the program sends, and what its sender fills in. ``name`` is the reader's own name, nobody else's."""


class Subject(Strict, frozen=True, kw_only=True):
    """What stands above a mail."""

    subject: str


class Email(msgspec.Struct, frozen=True, kw_only=True):
    """One mail, places left in."""

    key: str
    subject: str
    body: str
    translations: dict[str, "Email"] = {}

    def in_language(self, language: str) -> "Email":
        """The translation, or this one where there is none."""
        return self.translations.get(language, self)

    def filled(self, values: Mapping[str, str]) -> tuple[str, str]:
        """
        Subject and plain text with *values* put in; a line with a place that has no value is left out.

        A KeyError where the link, or a place of the subject, has none: a mail without either is not sent.
        """
        for needed in ("link", *words.places(self.subject)):
            if not values.get(needed):
                raise KeyError(needed)
        return " ".join(words.fill(self.subject, values).split()), words.fill(self.body, values) + "\n"


def read_emails(folders: Sequence[Path]) -> dict[str, Email]:
    """Every mail by its key; :class:`Broken` where one is missing, unknown, or has a place nobody fills."""
    emails = {
        key: msgspec.structs.replace(
            _email(key, path),
            translations={language: _email(key, other) for language, other in translations.items()},
        )
        for key, path, translations in by_language(files(folders, "emails", ".md"))
    }
    for key in PLACES:
        if key not in emails:
            raise Broken(f"emails/{key}.md", "", "is missing, and the program sends this mail")
    return emails


def _email(key: str, path: Path) -> Email:
    known(label(path), "", key, PLACES, "mail that the program sends")
    head, body = front_matter(path, Subject)
    words.check(label(path), "subject", head.subject, PLACES[key])
    words.check(label(path), "body", body, PLACES[key])
    links = words.places(body).count("link")
    if links != 1 or "link" in words.places(head.subject):
        raise Broken(label(path), "body", f"`{{link}}` stands once in the text of a mail, got {links}")
    if not head.subject.strip():
        raise Broken(label(path), "subject", "is empty")
    first = next((line for line in body.splitlines() if line.strip()), "")
    for where, text in (("subject", head.subject), ("body", first)):
        if told := telling_words(text):
            raise Broken(label(path), where, f"`{told[0]}` tells whoever sees a locked screen what this is about")
    return Email(key=key, subject=head.subject, body=body)
