"""Sentences: marked in English, translated where they are said."""

from __future__ import annotations

import gettext as _gettext
from contextvars import ContextVar
from functools import lru_cache

from babel import Locale

from familyplan.kernel import paths
from familyplan.kernel.errors import Refusal

SOURCE = "en"
WRITTEN = (
    "am", "ar", "be", "bg", "bn", "bs", "ca", "chr", "ckb", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fil",
    "fr", "ga", "gu", "ha", "haw", "he", "hi", "hr", "ht", "hu", "hy", "id", "ig", "it", "ja", "ka", "kk", "km",
    "kn", "ko", "ku", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "nv", "om", "pa",
    "pl", "ps", "pt", "qu", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th",
    "ti", "tr", "uk", "ur", "uz", "vi", "yi", "yo", "yue", "zh", "zh-Hant", "zu",
)  # fmt: skip
"""Languages that a letter can be said to be written in, as tags; any other is written all the same, unnamed."""
_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


def _(sentence: str) -> str:
    """Mark a sentence for translation; it is translated when it is said, not when it is written."""
    return sentence


def speak(language: str) -> None:
    """Say everything that follows, in this request, in *language* (a tag such as `es`)."""
    _spoken.set(language)


def spoken() -> str:
    """Which language this request is answered in."""
    return _spoken.get()


@lru_cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("familyplan", paths.locale(), languages=[language], fallback=True)


def gettext(sentence: str) -> str:
    """Translate *sentence*; where no catalogue has it, the English stands."""
    return _catalogue(spoken()).gettext(sentence) if sentence else sentence


def ngettext(one: str, many: str, count: int) -> str:
    """Translate the sentence that fits *count*."""
    return _catalogue(spoken()).ngettext(one, many, count)


def said(refusal: Refusal) -> str:
    """A refusal's sentence in the reader's language, values filled in."""
    sentence = gettext(refusal.template)
    return sentence % refusal.values if refusal.values else sentence


def _locale(tag: str) -> Locale:
    return Locale.parse(tag.replace("-", "_"))


@lru_cache
def own_name(tag: str) -> str:
    """What a language is called in itself: `español`, `العربية`; "" for no tag."""
    return str(_locale(tag).get_display_name(tag.replace("-", "_"))) if tag else ""


def direction(tag: str) -> str:
    """In which direction a language is written: `ltr` or `rtl`; "auto", by the words themselves, for no tag."""
    return str(_locale(tag).text_direction) if tag else "auto"


@lru_cache
def languages() -> tuple[tuple[str, str], ...]:
    """The languages to choose from, each by its own name, in the order of these names."""
    return tuple(sorted(((tag, own_name(tag)) for tag in WRITTEN), key=lambda one: one[1].casefold()))
