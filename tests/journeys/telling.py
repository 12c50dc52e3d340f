"""Verbs for the journeys, so that they read as prose: each is what somebody does in front of the program."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from familyplan.access.records import Person
from familyplan.engagements.records import Engagement, Member
from familyplan.guidance import shelf
from familyplan.kernel.db import Database
from familyplan.letters.records import Comment, Letter
from familyplan.mail.records import Mail
from familyplan.mail.service import write_out
from familyplan.milestones.records import Milestone
from tests.visitor import Visitor

WORD = "bluebird"


class Story:
    """One family from the first call on: Dana at her desk, everybody else at the link that was mailed to them."""

    def __init__(self, visit: Callable[[str], Visitor], database: Database) -> None:
        self.visit, self.database = visit, database
        self.dana = visit("dana")
        self.people: dict[str, Visitor] = {}
        self.id = ""

    def dana_does(self, path: str, **form: Any) -> Any:
        """Dana presses a button of this family's pages, and it works."""
        answer = self.dana.post(f"/engagements/{self.id}{path}", form)
        assert answer.status_code == 303, (path, answer.status_code, _sentences(answer.text))
        return answer

    def dana_is_told(self, path: str, sentence: str, **form: Any) -> None:
        """Dana presses a button and is refused, in these words."""
        answer = self.dana.post(f"/engagements/{self.id}{path}", form)
        assert answer.status_code == 422, (path, answer.status_code)
        assert sentence in answer.text, _sentences(answer.text)

    def page(self, path: str = "", who: str = "") -> str:
        """What stands on a page of this family, for Dana or for somebody of the family."""
        visitor = self.people[who] if who else self.dana
        answer = visitor.get(f"/engagements/{self.id}{path}" if not path.startswith("!") else path[1:])
        assert answer.status_code == 200, (path, who, answer.status_code)
        text: str = answer.text
        return text

    def somebody_calls(self, name: str, relation: str, about: str, **more: str) -> None:
        answer = self.dana.post("/engagements/new", {"name": name, "relation": relation, "about": about, **more})
        assert answer.status_code == 303, _sentences(answer.text)
        self.id = re.search(r"/engagements/([0-9a-f-]{36})", answer.headers["location"])[1]  # type: ignore[index]  # None fails here

    def the_caller_is_told_everything(self) -> None:
        self.dana_does("/told", line=list(shelf.current().safety.told), answer="goes_on")

    def member(self, name: str) -> Member:
        with self.database.reading() as db:
            here = select(Member).options(joinedload(Member.person)).where(Member.engagement_id == UUID(self.id))
            return next(member for member in db.scalars(here) if member.person.name == name)

    def engagement(self) -> Engagement:
        with self.database.reading() as db:
            return db.scalars(select(Engagement).where(Engagement.id == UUID(self.id))).one()

    def somebody_is_added(self, name: str, relation: str, address: str) -> None:
        self.dana_does("/members", name=name, relation=relation, address=address)

    def is_heard_alone(self, *names: str, **other: str) -> None:
        for name in names:
            said = {"adult": "yes", "afraid": "no", "court_order": "no", "alone_on": str(self.engagement().started_on)}
            self.dana_does(f"/members/{self.member(name).id}/hearings", **{**said, **other})

    def safety_is_asked(self, **odd: str) -> None:
        rows = {f"answer_{row}": "no" for row in shelf.current().safety.rows} | {
            f"answer_{k}": v for k, v in odd.items()
        }
        self.dana_does("/safety", said_by_other="the caller", **rows)

    def the_way_is_chosen(self, model: str, **more: str) -> None:
        self.dana_does("/way", model=model, why="They know themselves best.", agreed_by="all", untrained="yes", **more)

    def comes_in(self, name: str, *, calls: str = "", decides: str = "Heard alone, wants to.", **more: str) -> None:
        """Gate A, the invitation, the mail, the link, the phone, the four cards: one person comes in."""
        member = self.member(name)
        form = {"decision": "go", "why": decides, "way": "mail", "word": WORD, **more}
        self.dana_does(f"/members/{member.id}/invitation", **form)
        visitor, member = self.visit(""), self.member(name)
        link = re.search(r"http://x(/invitations/\S+)", self.mails_to(member.person)[-1])[1]  # type: ignore[index]  # None fails here
        assert visitor.get(link).status_code == 200
        assert visitor.post(link).status_code == 303
        self.people[name] = visitor
        visitor.post("/phone", {"phone": "own"})
        answer = visitor.post(f"/engagements/{self.id}/pledge", {"calls": calls})
        assert answer.status_code == 303, _sentences(answer.text)

    def mails_to(self, person: Person) -> list[str]:
        with self.database.reading() as db:
            waiting = list(db.scalars(select(Mail).where(Mail.state == "waiting").order_by(Mail.posted_at)))
            written = [
                write_out(mail, base_url="http://x", sender="o@x.example", sender_name="Linden") for mail in waiting
            ]
        return [message.get_content() for message in written if message["To"] == person.address]

    def letter(self, name: str, kind: str = "letter") -> str:
        with self.database.reading() as db:
            here = select(Letter.id).where(Letter.member_id == self.member(name).id, Letter.kind == kind)
            return str(db.scalars(here).one())

    def writes(self, name: str, kind: str = "letter", **sections: str) -> None:
        letter = self.letter(name, kind)
        for key, body in sections.items():
            form = {"body": body, "revision": "0", "writing": "one-page"}
            answer = self.people[name].put(f"/letters/{letter}/sections/{key}", form)
            assert answer.status_code == 200, (name, key, answer.status_code)

    def gives(self, name: str, kind: str = "letter") -> None:
        answer = self.people[name].post(f"/letters/{self.letter(name, kind)}/hand-in")
        assert answer.status_code == 303, _sentences(answer.text)

    def both_agree(self, name: str, kind: str = "letter") -> None:
        letter = self.letter(name, kind)
        for visitor in (self.dana, self.people[name]):
            assert visitor.post(f"/letters/{letter}/readiness").status_code == 303

    def dana_has_a_thought(self, name: str, section: str, phrase: str, note: str, proposal: str) -> None:
        form = {"section": section, "phrase": phrase, "note": note, "proposal": proposal}
        answer = self.dana.post(f"/letters/{self.letter(name)}/comments", form)
        assert answer.status_code == 303, _sentences(answer.text)

    def answers_the_thought(self, name: str, answer: str) -> None:
        with self.database.reading() as db:
            thought = db.scalars(select(Comment.id).where(Comment.letter_id == UUID(self.letter(name)))).one()
        said = self.people[name].post(f"/letters/{self.letter(name)}/comments/{thought}/answer", {"answer": answer})
        assert said.status_code == 303, _sentences(said.text)

    def goes_through_the_moments(self, name: str, **said: str) -> None:
        """Dana and one writer talk today about their moments: `first="picked"`, `second="rests"`."""
        page = f"/letters/{self.letter(name, 'recollections')}/moments"
        shown = {f"shown_{key}": "1" for key in said}
        choices = {f"choice_{key}": choice for key, choice in said.items()}
        answer = self.dana.post(page, {"talked_on": str(self.engagement().started_on), **choices, **shown})
        assert answer.status_code == 303, _sentences(answer.text)

    def reads(self, name: str, *slugs: str) -> None:
        for slug in slugs:
            assert self.people[name].get(f"/lessons/{slug}").status_code == 200
            assert self.people[name].post(f"/lessons/{slug}/reading").status_code == 303

    def has_no_bottom_line(self, name: str) -> None:
        self.dana_does(f"/members/{self.member(name).id}/other-page")
        page = self.letter(name, "other_page")
        assert self.people[name].post(f"/letters/{page}/other-page/none").status_code == 303

    def is_done(self, label: str) -> bool:
        """Whether the plan says, by itself or by hand, that this step has ended."""
        row = next(row for row in self.page("/milestones").split("<li") if f">{label}" in row.replace("&#39;", "'"))
        return "Noted by" in row

    def by_hand(self, key: str, why: str = "", how: str = "done") -> None:
        with self.database.reading() as db:
            here = select(Milestone.id).where(Milestone.engagement_id == UUID(self.id), Milestone.key == key)
            step = db.scalars(here).first()
        self.dana_does(f"/milestones/{step}/completions", how=how, why=why)

    def happened(self, kind: str, source: str = "professional", **more: str) -> None:
        self.dana_does("/outcomes", kind=kind, source=source, when="today", **more)

    def step(self, label: str) -> str:
        """How the milestones page shows one step, as plain text."""
        text = re.sub(r"<[^>]+>", " ", self.page("/milestones"))
        at = text.index(label)
        return " ".join(text[at : at + 300].split())


def _sentences(page: str) -> list[str]:
    return re.findall(r'class="wrong"[^>]*>([^<]+)|role="alert"[^>]*>\s*<?p?>?([^<]+)', page)
