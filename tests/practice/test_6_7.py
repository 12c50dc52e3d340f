"""
What a practice would ask to see shown, by its number, and where it is shown.

Numbers 8 (the coach) and 12 (the day as it happens) come with the work that they are about.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SHOWN = {
    1: ["letters/test_who_reads.py::test_no_word_before_hand_in_tells_anybody_anything"],
    2: [
        "outcomes/test_record.py::test_without_a_release_cole_can_enter_nothing",
        "outcomes/test_record.py::test_a_release_that_ran_out_closes_it_too",
        "outcomes/test_what_the_family_may_know.py::test_what_cole_entered_goes_by_the_release_alone",
        "home/test_home.py::test_what_a_program_entered_never_does",
        "reach/test_reach.py::test_no_page_shows_a_word_to_whom_it_is_not_for",
    ],
    3: [
        "engagements/test_invite.py::test_without_a_decision_nothing_is_sent",
        "engagements/test_gate_b.py::test_the_loved_one_is_not_invited_without_b",
        "home/test_home.py::test_a_day_without_a_go_is_not_shown",
    ],
    4: [
        "engagements/test_pause.py::test_a_year_passes_and_not_one_message_leaves",
        "engagements/test_pause.py::test_after_a_death_it_is_never_started_again",
        "upkeep/test_tick.py::test_a_year_of_standing_still_makes_nothing_due_and_sends_nothing",
        "mail/test_deliver.py::test_nothing_leaves_about_a_family_that_stands_still",
    ],
    5: [
        "letters/test_who_reads.py::test_the_lead_sees_its_state_alone_until_it_is_given",
        "letters/test_who_reads.py::test_what_was_there_before_stays_the_writer_s",
        "reach/test_reach.py::test_no_page_shows_a_word_to_whom_it_is_not_for",
    ],
    6: ["safety/test_rules.py::test_dont_know_opens_what_yes_opens_for_each_of_the_twelve_rows"],
    7: [
        "engagements/test_minimum_record.py::test_no_column_could_hold_it",
        "engagements/test_minimum_record.py::test_no_form_asks_for_it",
    ],
    9: [
        "outcomes/test_follow_ups.py::test_an_answer_that_leaves_the_offer_open_has_review_dates_ahead",
        "milestones/test_progress.py::test_after_an_answer_that_leaves_the_offer_open_only_its_own_dates_press",
    ],
    10: [
        "content/test_words_on_screen.py::test_it_claims_nothing_that_a_family_tool_cannot_keep",
        "content/test_emails.py",
        "test_words.py::test_no_sentence_claims_what_nobody_can_keep",
    ],
    11: [
        "models/test_review.py::test_it_is_up_to_date",
        "models/test_review.py::test_it_names_every_entry_of_a_model_that_is_ours_or_not_verified",
    ],
}


def names_in(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("number", sorted(SHOWN))
def test_each_is_shown_by_a_test_that_is_there(number: int) -> None:
    named = [place.partition("::") for place in SHOWN[number]]

    assert [file for file, _colons, name in named if name not in names_in(TESTS / file) | {""}] == []
