"""Somebody's device at one part of Maria's letter, against the real program."""

from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import select

from familyplan.kernel.db import Database
from familyplan.letters.records import Revision, Section

BOX = "textarea[name=body]"
FORM = "form[data-autosave]"


class Phone:
    """Maria's phone at one part of her letter, and what the program has of it."""

    def __init__(self, page: Page, database: Database, address: str, letter: UUID) -> None:
        self.page, self.database, self.address, self.letter = page, database, address, letter

    def opens(self, view: str = "?part=moments") -> "Phone":
        self.page.goto(f"{self.address}{view}")
        return self

    def in_another_tab(self) -> "Phone":
        return Phone(self.page.context.new_page(), self.database, self.address, self.letter).opens()

    def types(self, words: str) -> None:
        self.page.locator(BOX).first.press("Control+End")
        self.page.keyboard.type(words)

    def comes_to(self, state: str) -> None:
        expect(self.page.locator(FORM).first).to_have_attribute("data-state", state, timeout=15_000)

    def kept(self, key: str = "moments") -> str:
        with self.database.reading() as db:
            return db.scalars(select(Section).where(Section.letter_id == self.letter, Section.key == key)).one().body

    def line(self) -> str:
        return self.page.locator("[data-save-state]").first.inner_text()

    def words(self) -> str:
        return self.page.locator(BOX).first.input_value()

    def apart(self) -> list[str]:
        """The texts that wait beside what stands."""
        with self.database.reading() as db:
            here = select(Revision).where(Revision.letter_id == self.letter, Revision.settled_at.is_(None))
            return [row.body for row in db.scalars(here.where(Revision.why.in_(("conflict", "unsaved"))))]
