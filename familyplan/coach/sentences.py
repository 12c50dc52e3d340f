"""Where sentences end, and how one is cut into words. Each step passes over the text once."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 1000
"""Code points of one sentence; what is longer is read in pieces, so that no text can be made slow to read."""

_END = re.compile(r"[.!?…]{1,40}+[\"'”\u2019)\]]{0,3}+(?=\s|$)|\n\s*+")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019\u02bc`\u00b4-][^\W_]+)*|[^\s\w]|_")
_ABBREVIATED = frozenset({
    "dr", "mr", "mrs", "ms", "st", "prof", "rev", "fr", "jr", "sr", "vs", "etc", "no", "mt", "sgt", "lt", "col",
    "gen", "dept", "approx", "a.m", "p.m", "e.g", "i.e", "u.s", "u.k", "ph.d",
})  # fmt: skip
_APOSTROPHE = re.compile("[\u2019\u02bc`\u00b4]")
_LAST_WORD = re.compile(r"[\w.]{1,6}$")
_WRAPPED = 45
"""A line at least this long that ends without a stop goes on in the next: it was wrapped by a program."""

_WHOLE = {
    "can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"), "ain't": ("is", "not"),
    "cannot": ("can", "not"), "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("got", "to"),
    "dont": ("do", "not"), "didnt": ("did", "not"), "doesnt": ("does", "not"), "cant": ("can", "not"),
    "wasnt": ("was", "not"), "isnt": ("is", "not"), "arent": ("are", "not"), "couldnt": ("could", "not"),
    "wouldnt": ("would", "not"), "shouldnt": ("should", "not"), "havent": ("have", "not"), "hasnt": ("has", "not"),
    "im": ("i", "am"), "ive": ("i", "have"), "youre": ("you", "are"), "youve": ("you", "have"),
    "let's": ("let", "us"), "u": ("you",), "ur": ("your",), "ya": ("you",), "y'all": ("you",), "cuz": ("because",),
    "thx": ("thanks",), "pls": ("please",), "plz": ("please",), "yourselves": ("yourself",), "til": ("until",),
}  # fmt: skip
_TAILS = {
    "n't": "not", "'ve": "have", "'re": "are", "'m": "am", "'ll": "will", "'d": "'d", "'s": "'s",
}  # fmt: skip


class Word(NamedTuple):
    """One word or mark: as compared, and where it stands in the sentence."""

    norm: str
    start: int
    end: int


def cut(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences, in order and without the white space around them; blank text has none."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(text):
        if match.end() > begin and _ends(text, begin, match):
            _add(spans, text, begin, match.end())
            begin = match.end()
    _add(spans, text, begin, len(text))
    return spans


def words(sentence: str) -> list[Word]:
    """Words and marks of one sentence, contractions parted: ``don't`` is ``do`` and ``not``."""
    found: list[Word] = []
    for match in _TOKEN.finditer(sentence):
        raw = match[0]
        if len(raw) == 1 and not raw.isalnum():
            found.append(Word(_mark(raw), match.start(), match.end()))
        else:
            found.extend(_parted(raw, match.start()))
    return found


def _ends(text: str, begin: int, match: re.Match[str]) -> bool:
    if match[0][0] == "\n":
        line = text.rfind("\n", begin, match.start()) + 1
        return "\n" in match[0][1:] or match.start() - max(line, begin) < _WRAPPED
    if match[0] == ".":
        last = _LAST_WORD.search(text, max(begin, match.start() - 6), match.start())
        if last and last[0].casefold() in _ABBREVIATED:
            return False
    if match[0][0] in ".!?":
        return True
    after = text[match.end() : match.end() + 2].lstrip()
    return not after[:1].islower()


def _add(spans: list[tuple[int, int]], text: str, begin: int, end: int) -> None:
    for start in range(begin, end, LONGEST):
        piece = text[start : min(start + LONGEST, end)]
        bare = piece.strip()
        if bare:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(bare)))


def _mark(raw: str) -> str:
    if raw in "“”„«»":
        return '"'
    if raw in "\u2018\u2019\u02bc`\u00b4":
        return "'"
    return "-" if raw in "\u2013\u2014\u2010\u2011" else raw


def _parted(raw: str, at: int) -> list[Word]:
    norm = raw.casefold()
    if not norm.isascii() or "`" in norm:
        norm = unicodedata.normalize("NFKC", _APOSTROPHE.sub("'", raw)).casefold()
    if norm in _WHOLE:
        parts = _WHOLE[norm]
        middle = at + min(len(parts[0]), len(raw))
        return [Word(parts[0], at, middle if len(parts) > 1 else at + len(raw)),
                *(Word(part, middle, at + len(raw)) for part in parts[1:])]  # fmt: skip
    for tail, means in _TAILS.items() if "'" in norm else ():
        if norm.endswith(tail) and len(norm) > len(tail) and len(norm) == len(raw):
            middle = at + len(raw) - len(tail)
            return [Word(norm[: -len(tail)], at, middle), Word(means, middle, at + len(raw))]
    return [Word(norm, at, at + len(raw))]
