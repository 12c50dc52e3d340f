"""Whether a new password is one that somebody would guess."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Sequence

from zxcvbn import zxcvbn

from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

SHORTEST = 12  # code points
LONGEST = 1000
READ_SO_FAR = 64  # of code points; guessing at a longer text takes zxcvbn many seconds
FEWEST_GUESSES = 10**10
_one_at_a_time = threading.Lock()  # zxcvbn keeps what it is told about a person in a list that all threads share


def plain(password: str) -> str:
    """
    Write a password as it is hashed and compared: NFKC, so that é is é from every keyboard; blanks and case stay.

    No more than LONGEST signs and one are looked at, since normalising can make a text eighteen times as long.
    """
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


def weigh(password: str, about: Sequence[str] = ()) -> None:
    """
    Refuse a password that is too short, too long, on the lists of common ones, or quickly guessed.

    *about* is what a stranger knows of its owner: name, address, the practice. Any signs will do; none is demanded.
    Slow (up to a second or two): call it outside a transaction, and only for whoever may set a password.
    """
    if len(password) < SHORTEST:
        sentence = _("Please use at least %(least)d signs. Three or four words in a row are easy to keep.")
        raise Refusal(sentence, field="password", least=SHORTEST)
    if len(password) > LONGEST:
        sentence = _("That is longer than fits here. Please keep it under %(most)d signs.")
        raise Refusal(sentence, field="password", most=LONGEST)
    if guesses(password, about) < FEWEST_GUESSES:
        sentence = _("Many people use that one, or it is quickly guessed. Three or four words of your own are better.")
        raise Refusal(sentence, field="password")


def guesses(password: str, about: Sequence[str] = ()) -> float:
    """Say after how many tries somebody who knows the lists, and *about*, would have it."""
    known = [word for text in about if text for word in (text, *text.replace("@", " ").split())]
    with _one_at_a_time:
        return float(zxcvbn(password[:READ_SO_FAR], user_inputs=known, max_length=READ_SO_FAR)["guesses"])
