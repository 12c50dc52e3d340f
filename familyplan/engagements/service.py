"""Beginning with a family, choosing the way, and the announcements that concern slices above."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.records import Person
from familyplan.access.service import make_known
from familyplan.access.sessions import service as sessions
from familyplan.engagements import queries
from familyplan.engagements.records import Engagement, Grant, Member
from familyplan.guidance.models import InterventionModel
from familyplan.journal.service import note
from familyplan.kernel import clock, vault
from familyplan.kernel.errors import Refusal
from familyplan.kernel.language import _

CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike when read aloud


class Announcement:
    """A list of functions told, in order and in the same transaction, that something happened in a family."""

    def __init__(self, name: str) -> None:
        """Name what happens; `app` alone says who is told."""
        self.name = name
        self.listeners: list[Callable[..., None]] = []

    def tell(self, *listeners: Callable[..., None]) -> None:
        """Set who is told, in order; setting it again replaces."""
        self.listeners = list(listeners)

    def __call__(self, db: Session, engagement: Engagement, *more: Any, by: Person) -> None:
        """Tell everybody; what one of them refuses is refused as a whole."""
        for listener in self.listeners:
            listener(db, engagement, *more, by=by)


began = Announcement("began")  # (db, engagement, by=): a way was chosen
joined = Announcement("joined")  # (db, engagement, member, by=): somebody came in
left = Announcement("left")  # (db, engagement, member, by=)
day_moved = Announcement("day_moved")  # (db, engagement, before: datetime | None, by=)
model_changed = Announcement("model_changed")  # (db, engagement, before: str, by=): the model, or the level in it
help_began = Announcement("help_began")  # (db, engagement, by=): help began, and the family may know of it


def in_turn(db: Session, engagement: Engagement) -> None:
    """
    Let acts that look before they write take turns within one family, until the transaction ends.

    Called first in an act, before its journal entry, so that no two wait for each other. SQLite has one writer anyway.
    """
    if db.get_bind().dialect.name != "sqlite":
        db.execute(select(Engagement.id).where(Engagement.id == engagement.id).with_for_update(key_share=True))


def look(
    db: Session, engagement_id: UUID, what: str, *, by: Person, among: Sequence[queries.As] = ("lead", "supervisor")
) -> queries.Reach:
    """
    Reach a page of a family's sealed words as one of *among*; that a supervisor opened it is journaled, each time.

    The lead, who writes there, and a counselor, who is shown their own, leave no entry. Raises `NotYours`.
    """
    reached = queries.reach(db, engagement_id, seen_by=by, among=among)
    if reached.what == "supervisor":
        note(db, f"{what}.looked_at", by=by, about="engagement", about_id=engagement_id, engagement_id=engagement_id)
    return reached


def open_engagement(db: Session, *, by: Person, zone: str, started_on: date | None = None) -> Engagement:
    """Open a file for a family: its key is written and synced before the row can commit."""
    engagement_id = uuid7()
    vault.current().ring.make_engagement_key(engagement_id)
    engagement = Engagement(
        id=engagement_id,
        lead_id=by.id,
        code="".join(secrets.choice(CODE_SIGNS) for _sign in range(6)),
        zone=zone,
        started_on=started_on or clock.today(zone),
        entered_at=clock.now(),
    )
    db.add(engagement)
    db.flush()
    note(db, "engagement.opened", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    return engagement


def add_member(  # noqa: PLR0913  somebody is a name, a relation, two ways to reach them, and what they are here
    db: Session,
    engagement: Engagement,
    name: str,
    relation: str,
    *,
    by: Person,
    address: str = "",
    phone: str = "",
    is_loved_one: bool = False,
    is_first_caller: bool = False,
) -> Member:
    """Note somebody in this person's life. They have no way in until they are brought in (gate A) and invited."""
    person = make_known(db, "family", name, address=address, phone=phone, zone=engagement.zone)
    db.flush()
    member = Member(
        engagement_id=engagement.id, person_id=person.id, relation=relation, is_loved_one=is_loved_one,
        is_first_caller=is_first_caller, joined_at=clock.now(),
    )  # fmt: skip
    member.person = person
    db.add(member)
    db.flush()
    note(db, "member.added", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
    return member


def choose_way(
    db: Session,
    engagement: Engagement,
    model: InterventionModel,
    *,
    by: Person,
    why: str = "",
    agreed_by: str = "",
    learns: str = "",
    learns_why: str = "",
) -> None:
    """
    Choose the way (model) together; what was done before counts by its fact.

    *learns* records when the loved one hears of it; it is the model's own default unless said otherwise, and
    otherwise asks for a reason. A second, different choice is a change, told as such and never retroactive.
    """
    default = model.loved_one_learns
    if learns and learns != default and not learns_why:
        raise Refusal(_("Please say in a few words why it is done differently here."), field="learns_why")
    before = engagement.model_key
    engagement.model_key, engagement.model_sha256 = model.key, model.sha256
    engagement.model_chosen_at = engagement.model_chosen_at or clock.now()
    engagement.way_why, engagement.way_agreed_by = why, agreed_by
    engagement.loved_one_learns, engagement.loved_one_learns_why = learns or default, learns_why
    if model.levels:
        engagement.level = queries.level_in(model, engagement.level)
    note(db, "engagement.way_chosen", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()
    if before is None:
        began(db, engagement, by=by)
    elif before != model.key:
        model_changed(db, engagement, before, by=by)


def reach_level(db: Session, engagement: Engagement, level: int, *, by: Person) -> None:
    """Note which level of the way is reached; what that level adds (letters) is told as a change of the plan."""
    if engagement.level != level and engagement.model_key is not None:
        engagement.level = level
        db.flush()
        model_changed(db, engagement, engagement.model_key, by=by)


def surprises(engagement: Engagement) -> bool:
    """Say whether, by the choice on record, the loved one hears of it only on the day, and the day is still ahead."""
    ahead = engagement.day_at is None or engagement.day_at > clock.now()
    return engagement.loved_one_learns == "on_the_day" and ahead


def set_day(db: Session, engagement: Engagement, day_at: datetime | None, place: str, *, by: Person) -> None:
    """Set or move the day; what hangs on it moves too."""
    before = engagement.day_at
    engagement.day_at, engagement.day_place = day_at, place
    note(db, "engagement.day_set", by=by, about="engagement", about_id=engagement.id, engagement_id=engagement.id)
    db.flush()
    day_moved(db, engagement, before, by=by)


def come_in(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """Note that an invited person came in; the first time is told to the slices above, later times change nothing."""
    if member.came_in_at is None:
        member.came_in_at = clock.now()
        db.flush()
        joined(db, engagement, member, by=by)


def leave(db: Session, engagement: Engagement, member: Member, *, by: Person) -> None:
    """Let a member go, without a reason: their sessions end at once, their words stay theirs."""
    if member.left_at is None:
        member.left_at = clock.now()
        sessions.end_all_of(db, member.person_id)
        note(db, "member.left", by=by, about="member", about_id=member.id, engagement_id=engagement.id)
        db.flush()
        left(db, engagement, member, by=by)


def grant(
    db: Session, engagement: Engagement, person_id: UUID, kind: str, *, from_on: date, until_on: date | None, by: Person
) -> Grant:
    """Let a counselor or supervisor look into this family, until a day."""
    given = Grant(
        engagement_id=engagement.id, person_id=person_id, kind=kind, from_on=from_on, until_on=until_on, by_id=by.id,
        given_at=clock.now(),
    )  # fmt: skip
    db.add(given)
    note(db, "grant.given", by=by, about="person", about_id=person_id, engagement_id=engagement.id)
    return given


def end_grant(db: Session, given: Grant, *, by: Person) -> None:
    """End a grant at once."""
    ended = update(Grant).where(Grant.id == given.id, Grant.ended_at.is_(None))
    db.execute(ended.values(ended_at=clock.now()))
    note(db, "grant.ended", by=by, about="person", about_id=given.person_id, engagement_id=given.engagement_id)
