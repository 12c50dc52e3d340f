"""A family's way in Love First, from the first call to the follow-up."""

from familyplan.demo.cast import Cast
from familyplan.guidance import shelf
from tests.journeys import doing
from tests.journeys.telling import Story


def test_letters_carry_a_family_from_the_first_call_to_the_follow_up(story: Story, cast: Cast) -> None:
    story.somebody_calls("Luis", "brother", "Sam", happened="Asleep in the car again.", step="Call Maria")
    story.the_caller_is_told_everything()
    story.somebody_is_added("Maria", "mother", "maria@example.org")
    story.is_heard_alone("Luis", "Maria")
    story.safety_is_asked(opioids="dont_know")
    story.the_way_is_chosen("love_first")

    # Nobody comes in before Dana says why; then Maria does, by the one button in her mail.
    way_in = f"/members/{story.member('Maria').id}/invitation"
    story.dana_is_told(way_in, "First say why Maria can come in.", way="mail", word="bluebird")
    story.comes_in("Maria", calls="Sammy")
    assert "Our word is bluebird." in story.mails_to(story.member("Maria").person)[0]

    # She writes; what she writes is hers until she gives it.
    story.writes("Maria", love_and_memory="You carried me over the ice.", will_you="Will you come with me today?")
    letter = story.letter("Maria")
    assert "over the ice" in story.page(f"!/letters/{letter}?all=1", "Maria")
    assert "over the ice" not in story.dana.get(f"/letters/{letter}").text
    story.gives("Maria")
    assert "over the ice" in story.dana.get(f"/letters/{letter}").text

    # Dana proposes other words for a phrase, Maria takes them, both agree; an edit takes it back.
    story.dana_has_a_thought("Maria", "will_you", "today", "Name the hour.", "this morning")
    story.answers_the_thought("Maria", "taken")
    assert "Will you come with me this morning?" in story.page(f"!/letters/{letter}?all=1", "Maria")
    story.both_agree("Maria")
    assert "Letters ready to read" in story.step("Letters ready to read")

    # The other page: opened for her, gone through together, sealed from everybody.
    story.dana_does(f"/members/{story.member('Maria').id}/other-page")
    page = story.letter("Maria", "other_page")
    story.writes("Maria", "other_page", line="I will not drive him to the store.")
    maria = story.people["Maria"]
    assert "to the store" not in story.dana.get(f"/letters/{page}/other-page").text
    assert maria.post(f"/letters/{page}/other-page/showing").status_code == 303
    assert "to the store" in story.dana.get(f"/letters/{page}/other-page").text
    assert story.dana.post(f"/letters/{page}/other-page/sealing").status_code == 303
    assert "to the store" not in story.dana.get(f"/letters/{page}/other-page").text

    # The day is nobody's to see before gate C.
    story.dana_does("/day-date", day="2099-05-12", time="10:00", place="Maria's front room")
    assert "front room" not in story.page("/home", "Maria")
    story.safety_is_asked()
    story.dana_does("/gates", kind="C", decision="go", why="Asked again tonight; all of them want it.")
    assert "front room" in story.page("/home", "Maria")

    # Sam says yes. Cole may say what he knows only under a release, and Maria hears of it only if it names her.
    story.happened("yes_today")
    cole = story.visit("cole")
    assert cole.get(f"/engagements/{story.id}/outcomes").status_code == 404
    story.dana_does(
        "/consents", discloser="Harbor House", recipient="Dana", information="Whether he came.", purpose="Help",
        signed_on=str(story.engagement().started_on), until_on="2099-01-01", counselor=str(cast.cole.id),
    )  # fmt: skip
    said = {
        "kind": "residential",
        "source": "record",
        "when": "today",
        "words": "MARKER-OF-COLE",
    }
    assert cole.post(f"/engagements/{story.id}/outcomes", said).status_code == 303
    assert "MARKER-OF-COLE" in story.page("/outcomes")
    assert "MARKER-OF-COLE" not in story.page("/home", "Maria")
    assert "MARKER-OF-COLE" not in story.page("!/", "Maria")
    assert "30 days" in story.page("/outcomes") or "day 30" in story.page("/outcomes").lower()


def test_a_team_of_three_goes_the_whole_way_and_he_writes_two_pages_of_his_own(story: Story) -> None:
    story.somebody_calls("Luis", "brother", "Sam", happened="Asleep in the car again.", step="Call Maria")
    story.the_caller_is_told_everything()
    story.dana_does(f"/members/{story.member('Luis').id}", name="Luis", relation="brother", address="luis@example.org")
    story.somebody_is_added("Maria", "mother", "maria@example.org")
    story.somebody_is_added("June", "partner", "june@example.org")
    story.is_heard_alone("Luis", "Maria", "June")
    story.safety_is_asked()
    story.the_way_is_chosen("love_first")
    team = ("Luis", "Maria", "June")
    for name in team:
        story.comes_in(name, calls="Sammy")
    doing.a_meeting_is_held(story, "training", *team)

    # Each tells Dana, and nobody else, what it has been like.
    for name in team:
        assert "a page for Dana alone" in story.page("/home", name)
        story.writes(name, "account", been_like=f"It has been long. ACCOUNT-OF-{name}")
        story.gives(name, "account")
    assert story.is_done("Each one's page for the professional: what it has been like")
    assert "ACCOUNT-OF-June" in story.dana.get(f"/letters/{story.letter('June', 'account')}").text

    # They agree on the chair: June lives with him, and takes it only for a reason; Luis takes it in the end.
    june, luis = str(story.member("June").id), str(story.member("Luis").id)
    story.dana_is_told("/roles/chairperson/agreement", "Why is it right here?", member=june)
    story.dana_does("/roles/chairperson/agreement", member=luis)
    story.dana_does("/roles/detail_person/agreement", member=june)
    assert story.is_done("Chairperson and detail person agreed")

    # Letters, bottom lines, reading; and everything around them.
    for name in team:
        story.writes(name, love_and_memory="You carried me over the ice.", will_you="Will you come with me today?")
        story.gives(name)
        story.both_agree(name)
        story.has_no_bottom_line(name)
        story.reads(name, *shelf.current().models["love_first"].lessons.member)
    for label in ("Letters ready to read", "Bottom lines apart, or none", "Reading done"):
        assert story.is_done(label)
    for page in ("/binder", "/letters/side-by-side", "/reading-order"):
        assert "ACCOUNT-OF" not in story.page(page)
    doing.the_day_is_today(story, "Maria's front room")
    doing.ways_of_getting_help_are_looked_at(story, *team)
    doing.a_place_is_held(story)
    doing.travel_is_settled(story, driver="June")
    story.by_hand("objections")
    doing.a_meeting_is_held(story, "rehearsal", *team)
    doing.it_is_rehearsed(story, *team)
    for label in ("Program, money, ties", "A place is held", "Travel, bag", "Rehearsal: every letter"):
        assert story.is_done(label)
    story.safety_is_asked()
    story.dana_does("/gates", kind="C", decision="go", why="Asked again tonight; all of them want it.")
    doing.is_tapped(story, "began", "all_read", "said_yes", "ended")
    story.happened("yes_today", "family")
    doing.dana_calls_that_evening_and_the_next_day(story)
    for label in ("The meeting (safety asked again", "Call to the family"):
        assert story.is_done(label)

    # He begins treatment, and the family knows: now there is something to read about writing and visiting.
    assert "Writing and visiting during treatment" not in story.page("!/lessons", "Maria")
    story.happened("residential", "family", family_told="yes")
    assert "Writing and visiting during treatment" in story.page("!/lessons", "Maria")
    for name in team:
        assert not story.is_done("How we write and visit; talk with the counselor if allowed")
        story.reads(name, "contact-in-treatment")
    assert story.is_done("How we write and visit; talk with the counselor if allowed")

    # Weeks later he has a page of his own, with two short pages in his own words. They are his until he shows them.
    story.dana_does("/day-date", day=str(story.engagement().started_on), time="00:01", place="Maria's front room")
    story.dana_does("/gates", kind="B", decision="go", why="He asked Dana for it.")
    story.comes_in("Sam", address="sam@example.org")
    story.writes("Sam", "recovery_page", well="The garden before breakfast.")
    story.writes("Sam", "relapse_page", signs="I stop answering. Then call Theo.")
    for name in team:
        assert "Sammy shows you this" not in story.page("/home", name)
    assert "garden" not in story.dana.get(f"/letters/{story.letter('Sam', 'recovery_page')}").text
    recovery = story.letter("Sam", "recovery_page")
    assert story.people["Sam"].post(f"/letters/{recovery}/shown").status_code == 303
    assert "Sammy shows you this" in story.page("/home", "June")
    assert "The garden before breakfast." in story.page(f"!/letters/{recovery}/shown", "June")
    assert story.people["June"].get(f"/letters/{story.letter('Sam', 'relapse_page')}/shown").status_code == 404
    assert "garden" not in story.dana.get(f"/letters/{recovery}").text

    # The weekly family call goes on, and somebody asks how it is going.
    doing.a_meeting_is_held(story, "family_call", *team)
    assert "1 time so far" in story.page("/milestones")
    assert "30 days" in story.page("/outcomes") or "day 30" in story.page("/outcomes").lower()
