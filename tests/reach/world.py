"""Three filled families with a marker in every field, so that a word in the wrong place says where it came from."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from familyplan.access.factors.records import Passkey
from familyplan.access.records import Person
from familyplan.access.sessions import service as sessions
from familyplan.consents import service as consents
from familyplan.day import service as days
from familyplan.day.afterwards import service as calling
from familyplan.day.afterwards.records import AfterCall
from familyplan.day.answers import service as answers
from familyplan.day.live import service as live
from familyplan.day.live.queries import Log
from familyplan.day.rehearsal import service as rehearsals
from familyplan.demo.cast import ZONE, Cast, reyes_family
from familyplan.engagements import queries as engagements
from familyplan.engagements import service as engagement_service
from familyplan.engagements.calls import service as calls
from familyplan.engagements.circle.records import Sheet, ToAsk
from familyplan.engagements.closing import service as closing
from familyplan.engagements.decisions.records import Decision
from familyplan.engagements.evenings import service as evenings
from familyplan.engagements.first_call import service as first_call
from familyplan.engagements.gates import service as gates
from familyplan.engagements.holds import service as holds
from familyplan.engagements.invitations import service as inviting
from familyplan.engagements.invitations.reaching_out import service as reaching_out
from familyplan.engagements.pauses import service as pauses
from familyplan.engagements.people import service as people
from familyplan.engagements.records import Engagement, Grant, Member
from familyplan.engagements.roles import queries as agreed_roles
from familyplan.engagements.roles import service as agreeing
from familyplan.engagements.ties import service as ties
from familyplan.kernel import clock
from familyplan.letters import queries as letters
from familyplan.letters import service as lettering
from familyplan.letters.comments import service as commenting
from familyplan.letters.other_page import queries as pages
from familyplan.letters.other_page import service as other_page
from familyplan.letters.own_pages import service as own_pages
from familyplan.letters.recollections.records import MomentPick
from familyplan.letters.records import CoachAnswer, Letter, Revision
from familyplan.letters.translation import service as translation
from familyplan.letters.unsaved import service as unsaved
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing
from familyplan.meetings import service as meetings
from familyplan.meetings.minutes import queries as minute_queries
from familyplan.meetings.minutes import service as minutes
from familyplan.meetings.reminders import service as reminders
from familyplan.meetings.times import service as times
from familyplan.milestones.completions import service as completions
from familyplan.milestones.records import Milestone
from familyplan.outcomes import queries as outcome_queries
from familyplan.outcomes import service as outcomes
from familyplan.outcomes.follow_ups import queries as looks
from familyplan.outcomes.follow_ups import service as looking
from familyplan.outcomes.own import service as own
from familyplan.programs.directory import service as directory
from familyplan.programs.directory.records import Program
from familyplan.programs.handing_off import service as handing_off
from familyplan.programs.insurance import service as insurance
from familyplan.programs.options import service as options
from familyplan.programs.places import service as places
from familyplan.programs.travel import queries as ways
from familyplan.programs.travel import service as travel
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
        self.method()
        self.other_page()
        self.day()
        self.records()
        self.programs()
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
        said = ties.Said(closeness="close", may_meet="yes", note=self.mark("tie"))
        ties.note_pair(self.db, self.engagement, maria.id, self.member("ana").id, said, "", by=self.lead)
        spoken = ties.Speaks(
            language=self.mark("speech_language"), interpreter="yes", interpreted_by=self.mark("interpreted_by")
        )  # fmt: skip
        ties.note_speech(self.db, self.engagement, maria, spoken, by=self.lead)
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
        told = (self.mark("happening"), self.mark("who_calls"), self.mark("ending"))
        first_call.note_right_now(self.db, self.engagement, opened.id, told, by=self.lead)
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

    def method(self) -> None:
        """What the way has them write for the professional alone, pick, agree on, and show."""
        maria, sam = self.member("maria").person, self.member("sam").person
        account = self._letter("maria", "account")
        self._type(account, self.mark("account_maria"), 0, "one", maria, "been_like")
        found = letters.own(self.db, account, seen_by=maria)
        lettering.hand_in(self.db, found, parts.parts(self.db, found), "", by=maria)
        part = parts.part_of(self.db, account, "been_like", seen_by=maria)
        pick = MomentPick(engagement_id=self.engagement.id, letter_id=account, section_id=part.section.id)
        pick.choice, pick.revision, pick.talked_on = "picked", 1, self.today
        pick.picked_at, pick.by_id = clock.now(), self.lead.id
        self.db.add(pick)
        role = next(one for one in agreed_roles.roles(self.engagement) if one.key == "chairperson")
        agreeing.agree(
            self.db, self.engagement, role, self.member("luis"), why=self.mark("role_why"), agreed_on=None,
            by=self.lead,
        )  # fmt: skip
        self.made.ids |= {"role": role.key, "account": str(account)}
        own_pages.lay_out_pages(self.db, self.engagement, by=self.lead)
        page = self._letter("sam", "recovery_page")
        self._type(page, self.mark("own_page_sam"), 0, "one", sam, "well")
        found = letters.own(self.db, page, seen_by=sam)
        own_pages.show(self.db, found, parts.parts(self.db, found), by=sam)
        self.made.ids["own_page"] = str(page)
        self.db.flush()

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

    def day(self) -> None:
        days.agree(self.db, self.engagement, self.mark("how_there"), self.mark("stopping"), 0, by=self.lead)
        answer_id = uuid7()
        self.made.ids["answer_id"] = str(answer_id)
        words = self.mark("objection"), self.mark("agreed_answer")
        answers.agree(self.db, self.engagement, answer_id, *words, 0, by=self.lead)
        rehearsals.hold(self.db, self.engagement, self.today, by=self.lead)
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
        self.meetings()
        self.the_day()
        self.circle()
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

    def meetings(self) -> None:
        """A meeting ahead to which Maria is asked and Luis is not."""
        maria = self.member("maria")
        planned = meetings.plan(self.db, self.engagement, "training", by=self.lead)
        said = meetings.Details(
            agenda=self.mark("agenda"), place=self.mark("meeting_place"), minutes_long=60, members=frozenset({maria.id})
        )
        meetings.amend(self.db, self.engagement, planned, said, by=self.lead)
        times.set_time(self.db, self.engagement, planned, clock.now() + timedelta(days=4), 0, by=self.lead)
        title = self.mark("calendar_title")
        reminders.wish(self.db, self.engagement, maria, "none", ZONE, title, by=maria.person)
        minutes.add(self.db, self.engagement, 5, "phone", self.today, uuid7(), by=self.lead)
        self.db.flush()
        self.keep("meeting_id", planned)
        self.keep("entry_id", minute_queries.latest(self.db, self.engagement, seen_by=self.lead)[0])

    def the_day(self) -> None:
        tap = live.log(self.db, self.engagement, Log(()), [live.Tap("ended", str(uuid7()), clock.now())], by=self.lead)[
            0
        ]
        live.add_note(self.db, self.engagement, tap, self.mark("tap_note"), by=self.lead)
        self.keep("tap_id", tap)
        calling.log(
            self.db, self.engagement, "evening", reached=True, called_at=clock.now(), words=self.mark("after_call"),
            key=str(uuid7()), by=self.lead,
        )  # fmt: skip
        called = select(AfterCall).where(AfterCall.engagement_id == self.engagement.id)
        self.keep("after_call_id", self.db.scalars(called).one())

    def circle(self) -> None:
        """What was written while the family went another way: the sheet, and a decision."""
        family, by = self.engagement.id, self.lead.id
        asked = ToAsk(
            engagement_id=family, name=self.mark("asked_name"), how=self.mark("asked_how"), relation="friend",
            entered_at=clock.now(), by_id=by,
        )  # fmt: skip
        sheet = Sheet(
            engagement_id=family, message=self.mark("sheet_message"), inviting=self.mark("sheet_inviting"),
            changed_at=clock.now(), by_id=by,
        )  # fmt: skip
        made = Decision(
            engagement_id=family, topic="plan", proposal=self.mark("proposal_together"), decided=self.mark("decided"),
            why_taken_back=self.mark("why_taken_back"), taken_back_at=clock.now(), decided_on=self.today,
            for_family=True, for_loved_one=True, entered_at=clock.now(), by_id=by,
        )  # fmt: skip
        self.db.add_all([asked, sheet, made])
        self.db.flush()
        self.keep("asked_id", asked)
        self.keep("decision_id", made)

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

    def programs(self) -> None:
        """What the practice knows of programs is its own and in the clear; what a family does with them is marked."""
        known = [self._program("Harbor House", "yes"), self._program("River Clinic", "no")]
        self.keep("program_id", known[0])
        words = options.Words(
            self.mark("option_for"), self.mark("option_against"), self.mark("option_ties"), nothing_taken=True
        )
        given = [options.add(self.db, self.engagement, one, words, by=self.lead) for one in known]
        self.keep("option_id", given[0])
        options.show(self.db, self.engagement, self.mark("options_why"), by=self.lead)
        for ahead in (2, 3):
            held = places.Held(
                self.mark("place_said_by"), self.today, clock.now() + timedelta(days=ahead), self.mark("place_words")
            )
            place = places.hold(self.db, self.engagement, given[ahead - 2], held, instead=False, by=self.lead)
            self.keep("place_id", place)
        places.let_go(self.db, self.engagement, place, self.mark("place_let_go"), by=self.lead)
        money = insurance.Said(
            "insurer", self.mark("money_who"), self.mark("money_words"), self.today, self.mark("money_reference")
        )
        self.keep("money_id", insurance.add(self.db, self.engagement, money, by=self.lead))
        where, bag = ways.place(self.db, self.engagement.id, seen_by=self.lead), travel.topic_of("bag")
        for said in (
            travel.Said(words="x", somebody=self.mark("travel_somebody")),
            travel.Said(words=self.mark("travel_words"), member=self.member("maria")),
        ):
            self.keep("line_id", travel.add(self.db, where, bag, said, by=self.lead))
        terms = consents.Terms(
            discloser=self.mark("discloser"), recipient=self.mark("recipient"), information=self.mark("information"),
            purpose=self.mark("purpose"), signed_on=self.today, until_on=self.today + timedelta(days=9),
        )  # fmt: skip
        paper = consents.record(self.db, self.engagement, terms, by=self.lead)
        handed = handing_off.Handed(
            known[0].id,
            ("coming",),
            self.mark("hand_off_to"),
            "phone",
            self.today,
            self.mark("hand_off_words"),
            paper_lets=True,
        )
        self.keep(
            "hand_off_id",
            handing_off.hand_over(self.db, self.engagement, [paper], paper.id, handed, by=self.lead),
        )

    def _program(self, name: str, residential: str) -> Program:
        said = directory.Described(name=name, place="Portland", residential=residential, level="3.5")
        return directory.add(self.db, said, by=self.lead)


def safety_rows() -> list[str]:
    from familyplan.guidance import shelf  # noqa: PLC0415  only once the shelf stands

    return list(shelf.current().safety.rows)


def completions_of(milestone: Milestone) -> Any:
    from familyplan.milestones.records import Completion  # noqa: PLC0415  beside its one use

    return select(Completion).where(Completion.milestone_id == milestone.id)
