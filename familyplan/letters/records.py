"""A letter, its sections and what they said before, and the acts around it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from familyplan.engagements.records import FamilyRecord, Member
from familyplan.kernel.vault import Sealed

OTHER_PAGE = "other_page"
APART = ("conflict", "unsaved")  # why a text waits beside what stands until its writer chose
TRANSLATED = ".translated"  # ends the key of a part that says another part again in another language


class Letter(FamilyRecord):
    """
    One member's letter of one kind. Only its writer may change the words; until handed in only the writer reads them.

    `kind` is the model's: letter, message, story, own_words; `other_page` (OTHER_PAGE) is the bottom line in any model.
    """

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("member_id", "kind"), Index("ix_letter_opened_at", "opened_at"))

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    laid_out_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    helper = Sealed("letter.helper")  # who types for the writer, if somebody does
    could_endanger: Mapped[str] = mapped_column(String(10), default="")  # the other page's private question
    has_none_at: Mapped[datetime | None]  # "I don't have one", a full answer
    language: Mapped[str] = mapped_column(String(10), default="", server_default="")  # written in; "" as the page
    translated_into: Mapped[str] = mapped_column(String(10), default="", server_default="")  # "": no translation
    translator = Sealed("letter.translator")  # who types the translation
    no_more_thoughts_at: Mapped[datetime | None]  # the writer wants no more ideas of the coach
    forget_asked_at: Mapped[datetime | None]  # earlier versions up to here go for good seven days later

    member: Mapped[Member] = relationship(lazy="raise")
    sections: Mapped[list["Section"]] = relationship(lazy="raise", order_by="Section.position", passive_deletes=True)


class Section(FamilyRecord):
    """One part of a letter. `revision` counts its changes; `writing` names the open page that saved last."""

    __tablename__ = "letter_section"
    __table_args__ = (UniqueConstraint("letter_id", "key"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(30))
    position: Mapped[int]
    body = Sealed("letter.section.body")
    revision: Mapped[int] = mapped_column(default=0)
    writing: Mapped[str] = mapped_column(String(40), default="")
    writing_since_revision: Mapped[int] = mapped_column(default=0)  # everything after it came from `writing`
    turn: Mapped[int] = mapped_column(default=0, server_default="0")  # that page's save that stands, by its own count
    span_began_at: Mapped[
        datetime | None
    ]  # since when one history row is enough; None: the next change keeps what stands
    saved_at: Mapped[datetime | None]
    nothing_comes_at: Mapped[datetime | None]
    of_revision: Mapped[int | None]  # of a translated part: which revision of the original it was made from


class Revision(FamilyRecord):
    """What a section said before, or a text that could not be merged; the writer's alone."""

    __tablename__ = "letter_revision"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[UUID] = mapped_column(ForeignKey("letter_section.id", ondelete="CASCADE"), index=True)
    body = Sealed("letter.revision.body")
    number: Mapped[int]  # the section's revision it stood at
    why: Mapped[str] = mapped_column(String(12))  # saved | conflict | unsaved | chosen | taken | brought | handed_in
    writing: Mapped[str] = mapped_column(String(40), default="")
    began_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]  # a conflict, or words typed after the session ended, once looked at


class HandIn(FamilyRecord):
    """That the writer gave the letter to the professional, until taken back."""

    __tablename__ = "letter_hand_in"
    __table_args__ = (
        Index(
            "uq_letter_hand_in_standing",
            "letter_id",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
    )

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    handed_in_at: Mapped[datetime]
    own_words_at: Mapped[datetime | None]  # "are these your words?", asked where somebody helped
    taken_back_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # first read by the professional
    on_paper_by_id: Mapped[UUID | None]  # the person who was given it on paper, to type it in


class SectionRead(FamilyRecord):
    """What a section said when the professional last read it; gone when the letter is taken back."""

    __tablename__ = "letter_section_read"
    __table_args__ = (UniqueConstraint("section_id", "by_id"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[UUID] = mapped_column(ForeignKey("letter_section.id", ondelete="CASCADE"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int]
    body = Sealed("letter.section_read.body")
    read_at: Mapped[datetime]


class CoachAnswer(FamilyRecord):
    """What the writer said to an idea of the coach about a phrase; the same idea about it is not shown again."""

    __tablename__ = "letter_coach_answer"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[UUID] = mapped_column(ForeignKey("letter_section.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))  # the finding's kind, as the coach names it
    phrase = Sealed("letter.coach_answer.phrase")
    answer: Mapped[str] = mapped_column(String(8))  # used | kept
    answered_at: Mapped[datetime]


class ReadingPlace(FamilyRecord):
    """Where a letter stands in the order of reading, and who reads it if its writer cannot."""

    __tablename__ = "letter_reading_place"
    __table_args__ = (UniqueConstraint("letter_id"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"))
    position: Mapped[int]  # from 0; letters without a place follow those with one
    stand_in_id: Mapped[UUID | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    placed_at: Mapped[datetime]


class Readiness(FamilyRecord):
    """That one side says "ready to read"; the letter is ready when both rows stand. An edit withdraws both."""

    __tablename__ = "letter_readiness"
    __table_args__ = (
        Index(
            "uq_letter_readiness_standing",
            "letter_id",
            "side",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    side: Mapped[str] = mapped_column(String(12))  # writer | professional
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ready_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Comment(FamilyRecord):
    """
    A thought of the professional on a phrase, perhaps with other words for it. The writer takes it or keeps hers.

    `starts` and `ends` are code points of the section as it stood at `revision`; `quote` is the phrase itself.
    """

    __tablename__ = "letter_comment"
    __table_args__ = (Index("ix_letter_comment_waiting", "answer", "made_at"),)

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    section_id: Mapped[UUID] = mapped_column(ForeignKey("letter_section.id", ondelete="CASCADE"))
    starts: Mapped[int]
    ends: Mapped[int]
    revision: Mapped[int]
    quote = Sealed("letter.comment.quote")
    note = Sealed("letter.comment.note")
    proposal = Sealed("letter.comment.proposal")
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(8), default="")  # taken | kept | call_me
    answered_at: Mapped[datetime | None]


class OtherPage(FamilyRecord):
    """The way of one bottom line: opened for the writer after talking, gone through together, then sealed from all."""

    __tablename__ = "other_page"
    __table_args__ = (UniqueConstraint("member_id"),)

    member_id: Mapped[UUID] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), unique=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    shown_at: Mapped[datetime | None]  # the writer asked to go through it together
    gone_through_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]


class OtherPageOpening(FamilyRecord):
    """That the lead opened a sealed other page on the day, and why; the writer is told."""

    __tablename__ = "other_page_opening"

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(20))  # a key of the three reasons
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
