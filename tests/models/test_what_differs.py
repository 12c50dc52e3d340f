"""What is different between the three is a field of their files."""

from __future__ import annotations

from familyplan.guidance.models import InterventionModel
from familyplan.guidance.shelf import open_shelf
from familyplan.kernel import paths

SHELF = open_shelf(paths.models()[:1], paths.content()[:1])
JOHNSON, ARISE, LOVE_FIRST = (SHELF.models[key] for key in ("johnson", "arise", "love_first"))


def step_keys(model: InterventionModel) -> list[str]:
    return [step.key for step in model.milestones]


def test_johnson_closes_each_phase_until_the_one_before_is_done() -> None:
    assert all(stage.waits_for for stage in JOHNSON.stages[1:])


def test_johnson_asks_whether_to_hold_the_meeting_at_all() -> None:
    assert JOHNSON.day
    assert JOHNSON.day.may_choose_not_to
    assert "hold_or_not" in step_keys(JOHNSON)


def test_johnson_and_love_first_surprise_and_arise_never_does() -> None:
    assert [model.surprises for model in (JOHNSON, LOVE_FIRST, ARISE)] == [True, True, False]
    assert ARISE.invites_the_loved_one


def test_johnson_gathers_moments_before_the_letter_and_picks_them_together() -> None:
    first, letter = JOHNSON.letters_for("sister")

    assert (first.key, first.picked_together, first.reader) == ("recollections", True, "professional")
    assert [part.key for part in letter.sections if part.reminds_of == first.key] == ["saw"]
    assert JOHNSON.stage("rehearsal").waits_for == ("recollections", "letters_in")


def test_love_first_has_a_page_for_the_professional_alone_and_two_roles_that_are_agreed_on() -> None:
    account = LOVE_FIRST.letters_for("sister")[0]

    assert (account.key, account.reader, account.read_aloud) == ("account", "professional", False)
    assert [role.key for role in LOVE_FIRST.roles if role.agreed_together] == ["chairperson", "detail_person"]
    assert LOVE_FIRST.roles[0].not_by_default == ("partner",)


def test_in_love_first_the_loved_one_has_two_pages_of_their_own_after_the_answer() -> None:
    assert LOVE_FIRST.own_door
    assert LOVE_FIRST.own_door.opens == "after_the_answer"
    pages = [LOVE_FIRST.letter(key) for key in LOVE_FIRST.own_door.pages]

    assert [page.shared_by_writer for page in pages] == [True, True]
    assert not LOVE_FIRST.invites_the_loved_one


def test_arise_has_none_of_that() -> None:
    assert [kind.reader for kind in ARISE.letters if kind.reader != "everyone"] == []
    assert [role.key for role in ARISE.roles if role.agreed_together] == []


def test_arise_has_three_levels_and_stops_at_the_first_that_works() -> None:
    assert [level.number for level in ARISE.levels] == [1, 2, 3]
    assert ARISE.stop_at_the_first_level_that_works
    assert ARISE.first_level == 1
    assert not JOHNSON.levels


def test_arise_needs_the_steps_of_a_level_only_when_it_is_reached() -> None:
    later = {step.key: step.needed_level for step in ARISE.milestones if step.stage in {"level_2", "level_3"}}

    assert set(later.values()) == {2, 3}
    assert later["letters_ready"] == 3


def test_arise_has_no_date_that_hangs_on_a_day_before_level_three() -> None:
    early = [step for step in ARISE.milestones if step.needed_level < 3]

    assert not [step.key for step in early for due in step.due if due.anchor == "day"]


def test_arise_decides_on_reaching_out_before_the_invitation() -> None:
    assert step_keys(ARISE).index("reach_out_ok") < step_keys(ARISE).index("invitation")


def test_arise_opens_a_door_with_two_questions_for_the_loved_one() -> None:
    assert ARISE.own_door
    words = ARISE.letter(ARISE.own_door.letter)

    assert words.shared_by_writer
    assert [SHELF.prompt("arise", words.key, part.key, "") for part in words.sections] == [
        "What would you like the others to know?",
        "What would you need, to come?",
    ]


def test_arise_writes_a_message_then_a_story_then_a_letter() -> None:
    by_level = [[kind.key for kind in ARISE.letters_for("sister", level=level)] for level in (1, 2, 3)]

    assert by_level == [["message"], ["message", "story"], ["message", "story", "letter"]]
    assert not ARISE.has_other_page("sister", level=2)


def test_love_first_has_family_roles_and_goes_on_after_treatment_began() -> None:
    assert {"chairperson", "detail_person", "last_to_read"} <= {role.key for role in LOVE_FIRST.roles}
    calls = LOVE_FIRST.milestones[step_keys(LOVE_FIRST).index("family_calls")]

    assert calls.due[0].then_every_days == 7
    assert calls.loved_one_joins
    assert calls.loved_one_joins.days == 28


def test_an_employers_letter_has_no_part_about_health() -> None:
    letter = LOVE_FIRST.letter("letter")

    assert "illness" in [part.key for part in letter.sections_for("mother")]
    assert "illness" not in [part.key for part in letter.sections_for("employer")]


def test_each_speaks_with_its_own_words() -> None:
    assert [model.words.circle for model in (JOHNSON, ARISE, LOVE_FIRST)] == ["team", "network", "team"]
