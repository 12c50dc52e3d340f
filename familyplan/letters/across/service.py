"""
Which moments the letters of one family tell of, and which of them are told twice. Pure: texts in, rows out.

A sentence counts when it names a day, a month, a year, a season, a feast or an age. What cannot be told from the words
is not guessed: a feast without a year stays without one, unless one year alone is named for it in another letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

SENTENCE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof)\.|[^.!?…\n])+[.!?…]*[\"'\u201d\u2019)]*")
YEAR = re.compile(
    r"(?<![\d$€£.,])(?:19|20)\d\d(?![\d%]|[.,]\d|\s?(?:dollars|euros?|pounds|miles|kilometers|times|people|words|calories)\b)"
)
ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d?)-(\d\d?)\b")
SLASHED = re.compile(r"\b(\d\d?)/(\d\d?)/((?:19|20)\d\d)\b")
DOTTED = re.compile(r"\b(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)\d\d)\b")
NUMBERS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_NUMBER = rf"(\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_WHO = r"\b(?:you|I|he|she|we|they|(?!It\b|That\b|This\b|There\b|What\b)[A-Z]\w+)"
_GOES_ON = r"(?=\s*(?:$|[.,!?;:]|and\b|when\b|you\b|I\b|we\b|he\b|she\b))"
AGE = re.compile(
    rf"{_WHO}\s(?:was|were|turned|had turned)\s(?:only\s|just\s|about\s)?{_NUMBER}{_GOES_ON}"
    rf"|\b{_NUMBER}[\s-]years?[\s-]old|\bthe\sage\sof\s{_NUMBER}\b"
)
SEASON = re.compile(
    r"\b(summer|winter|autumn|(?:last|that|this|in(?:\s+the)?|the|early|late|every|one)\s+(?:spring|fall)|(?:spring|fall)\s+of)\b",
    re.IGNORECASE,
)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
FEASTS: dict[str, tuple[int | None, int | None]] = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas morning": (12, 25), "christmas": (12, 25),
    "new year's eve": (12, 31), "new year's day": (1, 1), "new year's": (1, 1), "new year": (1, 1),
    "thanksgiving": (11, None), "halloween": (10, 31), "valentine's day": (2, 14), "fourth of july": (7, 4),
    "4th of july": (7, 4), "independence day": (7, 4), "labor day": (9, None), "memorial day": (5, None),
    "mother's day": (5, None), "father's day": (6, None),
    "easter": (None, None), "maundy thursday": (None, None), "good friday": (None, None),
    "palm sunday": (None, None), "passover": (None, None),
    "rosh hashanah": (None, None), "yom kippur": (None, None), "hanukkah": (12, None), "ramadan": (None, None),
    "eid": (None, None), "diwali": (None, None), "lunar new year": (None, None), "birthday": (None, None),
    "wedding": (None, None), "graduation": (None, None), "funeral": (None, None), "anniversary": (None, None),
    "baptism": (None, None), "bar mitzvah": (None, None), "bat mitzvah": (None, None),
}  # fmt: skip
_FEAST = re.compile(rf"\b({'|'.join(sorted(map(re.escape, FEASTS), key=len, reverse=True))})\b", re.IGNORECASE)
ALSO_A_WORD = ("May", "March")  # months that are also words: alone they count only after "in", "last" and the like
MOST_DAYS, MOST_MONTHS = 31, 12
LATER = 9999  # in place of a year or an age that is not told: after all others
_NOTHING = (MOST_MONTHS + 1, MOST_DAYS + 1, 0, "", LATER)  # a key, beside its year, that tells nothing


@dataclass(frozen=True)
class When:
    """What a sentence says of its day; `words` as the writer put it."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    feast: str = ""
    age: int | None = None
    words: str = ""

    @property
    def key(self) -> tuple[int, int, int, int, str, int]:
        """The same for the same moment, and in the order of time where that can be told."""
        return (
            self.year or LATER, self.month or self.season or MOST_MONTHS + 1, self.day or MOST_DAYS + 1,
            1 if self.season and not self.month else 0, self.feast, self.age if self.age is not None else LATER,
        )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A sentence of one letter."""

    letter_id: UUID
    text: str


@dataclass
class Moment:
    """One moment, and what each letter tells of it; `words` is empty for moments that nobody dated."""

    words: str
    told: list[Told] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """How many letters tell of it."""
        return len({one.letter_id for one in self.told})

    def of(self, letter_id: UUID) -> list[str]:
        """What one letter tells of it."""
        return [one.text for one in self.told if one.letter_id == letter_id]


def sentences(text: str) -> list[tuple[int, int, str]]:
    """The sentences of a text with their places (code points)."""
    found = SENTENCE.finditer(text)
    return [(one.start(), one.end(), one[0].strip()) for one in found if one[0].strip()]


@lru_cache
def _months(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    try:
        names = get_month_names("wide", locale=Locale.parse(language or "en", sep="-"))
    except (UnknownLocaleError, ValueError):
        names = get_month_names("wide", locale="en")
    known = {name: number for number, name in names.items()} | {
        name[:1].upper() + name[1:]: number for number, name in names.items()
    }
    alternatives = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return known, re.compile(
        rf"(?:(?<!\d)(?P<before>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?)?"
        rf"(?P<hint>\b(?i:in|last|that|this|since|of|early|late|by|until|every|one)\s+)?\b(?P<month>{alternatives})\b"
        rf"(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?"
    )


def when(sentence: str, language: str = "") -> When | None:
    """What a sentence says of its day, or None where it names none."""
    found: dict[str, int | str] = {}
    words: list[tuple[int, str]] = []
    _numbers(sentence, language, found, words)
    _month(sentence, language, found, words)
    _feast_or_season(sentence, found, words)
    year = YEAR.search(sentence) if "year" not in found else None
    if year:
        found["year"] = int(year[0])
        words.append((year.start(), year[0]))
    age = AGE.search(sentence) if not found else None
    if age:
        said = next(one for one in age.groups() if one)
        found["age"] = int(said) if said.isdecimal() else NUMBERS.index(said) + 1
        words.append((age.start(), age[0].strip()))
    if not found:
        return None
    return When(**found, words=" ".join(text for _place, text in sorted(words)))  # type: ignore[arg-type]  # by name


def _numbers(sentence: str, language: str, found: dict[str, int | str], words: list[tuple[int, str]]) -> None:
    """A date in figures alone; with slashes the month comes first, as it does in the United States."""
    iso, slashed, dotted = ISO.search(sentence), SLASHED.search(sentence), DOTTED.search(sentence)
    one = iso or slashed or dotted
    if one is None:
        return
    if iso:
        year, month, day = map(int, iso.groups())
    else:
        first, second, year = map(int, one.groups())
        month_first = one is slashed and language[:2] in ("", "en")
        month, day = (first, second) if month_first else (second, first)
    if 1 <= month <= MOST_MONTHS and 1 <= day <= MOST_DAYS:
        found.update(year=year, month=month, day=day)
        words.append((one.start(), one[0]))


def _month(sentence: str, language: str, found: dict[str, int | str], words: list[tuple[int, str]]) -> None:
    names, pattern = _months(language)
    for one in pattern.finditer(sentence) if "month" not in found else ():
        day = one["before"] or one["after"]
        year_follows = YEAR.match(sentence[one.end() :].lstrip(" ,"))
        if one["month"] in ALSO_A_WORD and not (day or one["hint"] or year_follows):
            continue
        found["month"] = names[one["month"]]
        if day and 1 <= int(day) <= MOST_DAYS:
            found["day"] = int(day)
        words.append((one.start(), one[0].removeprefix(one["hint"] or "").strip()))
        return


def _feast_or_season(sentence: str, found: dict[str, int | str], words: list[tuple[int, str]]) -> None:
    feast = _FEAST.search(sentence.replace("\u2019", "'")) if "month" not in found else None
    if feast:
        month, day = FEASTS[feast[0].lower()]
        if month and day:
            found.update(month=month, day=day)
        else:
            found["feast"] = feast[0].lower()
            found |= {"month": month} if month else {}
        words.append((feast.start(), sentence[feast.start() : feast.end()]))
    season = SEASON.search(sentence) if "month" not in found and "feast" not in found else None
    if season:
        found["season"] = next(number for name, number in SEASONS.items() if name in season[0].lower())
        words.append((season.start(), season[0].removesuffix(" of")))


def moments(
    letters: Sequence[tuple[UUID, str, str]], memories: Iterable[tuple[UUID, str]] = ()
) -> list[Moment]:  # fmt: skip
    """
    Lay the dated sentences of several letters (id, language, text) side by side, in the order of time.

    *memories* are further sentences, without a date, that somebody took for memories; they come last.
    """
    rows: dict[tuple[int, int, int, int, str, int], Moment] = {}
    for letter_id, language, text in letters:
        for _start, _end, sentence in sentences(text):
            said = when(sentence, language)
            if said is not None:
                rows.setdefault(said.key, Moment(said.words)).told.append(Told(letter_id, sentence))
    for key in [key for key in rows if key[0] == LATER and key[1:] != _NOTHING]:
        years = [other for other in rows if other[0] != LATER and other[1:] == key[1:]]
        if len(years) == 1:
            rows[years[0]].told += rows.pop(key).told
    undated = Moment("", [Told(*one) for one in memories])
    return [rows[key] for key in sorted(rows)] + ([undated] if undated.told else [])
