"""Opening the shelf: a file that cannot be used is named, with the field and the value that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from familyplan.kernel.files import Broken

if TYPE_CHECKING:
    from tests.guidance.conftest import Folders

J = "models/johnson.toml"
DAY = """[day]
may_choose_not_to = true
voice = "one_voice"
voice_stand_in = "stand_in_voice"
walks_out_with = "walks_out_with"
driver = "driver"
elsewhere = "child_minder"
"""
STAGE = 'key = "caller_informed"\nstage = "contact"'
DUE = 'due = [{ after = "start", days = 4 }]'

MODELS = {
    "unknown field": (J, 'title = "Johnson"', 'title = "Johnson"\ntypo = 1', ["typo", "1"]),
    "unknown field deep inside": (J, DUE, 'due = [{ after = "start", dayz = 4 }]', ["milestones[3].due[0].dayz", "4"]),
    "wrong word": (J, '["caller_informed"]', '["caller_red"]', ["milestones[1].done_when[0]", "caller_red"]),
    "wrong mark": (J, 'verified = "source"', 'verified = "sure"', ["milestones[0].verified", "first_call", "sure"]),
    "wrong type": (J, DUE, 'due = [{ after = "start", days = "4" }]', ["due[0].days", "way_chosen", "'4'"]),
    "missing field": (J, 'summary = "A', 'summry = "A', ["summry"]),
    "negative days": (J, DUE, 'due = [{ after = "start", days = -4 }]', ["milestones[3].due[0]", "-4"]),
    "two anchors": (J, DUE, 'due = [{ after = "start", back_from = "day" }]', ["milestones[3].due[0]", "exactly one"]),
    "no anchor": (J, DUE, "due = [{ days = 4 }]", ["milestones[3].due[0]", "exactly one"]),
    "counting on from the day": (J, DUE, 'due = [{ after = "day" }]', ["milestones[3].due[0]", "back_from"]),
    "unknown stage": (J, STAGE, STAGE.replace('"contact"', '"kontact"'), ["caller_informed", "stage", "kontact"]),
    "waiting for nothing": (J, '["place_held", "session', '["place_hold", "session', ["waits_for", "place_hold"]),
    "a meeting that is not there": (
        J,
        'kind = "learning" }]',
        'kind = "teaching" }]',
        ["session_one", "done_when", "teaching"],
    ),
    "a kind of what has no kinds": (
        J,
        '{ fact = "lessons_read", role = "member" }',
        '{ fact = "lessons_read", kind = "learning" }',
        ["lessons", "done_when.kind", "lessons_read"],
    ),
    "a meeting of a stage that is not there": (
        J,
        'title = "First family meeting"\nstage = "learning"',
        'title = "First family meeting"\nstage = "teaching"',
        ["meetings[0]", "learning", "stage", "teaching"],
    ),
    "a week four that counts from nothing": (
        "models/love_first.toml",
        'loved_one = "later"\n',
        'loved_one = "invited"\n',
        ["meetings[2]", "loved_one_joins"],
    ),
    "nobody": (J, '"one_voice"]', '"two_voices"]', ["session_two", "by", "two_voices"]),
    "unknown audience": (J, 'role = "member"', 'role = "aunt"', ["lessons", "role", "aunt"]),
    "a level that is not there": (
        J,
        'by = ["member"]\nverified',
        'by = ["member"]\nneeded_if = "level:2"\nverified',
        ["pledges", "needed_if", "level 2"],
    ),
    "the same key twice": (J, 'key = "the_day"', 'key = "answer"', ["milestones", "answer", "2 times"]),
    "a lesson that is not there": (J, '"boundaries"', '"bounderies"', ["lessons.member", "bounderies"]),
    "another model's lesson": (
        J,
        'member = ["how-johnson',
        'member = ["how-arise-works", "how-johnson',
        ["lessons.member", "how-arise-works", "arise"],
    ),
    "a safety row that is not there": (J, 'rows = ["dying"]', 'rows = ["dieing"]', ["against[0].rows", "dieing"]),
    "a source without its name": (
        J,
        'source = "relationshipvision.com: phase III, recollection"',
        'source = ""',
        ["recollections", "source"],
    ),
    "a model without a day": (J, DAY, "", ["due", "no day"]),
    "a day that names no role": (J, 'driver = "driver"', 'driver = "pilot"', ["day", "pilot"]),
    "an objection that stands twice": ("content/day/objections.toml", 'key = "work"', 'key = "alone"', ["alone"]),
    "a card with a place nobody fills": ("content/day/threat.md", "{emergency}", "{police}", ["police"]),
    "a card that claims a source": ("content/day/threat.md", "verified: judgement", "verified: source", ["source"]),
    "a word for no day": ("models/love_first.toml", 'day = "the day"', 'day = ""', ["words.day"]),
    "no other page": (J, 'kept = "separate_and_sealed"', 'kept = "none"', ["bottom_lines", "no other page"]),
    "a door to no letter": (
        "models/arise.toml",
        'letter = "own_words"',
        'letter = "message"',
        ["own_door.letter", "message"],
    ),
    "a page of his own that is no page": (
        "models/love_first.toml",
        'pages = ["recovery_page",',
        'pages = ["letter",',
        ["own_door.pages", "letter"],
    ),
    "read aloud and for her eyes alone": (
        "models/love_first.toml",
        'reader = "professional"\nread_aloud = false',
        'reader = "professional"\nread_aloud = true',
        ["account", "reader", "not read aloud"],
    ),
    "picked together with nobody": (
        J,
        'reader = "professional"\npicked_together',
        'reader = "everyone"\npicked_together',
        ["recollections", "picked_together"],
    ),
    "a reminder of nothing": (J, 'reminds_of = "recollections"', 'reminds_of = "letter"', ["saw", "reminds_of"]),
    "waiting for picks that nobody makes": (
        "models/love_first.toml",
        'done_when = ["roles_agreed"]',
        'done_when = ["recollections_picked"]',
        ["chair_and_detail", "recollections_picked"],
    ),
    "waiting for an agreement on no role": (
        J,
        'done_when = ["recollections_picked"]',
        'done_when = ["roles_agreed"]',
        ["recollections", "roles_agreed"],
    ),
    "waiting for a kind that everybody reads": (
        "models/love_first.toml",
        'kind = "account" }',
        'kind = "letter" }',
        ["accounts", "done_when.kind", "letter"],
    ),
    "levels out of order": ("models/arise.toml", "number = 3", "number = 4", ["levels", "[1, 2, 4]"]),
    "a sheet that ends no step": (
        "models/arise.toml",
        'listed = "circle_listed"',
        'listed = "circle_list"',
        ["invitation_sheet.listed", "circle_list"],
    ),
    "a gate where nothing is decided": (
        "models/arise.toml",
        "by_decision = true\n",
        "",
        ["levels[2].gate", "by_decision"],
    ),
    "a gate that is none": ("models/arise.toml", 'gate = "gate_c"', 'gate = "gate_d"', ["levels[2].gate", "gate_d"]),
    "a name of its own": (J, 'title = "Johnson"', 'title = "Johnson"\nkey = "x"', ["key"]),
    "a safety step's key": (J, 'key = "travel"', 'key = "guns_out"', ["milestones", "guns_out"]),
    "no TOML": (J, 'title = "Johnson"', "title = Johnson", ["no TOML", "line"]),
}
CONTENT = {
    "two topics of one key": ("content/decisions/topics.toml", 'key = "tasks"', 'key = "plan"', ["topics", "plan"]),
    "words at home in no topic": (
        "content/decisions/topics.toml",
        'may_name = ["treatment"]',
        'may_name = ["treatmend"]',
        ["topics[2]", "treatmend"],
    ),
    "words that suspect nothing": (
        "content/decisions/topics.toml",
        'label = "Who does what"',
        'label = "Who does what"\nwords = ["wash"]',
        ["topics[3]", "words"],
    ),
    "a prompt in no section": ("content/letters/johnson.toml", 'section = "hope"', 'section = "hop"', ["letter"]),
    "a relation without a question": (
        "content/letters/johnson.toml",
        'sibling = "What did you two',
        '# "',
        ["letter.care", "brother"],
    ),
    "an unknown relation": ("content/letters/johnson.toml", "sibling =", "cousin =", ["prompts[0].cousin"]),
    "a child without a question": ("content/letters/everyone.toml", 'section = "wish"', 'section = "wishes"', ["wish"]),
    "a mail's place nobody fills": ("content/emails/nudge.md", "{telephone}", "{loved_one}", ["body", "loved_one"]),
    "a stray brace": ("content/emails/nudge.md", "{telephone}", "{telephone", ["body", "brace"]),
    "two links": ("content/emails/nudge.md", "{telephone}", "{link}", ["{link}", "2"]),
    "a subject that is no text": (
        "content/emails/nudge.md",
        '"From {professional}, no hurry"',
        "no",
        ["subject", "False"],
    ),
    "a title that YAML misreads": ("content/lessons/the-day.md", "title: The day", "title: no", ["title", "False"]),
    "minutes in words": ("content/lessons/the-day.md", "minutes: 5", "minutes: five", ["minutes", "'five'"]),
    "no minutes": ("content/lessons/the-day.md", "minutes: 5", "minutes: 0", ["minutes", "0"]),
    "no reviewer": ("content/lessons/the-day.md", "reviewed: null", "reviewed: 2026-11-01", ["reviewer", "2026"]),
    "no short version": ("content/lessons/the-day.md", "<!-- more -->", "", ["short version"]),
    "no front matter": ("content/lessons/the-day.md", "---\n", "", ["front matter"]),
    "a lesson for no model": ("content/lessons/the-day.md", "models: []", "models: [jonson]", ["models", "jonson"]),
    "a step with an unknown number": ("content/safety/rows.toml", "{crisis}", "{krisis}", ["step", "dying", "krisis"]),
    "a way to no row": ("content/safety/something_else.toml", '"caller_safe"', '"caller"', ["violence_help", "caller"]),
    "a gate less": ("content/safety/gates.toml", 'key = "c"', 'key = "d"', ["gates", "`c`"]),
    "no row for opioids": ("content/safety/rows.toml", 'key = "opioids"', 'key = "opiates"', ["opioids"]),
    "a country without 911": ("content/safety/help_numbers.toml", 'key = "emergency"', 'key = "help"', ["US"]),
    "a level twice": ("content/programs/levels.toml", 'key = "1.5"', 'key = "1.0"', ["levels.key", "1.0", "2 times"]),
    "a level too long": ("content/programs/levels.toml", 'key = "RR"', f'key = "{"R" * 21}"', ["key", "20 signs"]),
    "a topic twice": ("content/programs/travel.toml", 'key = "pets"', 'key = "home"', ["travel.key", "home"]),
    "a topic's unknown field": ("content/programs/travel.toml", "never =", "ever =", ["topics[0].ever"]),
    "a pledge's place nobody fills": ("content/pledge/member.toml", "{name}", "{sam}", ["cards[0].text", "sam"]),
}


@pytest.mark.parametrize(("file", "old", "new", "said"), (MODELS | CONTENT).values(), ids=(MODELS | CONTENT).keys())
def test_it_names_file_field_and_value(folders: Folders, file: str, old: str, new: str, said: list[str]) -> None:
    folders.change(file, old, new)

    with pytest.raises(Broken) as broken:
        folders.open()

    sentence = str(broken.value)
    assert sentence.startswith(file.removeprefix("content/")), sentence
    for word in said:
        assert word in sentence


@pytest.mark.parametrize(
    "gone",
    [
        "emails/comment.md", "safety/told.toml", "pledge/loved_one.toml", "programs/levels.toml",
        "programs/travel.toml", "decisions/topics.toml",
    ],
)  # fmt: skip
def test_a_file_that_must_be_there_is_named_when_it_is_not(folders: Folders, gone: str) -> None:
    (folders.content / gone).unlink()

    with pytest.raises(Broken, match=gone):
        folders.open()


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("leaves_offer_open", "a stage, not an end"),
        ("begins_help", "help began"),
        ("stops_everything", "people can die"),
    ],
)
def test_a_model_has_a_word_for_every_ending(folders: Folders, word: str, said: str) -> None:
    """A "not today" needs review dates, a beginning needs follow-ups, and a death ends every message."""
    file = folders.models / "arise.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(f"{word} = true\n", ""), encoding="utf-8")

    with pytest.raises(Broken, match=f"models/arise.toml: outcomes: .*{said}"):
        folders.open()


def test_a_mail_that_nothing_sends_is_named(folders: Folders) -> None:
    """A file under a wrong name would silently never be sent."""
    (folders.content / "emails" / "invite.md").write_text("---\nsubject: x\n---\n{link}\n", encoding="utf-8")

    with pytest.raises(Broken, match=r"emails/invite\.md: `invite` is no mail"):
        folders.open()


def test_a_file_that_is_not_utf8_is_named(folders: Folders) -> None:
    (folders.models / "johnson.toml").write_bytes(b'title = "Caf\xe9"')

    with pytest.raises(Broken, match=r"models/johnson\.toml: is not UTF-8"):
        folders.open()


def test_no_model_at_all_is_no_shelf(folders: Folders) -> None:
    for file in folders.models.glob("*.toml"):
        file.unlink()

    with pytest.raises(Broken, match="no model file"):
        folders.open()
