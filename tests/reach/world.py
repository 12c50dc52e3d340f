"""Three filled families with a marker in every field, so that a word in the wrong place says where it came from."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from familyplan.access.factors.records import Passkey
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.consents import service as consents
from familyplan.demo.cast import ZONE, Cast, reyes_family
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.engagements.calls import service as calls
from familyplan.engagements.closing import service as closing
from familyplan.engagements.evenings import service as evenings
from familyplan.engagements.first_call import service as first_call
from familyplan.engagements.gates import service as gates
from familyplan.engagements.holds import service as holds
from familyplan.engagements.invitations import service as inviting
from familyplan.engagements.invitations.reaching_out import service as reaching_out
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.people import service as people
from familyplan.engagements.records import Engagement, Grant, Member
from familyplan.kernel import clock
from familyplan.letters import queries as letters
from familyplan.letters import service as lettering
from familyplan.letters.comments import service as commenting
from familyplan.letters.other_page import queries as pages
from familyplan.letters.other_page import service as other_page
from familyplan.letters.records import CoachAnswer, Letter, Revision
from familyplan.letters.translation import service as translation
from familyplan.letters.unsaved import service as unsaved
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing
from familyplan.milestones.completions import service as completions
from familyplan.milestones.records import Milestone
from familyplan.outcomes import queries as outcome_queries
from familyplan.outcomes import service as outcomes
from familyplan.outcomes.follow_ups import queries as looks
from familyplan.outcomes.follow_ups import service as looking
from familyplan.outcomes.own import service as own
from familyplan.safety import service as safety
from familyplan.safety.reporting import service as reporting
from tests.engagements.inviting import token_of

FAMILIES = ("reyes", "okafor", "vogel")  # Dana leads two, Priya the last
WRITERS = ("maria", "luis", "ana", "theo", "sam")


def mark(family: str, what: str) -> str:
    """A word that stands nowhere else: of which family, and what it was typed into."""
    return f"zq{family}x{what.replace('_', 'x')}qz"


@dataclass
class Family:
    """One family as it was filled: its cast, and one id for each parameter of a route."""

    key: str
    cast: Cast
    ids: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    other_page: str = ""


@dataclass
class World:
    """The practice with three families; `reyes` is the one that is asked for."""

    families: dict[str, Family]
    name: str

    @property
    def reyes(self) -> Family:
        return self.families["reyes"]


def found_world(db: Session, staff: dict[str, Person]) -> dict[str, Cast]:
    """Make the three families, still without a word in them."""
    return {
        "reyes": reyes_family(db, staff),
        "okafor": reyes_family(db, staff),
        "vogel": reyes_family(db, {**staff, "dana": staff["priya"]}),
    }


def end_grants(db: Session, cast: Cast) -> None:
    """Let nobody else look into this family any more; what they wrote stays."""
    for given in db.scalars(select(Grant).where(Grant.engagement_id == cast.reyes.id)):
        given.ended_at = clock.now()


class Filling:
    """Types a marker into every field of one family, through the acts that its people would do."""

    def __init__(self, db: Session, key: str, cast: Cast) -> None:
        self.db, self.key, self.cast = db, key, cast
        self.lead = cast.dana
        self.engagement: Engagement = engagements.led(db, cast.reyes.id, seen_by=self.lead)
        self.made = Family(
            key,
            cast,
            {
                "engagement_id": str(cast.reyes.id),
                "person_id": str(cast.cole.id),
                "member_id": str(self.member("maria").id),
            },
        )
        self.today = clock.today(ZONE)

    def mark(self, what: str) -> str:
        return mark(self.key, what)

    def member(self, name: str) -> Member:
        return engagements.member(self.db, self.engagement, self.cast.members[name].id, seen_by=self.lead)

    def keep(self, name: str, thing: Any) -> None:
        self.made.ids[name] = str(thing.id)

    def family(self) -> Family:
        self.people()
        self.first_call()
        self.safety()
        self.gates()
        self.letters()
        self.other_page()
        self.records()
        return self.made

    def people(self) -> None:
        self.engagement.family_name, self.engagement.loved_name = self.mark("family_name"), self.mark("loved_name")
        for name in WRITERS:
            member = self.member(name)
            member.person.name = self.mark(f"name_{name}")
            member.person.phone = self.mark(f"phone_{name}")
            member.calls = self.mark(f"calls_{name}")
            engagement_service.come_in(self.db, self.engagement, member, by=member.person)
            consents.agree(self.db, self.engagement, member, by=member.person, calls=member.calls)
            self.db.flush()
        maria = self.member("maria")
        evenings.settle(self.db, self.engagement, maria, self.mark("evening_maria"), by=maria.person)
        for name in ("maria", "luis", "ana"):
            answers = dict.fromkeys(people.ASKED, "no") | {"adult": "yes"}
            heard = people.Heard(alone_on=self.today, answers=answers, note=self.mark(f"hearing_{name}"))
            people.hear(self.db, self.engagement, self.member(name), heard, by=self.lead)
        self.db.flush()
        _session, _token = sessions.start(self.db, self.cast.person("ana"), confirmed=True)
        self.keep("session_id", _session)
        key = Passkey(
            person_id=self.cast.person("ana").id, name=self.mark("passkey_name"), made_at=clock.now(), public_key=b"k",
            credential_id=self.key.encode(),
        )  # fmt: skip
        self.db.add(key)
        self.keep("passkey_id", key)

    def first_call(self) -> None:
        pauses.pause(self.db, self.engagement, "other", by=self.lead, words=self.mark("pause"), sentence="")
        self.db.flush()
        pauses.resume(self.db, self.engagement, by=self.lead)
        words = closing.Words(self.today, self.mark("closing_sentence"), self.mark("closing_not_asked"))
        closing.close(self.db, self.engagement, words, by=self.lead)
        closing.reopen(self.db, self.engagement, by=self.lead)
        holds.place(self.db, self.engagement, self.mark("hold_reason"), by=self.cast.olga)
        holds.lift(self.db, self.engagement, by=self.cast.olga)
        maria = self.member("maria").person
        said = first_call.Said(
            name=maria.name, phone=maria.phone, best_time=self.mark("best_time"), happened=self.mark("happened"),
            would_help=self.mark("would_help"), culture=self.mark("culture"), step=self.mark("next_step"),
            step_on=self.today, relation="mother",
        )  # fmt: skip
        first_call.amend(self.db, self.engagement, said, by=self.lead)
        opened = first_call.open_right_now(self.db, self.engagement, by=self.lead)
        words = (self.mark("happening"), self.mark("who_calls"), self.mark("ending"))
        first_call.note_right_now(self.db, self.engagement, opened.id, words, by=self.lead)
        self.keep("call_id", calls.ask(self.db, self.engagement, self.member("maria"), by=maria))
        engagement_service.set_day(
            self.db, self.engagement, clock.now() + timedelta(days=9), self.mark("day_place"), by=self.lead
        )

    def safety(self) -> None:
        speaker = safety.Speaker(member=self.member("maria"))
        said = {row: ("yes", self.mark(f"safety_{row}")) for row in ("violence", "guns", "psychosis")}
        known = {row: said.get(row, ("dont_know", self.mark("safety_else"))) for row in safety_rows()}
        safety.asked(self.db, self.engagement, known, speaker, self.today, by=self.lead)
        safety.talk_over(
            self.db, self.engagement, safety_rows()[0], self.today, clinician=self.mark("clinician"),
            advised=self.mark("advised"), nobody_because="", by=self.lead,
        )  # fmt: skip
        noted = reporting.Considered(
            self.mark("learned"), self.mark("from_whom"), self.mark("reporting_consulted"), "yes",
            self.mark("to_whom"), self.mark("reference"),
        )  # fmt: skip
        reporting.consider(self.db, self.engagement, noted, self.today, by=self.lead)

    def gates(self) -> None:
        why = self.mark("gate_why"), self.mark("gate_consulted")
        gates.decide(self.db, self.engagement, "A", "go", *why, by=self.lead, member=self.member("theo"))
        for kind in ("B", "C"):
            gates.decide(self.db, self.engagement, kind, "go", *why, by=self.lead)
        theo = self.member("theo")
        theo.came_in_at = None
        self.db.flush()
        words = {"word": self.mark("invitation_word"), "fact": self.mark("invitation_fact")}
        invitation = inviting.invite(self.db, self.engagement, theo, by=self.lead, **words)
        self.made.ids |= {"token": token_of(invitation), "fact": words["fact"]}
        reaching_out.plan(
            self.db, self.engagement, by=self.lead, carrier=self.member("luis"), planned_on=self.today,
            words=self.mark("reaching_out"), if_asked_alone=self.mark("asked_alone"),
        )  # fmt: skip

    def letters(self) -> None:
        self.db.flush()
        for name in ("maria", "luis"):
            person = self.member(name).person
            letter_id = self._letter(name)
            self.made.letters[name] = str(letter_id)
            found = letters.own(self.db, letter_id, seen_by=person)
            lettering.mark_opened(self.db, found)
            lettering.name_helper(self.db, found, self.mark(f"helper_{name}"), by=person)
            for what, writing, revision in (("history", "one", 0), (f"letter_{name}", "two", 1)):
                self._type(letter_id, self.mark(what), revision, writing, person)
            kept = select(Revision).where(Revision.letter_id == letter_id, Revision.why == "saved")
            self.made.ids.setdefault("revision_id", str(self.db.scalars(kept).one().id))
        self.made.ids |= {"letter_id": self.made.letters["maria"], "key": "moments"}
        maria, writer = UUID(self.made.letters["maria"]), self.member("maria").person
        self._type(maria, self.mark("read_maria"), 2, "two, read", writer)
        found = letters.own(self.db, maria, seen_by=writer)
        lettering.hand_in(self.db, found, parts.parts(self.db, found), "yes", by=writer)
        self.db.flush()
        given = letters.given(self.db, maria, seen_by=self.lead)
        lettering.mark_read(self.db, given, by=self.lead)
        self._type(maria, self.mark("letter_maria"), 3, "two, again", writer)
        section = next(part.section for part in parts.parts(self.db, given) if part.section.key == "moments")
        thought = commenting.comment(
            self.db, given, section, self.mark("letter_maria"), self.mark("comment"), self.mark("proposal"),
            by=self.lead,
        )  # fmt: skip
        self.keep("comment_id", thought)
        self.db.add(
            CoachAnswer(
                engagement_id=self.engagement.id, letter_id=maria, section_id=section.id, kind="blame",
                phrase=self.mark("coach_phrase"), answer="kept", answered_at=clock.now(),
            )
        )  # fmt: skip
        for name, letter in self.made.letters.items():
            self._type(UUID(letter), self.mark(f"conflict_{name}"), 0, "three", self.member(name).person)
            self._translate(UUID(letter), name)
        part = parts.part_of(self.db, maria, "love_again", seen_by=writer)
        unsaved.keep(self.db, part, self.mark("unsaved_maria"), 0, "four")

    def _translate(self, letter_id: UUID, name: str) -> None:
        person = self.member(name).person
        found = letters.own(self.db, letter_id, seen_by=person)
        translation.begin(self.db, found, "es", self.mark(f"translator_{name}"), by=person)
        self.db.flush()
        self._type(letter_id, self.mark(f"translated_{name}"), 0, "four", person, "moments.translated")

    def _letter(self, name: str, kind: str = "letter") -> UUID:
        here = select(Letter.id).where(Letter.member_id == self.member(name).id, Letter.kind == kind)
        return self.db.scalars(here).one()

    def _type(self, letter_id: UUID, body: str, revision: int, writing: str, person: Person, key: str = "") -> None:
        part = parts.part_of(self.db, letter_id, key or "moments", seen_by=person)
        typing.save(self.db, part, body, revision, writing)
        self.db.flush()
        self.db.expire(part.section)

    def other_page(self) -> None:
        maria = self.member("maria")
        opened = other_page.open_page(self.db, self.engagement, maria, by=self.lead)
        self.db.flush()
        self.made.other_page = str(opened.letter_id)
        found, page = pages.own(self.db, opened.letter_id, seen_by=maria.person)
        for part in parts.parts(self.db, found):
            self._type(
                opened.letter_id, self.mark(f"other_page_{part.section.key}"), 0, "one", maria.person, part.section.key
            )
        other_page.say_danger(self.db, found, page, "no", by=maria.person)
        other_page.show(self.db, found, page, by=maria.person)
        self.db.expire_all()
        found, page = pages.reach(self.db, opened.letter_id, seen_by=self.lead)
        other_page.seal(self.db, found, page, by=self.lead)
        self.db.flush()

    def records(self) -> None:
        self.db.expire_all()
        self.engagement = engagements.led(self.db, self.engagement.id, seen_by=self.lead)
        terms = consents.Terms(
            discloser=self.mark("discloser"), recipient=self.mark("recipient"), information=self.mark("information"),
            purpose=self.mark("purpose"), signed_on=self.today - timedelta(days=3),
            until_on=self.today + timedelta(days=60), counselor_id=self.cast.cole.id,
        )  # fmt: skip
        self.keep("release_id", consents.record(self.db, self.engagement, terms, by=self.lead))
        self.db.flush()
        self.outcomes()
        milestone = self.db.scalars(
            select(Milestone).where(Milestone.engagement_id == self.engagement.id).order_by(Milestone.position)
        ).all()[1]
        self.keep("milestone_id", milestone)
        completions.complete(
            self.db, self.engagement, milestone, "done", why=self.mark("milestone"), happened_on=None, by=self.lead
        )
        self.db.flush()
        self.keep("completion_id", self.db.scalars(completions_of(milestone)).one())
        completions.open_stage(
            self.db, self.engagement, "family_recovery", why=self.mark("stage_opening"), by=self.lead
        )
        granted = select(Grant).where(Grant.engagement_id == self.engagement.id, Grant.kind == "counselor")
        self.keep("grant_id", self.db.scalars(granted).one())

    def outcomes(self) -> None:
        place = outcome_queries.place(self.db, self.engagement.id, seen_by=self.lead)
        line = outcomes.Line(
            kind="not_today", happened_on=self.today, source="family", words=self.mark("outcome_lead"),
            care=self.mark("care_lead"),
        )  # fmt: skip
        self.keep("outcome_id", outcomes.record(self.db, place, line, by=self.lead))
        place = outcome_queries.place(self.db, self.engagement.id, seen_by=self.lead)
        rows = looks.follow_ups(self.db, place, seen_by=self.lead)
        found = looking.Look(
            happened_on=self.today, reached="yes", in_treatment="no", source="family", words=self.mark("follow_up")
        )  # fmt: skip
        looking.look(self.db, self.engagement, rows[0], found, by=self.lead)
        maria = self.member("maria")
        said = own.say(self.db, self.engagement, maria, ["sleep"], self.mark("own_outcome_maria"), by=maria.person)
        self.keep("own_outcome_id", said)
        place = outcome_queries.place(self.db, self.engagement.id, seen_by=self.cast.cole)
        line = outcomes.Line(
            kind="residential", happened_on=self.today, source="program", heard_from="record",
            words=self.mark("outcome_counselor"), care=self.mark("care_counselor"),
        )  # fmt: skip
        self.keep("outcome_id", outcomes.record(self.db, place, line, by=self.cast.cole))
        self.db.flush()
        self.keep("follow_up_id", looks.follow_ups(self.db, place, seen_by=self.cast.cole)[-1])


def safety_rows() -> list[str]:
    from familyplan.guidance import shelf  # noqa: PLC0415  only once the shelf stands

    return list(shelf.current().safety.rows)


def completions_of(milestone: Milestone) -> Any:
    from familyplan.milestones.records import Completion  # noqa: PLC0415  beside its one use

    return select(Completion).where(Completion.milestone_id == milestone.id)
