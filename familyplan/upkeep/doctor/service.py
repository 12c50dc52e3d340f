"""All that is looked at, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from familyplan.kernel.db import Database
from familyplan.settings import Settings
from familyplan.upkeep.doctor import kept, places, settings_read

Look = Callable[[Settings], Iterator[str]]
LookInside = Callable[[Settings, Database], Iterator[str]]

PLACES: tuple[Look, ...] = (places.apart, places.modes, places.room, places.clock_runs_right)
INSIDE: tuple[LookInside, ...] = (
    kept.key_fits, kept.families_have_keys, kept.journal_holds, kept.mails_leave, kept.no_demo, kept.durable,
)  # fmt: skip
SET_UP: tuple[Look, ...] = (
    settings_read.address, settings_read.mail_server, settings_read.sender, settings_read.way_out, settings_read.proxy,
    settings_read.database_line,
)  # fmt: skip
DEPLOYED: tuple[LookInside, ...] = (kept.backed_up, kept.second_factors, kept.owners, kept.name_says_nothing)


@dataclass(frozen=True)
class Looked:
    """What was found: each is a sentence; `to_know` makes nothing worse, but nobody should believe otherwise."""

    unsafe: list[str]
    to_know: list[str]


def look_over(
    settings: Settings, database: Database | None, environment: Mapping[str, str], *, deployed: bool
) -> Looked:
    """Look at everything; *database* is None where there is none of this version. *deployed* asks for more."""
    unsafe = [said for look in PLACES for said in look(settings)]
    if database is None:
        unsafe.append("There is no database of this version. Run `familyplan init`, or a backup and `migrate`.")
    else:
        unsafe += [said for look in INSIDE for said in look(settings, database)]
    if deployed:
        unsafe += [said for look in SET_UP for said in look(settings)]
        unsafe += settings_read.surroundings(environment)
        if database is not None:
            unsafe += [said for look in DEPLOYED for said in look(settings, database)]
    return Looked(unsafe, list(settings_read.to_know()) if deployed else [])
