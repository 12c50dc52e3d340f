"""Which one idea a writer is shown, decided without a database."""

from uuid import uuid4

import pytest

from familyplan.coach.reading import Reading, Strong
from familyplan.letters.coaching.queries import Looked
from familyplan.letters.coaching.service import HARM, Praise, choose, praise, quote
from familyplan.letters.records import CoachAnswer, Revision, Section
from familyplan.letters.writing.queries import Part
from tests.letters.scripted import ALWAYS, BARE, HIT, INSTEAD, LOVE, NOW, Scripted


def looked(body: str, key: str = "moments", *, apart: bool = False) -> Looked:
    section = Section(key=key, position=0)
    section.id, section.body, section.revision = uuid4(), body, 3
    conflict = Revision(why="conflict") if apart else None
    return Looked(Part(section, "A part", "What was it?", conflict=conflict), Scripted().read(body))


def said(about: Looked, kind: str, phrase: str) -> CoachAnswer:
    answer = CoachAnswer(section_id=about.part.section.id, kind=kind, answer="kept")
    answer.id = uuid4()
    answer.phrase = phrase
    return answer


def test_a_calm_letter_has_no_idea() -> None:
    assert choose([looked("You carried me over the ice.")], []) is None


def test_it_is_one_sentence_of_hers_with_one_reason_and_other_words() -> None:
    idea = choose([looked(f"{LOVE} {ALWAYS}")], [])

    assert idea is not None
    assert (idea.phrase, idea.place, idea.revision, idea.instead) == (ALWAYS, len(LOVE) + 1, 3, INSTEAD)


def test_of_a_sentence_that_stands_twice_the_first_is_meant() -> None:
    idea = choose([looked(f"{ALWAYS} {ALWAYS}")], [])

    assert idea is not None
    assert idea.place == 0


def test_what_comes_with_other_words_comes_first_even_if_it_stands_last() -> None:
    idea = choose([looked(BARE, "story"), looked(ALWAYS)], [])

    assert idea is not None
    assert idea.key == "moments"


def test_of_two_that_come_with_other_words_the_first_in_the_letter_is_shown() -> None:
    idea = choose([looked(ALWAYS, "one"), looked(ALWAYS, "two")], [])

    assert idea is not None
    assert idea.key == "one"


def test_only_the_part_that_was_finished_is_asked_about() -> None:
    idea = choose([looked(ALWAYS, "one"), looked(BARE, "two")], [], "two")

    assert idea is not None
    assert idea.phrase == BARE


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [("absolute", ALWAYS), ("blame", ALWAYS), ("absolute", "Sam, you always leave me alone.")],
)
def test_a_sentence_she_answered_for_is_left_in_peace(kind: str, phrase: str) -> None:
    """Whatever it was about; and the same idea about the same words, when the sentence around them was changed."""
    part = looked(ALWAYS)

    assert choose([part], [said(part, kind, phrase)]) is None


def test_another_idea_about_other_words_is_still_shown() -> None:
    part = looked(f"{ALWAYS} {BARE}")
    idea = choose([part], [said(part, "absolute", ALWAYS)])

    assert idea is not None
    assert idea.phrase == BARE


def test_an_answer_about_another_part_counts_there_alone() -> None:
    here, there = looked(ALWAYS), looked(ALWAYS, "other")

    assert choose([here], [said(there, "absolute", ALWAYS)]) is not None


def test_a_part_that_reports_harm_is_thanked_for_and_nothing_in_it_is_put_anew() -> None:
    part = looked(f"{ALWAYS} {HIT}")
    idea = choose([part], [])

    assert idea is not None
    assert (idea.kind, idea.phrase, idea.instead, idea.why) == (HARM, HIT, "", "")
    assert choose([part], [said(part, HARM, HIT)]) is None


def test_while_words_sound_like_now_there_is_no_idea_at_all() -> None:
    assert choose([looked(ALWAYS), looked(NOW, "felt")], []) is None


def test_a_part_of_which_two_texts_wait_is_not_asked_about() -> None:
    assert choose([looked(ALWAYS, apart=True)], []) is None


def test_a_sentence_of_hers_is_praised_and_never_one_she_would_stumble_over() -> None:
    assert praise([looked(f"{ALWAYS} {LOVE}")]) == Praise(LOVE, is_lovely=True)
    assert praise([looked("You always say that you love me.")]) is None


def test_fear_is_never_called_lovely() -> None:
    body = "I remember the night I was scared that I would lose you."
    fear = Reading(
        strengths=(Strong(start=2, end=24, kind="memory"), Strong(start=23, end=40, kind="concern")),
    )

    assert praise([Looked(looked(body).part, fear)]) is None


def test_a_long_sentence_is_quoted_by_the_words_that_are_meant() -> None:
    body = "I love you " + "and the lake " * 30
    strong = Looked(looked(body).part, Reading())

    assert quote(strong, 0, 10) == "I love you"
