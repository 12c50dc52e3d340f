"""What `content/demo/` tells of letters beside their own words, read as strictly as the rest."""

from __future__ import annotations

import msgspec


class StandIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who reads a letter aloud if its writer cannot."""

    writer: str
    reads: str
    days_ago: int


class Between(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is noted about two people, for staff alone."""

    one: str
    other: str
    days_ago: int
    closeness: str = ""
    may_meet: str = ""
    court_order: str = ""
    note: str = ""


class Translation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person typed in another language beside a letter's parts; a part that is not told stays empty."""

    writer: str
    into: str
    typed_by: str
    days_ago: int
    sections: dict[str, str]


class ComingTime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time so many days ahead, on the family's clock, and whom it suits."""

    in_days: int
    at: str
    suits: list[str] = []


class Coming(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meeting that is still ahead: with one time it is fixed, with several they are to choose from."""

    kind: str
    place: str
    times: list[ComingTime]
