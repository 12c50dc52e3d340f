"""Every page that can be looked at is clean under axe, for everybody who may look at it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy import select

from familyplan.app import create_app, routes
from familyplan.consents.records import Release
from familyplan.engagements.records import Engagement, Member
from familyplan.letters.records import Letter, OtherPage
from familyplan.outcomes.records import FollowUp, Outcome
from familyplan.settings import Settings

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ROLES = {
    "dana": "interventionist", "sol": "supervisor", "cole": "counselor", "olga": "owner",
    "maria": "family", "luis": "family", "chidi": "family",
}  # fmt: skip
NO_PAGES = (
    "/static/", "/healthz", "/readyz", "/robots.txt", "/exit", "/sign-in/{", "/invitations/{", "{letter_id:uuid}/copy",
    ".pdf", ".csv", ".ics", "/revisions/{",
)  # fmt: skip


def addresses(sample: dict[str, Any], name: str, role: str) -> list[str]:
    """Every page of this role with ids that exist: of the family and the letter that belong to this person."""
    with sample["database"].reading() as db:
        key = "arise" if name == "chidi" else "love_first"
        family = db.get_one(Engagement, UUID(sample["engagements"][key]))
        member = db.scalars(select(Member).where(Member.engagement_id == family.id).order_by(Member.joined_at)).first()
        letters = {
            "maria": sample["letters"]["maria"], "luis": sample["letters"]["luis"], "dana": sample["letters"]["luis"],
        }  # fmt: skip
        page = db.scalars(select(OtherPage)).first()
        known = {
            "engagement_id": family.id, "member_id": member.id if member else "", "slug": "boundaries",
            "letter_id": letters.get(name, "") or _own_letter(db, name), "row": "dying",
            "outcome_id": db.scalars(select(Outcome.id).where(Outcome.engagement_id == family.id)).first(),
            "follow_up_id": db.scalars(select(FollowUp.id).where(FollowUp.engagement_id == family.id)).first(),
            "release_id": db.scalars(select(Release.id)).first(), "other": page.letter_id if page else "",
        }  # fmt: skip
    table = routes.table(create_app(Settings(demo=True), None))
    wanted = [row["path"] for row in table if row["method"] == "GET" and {role, "anybody"} & set(row["roles"])]
    return [
        re.sub(r"\{(\w+):\w+\}", lambda place: str(known.get(place[1], "")), path)
        for path in wanted
        if not any(part in path for part in NO_PAGES)
    ]


def _own_letter(db: Any, name: str) -> str:
    here = select(Letter, Member).join(Member, Member.id == Letter.member_id)
    return next((str(row[0].id) for row in db.execute(here) if row[1].is_loved_one and name == "chidi"), "")


@pytest.mark.parametrize("name", ROLES)
def test_every_page_of_theirs_is_clean(
    new_context: Callable[..., Any], sample: dict[str, Any], enter: Callable[[Page, str], None], name: str
) -> None:
    width = 390 if ROLES[name] == "family" else 1280
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    enter(page, name)
    found: dict[str, list[str]] = {}
    seen = 0
    for path in addresses(sample, name, ROLES[name]):
        answer = page.goto(sample["url"] + path)
        assert answer is not None
        assert answer.status < 500, path
        seen += answer.status == 200
        result = Axe().run(page, options=WCAG)
        if result.violations_count:
            found[path] = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in result.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{path} is wider than the screen"
        )

    assert found == {}
    assert seen >= 4


def test_doors_and_errors_are_clean_too(phone: Page, sample: dict[str, Any]) -> None:
    for path in (
        "/sign-in",
        "/exit",
        "/nothing-here",
        "/sign-in/no-such-link",
        "/invitations/no-such-link",
        sample["sign_in"]["maria"][len(sample["url"]) :],
    ):
        phone.goto(sample["url"] + path)
        result = Axe().run(phone, options=WCAG)

        assert [one["id"] for one in result.response["violations"]] == [], path
        assert phone.locator("#help").get_by_role("link").count() == 3
        assert phone.locator("[data-exit]").count() == 1


def test_the_check_would_find_a_fault(phone: Page, sample: dict[str, Any]) -> None:
    phone.goto(sample["url"] + "/sign-in")
    phone.evaluate("document.querySelector('label').remove()")

    assert Axe().run(phone, options=WCAG).violations_count > 0
