"""Sentences: marked in English, translated where they are said."""

from __future__ import annotations

import gettext as _gettext
from contextvars import ContextVar
from functools import lru_cache

from familyplan.kernel import paths
from familyplan.kernel.errors import Refusal

SOURCE = "en"
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
