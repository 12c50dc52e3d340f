"""The mails: discreet on a phone that others read, one link, complete as plain text."""

from __future__ import annotations

import re

import pytest

from familyplan.guidance.emails import PLACES
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
VALUES = {
    "name": "Maria",
    "professional": "Dana",
    "practice": "Linden Office",
    "telephone": "555-0100",
    "link": "https://linden.example.org/x",
    "our_word": "bluebird",
    "days": "3",
    "minutes": "15",
    "code": "471 902",
    "what": "A passkey was added.",
}
every_mail = pytest.mark.parametrize("key", PLACES)
TELLING = re.compile(
    r"\b(treatment|intervention|addict\w*|alcohol\w*|drug\w*|drink\w*|illness|disease|recovery|rehab\w*|letter|therap\w*"
    r"|loved one|overdose|familyplan)\b",
    re.IGNORECASE,
)


@every_mail
def test_it_says_nothing_of_what_it_is_about(key: str) -> None:
    subject, body = SHELF.emails[key].filled(VALUES)

    assert TELLING.findall(subject + body) == []


@every_mail
def test_its_subject_names_no_reader_and_no_word_agreed(key: str) -> None:
    """Subjects show on a locked screen."""
    subject, _ = SHELF.emails[key].filled(VALUES)

    for private in ("Maria", "bluebird", "471"):
        assert private not in subject


@every_mail
def test_it_has_one_link_on_a_line_of_its_own_and_no_place_left(key: str) -> None:
    _, body = SHELF.emails[key].filled(VALUES)

    assert body.splitlines().count(VALUES["link"]) == 1
    assert not re.search("[{}]", body)


@pytest.mark.parametrize("key", ["invitation", "loved_one_invitation", "new_link"])
def test_an_invitation_carries_the_word_agreed_by_telephone(key: str) -> None:
    assert "Our word is bluebird." in SHELF.emails[key].filled(VALUES)[1]


@every_mail
def test_what_is_not_known_leaves_no_half_sentence(key: str) -> None:
    _, body = SHELF.emails[key].filled(VALUES | {"our_word": "", "telephone": ""})

    assert "Our word" not in body
    assert "  " not in body
    assert "\n\n\n" not in body


@every_mail
def test_a_mail_without_its_link_is_not_written(key: str) -> None:
    """A mail that leads nowhere frightens; the sender learns of it instead."""
    with pytest.raises(KeyError, match="link"):
        SHELF.emails[key].filled(VALUES | {"link": ""})


def test_a_subject_is_never_half() -> None:
    with pytest.raises(KeyError, match="professional"):
        SHELF.emails["comment"].filled(VALUES | {"professional": ""})
