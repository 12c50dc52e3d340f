"""A real browser on pages full of words that want to be markup: no dialog, no breach of the policy, no other host."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from familyplan.access.records import Person
from familyplan.demo.cast import Cast
from familyplan.engagements.records import Engagement
from familyplan.kernel import templates
from familyplan.kernel.db import Database
from familyplan.letters.writing import queries as parts
from familyplan.letters.writing import service as typing
from tests.trust.hostile.strings import ALL

WATCH = """addEventListener("securitypolicyviolation", (e) => console.error("zq-violation " + e.violatedDirective));
window.zq = () => console.error("zq-ran")"""


@pytest.fixture
def hostile(database: Database, cast: Cast, letter: UUID) -> Cast:
    with database.writing() as db:
        for name in ("maria", "luis", "dana"):
            db.get_one(Person, cast.person(name).id).name = ALL
        engagement = db.get_one(Engagement, cast.reyes.id)
        engagement.family_name = engagement.loved_name = ALL
        part = parts.part_of(db, letter, "moments", seen_by=db.get_one(Person, cast.person("maria").id))
        typing.save(db, part, ALL, 0, "one")
        assert db.scalars(select(Person.id)).all()
    return cast


def toured(
    context: BrowserContext, signs_in: Callable[[BrowserContext, str], None], base: str, who: str, at: list[str]
) -> list[str]:
    """What went wrong on a tour of pages: dialogs, breaches of the policy, scripts of others, requests elsewhere."""
    wrong: list[str] = []
    signs_in(context, who)
    context.add_init_script(WATCH)
    page: Page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("dialog", lambda dialog: wrong.append(f"dialog {dialog.message}"))
    page.on("console", lambda said: wrong.extend([said.text] if said.type == "error" or "olicy" in said.text else []))
    page.on("request", lambda asked: wrong.extend([] if asked.url.startswith(base) else [asked.url]))
    for address in at:
        answer = page.goto(base + address)
        assert answer is not None
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")
        page.mouse.move(200, 200)
    return wrong


def pages(cast: Cast, letter: UUID) -> dict[str, list[str]]:
    family = f"/engagements/{cast.reyes.id}"
    return {
        "maria": ["/", f"/letters/{letter}", f"/letters/{letter}?part=moments", f"/letters/{letter}/reading-copy"],
        "dana": ["/", "/engagements", family, f"{family}/members", f"{family}/letters", f"{family}/journal"],
    }


@pytest.mark.parametrize("who", ["maria", "dana"])
def test_nothing_typed_runs_or_asks_elsewhere(
    context: BrowserContext,
    signs_in: Callable[[BrowserContext, str], None],
    base: str,
    hostile: Cast,
    letter: UUID,
    who: str,
) -> None:
    assert toured(context, signs_in, base, who, pages(hostile, letter)[who]) == []


def test_control_a_page_that_escapes_nothing_breaks_the_policy_and_is_seen(
    context: BrowserContext,
    signs_in: Callable[[BrowserContext, str], None],
    base: str,
    hostile: Cast,
    letter: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = templates.render

    def careless(template: str, given: dict[str, object]) -> str:
        return whole(template, given).replace("</main>", f"{ALL}</main>")

    monkeypatch.setattr(templates, "render", careless)
    assert any(
        "zq-violation" in one for one in toured(context, signs_in, base, "dana", pages(hostile, letter)["dana"][:1])
    )
